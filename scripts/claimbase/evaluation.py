"""What raw samples say about an assertion; plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .model import MeasurementOutcome


@dataclass(frozen=True, slots=True)
class SideSamples:
    """The samples of one side of a comparison."""

    label: str
    """What tells the side from the other one, in words."""
    values: tuple[float, ...]
    """One sample a run, the median of those that it took; in the order of the runs, in the unit of the metric."""
    median: float
    """Their median."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the samples of one benchmark say about one assertion."""

    outcome: MeasurementOutcome
    """Which side they take."""
    reason: str
    """Why, in a sentence."""
    machines: tuple[str, ...] = ()
    """The machines whose runs were evaluated."""
    origin: str = ""
    """Who made the observation; empty without runs."""
    files: tuple[str, ...] = ()
    """The result files, relative to the root."""
    unit: str = ""
    """Unit of the samples."""
    a: SideSamples | None = None
    """The side that the assertion speaks of; None for test-runs and without samples."""
    b: SideSamples | None = None
    """The side that it is compared with."""
    effect: float | None = None
    """The statistic, side a over or minus side b."""
    interval: tuple[float, float] | None = None
    """Its 95 % interval; both ends equal the effect where the metric is exact."""
    threshold: float | None = None
    """The threshold of the assertion."""
    observed: Mapping[str, int] = field(default_factory=dict)
    """For test-runs: how often each outcome was observed."""
    asserted: str = ""
    """For test-runs: the outcome that all of them are said to have."""
    as_expected: int = 0
    """For test-runs: how many ended as the maker of the test expected; those without expectation do not count."""
    n: int = 0
    """How many samples, of both sides together, or test-runs were evaluated."""
    exact: bool = False
    """Whether samples are counts that come out the same each time; they are written with all their digits."""
    parts: tuple["Evaluation", ...] = ()
    """One evaluation for each machine where there are several; the numbers are then those of the part nearest to
    failing the statement."""


Evaluations = Mapping[str, Evaluation]
"""What the data say about the bound items of one claim, by evidence id."""

NO_EVALUATIONS: Evaluations = MappingProxyType({})
"""For a claim without bound items."""

NOTHING_EVALUATED: Mapping[str, Evaluations] = MappingProxyType({})
"""For a base without bound items, by claim id."""

NOT_EVALUATED = Evaluation(MeasurementOutcome.NO_SAMPLES, "No samples are in the base.")
"""What is said of an assertion for which nothing was evaluated."""
