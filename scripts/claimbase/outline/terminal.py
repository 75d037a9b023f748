"""A text for a terminal: lines broken at its width, in colour where it has any."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from .characters import spaced
from .values import Block, Bullet, Bullets, Heading, Line, Paragraph, Span, Table, Tone

NARROWEST = 20
"""A terminal that says it has fewer columns is written to as if it had these."""
_LEAST_COLUMN = 6
_GAP = 2

_UNDERLINES = {1: "=", 2: "-"}
_PARTS = re.compile(r"[^-]*-+(?=[^-])|.+")
"""A word up to where it may be broken after a hyphen."""

_STYLES = {
    Tone.STRONG: "1",
    Tone.CODE: "36",
    Tone.QUIET: "2",
    Tone.FOR: "32",
    Tone.AGAINST: "31",
    Tone.UNSURE: "33",
}


class _Word(NamedTuple):
    """Pieces that no line break parts."""

    spans: Line
    """The pieces."""
    glued: bool
    """Whether it follows without a space, after a hyphen."""


def as_terminal(blocks: Sequence[Block], width: int, *, colour: bool) -> str:
    """Return the text in lines of at most `width` columns, ended by a line feed; a longer word has a line for itself.

    Without colour it holds no control characters at all.
    """
    return "".join(f"{line.rstrip()}\n" for line in _Writer(max(width, NARROWEST), colour=colour).lines(blocks))


class _Writer:
    """Knows how wide the terminal is and whether it has colours."""

    def __init__(self, width: int, *, colour: bool) -> None:
        self._width = width
        self._colour = colour

    def lines(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Yield the lines of a text."""
        for number, block in enumerate(blocks):
            if number:
                yield ""
            match block:
                case Heading():
                    yield from self._heading(block)
                case Paragraph():
                    yield from self._wrapped(block.text, "", "")
                case Bullets():
                    yield from self._entries(block.entries, "", numbered=block.numbered)
                case Table():
                    yield from self._table(block)

    def _heading(self, heading: Heading) -> Iterator[str]:
        text = tuple(Span(span.text, Tone.STRONG) for span in heading.text)
        longest = 0
        for line in _broken(text, self._width):
            longest = max(longest, _length(line))
            yield self._styled(line)
        if heading.level in _UNDERLINES:
            yield _UNDERLINES[heading.level] * longest

    def _entries(self, entries: Sequence[Bullet], indent: str, *, numbered: bool = False) -> Iterator[str]:
        for number, entry in enumerate(entries, start=1):
            mark = f"{number}. " if numbered else "- "
            yield from self._wrapped(entry.text, indent + mark, indent + " " * len(mark))
            yield from self._entries(entry.below, indent + " " * len(mark))

    def _wrapped(self, text: Line, first: str, later: str) -> Iterator[str]:
        for number, line in enumerate(_broken(text, self._width - len(later))):
            yield (later if number else first) + self._styled(line)

    def _table(self, table: Table) -> Iterator[str]:
        head = tuple((Span(title, Tone.STRONG),) for title in table.columns)
        widths = _widths([head, *table.rows], self._width)
        if widths is None:
            yield from self._stacked(table)
            return
        for row in (head, *table.rows):
            cells = [list(_broken(cell, width, hyphens=True)) for cell, width in zip(row, widths, strict=True)]
            for parts in zip_longest(*cells, fillvalue=()):
                padded = (
                    self._styled(part) + " " * (width - _length(part))
                    for part, width in zip(parts, widths, strict=True)
                )
                yield (" " * _GAP).join(padded)

    def _stacked(self, table: Table) -> Iterator[str]:
        """Yield each row as a list of its cells: the terminal is too narrow for columns."""
        for row in table.rows:
            for number, (title, cell) in enumerate(zip(table.columns, row, strict=True)):
                named = (Span(f"{title}: " if title else "", Tone.QUIET), *cell)
                yield from self._wrapped(named, "  " if number else "- ", "    " if number else "  ")

    def _styled(self, line: Line) -> str:
        if not self._colour:
            return "".join(span.text for span in line)
        return "".join(
            f"\x1b[{_STYLES[span.tone]}m{span.text}\x1b[0m" if span.tone in _STYLES and span.text.strip() else span.text
            for span in line
        )


def _words(text: Line, *, hyphens: bool = False) -> list[_Word]:
    """Return the words of a line; a word may change its tone inside, as before a full stop.

    With `hyphens` a line may be broken after one.
    """
    words: list[_Word] = []
    open_word = False
    for span in text:
        flat = spaced(span.text)
        if not flat.strip():
            open_word = open_word and not flat
            continue
        for number, part in enumerate(flat.split()):
            glued = number == 0 and open_word and flat[0] != " "
            pieces = _PARTS.findall(part) if hyphens else [part]
            if glued:
                words[-1] = _Word((*words[-1].spans, Span(pieces.pop(0), span.tone)), words[-1].glued)
                glued = True
            words += [_Word((Span(piece, span.tone),), glued or index > 0) for index, piece in enumerate(pieces)]
        open_word = flat[-1] != " "
    return words


def _broken(text: Line, width: int, *, hyphens: bool = False) -> Iterator[Line]:
    """Yield the line in lines of at most `width` columns; at least one, even where there is nothing."""
    current: list[Span] = []
    used = 0
    for word in _words(text, hyphens=hyphens):
        length, gap = _length(word.spans), 0 if word.glued else 1
        if current and used + gap + length > width:
            yield tuple(current)
            current, used = [], 0
        if current and gap:
            # A space between two pieces of one tone belongs to it; else it has none.
            same = current[-1].tone is word.spans[0].tone
            current.append(Span(" ", word.spans[0].tone if same else Tone.PLAIN))
            used += 1
        current += word.spans
        used += length
    yield tuple(current)


def _length(line: Line) -> int:
    return sum(len(span.text) for span in line)


def _widths(rows: Sequence[Sequence[Line]], width: int) -> list[int] | None:
    """Return how wide each column is: as its content where there is room; None where it is too narrow for columns."""
    columns = list(zip(*rows, strict=True))
    natural = [max(_length(tuple(_joined(cell))) for cell in column) for column in columns]
    least = [
        min(wide, max(_LEAST_COLUMN, *(_longest_word(cell) for cell in column)))
        for wide, column in zip(natural, columns, strict=True)
    ]
    room = width - _GAP * (len(columns) - 1)
    if sum(least) > room:
        return None
    widths = list(natural)
    while sum(widths) > room:
        # The widest column that can still give one gives one.
        _, widest = max((wide, index) for index, wide in enumerate(widths) if wide > least[index])
        widths[widest] -= 1
    return widths


def _joined(cell: Line) -> Iterator[Span]:
    yield from next(_broken(cell, 1 << 20))


def _longest_word(cell: Line) -> int:
    return max((_length(word.spans) for word in _words(cell, hyphens=True)), default=0)
