"""The claims browser, the comparison and the header's search in a browser: from a server, from a file, by keyboard."""

import csv
import gzip
import io
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from claimbase.site import build_site
from served import served
from site_base import claim_text, write_base
from test_site_browser import CONTRAST

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.needs("chromium")

REFUTED, UNANSWERED, ALL = 20, 10, 63
"""Claims of the site that are refuted, that have no objection, and all: sixty switches and three of the small base."""
HERON = "'The grey heron stands <img src=x onerror=alert(1)> there.'"


def variant(number: int) -> str:
    """One of sixty claims: the first are refuted, the next have no objection, two findings tell of a heron."""
    text = claim_text(f"Switch {number:02}", f"There is a switch {number:02}.")
    if number < REFUTED:
        text = text.replace("direction: supports", "direction: contradicts")
    elif number < REFUTED + UNANSWERED:
        text = re.sub(r"objection: .*\n", "", text)
    if number in {7, 40}:
        text = text.replace("finding: The option `x` is read there.", f"finding: {HERON}")
    return text


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = write_base(tmp_path_factory.mktemp("base"))
    for number in range(60):
        (root / f"claims/options/switch-{number:02}.yml").write_text(variant(number), encoding="utf-8")
    report = build_site(root, root / "site", lambda *_: None)
    assert report.built, report.problems
    return root / "site"


@pytest.fixture(scope="module")
def origin(built):
    with served(built) as address:
        yield address


@pytest.fixture
def visit(origin, page_factory):
    """Opens a page of the served site; whatever it does, it is to have no error and ask no other host."""
    opened = []

    def open_page(uri: str, **options):
        watched = page_factory(origin, **options)
        opened.append(watched)
        watched.page.goto(f"{origin}/{uri}")
        return watched.page

    yield open_page
    for watched in opened:
        assert watched.console_errors == []
        assert watched.foreign_requests == []


def wait_for_count(page: "Page", text: str) -> None:
    page.wait_for_function("text => document.getElementById('count').textContent === text", arg=text)
    page.wait_for_selector("#results:not([aria-busy])")


def titles(page: "Page") -> list[str]:
    return page.locator("#results .cb-list__title").all_inner_texts()


def tick(page: "Page", filter_name: str, value: str) -> None:
    page.click(f".cb-filter > summary:has-text('{filter_name}')")
    page.check(f"input[value='{value}']")
    page.keyboard.press("Escape")


def saved(page: "Page", form: str) -> str:
    with page.expect_download() as download:
        page.click(f".cb-export button[value={form}]")
    return download.value.path().read_text(encoding="utf-8")


def test_nothing_is_fetched_before_the_first_use(origin, page_factory):
    page = page_factory(origin).page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(origin)))
    page.goto(f"{origin}/claims/index.html")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/data/" in url or "/pagefind/" in url or "browse-" in url]
    assert "/assets/browse.js" in asked
    page.focus("#q")
    page.wait_for_function("performance.getEntriesByType('resource').some((each) => each.name.includes('/pagefind/'))")


@pytest.mark.parametrize("uri", ["claims/index.html", "compare.html", "claims/option-x.html"])
def test_scripts_that_a_page_loads_weigh_at_most_10_kb_over_the_wire(built, uri):
    page = (built / uri).read_text(encoding="utf-8")
    names = re.findall(r'<script src="[^"]*(assets/[^"]+)"', page)
    assert names
    assert sum(len(gzip.compress((built / name).read_bytes(), 6, mtime=0)) for name in names) <= 10_000


def test_filters_narrow_the_list_and_are_shown_as_chips_that_take_them_away(visit):
    page = visit("claims/index.html")
    tick(page, "Verdict", "refuted")
    wait_for_count(page, f"{REFUTED} of {ALL} claims")
    assert titles(page) == [f"Switch {number:02}" for number in range(REFUTED)]
    assert page.locator("#results .cb-verdict-refuted").count() == REFUTED
    tick(page, "Verdict", "supported-with-limits")
    wait_for_count(page, f"{ALL} claims")
    tick(page, "Certainty", "moderate")
    wait_for_count(page, f"{UNANSWERED + 1} of {ALL} claims")
    assert page.url.endswith("?verdict=supported-with-limits,refuted&certainty=moderate")
    page.click("button[aria-label='Remove certainty: moderate']")
    page.click("button[aria-label='Remove verdict: holds where checked']")
    wait_for_count(page, f"{REFUTED} of {ALL} claims")
    tick(page, "Evidence", "survey-statistic")
    wait_for_count(page, f"0 of {ALL} claims")
    assert "Nothing fits" in page.inner_text("#results")
    page.click("text=Reset all")
    wait_for_count(page, f"{ALL} claims")
    assert page.url.endswith("/claims/index.html")
    assert page.locator(".cb-chips button").count() == 0
    assert page.locator("input[type=checkbox]:checked").count() == 0


def test_state_is_in_the_address_and_the_back_button_leads_to_what_was_shown(visit):
    page = visit("claims/index.html?verdict=refuted&sort=title")
    wait_for_count(page, f"{REFUTED} of {ALL} claims")
    assert page.is_checked("input[value=refuted]")
    page.fill("#q", "switch 07")
    wait_for_count(page, f"1 of {ALL} claims")
    page.click("button[aria-label='Remove verdict: refuted']")
    page.wait_for_url("**/index.html?q=*")
    page.go_back()
    page.wait_for_url("**q=switch%2007&verdict=refuted**")
    page.go_back()
    wait_for_count(page, f"{REFUTED} of {ALL} claims")
    assert page.input_value("#q") == ""
    page.go_forward()
    wait_for_count(page, f"1 of {ALL} claims")
    assert page.input_value("#q") == "switch 07"


def test_what_an_address_asks_for_in_vain_is_told_and_the_rest_is_shown(visit):
    page = visit("claims/index.html?verdict=refuted,wrong&env.qemu=9.9&sort=luck&page=x&nonsense=1&kind=")
    wait_for_count(page, f"{REFUTED} of {ALL} claims")
    told = page.inner_text("#notice")
    for part in ("verdict “wrong”", "env.qemu “9.9”", "sort “luck”", "page “x”", "nonsense “1”"):
        assert part in told
    assert page.locator("#notice").get_attribute("role") == "alert"


def test_words_of_a_finding_are_found_and_shown_marked_with_a_link_to_it(visit):
    page = visit("claims/index.html")
    page.fill("#q", "heron")
    wait_for_count(page, f"2 of {ALL} claims")
    assert sorted(titles(page)) == ["Switch 07", "Switch 40"]
    quote = page.locator(".cb-excerpt").first
    assert quote.locator("mark").all_inner_texts() == ["heron"]
    assert "<img src=x onerror=alert(1)>" in quote.inner_text()
    assert page.locator("#results img").count() == 0
    assert re.search(r"/claims/switch-\d\d\.html#e1$", quote.locator("a").get_attribute("href") or "")
    tick(page, "Verdict", "refuted")
    wait_for_count(page, f"1 of {ALL} claims")
    assert titles(page) == ["Switch 07"]


def test_words_of_title_and_statement_are_marked_there(visit):
    page = visit("claims/index.html?q=switch+33")
    page.wait_for_selector("mark")
    first = page.locator("#results li").first
    assert first.locator(".cb-list__title mark").all_inner_texts() == ["Switch", "33"]
    assert first.locator("p").first.locator("mark").all_inner_texts() == ["switch", "33"]


def test_one_search_finds_claims_sources_and_pages(visit):
    page = visit("claims/option-x.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("option")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/index.html?q=option&kind=all")
    page.wait_for_selector("#results .cb-kind")
    assert {"The option x", "The option y"} <= set(titles(page))
    page.click("label:has-text('Sources')")
    page.fill("#q", "code")
    wait_for_count(page, "1 source")
    assert titles(page) == ["Code"]
    assert (page.locator("#results a").first.get_attribute("href") or "").endswith("/sources/code.html")
    page.click("label:has-text('Pages')")
    page.fill("#q", "glossary")
    page.wait_for_selector("#results a:has-text('Glossary')")


def test_escape_leaves_the_search_and_a_slash_leads_to_it(visit):
    page = visit("claims/index.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("a/b")
    assert page.input_value("#q") == "a/b"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == ""
    assert page.input_value("#q") == "a/b"


def test_verdicts_are_those_of_the_environment_that_is_asked_for(visit):
    page = visit("claims/index.html?env.accelerator=kvm&q=heron")
    wait_for_count(page, f"2 of {ALL} claims")
    assert page.locator("#results .cb-verdict-unsupported").count() == 2
    assert "for the environment that remains (in all: holds where checked)" in page.inner_text("#results")
    page.select_option("select[name='env.accelerator']", "tcg", force=True)
    page.wait_for_selector("#results .cb-verdict-supported")
    assert page.locator("#results .cb-verdict-refuted").count() == 1
    page.select_option("select[name='env.qemu']", "10.1", force=True)
    page.wait_for_function("document.getElementById('count').textContent.includes('do not speak of this environment')")
    assert "Nothing fits" in page.inner_text("#results")


def test_list_is_sorted_as_asked(visit):
    page = visit("claims/index.html?sort=verdict")
    wait_for_count(page, f"{ALL} claims")
    assert page.locator("#results .cb-badge").first.inner_text().endswith("holds where checked")
    page.select_option("select[name=sort]", "certainty")
    page.wait_for_url("**?sort=certainty")
    page.goto(page.url + "&page=2")
    page.wait_for_selector("#results:has-text('moderate')")
    assert "moderate certainty" in page.locator("#results li").last.inner_text()


def test_long_list_comes_in_pages(visit):
    page = visit("claims/index.html")
    page.select_option("select[name=sort]", "title")
    page.wait_for_selector("#results .cb-pager")
    assert page.locator("#results li").count() == 50
    page.click("#results .cb-pager a[aria-label='Page 2']")
    page.wait_for_selector("#results strong:has-text('2')")
    assert page.locator("#results li").count() == ALL - 50
    assert page.locator("#results ol").get_attribute("start") == "51"
    assert page.evaluate("document.activeElement.id") == "claims"
    assert page.url.endswith("?sort=title&page=2")


def test_what_is_saved_is_exactly_what_is_listed(visit):
    page = visit("claims/index.html?verdict=refuted&env.accelerator=tcg")
    wait_for_count(page, f"{REFUTED} of {ALL} claims")
    ids = [f"switch-{number:02}" for number in range(REFUTED)]
    table = list(csv.DictReader(io.StringIO(saved(page, "csv"))))
    assert [row["id"] for row in table] == ids
    assert {row["verdict"] for row in table} == {"refuted"}
    assert table[0]["address"] == "claims/switch-00.html"
    assert table[0]["statement"] == "There is a switch 00."
    data = json.loads(saved(page, "json"))
    assert [row["id"] for row in data["rows"]] == ids
    assert data["asked"] == {"kind": "claim", "verdict": ["refuted"], "env.accelerator": "tcg"}
    lines = saved(page, "txt").splitlines()
    assert len(lines) == REFUTED
    assert lines[0].startswith("Switch 00 (switch-00). Verdict: refuted, high certainty.")
    assert "claims/switch-00.html" in lines[0]


def test_everything_is_reached_and_worked_by_keyboard(visit):
    page = visit("claims/index.html")
    page.keyboard.press("/")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name"))
        if seen[-1] == "Verdict":
            break
    page.keyboard.press("Enter")
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    wait_for_count(page, f"{REFUTED} of {ALL} claims")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Verdict"
    assert page.locator("details[open]").count() == 0
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_without_scripts_there_are_lists_by_topic_verdict_and_certainty(origin, page_factory):
    page = page_factory(origin, java_script_enabled=False).page
    page.goto(f"{origin}/claims/index.html")
    assert page.locator("#results li").count() == ALL
    for words, uri in (
        ("refuted", "verdicts/refuted.html"),
        ("moderate", "verdicts/certainty-moderate.html"),
        ("Options", "topics/options.html"),
    ):
        page.click(f"nav[aria-label=Lists] a:has-text('{words}')")
        assert page.url == f"{origin}/{uri}"
        page.go_back()
    page.goto(f"{origin}/compare.html")
    assert "needs a script" in page.inner_text("article")


def test_from_a_file_titles_and_statements_are_searched_and_the_rest_is_said_to_need_a_server(built, page_factory):
    watched = page_factory("file:")
    page = watched.page
    page.goto(f"file://{built}/claims/index.html")
    page.fill("#q", "switch 33")
    wait_for_count(page, f"1 of {ALL} claims")
    assert "make serve" in page.inner_text("#find-note")
    assert page.locator("#results mark").count() == 4
    tick(page, "Verdict", "refuted")
    wait_for_count(page, f"0 of {ALL} claims")
    page.goto(f"file://{built}/compare.html?claims=option-x,switch-01")
    page.wait_for_selector("#results table")
    assert watched.console_errors == []
    assert watched.foreign_requests == []


def test_without_an_index_titles_and_statements_are_searched_and_that_is_said(built, origin, page_factory):
    page = page_factory(origin).page
    page.route("**/pagefind/**", lambda route: route.fulfill(status=404))
    page.goto(f"{origin}/claims/index.html?q=switch+33")
    wait_for_count(page, f"1 of {ALL} claims")
    assert "no full-text search" in page.inner_text("#find-note")


RULES = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:document"],
    "rules": {
        "require-sri": "off",  # what pages load is their own site's
        "form-dup-name": ["error", {"shared": ["radio", "checkbox"]}],
        "no-trailing-whitespace": "off",  # what the generator leaves around a body
        "prefer-native-element": ["error", {"exclude": ["combobox", "listbox"]}],  # no native one finds by words
    },
}


@pytest.mark.needs("node", "node_modules")
@pytest.mark.parametrize("uri", ["claims/index.html", "compare.html"])
def test_body_is_valid_html(built, tmp_path, uri):
    article = (
        (built / uri).read_text(encoding="utf-8").partition("<article")[2].partition(">")[2].partition("</article>")[0]
    )
    head = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title></head><body><main>'
    (tmp_path / "page.html").write_text(f"{head}{article}</main></body></html>", encoding="utf-8")
    (tmp_path / "rules.json").write_text(json.dumps(RULES), encoding="utf-8")
    program = Path(__file__).parent.parent / "node_modules/.bin/html-validate"
    command = [str(program), "--config", str(tmp_path / "rules.json"), str(tmp_path / "page.html")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


# The comparison


def test_claims_that_are_ticked_are_compared(visit):
    page = visit("claims/index.html")
    for name in ("option-x", "option-y"):
        page.check(f"#results input[value={name}]")
    page.click("#tray a")
    page.wait_for_url("**/compare.html?claims=option-x,option-y")
    page.wait_for_selector("#results table")
    assert page.locator("#results thead a").all_inner_texts() == ["The option x", "The option y"]
    lines = dict(
        zip(
            page.locator("#results tbody th").all_inner_texts(),
            page.locator("#results tbody td:nth-of-type(1)").all_inner_texts(),
            strict=True,
        )
    )
    assert lines["Statement"] == "There is an option x."
    assert lines["Verdict"].endswith("holds where checked")
    assert lines["Certainty"] == "high"
    assert lines["Environments"] == "1 of 2 environments holds, 1 is open"
    assert lines["Evidence for"] == "1 item, 1 of weight (level 2 or more)"
    assert lines["Evidence against"] == "1 item, 0 of weight (level 2 or more)"
    assert "Use it." in lines["What to do"]


def test_at_most_four_claims_are_ticked(visit):
    page = visit("claims/index.html")
    for number in range(5):
        page.locator("#results .cb-pick input").nth(number).click()
    assert page.locator("#results .cb-pick input:checked").count() == 4
    assert "At most four" in page.inner_text("#tray")


def test_what_is_open_and_what_is_not_stated_are_told_apart(visit):
    page = visit("compare.html?claims=option-x")
    page.wait_for_selector("#results table")
    told = dict(
        zip(
            page.locator("#results tbody th").all_inner_texts(),
            page.locator("#results tbody td").all_inner_texts(),
            strict=True,
        )
    )
    assert told["QEMU 10.1"] == "not stated for this version"
    assert re.sub(r"\s+", " ", told["QEMU 10.2"]) == "● holds in 1 of 2 ○ open in 1 of 2"
    assert "nobody was asked for evidence" in page.inner_text("article")


def test_claim_is_chosen_by_typing_and_by_keyboard_and_the_state_is_in_the_address(visit):
    page = visit("compare.html")
    page.focus("#pick")
    page.keyboard.type("switch 0")
    page.wait_for_selector("#found li")
    assert page.locator("#pick").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.locator("#found [aria-selected=true]").inner_text().startswith("Switch 01")
    page.keyboard.press("Enter")
    page.wait_for_selector("#results table")
    assert page.url.endswith("?claims=switch-01")
    page.keyboard.type("option-y")
    page.wait_for_selector("#found li:has-text('The option y')")
    page.keyboard.press("Enter")
    page.wait_for_url("**?claims=switch-01,option-y")
    page.go_back()
    page.wait_for_function("document.querySelectorAll('#results thead a').length === 1")
    page.click("button[aria-label='Remove Switch 01']")
    page.wait_for_selector("#results:has-text('No claim is chosen')")


def test_claims_that_are_not_there_are_told_and_the_rest_is_compared(visit):
    page = visit("compare.html?claims=option-x,nothing,switch-01,switch-02,switch-03,switch-04")
    page.wait_for_selector("#results table")
    assert "there is no claim “nothing”" in page.inner_text("#notice")
    assert "only the first 4" in page.inner_text("#notice")
    assert page.locator("#results thead a").count() == 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "uri", ["claims/index.html?q=heron&verdict=refuted&foo=1", "compare.html?claims=option-x,switch-01"]
)
def test_words_stand_out_and_a_phone_needs_no_sideways_scroll(visit, uri, scheme):
    page = visit(uri, color_scheme=scheme, viewport={"width": 360, "height": 740})
    page.wait_for_selector("#results:is(:has(mark), :has(table))")
    page.add_style_tag(content="* { transition: none !important }")
    if "q=" in uri:
        page.click("summary:has-text('Environment')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(CONTRAST) == []
