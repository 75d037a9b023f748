"""Axes of charts: which values they span, where a value lies, and the ticks that are labelled."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LOG_FROM = 12.0
"""A largest value so many times the smallest makes a logarithmic axis: on a linear one the small would coincide."""
_ZERO_BELOW = 0.5
"""A smallest value below this share of the largest makes a linear axis begin at zero."""
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """A horizontal axis, or a vertical one: values from `low` to `high` lie from `start` to `end`."""

    low: float
    """The smallest value that it spans."""
    high: float
    """The largest; greater than the smallest."""
    log: bool
    """Whether equal ways are equal ratios; all values are then positive."""
    start: float
    """The coordinate of the smallest value."""
    end: float
    """The coordinate of the largest value."""

    def at(self, value: float) -> float:
        """Return the coordinate of a value; one beyond an end lies at the end."""
        inside = min(max(value, self.low), self.high)
        if self.log:
            share = math.log(inside / self.low) / math.log(self.high / self.low)
        else:
            share = (inside - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round values on the axis, two to five of them."""
        return _log_ticks(self.low, self.high) if self.log else _linear_ticks(self.low, self.high)


def axis_over(values: Iterable[float], start: float, end: float) -> Axis:
    """Return the axis over finite values, linear or logarithmic as they lie, with a little room at the ends."""
    found = sorted(values)
    low, high = found[0], found[-1]
    if low > 0 and high / low >= LOG_FROM:
        room = (high / low) ** 0.04
        return Axis(low / room, high * room, True, start, end)
    if low == high:
        room = abs(low) * 0.1 or 1.0
        return Axis(low - room, high + room, False, start, end)
    room = (high - low) * 0.05
    begins_at_zero = 0 <= low < _ZERO_BELOW * high
    return Axis(0.0 if begins_at_zero else low - room, high + room, False, start, end)


def _linear_ticks(low: float, high: float) -> tuple[float, ...]:
    rough = (high - low) / _MOST_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10, 20) if factor * power >= rough)
    first, last = math.ceil(low / step), math.floor(high / step)
    # A multiple of a decimal fraction is seldom exact; the digits that count are those of the step.
    digits = max(0, -math.floor(math.log10(step)))
    return tuple(round(number * step, digits) for number in range(first, last + 1))


def _log_ticks(low: float, high: float) -> tuple[float, ...]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        ticks = [factor * 10.0**power for power in powers for factor in factors]
        inside = [_rounded(tick) for tick in ticks if low <= tick <= high]
        if len(inside) <= _MOST_TICKS:
            return tuple(inside)
    every = -(-len(inside) // _MOST_TICKS)
    return tuple(inside[::every])


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


def dodged(coordinates: Sequence[float], size: float) -> tuple[tuple[float, int], ...]:
    """Return coordinates, sorted, each with the level (0, 1, -1, 2, …) on which a dot of this size hides no other.

    The same coordinates give the same levels; equal ones come to lie on top of one another and are all seen.
    """
    taken: list[float] = []
    placed = []
    for at in sorted(coordinates):
        row = next((row for row, last in enumerate(taken) if at - last >= size), len(taken))
        taken[row : row + 1] = [at]
        level = (row + 1) // 2 * (1 if row % 2 else -1)
        placed.append((at, level))
    return tuple(placed)
