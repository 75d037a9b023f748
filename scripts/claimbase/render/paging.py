"""Long lists cut into pages, so that no page grows with the number of claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE_LENGTH = 100
"""Entries on one page of a list."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """One page's part of a list."""

    rows: tuple[Row, ...]
    """The entries."""
    number: int
    """Number of the page, counted from 1."""
    last: int
    """Number of the last page."""
    total: int
    """Entries on all pages."""
    base: str
    """Address of the first page inside the site."""

    @property
    def uri(self) -> str:
        """Address of this page inside the site."""
        return page_uri(self.base, self.number)

    @property
    def first_row(self) -> int:
        """Number of the first entry of the page, counted from 1."""
        return (self.number - 1) * PAGE_LENGTH + 1

    @property
    def links(self) -> tuple[tuple[int, str], ...]:
        """Number and file name of the pages to link to: the ends and the neighbours of this one."""
        near = {1, self.last, *range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)}
        return tuple((number, page_uri(self.base, number).rsplit("/", 1)[-1]) for number in sorted(near))


def page_uri(base: str, number: int) -> str:
    """Return the address of a page of a list; the dot keeps it apart from every id."""
    return base if number == 1 else f"{base.removesuffix('.html')}.{number}.html"


def parts(rows: Sequence[Row], base: str) -> tuple[Part[Row], ...]:
    """Cut a list into pages; an empty list has one page."""
    last = max(1, -(-len(rows) // PAGE_LENGTH))
    return tuple(
        Part(tuple(rows[(n - 1) * PAGE_LENGTH : n * PAGE_LENGTH]), n, last, len(rows), base) for n in range(1, last + 1)
    )
