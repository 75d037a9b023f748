"""Freeze a sound base: a head with the hash of each entry, and the entries that changed since the edition before."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimbase.editionfile import Frozen, canonical, digest, text_digest
from claimbase.evaluation import NO_EVALUATIONS
from claimbase.frozen import claim_value, parts_of, retired_value, source_value
from claimbase.model import (
    EDITION_FORMAT,
    Difference,
    EditionHead,
    FrozenEntry,
    FrozenKind,
    Source,
    Tombstone,
    edition_order,
)
from claimbase.pipeline import Examination
from claimbase.render import FrozenInputs, Labels, claim_text, labels_of, retired_text, source_text, with_data
from claimbase.repository import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Made:
    """An edition that was made and is not yet written."""

    head: EditionHead
    """Its head."""
    held: Mapping[str, Frozen]
    """The entries that its own file holds, by id."""
    since: Mapping[Difference, int]
    """How many entries differ in which way from the edition before."""


def edition_path(name: str) -> str:
    """Return the path of an edition, from the root."""
    return f"claims/editions/{name}.json"


def refusal(kb: KnowledgeBase, name: str) -> str:
    """Return why an edition of this name cannot be made; empty where it can."""
    names = [edition.name for edition in kb.editions]
    if name in names or edition_path(name) in kb.parsed:
        return f"the edition {name} exists; editions are never changed, make one with another name"
    if names and edition_order(name) < edition_order(names[-1]):
        return f"the edition {name} would come before {names[-1]}; editions are made in the order of their names"
    return ""


def freeze(kb: KnowledgeBase, examination: Examination, name: str, date: str) -> Made:
    """Return the edition of a sound base whose lock is not stale; `date` is the day on which it is made."""
    base = with_data(kb, examination.evaluations)
    last = kb.editions[-1] if kb.editions else None
    before = last.head.entries if last else {}
    freezer = _Freezer(base, examination, name)
    entries, held = {}, {}
    for identifier, kind, title, value in freezer.values():
        content = canonical(value)
        old = before.get(identifier)
        hashed = digest(value)
        if old is not None and old.frozen == hashed:
            entries[identifier] = old
            continue
        held[identifier] = Frozen(content, freezer.text(identifier))
        entries[identifier] = _entry(kind, title, value, hashed, held[identifier].text, name)
    head = EditionHead(
        format=EDITION_FORMAT,
        name=name,
        date=date,
        as_of=examination.as_of,
        previous=last.reference if last else None,
        samples=dict(sorted(freezer.rested_on.items())),
        entries=entries,
    )
    return Made(head, held, Counter(entry.since(before.get(key)) for key, entry in entries.items()))


def _entry(kind: FrozenKind, title: str, value: Mapping[str, Any], hashed: str, text: str, edition: str) -> FrozenEntry:
    wording, evidence = parts_of(value)
    assessment = value.get("assessment", {})
    return FrozenEntry(
        kind=kind,
        title=title,
        verdict=assessment.get("verdict"),
        certainty=assessment.get("certainty"),
        frozen=hashed,
        wording=digest(wording),
        evidence=digest(evidence),
        text=text_digest(text),
        held_in=edition,
    )


class _Freezer:
    """Makes the frozen value and text of each claim, retired claim and source of a base."""

    def __init__(self, base: KnowledgeBase, examination: Examination, name: str) -> None:
        self._base = base
        self._found = examination
        self._name = name
        self._labels: Labels = labels_of(base.facets)
        self._samples = {path: file.sha256 for path, file in base.parsed.items() if file.sha256}
        held: tuple[Mapping[str, Any], ...] = (base.claims, base.tombstones, base.sources)
        self._ids = {name: each.title for group in held for name, each in group.items()}
        described: tuple[Mapping[str, Any], ...] = (base.benchmarks, base.machines)
        self._titles = {name: each.title for group in described for name, each in group.items()}
        self._topics = {topic.id: topic.title for topic in base.topics}
        self.rested_on: dict[str, str] = {}

    def values(self) -> Iterator[tuple[str, FrozenKind, str, dict[str, Any]]]:
        """Yield id, kind, title and frozen value of everything, by id."""
        base = self._base
        titles = {**self._ids, **self._titles}
        for name in sorted(self._ids):
            if name in base.claims:
                found = self._found.evaluations.get(name, NO_EVALUATIONS)
                assessment = self._found.assessments[name]
                value = claim_value(base.claims[name], assessment, found, titles, self._samples)
                self.rested_on.update(value["samples"])
                yield name, FrozenKind.CLAIM, self._ids[name], value
            elif name in base.tombstones:
                yield name, FrozenKind.RETIRED, self._ids[name], retired_value(base.tombstones[name])
            else:
                yield name, FrozenKind.SOURCE, self._ids[name], source_value(base.sources[name])

    def text(self, name: str) -> str:
        """Return the text of a claim, retired claim or source."""
        each: Tombstone | Source | None = self._base.tombstones.get(name) or self._base.sources.get(name)
        if isinstance(each, Tombstone):
            return retired_text(each, self._ids)
        if isinstance(each, Source):
            return source_text(each)
        claim = self._base.claims[name]
        inputs = FrozenInputs(
            claim=claim,
            assessment=self._found.assessments[name],
            evaluations=self._found.evaluations.get(name, NO_EVALUATIONS),
            sources=self._base.sources,
            ids=self._ids,
            titles=self._titles,
            labels=self._labels,
            topic=self._topics.get(claim.topic, claim.topic),
        )
        return claim_text(inputs)
