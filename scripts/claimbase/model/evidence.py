"""Evidence items: located, measured, run, or the record of a search."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from .base import Day, EvidenceId, FacetValue, GitHash, Id, Integer, Model, Number, Prose
from .benchmark import Setting
from .locator import Locator
from .vocabulary import Direction, EvidenceKind, LimitDomain

Selection = Literal["all"] | tuple[FacetValue, ...]
"""The values of a dimension that are meant: a list, or `all` written out."""


class Limit(Model):
    """A reason why an item counts for less than its kind."""

    domain: LimitDomain
    """The domain of the limit."""
    steps: Annotated[Integer, Field(ge=1, le=2)]
    """How many levels the limit costs: 1 or 2."""
    why: Prose
    """The reason, in one sentence."""


class Counted(Model):
    """What every item that can take a side has."""

    id: EvidenceId
    """Local identifier, never renumbered; the page's anchor."""
    finding: Prose
    """What the item says, in our own words."""
    applies_to: Mapping[Id, Selection] = Field(default_factory=dict)
    """The environments that the item speaks of; names every facet of the scope."""
    direct: Prose | None = None
    """How the item is the very observation that `test` names; without it an indirectness limit is due."""
    interest: Prose | None = None
    """The interest of this very item, where the source as a whole has none."""
    disinterested: Prose | None = None
    """Why a declared interest does not lie on the side that the item takes."""
    limits: tuple[Limit, ...] = ()
    """What makes the item count for less."""
    origin: Id | None = None
    """Who first made the observation, where it differs from the source's origin."""


class LocatedEvidence(Counted):
    """An item that a locator leads to."""

    kind: Literal[
        EvidenceKind.SOURCE_CODE,
        EvidenceKind.TEST_RUN,
        EvidenceKind.PACKAGE_RECORD,
        EvidenceKind.RELEASE_DOCUMENT,
        EvidenceKind.CHANGE_RECORD,
        EvidenceKind.MAINTAINER_STATEMENT,
        EvidenceKind.REPORTED_MEASUREMENT,
        EvidenceKind.THIRD_PARTY_REPORT,
        EvidenceKind.VENDOR_STATEMENT,
        EvidenceKind.SURVEY_STATISTIC,
        EvidenceKind.INFERENCE,
    ]
    """What sort of observation it is."""
    direction: Direction
    """Which side it takes."""
    source: Id
    """The source that it comes from."""
    locator: Locator
    """Where in the source it stands."""
    introduced_by: GitHash | None = None
    """The commit that brought the cited fact in; it is then the origin of the item."""


class ComparedSides(Model):
    """The two sides of a measured comparison, each a choice of parameters."""

    a: Mapping[Id, Setting]
    """Parameters of the side that the assertion speaks of."""
    b: Mapping[Id, Setting] | None = None
    """The same parameters of the side that it is compared with; left out for the statistic `median`."""


class Assertion(Model):
    """A statement about raw samples, evaluated at every build."""

    metric: Id
    """The metric of the benchmark."""
    compare: ComparedSides
    """The two sides; parameters of the benchmark, or `version`, `series`, `machine`."""
    where: Mapping[Id, Setting] = Field(default_factory=dict)
    """Parameters that both sides share."""
    statistic: Literal["ratio-of-medians", "difference-of-medians", "median"]
    """Side a over, or minus, side b; or the median of side a alone."""
    holds_if: Annotated[str, Field(pattern=r"^[<>] -?[0-9]+(\.[0-9]+)?$")]
    """The side of the threshold on which the statement holds, such as `< 0.9`."""
    smallest_effect: Annotated[Number, Field(gt=0)]
    """The smallest effect of interest, in the unit of the statistic."""

    @property
    def threshold(self) -> float:
        """The number on one side of which the statement holds."""
        return float(self.holds_if[2:])

    @property
    def below(self) -> bool:
        """Whether the statement holds below the threshold; else above."""
        return self.holds_if[0] == "<"


class Measurement(Counted):
    """An item whose direction is computed from raw samples."""

    kind: Literal[EvidenceKind.MEASUREMENT]
    """Always `measurement`."""
    benchmark: Id
    """The benchmark whose samples are evaluated."""
    assertion: Assertion
    """What is asserted about the samples."""


class OutcomeAssertion(Model):
    """The statement that every matching test-run ended in one way; choose the outcome that the claim predicts."""

    where: Mapping[Id, Setting | tuple[Setting, ...]] = Field(default_factory=dict)
    """The runs that are meant: a value, or a list of values, of parameters or of `version`, `series`, `machine`."""
    outcome: FacetValue
    """The outcome of the benchmark that all of them have."""


class BoundTestRun(Counted):
    """A test-run whose direction is computed from recorded outcomes."""

    kind: Literal[EvidenceKind.TEST_RUN]
    """Always `test-run`."""
    benchmark: Id
    """The benchmark whose runs are meant."""
    assertion: OutcomeAssertion
    """What is asserted about the runs."""


class Search(Model):
    """One place where we looked."""

    where: Prose
    """What was searched."""
    query: Prose
    """What was searched for, as typed where it was typed."""
    date: Day
    """Day of the search."""
    hits: Annotated[Integer, Field(ge=0)]
    """How many hits bore on the claim."""


class SearchRecord(Model):
    """The record that we looked for evidence, and where; it takes no side and has no level."""

    id: EvidenceId
    """Local identifier, never renumbered; the page's anchor."""
    kind: Literal[EvidenceKind.SEARCH_RECORD]
    """Always `search-record`."""
    direction: Literal[Direction.CONTEXT] = Direction.CONTEXT
    """Always `context`."""
    searched: Annotated[tuple[Search, ...], Field(min_length=1)]
    """The searches."""
    finding: Prose
    """What came of them, in our own words."""


def _evidence_tag(value: Any) -> str:
    given = value if isinstance(value, dict) else vars(value)
    kind = given.get("kind")
    # Compared, not looked up in a set: a file may hold a list here, which has no hash.
    if kind in (EvidenceKind.MEASUREMENT, EvidenceKind.SEARCH_RECORD):
        return str(kind)
    return "bound-test-run" if kind == EvidenceKind.TEST_RUN and "benchmark" in given else "located"


Evidence = Annotated[
    Annotated[LocatedEvidence, Tag("located")]
    | Annotated[Measurement, Tag("measurement")]
    | Annotated[BoundTestRun, Tag("bound-test-run")]
    | Annotated[SearchRecord, Tag("search-record")],
    Discriminator(_evidence_tag),
]
"""Any evidence item; which one it is follows from its kind, and for a test-run from whether it names a benchmark."""

Bound = Measurement | BoundTestRun
"""An item whose direction is computed from data in the base."""
