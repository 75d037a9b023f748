"""Assess claims by the rubric: levels, cells, verdict, certainty, sensitivity; pure, and no clock is read."""

from collections import Counter
from collections.abc import Mapping

from claimbase.assessment import Assessment, Cell, ItemAssessment
from claimbase.evaluation import NO_EVALUATIONS, Evaluations
from claimbase.model import (
    Claim,
    ClaimType,
    Direction,
    LocatedEvidence,
    Outcome,
    Source,
)

from .cells import MAX_CELLS, Grid, Region, grid_of, scope_values, side_levels
from .levels import Weighed, weigh
from .remaining import capped, follows_from_cells, judged, judged_cells
from .rubric import RUBRIC
from .rules import Tally, cell_certainty, certainty_rule, may_override, outcome_of, verdict_rule
from .sensitivity import Case, load_bearing, requests, single_origin

__all__ = [
    "MAX_CELLS",
    "RUBRIC",
    "assess",
    "assessable",
    "capped",
    "follows_from_cells",
    "judged",
    "judged_cells",
    "may_override",
    "scope_values",
]


def assessable(claim: Claim, sources: Mapping[str, Source]) -> bool:
    """Whether a claim can be assessed at all: its sources are known and its cells are not too many."""
    known = all(item.source in sources for item in claim.evidence if isinstance(item, LocatedEvidence))
    return known and grid_of(claim).size <= MAX_CELLS


def assess(
    claim: Claim, sources: Mapping[str, Source], as_of: str, evaluations: Evaluations = NO_EVALUATIONS
) -> Assessment:
    """Return the computed answer to a claim as of a day (`YYYY-MM-DD`).

    `evaluations` holds what the benchmark data say about each item that is bound to them, by evidence id.
    The claim is `assessable`; values that its selections name outside its scope count for nothing.
    """
    grid, weighed = grid_of(claim), weigh(claim, sources, evaluations)
    case = Case.of(grid, weighed)
    cells = _cells(case)
    counts = Counter(cell.outcome for cell in cells)
    waived = _waived(claim, as_of)
    rule = verdict_rule(Tally(frozenset(counts), case.looked(), bool(waived)))
    # A claim that evidence is not asked about hangs on no evidence.
    left_out = () if waived else load_bearing(case, rule.verdict)
    surest = certainty_rule(rule.verdict)
    certainty, lowered = capped(surest.decide(cells), claim)
    bearing = {part.name for part in left_out if part.what == "item"}
    override = claim.override
    return Assessment(
        claim=claim.id,
        verdict=override.verdict if override else rule.verdict,
        certainty=None if override else certainty,
        computed=rule.verdict,
        rule=rule.id,
        reason=override.reason if override else waived,
        certainty_rule="certainty-none" if override else surest.id,
        capped=lowered and not override,
        dimensions=grid.dimensions,
        cells=cells,
        counts={outcome: counts[outcome] for outcome in Outcome},
        looked=case.looked(),
        items=tuple(_item(item, grid, item.id in bearing) for item in weighed),
        left_out=left_out,
        single_origin="" if waived else single_origin(case, rule.verdict),
        requests=() if waived else requests(case, rule.verdict),
    )


def _waived(claim: Claim, as_of: str) -> str:
    """Return why evidence is not asked, or an empty string (rule verdict-waived)."""
    if not claim.type.assessable:
        return claim.not_assessed or claim.type.doc
    if claim.type is ClaimType.PREDICTION and claim.due is not None and as_of < claim.due:
        return f"The prediction is due on {claim.due}."
    return ""


def _cells(case: Case) -> tuple[Cell, ...]:
    """Return the cells in product order."""
    made = [(region, _summary(case, region)) for region in case.regions]
    by_cell: list[tuple[int, int, tuple[str, ...], tuple[str, ...]]] = [(0, 0, (), ())] * case.grid.size
    for region, summary in made:
        mask = region.mask
        while mask:
            lowest = mask & -mask
            by_cell[lowest.bit_length() - 1] = summary
            mask ^= lowest
    return tuple(
        Cell(values, *summary, outcome_of(*summary[:2]), cell_certainty(*summary[:2]))
        for values, summary in zip(case.grid.cells(), by_cell, strict=True)
    )


def _summary(case: Case, region: Region) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
    """Return the two side levels of a region and the ids that speak on each side."""
    supports, contradicts = side_levels(case.voices(region))
    speaking = [case.weighed[index] for index in region.items]
    return (
        supports,
        contradicts,
        tuple(item.id for item in speaking if item.side is Direction.SUPPORTS),
        tuple(item.id for item in speaking if item.side is Direction.CONTRADICTS),
    )


def _item(item: Weighed, grid: Grid, bears: bool) -> ItemAssessment:
    return ItemAssessment(
        id=item.id,
        kind=item.kind,
        side=item.side,
        start=item.start,
        steps=item.steps,
        level=item.level,
        without_level=item.without_level,
        origin=item.origin,
        cells=grid.select(item.applies_to).bit_count() if item.side is not Direction.CONTEXT else 0,
        load_bearing=bears,
    )
