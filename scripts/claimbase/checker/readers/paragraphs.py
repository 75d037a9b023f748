"""What readers of office documents collect: paragraphs with their links, up to a bound of text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from claimbase.checker.documents import MAX_TEXT, Link, Part, UnreadableError, passage_at
from claimbase.checker.places import Place


@dataclass(slots=True)
class Paragraph:
    """A paragraph as far as it was read."""

    place: Place
    """Where it stands."""
    text: list[str] = field(default_factory=list)
    """Its text, in pieces."""
    links: list[str] = field(default_factory=list)
    """The addresses to which it leads."""

    def parts(self) -> Iterator[Part]:
        """Yield the text as a passage, then the links."""
        yield passage_at(self.place, "".join(self.text))
        for address in self.links:
            yield Link(address, self.place)


class TextBound:
    """How much text of a document is read."""

    def __init__(self) -> None:
        self._size = 0

    def count(self, text: str) -> None:
        """Count text that is taken; raises UnreadableError where it becomes too much."""
        self._size += len(text)
        if self._size > MAX_TEXT:
            raise UnreadableError("K202", f"it has more than {MAX_TEXT / 1e6:.0f} million characters of text")
