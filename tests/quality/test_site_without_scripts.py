"""The site with scripts switched off: all claims are reached by links, filters are lists."""

import pytest
from quality.visits import DESKTOP
from site_pages import REAL, real_claims

pytestmark = pytest.mark.needs("chromium")

LISTS = ("index.html", "claims/index", "claims/page", "topics/", "verdicts/")

LINKS = """() => [...document.querySelectorAll("a[href]")]
    .filter((link) => link.checkVisibility({ visibilityProperty: true })).map((link) => link.href.split(/[?#]/)[0])"""


def test_every_claim_is_reached_by_visible_links_from_home(sites, page_factory):
    page = page_factory(sites.origins[REAL], java_script_enabled=False, viewport=DESKTOP).page
    start = f"{sites.origins[REAL]}/"
    waiting, seen, linked = [f"{start}index.html"], set(), set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        page.goto(address)
        found = {link.removeprefix(start) for link in page.evaluate(LINKS) if link.startswith(start)}
        linked |= found
        waiting += [start + uri for uri in found if uri.startswith(LISTS) and start + uri not in {*seen, *waiting}]
    assert {f"claims/{name}.html" for name in real_claims()} - linked == set()


def test_filters_are_lists_of_links(sites, page_factory):
    page = page_factory(sites.origins[REAL], java_script_enabled=False, viewport=DESKTOP).page
    page.goto(sites.address("claims browser"))
    found = {link.rpartition("/")[2] for link in page.evaluate(LINKS) if "/verdicts/" in link or "/topics/" in link}
    assert {"refuted.html", "supported.html", "live-update.html", "security.html"} <= found
    assert page.locator("main select:visible, main input:visible").count() == 0
