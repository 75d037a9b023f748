"""What a benchmark measured, as drawings and tables: samples by setting, and counts over versions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimbase.model import Benchmark, Metric, Setting

from . import charts
from .axes import axis_over
from .drawing import LEFT, RIGHT, Chart
from .figures import capital, figure
from .measured import parameter_title, value_words
from .runs import Conditions, Group, condition_names, most_values, panels, varying

PANELS_SHOWN = 6
"""Drawings of a metric that are seen at once; more fold away."""
MOST_PANELS = 18
"""Drawings of a metric; what would be more is in the tables alone."""
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
    left_out: int
    """How many more there would be."""


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
            drawings, left_out = _drawings(names, metric, measured, only(names, found, measured))
            yield MetricView(metric, drawings[:PANELS_SHOWN], drawings[PANELS_SHOWN:], left_out)


def only(names: Names, found: Sequence[Group], some: Sequence[Group]) -> str:
    """Return the conditions that differ among all groups and are the same among some, in words."""
    places = [i for i in varying(found) if i not in varying(some)]
    return names.told(places, tuple(some[0].conditions[i] for i in places))


def _drawings(
    names: Names, metric: Metric, found: Sequence[Group], shared_by_all: str
) -> tuple[tuple[tuple[str, Chart], ...], int]:
    """Return the drawings of a metric, those of the most runs first, and how many are left out."""
    places, version = varying(found), names.conditions.index("version")
    as_line = _as_line(metric, found, places, version)
    row = version if as_line else most_values(found, places)
    others = tuple(i for i in places if i != row)
    chosen = sorted(panels(found, others), key=lambda panel: -sum(len(g.samples(metric.id)) for g in panel[1]))
    drawings = []
    for number, (shared, members) in enumerate(chosen[:MOST_PANELS]):
        told = ", ".join(filter(None, [shared_by_all, names.told(others, shared)]))
        name = f"metric-{metric.id}-{number + 1}"
        title = f"{capital(metric.title)}{f': {told}' if told else ''}"
        if as_line:
            points = [(names.value(version, g.conditions[version]), g.median(metric.id)) for g in members]
            drawings.append((told, charts.series(name, title, metric.unit, points)))
        else:
            drawings.append((told, _overview(names, metric, name, title, (found, members, row))))
    return tuple(drawings), len(chosen) - len(drawings)


def _as_line(metric: Metric, found: Sequence[Group], places: Sequence[int], version: int) -> bool:
    """Whether a metric has one value for each of several versions, so that a line over these shows it."""
    single = all(len(set(group.samples(metric.id))) == 1 for group in found)
    versions = {group.conditions[version] for group in found}
    return single and version in places and len(versions) >= FEWEST_VERSIONS


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
            head = (f"metric-{metric.id}-table", caption, ("Runs", "Median", "Lowest", "Highest"))
            yield _table(names, head, (found, measured), numbers)


def _table(
    names: Names,
    head: tuple[str, str, tuple[str, ...]],
    groups: tuple[Sequence[Group], Sequence[Group]],
    numbers: Sequence[tuple[str, ...]],
) -> NumberTable:
    """Return a table with a row for each of the latter groups; what these share and others do not is in the caption."""
    (id, caption, titles), (found, some) = head, groups
    places, shared = varying(some), only(names, found, some)
    rows = tuple((_values(names, places, group), each) for group, each in zip(some, numbers, strict=True))
    columns = tuple(names.title(i) for i in places)
    return NumberTable(id, f"{caption}: {shared}" if shared else caption, columns, titles, rows)


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
