"""The site's own style sheets and scripts as they are served."""

import re
from collections.abc import Iterator
from pathlib import Path

from .files import SiteFile

ASSETS = Path(__file__).parent / "assets"
"""Folder of the site's own style sheets, scripts and mark."""
STYLES = ("base", "components", "charts", "pages", "print")
"""The style sheets that pages load as one, in order."""
_COMMENT = re.compile(rb"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)[ \t]*\n", re.MULTILINE | re.DOTALL)
"""A comment with lines of its own; types are written in such, and are a fifth of what would go over the wire."""


def asset_files() -> Iterator[SiteFile]:
    """Yield the style sheet that every page loads, those of single pages, the mark, and scripts without comments."""
    sheets = [(ASSETS / "styles" / f"{name}.css").read_bytes() for name in STYLES]
    yield SiteFile("assets/claimbase.css", "", b"\n".join(sheets))
    for path in sorted(ASSETS.iterdir()):
        if path.suffix in {".css", ".js", ".svg", ".png"}:
            content = path.read_bytes()
            yield SiteFile(f"assets/{path.name}", "", _COMMENT.sub(b"", content) if path.suffix == ".js" else content)
