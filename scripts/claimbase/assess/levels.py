"""Levels and origins of evidence items: what each counts for, before cells are looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claimbase.assessment import Step
from claimbase.evaluation import NOT_EVALUATED, Evaluation, Evaluations
from claimbase.model import (
    BoundTestRun,
    Claim,
    Direction,
    Evidence,
    EvidenceKind,
    LocatedEvidence,
    Measurement,
    MeasurementOutcome,
    SearchRecord,
    Selection,
    Source,
)

from .rules import START_LEVELS, TOP, WEIGHTY

SEARCH_ORIGIN = "this-project"
"""The origin of our own searches."""

_SIDE_OF_OUTCOME = {
    MeasurementOutcome.SUPPORTS: Direction.SUPPORTS,
    MeasurementOutcome.CONTRADICTS: Direction.CONTRADICTS,
}
_LOOKED = {MeasurementOutcome.INCONCLUSIVE, MeasurementOutcome.UNDERPOWERED}


@dataclass(frozen=True, slots=True)
class Weighed:
    """An evidence item with side, origin and level."""

    id: str
    """Evidence id."""
    kind: EvidenceKind
    """Kind of the item."""
    side: Direction
    """Side that it takes."""
    start: int | None
    """Start level; None without a level."""
    steps: tuple[Step, ...]
    """Its limits."""
    level: int | None
    """Level after all limits; None without a level."""
    without_level: str
    """Why it has no level; empty where it has one."""
    origin: str
    """Who first made the observation."""
    shows_search: bool
    """Whether it shows that we looked."""
    applies_to: Mapping[str, Selection]
    """The environments that it speaks of."""

    def level_without(self, limit: int) -> int | None:
        """Return the level with the limit at index `limit` left out; None where the item has no level."""
        return _level(self.start, (*self.steps[:limit], *self.steps[limit + 1 :]))


def _level(start: int | None, steps: Iterable[Step]) -> int | None:
    """Return a start level less its limits, not below 0 (rule level-limits)."""
    return None if start is None else max(0, start - sum(step.steps for step in steps))


def _origin(item: Evidence, sources: Mapping[str, Source], found: Evaluation) -> str:
    if isinstance(item, SearchRecord):
        return SEARCH_ORIGIN
    if item.origin is not None:
        return item.origin
    if isinstance(item, Measurement | BoundTestRun):
        return found.origin or item.benchmark
    if item.introduced_by is not None:
        return f"commit-{item.introduced_by}"
    return sources[item.source].origin


def _without_level(item: Evidence, side: Direction, asserters: frozenset[str]) -> str:
    """Return why an item has no level, or an empty string (rule level-none)."""
    if isinstance(item, SearchRecord):
        return "a search record shows that we looked"
    if isinstance(item, Measurement | BoundTestRun):
        told = "samples" if isinstance(item, Measurement) else "runs"
        return "" if side is not Direction.CONTEXT else f"its {told} do not decide the assertion"
    if side is Direction.CONTEXT:
        return "context takes no side"
    if side is Direction.SUPPORTS and item.source in asserters:
        return "its source makes the claim itself"
    return ""


def weigh(claim: Claim, sources: Mapping[str, Source], evaluations: Evaluations) -> tuple[Weighed, ...]:
    """Return the claim's evidence items with side, origin and level, in file order."""
    asserters = frozenset(asserter.source for asserter in claim.asserted_by)
    return tuple(_weigh(item, sources, asserters, evaluations.get(item.id, NOT_EVALUATED)) for item in claim.evidence)


def _weigh(
    item: Evidence,
    sources: Mapping[str, Source],
    asserters: frozenset[str],
    found: Evaluation,
) -> Weighed:
    side, shows_search = Direction.CONTEXT, isinstance(item, SearchRecord)
    if isinstance(item, Measurement | BoundTestRun):
        side, shows_search = _SIDE_OF_OUTCOME.get(found.outcome, Direction.CONTEXT), found.outcome in _LOOKED
    elif isinstance(item, LocatedEvidence):
        side = item.direction
    reason = _without_level(item, side, asserters)
    limits = () if isinstance(item, SearchRecord) else item.limits
    steps = tuple(Step(limit.domain, limit.steps, limit.why) for limit in limits)
    start = None if reason else START_LEVELS[item.kind]
    return Weighed(
        id=item.id,
        kind=item.kind,
        side=side,
        start=start,
        steps=steps,
        level=_level(start, steps),
        without_level=reason,
        origin=_origin(item, sources, found),
        shows_search=shows_search,
        applies_to={} if isinstance(item, SearchRecord) else item.applies_to,
    )


def side_level(levels: Iterable[tuple[str, int]]) -> int:
    """Return the level of a side from (origin, level) pairs (rules origin-once and side-level)."""
    best_of: dict[str, int] = {}
    for origin, level in levels:
        if level > best_of.get(origin, -1):
            best_of[origin] = level
    if not best_of:
        return 0
    top = max(best_of.values())
    if top == WEIGHTY and sum(level == WEIGHTY for level in best_of.values()) > 1:
        return min(TOP, WEIGHTY + 1)
    return top
