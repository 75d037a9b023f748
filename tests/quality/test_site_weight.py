"""What pages weigh on the wire, over the real base, and that what is seen first does not wait for scripts."""

import gzip
import re
import statistics
from urllib.parse import urlsplit

import pytest
from quality.test_site_quality import PHONE, settled
from served import on_the_wire
from site_pages import REAL, real_claims

KB = 1000
VIEWED = ["home", "claims browser", "article", "benchmark, charts", "glossary", "claim, measured", "claim, refuted"]


def test_claim_page_in_the_middle_weighs_at_most_ten_kilobytes(sites):
    sizes = [len(on_the_wire(sites.folders[REAL] / f"claims/{name}.html")) for name in real_claims()]
    assert len(sizes) > 70
    assert statistics.median(sizes) <= 10 * KB


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("name", VIEWED)
def test_first_view_weighs_at_most_seventy_kilobytes_and_its_scripts_ten(sites, page_factory, name):
    """A context of its own has an empty cache."""
    page = page_factory(sites.origin(name), viewport=PHONE).page
    loaded = []
    page.on("request", lambda request: loaded.append((request.resource_type, urlsplit(request.url).path)))
    page.goto(sites.address(name))
    page.wait_for_load_state("load")
    folder = sites.file("missing").parent if sites.origin(name) == sites.origins[REAL] else sites.folders["small"]
    weights = {path: (kind, len(on_the_wire(folder / path.lstrip("/")))) for kind, path in loaded}
    assert sum(size for _, size in weights.values()) <= 70 * KB, weights
    inline = "".join(re.findall(r"<script(?![^>]*ld\+json)[^>]*>([^<]+)</script>", sites.file(name).read_text("utf-8")))
    scripts = [size for kind, size in weights.values() if kind == "script"]
    assert sum(scripts) + len(gzip.compress(inline.encode())) <= 10 * KB, weights


LARGEST = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const last = list.getEntries().at(-1);
    resolve({ text: last.element?.textContent ?? "", address: last.url });
  }).observe({ type: "largest-contentful-paint", buffered: true });
})"""

BLOCKING = """() => [...document.querySelectorAll("script[src]:not([defer], [async])")].map((e) => e.outerHTML)"""


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("name", VIEWED)
def test_largest_paint_is_text_of_the_page_itself_and_no_script_holds_it_up(sites, page_factory, name):
    page = page_factory(sites.origin(name), viewport=PHONE).page
    settled(page, sites.address(name))
    largest = page.evaluate(LARGEST)
    assert largest["address"] == ""
    plain = page_factory(sites.origin(name), viewport=PHONE, java_script_enabled=False).page
    plain.goto(sites.address(name))
    assert plain.evaluate(BLOCKING) == []
    assert largest["text"].strip() != ""
    assert largest["text"] in plain.locator("body").text_content()
