"""Benchmark definitions: the question, what is observed, under which parameters, and by which procedure."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AllowInfNan, Field

from .base import FacetValue, Id, Integer, Line, Model, Number, Prose, Sha256, Truth

Setting = Annotated[
    Line | Integer | Annotated[Number, AllowInfNan(allow_inf_nan=False)] | Truth, Field(union_mode="left_to_right")
]
"""The value of a parameter: a word, a number or a truth value."""

GIVEN_PARAMETERS = ("version", "series", "machine")
"""What every run has besides the parameters of its benchmark: of the binary or source tree, and of the host."""


class Metric(Model):
    """What a benchmark measures."""

    id: Id
    """Identifier, the key in assertions and in samples."""
    title: Line
    """Name in plain words."""
    unit: Line
    """Unit of the samples."""
    better: Literal["lower", "higher", "neither"]
    """Which direction is better."""
    exact: Truth = False
    """Whether a sample is a count that comes out the same each time, so that one is enough."""


class Parameter(Model):
    """A condition under which runs are made; samples are compared only where the others agree."""

    id: Id
    """Identifier, the key in settings."""
    title: Line
    """Name in plain words."""
    unit: Line | None = None
    """Unit of its values, where they have one."""


class ObservedOutcome(Model):
    """One way in which a test-run can end."""

    id: FacetValue
    """Identifier, the word that runs record."""
    title: Line
    """What it means, in plain words."""


class BenchmarkDocument(Model):
    """What a benchmark definition holds."""

    title: Line
    """Name of the benchmark."""
    question: Prose
    """The question that it answers."""
    metrics: tuple[Metric, ...] = ()
    """What is measured; empty where runs only have outcomes."""
    outcomes: tuple[ObservedOutcome, ...] = ()
    """The ways in which its test-runs can end; empty where runs only have samples."""
    parameters: tuple[Parameter, ...] = ()
    """The conditions that differ from run to run; `version`, `series` and `machine` come with every run."""
    procedure: Prose
    """How a run is made."""
    materials: Mapping[Line, Sha256] = Field(default_factory=dict)
    """Hashes of what runs are made with, such as the program of the guest."""
    fewest: Annotated[Integer, Field(ge=1)] = 5
    """Fewest samples a side, or fewest test-runs, on which a statement may rest; one for exact metrics."""
    cannot_show: Prose | None = None
    """What these runs cannot show, said plainly."""
    command: Line | None = None
    """The command that makes the runs again."""


class Benchmark(BenchmarkDocument):
    """A benchmark definition with its id."""

    id: Id
    """Identifier; equal to the folder."""
