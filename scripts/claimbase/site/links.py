"""Every link of every page leads somewhere: to a file of the site, and to an anchor that is there."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from claimbase.errors import Problem

_REFERENCE = re.compile(r'<(a|area|link|script|img|iframe|source|form)\b[^>]*?\s(?:href|src|action)="([^"]*)"')
_ANCHOR = re.compile(r'\s(?:id|name)="([^"]+)"')
_LOADING = {"link", "script", "img", "iframe", "source"}
"""Elements whose address the browser opens by itself."""
_CANONICAL = re.compile(r'<link rel="(?:canonical|prev|next|alternate)"[^>]*>')


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page links to, and what can be linked to on it."""

    anchors: frozenset[str]
    """Anchors that are there."""
    references: tuple[tuple[str, str], ...]
    """Element and address of each link, each pair once."""


def page_links(html: str) -> PageLinks:
    """Return the links and anchors of a page."""
    references = dict.fromkeys(_REFERENCE.findall(_CANONICAL.sub("", html)))
    return PageLinks(frozenset(_ANCHOR.findall(html)), tuple(references))


class LinkChecker:
    """Collects links and anchors as pages are made, and judges them when all files are known."""

    def __init__(self, site_url: str = "") -> None:
        self._base = urlsplit(site_url).path.rstrip("/")
        self._files: set[str] = set()
        self._anchors: dict[str, frozenset[str]] = {}
        # For each target: the first page that names it, and how it is written there.
        self._targets: dict[tuple[str, str], tuple[str, str, str]] = {}
        self._loads: dict[str, tuple[str, str]] = {}
        self._resolved: dict[tuple[str, str], tuple[str, str] | None] = {}

    def add_file(self, uri: str) -> bool:
        """Note a file; return False if there is one at the address already."""
        new = uri not in self._files
        self._files.add(uri)
        return new

    @property
    def pages(self) -> tuple[str, ...]:
        """The addresses of the pages among the files."""
        return tuple(uri for uri in self._files if uri.endswith(".html"))

    def add_page(self, uri: str, html: str, edit_path: str = "") -> None:
        """Note the links and anchors of a page; `edit_path` is the file that a problem is reported for."""
        self.add_links(uri, page_links(html), edit_path)

    def add_links(self, uri: str, links: PageLinks, edit_path: str = "") -> None:
        """Note what `page_links` found on a page."""
        self._anchors[uri] = self._anchors.get(uri, frozenset()) | links.anchors
        folder = posixpath.dirname(uri)
        for element, reference in links.references:
            target: tuple[str, str] | None
            if reference.startswith("#"):
                target = (uri, unquote(unescape(reference[1:])))
            else:
                key = (folder, reference)
                if key not in self._resolved:
                    self._resolved[key] = self._resolve(uri, unescape(reference))
                target = self._resolved[key]
            if target is not None:
                # A text that is shown on several pages is mended in the file of the page that it belongs to.
                if target not in self._targets or (edit_path and not self._targets[target][2]):
                    self._targets[target] = (uri, reference, edit_path)
            elif element in _LOADING and not reference.startswith("data:"):
                self._loads.setdefault(reference, (uri, edit_path))

    def _resolve(self, uri: str, reference: str) -> tuple[str, str] | None:
        """Return the file and anchor that a reference leads to; None outside the site."""
        parts = urlsplit(reference)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if not path:
            return (uri, unquote(parts.fragment))
        if path.startswith("/"):
            path = path.removeprefix(self._base).lstrip("/")
        else:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(uri), path))
        return ("index.html" if path in {"", "."} else path, unquote(parts.fragment))

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
