"""Tables as objects: their columns are documented here, and schema, files and pages are made from that."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from claimbase.assessment import Assessment
from claimbase.evaluation import Evaluations
from claimbase.repository import KnowledgeBase

Value = str | int | float | bool | None
"""What a field of a row holds."""
Row = tuple[Value, ...]
"""A row, in the order of the columns."""
Sort = Literal["text", "integer", "real", "boolean"]
"""What values of a column are."""


@dataclass(frozen=True, slots=True)
class Base:
    """Everything that rows are made from; data cells are filled."""

    kb: KnowledgeBase
    """The base."""
    assessments: Mapping[str, Assessment]
    """The assessment of each claim."""
    evaluations: Mapping[str, Evaluations]
    """What benchmark data say about items, by claim id and evidence id."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    """Its name."""
    doc: str
    """What it holds, in a sentence."""
    sort: Sort = "text"
    """What its values are."""
    refers_to: str = ""
    """The table whose first column it names; empty where it names none."""
    required: bool = True
    """Whether every row has a value."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its documentation, and the function that yields its rows."""

    name: str
    """Its name."""
    doc: str
    """What one row is, in a sentence."""
    columns: tuple[Column, ...]
    """Its columns."""
    key: tuple[str, ...]
    """The columns that tell a row from every other."""
    rows: Callable[[Base], Iterable[Row]]
    """Yields the rows, always in the same order."""


TABLES: list[Table] = []
"""Every table, parents before those that refer to them; the package's modules fill it when they are imported."""


def table(
    name: str, doc: str, *columns: Column, key: tuple[str, ...] = ()
) -> Callable[[Callable[[Base], Iterable[Row]]], Callable[[Base], Iterable[Row]]]:
    """Register the decorated function as the table of this name; without a key the first column is it."""

    def register(rows: Callable[[Base], Iterable[Row]]) -> Callable[[Base], Iterable[Row]]:
        TABLES.append(Table(name, doc, columns, key or (columns[0].name,), rows))
        return rows

    return register
