"""How pages word counts, certainty and verdicts, and the shape that goes with each verdict."""

from collections.abc import Mapping, Sequence

from claimbase.assessment import Assessment, Request, Step
from claimbase.model import Certainty, Direction, MeasurementOutcome, Outcome, Verdict

VERDICT_SHAPES: Mapping[Verdict, str] = {
    Verdict.SUPPORTED: "●",
    Verdict.SUPPORTED_WITH_LIMITS: "◐",
    Verdict.OVERSTATED: "▲",
    Verdict.CONTESTED: "◆",
    Verdict.REFUTED: "✖",
    Verdict.UNSUPPORTED: "○",
    Verdict.NOT_ASSESSED: "–",
}
"""A shape for each verdict, so that no verdict is told by colour alone."""

OUTCOME_SHAPES: Mapping[Outcome, str] = {
    Outcome.HOLDS: "●",
    Outcome.FAILS: "✖",
    Outcome.CONTESTED: "◆",
    Outcome.OPEN: "○",
}
"""A shape for each outcome of a cell."""

MEASUREMENT_SHAPES: Mapping[MeasurementOutcome, str] = {
    MeasurementOutcome.SUPPORTS: "●",
    MeasurementOutcome.CONTRADICTS: "✖",
    MeasurementOutcome.INCONCLUSIVE: "◆",
    MeasurementOutcome.UNDERPOWERED: "○",
    MeasurementOutcome.NO_SAMPLES: "–",
}
"""A shape for each thing that data can say about an assertion."""

MEASURED: Mapping[MeasurementOutcome, str] = {
    MeasurementOutcome.SUPPORTS: "data support it",
    MeasurementOutcome.CONTRADICTS: "data contradict it",
    MeasurementOutcome.INCONCLUSIVE: "inconclusive",
    MeasurementOutcome.UNDERPOWERED: "too few samples",
    MeasurementOutcome.NO_SAMPLES: "no samples yet",
}
"""What data say about an assertion, in words."""

_ONE = {Outcome.HOLDS: "holds", Outcome.FAILS: "fails", Outcome.CONTESTED: "is contested", Outcome.OPEN: "is open"}
_MANY = {Outcome.HOLDS: "hold", Outcome.FAILS: "fail", Outcome.CONTESTED: "are contested", Outcome.OPEN: "are open"}


def counts(by_outcome: Mapping[Outcome, int]) -> str:
    """Return the counts of cells in words: `3 of 4 environments hold, 1 is open`."""
    total = sum(by_outcome.values())
    present = [(outcome, by_outcome[outcome]) for outcome in Outcome if by_outcome.get(outcome)]
    if total == 1:
        return f"the one environment {_ONE[present[0][0]]}"
    if len(present) == 1:
        return f"{'both' if total == 2 else f'all {total}'} environments {_MANY[present[0][0]]}"
    words = [f"{count} {(_ONE if count == 1 else _MANY)[outcome]}" for outcome, count in present]
    first, *others = words
    count, _, verb = first.partition(" ")
    return ", ".join([f"{count} of {total} environments {verb}", *others])


def certainty(value: Certainty | None) -> str:
    """Return a certainty in words; empty where there is none."""
    return f"{value} certainty" if value else ""


_SIDES = {Direction.SUPPORTS: "in favour", Direction.CONTRADICTS: "against", Direction.CONTEXT: ""}


def request(wanted: Request, dimensions: tuple[str, ...], values: tuple[str, ...]) -> str:
    """Return a request for evidence in words; `dimensions` and `values` name the cell, none stand for every cell."""
    if wanted.level == 0:
        return "a search record that says where you looked, for what, when, and what you found"
    kinds = " or ".join(str(kind) for kind in wanted.kinds)
    where = "; ".join(f"{name}: {value}" for name, value in zip(dimensions, values, strict=False))
    places = f"in this environment ({where})" if values else "in every environment of the claim"
    return f"one item {_SIDES[wanted.side]} of level {wanted.level} from a new origin ({kinds}), {places}"


def limits(steps: Sequence[Step]) -> str:
    """Return the limits of an item in words."""
    return ", ".join([f"\N{MINUS SIGN} {step.steps} {step.domain}" for step in steps]) or "none"


def summary(assessment: Assessment) -> str:
    """Return verdict, counts and certainty on one line."""
    parts = [assessment.verdict.words]
    if asks_evidence(assessment):
        parts.append(counts(assessment.counts))
    if assessment.certainty:
        parts.append(certainty(assessment.certainty))
    return "; ".join(parts)


def asks_evidence(assessment: Assessment) -> bool:
    """Whether cells count for the verdict; they do not where the claim's type or a due day waives it."""
    return assessment.rule != "verdict-waived"
