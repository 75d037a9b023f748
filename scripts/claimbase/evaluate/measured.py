"""Measurements: the samples of each side, their statistic, and what its interval says about the assertion."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from claimbase.evaluation import Evaluation, SideSamples
from claimbase.model import GIVEN_PARAMETERS, Assertion, Measurement, MeasurementOutcome, Metric, Setting
from claimbase.stats import Estimate, UndefinedStatisticError, decide, estimate

from .joined import joined
from .runs import Data, KnownRun, by_machine, matches, no_data, origin_of, put_aside, same

_REASONS = {
    MeasurementOutcome.SUPPORTS: "The whole interval lies on the asserted side of the threshold.",
    MeasurementOutcome.CONTRADICTS: "The whole interval lies on the other side of the threshold.",
    MeasurementOutcome.INCONCLUSIVE: "The interval lies across the threshold.",
    MeasurementOutcome.UNDERPOWERED: "The interval lies across the threshold and is wider than the effect of interest.",
}


def evaluate_measurement(item: Measurement, data: Data) -> Evaluation:
    """Return what the samples say about the assertion, on every machine that has both sides."""
    asserted = item.assertion
    metric = next((each for each in data.benchmark.metrics if each.id == asserted.metric), None)
    if metric is None:
        return no_data(f"The benchmark has no metric {asserted.metric}.")
    sampled = [each for each in data.runs if metric.id in each.run.samples]
    choices = [{**asserted.where, **side} for side in _sides(asserted)]
    meant = [each for each in sampled if any(matches(each.setting, choice) for choice in choices)]
    aside = put_aside([each for each in data.left_out if any(matches(each.setting, c) for c in choices)])
    parts = []
    # A comparison of machines has its sides on two of them.
    across = "machine" in asserted.compare.a
    for runs in [meant] if across else by_machine(meant).values():
        chosen = [[each for each in runs if matches(each.setting, choice)] for choice in choices]
        if all(chosen):
            parts.append(_of_machine(asserted, metric, data, chosen))
    if parts:
        return joined(parts, aside)
    if not meant:
        return no_data("No sample in the base matches." + aside)
    return no_data("No machine has samples of both sides." + aside)


def _sides(asserted: Assertion) -> Sequence[Mapping[str, Setting]]:
    sides = asserted.compare
    return [sides.a] if asserted.statistic == "median" or sides.b is None else [sides.a, sides.b]


def _of_machine(asserted: Assertion, metric: Metric, data: Data, chosen: Sequence[Sequence[KnownRun]]) -> Evaluation:
    sides = [
        SideSamples(_label(asserted, data, index), values := _values(metric, runs), median(values))
        for index, runs in enumerate(chosen)
    ]
    found, outcome, reason = _decided(asserted, metric, data, chosen, sides)
    runs = [each for side in chosen for each in side]
    machines = tuple(sorted({each.machine for each in runs}))
    return Evaluation(
        outcome,
        reason,
        machines=machines,
        origin=origin_of(machines, data.machines),
        files=tuple(sorted({each.path for each in runs})),
        unit=metric.unit,
        a=sides[0],
        b=sides[1] if len(sides) == 2 else None,
        effect=found.effect if found else None,
        interval=(found.low, found.high) if found else None,
        threshold=asserted.threshold,
        n=sum(len(side.values) for side in sides),
        exact=metric.exact,
    )


def _values(metric: Metric, runs: Sequence[KnownRun]) -> tuple[float, ...]:
    """Return one value a run: what was sampled within one run is not independent."""
    return tuple(float(median(each.run.samples[metric.id])) for each in runs)


Decided = tuple[Estimate | None, MeasurementOutcome, str]


def _decided(
    asserted: Assertion,
    metric: Metric,
    data: Data,
    chosen: Sequence[Sequence[KnownRun]],
    sides: Sequence[SideSamples],
) -> Decided:
    if asserted.statistic != "median" and len(sides) < 2:
        return None, MeasurementOutcome.INCONCLUSIVE, "The assertion names one side only."
    try:
        found = estimate(asserted.statistic, *[side.values for side in sides], exact=metric.exact)
    except UndefinedStatisticError as error:
        return None, MeasurementOutcome.INCONCLUSIVE, f"{str(error)[:1].upper()}{str(error)[1:]}."
    if mixed := list(_mixed(asserted, data, chosen)):
        told = f"The runs differ in {', '.join(mixed)}, which the assertion leaves open."
        return found, MeasurementOutcome.INCONCLUSIVE, told
    fewest = 1 if metric.exact else data.benchmark.fewest
    if any(len(side.values) < fewest for side in sides):
        return found, MeasurementOutcome.UNDERPOWERED, f"A side has fewer than {fewest} samples."
    outcome = decide(found, asserted.threshold, below=asserted.below, smallest_effect=asserted.smallest_effect)
    return found, outcome, _REASONS[outcome]


def _mixed(asserted: Assertion, data: Data, chosen: Sequence[Sequence[KnownRun]]) -> Iterator[str]:
    """Yield each parameter that the assertion leaves open and in which the runs differ."""
    fixed = {*asserted.where, *asserted.compare.a}
    # A series holds several versions; who names the series means them all.
    fixed |= {"version"} if "series" in fixed else {"series"} if "version" in fixed else set()
    runs = [each for side in chosen for each in side]
    for name in (*(parameter.id for parameter in data.benchmark.parameters), *GIVEN_PARAMETERS):
        if name not in fixed and name in runs[0].setting:
            first = runs[0].setting[name]
            if not all(name in each.setting and same(each.setting[name], first) for each in runs):
                yield name


def _label(asserted: Assertion, data: Data, index: int) -> str:
    """Return what tells a side from the other, in words; where there is one side alone, all that it names."""
    side = _sides(asserted)[index]
    titles = {each.id: (each.title, each.unit) for each in data.benchmark.parameters}
    told = []
    for name, value in side.items():
        title, unit = titles.get(name, (name, None))
        told.append(" ".join(filter(None, [title, _word(value), unit])))
    return ", ".join(told)


def _word(value: Setting) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
