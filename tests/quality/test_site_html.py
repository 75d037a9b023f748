"""The page of every type is valid HTML, and an address that is not there is answered well."""

import json
import subprocess
from typing import Any

import pytest
from quality.visits import ROOT
from site_pages import page_types

VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
TYPES = list(page_types())


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
