"""DOCX: paragraphs put together from their runs, with notes, headers, links and fields; deleted text is left out."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from claimbase.checker.documents import Part
from claimbase.checker.places import Place

from .markup import attribute, local, parse
from .packed import Package
from .paragraphs import Paragraph, TextBound

_RELATIONS = "_rels/.rels"
_READ_TOO = ("footnotes", "endnotes", "header", "footer")
_LEFT_OUT = {"del", "moveFrom", "Fallback"}
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_FIELD = re.compile(r"""HYPERLINK\s+(?:\\[a-z]\s+)*(?:"([^"]*)"|([^\s"\\]+))""", re.IGNORECASE)
_NOTES = {"footnote", "endnote"}


@dataclass(frozen=True, slots=True)
class _Relation:
    """What a part of the document refers to."""

    kind: str
    """Last word of its type, such as `hyperlink`."""
    target: str
    """Name of another part, or an address."""


def is_package(package: Package) -> bool:
    """Whether a zip file is a document of Word."""
    return _main_part(package) is not None


def parts(package: Package) -> Iterator[Part]:
    """Yield the paragraphs and links of the body, then those of notes, headers and footers."""
    main = _main_part(package) or ""
    relations = _relations(package, main)
    yield from _paragraphs(package, main, relations, "")
    for kind in _READ_TOO:
        for relation in relations.values():
            if relation.kind == kind and relation.target in package.names:
                yield from _paragraphs(package, relation.target, _relations(package, relation.target), kind)


def _main_part(package: Package) -> str | None:
    if "[Content_Types].xml" not in package.names:
        return None
    named = (each.target for each in _relations(package, "").values() if each.kind == "officeDocument")
    candidates = [*named, "word/document.xml"]
    return next((name for name in candidates if name in package.names and name.startswith("word/")), None)


def _relations(package: Package, part: str) -> dict[str, _Relation]:
    """Return what a part refers to by id; of the whole package where the part is empty."""
    folder, _, name = part.rpartition("/")
    path = posixpath.join(folder, "_rels", f"{name}.rels") if part else _RELATIONS
    if path not in package.names:
        return {}
    found = _Relations(folder)
    parse(package.chunks(path), found)
    return found.relations


class _Relations:
    """Collects relations."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.relations: dict[str, _Relation] = {}

    def start(self, tag: str, attributes: Any) -> None:
        if local(tag) == "Relationship":
            target = attribute(attributes, "Target")
            if attribute(attributes, "TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
            kind = attribute(attributes, "Type").rpartition("/")[2]
            self.relations[attribute(attributes, "Id")] = _Relation(kind, target)

    def end(self, tag: str) -> None:
        """Nothing ends here that matters."""

    def data(self, text: str) -> None:
        """There is no text."""


def _paragraphs(package: Package, part: str, relations: dict[str, _Relation], kind: str) -> Iterator[Part]:
    reader = _Words(relations, kind)
    parse(package.chunks(part), reader)
    yield from reader.parts


class _Words:
    """Collects the paragraphs of one part of a document."""

    def __init__(self, relations: dict[str, _Relation], kind: str) -> None:
        self._relations = relations
        self._part = kind.removesuffix("s")
        self._number = self._notes = 0
        self._bound = TextBound()
        self._open: list[Paragraph] = []
        self._left_out = 0
        self._text: list[str] | None = None
        self._field: list[str] = []
        self.parts: list[Part] = []

    def start(self, tag: str, attributes: Any) -> None:
        name = local(tag)
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
        elif name == "p":
            self._open.append(Paragraph(self._place()))
        elif name in _NOTES:
            # The lines between text and notes are notes of another type.
            self._notes += not attribute(attributes, "type")
        elif self._open:
            self._inside(name, attributes, self._open[-1])

    def _place(self) -> Place:
        if self._part:
            return Place(part=self._part, number=self._notes)
        self._number += 1
        return Place(paragraph=self._number)

    def _inside(self, name: str, attributes: Any, paragraph: Paragraph) -> None:
        if name in {"t", "instrText"}:
            self._text = paragraph.text if name == "t" else self._field
        elif name in _SIGNS:
            paragraph.text.append(_SIGNS[name])
        elif name == "hyperlink":
            relation = self._relations.get(attribute(attributes, "id"))
            if relation:
                paragraph.links.append(relation.target)
        elif name == "fldSimple":
            self._note_field(attribute(attributes, "instr"), paragraph)
        elif name == "fldChar" and attribute(attributes, "fldCharType") in {"separate", "end"}:
            self._note_field("".join(self._field), paragraph)
            self._field.clear()

    def _note_field(self, instruction: str, paragraph: Paragraph) -> None:
        if found := _FIELD.search(instruction[:4000]):
            paragraph.links.append(found[1] or found[2] or "")

    def end(self, tag: str) -> None:
        name = local(tag)
        if self._left_out:
            self._left_out -= 1
        elif name == "p" and self._open:
            self.parts += self._open.pop().parts()
        elif name in {"t", "instrText"}:
            self._text = None

    def data(self, text: str) -> None:
        if self._text is not None and not self._left_out:
            self._bound.count(text)
            self._text.append(text)
