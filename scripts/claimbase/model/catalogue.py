"""What a knowledge base has once: topics, facets, article, findings, lock, changes."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from .base import Day, EvidenceId, FacetValue, Id, Integer, Line, Model, Prose
from .vocabulary import Certainty, ClaimType, NotCheckable, Verdict, WhyNot


class Topic(Model):
    """A part of the subject; every claim belongs to one."""

    id: Id
    """Identifier; equal to the folder."""
    title: Line
    """Title."""
    question: Prose
    """The question that the topic answers."""
    order: Integer
    """Place in lists, smallest first."""


class Topics(Model):
    """The controlled list of topics."""

    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    """The topics."""


class DimensionValue(Model):
    """One answer to the question of a dimension."""

    id: FacetValue
    """Identifier of the value."""
    title: Line
    """What the value means, in plain words."""
    outside: WhyNot | None = None
    """Why a claim that leaves the value out does not apply to whoever gives it; without it, the dimension's reason."""


class Dimension(Model):
    """A property of the reader's environment on which a verdict may depend."""

    id: Id
    """Identifier, the key in scopes."""
    title: Line
    """Name in plain words."""
    question: Prose
    """The question to the reader."""
    find_out: Prose
    """How to find the answer."""
    commands: tuple[Line, ...] = ()
    """Commands that help to find the answer, as they are typed."""
    outside: WhyNot = WhyNot.HOST_NOT_AFFECTED
    """Why a claim does not apply to whoever gives an answer that its scope leaves out."""
    values: Annotated[tuple[DimensionValue, ...], Field(min_length=2)]
    """The answers; they exclude each other."""


class Contradiction(Model):
    """Answers to two questions that cannot both be true of one environment."""

    answers: Annotated[Mapping[Id, tuple[FacetValue, ...]], Field(min_length=2, max_length=2)]
    """Two dimensions, each with the values that none of the other's go with."""
    why: Prose
    """Why they exclude each other."""


FORMAT = 1
"""The newest format of a base that this program reads; a base without format.yml is of format 0."""


class Format(Model):
    """Which format the base has, so that a program knows whether it can read it."""

    format: Annotated[int, Field(ge=1)]
    """The number of the format; `claimbase migrate` takes a base to the newest one."""


class Facets(Model):
    """The dimensions of the reader's environment."""

    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]
    """The dimensions; `qemu`, the release series, is one of them."""
    contradictions: tuple[Contradiction, ...] = ()
    """Answers that exclude each other; a profile that holds both is told so."""


class PresetAnswer(Model):
    """What is true of a kind of host."""

    values: Annotated[tuple[FacetValue, ...], Field(min_length=1)]
    """The value; or the values, one of which is true."""
    why: Prose
    """Why it is true of every such host."""
    source: Id | None = None
    """The source that says so; none where it follows from what the kind of host is."""


class Preset(Model):
    """A kind of host, with the answers that are true of all of its kind; what varies is left open."""

    id: Id
    """Identifier."""
    title: Line
    """Name of the kind of host."""
    description: Prose
    """Which hosts are meant."""
    answers: Annotated[Mapping[Id, PresetAnswer], Field(min_length=1)]
    """The answers, by dimension."""


class Presets(Model):
    """Kinds of hosts with which a reader can begin."""

    presets: tuple[Preset, ...]
    """The kinds of hosts, in the order in which they are offered."""


class NotCheckableReason(Model):
    """Why no claim answers a sentence."""

    code: NotCheckable
    """The reason as a code."""
    why: Prose
    """The reason in one sentence."""


class Sentence(Model):
    """A sentence of the examined article, in our own words."""

    number: Annotated[Integer, Field(ge=1)]
    """Place in the article, title and headings not counted."""
    paraphrase: Line
    """What it says, in at most 20 words of our own."""
    type: ClaimType
    """What sort of sentence it is."""
    claims: tuple[Id, ...] = ()
    """The claims that answer it."""
    not_checkable: NotCheckableReason | None = None
    """Why it cannot be checked."""
    unanswered: Prose | None = None
    """What claim is still to be written; the sentence can be checked but is not answered yet."""


class Article(Model):
    """The examined article, sentence by sentence."""

    source: Id
    """The source that it is."""
    sentences: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    """The sentences, in order."""


class Finding(Model):
    """A claim that decides an upgrade."""

    claim: Id
    """The claim."""
    why: Prose
    """Why it decides, in one sentence."""


class StartingPoint(Model):
    """What to do today for those who start from one release series."""

    qemu: FacetValue
    """The release series that runs today."""
    do: Prose
    """What to do."""
    claims: tuple[Id, ...] = ()
    """The claims that it rests on."""


class Findings(Model):
    """The claims that decide an upgrade, in order, and what to do by starting version."""

    findings: tuple[Finding, ...]
    """The claims that decide, most important first."""
    starting_from: tuple[StartingPoint, ...] = ()
    """What to do, by the release series that runs today."""


class LockedClaim(Model):
    """What the lock holds of one claim."""

    verdict: Verdict
    """The verdict as shown."""
    certainty: Certainty | None = None
    """The certainty; absent where the verdict has none."""
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the claim's canonical JSON."""


class Lock(Model):
    """The computed verdicts as committed."""

    as_of: Day
    """The day as of which predictions and review triggers are judged."""
    claims: Mapping[Id, LockedClaim] = Field(default_factory=dict)
    """The locked claims by id."""


class VerdictChange(Model):
    """A move of a verdict."""

    date: Day
    """Day of the move."""
    claim: Id
    """The claim."""
    before: Annotated[Verdict, Field(alias="from")]
    """The verdict before."""
    after: Annotated[Verdict, Field(alias="to")]
    """The verdict after."""
    evidence: tuple[EvidenceId, ...] = ()
    """The items that carry the new verdict."""


class VerdictChanges(Model):
    """Every move of a verdict, oldest first."""

    changes: tuple[VerdictChange, ...] = ()
    """The moves."""
