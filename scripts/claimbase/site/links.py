"""Every link of every page leads somewhere: to a file of the site, and to an anchor that is there."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urlsplit

from claimbase.errors import Problem

Target = tuple[str, str]
"""A file of the site and an anchor in it; no anchor where it is empty."""

_REFERENCE = re.compile(r'<(a|area|link|script|img|iframe|source|form)\b[^>]*?\s(?:href|src|action)="([^"]*)"')
# One certain character to begin with, for a whole class of them costs four times as much: see _spaced.
_ANCHOR = re.compile(r' (?:id|name)="([^"]+)"')
_LOADING = {"link", "script", "img", "iframe", "source"}
"""Elements whose address the browser opens by itself."""
_CANONICAL = re.compile(r'<link rel="(?:canonical|prev|next|alternate)"[^>]*>')
_PLAIN = re.compile(r"(?!/)[\w./-]*(?:#[\w.-]*)?", re.ASCII)
"""A relative address in which nothing is encoded: most are such, and to take them apart is quick."""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page links to, and what can be linked to on it."""

    anchors: frozenset[str]
    """Anchors that are there."""
    targets: tuple[tuple[Target, str], ...]
    """Where the links lead inside the site, each once, and how the first of them is written; but not those to an
    anchor of the page itself that is there."""
    loads: tuple[str, ...]
    """Addresses outside the site that the browser opens by itself."""


def page_links(uri: str, html: str, base: str = "") -> PageLinks:
    """Return the links and anchors of a page; `base` is the path of the site on its host, without a closing slash."""
    anchors = frozenset(_ANCHOR.findall(_spaced(html)))
    folder = posixpath.dirname(uri)
    targets: dict[Target, str] = {}
    loads: dict[str, None] = {}
    for element, reference in dict.fromkeys(_REFERENCE.findall(_CANONICAL.sub("", html) if "<link" in html else html)):
        target = _resolve(base, folder, reference)
        if target is None:
            if element in _LOADING and not reference.startswith("data:"):
                loads[reference] = None
        elif target[0]:
            targets.setdefault(target, reference)
        elif target[1] and target[1] not in anchors:
            targets.setdefault((uri, target[1]), reference)
    return PageLinks(anchors, tuple(targets.items()), tuple(loads))


def _spaced(html: str) -> str:
    return html.replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("\f", " ")


@lru_cache(maxsize=1 << 14)
def _resolve(base: str, folder: str, reference: str) -> Target | None:
    """Return the file and anchor that a reference leads to; no file for the page itself, None outside the site."""
    if reference.startswith(("https://", "http://")):
        return None
    if _PLAIN.fullmatch(reference):
        path, _, anchor = reference.partition("#")
    else:
        parts = urlsplit(unescape(reference))
        if parts.scheme or parts.netloc:
            return None
        path, anchor = unquote(parts.path), unquote(parts.fragment)
    if not path:
        return "", anchor
    if path.startswith("/"):
        path = path.removeprefix(base).lstrip("/")
    else:
        path = posixpath.normpath(posixpath.join(folder, path))
    return ("index.html" if path in {"", "."} else path, anchor)


class LinkChecker:
    """Collects links and anchors as pages are made, and judges them when all files are known."""

    def __init__(self, site_url: str = "") -> None:
        self._base = urlsplit(site_url).path.rstrip("/")
        self._files: set[str] = set()
        self._anchors: dict[str, frozenset[str]] = {}
        # For each target: the first page that names it, and how it is written there.
        self._targets: dict[Target, tuple[str, str, str]] = {}
        self._loads: dict[str, tuple[str, str]] = {}

    def add_file(self, uri: str) -> bool:
        """Note a file; return False if there is one at the address already."""
        new = uri not in self._files
        self._files.add(uri)
        return new

    @property
    def pages(self) -> tuple[str, ...]:
        """The addresses of the pages among the files."""
        return tuple(uri for uri in self._files if uri.endswith(".html"))

    def links_of(self, uri: str, html: str) -> PageLinks:
        """Return the links of a page, for `add_links`."""
        return page_links(uri, html, self._base)

    def add_page(self, uri: str, html: str, edit_path: str = "") -> None:
        """Note the links and anchors of a page; `edit_path` is the file that a problem is reported for."""
        self.add_links(uri, self.links_of(uri, html), edit_path)

    def add_links(self, uri: str, links: PageLinks, edit_path: str = "") -> None:
        """Note what `links_of` found on a page."""
        self._anchors[uri] = self._anchors.get(uri, frozenset()) | links.anchors
        for target, reference in links.targets:
            known = self._targets.get(target)
            # A text that is shown on several pages is mended in the file of the page that it belongs to.
            if known is None or (edit_path and not known[2]):
                self._targets[target] = (uri, reference, edit_path)
        for reference in links.loads:
            self._loads.setdefault(reference, (uri, edit_path))

    def problems(self) -> tuple[Problem, ...]:
        """Return a problem for every link that leads nowhere and every address that is loaded from elsewhere."""
        return tuple(sorted([*self._dead(), *self._foreign()]))

    def _dead(self) -> Iterator[Problem]:
        for (target, anchor), (uri, reference, edit_path) in self._targets.items():
            where = edit_path or uri
            if target not in self._files and target != uri:
                message = f"the page {uri} links to {reference}, and there is no such file"
                yield Problem(where, 1, 1, "B102", message, "mend the link, or add what it leads to")
            elif anchor and anchor not in self._anchors.get(target, frozenset()):
                message = f"the page {uri} links to {reference}, and the page has no such anchor"
                yield Problem(where, 1, 1, "B103", message, "mend the anchor")

    def _foreign(self) -> Iterator[Problem]:
        for reference, (uri, edit_path) in self._loads.items():
            message = f"the page {uri} loads {reference} from another site"
            yield Problem(edit_path or uri, 1, 1, "B104", message, "keep what pages load in the site itself")


def check_pages(pages: Iterable[tuple[str, str]], files: Iterable[str]) -> tuple[Problem, ...]:
    """Return the problems of ready pages, given as address and HTML, among the files of a site."""
    checker = LinkChecker()
    for uri in files:
        checker.add_file(uri)
    for uri, html in pages:
        checker.add_page(uri, html)
    return checker.problems()
