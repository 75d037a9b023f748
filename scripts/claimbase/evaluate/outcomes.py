"""Test-runs: whether all that match ended as asserted."""

from collections import Counter
from collections.abc import Sequence
from types import MappingProxyType

from claimbase.evaluation import Evaluation
from claimbase.model import BoundTestRun, MeasurementOutcome

from .joined import joined
from .runs import Data, KnownRun, by_machine, listed, matches, no_data, origin_of, put_aside, same


def evaluate_test_run(item: BoundTestRun, data: Data) -> Evaluation:
    """Return whether all matching runs ended as asserted, on every machine that has any."""
    where = item.assertion.where
    runs = [each for each in data.runs if each.run.observed is not None and matches(each.setting, where)]
    left_out = [each for each in data.left_out if matches(each.setting, where)]
    if not runs:
        return no_data("No run in the base matches." + put_aside(left_out))
    return joined([_of_machine(item, data, group) for group in by_machine(runs).values()], put_aside(left_out))


def _of_machine(item: BoundTestRun, data: Data, runs: Sequence[KnownRun]) -> Evaluation:
    asserted = item.assertion.outcome
    counts = Counter(each.run.observed or "" for each in runs)
    number = len(runs)
    missing = _without_run(item, runs)
    told = "; ".join(f"{_title(data, outcome)}: {count} of {number}" for outcome, count in sorted(counts.items()))
    if missing or number < data.benchmark.fewest:
        outcome = MeasurementOutcome.UNDERPOWERED
        reason = f"no run has {missing}" if missing else f"fewer than {data.benchmark.fewest} runs"
    elif counts[asserted] in (0, number):
        outcome = MeasurementOutcome.SUPPORTS if counts[asserted] else MeasurementOutcome.CONTRADICTS
        reason = f"{'all' if counts[asserted] else 'none'} ended as asserted"
    else:
        outcome, reason = MeasurementOutcome.INCONCLUSIVE, "only some ended as asserted"
    machine = runs[0].machine
    return Evaluation(
        outcome,
        f"{told[:1].upper()}{told[1:]}; {reason}.",
        machines=(machine,),
        origin=origin_of([machine], data.machines),
        files=tuple(dict.fromkeys(each.path for each in runs)),
        observed=MappingProxyType(dict(sorted(counts.items()))),
        asserted=asserted,
        as_expected=sum(each.run.expected == each.run.observed for each in runs),
        n=number,
    )


def _without_run(item: BoundTestRun, runs: Sequence[KnownRun]) -> str:
    """Return the first listed value that no run has, in words: of it the runs say nothing."""
    for name, chosen in item.assertion.where.items():
        for value in listed(chosen):
            if not any(same(each.setting[name], value) for each in runs):
                return f"{name} {value}"
    return ""


def _title(data: Data, outcome: str) -> str:
    return next((each.title for each in data.benchmark.outcomes if each.id == outcome), outcome)
