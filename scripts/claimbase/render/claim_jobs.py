"""The jobs that make the pages and data files of claims, and the pages of retired ones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from claimbase.assess import scope_values
from claimbase.assessment import Assessment
from claimbase.citing import sources_of
from claimbase.evaluation import NO_EVALUATIONS, Evaluations
from claimbase.model import BoundTestRun, Claim, Measurement, VerdictChange
from claimbase.repository import KnowledgeBase

from .api_index import API
from .citables import Citing
from .cite import citation_files
from .claim_json import claim_json
from .claim_page import ClaimInputs, claim_page
from .crossrefs import CrossReferences, entries_of
from .data_files import cells_file
from .extracts import claim_extract
from .files import SiteFile, SiteSettings
from .job import Job
from .labels import labels_of
from .single_pages import tombstone_page


def claim_jobs(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    evaluations: Mapping[str, Evaluations],
    refs: CrossReferences,
    settings: SiteSettings,
    cite: Citing,
) -> Iterator[Job]:
    """Yield the jobs for page, citations and outcomes of each claim, and for the page of each retired one."""
    changes, labels = _changes(kb), labels_of(kb.facets)
    for claim in kb.claims.values():
        inputs = ClaimInputs(
            claim=claim,
            assessment=assessments[claim.id],
            evaluations=evaluations.get(claim.id, NO_EVALUATIONS),
            benchmarks=tuple(kb.benchmarks[name] for name in _benchmarks_of(claim) if name in kb.benchmarks),
            machines=_machines_of(kb, evaluations.get(claim.id, NO_EVALUATIONS)),
            entry=refs.entries[claim.id],
            sources=tuple(kb.sources[name] for name in sources_of(claim) if name in kb.sources),
            related=entries_of(refs, _claims_of(claim)),
            retired=tuple((name, refs.titles[name]) for name in _claims_of(claim) if name in refs.titles),
            backlinks=refs.to_claims.get(claim.id, ()),
            sentences=refs.sentences.get(claim.id, ()),
            changes=changes.get(claim.id, ()),
            labels=labels,
            path=kb.files.get(claim.id, ""),
            cited=cite.claim(claim),
            settings=settings,
            editions=refs.editions.get(claim.id, ()),
        )
        yield Job(f"claims/{claim.id}.html", _one_claim, (inputs,))
        yield Job(f"claims/{claim.id}.bib", citation_files, (inputs.cited, f"claims/{claim.id}"))
        scope = tuple(scope_values(claim).items())
        yield Job(f"data/cells/{claim.id}.json", cells_file, (assessments[claim.id], scope))
    yield from _retired_jobs(kb, refs)


def _retired_jobs(kb: KnowledgeBase, refs: CrossReferences) -> Iterator[Job]:
    for tombstone in kb.tombstones.values():
        successors = entries_of(refs, tombstone.retired.to)
        uses = refs.to_claims.get(tombstone.id, ())
        path = kb.files.get(tombstone.id, "")
        yield Job(
            f"claims/{tombstone.id}.html",
            tombstone_page,
            (tombstone, successors, uses, path, refs.editions.get(tombstone.id, ())),
        )


def _one_claim(inputs: ClaimInputs) -> Iterator[SiteFile]:
    yield replace(claim_page(inputs), extract=claim_extract(inputs.claim))
    moved = inputs.changes[-1].date if inputs.changes else ""
    for folder in ("claims", f"{API}/claims"):
        yield claim_json(folder, inputs.claim, inputs.assessment, inputs.path, inputs.editions, moved)


def _benchmarks_of(claim: Claim) -> dict[str, None]:
    return dict.fromkeys(item.benchmark for item in claim.evidence if isinstance(item, Measurement | BoundTestRun))


def _machines_of(kb: KnowledgeBase, found: Evaluations) -> tuple[tuple[str, str], ...]:
    """Return id and title of the machines that evaluations name and that are described."""
    named = dict.fromkeys(name for evaluation in found.values() for name in evaluation.machines)
    return tuple((name, kb.machines[name].title) for name in named if name in kb.machines)


def _claims_of(claim: Claim) -> dict[str, None]:
    return dict.fromkeys([*(relation.claim for relation in claim.relations), *claim.assumptions])


def _changes(kb: KnowledgeBase) -> dict[str, tuple[VerdictChange, ...]]:
    by_claim: dict[str, list[VerdictChange]] = {}
    for change in kb.changes:
        by_claim.setdefault(change.claim, []).append(change)
    return {name: tuple(changes) for name, changes in by_claim.items()}
