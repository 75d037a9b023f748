"""What raw samples and recorded outcomes say about an assertion of a claim, as its page shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from claimbase.evaluation import Evaluation
from claimbase.model import Benchmark, Bound, Measurement, MeasurementOutcome, Setting

from . import charts
from .drawing import Chart
from .figures import figure, told, with_unit
from .fragments import MEASUREMENT_BADGES

OUTCOME_FORMS = "●■▲◆○□△◇✦✧"
"""A form for each outcome of test-runs, in the order of the definition; none of them is good or bad."""
_SAMPLE_DIGITS = 6
BUILT_IN = {"version": "QEMU", "series": "release series", "machine": "machine"}
"""Titles of the conditions that every run has."""


@dataclass(frozen=True, slots=True)
class SideRow:
    """One side of a comparison as a row of numbers."""

    form: str
    """The form of its dots."""
    label: str
    """What tells it from the other side."""
    number: int
    """How many samples there are."""
    median: str
    """Their median."""
    low: str
    """The lowest."""
    high: str
    """The highest."""
    samples: tuple[str, ...]
    """All of them, in the order of the runs."""


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How often test-runs ended in one way."""

    form: str
    """The form that stands for the outcome."""
    title: str
    """What the outcome means."""
    number: int
    """How many runs ended so."""
    asserted: bool
    """Whether it is the outcome that was asserted."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The samples of one machine."""

    heading: str
    """What they are of; empty where there is one drawing."""
    chart: Chart
    """The samples drawn."""
    sides: tuple[SideRow, ...]
    """The samples as numbers."""


@dataclass(frozen=True, slots=True)
class Measured:
    """An assertion with what its data say."""

    id: str
    """The evidence id; begins the ids of its parts."""
    badge: Markup
    """The outcome as a badge."""
    outcome: MeasurementOutcome
    """The outcome."""
    reason: str
    """Why, in a sentence."""
    statement: str
    """What is asserted, in words."""
    shared: str
    """The conditions of all runs that are meant; empty where there are none."""
    unit: str
    """Unit of the samples."""
    drawings: tuple[Drawing, ...]
    """The samples, drawn and as numbers, of each machine; none where there are none."""
    outcomes: tuple[OutcomeCount, ...]
    """The recorded outcomes of test-runs."""
    benchmark: Benchmark | None
    """The definition; None where there is none."""
    benchmark_id: str
    """Its id."""
    machines: tuple[tuple[str, str, bool], ...]
    """The machines: id, title, and whether it is described."""


def measured(item: Bound, evaluation: Evaluation, benchmark: Benchmark | None, machines: Mapping[str, str]) -> Measured:
    """Return what the data say about an item; `machines` are the titles of those that are described."""
    metric = _metric_title(item.assertion.metric, benchmark) if isinstance(item, Measurement) else ""
    return Measured(
        id=item.id,
        badge=MEASUREMENT_BADGES[evaluation.outcome],
        outcome=evaluation.outcome,
        reason=evaluation.reason,
        statement=_statement(item, metric, benchmark, evaluation.unit),
        shared=_conditions(item.assertion.where, benchmark),
        unit=evaluation.unit,
        drawings=tuple(_drawings(item, metric, evaluation, machines)) if isinstance(item, Measurement) else (),
        outcomes=_outcomes(item, evaluation, benchmark),
        benchmark=benchmark,
        benchmark_id=item.benchmark,
        machines=tuple((name, machines.get(name, name), name in machines) for name in evaluation.machines),
    )


def parameter_title(name: str, benchmark: Benchmark | None) -> str:
    """Return the title of a condition; its id where it is unknown."""
    titles = {parameter.id: parameter.title for parameter in benchmark.parameters} if benchmark else {}
    return titles.get(name) or BUILT_IN.get(name, name)


def value_words(name: str, value: Setting, benchmark: Benchmark | None) -> str:
    """Return the value of a condition with its unit."""
    units = {parameter.id: parameter.unit for parameter in benchmark.parameters} if benchmark else {}
    return with_unit(told(value), units.get(name) or "")


def _conditions(where: Mapping[str, Setting | tuple[Setting, ...]], benchmark: Benchmark | None) -> str:
    parts = []
    for name, chosen in where.items():
        values = chosen if isinstance(chosen, tuple) else (chosen,)
        words = " or ".join(value_words(name, value, benchmark) for value in values)
        parts.append(f"{parameter_title(name, benchmark)} {words}")
    return "; ".join(parts)


def _metric_title(metric: str, benchmark: Benchmark | None) -> str:
    titles = {each.id: each.title for each in benchmark.metrics} if benchmark else {}
    return titles.get(metric, metric)


def _outcome_title(outcome: str, benchmark: Benchmark | None) -> str:
    titles = {each.id: each.title for each in benchmark.outcomes} if benchmark else {}
    return titles.get(outcome, outcome)


def _statement(item: Bound, metric: str, benchmark: Benchmark | None, unit: str) -> str:
    if not isinstance(item, Measurement):
        return f"every run ends so: {_outcome_title(item.assertion.outcome, benchmark)}"
    assertion = item.assertion
    compared = _conditions(assertion.compare.a, benchmark)
    if assertion.compare.b is not None:
        joint = "over" if assertion.statistic == "ratio-of-medians" else "minus"
        compared = f"{compared} {joint} {_conditions(assertion.compare.b, benchmark)}"
    threshold = with_unit(charts.side_of_threshold(assertion), charts.effect_unit(assertion, unit))
    return f"{charts.STATISTICS[assertion.statistic]} of {metric}, {compared}, is {threshold}"


def _drawings(item: Measurement, metric: str, evaluation: Evaluation, machines: Mapping[str, str]) -> Iterator[Drawing]:
    for number, part in enumerate(evaluation.parts or (evaluation,), 1):
        chart = charts.comparison(f"{item.id}-chart-{number}", metric, item.assertion, part)
        heading = ", ".join(machines.get(name, name) for name in part.machines) if evaluation.parts else ""
        if chart is not None:
            yield Drawing(heading, chart, _sides(part))


def _sides(evaluation: Evaluation) -> tuple[SideRow, ...]:
    return tuple(
        SideRow(
            form,
            side.label,
            len(side.values),
            figure(side.median),
            figure(min(side.values)),
            figure(max(side.values)),
            tuple(figure(value, _SAMPLE_DIGITS) for value in side.values),
        )
        for side, (_, form) in zip((evaluation.a, evaluation.b), charts.SIDES, strict=True)
        if side is not None and side.values
    )


def outcome_form(outcome: str, benchmark: Benchmark | None) -> str:
    """Return the form that stands for an outcome."""
    known = [each.id for each in benchmark.outcomes] if benchmark else []
    place = known.index(outcome) if outcome in known else len(known)
    return OUTCOME_FORMS[place % len(OUTCOME_FORMS)]


def _outcomes(item: Bound, evaluation: Evaluation, benchmark: Benchmark | None) -> tuple[OutcomeCount, ...]:
    asserted = "" if isinstance(item, Measurement) else item.assertion.outcome
    return tuple(
        OutcomeCount(outcome_form(outcome, benchmark), _outcome_title(outcome, benchmark), number, outcome == asserted)
        for outcome, number in evaluation.observed.items()
    )
