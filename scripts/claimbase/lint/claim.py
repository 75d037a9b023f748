"""Consistency of a claim: what its type asks for, overrides, dates."""

import datetime
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, get_args

from ..errors import Path
from ..model import Claim, ClaimType, HistoryEntry, Model, Source, Tombstone, Verdict
from .rule import Context, Found, rule

_STRENGTH = {
    Verdict.SUPPORTED: 3,
    Verdict.SUPPORTED_WITH_LIMITS: 3,
    Verdict.OVERSTATED: 3,
    Verdict.REFUTED: 3,
    Verdict.CONTESTED: 2,
    Verdict.UNSUPPORTED: 1,
    Verdict.NOT_ASSESSED: 0,
}


@rule(
    "C701",
    "prediction without due",
    why="A prediction is assessed from a day on.",
    bad="type: prediction",
    good='type: prediction with due: "2027-06-30"',
    fix="add due with the day from which it can be assessed",
)
def due_given(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each prediction without `due`."""
    if claim.type is ClaimType.PREDICTION and claim.due is None:
        yield Found(("type",), "a prediction needs a day from which it can be assessed", "")


@rule(
    "C702",
    "due, but no prediction",
    why="Only a prediction waits for a day.",
    bad='type: fact with due: "2027-06-30"',
    good="type: fact",
    fix="delete due, or make the claim a prediction",
)
def due_only_for_predictions(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each `due` of a claim that is no prediction."""
    if claim.type is not ClaimType.PREDICTION and claim.due is not None:
        yield Found(("due",), f"a claim of type {claim.type} has no due day", "", key=True)


@rule(
    "C703",
    "no reason why it is not assessed",
    why="Promotion, advice and opinion have no verdict; the page says why.",
    bad="type: promotion",
    good="type: promotion with not_assessed: …",
    fix="add not_assessed with the reason",
)
def reason_given(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each promotion, advice and opinion without `not_assessed`."""
    if not claim.type.assessable and claim.not_assessed is None:
        yield Found(("type",), f"a claim of type {claim.type} needs not_assessed", "")


@rule(
    "C704",
    "assessed claim with not_assessed",
    why="A claim that evidence can decide is not exempt.",
    bad="type: fact with not_assessed: …",
    good="type: fact",
    fix="delete not_assessed, or correct the type",
)
def reason_only_if_needed(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each `not_assessed` of a claim that evidence can decide."""
    if claim.type.assessable and claim.not_assessed is not None:
        yield Found(("not_assessed",), f"a claim of type {claim.type} is assessed", "", key=True)


@rule(
    "C705",
    "override does not weaken",
    why="A verdict set by hand may only say less than the evidence does.",
    bad="override: {replaces: contested, verdict: supported, …}",
    good="override: {replaces: supported, verdict: contested, …}",
    fix="choose contested, unsupported or not-assessed, weaker than the verdict that it replaces; or drop the override",
)
def override_weakens(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each override that is not strictly weaker than what it replaces."""
    override = claim.override
    if override is not None and _STRENGTH[override.verdict] >= _STRENGTH[override.replaces]:
        message = f"{override.verdict} is not weaker than {override.replaces}"
        yield Found(("override", "verdict"), message, "")


@rule(
    "C706",
    "override is stale",
    why="The computed verdict has moved since the override was written; its reason may no longer hold.",
    bad="replaces: supported where overstated is computed",
    good="replaces: overstated",
    fix="look at the claim again, then correct `replaces` or drop the override",
)
def override_current(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each override whose `replaces` is not the computed verdict."""
    assessment = context.assessments.get(claim.id)
    if claim.override is not None and assessment is not None and assessment.computed is not claim.override.replaces:
        message = f"the computed verdict is {assessment.computed}, not {claim.override.replaces}"
        yield Found(("override", "replaces"), message, "")


@rule(
    "C707",
    "history not in order",
    why="It is read from the oldest change to the newest.",
    bad="2026-11-22 after 2026-11-23",
    good="2026-11-23 after 2026-11-22",
    fix="put the entries in order, oldest first",
)
def history_ascends(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each entry of the history that is older than the one before it."""
    yield from _descending(claim.history)


@rule(
    "C708",
    "history of a tombstone not in order",
    why="It is read from the oldest change to the newest.",
    bad="2026-11-22 after 2026-11-23",
    good="2026-11-23 after 2026-11-22",
    fix="put the entries in order, oldest first",
    subject="tombstone",
)
def tombstone_history_ascends(_context: Context, tombstone: Tombstone) -> Iterator[Found]:
    """Yield each entry of a tombstone's history that is older than the one before it."""
    yield from _descending(tombstone.history)


@rule(
    "C709",
    "day that no calendar has",
    why="Days are compared and shown.",
    bad='"2026-02-30"',
    good='"2026-02-28"',
    fix="correct the day",
    subject="base",
)
def days_exist(context: Context) -> Iterator[Found]:
    """Yield each day in claims, tombstones and sources that does not exist."""
    for file in context.kb.parsed.values():
        if isinstance(file.value, Claim | Tombstone | Source):
            for at, day in _days(file.value, ()):
                yield Found(at, f"there is no day {day}", "", file=file.entry.id)


def _descending(history: tuple[HistoryEntry, ...]) -> Iterator[Found]:
    for index in range(1, len(history)):
        if history[index].date < history[index - 1].date:
            message = f"{history[index].date} comes after {history[index - 1].date}"
            yield Found(("history", index, "date"), message, "")


_DAY_FIELDS = ("date", "accessed", "due", "issued")


def _days(value: Model, at: Path) -> Iterator[tuple[Path, str]]:
    """Yield place and text of each day below the value that does not exist."""
    days, below = _ways_to_days(type(value))
    for name in days:
        day = getattr(value, name)
        if day is not None and len(day) == 10 and not _exists(day):
            yield (*at, name), day
    for name in below:
        found = getattr(value, name)
        if isinstance(found, Model):
            yield from _days(found, (*at, name))
        elif isinstance(found, tuple):
            for index, item in enumerate(found):
                if isinstance(item, Model):
                    yield from _days(item, (*at, name, index))


@cache
def _ways_to_days(model: type[Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields of a model that are days, and those with models below that have such fields."""
    fields = model.model_fields
    below = {name: _models_in(field.annotation) for name, field in fields.items()}
    leading = (name for name, models in below.items() if any(any(_ways_to_days(each)) for each in models))
    return tuple(name for name in _DAY_FIELDS if name in fields), tuple(leading)


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


@lru_cache(maxsize=1 << 12)
def _exists(day: str) -> bool:
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        return False
    return True
