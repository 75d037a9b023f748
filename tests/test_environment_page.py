"""The page of a reader's environment in a browser: from a file, by keyboard, with wrong input, without scripts."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from claimbase.site import build_site
from site_base import write_base

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.timeout(60)]

CONTRADICTION = """\
contradictions:
  - answers: {qemu: ["10.1"], accelerator: [kvm]}
    why: It came later.
"""
PRESETS = """\
# yaml-language-server: $schema=schema/presets.schema.json
presets:
  - id: laboratory
    title: A laboratory
    description: Hosts on which systems are tried.
    answers:
      accelerator: {values: [tcg], why: Other processors are tried., source: code}
"""
WHOLE = "profile=1&qemu=10.2&accelerator=tcg"


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    root = write_base(tmp_path_factory.mktemp("base"))
    facets = root / "claims/facets.yml"
    facets.write_text(facets.read_text(encoding="utf-8") + CONTRADICTION, encoding="utf-8")
    (root / "claims/presets.yml").write_text(PRESETS, encoding="utf-8")
    assert build_site(root, root / "site", lambda *_: None).built
    return root


@pytest.fixture(scope="module")
def address(root) -> str:
    return f"file://{root}/site/environment.html"


@pytest.fixture
def visit(address, page_factory):
    """Opens the page with a fragment, waits until it is filled; nothing may go wrong or leave the origin."""
    opened = []

    def go(fragment: str = "", **options):
        watched = page_factory("file:", **options)
        opened.append(watched)
        watched.page.goto(f"{address}{'#' if fragment else ''}{fragment}")
        settled(watched.page)
        return watched.page

    yield go
    for watched in opened:
        assert watched.console_errors == []
        assert watched.foreign_requests == []


def settled(page: "Page") -> None:
    """Wait until the lists belong to the answers; where nothing is answered they wait for a reader who comes near."""
    if "=" not in page.url:
        page.evaluate("document.getElementById('result').scrollIntoView()")
    page.wait_for_function("document.querySelector('#env-do')?.childElementCount > 0")
    page.wait_for_function("!document.getElementById('env-sum').textContent.startsWith('One moment')")


def pick(page: "Page", dimension: str, value: str) -> None:
    """Choose an answer, and wait until the page says what it comes to."""
    page.evaluate(
        """() => {
          window.told = new Promise((resolve) => {
            document.addEventListener("claimbase:standings", resolve, { once: true });
          });
        }"""
    )
    page.check(f"#{dimension} input[type=radio][value='{value}']")
    page.evaluate("window.told.then(() => undefined)")


def fragment(page: "Page") -> str:
    return page.url.partition("#")[2]


def test_an_address_with_a_profile_fills_in_the_answers_and_says_what_they_come_to(visit):
    page = visit(WHOLE)
    assert page.is_checked("#qemu input[value='10.2']")
    assert page.is_checked("#accelerator input[value='tcg']")
    assert page.inner_text("#env-sum").startswith("Of 3 claims 3 apply here, 0 may, 0 do not.")
    assert "No answer is missing" in page.inner_text("#env-sum")
    done = page.inner_text("#env-do")
    assert "The option x" in done
    assert "There is an option x." in done
    assert "supported high certainty in general: ◐ holds where checked" in done
    assert "Use it." in done
    # What is meant for KVM alone is not for this reader.
    assert "Try it." not in done


def test_what_is_open_is_named_with_the_answer_that_would_settle_most(visit):
    page = visit("profile=1&qemu=10.2")
    assert "2 wait for an answer" in page.inner_text("#env-sum")
    assert page.inner_text("#env-settle p").startswith("The answer that would settle most: Which accelerator?")
    assert "It turns out as one of: ● supported, ○ unsupported." in page.inner_text("#env-do li")
    assert "If it is “virtualization” (Accelerator): Try it." in page.inner_text("#env-do")
    page.click("#env-settle button")
    assert page.evaluate("document.activeElement.name") == "accelerator"


def test_claims_of_another_version_do_not_apply_and_say_why(visit):
    page = visit("profile=1&qemu=10.1")
    assert "1 applies here, 0 may, 2 do not" in page.inner_text("#env-sum")
    page.click("#env-not summary")
    page.wait_for_selector("#env-not li")
    assert "Host not affected: 2 claims." in page.inner_text("#env-not")
    assert "Here: Release series: 10.1." in page.inner_text("#env-not li")


def test_each_answer_stands_in_the_address_and_back_takes_it_back(visit):
    page = visit()
    assert fragment(page) == ""
    pick(page, "qemu", "10.2")
    assert fragment(page) == "profile=1&qemu=10.2"
    pick(page, "accelerator", "tcg")
    assert fragment(page) == WHOLE
    page.go_back()
    page.wait_for_function("document.querySelector('#accelerator input[value=\"\"]').checked")
    assert fragment(page) == "profile=1&qemu=10.2"
    page.go_back()
    page.wait_for_function("document.querySelector('#qemu input[value=\"\"]').checked")
    page.go_forward()
    page.wait_for_function("document.querySelector('#qemu input[value=\"10.2\"]').checked")


def test_a_place_on_the_page_keeps_the_answers(visit):
    page = visit(WHOLE)
    page.click(".cb-env__bar a")
    page.wait_for_function(f"location.hash === '#{WHOLE}'")
    assert page.is_checked("#accelerator input[value='tcg']")


def test_answers_are_given_by_keyboard_alone(visit):
    page = visit()
    page.focus("#qemu input[value='']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("#qemu input[value='10.2']")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "accelerator":
            break
    page.keyboard.press("ArrowDown")
    assert page.is_checked("#accelerator input[value='tcg']")
    page.wait_for_function(f"location.hash === '#{WHOLE}'")


def test_answers_that_exclude_each_other_cannot_be_combined(visit):
    page = visit("profile=1&qemu=10.1")
    assert page.is_disabled("#accelerator input[type=radio][value='kvm']")
    assert page.inner_text("#accelerator .cb-env__follows") == (
        "It follows from your other answers: emulation. Not with your other answers: virtualization. It came later."
    )
    pick(page, "qemu", "10.2")
    assert page.is_enabled("#accelerator input[type=radio][value='kvm']")
    assert page.is_hidden("#accelerator .cb-env__follows")


def test_one_of_several_may_be_true(visit):
    page = visit()
    page.check("#accelerator input[value='*']")
    page.check("#accelerator input[type=checkbox][value='tcg']")
    page.check("#accelerator input[type=checkbox][value='kvm']")
    page.wait_for_function("location.hash === '#profile=1&accelerator=tcg,kvm'")
    page.reload()
    settled(page)
    assert page.is_checked("#accelerator input[value='*']")
    assert page.is_checked("#accelerator input[type=checkbox][value='kvm']")


@pytest.mark.parametrize(
    ("given", "code", "left"),
    [
        ("profile=1&acc=kvm&qemu=10.2", "P901", "profile=1&qemu=10.2"),
        ("profile=1&accelerator=xen&qemu=10.2", "P902", "profile=1&qemu=10.2"),
        ("profile=2&qemu=10.2", "P903", "profile=1&qemu=10.2"),
        ("profile=1&qemu=10.1&accelerator=kvm", "P904", "profile=1&qemu=10.1"),
        ("profile=1&qemu=10.2&accelerator=k", "P902", "profile=1&qemu=10.2"),
        ("profile=1&qemu=10.2&accelera", "P905", "profile=1&qemu=10.2"),
        ("profile=1&qemu=%ff&accelerator=tcg", "P905", "profile=1&accelerator=tcg"),
        ("qemu=10.2", "P906", "profile=1&qemu=10.2"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_and_the_rest_is_used(visit, given, code, left):
    page = visit(given)
    assert page.get_attribute("#env-problems", "role") == "alert"
    assert code in page.inner_text("#env-problems")
    assert "To mend it:" in page.inner_text("#env-problems")
    assert fragment(page) == left


def test_a_kind_of_host_fills_in_what_is_true_of_all_of_its_kind(visit):
    page = visit("profile=1&qemu=10.2")
    page.click("text=A laboratory")
    page.wait_for_function("location.hash.includes('accelerator=tcg')")
    assert page.is_checked("#qemu input[value='']")
    assert page.input_value("#env-name") == "A laboratory"
    reason = page.locator(".cb-env__presets details")
    reason.locator("summary").click()
    assert "Accelerator: emulation. Other processors are tried." in reason.inner_text()


def test_a_profile_is_saved_as_a_file_and_read_again(visit, tmp_path):
    page = visit(WHOLE)
    page.fill("#env-name", "my host")
    page.press("#env-name", "Tab")
    with page.expect_download() as saved:
        page.click("#env-save")
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    assert path.name == "environment.yml"
    text = 'format: 1\nname: my host\nanswers:\n  qemu: "10.2"\n  accelerator: tcg\n'
    assert path.read_text(encoding="utf-8") == text
    page.click("#env-clear")
    page.wait_for_function("location.hash === ''")
    page.set_input_files("#env-file", path)
    page.wait_for_function(f"location.hash === '#{WHOLE.replace('&qemu', '&name=my%20host&qemu')}'")
    assert "2 answers are used" in page.inner_text("#env-kept")


@pytest.mark.parametrize(
    ("pasted", "answers", "told"),
    [
        ("format: 1\nanswers: {accelerator: kvm}\n", "profile=1&accelerator=kvm", "1 answer is used."),
        (f"https://example.org/environment.html#{WHOLE}", WHOLE, "2 answers are used."),
        ("format: 1\nanswers:\n  accelerator: kvm\n  qemu: [10", "profile=1&accelerator=kvm", "1 thing could not be"),
        ("<b>no profile</b>", "", "0 answers are used"),
    ],
)
def test_a_profile_is_pasted_and_what_is_not_understood_is_said(visit, pasted, answers, told):
    page = visit()
    page.fill("#env-paste", pasted)
    page.click("#env-read")
    page.wait_for_function("document.getElementById('env-kept').textContent !== ''")
    assert fragment(page) == answers
    assert told in page.inner_text("#env-kept")
    assert page.is_visible("#env-problems") is ("could not" in page.inner_text("#env-kept"))


def test_answers_are_remembered_only_when_asked_and_forgotten_again(visit, address):
    page = visit(WHOLE)
    assert page.evaluate("localStorage.length") == 0
    page.check("#env-remember")
    page.goto("about:blank")
    page.goto(address)
    settled(page)
    assert page.is_checked("#env-remember")
    assert fragment(page) == WHOLE
    page.uncheck("#env-remember")
    assert page.evaluate("localStorage.length") == 0


def test_other_parts_of_the_page_hear_of_the_standings(visit):
    page = visit()
    page.evaluate("() => document.addEventListener('claimbase:standings', ({detail}) => { window.heard = detail; })")
    pick(page, "qemu", "10.2")
    heard = page.evaluate("[heard.profile.answers, heard.rows.length, heard.order.length]")
    assert heard == [{"qemu": ["10.2"]}, 3, 3]


def test_without_scripts_questions_and_lists_of_claims_are_read(address, page_factory):
    page = page_factory("file:", java_script_enabled=False).page
    page.goto(address)
    assert page.locator("article input:visible").count() == 0
    assert page.locator("article button:visible").count() == 0
    text = page.inner_text("article")
    assert "Which accelerator?" in text
    assert "virtualization" in text
    assert "I don’t know" not in text
    page.click("#accelerator a >> nth=0")
    assert page.url.endswith("environments/accelerator--tcg.html")
    assert "supported" in page.inner_text("article li")
    assert "holds where checked" not in page.inner_text("article li")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(visit, width, scheme):
    page = visit(f"{WHOLE}&bad=1", viewport={"width": width, "height": 740}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
