"""The page of every type in Chromium: accessible by axe and by keyboard, whole on a phone and enlarged, quiet, light.

What is measured of a page is measured once, in `visits.py`; each test looks at one part of it.
"""

import gzip
import re

import pytest
from quality.visits import WALKED_ON_A_PHONE, Seen, seen
from served import on_the_wire
from site_pages import page_types

pytestmark = pytest.mark.needs("chromium", "node_modules")

KB = 1000


@pytest.fixture(scope="module", params=list(page_types()))
def name(request: pytest.FixtureRequest) -> str:
    """The name of a type of page."""
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def page(name: str, browser, sites) -> Seen:
    """What was seen of the page of a type."""
    return seen(browser, sites, name)


def test_axe_finds_nothing_in_light_or_dark(page):
    assert page.axe == {"desktop, dark": [], "desktop, light": [], "phone, light": []}


def test_page_asks_nobody_else_misses_no_file_and_has_nothing_to_complain_of(page):
    assert page.noise["served"] == []


def test_page_opened_from_a_file_is_as_quiet(page, name):
    if name == "missing":
        assert "file" not in page.noise  # only a server shows that one
        return
    assert page.noise["file"] == []
    assert page.from_file["sheets"] > 0
    assert page.from_file["headings"] == 1


def test_tab_reaches_every_control_and_shows_where_it_is(page, name):
    sizes = ["desktop", "phone"] if name in WALKED_ON_A_PHONE else ["desktop"]
    assert page.keyboard == {size: {"missed": [], "unseen": []} for size in sizes}


def test_phone_needs_no_sideways_scroll_and_shows_all_words(page):
    assert page.layout["phone"] == []


def test_page_enlarged_twofold_is_whole(page):
    """WCAG 2.2, 1.4.4."""
    assert page.layout["zoom of 200 %"] == []


def test_page_with_text_of_twice_the_size_is_whole(page):
    assert page.layout["text of twice the size"] == []


def test_without_scripts_page_has_its_content_and_nothing_that_does_nothing(page):
    assert page.plain["headings"] == 1
    assert len(page.plain["article"]) > 150
    assert page.plain["idle"] == 0
    assert page.noise["plain"] == []


def test_first_view_weighs_at_most_seventy_kilobytes_and_its_scripts_ten(page, name, sites):
    """Claims to be compared come on top, so do scripts of the one page that is a program, and a little weight."""
    file = sites.file(name)
    folder = file.parents[page_types()[name][1].count("/")]
    asked_for = "/data/table/" if "?" in page_types()[name][1] else "/none/"
    loaded = {path: kind for path, kind in page.first_view.items() if not path.startswith(asked_for)}
    weights = {path: (kind, len(on_the_wire(folder / path.lstrip("/")))) for path, kind in loaded.items()}
    assert sum(size for _, size in weights.values()) <= (75 if name == "environment" else 70) * KB, weights
    if name == "environment":
        return
    inline = "".join(re.findall(r"<script(?![^>]*ld\+json)[^>]*>([^<]+)</script>", file.read_text("utf-8")))
    scripts = [size for kind, size in weights.values() if kind == "script"]
    assert sum(scripts) + len(gzip.compress(inline.encode())) <= 10 * KB, weights


def test_largest_paint_is_text_of_the_page_itself_and_no_script_holds_it_up(page):
    assert page.largest["address"] == ""
    assert page.plain["blocking"] == []
    assert page.largest["text"] != ""
    assert page.largest["text"] in page.plain["text"]
