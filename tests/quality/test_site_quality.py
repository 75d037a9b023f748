"""Every page type in Chromium: accessible by axe, quiet, within its origin, and valid HTML."""

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from site_pages import page_types

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
TYPES = list(page_types())

# The search of the header needs a server, as its page says where it is opened from a file.
RUN_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.html.slice(0, 160)).join(" | ")}`);
}"""


def settled(page: "Page", address: str) -> None:
    """Opens a page and waits until its scripts have drawn what they draw."""
    page.goto(address)
    page.wait_for_selector("#results:not([aria-busy])" if "compare" in address or "claims/index" in address else "h1")
    # Links fade from one colour to another when the scheme is set; what counts is where they arrive.
    page.add_style_tag(content="*, ::before, ::after { transition: none !important; animation: none !important }")


@pytest.mark.needs("chromium", "node_modules")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", TYPES)
def test_axe_finds_nothing_in_light_or_dark(sites, page_factory, name, size):
    page = page_factory(sites.origin(name), color_scheme="light", viewport=size).page
    settled(page, sites.address(name))
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found = {}
    for scheme, value in (("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("value => document.body.dataset.mdColorScheme === value", arg=value)
        found[scheme] = page.evaluate(RUN_AXE)
    assert found == {"light": [], "dark": []}


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("name", TYPES)
def test_page_asks_nobody_else_misses_no_file_and_has_nothing_to_complain_of(sites, page_factory, name):
    watched = page_factory(sites.origin(name))
    settled(watched.page, sites.address(name))
    assert watched.complaints == []
    assert watched.failed_requests == []
    assert watched.foreign_requests == []


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("name", [name for name in TYPES if name != "missing"])  # only a server shows that one
def test_page_opened_from_a_file_is_as_quiet(sites, page_factory, name):
    watched = page_factory("file:")
    settled(watched.page, f"file://{sites.file(name)}")
    assert watched.complaints == []
    assert watched.failed_requests == []
    assert watched.foreign_requests == []
    assert watched.page.evaluate("document.styleSheets.length") > 0
    assert watched.page.locator("main h1").count() == 1


@pytest.mark.needs("chromium")
def test_an_address_that_is_not_there_shows_a_page_that_helps(sites, page_factory):
    origin = sites.origin("missing")
    page = page_factory(origin).page
    response = page.goto(f"{origin}/claims/nothing-of-that-name.html")
    assert response is not None
    assert response.status == 404
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")
    page.click("main a:has-text('All claims')")
    assert page.url == f"{origin}/claims/index.html"


RULES: dict[str, Any] = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
    "rules": {
        # The theme's frame: valid, in another style than these rules like.
        "doctype-style": "off",
        "no-trailing-whitespace": "off",
        "valid-id": ["error", {"relaxed": True}],
        "wcag/h32": "off",  # the switch of the scheme is a form that is never sent
        "unique-landmark": "off",  # the table of contents stands twice, and one of the two is always hidden
        # Ours, with reasons.
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],  # lists may have names
        "form-dup-name": ["error", {"shared": ["radio", "checkbox"]}],
        "long-title": "off",  # a title says what a claim is about, and the site's name comes after it
        "prefer-native-element": ["error", {"exclude": ["combobox", "listbox", "region"]}],
        "require-sri": "off",  # what pages load is their own site's
    },
}


@pytest.mark.needs("java", "node_modules")
def test_every_page_type_is_valid_by_the_standard(sites):
    """By the checker of the community that writes the standard."""
    files = sorted({str(sites.file(name)) for name in TYPES})
    command = ["java", "-Xss2m", "-jar", str(VNU), "--stdout", "--format", "gnu", *files]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout + result.stderr == ""


@pytest.mark.needs("node", "node_modules")
def test_every_page_type_keeps_the_rules_of_a_second_checker(sites, tmp_path):
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    files = sorted({str(sites.file(name)) for name in TYPES})
    command = [str(ROOT / "node_modules/.bin/html-validate"), "--config", str(rules), *files]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
