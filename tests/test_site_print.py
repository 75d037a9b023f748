"""A claim on paper: one or two sheets, with its id, the addresses of its evidence, and nothing to click."""

import re
import subprocess

import pytest
from machine import TOOLS
from site_pages import longest_claims, page_types

pytestmark = pytest.mark.needs("chromium", "pdftotext")

CLAIMS = [name for name in page_types() if name.startswith("claim, ")]


def printed(page, path) -> list[str]:
    """The text of each sheet."""
    page.pdf(path=path, format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "12mm"))
    program = TOOLS["pdftotext"].find()
    text = subprocess.run([program, "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]
