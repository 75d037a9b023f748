"""What of a knowledge base can be cited, and how each of it stands to the newest edition."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from claimbase.assessment import Assessment
from claimbase.citing import (
    Base,
    Citable,
    Frozen,
    changed_on,
    of_base,
    of_claim,
    of_frozen_claim,
    of_source,
    plain_texts,
    sources_of,
)
from claimbase.editionfile import Edition, digest
from claimbase.evaluation import NO_EVALUATIONS, NOTHING_EVALUATED, Evaluations
from claimbase.frozen import claim_value, source_value
from claimbase.model import Benchmark, Claim, FrozenKind, Source
from claimbase.repository import KnowledgeBase

from . import words
from .cite import Cited, Standing, TextsOf
from .feeds import as_of
from .files import SiteSettings
from .reviews import frozen_verdict


def base_of(settings: SiteSettings) -> Base:
    """Return what citations say about the base."""
    return Base(settings.name, settings.site_url)


@dataclass(frozen=True, slots=True)
class Citing:
    """Everything of a base that can be cited."""

    base: Base
    """What citations say about the base."""
    claims: Mapping[str, Citable]
    """Every claim by id: as it is frozen where that is what it is today, else as it is today."""
    sources: Mapping[str, Citable]
    """Every source by id."""
    editions: Mapping[str, Citable]
    """Every edition as a whole, by name."""
    frozen: Mapping[tuple[str, str], Citable]
    """What editions hold, by name of the edition and id; without retired claims."""
    standings: Mapping[str, Standing]
    """How each claim and source stands to the newest edition, by id."""
    whole: Citable
    """The base as it is today."""
    newest: str
    """Name of the newest edition; empty where there is none."""
    texts: TextsOf
    """Returns the citations of an item as plain text."""

    @property
    def items(self) -> Iterator[Citable]:
        """All of it."""
        for group in (self.claims, self.sources, self.editions, self.frozen):
            yield from group.values()

    def claim(self, claim: Claim) -> Cited:
        """Return a claim as its page cites it, with the sources that it names."""
        named = (self.sources.get(name) for name in sources_of(claim))
        return self._cited(claim.id, self.claims[claim.id], tuple(source for source in named if source))

    def source(self, source: Source) -> Cited:
        """Return a source as its page cites it."""
        return self._cited(source.id, self.sources[source.id])

    def edition(self, name: str) -> Cited:
        """Return an edition as its page cites it."""
        item = self.editions[name]
        return Cited(item, self.texts(item), standing=Standing.FROZEN, edition=name)

    def held(self, edition: str, name: str) -> Cited | None:
        """Return what an edition holds under an id as its page cites it; None for a retired claim."""
        item = self.frozen.get((edition, name))
        return Cited(item, self.texts(item), standing=Standing.FROZEN, edition=edition) if item else None

    def sources_held(self, edition: str) -> Mapping[str, Citable]:
        """Return the sources that an edition holds, by id."""
        return {name: item for (each, name), item in self.frozen.items() if each == edition and not item.ours}

    def _cited(self, name: str, item: Citable, sources: tuple[Citable, ...] = ()) -> Cited:
        return Cited(item, self.texts(item), sources, self.standings[name], self.newest)


def citing_of(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    settings: SiteSettings,
    evaluations: Mapping[str, Evaluations] = NOTHING_EVALUATED,
    texts: TextsOf = plain_texts,
) -> Citing:
    """Return what of a base can be cited; its data cells are filled."""
    base, last = base_of(settings), kb.editions[-1] if kb.editions else None
    frozen = {(each.name, name): item for each in kb.editions for name, item in _held(kb, each, base)}
    today = _Today(kb, assessments, evaluations)
    standings = {name: today.standing(name, last) for group in (kb.claims, kb.sources) for name in group}
    moved = {change.claim: change.date for change in kb.changes}
    claims, sources = {}, {}
    for name, claim in kb.claims.items():
        changed = changed_on(claim, moved.get(name, ""))
        same = frozen.get((last.name, name)) if last and standings[name] is Standing.SAME else None
        claims[name] = same or of_claim(claim, words.summary(assessments[name]), changed, base)
    for name, source in kb.sources.items():
        same = frozen.get((last.name, name)) if last and standings[name] is Standing.SAME else None
        sources[name] = same or of_source(source)
    editions = {each.name: of_base(base, each.head.date, _frozen(each, each.sha256)) for each in kb.editions}
    whole = of_base(base, as_of(kb))
    return Citing(base, claims, sources, editions, frozen, standings, whole, last.name if last else "", texts)


def _frozen(edition: Edition, hashed: str) -> Frozen:
    return Frozen(edition.name, edition.head.date, hashed)


def _held(kb: KnowledgeBase, edition: Edition, base: Base) -> Iterator[tuple[str, Citable]]:
    """Yield id and item of the claims and sources that an edition holds."""
    holders = {each.name: each for each in kb.editions}
    for name, entry in edition.head.entries.items():
        frozen = _frozen(edition, entry.frozen)
        if entry.kind is FrozenKind.CLAIM:
            yield name, of_frozen_claim(name, entry.title, frozen_verdict(entry), base, frozen)
        elif entry.kind is FrozenKind.SOURCE:
            value = holders[entry.held_in].held(name).value.get("source")
            try:
                yield name, of_source(Source.model_validate(value), frozen)
            except ValidationError:
                continue  # an edition of long ago may word sources in a way that no longer is


@dataclass(slots=True)
class _Today:
    """What the base of today would freeze."""

    kb: KnowledgeBase
    assessments: Mapping[str, Assessment]
    evaluations: Mapping[str, Evaluations]
    _titles: dict[str, str] = field(default_factory=dict)
    _samples: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        groups: tuple[Mapping[str, Source | Benchmark], ...] = (self.kb.sources, self.kb.benchmarks)
        self._titles = {name: each.title for group in groups for name, each in group.items()}
        self._samples = {path: file.sha256 for path, file in self.kb.parsed.items() if file.sha256}

    def standing(self, name: str, last: Edition | None) -> Standing:
        """Return how a claim or source stands to the newest edition."""
        if last is None:
            return Standing.NONE
        entry = last.head.entries.get(name)
        if entry is None:
            return Standing.NEW
        return Standing.SAME if self._digest(name) == entry.frozen else Standing.CHANGED

    def _digest(self, name: str) -> str:
        source = self.kb.sources.get(name)
        if source:
            return digest(source_value(source))
        found = self.evaluations.get(name, NO_EVALUATIONS)
        value = claim_value(self.kb.claims[name], self.assessments[name], found, self._titles, self._samples)
        return digest(value)
