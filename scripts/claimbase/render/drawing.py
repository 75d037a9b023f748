"""Parts that charts are drawn from: paths and words with coordinates; templates/charts.html writes them as SVG."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .axes import Axis, dodged
from .figures import figure, with_unit

WIDTH = 320
"""Width of every chart in its own units: about that of a phone, where one unit is about a pixel."""
LEFT, RIGHT = 8.0, 312.0
"""Where axes begin and end."""
LINE = 15
"""Height of a line of words."""
LETTERS = 50
"""Letters that fit into a line."""
TICK_DIGITS = 8
"""More digits than a tick has: it is round already."""
_DOT = 5.4
_MOST_HALF = 24.0
_LETTER_WIDTH = 6.4


@dataclass(frozen=True, slots=True)
class Mark:
    """A path, or words where `text` is not empty; colour and form come from the style sheet."""

    kind: str
    """Classes, each to be prefixed with `cb-c-`."""
    path: str = ""
    """The outline."""
    x: str = ""
    """Where words stand."""
    y: str = ""
    """Their ground line."""
    text: str = ""
    """The words."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with the words that stand for it where it is not seen."""

    name: str
    """Begins the ids of its parts; once a page."""
    title: str
    """What it shows."""
    told: str
    """What it shows, with the numbers, in sentences."""
    height: int
    """Its height in its own units."""
    marks: tuple[Mark, ...]
    """What is drawn, from back to front."""
    legend: tuple[str, ...] = ()
    """How it is to be read, in sentences."""


def at(number: float) -> str:
    """Return a coordinate with one decimal."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def words(text: str, x: float, y: float, kind: str = "") -> Mark:
    """Return words that begin at a point, or end or have their middle there with the kinds `end` and `mid`."""
    return Mark(kind, x=at(x), y=at(y), text=text)


def lines(text: str, y: float, kind: str = "") -> tuple[list[Mark], float]:
    """Return a text in as many lines as it needs, and the ground line of the last."""
    broken = textwrap.wrap(text, LETTERS) or [""]
    return [words(line, LEFT, y + number * LINE, kind) for number, line in enumerate(broken)], y + LINE * (
        len(broken) - 1
    )


def near(text: str, x: float, y: float, kind: str = "") -> Mark:
    """Return words with their middle at a point, or as near to it as the edges of the chart let them stand."""
    half = len(text) * _LETTER_WIDTH / 2
    if x + half > WIDTH:
        return words(text, WIDTH, y, f"end {kind}".strip())
    if x - half < 0:
        return words(text, 0, y, kind)
    return words(text, x, y, f"mid {kind}".strip())


def strip(values: Sequence[float], median: float, axis: Axis, top: float, side: str) -> tuple[list[Mark], float]:
    """Return one dot a sample and a bar at the median, and where the strip ends below.

    Dots that would hide one another stand above and below the middle; many that are equal move closer together.
    """
    placed = dodged([axis.at(value) for value in values], _DOT)
    most = max(abs(level) for _, level in placed)
    half = min(max(most * _DOT, 6.0), _MOST_HALF)
    step = min(_DOT, half / most) if most else 0.0
    middle = top + half + 3
    # A line of no length with round or square ends is the shortest dot that SVG has.
    dots = "".join(f"M{at(x)} {at(middle - level * step)}h0" for x, level in placed)
    bottom = middle + half + 3
    return [upright("median", axis.at(median), top, bottom), Mark(f"dots {side}", dots)], bottom


def upright(kind: str, x: float, top: float, bottom: float) -> Mark:
    """Return an upright line."""
    return Mark(kind, f"M{at(x)} {at(top)}V{at(bottom)}")


def level(kind: str, y: float, start: float, end: float) -> Mark:
    """Return a level line."""
    return Mark(kind, f"M{at(start)} {at(y)}H{at(end)}")


def box(kind: str, start: float, end: float, top: float, bottom: float) -> Mark:
    """Return a filled rectangle."""
    return Mark(kind, f"M{at(start)} {at(top)}H{at(end)}V{at(bottom)}H{at(start)}z")


def scale(axis: Axis, y: float, unit: str) -> list[Mark]:
    """Return the line of an axis with its ticks; the last tick bears the unit."""
    ticks = [(tick, axis.at(tick)) for tick in axis.ticks]
    line = f"M{at(axis.start)} {at(y)}H{at(axis.end)}" + "".join(f"M{at(x)} {at(y)}v4" for _, x in ticks)
    labels = [figure(tick, TICK_DIGITS) for tick, _ in ticks]
    if labels:
        labels[-1] = with_unit(labels[-1], unit)
    return [Mark("axis", line), *(near(text, x, y + LINE, "tick") for text, (_, x) in zip(labels, ticks, strict=True))]


def frame(marks: Iterable[Mark], axis: Axis, top: float, bottom: float) -> list[Mark]:
    """Return marks with a faint line behind them at every tick."""
    grid = Mark("grid", "".join(f"M{at(axis.at(tick))} {at(top)}V{at(bottom)}" for tick in axis.ticks))
    return [grid, *marks]
