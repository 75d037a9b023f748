"""OpenDocument (ODT, flat ODT): paragraphs with notes and links; comments and deleted text are left out."""

import re
from collections.abc import Iterator
from typing import Any

from claimbase.checker.documents import MAX_TEXT, Part, UnreadableError
from claimbase.checker.places import Place

from .markup import attribute, local, parse
from .packed import Package
from .paragraphs import Paragraph, TextBound

_KIND = b"application/vnd.oasis.opendocument."
_MANIFEST = "META-INF/manifest.xml"
_FLAT = re.compile(rb"<office:document\b|<[a-z]+:document\s[^>]*urn:oasis:names:tc:opendocument")
# The sign of a footnote is no part of the word before it.
_LEFT_OUT = {"tracked-changes", "annotation", "note-citation", "meta", "forms", "ruby-text"}
_SIGNS = {"line-break": "\n", "tab": "\t"}
_PARAGRAPHS = {"p", "h"}


def is_package(package: Package) -> bool:
    """Whether a zip file is an OpenDocument file."""
    return "mimetype" in package.names and package.read("mimetype").startswith(_KIND)


def is_flat(head: bytes) -> bool:
    """Whether a file that begins so is an OpenDocument file in one piece of XML."""
    return _FLAT.search(head) is not None


def parts(package: Package) -> Iterator[Part]:
    """Yield the paragraphs and links of the body, then those of headers and footers."""
    if _MANIFEST in package.names and b"encryption-data" in package.read(_MANIFEST):
        raise UnreadableError("K206", "it asks for a password")
    if "content.xml" not in package.names:
        raise UnreadableError("K204", "it has no content.xml")
    for name, part in (("content.xml", ""), ("styles.xml", "header or footer")):
        if name in package.names:
            reader = _Words(part)
            parse(package.chunks(name), reader)
            yield from reader.parts


def flat_parts(data: bytes) -> Iterator[Part]:
    """Yield the paragraphs and links of a file in one piece."""
    if len(data) > MAX_TEXT:
        raise UnreadableError("K202", f"it has {len(data) / 1e6:.0f} MB; at most {MAX_TEXT / 1e6:.0f} are read")
    reader = _Words("")
    parse([data], reader)
    yield from reader.parts


class _Words:
    """Collects the paragraphs of one part of a document."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._number = self._notes = 0
        self._bound = TextBound()
        self._open: list[Paragraph] = []
        self._left_out = 0
        self._note = 0
        self.parts: list[Part] = []

    def start(self, tag: str, attributes: Any) -> None:
        """Open a paragraph, or take note of what a tag stands for in one."""
        name = local(tag)
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
        elif name in _PARAGRAPHS:
            self._open.append(Paragraph(self._place()))
        elif name == "note":
            self._notes += 1
            self._note += 1
        elif self._open:
            self._inside(name, attributes, self._open[-1])

    def _place(self) -> Place:
        if self._note:
            return Place(part="note", number=self._notes)
        if self._part:
            return Place(part=self._part)
        self._number += 1
        return Place(paragraph=self._number)

    def _inside(self, name: str, attributes: Any, paragraph: Paragraph) -> None:
        if name in _SIGNS:
            paragraph.text.append(_SIGNS[name])
        elif name == "s":
            count = attribute(attributes, "c")
            paragraph.text.append(" " * min(100, int(count) if count.isdecimal() and len(count) < 9 else 1))
        elif name == "a":
            paragraph.links.append(attribute(attributes, "href"))

    def end(self, tag: str) -> None:
        """Close a paragraph or note."""
        name = local(tag)
        if self._left_out:
            self._left_out -= 1
        elif name in _PARAGRAPHS and self._open:
            self.parts += self._open.pop().parts()
        elif name == "note":
            self._note -= 1

    def data(self, text: str) -> None:
        """Add text to the paragraph that is open."""
        if self._open and not self._left_out:
            self._bound.count(text)
            self._open[-1].text.append(text)
