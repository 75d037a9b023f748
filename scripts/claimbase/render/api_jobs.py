"""The jobs that make the interface for programs: lists, a document for each thing, and what describes them.

The documents of claims are made with their pages: see `claim_json`.
"""

from collections.abc import Iterator, Mapping

from claimbase.assessment import Assessment
from claimbase.citing import changed_on
from claimbase.definition import definition_hash
from claimbase.evaluation import Evaluations
from claimbase.model import BoundTestRun, EditionHead, FrozenKind, Measurement, Model, ResultFile, Tombstone
from claimbase.model.api import (
    ApiBenchmark,
    ApiChanges,
    ApiEdition,
    ApiFacets,
    ApiSource,
    BenchmarkRow,
    Benchmarks,
    ClaimRow,
    Claims,
    Counts,
    EditionRow,
    Editions,
    FrozenRow,
    Index,
    InEdition,
    ResultRow,
    RetiredRow,
    SourceRow,
    Sources,
    Use,
)
from claimbase.repository import KnowledgeBase
from claimbase.tokens import token

from .api_index import API, description_files, index_links, json_file
from .claim_json import in_editions, retired_json
from .crossrefs import CrossReferences
from .crossrefs import Editions as Held
from .feeds import as_of
from .files import SiteFile, SiteSettings
from .job import Job
from .registry_file import REGISTRY_URI, registry_file

_UP = "../../"
"""From a list of the interface to the site's root."""


def api_jobs(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    evaluations: Mapping[str, Evaluations],
    refs: CrossReferences,
    settings: SiteSettings,
    *,
    exports: bool,
) -> Iterator[Job]:
    """Yield the jobs for everything below `api/v1/` but the documents of claims."""
    day = latest_day(kb)
    yield Job(f"{API}/index.json", _one, ("index.json", _index(kb, settings, day, exports=exports)))
    yield Job(f"{API}/openapi.json", description_files, (settings.name, settings.site_url))
    yield Job(f"{API}/claims.json", _one, ("claims.json", _claims(kb, assessments, refs, day)))
    yield Job(f"{API}/sources.json", _one, ("sources.json", _sources(kb, refs, day)))
    yield Job(f"{API}/benchmarks.json", _one, ("benchmarks.json", _benchmarks(kb, day)))
    yield Job(f"{API}/editions.json", _one, ("editions.json", _editions(kb, day)))
    facets = ApiFacets(generated=day, dimensions=kb.facets.dimensions, topics=kb.topics)
    yield Job(f"{API}/facets.json", _one, ("facets.json", facets))
    yield Job(f"{API}/changes.json", _one, ("changes.json", ApiChanges(generated=day, changes=kb.changes)))
    yield Job(REGISTRY_URI, registry_file, (kb, assessments, evaluations, as_of(kb), settings.site_url))
    for source in kb.sources.values():
        yield Job(f"{API}/sources/{source.id}.json", _one, (f"sources/{source.id}.json", _source(kb, refs, source.id)))
    for name, document in _each_benchmark(kb):
        yield Job(f"{API}/benchmarks/{name}.json", _one, (f"benchmarks/{name}.json", document))
    for edition in kb.editions:
        yield Job(f"{API}/editions/{edition.name}.json", _edition, (edition.name, edition.sha256, edition.head))
    for tombstone in kb.tombstones.values():
        inputs = (tombstone, kb.files.get(tombstone.id, ""), refs.editions.get(tombstone.id, ()))
        yield Job(f"{API}/claims/{tombstone.id}.json", _retired, inputs)


def latest_day(kb: KnowledgeBase) -> str:
    """Return the latest day that the base knows of: of the lock, a history, a move, a session or an edition."""
    days = [as_of(kb), *(change.date for change in kb.changes), *(edition.head.date for edition in kb.editions)]
    days += [entry.date for claim in kb.claims.values() for entry in claim.history]
    days += [entry.date for tombstone in kb.tombstones.values() for entry in tombstone.history]
    days += [file.session.started[:10] for files in kb.results.values() for _, file in files]
    return max(days)


def _one(uri: str, document: Model) -> Iterator[SiteFile]:
    yield json_file(f"{API}/{uri}", document)


def _retired(tombstone: Tombstone, path: str, held: Held) -> Iterator[SiteFile]:
    yield retired_json(f"{API}/claims", tombstone, path, held)


def _index(kb: KnowledgeBase, settings: SiteSettings, day: str, *, exports: bool) -> Index:
    counts = Counts(
        claims=len(kb.claims),
        retired=len(kb.tombstones),
        evidence=sum(len(claim.evidence) for claim in kb.claims.values()),
        sources=len(kb.sources),
        benchmarks=len(kb.benchmarks),
        editions=len(kb.editions),
    )
    return Index(
        generated=day,
        name=settings.name,
        site=settings.site_url,
        as_of=as_of(kb),
        counts=counts,
        **index_links(exports=exports),
    )


def _claims(kb: KnowledgeBase, assessments: Mapping[str, Assessment], refs: CrossReferences, day: str) -> Claims:
    moved = {change.claim: change.date for change in kb.changes}
    rows = tuple(
        ClaimRow(
            id=name,
            title=entry.title,
            statement=entry.statement,
            topic=entry.topic,
            type=kb.claims[name].type,
            verdict=entry.verdict,
            certainty=assessments[name].certainty,
            counts=assessments[name].counts,
            changed=changed_on(kb.claims[name], moved.get(name, "")),
            document=f"claims/{name}.json",
            page=f"{_UP}claims/{name}.html",
        )
        for name, entry in refs.entries.items()
    )
    retired = tuple(
        RetiredRow(id=name, title=each.title, document=f"claims/{name}.json", page=f"{_UP}claims/{name}.html")
        for name, each in kb.tombstones.items()
    )
    return Claims(generated=day, claims=rows, retired=retired)


def _sources(kb: KnowledgeBase, refs: CrossReferences, day: str) -> Sources:
    rows = tuple(
        SourceRow(
            id=name,
            title=source.title,
            origin=source.origin,
            interest=source.interest is not None,
            uses=len(refs.to_sources.get(name, ())),
            document=f"sources/{name}.json",
            page=f"{_UP}sources/{name}.html",
        )
        for name, source in kb.sources.items()
    )
    return Sources(generated=day, sources=rows)


def _source(kb: KnowledgeBase, refs: CrossReferences, name: str) -> ApiSource:
    up = f"../{_UP}"
    held = in_editions(name, refs.editions.get(name, ()), up)
    return ApiSource(
        id=name,
        page=f"{up}sources/{name}.html",
        written_in=kb.files.get(name, ""),
        cite_as=token(name),
        used_by=tuple(Use(claim=use.entry.id, how=use.how) for use in refs.to_sources.get(name, ())),
        editions={edition: InEdition(**each) for edition, each in held.items()},
        source=kb.sources[name],
    )


def _benchmarks(kb: KnowledgeBase, day: str) -> Benchmarks:
    rows = tuple(
        BenchmarkRow(
            id=name,
            title=benchmark.title,
            results=len(kb.results.get(name, ())),
            runs=sum(len(file.runs) for _, file in kb.results.get(name, ())),
            document=f"benchmarks/{name}.json",
            page=f"{_UP}benchmarks/{name}.html",
        )
        for name, benchmark in kb.benchmarks.items()
    )
    return Benchmarks(generated=day, benchmarks=rows)


def _each_benchmark(kb: KnowledgeBase) -> Iterator[tuple[str, ApiBenchmark]]:
    resting: dict[str, list[str]] = {}
    for claim in kb.claims.values():
        bound = (item.benchmark for item in claim.evidence if isinstance(item, Measurement | BoundTestRun))
        for name in dict.fromkeys(bound):
            resting.setdefault(name, []).append(claim.id)
    up = f"../{_UP}"
    for name, benchmark in kb.benchmarks.items():
        wanted = definition_hash(benchmark)
        files = kb.results.get(name, ())
        yield (
            name,
            ApiBenchmark(
                id=name,
                page=f"{up}benchmarks/{name}.html",
                written_in=kb.files.get(name, ""),
                definition_hash=wanted,
                samples={kind: f"{up}benchmarks/{name}.{kind}" for kind in ("csv", "json")},
                used_by=tuple(resting.get(name, ())),
                results=tuple(_result(path, file, kb.parsed[path].sha256, wanted) for path, file in files),
                benchmark=benchmark,
            ),
        )


def _result(path: str, file: ResultFile, sha256: str, wanted: str) -> ResultRow:
    return ResultRow(
        file=path,
        sha256=sha256,
        machine=file.machine,
        version=file.subject.version,
        started=file.session.started,
        runs=len(file.runs),
        evaluated=file.definition == wanted,
    )


def _edition(name: str, sha256: str, head: EditionHead) -> Iterator[SiteFile]:
    up = f"../{_UP}editions"
    entries = {
        each: FrozenRow(
            **entry.model_dump(),
            token=token(each, name, entry.frozen),
            page=f"{up}/{name}/{each}.html",
            document=f"{up}/{entry.held_in}/{each}.json",
        )
        for each, entry in head.entries.items()
    }
    document = ApiEdition(
        name=name,
        date=head.date,
        as_of=head.as_of,
        sha256=sha256,
        token=token("", name, sha256),
        previous=head.previous,
        samples=head.samples,
        entries=entries,
    )
    yield json_file(f"{API}/editions/{name}.json", document)


def _editions(kb: KnowledgeBase, day: str) -> Editions:
    rows = tuple(
        EditionRow(
            **edition.reference.model_dump(),
            claims=len(edition.head.of(FrozenKind.CLAIM)),
            document=f"editions/{edition.name}.json",
            page=f"{_UP}editions/{edition.name}/index.html",
            file=f"{_UP}editions/{edition.name}.json",
        )
        for edition in kb.editions
    )
    return Editions(generated=day, editions=rows)
