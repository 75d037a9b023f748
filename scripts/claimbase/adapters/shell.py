"""Ready pages from placeholder pages: the generator renders a few, and each is cut at its marks and filled.

Nothing here knows the generator: any HTML page in which the marks stand will do.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from claimbase.render import SiteFile, folder_of

TITLE = "claimbase-mark-title"
DESCRIPTION = "claimbase-mark-description"
HEAD = '<meta name="claimbase-mark-head">'
BODY = "<h1>claimbase-mark-body</h1>"
TOC = (("claimbase-mark-toc-1", "claimbase-mark-entry-1"), ("claimbase-mark-toc-2", "claimbase-mark-entry-2"))
"""Anchor and text of the two entries that a placeholder's table of contents has: two show what repeats."""
START = "page"
"""Anchor of the level-1 heading; skip links lead to it."""

_PLACEHOLDER = "claimbase-placeholder.html"

_SINGLE = (TITLE, DESCRIPTION, HEAD, BODY)
_TOC = "(.*?)".join(re.escape(mark) for pair in TOC for mark in pair)
_MARKS = re.compile(f"{_TOC}|({'|'.join(map(re.escape, _SINGLE))})", re.DOTALL)

_Slot = Callable[[SiteFile], str]


def placeholder_uri(folder: str) -> str:
    """Return the address of the placeholder for the pages of a folder that have none of their own."""
    return f"{folder}/{_PLACEHOLDER}" if folder else _PLACEHOLDER


@dataclass(frozen=True, slots=True)
class Shell:
    """A placeholder page cut at its marks: fixed text and slots, in turn."""

    parts: tuple[str | _Slot, ...]
    """Fixed text, and functions that return the text of a slot for a page."""

    def fill(self, file: SiteFile) -> str:
        """Return the whole page of a generated file."""
        return "".join([part if isinstance(part, str) else part(file) for part in self.parts])


def _title(file: SiteFile) -> str:
    return escape(file.title)


def _description(file: SiteFile) -> str:
    return escape(file.description)


def _head(file: SiteFile) -> str:
    return file.head


def _body(file: SiteFile) -> str:
    return file.body if isinstance(file.body, str) else ""


def _uri(file: SiteFile) -> str:
    return file.uri


def _contents(between: str, after: str) -> _Slot:
    """Return the slot of a table of contents, with what stands between anchor and text and after an entry."""

    def slot(file: SiteFile) -> str:
        return after.join([f"{anchor}{between}{escape(text)}" for anchor, text in file.toc])

    return slot


def cut(html: str, uri: str) -> Shell:
    """Cut a placeholder page at its marks; `uri` is its own address, which canonical links name.

    Raises ValueError where a mark is missing: the generator did not put title or body into its page.
    """
    for mark in (TITLE, BODY):
        if mark not in html:
            raise ValueError(f"the placeholder page {uri} does not hold the mark {mark}")
    parts: list[str | _Slot] = []
    at = 0
    for match in _MARKS.finditer(html):
        parts += _fixed(html[at : match.start()], uri)
        parts.append(_slot(match))
        at = match.end()
    return Shell((*parts, *_fixed(html[at:], uri)))


def _slot(match: re.Match[str]) -> _Slot:
    between, after, _, mark = match.groups()
    if mark is None:
        return _contents(between, after)
    return {TITLE: _title, DESCRIPTION: _description, HEAD: _head, BODY: _body}[mark]


def _fixed(text: str, uri: str) -> list[str | _Slot]:
    """Return fixed text, with a slot where the absolute address of the placeholder itself stands."""
    pieces = re.split(f'(?<=/){re.escape(uri)}(?=")', text) if uri.endswith(_PLACEHOLDER) else [text]
    parts: list[str | _Slot] = []
    for piece in pieces:
        parts += [piece, _uri]
    return parts[:-1]


@dataclass(frozen=True, slots=True)
class Shells:
    """The shells of a site."""

    by_uri: Mapping[str, Shell]
    """Shells of pages that have one of their own, such as those in the navigation, and of the placeholders."""

    def fill(self, file: SiteFile) -> str:
        """Return the whole page of a generated file."""
        shell = self.by_uri.get(file.uri) or self.by_uri[placeholder_uri(folder_of(file.uri))]
        return shell.fill(file)
