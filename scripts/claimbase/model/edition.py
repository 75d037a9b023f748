"""Editions: what the head of a frozen, citable snapshot says, and the list of all editions."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from .base import Day, EditionName, Id, Line, Model, Term
from .vocabulary import Certainty, Verdict

EDITION_FORMAT: Literal[1] = 1
"""The format of editions that this program writes; it reads every one up to this."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 as 64 lower-case hexadecimal digits."""


class FrozenKind(Term):
    """What an edition holds under an id."""

    CLAIM = "claim", "A claim with its assessment."
    RETIRED = "retired", "The notice of a retired claim."
    SOURCE = "source", "A source."


class Difference(Term):
    """How what is under an id differs from what was there before; the gravest that fits."""

    NEW = "new", "It was not there before."
    RETIRED = "retired", "The claim has been retired."
    VERDICT = "verdict", "The verdict is another."
    WORDING = "wording", "The verdict is the same; what is claimed, tested, objected or advised reads otherwise."
    EVIDENCE = "evidence", "Verdict and wording are the same; evidence, its data or its assessment is not."
    RECORD = "record", "Only what goes with it differs: history, days of review, titles of sources."
    NONE = "none", "Nothing differs."


class FrozenEntry(Model):
    """What the head of an edition says of one id, so that most questions need no more than the head."""

    kind: FrozenKind
    """What it is."""
    title: Line
    """Its title."""
    verdict: Verdict | None = None
    """The verdict of a claim."""
    certainty: Certainty | None = None
    """Its certainty, where the verdict has one."""
    frozen: Digest
    """SHA-256 of what is frozen, as canonical JSON (RFC 8785); tokens hold its first eight digits."""
    wording: Digest
    """SHA-256 of the part of it that is wording."""
    evidence: Digest
    """SHA-256 of the part of it that is evidence and assessment."""
    text: Digest
    """SHA-256 of the text as HTML, in UTF-8."""
    held_in: EditionName
    """The edition whose file holds it: this one, or the earlier one since which it has not changed."""

    def since(self, before: "FrozenEntry | None") -> Difference:
        """Return how this differs from what an earlier edition held under the same id."""
        if before is None:
            return Difference.NEW
        if before.frozen == self.frozen:
            return Difference.NONE
        if before.kind is not self.kind:
            return Difference.RETIRED if self.kind is FrozenKind.RETIRED else Difference.NEW
        if before.verdict is not self.verdict:
            return Difference.VERDICT
        if before.wording != self.wording:
            return Difference.WORDING
        return Difference.RECORD if before.evidence == self.evidence else Difference.EVIDENCE


class EditionReference(Model):
    """An edition as the list of editions and the next edition name it."""

    name: EditionName
    """Its name."""
    date: Day
    """The day on which it was made."""
    sha256: Digest
    """SHA-256 of its head; as the head holds the hashes of all entries, of the whole edition."""


class EditionHead(Model):
    """The first line of an edition's file."""

    format: Literal[1]
    """The format of the file."""
    name: EditionName
    """Its name."""
    date: Day
    """The day on which it was made."""
    as_of: Day
    """The day as of which the claims were assessed."""
    previous: EditionReference | None = None
    """The edition before; absent in the first."""
    samples: Mapping[Line, Digest] = Field(default_factory=dict)
    """SHA-256 of the result files that its claims rest on, by path from the root."""
    entries: Mapping[Id, FrozenEntry]
    """Claims, retired claims and sources by id."""

    @property
    def order(self) -> tuple[int, ...]:
        """What editions are sorted by."""
        return edition_order(self.name)

    def of(self, kind: FrozenKind) -> Mapping[str, FrozenEntry]:
        """Return the entries of one kind, by id."""
        return {name: entry for name, entry in self.entries.items() if entry.kind is kind}


class EditionIndex(Model):
    """The list of editions; a line is added with each, and none is ever changed."""

    editions: tuple[EditionReference, ...] = ()
    """The editions, oldest first."""


def edition_order(name: str) -> tuple[int, ...]:
    """Return what names of editions are sorted by: year, month, number within the month."""
    return tuple(int(part) for part in name.split("."))
