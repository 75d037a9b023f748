"""The file of an edition: one line for the head, one for each entry that it holds; read line by line, hash by hash.

    {"sha256":"…","edition":{…},"entries":{
    "some-claim":{"frozen":{…},"text":"<p>…"},
    "some-source":{"frozen":{…},"text":"<p>…"}
    }}

Head and frozen values are canonical JSON (RFC 8785), byte for byte what their hashes are taken of; so a file is
verified without being taken apart, and one entry is read without the others.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import rfc8785

from .codes import Code
from .editiontext import unsafe
from .errors import Problem
from .model import EDITION_FORMAT, EditionHead, EditionReference
from .validation import validate

MAX_LINE = 16 * 1024 * 1024
"""Longest line of an edition, in bytes; the head is the longest."""

EDITION_CODES = (
    Code("F101", "not the file of an edition", "What was frozen can only be read as it was written.",
         "a line edited, joined or wrapped", "the lines as `claimbase edition` wrote them",
         "take the file as it was committed: git checkout the commit that added it"),
    Code("F102", "head of an edition changed", "Editions are cited; they never change.",
         "a verdict of the head edited", "the head as it was written",
         "take the file as it was committed: git checkout the commit that added it"),
    Code("F103", "entry of an edition changed", "Editions are cited; they never change.",
         "a word of a frozen claim edited", "the entry as it was written",
         "take the file as it was committed: git checkout the commit that added it"),
    Code("F104", "entry missing or too many", "An edition holds what its head lists, and nothing else.",
         "a line deleted", "a line for each entry that the head says is held here",
         "take the file as it was committed: git checkout the commit that added it"),
    Code("F105", "frozen text is not plain markup", "It goes into pages as it is.",
         "<script>", "<p>", "make the edition with `claimbase edition`"),
    Code("F106", "edition of a later program", "A file of a later format may say things that this program cannot read.",
         '"format":2', '"format":1', "update the program, and keep the file as it is"),
)  # fmt: skip
"""One code for each thing that the reader of editions refuses."""
_FIX = {code.code: code.fix for code in EDITION_CODES}

_FIRST = re.compile(rb'\{"sha256":"([0-9a-f]{64})","edition":(\{.*\}),"entries":\{\n')
# The last `"text":` is meant: a JSON string holds no bare quotation marks, so there is none in the text itself.
_LINE = re.compile(rb'"([a-z0-9-]{1,60})":\{"frozen":(\{.*\}),"text":(".*")\}(,?)\n')
_LAST = b"}}\n"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What an edition holds under one id."""

    content: bytes
    """Canonical JSON."""
    text: str
    """The text as HTML."""

    @property
    def value(self) -> dict[str, Any]:
        """The content, taken apart."""
        found: dict[str, Any] = json.loads(self.content)
        return found


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as read: its head, and where in its file each entry stands."""

    path: Path
    """The file."""
    sha256: str
    """SHA-256 of the head."""
    head: EditionHead
    """The head."""
    places: Mapping[str, tuple[int, int]]
    """First byte and length of the line of each entry that the file holds."""

    @property
    def name(self) -> str:
        """Its name."""
        return self.head.name

    @property
    def reference(self) -> EditionReference:
        """How the list of editions and the next edition name it."""
        return EditionReference(name=self.name, date=self.head.date, sha256=self.sha256)

    def held(self, name: str) -> Frozen:
        """Return the entry of an id that this file holds; raises OSError where the file has changed since."""
        start, length = self.places[name]
        with self.path.open("rb") as stream:
            stream.seek(start)
            match = _LINE.fullmatch(stream.read(length))
        entry = self.head.entries[name]
        if not match or _sha256(match[2]) != entry.frozen:
            raise OSError(f"{self.path} changed while it was read")
        return Frozen(match[2], json.loads(match[3]))


def canonical(value: Any) -> bytes:
    """Return a value as canonical JSON (RFC 8785)."""
    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    return _sha256(canonical(value))


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return _sha256(text.encode())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def head_bytes(head: EditionHead) -> bytes:
    """Return a head as canonical JSON."""
    return canonical(head.model_dump(mode="json", by_alias=True, exclude_none=True))


def head_digest(head: EditionHead) -> str:
    """Return the hash of an edition: that of its head, which holds those of all entries."""
    return _sha256(head_bytes(head))


def edition_bytes(head: EditionHead, held: Mapping[str, Frozen]) -> bytes:
    """Return the file of an edition that holds these entries."""
    begin = head_bytes(head)
    lines = [b'"%b":{"frozen":%b,"text":%b}' % (n.encode(), f.content, canonical(f.text)) for n, f in held.items()]
    first = b'{"sha256":"%b","edition":%b,"entries":{\n' % (_sha256(begin).encode(), begin)
    return first + b",\n".join(lines) + (b"\n" if lines else b"") + _LAST


def read_edition(path: Path, shown: str) -> tuple[Edition | None, tuple[Problem, ...]]:
    """Return the edition of a file, or None and every problem of it; `shown` is the path that problems name.

    Raises OSError where the file cannot be read.
    """
    reader = _Reader(path, shown)
    with path.open("rb") as stream:
        edition = reader.read(stream)
    return (None if reader.problems else edition), tuple(sorted(reader.problems))


class _Reader:
    """Reads one file, and goes on after a problem of an entry."""

    def __init__(self, path: Path, shown: str) -> None:
        self._path = path
        self._shown = shown
        self.problems: list[Problem] = []

    def read(self, stream: BinaryIO) -> Edition | None:
        first = stream.readline(MAX_LINE)
        found = self._head(first)
        if found is None:
            return None
        sha256, head = found
        places = dict(self._entries(stream, len(first), head))
        if not self.problems:
            wanted = {name for name, entry in head.entries.items() if entry.held_in == head.name}
            for name in sorted(wanted - places.keys()):
                self._add(1, "F104", f"the head says that {name} is held here, and it is not")
        return Edition(self._path, sha256, head, places)

    def _head(self, line: bytes) -> tuple[str, EditionHead] | None:
        match = _FIRST.fullmatch(line)
        tree = _object(match[2]) if match else None
        if match is None or tree is None:
            self._add(1, "F101", "the first line is not the head of an edition")
            return None
        written = tree.get("format")
        if type(written) is int and written > EDITION_FORMAT:
            self._add(1, "F106", f"the edition has format {written}; this program reads up to {EDITION_FORMAT}")
            return None
        if _sha256(match[2]) != match[1].decode():
            self._add(1, "F102", "the head does not match its hash")
            return None
        head, faults = validate(EditionHead, tree)
        for fault in faults:
            where = ".".join(map(str, fault.at))
            self._add(1, "F101", f"{where}: {fault.message}" if where else fault.message)
        if head is not None and f"{head.name}.json" != self._path.name:
            self._add(1, "F101", f"the head names the edition {head.name}")
        return None if head is None else (match[1].decode(), head)

    def _entries(self, stream: BinaryIO, place: int, head: EditionHead) -> Iterator[tuple[str, tuple[int, int]]]:
        number, more, seen = 1, True, set()
        while (line := stream.readline(MAX_LINE)) and line != _LAST:
            number += 1
            match = _LINE.fullmatch(line)
            if match is None or not more:
                self._add(number, "F101", "the line is not an entry of an edition")
                return
            name, more = match[1].decode(), bool(match[4])
            if name in seen or name not in head.entries or head.entries[name].held_in != head.name:
                self._add(number, "F104", f"the head does not say that {name} is held here, or not twice")
            else:
                self._entry(number, name, match, head)
                yield name, (place, len(line))
            seen.add(name)
            place += len(line)
        if line != _LAST or stream.read(1) or (more and seen):
            self._add(number + 1, "F101", "the file does not end as an edition does")

    def _entry(self, number: int, name: str, match: re.Match[bytes], head: EditionHead) -> None:
        entry = head.entries[name]
        try:
            text: str = json.loads(match[3])
            hashes = (_sha256(match[2]), text_digest(text))
        except ValueError:
            self._add(number, "F101", f"the text of {name} is not JSON")
            return
        if hashes != (entry.frozen, entry.text):
            self._add(number, "F103", f"what is frozen of {name} does not match its hash")
        elif _object(match[2]) is None:
            self._add(number, "F101", f"what is frozen of {name} is not JSON")
        elif found := unsafe(text):
            self._add(number, "F105", f"the text of {name} holds {found}")

    def _add(self, line: int, code: str, message: str) -> None:
        self.problems.append(Problem(self._shown, line, 1, code, message, _FIX[code]))


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
