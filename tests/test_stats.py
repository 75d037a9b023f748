"""Intervals on simulated data with known truth: how often they cover it, how often a statement is false.

Every simulation runs a thousand data sets or more at once; seeds are fixed, so that a red test is the change's doing.
"""

from collections.abc import Callable
from functools import cache
from math import log
from typing import Any

import numpy as np
import pytest
from claimbase.model import MeasurementOutcome
from claimbase.stats import Estimate, UndefinedStatisticError, decide, estimate, intervals

RUNS = 1000
RESAMPLES = 399

Draw = Callable[[Any, tuple[int, int]], Any]

# Name, how samples are drawn, and the true median.
POPULATIONS: dict[str, tuple[Draw, float]] = {
    "normal": (lambda rng, shape: rng.normal(100, 10, shape), 100),
    "log-normal": (lambda rng, shape: np.exp(rng.normal(log(100), 0.5, shape)), 100),
    "exponential": (lambda rng, shape: rng.exponential(100, shape), 100 * log(2)),
    "heavy-tailed": (lambda rng, shape: 100 + 5 * rng.standard_t(2, shape), 100),
    "tied": (lambda rng, shape: np.round(rng.normal(10, 1.5, shape)), 10),
}
SIZES = [(5, 5), (10, 10), (20, 20), (5, 20), (10, 20)]


@cache
def simulated(name: str, sizes: tuple[int, int]) -> tuple[Any, Any]:
    """The ends of the intervals of the ratio of `RUNS` data sets; the true ratio is 1."""
    draw, _ = POPULATIONS[name]
    rng = np.random.default_rng(sum(map(ord, name)) + sizes[0] * 100 + sizes[1])
    a, b = (draw(rng, (RUNS, size)) for size in sizes)
    return intervals("ratio-of-medians", a, b, resamples=RESAMPLES)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("name", POPULATIONS)
def test_intervals_of_a_ratio_cover_the_truth_as_often_as_they_say(name, sizes):
    """95 % is promised; 93 % is the least that is tolerated (1,000 runs have a standard error of 0.7 points)."""
    low, high = simulated(name, sizes)
    assert np.mean((low <= 1) & (high >= 1)) >= 0.93


@pytest.mark.parametrize("name", POPULATIONS)
def test_intervals_of_a_difference_cover_the_truth_as_often_as_they_say(name):
    draw, _ = POPULATIONS[name]
    rng = np.random.default_rng(7)
    low, high = intervals(
        "difference-of-medians", draw(rng, (RUNS, 10)) + 5, draw(rng, (RUNS, 10)), resamples=RESAMPLES
    )
    assert np.mean((low <= 5) & (high >= 5)) >= 0.93


@pytest.mark.parametrize(("size", "least"), [(5, 0.90), (10, 0.92), (20, 0.92)])
@pytest.mark.parametrize("name", POPULATIONS)
def test_intervals_of_one_median_cover_the_truth_a_little_less_often(name, size, least):
    """Five samples all lie on one side of the median in one case of sixteen; no interval of them can do better."""
    draw, truth = POPULATIONS[name]
    low, high = intervals("median", draw(np.random.default_rng(size), (RUNS, size)), resamples=RESAMPLES)
    assert np.mean((low <= truth) & (high >= truth)) >= least


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("name", POPULATIONS)
def test_statements_are_false_in_at_most_one_case_of_thirty(name, sizes):
    """The truth lies on the threshold, where false statements are most frequent: 2.5 % a side, 3.5 % tolerated.

    A ratio that is exactly at the threshold does not hold, so only `supports` is false.
    """
    ends = zip(*simulated(name, sizes), strict=True)
    outcomes = [decide(Estimate(1, *each), 1, below=True, smallest_effect=0.1) for each in ends]
    assert outcomes.count(MeasurementOutcome.SUPPORTS) / RUNS <= 0.035


def test_a_true_effect_of_size_is_found_and_none_is_found_on_the_wrong_side():
    """Equal sides with ten samples of ten per cent spread are always found to be less than 1.8 times apart."""
    ends = zip(*simulated("normal", (10, 10)), strict=True)
    outcomes = {decide(Estimate(1, *each), 1.8, below=True, smallest_effect=0.1) for each in ends}
    assert outcomes == {MeasurementOutcome.SUPPORTS}


YES, NO, OPEN, WIDE, _ = MeasurementOutcome


@pytest.mark.parametrize(
    ("low", "high", "below", "expected"),
    [
        (0.5, 0.8, True, YES),
        (0.5, 0.9, True, WIDE),
        (0.85, 0.94, True, OPEN),
        (0.85, 0.96, True, WIDE),
        (0.9, 1.2, True, NO),
        (1.0, 1.2, True, NO),
        (1.0, 1.2, False, YES),
        (0.9, 1.2, False, WIDE),
        (0.5, 0.9, False, NO),
        (0.9, 0.9, True, NO),
        (0.9, 0.9, False, NO),
        (0.8, 0.8, True, YES),
    ],
)
def test_an_interval_decides_only_where_it_lies_on_one_side(low, high, below, expected):
    """The threshold is 0.9 and itself on the other side; 0.1 is the smallest effect of interest."""
    assert decide(Estimate(low, low, high), 0.9, below=below, smallest_effect=0.1) is expected


A = (212.5, 205.0, 219.0, 208.5, 215.5, 210.0)
B = (31.5, 29.0, 30.5, 33.0, 28.5, 30.0)


def test_order_of_samples_changes_nothing_and_the_same_samples_give_the_same_interval():
    assert estimate("ratio-of-medians", A, B) == estimate("ratio-of-medians", A[::-1], sorted(B))


def test_another_unit_scales_a_difference_and_leaves_a_ratio():
    a, b = [x * 8 for x in A], [x * 8 for x in B]
    assert estimate("ratio-of-medians", A, B) == estimate("ratio-of-medians", a, b)
    one, other = estimate("difference-of-medians", A, B), estimate("difference-of-medians", a, b)
    assert (other.effect, other.low, other.high) == (8 * one.effect, 8 * one.low, 8 * one.high)


def test_swapped_sides_turn_effect_and_interval_round():
    """Up to the randomness of resampling, which is drawn for side a first."""
    one, other = estimate("difference-of-medians", A, B), estimate("difference-of-medians", B, A)
    assert other.effect == -one.effect
    assert other.low == pytest.approx(-one.high, abs=0.5)
    assert other.high == pytest.approx(-one.low, abs=0.5)


def test_the_median_of_one_side_lies_in_its_interval():
    found = estimate("median", A)
    assert found.low <= found.effect == 211.25 <= found.high


def test_an_exact_metric_needs_one_value_and_has_an_interval_of_no_width():
    assert estimate("difference-of-medians", [412.0], [400.0], exact=True) == Estimate(12.0, 12.0, 12.0)
    assert estimate("median", [412, 412], exact=True) == Estimate(412, 412, 412)


@pytest.mark.parametrize(
    ("statistic", "a", "b", "exact", "why"),
    [
        ("ratio-of-medians", [], [1.0], False, "no samples"),
        ("ratio-of-medians", [1.0], [], False, "no samples"),
        ("ratio-of-medians", [1.0], [0.0, 1.0], False, "above 0"),
        ("ratio-of-medians", [-1.0], [1.0], False, "above 0"),
        ("median", [1.0, 2.0], [], True, "the same each time"),
    ],
)
def test_what_has_no_value_says_why(statistic, a, b, exact, why):
    with pytest.raises(UndefinedStatisticError, match=why):
        estimate(statistic, a, b, exact=exact)


def test_samples_beyond_what_numbers_can_hold_have_no_ratio():
    with pytest.raises(UndefinedStatisticError, match="too large"):
        estimate("ratio-of-medians", [1e300, 2e300], [1e-300, 2e-300])
    assert estimate("median", [1e300, 2e300]).effect == 1.5e300
