"""The built site in a browser: from a file, without scripts, on a phone, in both schemes."""

import pytest
from claimbase.site import build_site
from site_base import write_base

pytestmark = pytest.mark.needs("chromium")

PAGES = [
    "index.html",
    "article.html",
    "benchmarks/index.html",
    "benchmarks/option-cost.html",
    "changes.html",
    "data.html",
    "environment.html",
    "glossary.html",
    "method.html",
    "claims/index.html",
    "claims/old-option.html",
    "claims/option-start-time.html",
    "claims/option-x.html",
    "sources/index.html",
    "sources/code.html",
    "topics/index.html",
    "topics/options.html",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = write_base(tmp_path_factory.mktemp("base"))
    assert build_site(root, root / "site", lambda *_: None).built
    return f"file://{root}/site"


@pytest.mark.parametrize("uri", PAGES)
def test_page_on_a_phone_has_no_error_no_foreign_request_and_no_sideways_scroll(site, page_factory, uri):
    watched = page_factory("file:", viewport={"width": 360, "height": 740})
    watched.page.goto(f"{site}/{uri}")
    assert watched.console_errors == []
    assert watched.foreign_requests == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 360
    beyond = """() => [...document.querySelectorAll("article *")]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".cb-table, pre, table"))
        .map(e => e.outerHTML.slice(0, 200))"""
    assert watched.page.evaluate(beyond) == []


def test_answer_is_seen_without_scrolling(site, page_factory):
    page = page_factory("file:", viewport={"width": 360, "height": 740}).page
    page.goto(f"{site}/claims/option-x.html")
    box = page.locator(".cb-answer .cb-badge").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 740


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (360, False)])
def test_evidence_for_and_against_stands_side_by_side_where_there_is_room(site, page_factory, width, beside):
    page = page_factory("file:", viewport={"width": width, "height": 800}).page
    page.goto(f"{site}/claims/option-x.html")
    first, second = (page.locator(f"#{name}").bounding_box() for name in ("e1", "e2"))
    assert first is not None
    assert second is not None
    assert (first["y"] == second["y"]) is beside
    assert (first["x"] == second["x"]) is not beside


def test_a_drawer_that_is_closed_is_not_reached_by_keyboard(site, page_factory):
    page = page_factory("file:", viewport={"width": 360, "height": 740}).page
    page.goto(f"{site}/claims/option-x.html")
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null"))
    assert reached == {False}


@pytest.mark.parametrize("uri", ["claims/option-x.html", "glossary.html"])
def test_scheme_is_switched_and_remembered(site, page_factory, uri):
    page = page_factory("file:", color_scheme="light", viewport={"width": 1280, "height": 800}).page
    page.goto(f"{site}/{uri}")
    scheme = "document.body.dataset.mdColorScheme"
    assert page.evaluate(scheme) == "default"
    page.locator("button[title='Switch to the dark scheme']").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(scheme) == "slate"
    page.goto(f"{site}/index.html")
    assert page.evaluate(scheme) == "slate"
    page.locator("button[title='Switch to the light scheme']").click()
    assert page.evaluate(scheme) == "default"


def test_scheme_follows_the_system_until_it_is_chosen(site, page_factory):
    page = page_factory("file:", color_scheme="dark").page
    page.goto(f"{site}/claims/option-x.html")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.emulate_media(color_scheme="light")
    page.wait_for_function("document.body.dataset.mdColorScheme === 'default'")


def test_drawer_opens_and_closes_by_keyboard(site, page_factory):
    page = page_factory("file:", viewport={"width": 360, "height": 740}).page
    page.goto(f"{site}/claims/option-x.html")
    page.locator("button.cb-menu").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.getElementById('__drawer').checked")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.getElementById('__drawer').checked")


def test_page_reads_without_scripts(site, page_factory):
    watched = page_factory("file:", java_script_enabled=False)
    watched.page.goto(f"{site}/claims/option-x.html")
    assert "There is an option x." in watched.page.inner_text("article")
    watched.page.click("text=An article >> nth=0")
    assert watched.page.url.endswith("/sources/article-source.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "uri",
    [
        "claims/option-x.html",
        "claims/option-start-time.html",
        "benchmarks/option-cost.html",
        "index.html",
        "method.html",
        "article.html",
    ],
)
def test_words_stand_out_from_their_ground(site, page_factory, uri, scheme):
    """Contrast of 4.5 to 1 (WCAG 2.2, 1.4.3) for every text of the article."""
    page = page_factory("file:", color_scheme=scheme).page
    page.goto(f"{site}/{uri}")
    # Links fade from one colour to another when the scheme is set; what counts is where they arrive.
    page.add_style_tag(content="* { transition: none !important }")
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_marks_of_charts_stand_out_from_their_ground(site, page_factory, scheme):
    """Contrast of 4.5 to 1 for words and 3 to 1 for what has to be told apart (WCAG 2.2, 1.4.3 and 1.4.11)."""
    page = page_factory("file:", color_scheme=scheme).page
    page.goto(f"{site}/claims/option-start-time.html")
    assert page.evaluate(CHART_CONTRAST) == []


@pytest.mark.parametrize("uri", ["claims/option-start-time.html", "benchmarks/option-cost.html"])
def test_words_of_charts_can_be_read_on_a_phone_and_stay_inside(site, page_factory, uri):
    page = page_factory("file:", viewport={"width": 360, "height": 740}).page
    page.goto(f"{site}/{uri}")
    small = """() => [...document.querySelectorAll(".cb-chart text")].filter(t => {
        const chart = t.ownerSVGElement, box = t.getBoundingClientRect(), frame = chart.getBoundingClientRect();
        if (!frame.width) return false;
        const size = parseFloat(getComputedStyle(t).fontSize) * frame.width / chart.viewBox.baseVal.width;
        return size < 9 || box.left < frame.left - 4 || box.right > frame.right + 4;
    }).map(t => t.textContent)"""
    assert page.evaluate(small) == []


CHART_CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (layers) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of layers) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  };
  const poor = [];
  for (const mark of document.querySelectorAll(".cb-chart text, .cb-chart path:not(.cb-c-grid, .cb-c-zone)")) {
    const grounds = ["#fff"];
    for (let e = mark; e; e = e.parentElement) grounds.splice(1, 0, getComputedStyle(e).backgroundColor);
    const style = getComputedStyle(mark), words = mark.localName === "text";
    const colour = words || mark.matches(".cb-c-effect") ? style.fill : style.stroke;
    const [a, b] = [light(grounds), light([...grounds, colour])].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < (words ? 4.5 : 3)) poor.push([mark.outerHTML.slice(0, 80), (a + 0.05) / (b + 0.05)]);
  }
  return poor;
}"""

CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (layers) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of layers) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (c) => c.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const poor = [];
  for (const element of document.querySelectorAll("article *")) {
    if (![...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    if (!element.checkVisibility()) continue;
    const grounds = [];
    for (let e = element; e; e = e.parentElement) grounds.unshift(getComputedStyle(e).backgroundColor);
    const ground = rgb(["#fff", ...grounds]);
    const text = rgb(["#fff", ...grounds, getComputedStyle(element).color]);
    const [a, b] = [light(ground), light(text)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push([element.outerHTML.slice(0, 120), ratio]);
  }
  return poor;
}"""
