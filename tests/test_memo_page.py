"""The memo on the page: byte for byte that of the program, and what a reader can do with it."""

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from claimbase.environment import fragment_of
from claimbase.memo import exported, markdown, memo_blocks
from claimbase.memo.inline import runs
from claimbase.model import Profile
from memo_profiles import BASE, DAY, NAMES, ROOT, asked, facets_of, memo_for, profiles, sheet
from site_pages import REAL

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.needs("chromium")

SCRIPT = ROOT / "scripts/claimbase/render/assets/memo-text.js"
LATER = "2027-06-01"
HOST = Profile(
    name=NAMES[2],
    answers={
        "qemu": ("10.2",),
        "accelerator": ("tcg", "kvm"),
        "memory-backend": ("private",),
        "qemu-build": ("distribution-package",),
    },
)


@pytest.fixture
def script(page_factory) -> "Page":
    """A page that holds nothing but the script that makes memos."""
    page: Page = page_factory("about:blank").page
    page.evaluate("window.claimbase = {}")
    page.add_script_tag(path=str(SCRIPT))
    return page


@pytest.mark.parametrize(("root", "number"), [(ROOT, 20), (BASE, 60)], ids=["real", "fixture"])
def test_memo_of_the_page_is_that_of_the_program_byte_for_byte(script, root, number) -> None:
    """Over the empty profile, every single answer, and full and partial ones, before and after it expires."""
    made = [
        memo_for(profile, root, date)
        for profile in profiles(facets_of(root), number)
        for date in ((DAY, LATER) if profile.name == NAMES[1] else (DAY,))
    ]
    found = script.evaluate(
        "([sheet, all]) => all.map((each) => claimbase.memo.markdown(claimbase.memo.blocks(sheet, ...each)))",
        [exported(sheet(root)), [[asked(each), each.date] for each in made]],
    )
    for each, text in zip(made, found, strict=True):
        assert text == markdown(memo_blocks(each)), each.profile
    assert len(set(found)) > number


def test_lines_are_taken_apart_alike(script) -> None:
    lines = [
        "a `b | c` **d \\* e** [f \\] g](https://example.org/h) i",
        "\\*\\*no\\*\\* \\[no\\](https://example.org) 🦊 \\🦊",
        "**a** **b** ** c ` d",
        "",
    ]
    found = script.evaluate("lines => lines.map((line) => claimbase.memo.runs(line))", lines)
    assert [[(run["style"], run["text"], run["url"]) for run in line] for line in found] == [
        [tuple(run) for run in runs(line)] for line in lines
    ]


@pytest.fixture
def visit(sites, page_factory):
    """Opens the page of the real site with a profile, writes the memo of a day; the page is to do nothing foreign."""
    opened: list[Any] = []

    def open_page(profile: Profile, origin: str = "", **options: Any) -> "Page":
        origin = origin or sites.origins[REAL]
        watched = page_factory(origin if origin.startswith("http") else "file://", **options)
        opened.append(watched)
        page: Page = watched.page
        page.goto(f"{origin}/environment.html#{fragment_of(profile)}")
        page.fill("#memo-date", DAY)
        page.click("#memo-make")
        page.wait_for_selector("#memo-text:not([hidden])")
        return page

    yield open_page
    for watched in opened:
        assert watched.console_errors == []
        assert watched.foreign_requests == []


def saved(page: "Page") -> bytes:
    with page.expect_download() as download:
        page.click("#memo-save")
    assert download.value.suggested_filename == "memo.md"
    return download.value.path().read_bytes()


def commanded(profile: Profile, tmp_path) -> bytes:
    """What the command writes to standard output, in a process of its own."""
    from claimbase.environment import profile_text

    (tmp_path / "profile.yml").write_text(profile_text(profile), encoding="utf-8")
    code = "import sys; from claimbase.cli import main; sys.exit(main(sys.argv[1:]))"
    arguments = ["--root", str(ROOT), "memo", str(tmp_path / "profile.yml"), "--date", DAY]
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT / "scripts", check=True, capture_output=True,
    ).stdout  # fmt: skip


@pytest.mark.parametrize("from_file", [False, True], ids=["served", "file"])
def test_file_that_the_page_saves_is_what_the_command_writes(sites, visit, tmp_path, from_file) -> None:
    page = visit(HOST, sites.folders[REAL].as_uri() if from_file else "", accept_downloads=True)
    assert saved(page) == commanded(HOST, tmp_path)
    assert page.inner_text("#memo-status") == "The memo is saved as memo.md."


def test_memo_follows_the_answers_and_the_day(visit) -> None:
    page = visit(HOST, accept_downloads=True)
    page.check("#accelerator input[type=radio][value=kvm]")
    page.wait_for_function("document.querySelector('#memo-text').textContent.includes('KVM: the host processor')")
    changed = Profile(name=HOST.name, answers={**HOST.answers, "accelerator": ("kvm",)})
    assert saved(page).decode() == markdown(memo_blocks(memo_for(changed, ROOT)))
    page.fill("#memo-date", LATER)
    page.wait_for_function("document.querySelector('#memo-text').textContent.includes('out of date')")


def test_name_is_shown_as_text_and_no_element_is_made_of_it(visit) -> None:
    page = visit(HOST)
    assert page.inner_text("#memo-text td >> nth=0") == NAMES[2]
    assert page.locator("#memo-text :is(b, img, script)").count() == 0


def test_memo_is_copied_as_markdown(sites, visit) -> None:
    page = visit(HOST, permissions=["clipboard-read", "clipboard-write"])
    page.click("#memo-copy")
    page.wait_for_function("document.getElementById('memo-status').textContent === 'The memo is copied as Markdown.'")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == markdown(memo_blocks(memo_for(HOST, ROOT)))


def test_printed_from_its_button_the_memo_is_all_there_is(visit) -> None:
    page = visit(HOST)
    page.evaluate("window.print = () => { window.printed = document.documentElement.className; }")
    page.click("#memo-print")
    assert "cb-only-memo" in page.evaluate("window.printed")
    page.emulate_media(media="print")
    shown = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3')].flatMap((e) => (e.checkVisibility() ? [e.textContent] : []))"
    )
    assert shown[0] == "Decision memo: QEMU 10.2"
    assert not page.is_visible("#memo-actions")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert "cb-only-memo" not in page.evaluate("document.documentElement.className")
    assert page.is_visible("h1")


def test_memo_is_written_by_keyboard_and_told_to_who_does_not_see_it(visit, page_factory, sites) -> None:
    page = page_factory(sites.origins[REAL]).page
    page.goto(f"{sites.origins[REAL]}/environment.html#{fragment_of(HOST)}")
    page.focus("#memo-make")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'memo-text'")
    assert page.inner_text("#memo-status") == "The memo stands below and follows the answers."
    assert page.get_attribute("#memo-status", "role") == "status"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "memo-print"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", page.input_value("#memo-date"))


def test_without_scripts_there_is_no_memo_and_no_button(sites, page_factory) -> None:
    page = page_factory(sites.origins[REAL], java_script_enabled=False).page
    page.goto(f"{sites.origins[REAL]}/environment.html")
    assert not page.is_visible("#memo-make")


@pytest.mark.parametrize("width", [360, 1280])
def test_memo_needs_no_sideways_scroll(visit, width) -> None:
    page = visit(HOST, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_rules_of_the_page_are_those_of_the_data(sites, page_factory) -> None:
    page = page_factory(sites.origins[REAL]).page
    page.goto(f"{sites.origins[REAL]}/recommendations.html")
    shown = page.evaluate("[...document.querySelectorAll('.cb-rule h3')].map((each) => each.id)")
    assert shown == [rule.id for decision in sheet(ROOT).decisions for rule in decision.rules]
