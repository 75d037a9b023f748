"""Texts: decoded whatever they say they are, in one passage, with lines and columns."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from claimbase.checker.documents import MAX_TEXT, Passage, UnreadableError
from claimbase.checker.folding import Flavour
from claimbase.checker.places import Place

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML = re.compile(
    r"\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--.{0,2000}?-->\s{0,99})?<(?:!doctype html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_LINE_END = re.compile(r"\r\n|[\n\r]")


def parts(data: bytes, flavour: Flavour | None) -> Iterator[Passage]:
    """Yield the text; without a flavour it is HTML if it begins like it, else plain text."""
    if len(data) > MAX_TEXT:
        raise UnreadableError("K202", f"it has {len(data) / 1e6:.0f} MB of text; at most {MAX_TEXT / 1e6:.0f} are read")
    text = decoded(data)
    if flavour is None:
        flavour = Flavour.HTML if _HTML.match(text) else Flavour.PLAIN
    lines = Lines(text)
    yield Passage(text, lines.place, flavour)


def decoded(data: bytes) -> str:
    """Return the text of bytes; raises UnreadableError where they are none.

    Text that is not UTF-8 is read as Windows-1252: what citations consist of is the same in both.
    """
    name = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    try:
        text = data.decode(name or "utf-8")
    except UnicodeDecodeError:
        text = data.decode(name or "cp1252", "replace")
    controls = sum(1 for _ in _CONTROL.finditer(text[:100_000]))
    if "\0" in text[:100_000] or controls > 20:
        raise UnreadableError("K203", "it is not text, and begins like no document that is known here")
    return text


class Lines:
    """Says line and column of places in a text."""

    def __init__(self, text: str) -> None:
        """Take note where the lines of a text begin."""
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place(self, start: int, end: int) -> Place:
        """Return the place from the first index to the second."""
        (line, column), (end_line, end_column) = self._at(start), self._at(end)
        return Place(line=line, column=column, end_line=end_line, end_column=end_column)

    def _at(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1
