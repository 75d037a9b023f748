"""A claim on paper: one or two sheets, with its id, the addresses of its evidence, and nothing to click."""

import subprocess

import pytest
from machine import TOOLS
from site_pages import REAL, page_types, real_claims

pytestmark = pytest.mark.needs("chromium", "pdftotext")

CLAIMS = [name for name in page_types() if name.startswith("claim, ") and name != "claim, retired"]

SHOWN = """(query) => [...document.querySelectorAll(query)]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1)"""


def printed(page, path) -> list[str]:
    """The text of each sheet."""
    page.pdf(path=path, format="A4", prefer_css_page_size=True)
    program = TOOLS["pdftotext"].find()
    assert program
    sheets = subprocess.run([program, "-raw", str(path), "-"], capture_output=True, text=True, check=True).stdout.split(
        "\f"
    )
    return sheets[:-1]


@pytest.mark.parametrize("name", CLAIMS)
def test_sheet_names_the_claim_its_items_and_their_addresses_and_no_control(sites, page_factory, tmp_path, name):
    page = page_factory(sites.origin(name), color_scheme="dark").page
    page.goto(sites.address(name))
    page.emulate_media(media="print", color_scheme="light")
    controls = page.evaluate(f"({SHOWN})('header, nav, footer form, button, input, summary').map(e => e.outerHTML)")
    addresses = page.evaluate(f"({SHOWN})('main a[href^=http]').map(e => e.getAttribute('href'))")
    items = page.evaluate(f"({SHOWN})('.cb-item').map(e => e.id)")
    words = "".join("".join(printed(page, tmp_path / "claim.pdf")).split())
    assert controls == []
    assert [address for address in addresses if address not in words] == []
    assert [item for item in items if item not in words] == []
    assert sites.file(name).stem in words


def test_claims_take_one_or_two_sheets(sites, page_factory, tmp_path):
    """Every fifth claim of the real base by the size of its page, and the largest two."""
    folder = sites.folders[REAL] / "claims"
    by_size = sorted((folder / f"{name}.html" for name in real_claims()), key=lambda path: path.stat().st_size)
    page = page_factory("file:").page
    sheets = {}
    for path in {*by_size[2::5], *by_size[-2:]}:
        page.goto(f"file://{path}")
        sheets[path.stem] = len(printed(page, tmp_path / "claim.pdf"))
    assert {name: number for name, number in sheets.items() if number > 2} == {}
