"""Claims in the interface: the list, and one as written and as assessed."""

from collections.abc import Mapping
from typing import Literal

from ..base import Day, EditionName, EvidenceId, FacetValue, Id, Model
from ..claim import ClaimDocument, TombstoneDocument
from ..vocabulary import Certainty, ClaimType, Direction, EvidenceKind, LimitDomain, Outcome, Verdict
from .shared import Address, Document, Generated, InEdition


class ClaimRow(Model):
    """A claim in the list of claims."""

    id: Id
    """Its id."""
    title: str
    """Its title."""
    statement: str
    """The claim as made; inline Markdown."""
    topic: Id
    """Its topic."""
    type: ClaimType
    """What sort of sentence it is."""
    verdict: Verdict
    """The verdict."""
    certainty: Certainty | None = None
    """The certainty; absent where the verdict has none."""
    counts: Mapping[Outcome, int]
    """How many environments have each outcome."""
    changed: Day
    """Day of the last change."""
    document: Address
    """The claim in full."""
    page: Address
    """Its page."""


class RetiredRow(Model):
    """A retired claim in the list of claims."""

    id: Id
    """Its id, which is never used again."""
    title: str
    """The title that it had."""
    document: Address
    """The notice in full."""
    page: Address
    """Its page."""


class Claims(Generated):
    """All claims."""

    claims: tuple[ClaimRow, ...]
    """The claims, by topic, then title."""
    retired: tuple[RetiredRow, ...]
    """The retired claims, by id."""


class Cells(Model):
    """The outcome of every environment of a claim."""

    dimensions: tuple[Id, ...]
    """The dimensions of its scope."""
    values: tuple[tuple[FacetValue, ...], ...]
    """The values of each dimension."""
    outcomes: str
    """A letter for each combination of values, the last dimension running fastest."""
    legend: Mapping[str, Outcome]
    """What a letter means."""


class StepTaken(Model):
    """A limit as it was subtracted."""

    domain: LimitDomain
    """Its domain."""
    steps: int
    """Levels that it costs."""


class ItemAssessed(Model):
    """An item of evidence as the rules see it."""

    id: EvidenceId
    """Its id within the claim."""
    kind: EvidenceKind
    """Its kind."""
    side: Direction
    """The side that it takes."""
    start: int | None
    """Start level by kind; null where it has no level."""
    steps: tuple[StepTaken, ...]
    """What limits take off."""
    level: int | None
    """Level, 0 to 4; null where it has none."""
    without_level: str
    """Why it has no level; empty where it has one."""
    origin: str
    """Who first made the observation."""
    cells: int
    """Number of environments that it speaks of."""
    load_bearing: bool
    """Whether the verdict would be another without it."""


class Bearing(Model):
    """Something on which the verdict hangs."""

    what: Literal["origin", "item", "limit", "facet-value"]
    """What was left out."""
    name: str
    """Which."""
    verdict: Verdict
    """The verdict without it."""


class Wanted(Model):
    """The least evidence of one side that would change the verdict."""

    side: Direction
    """The side; context where a search record is meant."""
    level: int
    """The level that it would need."""
    kinds: tuple[EvidenceKind, ...]
    """The kinds that reach the level without a limit."""
    cell: tuple[str, ...]
    """The environment that it would have to speak of; empty for every one."""
    verdict: Verdict
    """The verdict with it."""


class Assessed(Model):
    """What the rules compute of a claim."""

    verdict: Verdict
    """The verdict as shown."""
    computed: Verdict
    """The verdict before an override."""
    certainty: Certainty | None
    """How sure it is; null where the verdict has none."""
    rule: str
    """Id of the verdict rule on the method page."""
    certainty_rule: str
    """Id of the certainty rule."""
    reason: str
    """Why the claim is not assessed, or why it is overridden; else empty."""
    counts: Mapping[Outcome, int]
    """How many environments have each outcome."""
    cells: Cells
    """The outcomes."""
    items: tuple[ItemAssessed, ...]
    """The items, in the order of the claim."""
    single_origin: str
    """The one origin that carries the verdict; empty where there are several."""
    hangs_on: tuple[Bearing, ...]
    """What is load-bearing."""
    would_change: tuple[Wanted, ...]
    """What would change the verdict."""


class ApiClaim(Document):
    """A claim as written and as assessed."""

    id: Id
    """Its id."""
    topic: Id
    """Its topic."""
    page: Address
    """Its page."""
    written_in: str
    """The file of the repository in which it is written."""
    cite_as: str
    """Its token, without an edition."""
    changed: Day
    """Day of the last change."""
    assessment: Assessed
    """What the rules compute."""
    sources: Mapping[Id, Address]
    """The page of each source that it names."""
    editions: Mapping[EditionName, InEdition]
    """The editions that it is in."""
    claim: ClaimDocument
    """The claim as written, with numbers from data filled in."""


class ApiRetired(Document):
    """A retired claim."""

    id: Id
    """Its id, which is never used again."""
    page: Address
    """Its page."""
    written_in: str
    """The file of the repository in which the notice is written."""
    cite_as: str
    """Its token, without an edition."""
    editions: Mapping[EditionName, InEdition]
    """The editions that it is in."""
    retired: TombstoneDocument
    """The notice as written."""
