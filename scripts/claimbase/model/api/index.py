"""What stands once in the interface: the index, facets and topics, changes of verdicts."""

from collections.abc import Mapping

from ..base import Day, Model
from ..catalogue import Dimension, Topic, VerdictChange
from .shared import Address, Generated


class Counts(Model):
    """How much there is."""

    claims: int
    """Claims that are not retired."""
    retired: int
    """Retired claims."""
    evidence: int
    """Items of evidence."""
    sources: int
    """Sources."""
    benchmarks: int
    """Benchmarks."""
    editions: int
    """Frozen editions."""


class Index(Generated):
    """Where everything is."""

    name: str
    """Name of the site."""
    site: str
    """Public address of the site; empty where it is not known."""
    as_of: Day
    """The day as of which predictions and days of review are judged."""
    counts: Counts
    """How much there is."""
    documents: Mapping[str, Address]
    """The lists, by name."""
    items: Mapping[str, Address]
    """Where a single claim, source, benchmark or edition is, with {id} or {name} to fill in."""
    schemas: Mapping[str, Address]
    """The JSON Schema of each sort of document."""
    openapi: Address
    """The OpenAPI description."""
    downloads: Mapping[str, Address]
    """The whole base in one file, or one file a table, by kind; empty where the site was built without."""
    feeds: Mapping[str, Address]
    """The feeds of verdict changes."""


class ApiFacets(Generated):
    """The dimensions of the reader's environment, and the topics."""

    dimensions: tuple[Dimension, ...]
    """The dimensions."""
    topics: tuple[Topic, ...]
    """The topics, by order."""


class ApiChanges(Generated):
    """Every move of a verdict."""

    changes: tuple[VerdictChange, ...]
    """The moves, oldest first."""
