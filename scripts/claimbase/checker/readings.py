"""What may stand after a place of folded text, where the end of a line or markup may belong to it or end it.

Whether a break belongs to a word cannot be seen from the text alone: `…memory-` at the end of a line may be
`memory-` or, hyphenated, `memory`, and the next line may go on with it or not. So every reading is yielded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .folding import SEAM

_MOST_LINES = 4
"""Ends of lines that one word may go across."""
_MOST_SEAMS = 60
"""Places of markup that one word may go across."""
_MOST_READINGS = 16
"""Readings that are followed at a time."""

GAP = rf"{SEAM}{{0,9}}(?:[ \t\xa0]{{0,3}}-?[ \t\xa0]{{0,8}}\n{SEAM}{{0,9}}(?!\n))?"
"""Regular expression of what may stand between two characters of a known word."""
# In the text layer of a PDF the hyphen of the line's end may stand apart.
_BREAK = re.compile(
    rf"{SEAM}{{0,9}}(?P<apart>[ \t\xa0]{{1,3}}-)?[ \t\xa0]{{0,8}}(?P<line>\n){SEAM}{{0,9}}(?!\n)|{SEAM}{{1,9}}"
)
_PIECE = re.compile(r"[A-Za-z0-9_.@#/-]{0,300}")
_WAITS = "-/@#."
"""A word that ends with one of these is likely to go on."""


def broken(word: str) -> str:
    """Return the regular expression of a word that may be broken anywhere."""
    return GAP.join(map(re.escape, word))


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what follows a place."""

    text: str
    """The pieces put together."""
    pieces: tuple[tuple[int, int], ...]
    """Where each piece begins: in `text`, and in the folded text."""
    strong: int = 0
    """Breaks joined where the text itself asks for it: `@` at the end of a line, `#` at the beginning."""
    weak: int = 0
    """Other breaks joined."""

    def place(self, index: int) -> int:
        """Return the place in the folded text after the first `index` characters of the reading."""
        start, origin = next(piece for piece in reversed(self.pieces) if piece[0] < index or piece[0] == 0)
        return origin + index - start

    @property
    def last_piece(self) -> int:
        """Where in `text` its last piece begins."""
        return self.pieces[-1][0]

    def joined(self, piece: str, origin: int, *, hyphenated: bool) -> "Reading":
        """Return the reading that goes on with a piece; hyphenated, the last hyphen goes."""
        text = self.text[:-1] if hyphenated else self.text
        strong = self.text.endswith(tuple(_WAITS)) or piece.startswith(("@", "#"))
        return Reading(
            text + piece, (*self.pieces, (len(text), origin)), self.strong + strong, self.weak + (not strong)
        )


def readings(text: str, start: int) -> Iterator[Reading]:
    """Yield every reading of what begins at a place of the folded text, those that join least first."""
    end, piece = _piece(text, start)
    current = [Reading(piece, ((0, start),))]
    yield from current
    lines = 0
    for _ in range(_MOST_SEAMS):
        gap = _BREAK.match(text, end)
        if gap is None:
            return
        ends_line = gap["line"] is not None
        lines += ends_line
        end, piece = _piece(text, gap.end())
        if not piece or lines > _MOST_LINES:
            return
        grown = [each.joined(piece, gap.end(), hyphenated=False) for each in current]
        if gap["apart"]:
            grown += [each.joined(f"-{piece}", gap.end() - 1, hyphenated=False) for each in current]
        elif ends_line:
            cut = [each for each in current if each.text.endswith("-")]
            grown += [each.joined(piece, gap.end(), hyphenated=True) for each in cut]
        current = grown[:_MOST_READINGS]
        yield from current


def _piece(text: str, start: int) -> tuple[int, str]:
    match = _PIECE.match(text, start)
    return (match.end(), match.group()) if match else (start, "")
