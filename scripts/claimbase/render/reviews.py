"""Claims as search engines read them: as they are today, and as an edition holds them.

What is frozen is plain JSON, perhaps of long ago: nothing is taken for granted of it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from claimbase.assessment import Assessment
from claimbase.citing import Base, Citable, Reviewed, claim_review
from claimbase.model import Claim, FrozenEntry

from . import words
from .cite import Cited, head
from .files import SiteSettings
from .prose import plain


def claim_head(claim: Claim, assessment: Assessment, about: Cited, settings: SiteSettings) -> str:
    """Return what the head of a claim's page says to programs."""
    base = Base(settings.name, settings.site_url)
    return head(about.item, claim_review(reviewed_today(claim, assessment, about.sources), about.item, base))


def reviewed_today(claim: Claim, assessment: Assessment, sources: tuple[Citable, ...]) -> Reviewed:
    """Return a claim as it is today; `sources` are those that it names."""
    asserters = {each.source for each in claim.asserted_by}
    return Reviewed(
        statement=plain(claim.statement),
        verdict=assessment.verdict.words,
        explanation=f"{assessment.verdict.doc} {words.summary(assessment).capitalize()}.",
        published=claim.history[0].date,
        sources=tuple(source for source in sources if source.key in asserters),
    )


def frozen_verdict(entry: FrozenEntry) -> str:
    """Return the verdict of a frozen claim, and how sure it is, in words."""
    parts = [entry.verdict.words if entry.verdict else "", words.certainty(entry.certainty)]
    return "; ".join(filter(None, parts))


def sources_then(frozen: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the sources that a claim named, each once: those that said so, then those of the evidence."""
    claim = _claim(frozen)
    return tuple(dict.fromkeys([*_sources(claim.get("asserted_by")), *_sources(claim.get("evidence"))]))


def reviewed_then(entry: FrozenEntry, frozen: Mapping[str, Any], sources: tuple[Citable, ...]) -> Reviewed | None:
    """Return a frozen claim as search engines read it; None for what is no claim."""
    claim = _claim(frozen)
    statement, history = claim.get("statement"), claim.get("history")
    if entry.verdict is None or not isinstance(statement, str):
        return None
    asserters = set(_sources(claim.get("asserted_by")))
    first = history[0] if isinstance(history, list) and history else None
    return Reviewed(
        statement=plain(statement),
        verdict=entry.verdict.words,
        explanation=f"{entry.verdict.doc} {frozen_verdict(entry).capitalize()}.",
        published=str(first.get("date", "")) if isinstance(first, Mapping) else "",
        sources=tuple(source for source in sources if source.key in asserters),
    )


def _claim(frozen: Mapping[str, Any]) -> Mapping[str, Any]:
    claim = frozen.get("claim")
    return claim if isinstance(claim, Mapping) else {}


def _sources(items: Any) -> Iterator[str]:
    for item in items if isinstance(items, list) else ():
        source = item.get("source") if isinstance(item, Mapping) else None
        if isinstance(source, str):
            yield source
