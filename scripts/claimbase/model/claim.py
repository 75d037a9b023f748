"""Claims, and the tombstones of retired ones."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from .base import Day, FacetValue, Id, Line, Model, Prose
from .evidence import Evidence
from .exception import RuleException
from .locator import Locator
from .vocabulary import ClaimType, RelationKind, Retirement, Verdict


class Asserter(Model):
    """Who makes the claim, and where."""

    source: Id
    """The source in which it is made."""
    locator: Locator
    """Where in the source it is made."""


class PartialFacet(Model):
    """A facet of the scope that leaves out values of its dimension, and says why."""

    values: Annotated[tuple[FacetValue, ...], Field(min_length=1)]
    """The values that the claim speaks of."""
    why: Prose
    """Why the other values are left out."""


ScopeFacet = Annotated[tuple[FacetValue, ...], Field(min_length=1)] | PartialFacet
"""The values of one dimension for which the claim is asserted."""


class Objection(Model):
    """The best counter-argument and the reply to it."""

    text: Prose
    """The counter-argument, as its best advocate would put it."""
    answer: Prose
    """The reply."""


class Relation(Model):
    """How this claim bears on another one."""

    kind: RelationKind
    """The kind of relation."""
    claim: Id
    """The other claim."""


class Advice(Model):
    """What an evaluator should do about the claim."""

    when: Mapping[Id, FacetValue | tuple[FacetValue, ...]] = Field(default_factory=dict)
    """The environment to which the advice is given; without it, everyone."""
    do: Prose
    """What to do, in one or two sentences."""


class Override(Model):
    """A verdict set by hand; it may only weaken the computed one."""

    replaces: Verdict
    """The computed verdict that it replaces."""
    verdict: Verdict
    """The verdict that is shown instead."""
    reason: Prose
    """Why the computed verdict would mislead."""


class HistoryEntry(Model):
    """A change of the claim that a reader should know of."""

    date: Day
    """Day of the change."""
    change: Prose
    """What changed."""


class ClaimDocument(Model):
    """What a claim file holds."""

    title: Annotated[str, Field(min_length=3, max_length=80)]
    """Neutral; names the subject, not the answer."""
    statement: Prose
    """The claim as made: one checkable sentence."""
    type: ClaimType
    """What sort of sentence it is."""
    asserted_by: Annotated[tuple[Asserter, ...], Field(min_length=1)]
    """Who says so."""
    scope: Mapping[Id, ScopeFacet]
    """Release series and facets for which the claim is asserted; they span its cells."""
    test: Prose
    """The observation that would decide the claim, and which result would refute it."""
    evidence: tuple[Evidence, ...] = ()
    """What speaks for it, against it, or helps to understand it."""
    objection: Objection | None = None
    """The best counter-argument and the reply."""
    assumptions: tuple[Prose, ...] = ()
    """Other claim ids, or sentences, that are taken for granted."""
    relations: tuple[Relation, ...] = ()
    """How it bears on other claims."""
    advice: Annotated[tuple[Advice, ...], Field(min_length=1)]
    """What to do about it."""
    due: Day | None = None
    """Predictions only: the day from which the claim can be assessed."""
    not_assessed: Prose | None = None
    """Promotion, advice and opinion only: why it is not assessed."""
    override: Override | None = None
    """A verdict set by hand, with its reason."""
    review_when: Annotated[tuple[Line, ...], Field(min_length=1)]
    """When the claim is to be looked at again: a release condition, a day, or an event."""
    exceptions: tuple[RuleException, ...] = ()
    """Warnings that do not apply to this claim, each with the reason."""
    history: Annotated[tuple[HistoryEntry, ...], Field(min_length=1)]
    """Changes of the claim, oldest first."""


class Claim(ClaimDocument):
    """A claim with its place in the base: the file stem is its id, the folder its topic."""

    id: Id
    """Identifier; equal to the file stem, never reused, never renamed."""
    topic: Id
    """Topic; equal to the folder."""


class RetirementNotice(Model):
    """Why an id is retired, and what took its place."""

    how: Retirement
    """What became of the claim."""
    to: tuple[Id, ...] = ()
    """The claims that took its place."""
    date: Day
    """Day of the retirement."""
    reason: Prose
    """Why."""


class TombstoneDocument(Model):
    """What the file of a retired claim holds."""

    title: Annotated[str, Field(min_length=3, max_length=80)]
    """The title that the claim had."""
    retired: RetirementNotice
    """Why it is retired."""
    history: Annotated[tuple[HistoryEntry, ...], Field(min_length=1)]
    """Changes of the claim, oldest first."""


class Tombstone(TombstoneDocument):
    """A retired claim with its place in the base; its page stays at its address."""

    id: Id
    """Identifier of the retired claim."""
    topic: Id
    """Topic that it had."""
