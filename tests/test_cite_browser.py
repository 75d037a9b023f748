"""The cite box in a browser: buttons that copy by keyboard and tell so, and everything there without scripts."""

import pytest
from claimbase.site import build_site
from served import served
from site_base import write_base

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = write_base(tmp_path_factory.mktemp("base"))
    assert build_site(root, root / "site", lambda *_: None, full_text=False).built
    return root


@pytest.fixture(scope="module")
def origin(root):
    with served(root / "site") as address:
        yield address


PAGES = ["claims/option-x.html", "sources/code.html"]
CITATION = "Contributors. (2026). The option x. In QEMU 10.2, examined (Version 2026-11-22). qemu-10-2/option-x"


@pytest.mark.parametrize("uri", PAGES)
def test_buttons_copy_by_keyboard_and_tell_it(origin, page_factory, uri):
    watched = page_factory(origin, permissions=["clipboard-read", "clipboard-write"])
    page = watched.page
    page.goto(f"{origin}/{uri}")
    buttons = page.get_by_role("button", name="Copy")
    # The folded ones are there as well, and are reached once they are unfolded.
    assert page.locator(".cb-copy").count() == 6
    assert buttons.count() == 2
    texts = page.locator("[data-copy]").all_text_contents()
    page.locator(".cb-copy").first.focus()
    for place, name in enumerate(("Token", "APA")):
        page.keyboard.press("Enter" if place else "Space")
        page.get_by_role("status").filter(has_text=f"{name} copied.").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == texts[place]
        assert page.evaluate("document.activeElement.textContent") == f"Copied {name}"
        page.keyboard.press("Tab")
    assert page.locator(".cb-copy", has_text="Copied").count() == 1
    assert watched.complaints == []


def test_folded_styles_are_opened_and_copied_by_keyboard(origin, page_factory):
    page = page_factory(origin, permissions=["clipboard-read", "clipboard-write"]).page
    page.goto(f"{origin}/claims/option-x.html")
    page.get_by_text("Other styles").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="IEEE copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Contributors, “The option x,”")


def test_where_there_is_no_clipboard_the_text_is_marked_and_copied_the_old_way(origin, page_factory):
    page = page_factory(origin).page
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{origin}/claims/option-x.html")
    page.get_by_role("button", name="Copy APA").click()
    page.get_by_role("status").filter(has_text="APA").wait_for()
    assert page.evaluate("getSelection().toString()") == CITATION
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy Token").click()
    page.get_by_role("status").filter(has_text="Token is marked; copy it").wait_for()
    assert page.evaluate("getSelection().toString()") == "qemu-10-2/option-x"


def test_from_a_file_and_on_a_phone_the_box_works_and_nothing_sticks_out(root, page_factory):
    watched = page_factory("file:", viewport={"width": 360, "height": 740})
    watched.page.goto(f"file://{root}/site/claims/option-x.html")
    watched.page.locator("details:has(.cb-cite) > summary").click()
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 360
    heights = watched.page.locator(".cb-copy").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert min(heights) >= 24
    assert watched.complaints == []


def test_without_scripts_texts_and_files_are_there_and_no_button_that_does_nothing(origin, page_factory):
    page = page_factory(origin, java_script_enabled=False, accept_downloads=True).page
    page.goto(f"{origin}/claims/option-x.html")
    assert page.get_by_text(CITATION).is_visible()
    assert page.get_by_role("button", name="Copy").count() == 0
    page.get_by_text("Other styles").click()
    assert page.get_by_text("“The Option X.”").is_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="BibTeX").first.click()
    assert started.value.suggested_filename == "option-x.bib"
    assert started.value.path().read_text("utf-8").startswith("@misc{option-x,\n")
