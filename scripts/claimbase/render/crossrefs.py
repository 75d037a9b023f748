"""Who refers to whom: claims as lists show them, and the backlinks of claims and sources."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from claimbase.assessment import Assessment
from claimbase.model import Claim, Direction, FrozenEntry, LocatedEvidence, Source, Topic, Verdict
from claimbase.repository import KnowledgeBase

from . import words


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as lists and links show it."""

    id: str
    """The claim id."""
    title: str
    """Its title."""
    statement: str
    """The claim as made."""
    topic: str
    """Id of its topic."""
    topic_title: str
    """Title of its topic."""
    verdict: Verdict
    """The verdict as shown."""
    certainty: str
    """The certainty in words; empty where there is none."""
    counts: str
    """The counts of cells in words; empty where evidence is not asked."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A claim that refers to another claim or to a source, and how."""

    entry: Entry
    """The claim that refers."""
    how: str
    """What the reference is, in words."""
    anchor: str = ""
    """Anchor on the referring claim's page; empty for the page as a whole."""


Editions = tuple[tuple[str, FrozenEntry], ...]
"""Names of editions, oldest first, and what each holds under an id."""


@dataclass(frozen=True, slots=True)
class CrossReferences:
    """All references of a knowledge base, the other way round."""

    entries: Mapping[str, Entry]
    """Claims by id, ordered by topic, then title."""
    to_claims: Mapping[str, tuple[Backlink, ...]]
    """Claims that build on a claim, by the id of the latter."""
    to_sources: Mapping[str, tuple[Backlink, ...]]
    """Uses of a source, by its id."""
    sentences: Mapping[str, tuple[int, ...]]
    """Numbers of the article's sentences that a claim answers, by claim id."""
    by_origin: Mapping[str, tuple[Source, ...]]
    """Sources by origin."""
    titles: Mapping[str, str]
    """Titles of retired claims by id."""
    editions: Mapping[str, Editions]
    """The editions that hold something, by its id."""


def cross_references(kb: KnowledgeBase, assessments: Mapping[str, Assessment]) -> CrossReferences:
    """Collect every reference of the knowledge base in one pass."""
    entries = _entries(kb, assessments)
    to_claims: defaultdict[str, list[Backlink]] = defaultdict(list)
    to_sources: defaultdict[str, list[Backlink]] = defaultdict(list)
    for entry in entries.values():
        claim = kb.claims[entry.id]
        for other, how in _claims_named(claim, kb):
            to_claims[other].append(Backlink(entry, how))
        for source, how, anchor in _sources_named(claim):
            to_sources[source].append(Backlink(entry, how, anchor))
    by_origin: defaultdict[str, list[Source]] = defaultdict(list)
    for known in kb.sources.values():
        by_origin[known.origin].append(known)
    return CrossReferences(
        entries,
        {name: tuple(links) for name, links in to_claims.items()},
        {name: tuple(links) for name, links in to_sources.items()},
        _sentences(kb),
        {name: tuple(group) for name, group in by_origin.items()},
        {name: tombstone.title for name, tombstone in kb.tombstones.items()},
        _editions(kb),
    )


def in_order(kb: KnowledgeBase) -> list[Claim]:
    """Return the claims in the order of lists: by topic, then title."""
    order = {topic.id: (topic.order, topic.id) for topic in kb.topics}

    def place(claim: Claim) -> tuple[tuple[int, str], str, str]:
        return (order.get(claim.topic, (len(order), claim.topic)), claim.title.casefold(), claim.id)

    return sorted(kb.claims.values(), key=place)


def _entries(kb: KnowledgeBase, assessments: Mapping[str, Assessment]) -> dict[str, Entry]:
    topics: dict[str, Topic] = {topic.id: topic for topic in kb.topics}
    return {claim.id: _entry(claim, assessments[claim.id], topics.get(claim.topic)) for claim in in_order(kb)}


def _entry(claim: Claim, assessment: Assessment, topic: Topic | None) -> Entry:
    return Entry(
        id=claim.id,
        title=claim.title,
        statement=claim.statement,
        topic=claim.topic,
        topic_title=topic.title if topic else claim.topic,
        verdict=assessment.verdict,
        certainty=words.certainty(assessment.certainty),
        counts=words.counts(assessment.counts) if words.asks_evidence(assessment) else "",
    )


def _claims_named(claim: Claim, kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    for relation in claim.relations:
        yield relation.claim, str(relation.kind)
    for assumption in claim.assumptions:
        if assumption in kb.claims:
            yield assumption, "assumes"


def _editions(kb: KnowledgeBase) -> dict[str, Editions]:
    found: defaultdict[str, list[tuple[str, FrozenEntry]]] = defaultdict(list)
    for edition in kb.editions:
        for name, entry in edition.head.entries.items():
            found[name].append((edition.name, entry))
    return {name: tuple(held) for name, held in found.items()}


_USES = {Direction.SUPPORTS: "for", Direction.CONTRADICTS: "against", Direction.CONTEXT: "context"}


def _sources_named(claim: Claim) -> Iterator[tuple[str, str, str]]:
    for asserter in claim.asserted_by:
        yield asserter.source, "makes the claim", "asserted-by"
    for item in claim.evidence:
        if isinstance(item, LocatedEvidence):
            yield item.source, f"{item.id}, {_USES[item.direction]}", item.id


def _sentences(kb: KnowledgeBase) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for sentence in kb.article.sentences if kb.article else ():
        for claim in sentence.claims:
            found[claim].append(sentence.number)
    return {name: tuple(numbers) for name, numbers in found.items()}


def entries_of(refs: CrossReferences, *names: Iterable[str]) -> tuple[Entry, ...]:
    """Return the claims of these ids that exist, each once, in the order in which they are first named."""
    each = dict.fromkeys(name for group in names for name in group)
    return tuple(refs.entries[name] for name in each if name in refs.entries)
