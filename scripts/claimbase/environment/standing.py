"""What each claim comes to in a reader's environment: whether it applies, and the verdict over the cells left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from claimbase.assess import follows_from_cells, judged, scope_values
from claimbase.assessment import Assessment, Cell
from claimbase.model import (
    Advice,
    Applicability,
    Certainty,
    Claim,
    Facets,
    Outcome,
    PartialFacet,
    Profile,
    Verdict,
    WhyNot,
)

from .possible import Answers, possible


class Judgement(NamedTuple):
    """A verdict with its certainty."""

    verdict: Verdict
    """The verdict."""
    certainty: Certainty | None
    """How sure it is; None where the verdict has none."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a claim does not, or may not, apply."""

    dimension: str
    """The dimension by which the claim leaves the environment out."""
    values: tuple[str, ...]
    """The values that are still possible here and that the claim leaves out."""
    reason: WhyNot
    """The reason; that an answer is missing where the claim has other values that are possible here."""
    why: str
    """Why the claim leaves values out, in its own words; may be empty."""


@dataclass(frozen=True, slots=True)
class FittingAdvice:
    """Advice of a claim that fits the environment."""

    number: int
    """Its place in the claim's list, from 0."""
    advice: Advice
    """What to do, and when."""
    certain: bool
    """Whether it fits every environment that is still possible; else it depends on an answer that is missing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one claim comes to in one environment."""

    claim: str
    """The claim id."""
    applies: Applicability
    """Whether the claim speaks of the environment."""
    grounds: tuple[Ground, ...]
    """Why it does not, or may not; empty where it applies."""
    cells: int
    """How many of the claim's cells are still possible."""
    outcomes: tuple[Outcome, ...]
    """The outcomes that those cells have, each once, in the order of the vocabulary."""
    here: Judgement | None
    """The verdict over those cells; None where the claim does not apply."""
    possible: tuple[tuple[Outcome, Judgement], ...]
    """For each of those outcomes the verdict where the environment turns out to be one of its cells; a verdict that
    does not follow from cells stands once, with the first outcome."""
    general: Judgement
    """The verdict over all cells of the claim."""
    matters: tuple[str, ...]
    """The dimensions whose missing answer decides outcome or applicability."""
    advice: tuple[FittingAdvice, ...]
    """The advice that fits, in the claim's order."""

    @property
    def differs(self) -> bool:
        """Whether verdict or certainty here is another than in general."""
        return self.here is not None and self.here != self.general


def standings(
    claims: Mapping[str, Claim], assessments: Mapping[str, Assessment], facets: Facets, profile: Profile
) -> tuple[Standing, ...]:
    """Return the standing of every claim that has an assessment, in the order of the claims."""
    left = possible(profile.answers, facets).values
    return tuple(
        standing(claim, assessments[name], facets, left) for name, claim in claims.items() if name in assessments
    )


def standing(claim: Claim, assessment: Assessment, facets: Facets, left: Answers) -> Standing:
    """Return the standing of a claim where each dimension has one of the values left (`possible(…).values`)."""
    scope = scope_values(claim)
    grounds = tuple(_grounds(claim, scope, facets, left))
    cells = remaining(assessment, scope, left)
    applies = (
        Applicability.DOES_NOT_APPLY if not cells else Applicability.MAY_APPLY if grounds else Applicability.APPLIES
    )
    if not cells:
        grounds = tuple(ground for ground in grounds if ground.reason is not WhyNot.ANSWER_MISSING)
    outcomes = tuple(outcome for outcome in Outcome if any(cell.outcome is outcome for cell in cells))
    excluding = {ground.dimension for ground in grounds} if not cells else set()
    return Standing(
        claim=claim.id,
        applies=applies,
        grounds=grounds,
        cells=len(cells),
        outcomes=outcomes,
        here=Judgement(*judged(claim, assessment, cells)) if cells else None,
        possible=tuple(_possible(claim, assessment, cells, outcomes)),
        general=Judgement(assessment.verdict, assessment.certainty),
        matters=tuple(_matters(claim, assessment, scope, cells, left)) if cells else (),
        advice=tuple(_advice(claim.advice, left, excluding)),
    )


def remaining(assessment: Assessment, scope: Mapping[str, Sequence[str]], left: Answers) -> tuple[Cell, ...]:
    """Return the cells of which every value is still possible, in product order."""
    places = [
        [place for place, value in enumerate(values) if value in left.get(dimension, (value,))]
        for dimension, values in scope.items()
    ]
    cells = []
    for chosen in product(*places):
        number = 0
        for place, values in zip(chosen, scope.values(), strict=True):
            number = number * len(values) + place
        cells.append(assessment.cells[number])
    return tuple(cells)


def _grounds(claim: Claim, scope: Mapping[str, Sequence[str]], facets: Facets, left: Answers) -> Iterator[Ground]:
    dimensions = {dimension.id: dimension for dimension in facets.dimensions}
    for name, values in scope.items():
        outside = tuple(value for value in left.get(name, ()) if value not in values)
        if not outside or name not in dimensions:
            continue
        facet = claim.scope[name]
        why = facet.why if isinstance(facet, PartialFacet) else ""
        if len(outside) < len(left[name]):
            yield Ground(name, outside, WhyNot.ANSWER_MISSING, why)
            continue
        dimension = dimensions[name]
        reasons = {value.id: value.outside or dimension.outside for value in dimension.values}
        for reason in dict.fromkeys(reasons[value] for value in outside):
            yield Ground(name, tuple(value for value in outside if reasons[value] is reason), reason, why)


def _possible(
    claim: Claim, assessment: Assessment, cells: Sequence[Cell], outcomes: Sequence[Outcome]
) -> Iterator[tuple[Outcome, Judgement]]:
    told = outcomes if follows_from_cells(claim, assessment) else outcomes[:1]
    for outcome in told:
        those = [cell for cell in cells if cell.outcome is outcome]
        yield outcome, Judgement(*judged(claim, assessment, those))


def _matters(
    claim: Claim, assessment: Assessment, scope: Mapping[str, Sequence[str]], cells: Sequence[Cell], left: Answers
) -> Iterator[str]:
    from_cells = follows_from_cells(claim, assessment)
    for place, (dimension, values) in enumerate(scope.items()):
        outside = any(value not in values for value in left.get(dimension, ()))
        if outside or (from_cells and _varies(cells, place)):
            yield dimension


def _varies(cells: Sequence[Cell], place: int) -> bool:
    """Return whether two cells that differ in one dimension alone have different outcomes."""
    first: dict[tuple[str, ...], Outcome] = {}
    return any(
        first.setdefault((*cell.values[:place], *cell.values[place + 1 :]), cell.outcome) is not cell.outcome
        for cell in cells
    )


def _advice(advice: Sequence[Advice], left: Answers, excluding: set[str]) -> Iterator[FittingAdvice]:
    """Yield the advice that fits; where the claim does not apply, only what is meant for those whom it leaves out."""
    for number, each in enumerate(advice):
        wanted = {name: (chosen,) if isinstance(chosen, str) else chosen for name, chosen in each.when.items()}
        fits = all(set(left.get(name, chosen)) & set(chosen) for name, chosen in wanted.items())
        if fits and excluding <= wanted.keys():
            certain = all(set(left.get(name, chosen)) <= set(chosen) for name, chosen in wanted.items())
            yield FittingAdvice(number, each, certain)
