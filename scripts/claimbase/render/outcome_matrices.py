"""Outcomes of test-runs as matrices: rows and columns are conditions, a cell says in words how its runs ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimbase.model import Benchmark

from .measured import outcome_form
from .metric_views import Names, only
from .runs import Group, is_version, most_values, panels, varying

MANY = 4
"""More matrices than this on one page are too many to be compared."""


@dataclass(frozen=True, slots=True)
class OutcomeCell:
    """One outcome in a cell of a matrix."""

    form: str
    """The form that stands for the outcome."""
    word: str
    """Its name."""
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
    across: str
    """The condition of its columns; empty where there is one column."""
    columns: tuple[str, ...]
    """The value of each column."""
    rows: tuple[tuple[str, tuple[tuple[OutcomeCell, ...], ...]], ...]
    """The value of each row, and its cells; an empty cell was not run."""


def matrices(names: Names, found: Sequence[Group]) -> Iterator[Matrix]:
    """Yield the outcomes of test-runs, by the two conditions with the most values; a matrix for each of the others.

    Where that would be many small ones, a third condition joins the rows.
    """
    ended = tuple(group for group in found if group.outcomes())
    if not ended:
        return
    places = varying(ended)
    row, column = _sides(names, ended, places)
    rows = () if row is None else (row,)
    others = tuple(i for i in places if i not in (row, column))
    if len(list(panels(ended, others))) > MANY:
        third = most_values(ended, others)
        rows = (*rows, third) if third is not None else rows
        others = tuple(i for i in others if i != third)
    for number, (shared, members) in enumerate(panels(ended, others)):
        told = ", ".join(filter(None, [only(names, found, ended), names.told(others, shared)]))
        yield _matrix(names, f"outcomes-{number + 1}", told, members, rows, column)


def _sides(names: Names, ended: Sequence[Group], places: Sequence[int]) -> tuple[int | None, int | None]:
    """Return the conditions of rows and columns: two versions where there are two, else those with the most values."""
    versions = [i for i in places if is_version(names.conditions[i])]
    if len(versions) > 1:
        return versions[0], versions[1]
    row = most_values(ended, places)
    return row, most_values(ended, [i for i in places if i != row])


def _matrix(
    names: Names, id: str, told: str, found: Sequence[Group], row: tuple[int, ...], column: int | None
) -> Matrix:
    across = () if column is None else (column,)
    by_cell = {(_told(names, row, group), _told(names, across, group)): group for group in found}
    rows = dict.fromkeys(_told(names, row, group) for group in _sorted(found, row))
    columns = dict.fromkeys(_told(names, across, group) for group in _sorted(found, across))
    return Matrix(
        id,
        told,
        ", ".join(map(names.title, row)),
        names.title(column) if column is not None else "",
        tuple(value or "Outcome" for value in columns),
        tuple(
            (value, tuple(_cell(names.benchmark, by_cell.get((value, other))) for other in columns)) for value in rows
        ),
    )


def _told(names: Names, places: tuple[int, ...], group: Group) -> str:
    return ", ".join(names.value(place, group.conditions[place]) for place in places)


def _sorted(found: Sequence[Group], places: tuple[int, ...]) -> list[Group]:
    return [group for _, members in panels(found, places) for group in members] if places else list(found)


def _cell(benchmark: Benchmark, group: Group | None) -> tuple[OutcomeCell, ...]:
    return tuple(
        OutcomeCell(outcome_form(outcome, benchmark), outcome_word(outcome), number, unexpected)
        for outcome, (number, unexpected) in sorted((group.outcomes() if group else {}).items())
    )


def outcome_word(outcome: str) -> str:
    """Return the name of an outcome as words."""
    return outcome.replace("-", " ")


def outcome_legend(benchmark: Benchmark, found: Sequence[Group]) -> tuple[tuple[str, str, str], ...]:
    """Return form, name and meaning of the outcomes that occur, in the order of the definition."""
    seen = {outcome for group in found for outcome in group.outcomes()}
    return tuple(
        (outcome_form(each.id, benchmark), outcome_word(each.id), each.title)
        for each in benchmark.outcomes
        if each.id in seen
    )
