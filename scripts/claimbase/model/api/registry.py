"""The registry: ids, editions, hashes and verdicts in one document, with which citations are checked without the base.

It holds no text but titles and reasons of retirement. What is the same in several editions is held once.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..base import Day, EditionName, Id, Integer, Line, Model
from ..claim import RetirementNotice
from ..edition import Digest, FrozenKind, edition_order
from ..vocabulary import Certainty, Verdict
from .shared import Document

PROJECT: Literal["qemu-10-2"] = "qemu-10-2"
"""The project of the registry, with which every token begins."""


class State(Model):
    """What an id stood for at some time."""

    kind: FrozenKind
    """What it was."""
    sha256: Digest
    """SHA-256 of the canonical JSON of all of it; tokens hold its first eight digits."""
    wording: Digest
    """SHA-256 of the part of it that is wording."""
    evidence: Digest
    """SHA-256 of the part of it that is evidence and assessment."""
    verdict: Verdict | None = None
    """The verdict of a claim."""
    certainty: Certainty | None = None
    """Its certainty, where the verdict has one."""


class RegisteredId(Model):
    """An id: what it stands for today, and what it stood for in each edition."""

    title: Line
    """Its title today, or the last one that it had."""
    states: Annotated[tuple[State, ...], Field(min_length=1)]
    """The different states, in the order in which they came about."""
    now: Integer | None = None
    """Which of the states is today's, from 0; absent where the base does not have the id any more."""
    editions: Mapping[EditionName, Integer] = Field(default_factory=dict)
    """Which of the states each edition holds, from 0."""
    retired: RetirementNotice | None = None
    """Why the claim is retired, and what took its place."""

    @model_validator(mode="after")
    def _names_states(self) -> Self:
        named = [*self.editions.values(), *([] if self.now is None else [self.now])]
        if any(not 0 <= index < len(self.states) for index in named):
            raise ValueError("a state is named that is not there")
        return self

    @property
    def today(self) -> State | None:
        """The state of today."""
        return None if self.now is None else self.states[self.now]

    @property
    def newest_first(self) -> tuple[str, ...]:
        """The names of the editions that hold it."""
        return tuple(sorted(self.editions, key=edition_order, reverse=True))

    def held_in(self, edition: str) -> State | None:
        """Return the state that an edition holds; None where it does not hold the id."""
        index = self.editions.get(edition)
        return None if index is None else self.states[index]


class RegisteredEdition(Model):
    """An edition."""

    date: Day
    """The day on which it was made."""
    sha256: Digest
    """SHA-256 of the edition as a whole."""


class Registry(Document):
    """All that is needed to say how citations stand."""

    project: Literal["qemu-10-2"]
    """What every token begins with."""
    as_of: Day
    """The day as of which the claims were assessed."""
    site: str = ""
    """Public address of the site; empty where none is known."""
    editions: Mapping[EditionName, RegisteredEdition] = Field(default_factory=dict)
    """The editions by name."""
    ids: Mapping[Id, RegisteredId]
    """Claims, retired claims and sources by id."""

    @property
    def hashes(self) -> Mapping[str, Mapping[str, str]]:
        """The hashes by edition and id; that of an edition as a whole stands under the empty id."""
        hashes = {name: {"": edition.sha256} for name, edition in self.editions.items()}
        for id_, entry in self.ids.items():
            for name, index in entry.editions.items():
                hashes.setdefault(name, {})[id_] = entry.states[index].sha256
        return hashes
