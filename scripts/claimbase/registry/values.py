"""A registry put together from editions and today's base, written and read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pydantic
import rfc8785

from claimbase.model import RetirementNotice
from claimbase.model.api import PROJECT, RegisteredEdition, RegisteredId, Registry, State

MAX_REGISTRY_BYTES = 256 * 1024 * 1024
"""The largest registry that is read."""


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
        project=PROJECT,
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
    return rfc8785.dumps(registry.model_dump(mode="json", exclude_none=True)) + b"\n"


def parse_registry(data: bytes) -> Registry:
    """Return the registry that bytes hold; raises pydantic.ValidationError where they hold none."""
    return Registry.model_validate_json(data)


ValidationError = pydantic.ValidationError
"""What `parse_registry` raises."""
