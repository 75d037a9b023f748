"""Pages of which there is one: the annotated article and the method; and those of retired claims."""

from collections.abc import Iterator

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
    Source,
    Tombstone,
    Verdict,
)

from .crossrefs import Backlink, Entry
from .files import SiteFile
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


def method_page() -> Iterator[SiteFile]:
    """Yield the method page, made from the rule objects and the vocabulary alone."""
    start_levels = [(kind, START_LEVELS.get(kind)) for kind in EvidenceKind]
    values = {"rubric": RUBRIC, "start_levels": start_levels, "vocabulary": _VOCABULARY}
    description = "How a verdict is computed from evidence: the rules, in the order in which they apply."
    yield page("method.html", "method.html", "Method", description=description, values=values)


def article_page(
    article: Article | None, source: Source | None, named: tuple[Entry, ...], path: str
) -> Iterator[SiteFile]:
    """Yield the examined article, sentence by sentence; `named` are the claims that answer sentences."""
    sentences = article.sentences if article else ()
    values = {
        "source": source,
        "sentences": sentences,
        "entries": {entry.id: entry for entry in named},
        "answered": sum(bool(sentence.claims) for sentence in sentences),
    }
    description = "The examined article, sentence by sentence, each with the claims that answer it."
    yield page(
        "article.html", "article.html", "The article, annotated",
        edit_path=path, description=description, values=values,
    )  # fmt: skip


def tombstone_page(
    tombstone: Tombstone, successors: tuple[Entry, ...], uses: tuple[Backlink, ...], path: str
) -> Iterator[SiteFile]:
    """Yield the page that stays at the address of a retired claim."""
    values = {
        "tombstone": tombstone,
        "successors": {entry.id: entry for entry in successors},
        "uses": uses[:100],
        "path": path,
    }
    yield page(
        "tombstone.html",
        f"claims/{tombstone.id}.html",
        tombstone.title,
        edit_path=path,
        description=f"This claim is retired: {tombstone.retired.how.doc}",
        values=values,
    )
