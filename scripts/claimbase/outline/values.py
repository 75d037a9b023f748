"""The parts of a text; what they hold is plain text, never markup."""

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """How a piece of a line is set apart."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    QUIET = "quiet"
    FOR = "for"
    AGAINST = "against"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line."""

    text: str
    """Plain text."""
    tone: Tone = Tone.PLAIN
    """How it is set apart."""


Line = tuple[Span, ...]
"""Pieces that stand in one line; a narrow terminal breaks it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows."""

    text: Line
    """The title."""
    level: int
    """1 for the whole text, 2 for a section, 3 for a part of it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line for itself."""

    text: Line
    """The line."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """An entry of a list."""

    text: Line
    """The entry."""
    below: tuple["Bullet", ...] = ()
    """Entries that belong to it."""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    entries: tuple[Bullet, ...]
    """Its entries."""
    numbered: bool = False
    """Whether their order is that of steps."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal columns."""

    columns: tuple[str, ...]
    """Titles of the columns."""
    rows: tuple[tuple[Line, ...], ...]
    """The rows, one line a column."""


Block = Heading | Paragraph | Bullets | Table
"""Any part of a text."""


def line(*pieces: str | Span) -> Line:
    """Return a line of pieces; text is a plain piece, and empty pieces are left out."""
    spans = (Span(piece) if isinstance(piece, str) else piece for piece in pieces)
    return tuple(span for span in spans if span.text)


def code(text: str) -> Span:
    """Return an id, a path or a command."""
    return Span(text, Tone.CODE)


def strong(text: str) -> Span:
    """Return a piece that the eye should find."""
    return Span(text, Tone.STRONG)


def quiet(text: str) -> Span:
    """Return a piece that is there for whoever looks for it."""
    return Span(text, Tone.QUIET)


def toned(text: str, tone: Tone) -> Span:
    """Return a piece in a tone."""
    return Span(text, tone)
