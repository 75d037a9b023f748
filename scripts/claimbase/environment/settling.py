"""Which missing answer would settle most claims, and in which order claims weigh."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from claimbase.assess import follows_from_cells, scope_values
from claimbase.assessment import Assessment
from claimbase.model import Applicability, Certainty, Claim, Facets, Profile, Verdict

from .possible import Answers, possible
from .standing import Standing, remaining, standing


@dataclass(frozen=True, slots=True)
class Settling:
    """What the answer to one open question would settle."""

    dimension: str
    """The question."""
    matters: int
    """To how many claims the answer matters."""
    settles: tuple[tuple[str, int], ...]
    """For each value that is still possible, how many claims it would settle by itself: they then have one outcome,
    or do not apply."""

    @property
    def fewest(self) -> int:
        """How many claims are settled whatever the answer is."""
        return min(count for _, count in self.settles)

    @property
    def most(self) -> int:
        """How many claims are settled by the answer that settles most."""
        return max(count for _, count in self.settles)


def most_settling(
    claims: Mapping[str, Claim], assessments: Mapping[str, Assessment], facets: Facets, profile: Profile
) -> tuple[Settling, ...]:
    """Return the questions without an answer that matter to some claim, the most settling first.

    First is the one that settles most claims on the average over its values; then the one that matters to more claims;
    then by the order of facets.yml. What else would follow from an answer, because answers exclude each other, is left
    out of account.
    """
    answers = possible(profile.answers, facets)
    left = answers.values
    matters: dict[str, int] = {}
    settled: dict[str, dict[str, int]] = {}
    for name, claim in claims.items():
        if name not in assessments:
            continue
        for dimension in standing(claim, assessments[name], facets, left).matters:
            if dimension not in answers.used:
                matters[dimension] = matters.get(dimension, 0) + 1
                counts = settled.setdefault(dimension, dict.fromkeys(left[dimension], 0))
                for value in left[dimension]:
                    counts[value] += _settled(claim, assessments[name], {**left, dimension: (value,)})
    found = [
        Settling(dimension, matters[dimension], tuple(settled[dimension].items()))
        for dimension in left
        if dimension in matters
    ]
    return tuple(sorted(found, key=_rank, reverse=True))


def _rank(one: Settling) -> tuple[Fraction, int]:
    return Fraction(sum(count for _, count in one.settles), len(one.settles)), one.matters


def _settled(claim: Claim, assessment: Assessment, left: Answers) -> bool:
    """Return whether a claim has one outcome or does not apply, where each dimension has one of the values left."""
    scope = scope_values(claim)
    cells = remaining(assessment, scope, left)
    if not cells:
        return True
    if any(value not in values for name, values in scope.items() for value in left.get(name, ())):
        return False
    return not follows_from_cells(claim, assessment) or len({cell.outcome for cell in cells}) == 1


_CERTAINTIES = (Certainty.HIGH, Certainty.MODERATE, Certainty.LOW, None)


def by_weight(standings: Iterable[Standing], findings: Sequence[str]) -> tuple[Standing, ...]:
    """Return the standings in the order in which a reader should look at them; `findings` are the ids that decide.

    Claims that do not apply come last. First those that decide, in their order; then those that apply for certain;
    then by the certainty of the verdict here; then by that verdict, in the order of the vocabulary; then as they come.
    """
    ranks = {name: rank for rank, name in enumerate(findings)}
    applies, verdicts = list(Applicability), list(Verdict)

    def weight(one: Standing) -> tuple[bool, int, int, int, int]:
        here = one.here or one.general
        rank = ranks.get(one.claim, len(ranks))
        gone = one.applies is Applicability.DOES_NOT_APPLY
        return gone, rank, applies.index(one.applies), _CERTAINTIES.index(here.certainty), verdicts.index(here.verdict)

    return tuple(sorted(standings, key=weight))
