"""Sources, benchmarks and editions in the interface: the lists, and one of each."""

from collections.abc import Mapping

from ..base import Day, EditionName, Id, Model
from ..benchmark import BenchmarkDocument
from ..edition import Digest, EditionReference, FrozenEntry
from ..source import SourceDocument
from .shared import Address, Document, Generated, InEdition


class SourceRow(Model):
    """A source in the list of sources."""

    id: Id
    """Its id."""
    title: str
    """Its title."""
    origin: Id
    """Who first observed what it states."""
    interest: bool
    """Whether it declares an interest."""
    uses: int
    """How often claims use it."""
    document: Address
    """The source in full."""
    page: Address
    """Its page."""


class Sources(Generated):
    """All sources."""

    sources: tuple[SourceRow, ...]
    """The sources, by id."""


class Use(Model):
    """A claim that uses a source, and how."""

    claim: Id
    """The claim."""
    how: str
    """Item and side, or that the source makes the claim."""


class ApiSource(Document):
    """A source."""

    id: Id
    """Its id."""
    page: Address
    """Its page."""
    written_in: str
    """The file of the repository in which it is written."""
    cite_as: str
    """Its token, without an edition."""
    used_by: tuple[Use, ...]
    """The claims that use it."""
    editions: Mapping[EditionName, InEdition]
    """The editions that it is in."""
    source: SourceDocument
    """The source as written: CSL field names, and origin and interest."""


class BenchmarkRow(Model):
    """A benchmark in the list of benchmarks."""

    id: Id
    """Its id."""
    title: str
    """Its title."""
    results: int
    """How many result files there are."""
    runs: int
    """How many runs they hold."""
    document: Address
    """The benchmark in full."""
    page: Address
    """Its page."""


class Benchmarks(Generated):
    """All benchmarks."""

    benchmarks: tuple[BenchmarkRow, ...]
    """The benchmarks, by id."""


class ResultRow(Model):
    """A file of raw samples."""

    file: str
    """Its path in the repository."""
    sha256: Digest
    """Its SHA-256."""
    machine: Id
    """The machine."""
    version: str
    """The version of QEMU."""
    started: str
    """When the session began, in UTC."""
    runs: int
    """How many runs it holds."""
    evaluated: bool
    """Whether it was made by the present definition; others are kept and not evaluated."""


class ApiBenchmark(Document):
    """A benchmark: its definition, and where its samples are."""

    id: Id
    """Its id."""
    page: Address
    """Its page."""
    written_in: str
    """The file of the repository in which it is defined."""
    definition_hash: str
    """Hash of what makes results comparable."""
    samples: Mapping[str, Address]
    """Every run and sample: as `csv` and as `json`."""
    used_by: tuple[Id, ...]
    """The claims that rest on it."""
    results: tuple[ResultRow, ...]
    """The result files."""
    benchmark: BenchmarkDocument
    """The definition as written."""


class EditionRow(EditionReference):
    """An edition in the list of editions."""

    claims: int
    """How many claims it holds."""
    document: Address
    """The edition in full."""
    page: Address
    """Its page."""
    file: Address
    """Its file, as it is kept."""


class Editions(Generated):
    """All editions."""

    editions: tuple[EditionRow, ...]
    """The editions, oldest first."""


class FrozenRow(FrozenEntry):
    """What an edition holds of one id, and where."""

    token: str
    """The token by which it is cited."""
    page: Address
    """The page with the frozen text."""
    document: Address
    """The frozen JSON; its SHA-256 is `frozen`."""


class ApiEdition(Document):
    """An edition: what its head says, and where its entries are."""

    name: EditionName
    """Its name."""
    date: Day
    """The day on which it was made."""
    as_of: Day
    """The day as of which claims were assessed."""
    sha256: Digest
    """SHA-256 of its head."""
    token: str
    """The token by which the edition as a whole is cited."""
    previous: EditionReference | None = None
    """The edition before; absent in the first."""
    samples: Mapping[str, Digest]
    """SHA-256 of the result files that its claims rest on, by path."""
    entries: Mapping[Id, FrozenRow]
    """Claims, retired claims and sources by id."""
