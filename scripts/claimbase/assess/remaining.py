"""What the rubric says over a part of a claim's cells, such as those that a reader's profile leaves."""

from collections.abc import Sequence

from claimbase.assessment import Assessment, Cell
from claimbase.model import Certainty, Claim, Verdict

from .rules import Tally, certainty_rule, verdict_rule


def follows_from_cells(claim: Claim, assessment: Assessment) -> bool:
    """Whether the verdict shown follows from cells; it does not where it is set by hand or evidence is not asked."""
    return claim.override is None and assessment.rule != "verdict-waived"


def judged(claim: Claim, assessment: Assessment, cells: Sequence[Cell]) -> tuple[Verdict, Certainty | None]:
    """Return verdict and certainty over one or more of the claim's cells; over all of them they are the claim's own.

    A verdict that does not follow from cells is the same over any of them.
    """
    if not follows_from_cells(claim, assessment):
        return assessment.verdict, None
    verdict, certainty = judged_cells(cells, assessment.looked)
    return verdict, capped(certainty, claim)[0]


def judged_cells(cells: Sequence[Cell], looked: bool) -> tuple[Verdict, Certainty | None]:
    """Return verdict and certainty over one or more cells, before an objection that is missing is looked at.

    To cap the certainties of the cells comes to the same as to cap the result.
    """
    rule = verdict_rule(Tally(frozenset(cell.outcome for cell in cells), looked))
    return rule.verdict, certainty_rule(rule.verdict).decide(cells)


def capped(certainty: Certainty | None, claim: Claim) -> tuple[Certainty | None, bool]:
    """Return the certainty and whether the missing objection lowered it (rule certainty-objection)."""
    if certainty is Certainty.HIGH and claim.objection is None:
        return Certainty.MODERATE, True
    return certainty, False
