"""Pages of which there is one: the annotated article and the method; and those of retired claims."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimbase.assess import RUBRIC
from claimbase.assess.rules import START_LEVELS
from claimbase.model import (
    Article,
    Certainty,
    ClaimType,
    Direction,
    EvidenceKind,
    LimitDomain,
    MeasurementOutcome,
    NotCheckable,
    Outcome,
    RelationKind,
    Retirement,
    Sentence,
    Source,
    Tombstone,
    Verdict,
)

from .crossrefs import Backlink, Editions, Entry
from .files import SiteFile
from .glossary import GlossaryTerm, teller
from .pages import page

_VOCABULARY = (
    ("Verdicts", Verdict),
    ("Certainty", Certainty),
    ("Outcomes of a cell", Outcome),
    ("Kinds of claim", ClaimType),
    ("Sides of evidence", Direction),
    ("Domains of limits", LimitDomain),
    ("Outcomes of a measurement", MeasurementOutcome),
    ("Relations between claims", RelationKind),
    ("Sentences without a claim", NotCheckable),
    ("Retired claims", Retirement),
)
"""Headings and vocabularies of the method page; evidence kinds stand with the start levels."""


ARGUMENT_TOPIC = "sources-and-statistics"
"""The topic whose claims are about the article's argument: its sources, interests, hedges and premises."""
MAX_ARGUMENT_SHOWN = 100
"""Claims about the argument that are listed on the article's page; the topic has all."""
MAX_CHIPS_SHOWN = 4
"""Claims that stand beside a sentence; the others are folded."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the article leads to claims."""

    sentences: int
    """Number of sentences."""
    answered: int
    """Sentences with at least one claim."""
    claims: int
    """Claims that answer sentences, each once."""
    unanswered: int
    """Sentences that can be checked and are not answered yet."""
    by_type: tuple[tuple[ClaimType, int, int], ...]
    """Kind of sentence, number of sentences, number with a claim; most frequent first."""
    unchecked: tuple[tuple[NotCheckable, int], ...]
    """Reason, and number of sentences that are not checked for it; most frequent first."""


def coverage(sentences: Sequence[Sentence]) -> Coverage:
    """Count what leads to claims, and what does not and why."""
    types = Counter(sentence.type for sentence in sentences)
    answered = Counter(sentence.type for sentence in sentences if sentence.claims)
    unchecked = Counter(sentence.not_checkable.code for sentence in sentences if sentence.not_checkable)
    return Coverage(
        sentences=len(sentences),
        answered=answered.total(),
        claims=len({claim for sentence in sentences for claim in sentence.claims}),
        unanswered=sum(bool(sentence.unanswered) for sentence in sentences),
        by_type=tuple((kind, count, answered[kind]) for kind, count in types.most_common()),
        unchecked=tuple(unchecked.most_common()),
    )


def method_page() -> Iterator[SiteFile]:
    """Yield the method page, made from the rule objects and the vocabulary alone."""
    start_levels = [(kind, START_LEVELS.get(kind)) for kind in EvidenceKind]
    values = {"rubric": RUBRIC, "start_levels": start_levels, "vocabulary": _VOCABULARY}
    description = "How a verdict is computed from evidence: the rules, in the order in which they apply."
    yield page("method.html", "method.html", "Method", description=description, values=values)


def article_page(
    article: Article | None,
    source: Source | None,
    named: tuple[Entry, ...],
    argument: tuple[Entry, ...],
    path: str,
    terms: tuple[GlossaryTerm, ...],
) -> Iterator[SiteFile]:
    """Yield the examined article, sentence by sentence.

    `named` are the claims that answer sentences, `argument` those about the article's own argument.
    """
    sentences = article.sentences if article else ()
    values = {
        "tell": teller(terms, ""),
        "source": source,
        "sentences": sentences,
        "entries": {entry.id: entry for entry in named},
        "coverage": coverage(sentences),
        "argument": argument[:MAX_ARGUMENT_SHOWN],
        "argument_topic": ARGUMENT_TOPIC,
        "shown": MAX_CHIPS_SHOWN,
    }
    description = "The examined article, sentence by sentence, each with the claims that answer it."
    yield page(
        "article.html", "article.html", "The article, annotated",
        edit_path=path, description=description, values=values,
    )  # fmt: skip


def tombstone_page(
    tombstone: Tombstone,
    successors: tuple[Entry, ...],
    uses: tuple[Backlink, ...],
    path: str,
    editions: Editions = (),
) -> Iterator[SiteFile]:
    """Yield the page that stays at the address of a retired claim; `editions` are those that it is in, oldest first."""
    values = {
        "tombstone": tombstone,
        "successors": {entry.id: entry for entry in successors},
        "uses": uses[:100],
        "path": path,
        "editions": editions,
    }
    yield page(
        "tombstone.html",
        f"claims/{tombstone.id}.html",
        tombstone.title,
        edit_path=path,
        description=f"This claim is retired: {tombstone.retired.how.doc}",
        values=values,
    )
