"""What several machines say together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from claimbase.evaluation import Evaluation
from claimbase.model import MeasurementOutcome


def joined(parts: Sequence[Evaluation], addition: str = "") -> Evaluation:
    """Return the evaluation of one or more machines, each of which has data; where they disagree it decides nothing."""
    if len(parts) == 1:
        return replace(parts[0], reason=parts[0].reason + addition)
    outcomes = list(dict.fromkeys(part.outcome for part in parts))
    told = " ".join(f"{', '.join(part.machines)}: {part.reason}" for part in parts)
    agreed = len(outcomes) == 1
    # Numbers stand beside the outcome, so they are those of the machine on which it is nearest to being another.
    shown = min(parts, key=_margin)
    observed: Counter[str] = Counter()
    for part in parts:
        observed.update(part.observed)
    return replace(
        shown,
        outcome=outcomes[0] if agreed else MeasurementOutcome.INCONCLUSIVE,
        reason=(told if agreed else f"The machines do not agree. {told}") + addition,
        machines=tuple(sorted({machine for part in parts for machine in part.machines})),
        origin=min(part.origin for part in parts),
        files=tuple(sorted({file for part in parts for file in part.files})),
        observed=MappingProxyType(dict(sorted(observed.items()))),
        as_expected=sum(part.as_expected for part in parts),
        n=sum(part.n for part in parts),
        parts=tuple(parts),
    )


def _margin(part: Evaluation) -> float:
    """How far the interval is from the threshold; 0 where there is none, or where it lies across."""
    if part.interval is None or part.threshold is None:
        return 0.0
    low, high = part.interval
    return max(0.0, low - part.threshold, part.threshold - high)
