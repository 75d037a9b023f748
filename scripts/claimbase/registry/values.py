"""The registry: ids, editions, hashes and verdicts in one file, with which citations are checked without the base.

It holds no text but titles. What is the same in several editions is held once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal, Self

import pydantic
import rfc8785
from pydantic import Field, model_validator

from claimbase.model import Certainty, FrozenKind, Id, Model, RetirementNotice, Verdict, edition_order
from claimbase.model.base import Day, EditionName, Integer, Line
from claimbase.model.edition import Digest

REGISTRY_FORMAT: Final = 1
"""Number of the format; it rises when a key changes its meaning or goes."""
MAX_REGISTRY_BYTES = 256 * 1024 * 1024
"""The largest registry that is read."""

_PROJECT: Final = "qemu-10-2"


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


class Registry(Model):
    """All that is needed to say how citations stand."""

    format: Literal[1]
    """The number of the format."""
    project: Literal["qemu-10-2"]
    """What every token begins with."""
    as_of: Day
    """The day as of which the claims were assessed."""
    site: str = ""
    """Public address of the site; empty where none is known."""
    editions: Mapping[EditionName, RegisteredEdition] = Field(default_factory=dict)
    """The editions by name, oldest first."""
    ids: Mapping[Id, RegisteredId]
    """Claims, retired claims and sources by id."""

    @property
    def known(self) -> Mapping[str, Mapping[str, str]]:
        """The hashes by edition and id; that of an edition as a whole stands under the empty id."""
        hashes = {name: {"": edition.sha256} for name, edition in self.editions.items()}
        for id_, entry in self.ids.items():
            for name, index in entry.editions.items():
                hashes.setdefault(name, {})[id_] = entry.states[index].sha256
        return hashes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one edition holds, or what the base says today, as far as the registry has to know it."""

    states: Mapping[str, State]
    """The state of each id."""
    titles: Mapping[str, str]
    """The title of each id."""
    name: str = ""
    """Name of the edition; empty for today."""
    edition: RegisteredEdition | None = None
    """The edition; None for today."""
    retired: Mapping[str, RetirementNotice] = field(default_factory=dict)
    """The notices of claims that are retired today, by id."""


def make_registry(editions: Iterable[Snapshot], today: Snapshot, as_of: str, site: str = "") -> Registry:
    """Return the registry of editions, oldest first, and of today's base; `site` is its public address."""
    snapshots = (*editions, today)
    ids = sorted({name for snapshot in snapshots for name in snapshot.states})
    return Registry(
        format=REGISTRY_FORMAT,
        project=_PROJECT,
        as_of=as_of,
        site=site,
        editions={each.name: each.edition for each in snapshots if each.edition is not None},
        ids={name: _registered(name, snapshots) for name in ids},
    )


def _registered(name: str, snapshots: tuple[Snapshot, ...]) -> RegisteredId:
    held = [(each, each.states[name]) for each in snapshots if name in each.states]
    states = tuple(dict.fromkeys(state for _, state in held))
    numbers = {state: index for index, state in enumerate(states)}
    today = snapshots[-1]
    return RegisteredId(
        title=held[-1][0].titles[name],
        states=states,
        now=numbers[today.states[name]] if name in today.states else None,
        editions={each.name: numbers[state] for each, state in held if each.edition is not None},
        retired=today.retired.get(name),
    )


def dump_registry(registry: Registry) -> bytes:
    """Return the registry as canonical JSON (RFC 8785) and a line end; equal registries give equal bytes."""
    return rfc8785.dumps(registry.model_dump(mode="json", exclude_defaults=True)) + b"\n"


def parse_registry(data: bytes) -> Registry:
    """Return the registry that bytes hold; raises pydantic.ValidationError where they hold none."""
    if len(data) > MAX_REGISTRY_BYTES:
        raise ValueError("too large")
    return Registry.model_validate_json(data)


ValidationError = pydantic.ValidationError
"""What `parse_registry` raises."""
