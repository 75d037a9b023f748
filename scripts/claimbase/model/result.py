"""Results of benchmarks: raw samples and observed outcomes, with all that is known of how they came about."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AllowInfNan, Field

from .base import FacetValue, GitHash, Id, Integer, Line, Model, Number, Prose, Sha256, Truth
from .benchmark import Setting

Sample = Annotated[Number, AllowInfNan(allow_inf_nan=False)]
"""One raw sample in the unit of its metric; neither NaN nor infinite."""

Moment = Annotated[str, Field(pattern=r"^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$")]
"""A moment in UTC, as `YYYY-MM-DDTHH:MM:SSZ`."""

VersionName = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+){1,3}(-rc[0-9]+)?$", max_length=20)]
"""A QEMU version, such as `10.2.2`."""

RESULT_FORMAT = 1
"""The format of result files that this program reads and writes."""


class MachineDocument(Model):
    """A machine on which runs were made, described once."""

    title: Line
    """What it is, in plain words."""
    origin: Id | None = None
    """The origin of what is observed on it, where several machines stand for one; else its id."""
    architecture: Line
    """Machine hardware name, as `uname -m` says."""
    processor: Line
    """Model of the processor, as the system names it."""
    cores: Integer
    """Number of logical processors."""
    memory_mib: Integer
    """Memory in MiB."""
    virtual: Truth
    """Whether it is itself a virtual machine."""
    system: Line
    """Distribution and release."""
    kvm: Line
    """What kind of KVM it has, or `none`."""
    note: Prose | None = None
    """What a reader should know, such as what it shares with others."""


class Machine(MachineDocument):
    """A machine with its id."""

    id: Id
    """Identifier; equal to the file stem."""


class Binary(Model):
    """A QEMU binary with which runs were made."""

    version: VersionName
    """Version, as it reports itself."""
    series: FacetValue
    """Release series, as in facets.yml."""
    reported: Line
    """The first line of its `--version`."""
    built: Line
    """Where it comes from and how it was built, or that this is unknown."""
    sha256: Sha256
    """Hash of the executable."""
    features: tuple[Line, ...] = ()
    """What it was found to offer, such as `kvm`, `cpr-exec`, `io_uring`."""


class SourceTree(Model):
    """A tree of sources in which things were counted."""

    version: VersionName
    """Version of the release."""
    series: FacetValue
    """Release series, as in facets.yml."""
    repo: Line
    """Name of the repository, as a source declares it."""
    commit: GitHash
    """The commit."""


class HostState(Model):
    """The state of the machine when a session began."""

    kernel: Line
    """Release of the kernel."""
    load: Sample
    """Load average over one minute."""
    governor: Line
    """Frequency governor of the processors, or `unknown`."""
    io_uring: Line
    """`available`, or what blocks it."""
    warnings: tuple[Prose, ...] = ()
    """What made the machine less fit for measuring."""


class Session(Model):
    """A session of runs in one random order; its files share the start."""

    started: Moment
    """When it began."""
    seed: Integer
    """The seed of the order."""
    harness: Line
    """Version of the program."""
    command: Line
    """The command that began it."""


class Run(Model):
    """One run: its setting and everything that was observed."""

    number: Annotated[Integer, Field(ge=1)]
    """Place in the order of the session, from 1, over all its files."""
    started: Moment
    """When it began."""
    setting: Mapping[Id, Setting] = Field(default_factory=dict)
    """The value of each parameter."""
    warmup: Truth = False
    """Whether it only warmed up; such runs are kept and not evaluated."""
    set_aside: Prose | None = None
    """Why it is kept but not evaluated, such as a disturbance; decided without looking at the samples."""
    samples: Mapping[Id, Annotated[tuple[Sample, ...], Field(min_length=1)]] = Field(default_factory=dict)
    """Raw samples by metric, in the metric's unit."""
    expected: FacetValue | None = None
    """For a test-run: the outcome that the maker of the test expected."""
    observed: FacetValue | None = None
    """For a test-run: the outcome."""
    failed: Prose | None = None
    """Why the run gave no result, where it did not."""
    others_cpu: Sample | None = None
    """Share of all processor time that went to other processes meanwhile, 0 to 1."""
    facts: Mapping[Line, Setting] = Field(default_factory=dict)
    """What else was noted, such as how the memory was measured."""
    log: tuple[Line | Literal[""], ...] = ()
    """What programs and guest printed, the telling part."""


class ResultFile(Model):
    """The runs of one session with one binary or source tree."""

    format: Literal[1]
    """The format of the file."""
    benchmark: Id
    """The benchmark."""
    definition: Sha256
    """Hash of the definition by which the runs were made; others are not mixed with it."""
    machine: Id
    """The machine."""
    subject: Binary | SourceTree
    """What was examined."""
    others: tuple[Binary, ...] = ()
    """Other binaries that took part, such as the one that a guest was handed over to."""
    host: HostState
    """State of the machine."""
    session: Session
    """The session."""
    runs: tuple[Run, ...]
    """The runs, in order."""
