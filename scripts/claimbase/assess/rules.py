"""The rubric as rule objects; the computation, the method page, badges and legend are all made from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from claimbase.assessment import Cell
from claimbase.model import Certainty, EvidenceKind, Outcome, Verdict

WEIGHTY = 2
"""The lowest level at which a side of a cell is listened to."""
DECISIVE_LEAD = 2
"""The lead in levels with which one side overrules another that is also weighty."""
TOP = 4
"""The highest level."""

START_LEVELS: Mapping[EvidenceKind, int] = {
    EvidenceKind.SOURCE_CODE: 4,
    EvidenceKind.TEST_RUN: 4,
    EvidenceKind.MEASUREMENT: 4,
    EvidenceKind.PACKAGE_RECORD: 4,
    EvidenceKind.RELEASE_DOCUMENT: 3,
    EvidenceKind.CHANGE_RECORD: 3,
    EvidenceKind.MAINTAINER_STATEMENT: 3,
    EvidenceKind.REPORTED_MEASUREMENT: 3,
    EvidenceKind.THIRD_PARTY_REPORT: 2,
    EvidenceKind.VENDOR_STATEMENT: 1,
    EvidenceKind.SURVEY_STATISTIC: 1,
    EvidenceKind.INFERENCE: 1,
}
"""The level at which an item starts; kinds that are not listed have no level."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with the words in which pages state it."""

    id: str
    """Stable identifier; its anchor on the method page."""
    title: str
    """Name of the rule."""
    text: str
    """The rule in a sentence or two."""


@dataclass(frozen=True, slots=True)
class OutcomeRule(Rule):
    """Says what the levels of the two sides of a cell come to."""

    outcome: Outcome
    """The outcome where the rule fits."""
    fits: Callable[[int, int], bool]
    """Whether it fits the levels for and against."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the verdict is made from."""

    present: frozenset[Outcome]
    """The outcomes that at least one cell has."""
    looked: bool
    """Whether a search record or an inconclusive measurement shows that we looked."""
    waived: bool = False
    """Whether the claim's type, or a due day still to come, keeps it from being assessed."""


@dataclass(frozen=True, slots=True)
class VerdictRule(Rule):
    """Says which verdict a tally of cells comes to; the first that fits decides."""

    verdict: Verdict
    """The verdict where the rule fits."""
    fits: Callable[[Tally], bool]
    """Whether it fits the tally."""


@dataclass(frozen=True, slots=True)
class CertaintyRule(Rule):
    """Says how sure a verdict is."""

    verdicts: tuple[Verdict, ...]
    """The verdicts that it is for."""
    decide: Callable[[Sequence[Cell]], Certainty | None]
    """The certainty of the verdict from the certainties of its cells."""


CERTAINTY_OF_LEVEL: Mapping[int, Certainty] = {4: Certainty.HIGH, 3: Certainty.MODERATE, 2: Certainty.LOW}
"""The certainty of a cell by the winner's level, after the loser has been counted."""

_RANK = {Certainty.LOW: 0, Certainty.MODERATE: 1, Certainty.HIGH: 2}


def _of(cells: Sequence[Cell], outcome: Outcome) -> list[Certainty]:
    return [cell.certainty for cell in cells if cell.outcome is outcome and cell.certainty is not None]


def weakest(certainties: Sequence[Certainty]) -> Certainty:
    """Return the lowest of one or more certainties."""
    return min(certainties, key=_RANK.__getitem__)


def best(certainties: Sequence[Certainty]) -> Certainty:
    """Return the highest of one or more certainties."""
    return max(certainties, key=_RANK.__getitem__)


OUTCOME_RULES = (
    OutcomeRule(
        "cell-open",
        "Open",
        "Both sides are below level 2.",
        Outcome.OPEN,
        lambda supports, contradicts: supports < WEIGHTY and contradicts < WEIGHTY,
    ),
    OutcomeRule(
        "cell-contested",
        "Contested",
        "Both sides are at least at level 2 and less than 2 levels apart.",
        Outcome.CONTESTED,
        lambda supports, contradicts: (
            min(supports, contradicts) >= WEIGHTY and abs(supports - contradicts) < DECISIVE_LEAD
        ),
    ),
    OutcomeRule(
        "cell-holds",
        "Holds",
        "Else the supporting side is the higher one.",
        Outcome.HOLDS,
        lambda supports, contradicts: supports > contradicts,
    ),
    OutcomeRule(
        "cell-fails",
        "Fails",
        "Else the contradicting side is the higher one.",
        Outcome.FAILS,
        lambda supports, contradicts: contradicts > supports,
    ),
)
"""In order; the first that fits decides, and for any two levels one does."""

VERDICT_RULES = (
    VerdictRule(
        "verdict-waived",
        "Not for evidence to decide",
        "Promotion, advice and opinion, each with a reason, and a prediction before the day it is due.",
        Verdict.NOT_ASSESSED,
        lambda tally: tally.waived,
    ),
    VerdictRule(
        "verdict-supported",
        "Supported",
        "Every cell holds.",
        Verdict.SUPPORTED,
        lambda tally: tally.present == {Outcome.HOLDS},
    ),
    VerdictRule(
        "verdict-supported-with-limits",
        "Holds where checked",
        "Some cells hold, the others are open.",
        Verdict.SUPPORTED_WITH_LIMITS,
        lambda tally: tally.present == {Outcome.HOLDS, Outcome.OPEN},
    ),
    VerdictRule(
        "verdict-overstated",
        "Overstated",
        "Some cells hold and some fail.",
        Verdict.OVERSTATED,
        lambda tally: tally.present >= {Outcome.HOLDS, Outcome.FAILS},
    ),
    VerdictRule(
        "verdict-contested",
        "Contested",
        "Some cell is contested.",
        Verdict.CONTESTED,
        lambda tally: Outcome.CONTESTED in tally.present,
    ),
    VerdictRule(
        "verdict-refuted",
        "Refuted",
        "Some cells fail, the others are open.",
        Verdict.REFUTED,
        lambda tally: Outcome.FAILS in tally.present,
    ),
    VerdictRule(
        "verdict-unsupported",
        "Unsupported",
        "Every cell is open, and a search record or an inconclusive measurement shows that we looked.",
        Verdict.UNSUPPORTED,
        lambda tally: tally.looked,
    ),
    VerdictRule(
        "verdict-nobody-looked",
        "Not assessed",
        "Every cell is open, and nobody has looked.",
        Verdict.NOT_ASSESSED,
        lambda _: True,
    ),
)
"""In order; the first that fits decides, and for any tally one does."""

CERTAINTY_RULES = (
    CertaintyRule(
        "certainty-supported",
        "Supported: the weakest cell",
        "Every cell has to hold, so the verdict is as sure as the least sure of them.",
        (Verdict.SUPPORTED,),
        lambda cells: weakest(_of(cells, Outcome.HOLDS)),
    ),
    CertaintyRule(
        "certainty-best-holding",
        "Holds where checked: the best holding cell",
        "One cell that holds is enough for the verdict, so the surest of them counts.",
        (Verdict.SUPPORTED_WITH_LIMITS,),
        lambda cells: best(_of(cells, Outcome.HOLDS)),
    ),
    CertaintyRule(
        "certainty-best-failing",
        "Refuted: the best failing cell",
        "One cell that fails is enough for the verdict, so the surest of them counts.",
        (Verdict.REFUTED,),
        lambda cells: best(_of(cells, Outcome.FAILS)),
    ),
    CertaintyRule(
        "certainty-overstated",
        "Overstated: the lower of the two sides",
        "The verdict needs a cell that holds and a cell that fails; "
        "it is as sure as the less sure of the best of each.",
        (Verdict.OVERSTATED,),
        lambda cells: weakest([best(_of(cells, Outcome.HOLDS)), best(_of(cells, Outcome.FAILS))]),
    ),
    CertaintyRule(
        "certainty-none",
        "No certainty",
        "Contested, unsupported, not assessed and overridden verdicts state none.",
        (Verdict.CONTESTED, Verdict.UNSUPPORTED, Verdict.NOT_ASSESSED),
        lambda _: None,
    ),
)

OVERRIDE_STRENGTH: Mapping[Verdict, int] = {
    Verdict.SUPPORTED: 3,
    Verdict.SUPPORTED_WITH_LIMITS: 3,
    Verdict.OVERSTATED: 3,
    Verdict.REFUTED: 3,
    Verdict.CONTESTED: 2,
    Verdict.UNSUPPORTED: 1,
    Verdict.NOT_ASSESSED: 0,
}
"""How much a verdict states; an override states strictly less than what it replaces, and less than 3."""


@cache
def outcome_of(supports: int, contradicts: int) -> Outcome:
    """Return what two levels, each 0 to 4, come to in a cell."""
    return next(rule.outcome for rule in OUTCOME_RULES if rule.fits(supports, contradicts))


@cache
def verdict_rule(tally: Tally) -> VerdictRule:
    """Return the first verdict rule that fits a tally of at least one cell."""
    return next(rule for rule in VERDICT_RULES if rule.fits(tally))


@cache
def certainty_rule(verdict: Verdict) -> CertaintyRule:
    """Return the certainty rule for a verdict."""
    return next(rule for rule in CERTAINTY_RULES if verdict in rule.verdicts)


@cache
def cell_certainty(supports: int, contradicts: int) -> Certainty | None:
    """Return the certainty of a cell from its two levels; None where it is open or contested."""
    if outcome_of(supports, contradicts) not in {Outcome.HOLDS, Outcome.FAILS}:
        return None
    winner, loser = max(supports, contradicts), min(supports, contradicts)
    return CERTAINTY_OF_LEVEL[winner - (loser >= WEIGHTY)]


def may_override(computed: Verdict, verdict: Verdict) -> bool:
    """Whether an override from one verdict to another only weakens."""
    return OVERRIDE_STRENGTH[verdict] < min(OVERRIDE_STRENGTH[computed], OVERRIDE_STRENGTH[Verdict.SUPPORTED])
