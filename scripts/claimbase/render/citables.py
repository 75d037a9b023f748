"""What of a knowledge base can be cited, and how each of it stands to the newest edition."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimbase.assessment import Assessment
from claimbase.citing import Base, Citable, changed_on, of_claim, of_source, plain_texts, sources_of
from claimbase.model import Claim, Source
from claimbase.repository import KnowledgeBase

from . import words
from .cite import Cited, TextsOf
from .files import SiteSettings


def base_of(settings: SiteSettings) -> Base:
    """Return what citations say about the base."""
    return Base(settings.name, settings.site_url)


@dataclass(frozen=True, slots=True)
class Citing:
    """Everything of a base that can be cited."""

    claims: Mapping[str, Citable]
    """Every claim, by id, as it is cited today."""
    sources: Mapping[str, Citable]
    """Every source by id."""
    texts: TextsOf
    """Returns the citations of an item as plain text."""

    @property
    def items(self) -> Iterator[Citable]:
        """All of it."""
        yield from self.claims.values()
        yield from self.sources.values()

    def claim(self, claim: Claim) -> Cited:
        """Return a claim as its page cites it, with the sources that it names."""
        item = self.claims[claim.id]
        return Cited(
            item, self.texts(item), tuple(self.sources[name] for name in sources_of(claim) if name in self.sources)
        )

    def source(self, source: Source) -> Cited:
        """Return a source as its page cites it."""
        item = self.sources[source.id]
        return Cited(item, self.texts(item))


def citing_of(
    kb: KnowledgeBase, assessments: Mapping[str, Assessment], settings: SiteSettings, texts: TextsOf = plain_texts
) -> Citing:
    """Return what of a base can be cited; its data cells are filled."""
    base = base_of(settings)
    moved = {change.claim: change.date for change in kb.changes}
    claims = {
        name: of_claim(claim, words.summary(assessments[name]), changed_on(claim, moved.get(name, "")), base)
        for name, claim in kb.claims.items()
    }
    return Citing(claims, {name: of_source(source) for name, source in kb.sources.items()}, texts)
