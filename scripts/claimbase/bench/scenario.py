"""What a scenario is: a definition, the settings to run, and one run of a setting."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from claimbase.model import Benchmark, SourceTree

from .binaries import QemuBinary
from .process import Lab

if TYPE_CHECKING:
    from .guest import Guest

SettingValue = str | int | float | bool
"""The value of a parameter."""


@dataclass(frozen=True)
class Plan:
    """One setting that is to be run."""

    subject: QemuBinary | SourceTree
    """The binary, or the tree of sources, under examination."""
    setting: Mapping[str, SettingValue]
    """The value of each parameter of the definition."""
    repetitions: int
    """How often it is run."""
    others: tuple[QemuBinary, ...] = ()
    """Other binaries that take part."""

    @property
    def binary(self) -> QemuBinary:
        """The binary under examination; raises TypeError where it is a tree of sources."""
        if isinstance(self.subject, SourceTree):
            raise TypeError("a tree of sources cannot be run")
        return self.subject

    @property
    def words(self) -> str:
        """The setting in one line."""
        told = " ".join(str(value) for value in self.setting.values())
        return f"{self.subject.version} {told}".strip()


@dataclass(frozen=True)
class Observation:
    """What one run brought: samples, or the outcome of a test."""

    samples: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Raw samples by metric, in the metric's unit."""
    expected: str | None = None
    """For a test-run: the outcome that the maker of the test expected."""
    observed: str | None = None
    """For a test-run: the outcome."""
    failed: str | None = None
    """Why the run gave no result, where it did not."""
    others_cpu: float | None = None
    """Share of all processor time that went to other processes during the telling part, 0 to 1."""
    facts: Mapping[str, SettingValue] = field(default_factory=dict)
    """What else was noted."""
    log: tuple[str, ...] = ()
    """The telling lines of what programs and guest printed."""


@dataclass
class Choice:
    """What the user chose, and what scenarios need besides binaries."""

    accelerators: tuple[str, ...] = ("tcg",)
    """The accelerators to run with, of `tcg` and `kvm`."""
    quick: bool = False
    """Whether each setting runs once: to try the scenario, not to measure."""
    only: Mapping[str, str] = field(default_factory=dict)
    """Values to which parameters are restricted, as typed; `version` counts as a parameter."""
    repo: Path | None = None
    """A clone of the QEMU repository, for counts from sources."""
    guest: Callable[[], "Guest"] | None = None
    """Prepares the Linux guest; None where there is none on this machine."""
    left_out: Callable[[str], None] = lambda _text: None
    """Takes a sentence that says what was left out, and why."""

    def chosen(self, plan: Plan) -> bool:
        """Whether a plan fits the restrictions."""
        held = {"version": plan.subject.version, **plan.setting}
        return all(str(held.get(name)) in wanted.split(",") for name, wanted in self.only.items())


class Scenario(ABC):
    """A benchmark that the harness can run."""

    definition: Benchmark
    """What is observed, under which parameters, by which procedure."""
    seconds: float = 10.0
    """Rough length of a run, for the first estimate of the time left."""
    needs_binaries: bool = True
    """Whether it runs QEMU; counts from sources do not."""

    @property
    def id(self) -> str:
        """Identifier of the benchmark."""
        return self.definition.id

    @abstractmethod
    def plans(self, binaries: Sequence[QemuBinary], choice: Choice) -> Iterator[Plan]:
        """Yield the settings that these binaries allow; what is left out is told to `choice.left_out`."""

    @abstractmethod
    def run(self, plan: Plan, lab: Lab, choice: Choice) -> Observation:
        """Make one run; raises BenchError where it gives no result."""
