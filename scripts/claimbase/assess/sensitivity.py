"""What a verdict hangs on, and what would change it: each part left out, each cheapest addition tried."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType

from claimbase.assessment import LeftOut, Request
from claimbase.model import Direction, EvidenceKind, Outcome, Verdict

from .cells import Grid, Region, Voice, outcome_among, regions
from .levels import Weighed
from .rules import START_LEVELS, TOP, WEIGHTY, Tally, verdict_rule

NOTHING: Set[int] = frozenset()
"""No item is left out."""
AS_WEIGHED: Mapping[int, Voice] = MappingProxyType({})
"""Every item says what it was weighed to say."""
_NEW_ORIGIN = "a new origin"
_SIDES = (Direction.SUPPORTS, Direction.CONTRADICTS)


@dataclass(frozen=True, slots=True)
class Case:
    """A claim as far as its verdict depends on it."""

    grid: Grid
    """The cells."""
    weighed: tuple[Weighed, ...]
    """The items, in file order."""
    voice: tuple[Voice, ...]
    """What each item says where it speaks; level 0 for an item without a level, which speaks nowhere."""
    regions: tuple[Region, ...]
    """The cells by items that speak there."""

    @classmethod
    def of(cls, grid: Grid, weighed: tuple[Weighed, ...]) -> "Case":
        """Return the case of items on a grid."""
        return cls(grid, weighed, tuple(_voice(item, item.level) for item in weighed), regions(grid, weighed))

    def voices(
        self, region: Region, without: Set[int] = NOTHING, instead: Mapping[int, Voice] = AS_WEIGHED
    ) -> tuple[Voice, ...]:
        """Return what is heard in a region, without some items and with other voices for some."""
        return tuple(instead.get(index, self.voice[index]) for index in region.items if index not in without)

    def verdict(
        self,
        *,
        without: Set[int] = NOTHING,
        instead: Mapping[int, Voice] = AS_WEIGHED,
        cells: int | None = None,
    ) -> Verdict:
        """Return the verdict over the set `cells` (all of them by default) with items changed."""
        present = frozenset(
            outcome_among(self.voices(region, without, instead))
            for region in self.regions
            if cells is None or region.mask & cells
        )
        return verdict_rule(Tally(present, self.looked(without))).verdict

    def looked(self, without: Set[int] = NOTHING) -> bool:
        """Whether an item that is not left out shows that we looked."""
        return any(item.shows_search and index not in without for index, item in enumerate(self.weighed))


def _voice(item: Weighed, level: int | None) -> Voice:
    return item.side, item.origin, level or 0


def _bears(item: Weighed) -> bool:
    return item.level is not None or item.shows_search


def _without(case: Case) -> Iterator[LeftOut]:
    """Yield every part that can be left out, with the verdict that remains."""
    bearing = [(index, item) for index, item in enumerate(case.weighed) if _bears(item)]
    for origin in dict.fromkeys(item.origin for _, item in bearing):
        voices = {index for index, item in bearing if item.origin == origin}
        yield LeftOut("origin", origin, case.verdict(without=voices))
    for index, item in bearing:
        yield LeftOut("item", item.id, case.verdict(without={index}))
        for number, step in enumerate(item.steps):
            if item.level is not None:
                raised = {index: _voice(item, item.level_without(number))}
                yield LeftOut("limit", f"{item.id}/{step.domain}", case.verdict(instead=raised))
    for dimension, masks in zip(case.grid.dimensions, case.grid.masks, strict=True):
        if len(masks) > 1:
            for value, mask in masks.items():
                rest = case.grid.full & ~mask
                yield LeftOut("facet-value", f"{dimension}={value}", case.verdict(cells=rest))


def load_bearing(case: Case, verdict: Verdict) -> tuple[LeftOut, ...]:
    """Return each part without which the verdict would be another (rule load-bearing)."""
    return tuple(part for part in _without(case) if part.verdict is not verdict)


_DECIDING = {
    Verdict.SUPPORTED: {Outcome.HOLDS: Direction.SUPPORTS},
    Verdict.SUPPORTED_WITH_LIMITS: {Outcome.HOLDS: Direction.SUPPORTS},
    Verdict.OVERSTATED: {Outcome.HOLDS: Direction.SUPPORTS, Outcome.FAILS: Direction.CONTRADICTS},
    Verdict.REFUTED: {Outcome.FAILS: Direction.CONTRADICTS},
}


def single_origin(case: Case, verdict: Verdict) -> str:
    """Return the one origin behind the winning side of all deciding cells, or an empty string."""
    winners = _DECIDING.get(verdict, {})
    origins = {
        origin
        for region in case.regions
        for side, origin, level in case.voices(region)
        if side is winners.get(outcome_among(case.voices(region))) and level >= WEIGHTY
    }
    return origins.pop() if len(origins) == 1 else ""


def _with_addition(case: Case, side: Direction, level: int, target: Region | None) -> Verdict:
    """Return the verdict with one new item in one cell of `target`, or in every cell where it is None."""
    present = set()
    for region in case.regions:
        voices = case.voices(region)
        changed = region.size if target is None else int(region is target)
        if changed:
            present.add(outcome_among((*voices, (side, _NEW_ORIGIN, level))))
        if changed < region.size:
            present.add(outcome_among(voices))
    return verdict_rule(Tally(frozenset(present), case.looked())).verdict


def _targets(case: Case) -> Iterable[Region | None]:
    if case.grid.size == 1:
        return (None,)
    return (*sorted(case.regions, key=lambda region: region.mask & -region.mask), None)


def _first_cell(grid: Grid, region: Region | None) -> tuple[str, ...]:
    if region is None:
        return ()
    lowest = (region.mask & -region.mask).bit_length() - 1
    return next(values for index, values in enumerate(grid.cells()) if index == lowest)


def _kinds_reaching(level: int) -> tuple[EvidenceKind, ...]:
    return tuple(kind for kind, start in START_LEVELS.items() if start == level)


def _cheapest(case: Case, verdict: Verdict, side: Direction) -> Request | None:
    for level in range(WEIGHTY, TOP + 1):
        for target in _targets(case):
            moved = _with_addition(case, side, level, target)
            if moved is not verdict:
                return Request(side, level, _kinds_reaching(level), _first_cell(case.grid, target), moved)
    return None


def requests(case: Case, verdict: Verdict) -> tuple[Request, ...]:
    """Return the cheapest addition on each side that would change the verdict (rule what-would-change-it)."""
    found: list[Request] = []
    if verdict is Verdict.NOT_ASSESSED:
        record = (EvidenceKind.SEARCH_RECORD,)
        found.append(Request(Direction.CONTEXT, 0, record, (), Verdict.UNSUPPORTED))
    found.extend(request for side in _SIDES if (request := _cheapest(case, verdict, side)) is not None)
    return tuple(sorted(found, key=lambda request: (request.level, bool(not request.values))))
