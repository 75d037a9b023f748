"""Charts as static drawings: a comparison with its effect, an overview of settings, and a series over versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from claimbase.evaluation import Evaluation, SideSamples
from claimbase.model import Assertion

from . import drawing
from .axes import Axis, axis_over
from .drawing import LEFT, LINE, RIGHT, Chart, Mark
from .figures import capital, count, figure, spread, with_unit

STATISTICS = {
    "ratio-of-medians": "ratio of medians",
    "difference-of-medians": "difference of medians",
    "median": "median",
}
"""The statistics in words."""
SIDES = (("a", "●"), ("b", "■"))
"""Class of each side of a comparison, and the form of its dots in a letter."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The samples of one setting, a row of an overview."""

    label: str
    """What tells the setting from the others of the chart, in words."""
    values: tuple[float, ...]
    """The samples, at least one."""
    median: float
    """Their median."""


def side_of_threshold(assertion: Assertion) -> str:
    """Return where a statement holds, in words: `below 0.9`."""
    return f"{'below' if assertion.below else 'above'} {figure(assertion.threshold, digits=6)}"


def effect_unit(assertion: Assertion, unit: str) -> str:
    """Return the unit of the statistic: that of the samples, none for a ratio."""
    return "" if assertion.statistic == "ratio-of-medians" else unit


def effect_words(assertion: Assertion, evaluation: Evaluation) -> str:
    """Return effect and interval in words; empty where there is none."""
    if evaluation.effect is None:
        return ""
    low, high = evaluation.interval or (evaluation.effect, evaluation.effect)
    threshold = assertion.threshold
    # What is not the threshold must not be rounded to it.
    hidden = any(end != threshold and figure(end) == figure(threshold) for end in (evaluation.effect, low, high))
    effect, low_words, high_words = (figure(end, 6 if hidden else 3) for end in (evaluation.effect, low, high))
    unit = effect_unit(assertion, evaluation.unit)
    text = f"{STATISTICS[assertion.statistic]} {with_unit(effect, unit)}"
    return text if low == high else f"{text}, 95 % interval {low_words} to {with_unit(high_words, unit)}"


def comparison(name: str, metric: str, assertion: Assertion, evaluation: Evaluation) -> Chart | None:
    """Return the samples of an assertion, and below them effect, interval, threshold and smallest effect of interest.

    None where there are no samples to draw.
    """
    sides = tuple(side for side in (evaluation.a, evaluation.b) if side is not None and side.values)
    if not sides:
        return None
    marks, y = _samples(sides, evaluation.unit)
    told = [_side_told(side, evaluation.unit) for side in sides]
    legend = ["Dot: a run; bar: the median."]
    if evaluation.effect is not None:
        effect, y = _effect(assertion, evaluation, evaluation.effect, y + 32)
        marks += effect
        told.append(_effect_told(assertion, evaluation))
        legend.append(_effect_legend(assertion, evaluation))
    title = f"{capital(metric)}: {' compared with '.join(side.label for side in sides)}"
    return Chart(name, title, " ".join(told), round(y) + 6, tuple(marks), tuple(legend))


def _samples(sides: Sequence[SideSamples], unit: str) -> tuple[list[Mark], float]:
    axis = axis_over([value for side in sides for value in side.values], LEFT, RIGHT)
    marks: list[Mark] = []
    y = bottom = float(LINE)
    for side, (kind, form) in zip(sides, SIDES, strict=False):
        median = with_unit(figure(side.median), unit)
        label, y = drawing.lines(f"{form} {side.label}: median {median}", y)
        marks += label
        strip, bottom = drawing.strip(side.values, side.median, axis, y + 5, kind)
        marks += strip
        y = bottom + LINE + 2
    bottom += 2
    marks = drawing.frame(marks, axis, LINE + 5, bottom)
    return [*marks, *drawing.scale(axis, bottom, _axis_unit(axis, unit))], bottom + LINE


def _axis_unit(axis: Axis, unit: str) -> str:
    return f"{unit} (log)".strip() if axis.log else unit


def _effect(assertion: Assertion, evaluation: Evaluation, effect: float, y: float) -> tuple[list[Mark], float]:
    """Return the panel of the effect; `y` is the ground line of its first words."""
    low, high = evaluation.interval or (effect, effect)
    half = assertion.smallest_effect / 2
    zone = (assertion.threshold - half, assertion.threshold + half)
    same = _SAME.get(assertion.statistic, effect)
    axis = axis_over([low, high, effect, *zone, same], LEFT, RIGHT)
    label, y = drawing.lines(capital(effect_words(assertion, evaluation)), y)
    top, bottom = y + LINE + 6, y + LINE + 30
    middle, x = (top + bottom) / 2, axis.at(effect)
    marks = [
        drawing.box("zone", axis.at(zone[0]), axis.at(zone[1]), top, bottom),
        *_threshold(assertion, axis, top, bottom),
        drawing.level("interval", middle, axis.at(low), axis.at(high)),
        drawing.upright("cap", axis.at(low), middle - 5, middle + 5),
        drawing.upright("cap", axis.at(high), middle - 5, middle + 5),
        Mark("effect", f"M{drawing.at(x)} {drawing.at(middle - 6)}l6 6l-6 6l-6-6z"),
    ]
    unit = _axis_unit(axis, effect_unit(assertion, evaluation.unit))
    return [*label, *drawing.frame(marks, axis, top, bottom), *drawing.scale(axis, bottom, unit)], bottom + LINE


_SAME = {"ratio-of-medians": 1.0, "difference-of-medians": 0.0}
"""The effect of two sides that do not differ; the axis reaches it."""


def _threshold(assertion: Assertion, axis: Axis, top: float, bottom: float) -> list[Mark]:
    x, text = axis.at(assertion.threshold), f"holds {side_of_threshold(assertion)}"
    text = f"◂ {text}" if assertion.below else f"{text} ▸"
    return [drawing.upright("threshold", x, top - 4, bottom), drawing.near(text, x, top - 7, "tick")]


def _effect_legend(assertion: Assertion, evaluation: Evaluation) -> str:
    smallest = with_unit(figure(assertion.smallest_effect), effect_unit(assertion, evaluation.unit))
    return (
        "Diamond: the effect; its line: the 95 % interval; dashes: the threshold; "
        f"shade: as wide as the smallest effect of interest, {smallest}."
    )


def _effect_told(assertion: Assertion, evaluation: Evaluation) -> str:
    unit = effect_unit(assertion, evaluation.unit)
    words = capital(effect_words(assertion, evaluation))
    return f"{words}; the statement holds {with_unit(side_of_threshold(assertion), unit)}."


def _side_told(side: SideSamples | Setting, unit: str) -> str:
    median = with_unit(figure(side.median), unit)
    return f"{side.label}: {count(len(side.values), 'sample')}, median {median}, {spread(side.values, unit)}."


def overview(name: str, title: str, unit: str, settings: Sequence[Setting], axis: Axis) -> Chart:
    """Return the samples of some settings, one above the other, on an axis that other charts may share."""
    marks: list[Mark] = []
    y = bottom = float(LINE)
    for setting in settings:
        text = f"{setting.label}: median {figure(setting.median)} ({len(setting.values)})"
        label, y = drawing.lines(text, y)
        marks += label
        strip, bottom = drawing.strip(setting.values, setting.median, axis, y + 4, "a")
        marks += strip
        y = bottom + LINE + 1
    bottom += 2
    marks = drawing.frame(marks, axis, LINE + 4, bottom)
    marks += drawing.scale(axis, bottom, _axis_unit(axis, unit))
    told = " ".join(_side_told(setting, unit) for setting in settings)
    return Chart(name, title, told, round(bottom) + LINE + 6, tuple(marks))


_PLOT = (46.0, 300.0, 24.0, 128.0)
"""Left, right, top and bottom of the plot of a series."""
_LABEL_ROOM = 46.0
"""Words that stand closer than this would run into one another."""


def series(name: str, title: str, unit: str, points: Sequence[tuple[str, float]]) -> Chart:
    """Return one value a version, joined by a line, in the order given; at least one point."""
    left, right, top, bottom = _PLOT
    axis = axis_over([value for _, value in points], bottom, top)
    # Things that are counted are not counted in halves.
    whole = all(value == int(value) for _, value in points)
    ticks = [tick for tick in axis.ticks if tick == int(tick) or not whole]
    gap = (right - left - 24) / max(1, len(points) - 1)
    placed = [(left + 12 + number * gap, axis.at(value)) for number, (_, value) in enumerate(points)]
    marks = [
        Mark("grid", "".join(f"M{drawing.at(left)} {drawing.at(axis.at(tick))}H{drawing.at(right)}" for tick in ticks)),
        *(drawing.words(figure(tick, drawing.TICK_DIGITS), left - 5, axis.at(tick) + 4, "end tick") for tick in ticks),
        Mark("line", "M" + "L".join(f"{drawing.at(x)} {drawing.at(y)}" for x, y in placed)),
        Mark("dots a", "".join(f"M{drawing.at(x)} {drawing.at(y)}h0" for x, y in placed)),
    ]
    for number in _labelled([x for x, _ in placed]):
        (version, value), (x, y) = points[number], placed[number]
        marks.append(drawing.near(figure(value), x, y - 8))
        marks.append(drawing.near(version, x, bottom + LINE + 2, "tick"))
    marks.append(drawing.level("axis", bottom, left, right))
    unit_words = [drawing.words(_axis_unit(axis, unit), 0, 11, "tick")] if unit or axis.log else []
    told = "; ".join(f"{version}: {with_unit(figure(value), unit)}" for version, value in points)
    return Chart(name, title, f"{told}.", round(bottom) + LINE + 8, (*marks, *unit_words))


def _labelled(places: Sequence[float]) -> list[int]:
    """Return which points bear words: the ends, and between them those that leave room."""
    chosen = [0]
    for number in range(1, len(places) - 1):
        if places[number] - places[chosen[-1]] >= _LABEL_ROOM and places[-1] - places[number] >= _LABEL_ROOM:
            chosen.append(number)
    return [*chosen, len(places) - 1] if len(places) > 1 else chosen
