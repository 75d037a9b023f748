"""What a benchmark found, as drawings and tables: samples by setting, counts over versions, outcomes of test-runs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimbase.model import Benchmark, Metric, Setting

from . import charts
from .axes import axis_over
from .drawing import LEFT, RIGHT, Chart
from .figures import capital, figure
from .measured import outcome_form, parameter_title, value_words
from .runs import Conditions, Group, condition_names, most_values, panels, varying

PANELS_SHOWN = 6
"""Drawings of a metric that are seen at once; more fold away."""
FEWEST_VERSIONS = 3
"""So many versions with one value each make a line; fewer are rows."""


@dataclass(frozen=True, slots=True)
class Names:
    """The words for conditions and their values on the page of one benchmark."""

    benchmark: Benchmark
    """The definition."""
    machines: Mapping[str, str]
    """Titles of the machines that are described."""
    conditions: tuple[str, ...]
    """The ids of the conditions."""

    def title(self, place: int) -> str:
        """Return the title of a condition."""
        return parameter_title(self.conditions[place], self.benchmark)

    def value(self, place: int, value: Setting | None) -> str:
        """Return the value of a condition in words."""
        name = self.conditions[place]
        if value is None:
            return "not said"
        if name == "machine":
            return self.machines.get(str(value), str(value))
        return value_words(name, value, self.benchmark)

    def told(self, places: Sequence[int], values: Conditions) -> str:
        """Return conditions with their values in words, in the order of `places`."""
        return ", ".join(f"{self.title(i)} {self.value(i, value)}" for i, value in zip(places, values, strict=True))


def names_of(benchmark: Benchmark, machines: Mapping[str, str]) -> Names:
    """Return the words for a benchmark."""
    return Names(benchmark, machines, condition_names(benchmark))


@dataclass(frozen=True, slots=True)
class MetricView:
    """What was measured of one metric."""

    metric: Metric
    """The metric."""
    shown: tuple[tuple[str, Chart], ...]
    """Drawings, each with the conditions that its samples share."""
    folded: tuple[tuple[str, Chart], ...]
    """Further drawings."""


@dataclass(frozen=True, slots=True)
class NumberTable:
    """Settings as rows, numbers as columns."""

    id: str
    """Anchor of its caption."""
    caption: str
    """What it holds."""
    columns: tuple[str, ...]
    """Titles of the columns of conditions."""
    numbers: tuple[str, ...]
    """Titles of the columns of numbers."""
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """Conditions and numbers of each row."""


def metric_views(names: Names, found: Sequence[Group]) -> Iterator[MetricView]:
    """Yield each metric of which there are samples."""
    for metric in names.benchmark.metrics:
        measured = tuple(group for group in found if group.samples(metric.id))
        if measured:
            drawings = tuple(_drawings(names, metric, measured, _only(names, found, measured)))
            yield MetricView(metric, drawings[:PANELS_SHOWN], drawings[PANELS_SHOWN:])


def _only(names: Names, found: Sequence[Group], some: Sequence[Group]) -> str:
    """Return the conditions that differ among all groups and are the same among some, in words."""
    places = [i for i in varying(found) if i not in varying(some)]
    return names.told(places, tuple(some[0].conditions[i] for i in places))


def _drawings(names: Names, metric: Metric, found: Sequence[Group], only: str) -> Iterator[tuple[str, Chart]]:
    places = varying(found)
    version = names.conditions.index("version")
    single = all(len(set(group.samples(metric.id))) == 1 for group in found)
    versions = len({group.conditions[version] for group in found})
    as_line = single and version in places and versions >= FEWEST_VERSIONS
    row = version if as_line else most_values(found, places)
    others = tuple(i for i in places if i != row)
    for number, (shared, members) in enumerate(panels(found, others)):
        told = ", ".join(filter(None, [only, names.told(others, shared)]))
        name = f"{metric.id}-{number + 1}"
        title = f"{capital(metric.title)}{f': {told}' if told else ''}"
        if as_line:
            points = [(names.value(version, g.conditions[version]), g.median(metric.id)) for g in members]
            yield told, charts.series(name, title, metric.unit, points)
        else:
            yield told, _overview(names, metric, name, title, (found, members, row))


def _overview(
    names: Names, metric: Metric, name: str, title: str, rows: tuple[Sequence[Group], Sequence[Group], int | None]
) -> Chart:
    found, members, row = rows
    settings = [
        charts.Setting(
            names.value(row, group.conditions[row]) if row is not None else metric.title,
            group.samples(metric.id),
            group.median(metric.id),
        )
        for group in members
    ]
    # All drawings of a metric have one axis, so that they can be held against one another.
    axis = axis_over([value for group in found for value in group.samples(metric.id)], LEFT, RIGHT)
    return charts.overview(name, title, metric.unit, settings, axis)


def throughout(names: Names, found: Sequence[Group]) -> str:
    """Return the conditions that are the same everywhere, in words."""
    if not found:
        return ""
    places = [i for i in range(len(names.conditions)) if i not in varying(found)]
    return names.told(places, tuple(found[0].conditions[i] for i in places))


def number_tables(names: Names, found: Sequence[Group]) -> Iterator[NumberTable]:
    """Yield a table for each metric with repeated samples, and one for all those that are exact."""
    exact = [metric for metric in names.benchmark.metrics if metric.exact]
    counted = [group for group in found if any(group.samples(metric.id) for metric in exact)]
    if counted:
        titles = tuple(f"{capital(m.title)}{f' ({m.unit})' if m.unit else ''}" for m in exact)
        numbers = [tuple(_exact(group.samples(metric.id)) for metric in exact) for group in counted]
        caption = "Values that come out the same each time"
        yield _table(names, ("exact-table", caption, titles), (found, counted), numbers)
    for metric in names.benchmark.metrics:
        measured = [group for group in found if group.samples(metric.id)]
        if measured and not metric.exact:
            numbers = [_summary(group, metric) for group in measured]
            caption = f"{capital(metric.title)}{f', in {metric.unit}' if metric.unit else ''}"
            head = (f"{metric.id}-table", caption, ("Runs", "Median", "Lowest", "Highest"))
            yield _table(names, head, (found, measured), numbers)


def _table(
    names: Names,
    head: tuple[str, str, tuple[str, ...]],
    groups: tuple[Sequence[Group], Sequence[Group]],
    numbers: Sequence[tuple[str, ...]],
) -> NumberTable:
    """Return a table with a row for each of the latter groups; what these share and others do not is in the caption."""
    (id, caption, titles), (found, some) = head, groups
    places, only = varying(some), _only(names, found, some)
    rows = tuple((_values(names, places, group), each) for group, each in zip(some, numbers, strict=True))
    columns = tuple(names.title(i) for i in places)
    return NumberTable(id, f"{caption}: {only}" if only else caption, columns, titles, rows)


def _values(names: Names, places: Sequence[int], group: Group) -> tuple[str, ...]:
    return tuple(names.value(i, group.conditions[i]) for i in places)


def _exact(samples: Sequence[float]) -> str:
    if not samples:
        return "–"
    low, high = min(samples), max(samples)
    return figure(low, 6) if low == high else f"{figure(low, 6)} to {figure(high, 6)}"


def _summary(group: Group, metric: Metric) -> tuple[str, ...]:
    samples = group.samples(metric.id)
    return (str(len(samples)), figure(group.median(metric.id), 4), figure(min(samples), 4), figure(max(samples), 4))


@dataclass(frozen=True, slots=True)
class OutcomeCell:
    """One outcome in a cell of a matrix."""

    form: str
    """The form that stands for the outcome."""
    title: str
    """What it means."""
    number: int
    """How many runs ended so."""
    unexpected: int
    """How many of these were not expected to."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Outcomes of test-runs by two conditions."""

    id: str
    """Anchor of its caption."""
    caption: str
    """The conditions that all of it shares."""
    corner: str
    """The condition of its rows."""
    columns: tuple[str, ...]
    """Values of the other condition, with its title before the first."""
    rows: tuple[tuple[str, tuple[tuple[OutcomeCell, ...], ...]], ...]
    """The value of each row, and its cells; an empty cell was not run."""


def matrices(names: Names, found: Sequence[Group]) -> Iterator[Matrix]:
    """Yield the outcomes of test-runs, by the two conditions with the most values; one matrix for all others."""
    ended = tuple(group for group in found if group.outcomes())
    if not ended:
        return
    places = varying(ended)
    row = most_values(ended, places)
    column = most_values(ended, [i for i in places if i != row])
    others = tuple(i for i in places if i not in (row, column))
    for number, (shared, members) in enumerate(panels(ended, others)):
        told = ", ".join(filter(None, [_only(names, found, ended), names.told(others, shared)]))
        yield _matrix(names, f"outcomes-{number + 1}", told, members, (row, column))


def _matrix(names: Names, id: str, told: str, found: Sequence[Group], places: tuple[int | None, int | None]) -> Matrix:
    row, column = places
    by_cell = {(_told(names, row, group), _told(names, column, group)): group for group in found}
    rows = dict.fromkeys(_told(names, row, group) for group in _sorted(found, row))
    columns = dict.fromkeys(_told(names, column, group) for group in _sorted(found, column))
    title = names.title(column) if column is not None else ""
    return Matrix(
        id,
        told,
        names.title(row) if row is not None else "",
        tuple(f"{title} {value}".strip() or "Outcome" for value in columns),
        tuple(
            (value, tuple(_cell(names.benchmark, by_cell.get((value, other))) for other in columns)) for value in rows
        ),
    )


def _told(names: Names, place: int | None, group: Group) -> str:
    return "" if place is None else names.value(place, group.conditions[place])


def _sorted(found: Sequence[Group], place: int | None) -> list[Group]:
    if place is None:
        return list(found)
    return [group for _, members in panels(found, (place,)) for group in members]


def _cell(benchmark: Benchmark, group: Group | None) -> tuple[OutcomeCell, ...]:
    titles = {each.id: each.title for each in benchmark.outcomes}
    return tuple(
        OutcomeCell(outcome_form(outcome, benchmark), titles.get(outcome, outcome), number, unexpected)
        for outcome, (number, unexpected) in sorted((group.outcomes() if group else {}).items())
    )
