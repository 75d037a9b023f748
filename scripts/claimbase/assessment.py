"""What an assessment holds: levels, cells, verdict, certainty, and what they hang on; plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .model import Certainty, Direction, EvidenceKind, LimitDomain, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """One limit as it was subtracted."""

    domain: LimitDomain
    """The domain of the limit."""
    steps: int
    """Levels that it costs."""
    why: str
    """The reason given."""


@dataclass(frozen=True, slots=True)
class ItemAssessment:
    """The level of one evidence item and how it came about."""

    id: str
    """The evidence id."""
    kind: EvidenceKind
    """Its kind."""
    side: Direction
    """The side that it takes; for an item bound to benchmark data the side that the data take."""
    start: int | None
    """Start level by kind, 1 to 4; None where the item has no level."""
    steps: tuple[Step, ...]
    """The limits, in file order."""
    level: int | None
    """Level after the limits, 0 to 4; None where the item has no level."""
    without_level: str
    """Why the item has no level; empty where it has one."""
    origin: str
    """Who first made the observation."""
    cells: int
    """Number of the claim's cells that it speaks of."""
    load_bearing: bool
    """Whether the verdict would be another without it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One environment of the claim's scope and what the evidence says there."""

    values: tuple[str, ...]
    """One value for each dimension of the assessment, in its order."""
    supports: int
    """Level of the supporting side, 0 to 4."""
    contradicts: int
    """Level of the contradicting side, 0 to 4."""
    supporting: tuple[str, ...]
    """Ids of the supporting items that speak of the cell."""
    contradicting: tuple[str, ...]
    """Ids of the contradicting items that speak of the cell."""
    outcome: Outcome
    """What the two sides come to."""
    certainty: Certainty | None
    """How sure the outcome is, before the objection is looked at; None where open or contested."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something without which the verdict would be another."""

    what: Literal["origin", "item", "limit", "facet-value"]
    """What was left out."""
    name: str
    """Which: an origin, `e2`, `e2/indirectness`, `accelerator=kvm`."""
    verdict: Verdict
    """The verdict without it."""


@dataclass(frozen=True, slots=True)
class Request:
    """The cheapest single piece of evidence on one side that would change the verdict."""

    side: Direction
    """The side that it would take; context where a search record is meant."""
    level: int
    """The level that it would need, 2 to 4; 0 for a search record."""
    kinds: tuple[EvidenceKind, ...]
    """The kinds that reach the level without a limit."""
    values: tuple[str, ...]
    """The cell that it would have to speak of; empty where it would have to speak of every cell."""
    verdict: Verdict
    """The verdict with it."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The computed answer to one claim, with its derivation."""

    claim: str
    """The claim id."""
    verdict: Verdict
    """The verdict as shown."""
    certainty: Certainty | None
    """How sure it is; None where the verdict has none."""
    computed: Verdict
    """The verdict before an override."""
    rule: str
    """Id of the verdict rule that fitted."""
    reason: str
    """Why the claim is not assessed, or why it is overridden; else empty."""
    certainty_rule: str
    """Id of the certainty rule that fitted."""
    capped: bool
    """Whether certainty would be high if the claim answered its best objection."""
    dimensions: tuple[str, ...]
    """The dimensions of the scope, in file order."""
    cells: tuple[Cell, ...]
    """The cells, in the order of the product of the scope's values."""
    counts: Mapping[Outcome, int]
    """How many cells have each outcome; every outcome is a key."""
    looked: bool
    """Whether a search record or an inconclusive measurement shows that somebody looked."""
    items: tuple[ItemAssessment, ...]
    """The evidence items, in file order."""
    left_out: tuple[LeftOut, ...]
    """What is load-bearing."""
    single_origin: str
    """The one origin that carries the verdict; empty where there are several or none."""
    requests: tuple[Request, ...]
    """What would change the verdict, cheapest first."""
