"""Cells of a claim's scope, kept as sets of cells in which the same items speak."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import product
from math import prod
from operator import or_

from claimbase.model import Claim, Direction, Outcome, PartialFacet, Selection

from .levels import Weighed, side_level
from .rules import outcome_of

MAX_CELLS = 4096
"""The most cells that a scope may span."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a scope; a set of cells is an integer with one bit a cell, in product order."""

    dimensions: tuple[str, ...]
    """Dimensions, in file order."""
    values: tuple[tuple[str, ...], ...]
    """Values of each dimension, in file order."""
    masks: tuple[Mapping[str, int], ...]
    """For each dimension the set of cells that have a value."""

    @property
    def size(self) -> int:
        """Number of cells."""
        return prod(len(values) for values in self.values)

    @property
    def full(self) -> int:
        """The set of all cells."""
        return (1 << self.size) - 1

    def cells(self) -> Iterator[tuple[str, ...]]:
        """Yield the values of each cell, in product order."""
        return product(*self.values)

    def select(self, applies_to: Mapping[str, Selection]) -> int:
        """Return the set of cells that a selection names; a dimension not named is not restricted."""
        selected = self.full
        for dimension, masks in zip(self.dimensions, self.masks, strict=True):
            wanted = applies_to.get(dimension, "all")
            if wanted != "all":
                selected &= reduce(or_, (masks.get(value, 0) for value in wanted), 0)
        return selected


def scope_values(claim: Claim) -> dict[str, tuple[str, ...]]:
    """Return the values of the claim's scope by dimension, in file order."""
    return {
        dimension: facet.values if isinstance(facet, PartialFacet) else facet
        for dimension, facet in claim.scope.items()
    }


def grid_of(claim: Claim) -> Grid:
    """Return the grid that the claim's scope spans: one cell where it names no facet."""
    scope = scope_values(claim)
    size = prod(len(values) for values in scope.values())
    masks, stride = [], size
    for values in scope.values():
        block, stride = stride, stride // len(values)
        # The first value has a run of `stride` cells in each block; other values have it shifted.
        runs = sum(((1 << stride) - 1) << start for start in range(0, size, block))
        masks.append({value: runs << (index * stride) for index, value in enumerate(values)})
    return Grid(tuple(scope), tuple(scope.values()), tuple(masks))


@dataclass(frozen=True, slots=True)
class Region:
    """A set of cells in which the same levelled items speak."""

    mask: int
    """The cells."""
    items: tuple[int, ...]
    """Indexes of the items that speak there."""

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.mask.bit_count()


def regions(grid: Grid, weighed: Sequence[Weighed]) -> tuple[Region, ...]:
    """Return the cells grouped by the levelled items that speak there; every cell is in one region."""
    parts = [Region(grid.full, ())]
    for index, item in enumerate(weighed):
        if item.level is None:
            continue
        speaks = grid.select(item.applies_to)
        inside = (Region(part.mask & speaks, (*part.items, index)) for part in parts)
        outside = (Region(part.mask & ~speaks, part.items) for part in parts)
        parts = [part for part in (*inside, *outside) if part.mask]
    return tuple(parts)


Voice = tuple[Direction, str, int]
"""A levelled item in a cell: side, origin and level."""


def side_levels(voices: Sequence[Voice]) -> tuple[int, int]:
    """Return the levels of the supporting and of the contradicting side of a cell."""
    supports = side_level((origin, level) for side, origin, level in voices if side is Direction.SUPPORTS)
    contradicts = side_level((origin, level) for side, origin, level in voices if side is Direction.CONTRADICTS)
    return supports, contradicts


@lru_cache(maxsize=1 << 14)
def outcome_among(voices: tuple[Voice, ...]) -> Outcome:
    """Return the outcome of a cell from the items that speak there."""
    return outcome_of(*side_levels(voices))
