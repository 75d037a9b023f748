"""The peers: mkdocs-material and Hugo on Markdown that holds what our pages hold.

`peers.py DIR OUT` writes OUT/mkdocs (all pages) and OUT/hugo (the claim pages), ready to be built.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
if not __package__:  # run as a program, not imported
    sys.path[:0] = [str(TESTS), str(ROOT / "scripts")]

from claimbase.pipeline import examine  # noqa: E402
from claimbase.render import SiteFile, SiteSettings, iter_files  # noqa: E402
from perf.markdown_pages import markdown_of  # noqa: E402

MKDOCS_CONFIG = """\
site_name: Peer
theme:
  name: material
  font: false
plugins:
  - search
nav:
  - index.md
  - claims/index.md
  - topics/index.md
  - sources/index.md
  - method.md
not_in_nav: "*"
"""
"""mkdocs-material with a small navigation, its own search and its default features; nothing is fetched."""

HUGO_CONFIG = """\
baseURL = "/"
title = "Peer"
uglyURLs = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "home", "section", "404"]
[menu]
"""
HUGO_MENU = """\
[[menu.main]]
name = "{name}"
url = "/{uri}"
"""
_SECTIONS = ("claims", "topics", "sources", "method", "article", "environment")
HUGO_LAYOUT = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{ .Title }} - {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="stylesheet" href="/assets/main.css">
</head>
<body>
<a href="#page">Skip to content</a>
<header><nav>{{ range site.Menus.main }}<a href="{{ .URL }}">{{ .Name }}</a>{{ end }}</nav></header>
<aside>{{ .TableOfContents }}</aside>
<main><article>{{ .Content }}</article></main>
<footer>{{ site.Title }}</footer>
</body>
</html>
"""


def is_claim_page(file: SiteFile) -> bool:
    """Whether the file is the page of one claim."""
    return file.is_page and file.uri.startswith("claims/") and not file.uri.startswith("claims/index")


def pages(root: Path) -> Iterator[SiteFile]:
    """Yield the generated pages of a sound base."""
    examination = examine(root)
    if examination.sound is None:
        raise SystemExit(f"the base below {root} has errors")
    made = iter_files(
        examination.sound, examination.assessments, SiteSettings("Peer"), texts=lambda _: (), exports=False
    )
    return (file for file in made if file.is_page)


def write_peers(root: Path, out: Path) -> None:
    """Write the sources of both peers for a base."""
    shutil.rmtree(out, ignore_errors=True)
    mkdocs, hugo = out / "mkdocs", out / "hugo"
    _write(mkdocs / "mkdocs.yml", MKDOCS_CONFIG)
    menu = "".join(HUGO_MENU.format(name=name, uri=f"{name}/index.html") for name in _SECTIONS)
    _write(hugo / "config.toml", HUGO_CONFIG.replace("[menu]\n", menu))
    _write(hugo / "layouts" / "_default" / "single.html", HUGO_LAYOUT)
    for file in pages(root):
        body = str(file.body)
        source = file.uri.removesuffix(".html") + ".md"
        _write(mkdocs / "docs" / source, markdown_of(body, file.uri, ".md"))
        if is_claim_page(file):
            front = json.dumps({"title": file.title, "description": file.description}, indent=1)
            _write(hugo / "content" / source, f"{front}\n\n{markdown_of(body, file.uri, '.html')}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_peers(Path(sys.argv[1]), Path(sys.argv[2]))
