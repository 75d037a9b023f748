"""What readers of documents yield: stretches of text, addresses of links, and why something could not be read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from .folding import Flavour
from .places import Flaw, Place

MAX_BYTES = 64 * 1024 * 1024
"""The largest document that is opened."""
MAX_TEXT = 16 * 1024 * 1024
"""The most text that is read of one document, in bytes or characters."""


class UnreadableError(Exception):
    """Ends the reading of a document; what was found before it counts."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.flaw = Flaw(code, message)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text in which no citation goes on from outside."""

    text: str
    """The text as the file has it."""
    place: Callable[[int, int], Place]
    """Says where a part of the text, from the first place to the second, stands."""
    flavour: Flavour = Flavour.PLAIN
    """How it is written."""


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a link that is no part of the text."""

    address: str
    """The address."""
    place: Place
    """Where the link stands."""


Part = Passage | Link | Flaw
"""What a reader yields."""


def passage_at(place: Place, text: str) -> Passage:
    """Return a passage all of which stands in one place."""
    return Passage(text, partial(_always, place))


def _always(place: Place, _start: int, _end: int) -> Place:
    return place
