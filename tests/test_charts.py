"""Charts: every sample is seen, the numbers are told in words, and the same samples make the same bytes."""

import gzip
import math
import random
import re
from statistics import median
from xml.etree import ElementTree

import pytest
from claimbase.evaluation import Evaluation, SideSamples
from claimbase.model import Assertion, MeasurementOutcome
from claimbase.render import charts
from claimbase.render.axes import axis_over, dodged
from claimbase.render.drawing import WIDTH, Chart
from claimbase.render.figures import figure, natural, spread, with_unit
from claimbase.render.pages import environment

NBSP = "\N{NO-BREAK SPACE}"


def svg(chart: Chart) -> str:
    template = '{% from "charts.html" import drawing %}{{ drawing(chart) }}'
    return environment().from_string(template).render(chart=chart)


def side(label: str, values: list[float]) -> SideSamples:
    return SideSamples(label, tuple(values), median(values))


def assertion(**changes: object) -> Assertion:
    value = {
        "metric": "gap",
        "compare": {"a": {"mode": "x"}, "b": {"mode": "y"}},
        "statistic": "ratio-of-medians",
        "holds_if": "< 0.9",
        "smallest_effect": 0.1,
    }
    return Assertion.model_validate(value | changes)


def evaluation(
    a: list[float], b: list[float], effect: float | None, interval: tuple[float, float] | None
) -> Evaluation:
    return Evaluation(
        MeasurementOutcome.SUPPORTS,
        "Because.",
        unit="ms",
        a=side("quick", a),
        b=side("slow", b) if b else None,
        effect=effect,
        interval=interval,
        threshold=0.9,
    )


def compared(**changes: object) -> Chart:
    chance = random.Random(1)
    a = [round(chance.gauss(30, 3), 2) for _ in range(20)]
    b = [round(chance.gauss(60, 5), 2) for _ in range(20)]
    chart = charts.comparison("e1-chart", "longest gap", assertion(**changes), evaluation(a, b, 0.5, (0.45, 0.55)))
    assert chart is not None
    return chart


def overview() -> Chart:
    settings = [charts.Setting("quick", (3.0, 4.0, 5.0), 4.0), charts.Setting("slow", (30.0, 50.0), 40.0)]
    return charts.overview("o-1", "Gap by mode", "ms", settings, axis_over([3.0, 50.0], 8, 312))


def series() -> Chart:
    return charts.series("s-1", "Machines", "", [("7.2", 105.0), ("10.0", 119.0), ("10.2", 118.0)])


CHARTS = pytest.mark.parametrize("chart", [compared(), overview(), series()], ids=["comparison", "overview", "series"])


@CHARTS
def test_chart_is_well_formed_and_has_a_title_and_a_description(chart):
    root = ElementTree.fromstring(svg(chart))
    assert root.get("role") == "img"
    title, described = root.find("title"), root.find("desc")
    assert title is not None
    assert described is not None
    assert title.text == chart.title
    assert described.text == chart.told
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"


@CHARTS
def test_nothing_is_drawn_outside(chart):
    _, _, width, height = map(float, re.findall(r"[\d.]+", ElementTree.fromstring(svg(chart)).get("viewBox", "")))
    assert width == WIDTH
    for mark in chart.marks:
        if mark.text:
            assert 0 <= float(mark.x) <= width
            assert 0 < float(mark.y) <= height
        for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", mark.path):
            assert 0 <= float(x) <= width
            assert 0 <= float(y) <= height


@CHARTS
def test_colour_comes_from_the_style_sheet_and_coordinates_have_one_decimal(chart):
    text = svg(chart)
    assert not re.search(r"style=|fill=|stroke=|#[0-9a-f]{3}", text)
    assert not re.search(r"\d\.\d\d", re.sub(r"<(text|title|desc).*?</\1>", "", text))


def test_chart_of_two_times_twenty_samples_is_small():
    assert len(gzip.compress(svg(compared()).encode(), 9)) < 1500


@CHARTS
def test_same_samples_make_the_same_bytes(chart):
    again = {"e1-chart": compared, "o-1": overview, "s-1": series}[chart.name]()
    assert svg(again) == svg(chart)


def test_description_states_the_numbers():
    chart = charts.comparison("e1", "gap", assertion(), evaluation([1.0, 2.0, 4.0], [8.0, 8.0], 0.25, (0.1, 0.5)))
    assert chart is not None
    assert chart.title == "Gap: quick compared with slow"
    assert chart.told == (
        f"quick: 3 samples, median 2{NBSP}ms, from 1 to 4{NBSP}ms. "
        f"slow: 2 samples, median 8{NBSP}ms, always 8{NBSP}ms. "
        "Ratio of medians 0.25, 95 % interval 0.1 to 0.5; the statement holds below 0.9."
    )


def test_sides_are_told_apart_by_words_and_by_the_form_of_their_dots():
    texts = [mark.text for mark in compared().marks]
    assert any(text.startswith("● quick") for text in texts)
    assert any(text.startswith("■ slow") for text in texts)
    assert "◂ holds below 0.9" in texts
    assert {"dots a", "dots b"} <= {mark.kind for mark in compared().marks}


def test_every_sample_has_a_dot_of_its_own():
    chart = charts.comparison("e1", "gap", assertion(), evaluation([2.0] * 9 + [3.0], [4.0] * 3, None, None))
    assert chart is not None
    for kind, number in (("dots a", 10), ("dots b", 3)):
        dots = [dot for mark in chart.marks if mark.kind == kind for dot in re.findall(r"M[^M]+", mark.path)]
        assert len(dots) == len(set(dots)) == number


def test_chart_draws_interval_threshold_and_smallest_effect():
    kinds = [mark.kind for mark in compared().marks]
    for kind in ("zone", "threshold", "interval", "effect"):
        assert kinds.count(kind) == 1
    without = charts.comparison("e1", "gap", assertion(), evaluation([2.0], [4.0], None, None))
    assert without is not None
    assert not {"zone", "threshold", "interval", "effect"} & {mark.kind for mark in without.marks}


def test_one_side_alone_is_held_against_its_threshold():
    alone = assertion(statistic="median", compare={"a": {"mode": "x"}}, holds_if="> 5", smallest_effect=1.0)
    chart = charts.comparison("e1", "gap", alone, evaluation([6.0, 7.0, 8.0], [], 7.0, (6.0, 8.0)))
    assert chart is not None
    assert chart.told.endswith(f"Median 7{NBSP}ms, 95 % interval 6 to 8{NBSP}ms; the statement holds above 5{NBSP}ms.")


def test_without_samples_there_is_no_chart():
    nothing = Evaluation(MeasurementOutcome.NO_SAMPLES, "No samples are in the base.")
    assert charts.comparison("e1", "gap", assertion(), nothing) is None


def test_hostile_labels_are_escaped():
    hostile = "\"'><script>alert(1)</script>&{{ 7*7 }}"
    settings = [charts.Setting(hostile, (1.0,), 1.0)]
    chart = charts.overview("o-1", hostile, hostile, settings, axis_over([1.0], 8, 312))
    text = svg(chart)
    assert "<script" not in text
    assert ElementTree.fromstring(text).findtext("title") == hostile


@pytest.mark.parametrize("seed", range(40))
def test_axis_spans_all_values_with_two_to_six_round_ticks(seed):
    chance = random.Random(seed)
    values = [chance.choice([1, 1, -1]) * 10 ** chance.uniform(-6, 9) for _ in range(chance.randint(1, 5))]
    axis = axis_over(values, 8, 312)
    assert axis.low <= min(values)
    assert axis.high >= max(values)
    assert 2 <= len(axis.ticks) <= 6, axis
    assert all(axis.low <= tick <= axis.high or math.isclose(tick, axis.low) for tick in axis.ticks)
    places = [axis.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(8 <= place <= 312 for place in places)


def test_axis_is_logarithmic_where_the_small_would_coincide():
    assert axis_over([1.0, 500.0], 0, 1).log
    assert not axis_over([90.0, 100.0], 0, 1).log
    assert not axis_over([-1.0, 500.0], 0, 1).log
    assert axis_over([10.0, 100.0 / 1.2], 0, 1).low == 0


def test_dots_that_would_hide_one_another_stand_apart():
    chance = random.Random(3)
    places = [round(chance.uniform(0, 60)) for _ in range(60)]
    placed = dodged(places, 5.4)
    assert sorted(x for x, _ in placed) == sorted(places)
    for x, level in placed:
        assert sum(abs(x - other) < 5.4 and level == row for other, row in placed) == 1


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.0, 3, "0"),
        (12.0, 3, "12"),
        (1234.0, 3, "1234"),
        (123456.0, 3, "123\N{NARROW NO-BREAK SPACE}456"),
        (123.6, 3, "124"),
        (12.345, 3, "12.3"),
        (0.01234, 3, "0.0123"),
        (0.99951, 3, "1"),
        (-0.5, 3, "\N{MINUS SIGN}0.5"),
        (0.00001234, 3, "1.23e-05"),
        (12.3456, 4, "12.35"),
    ],
)
def test_figures(value, digits, expected):
    assert figure(value, digits) == expected


def test_words_for_values():
    assert with_unit("5", "") == "5"
    assert [
        with_unit("1", unit).split(NBSP)[1] for unit in ("rings", "entries", "lines per day", "addresses", "ms")
    ] == [
        "ring",
        "entry",
        "line per day",
        "address",
        "ms",
    ]
    assert with_unit("2", "rings") == f"2{NBSP}rings"
    assert spread([1.0, 1.0], "ms") == f"always 1{NBSP}ms"
    versions = ["10.0.13", "7.2.22", "11.1.3", "10.2.0.1", "10.2.0", "10.2.0-rc1"]
    assert sorted(versions, key=natural) == ["7.2.22", "10.0.13", "10.2.0-rc1", "10.2.0", "10.2.0.1", "11.1.3"]
    assert sorted([512, 64, True], key=natural) == [True, 64, 512]
