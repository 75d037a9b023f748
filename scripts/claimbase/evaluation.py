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
    """The samples, in the order of the runs, in the unit of the metric."""
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
    observed: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """For test-runs: how often each outcome was observed."""


NOT_EVALUATED = Evaluation(MeasurementOutcome.NO_SAMPLES, "No samples are in the base.")
"""What is said of an assertion for which nothing was evaluated."""
