"""Where in a document something stands, and what was found there; plain values that go from process to process."""

from dataclasses import dataclass

CONTEXT = 40
"""Characters of text shown on each side of a citation that has no line."""


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A place in a document: lines and columns of a text, the page of a PDF, the paragraph of a word processor."""

    part: str = ""
    """What else of a word processor's document it is, such as `footnote`; empty in the body, which comes first."""
    number: int = 0
    """Number of the footnote or other part, from 1; 0 where parts are not counted."""
    page: int = 0
    """Page of a PDF, from 1; 0 where there are none."""
    paragraph: int = 0
    """Paragraph of the body of a word processor's document, from 1; 0 where there are none, and in other parts."""
    line: int = 0
    """First line in a text, from 1; 0 in documents without lines."""
    column: int = 0
    """First column in its line, in characters from 1."""
    end_line: int = 0
    """Last line."""
    end_column: int = 0
    """Column after the last character."""

    def __str__(self) -> str:
        """Return the place in words, or as `line:column`."""
        if self.line:
            return f"{self.line}:{self.column}"
        if self.page:
            return f"page {self.page}"
        if self.part:
            return f"{self.part} {self.number}" if self.number else self.part
        return f"paragraph {self.paragraph}"


@dataclass(frozen=True, order=True, slots=True)
class Citation:
    """A token, or a link to a page of the site, as a document has it."""

    place: Place
    """Where it stands."""
    id: str
    """Id of the claim or source; empty where an edition as a whole is cited."""
    edition: str = ""
    """Name of the edition; empty where none is named."""
    digest: str = ""
    """Digits of the hash; empty where none are given."""
    written: str = ""
    """The text of it: the token put together again, or the address."""
    link: bool = False
    """Whether it is a link and no token."""
    context: str = ""
    """The text around it, in one line; empty in documents with lines."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a document, or a part of it, could not be read."""

    code: str
    """Code of the problem, such as K201."""
    message: str
    """What is wrong, without a full stop."""
    place: Place = Place()
    """Where, as far as that is known."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What came of reading a document."""

    path: str
    """The path as it was given."""
    citations: tuple[Citation, ...] = ()
    """What was found, sorted by place."""
    flaws: tuple[Flaw, ...] = ()
    """Why it, or a part of it, could not be read."""
