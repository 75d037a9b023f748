"""The registry of a base: its editions as they were frozen, and what would be frozen of it today."""

from collections.abc import Iterator, Mapping
from typing import Any

from claimbase.assessment import Assessment
from claimbase.editionfile import Edition, digest
from claimbase.evaluation import NO_EVALUATIONS, Evaluations
from claimbase.frozen import claim_value, files_of, named, parts_of, retired_value, source_value
from claimbase.model import FrozenEntry, FrozenKind
from claimbase.model.api import RegisteredEdition, Registry, State
from claimbase.repository import KnowledgeBase

from .values import Snapshot, make_registry


def registry_of(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    evaluations: Mapping[str, Evaluations],
    as_of: str,
    site: str = "",
) -> Registry:
    """Return the registry of a sound base whose data cells are filled; `site` is the site's public address."""
    return make_registry(map(_frozen, kb.editions), _today(kb, assessments, evaluations), as_of, site)


def _frozen(edition: Edition) -> Snapshot:
    entries = edition.head.entries
    return Snapshot(
        states={name: _state(entry) for name, entry in entries.items()},
        titles={name: entry.title for name, entry in entries.items()},
        name=edition.name,
        edition=RegisteredEdition(date=edition.head.date, sha256=edition.sha256),
    )


def _state(entry: FrozenEntry) -> State:
    return State(
        kind=entry.kind,
        sha256=entry.frozen,
        wording=entry.wording,
        evidence=entry.evidence,
        verdict=entry.verdict,
        certainty=entry.certainty,
    )


def _today(
    kb: KnowledgeBase, assessments: Mapping[str, Assessment], evaluations: Mapping[str, Evaluations]
) -> Snapshot:
    last = kb.editions[-1].head.entries if kb.editions else {}
    states = {
        **dict(_claims(kb, assessments, evaluations, last)),
        **{
            name: _hashed(retired_value(each), FrozenKind.RETIRED, last.get(name))
            for name, each in kb.tombstones.items()
        },
        **{name: _hashed(source_value(each), FrozenKind.SOURCE, last.get(name)) for name, each in kb.sources.items()},
    }
    groups: tuple[Mapping[str, Any], ...] = (kb.claims, kb.tombstones, kb.sources)
    return Snapshot(
        states=states,
        titles={name: each.title for group in groups for name, each in group.items()},
        retired={name: tombstone.retired for name, tombstone in kb.tombstones.items()},
    )


_kept: dict[str, tuple[Any, State]] = {}
"""What the state of each claim was made from the last time, and the state: in a preview all but one are the same."""


def _claims(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    evaluations: Mapping[str, Evaluations],
    last: Mapping[str, FrozenEntry],
) -> Iterator[tuple[str, State]]:
    described: tuple[Mapping[str, Any], ...] = (kb.sources, kb.benchmarks)
    titles = {name: each.title for group in described for name, each in group.items()}
    samples = {path: file.sha256 for path, file in kb.parsed.items() if file.sha256}
    for gone in _kept.keys() - kb.claims.keys():
        del _kept[gone]
    for name, claim in kb.claims.items():
        assessment, found = assessments[name], evaluations.get(name, NO_EVALUATIONS)
        own_titles = {each: titles[each] for each in named(claim) if each in titles}
        own_samples = {path: samples[path] for path in files_of(found) if path in samples}
        made_from = (claim, assessment, found, own_titles, own_samples)
        kept = _kept.get(name)
        if kept is None or kept[0] != made_from:
            value = claim_value(*made_from)
            kept = _kept[name] = made_from, _hashed(value, FrozenKind.CLAIM, last.get(name), assessment)
        yield name, kept[1]


def _hashed(
    value: dict[str, Any], kind: FrozenKind, before: FrozenEntry | None, assessment: Assessment | None = None
) -> State:
    """Return the state of a value; where the newest edition holds the same, its digests are taken from there."""
    sha256 = digest(value)
    if before is not None and before.frozen == sha256:
        return _state(before)
    wording, evidence = map(digest, parts_of(value))
    return State(
        kind=kind,
        sha256=sha256,
        wording=wording,
        evidence=evidence,
        verdict=assessment.verdict if assessment else None,
        certainty=assessment.certainty if assessment else None,
    )
