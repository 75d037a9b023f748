"""Every generated file of the site from a knowledge base and its assessments, in a stable order."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from claimbase.assessment import Assessment
from claimbase.citing import Citable, KeptTexts, plain_texts
from claimbase.documented import documented, is_fixed
from claimbase.evaluate import filled
from claimbase.evaluation import NOTHING_EVALUATED, Evaluations
from claimbase.model import Certainty, Topic, Verdict
from claimbase.model.api import LICENCE
from claimbase.repository import KnowledgeBase

from . import words
from .api_jobs import api_jobs, latest_day
from .asset_files import asset_files
from .benchmark_jobs import benchmark_jobs
from .browse_pages import browser_pages, compare_page
from .citables import Citing, citing_of
from .cite import TextsOf, citation_files
from .claim_jobs import claim_jobs
from .crossrefs import CrossReferences, Entry, cross_references, entries_of
from .data_files import verdict_table
from .edition_jobs import edition_jobs
from .environment_pages import environment_jobs
from .export import About, export_jobs
from .feeds import as_of, feeds
from .files import SiteFile, SiteSettings
from .home_page import HomeInputs, home_page, newest_changes, newest_moves
from .job import Job
from .labels import Labels, labels_of
from .list_pages import (
    certainty_pages,
    change_pages,
    topic_list,
    topic_pages,
    verdict_pages,
)
from .llms import llms_text
from .memo_files import memo_jobs
from .pages import tally
from .reference_page import reference_page
from .rule_pages import rule_pages
from .scores import Scores
from .single_pages import ARGUMENT_TOPIC, article_page, method_page
from .source_pages import SourceInputs, source_list, source_pages
from .table import table_files
from .table_rows import rows_of


def iter_files(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    settings: SiteSettings,
    evaluations: Mapping[str, Evaluations] = NOTHING_EVALUATED,
    texts: TextsOf = plain_texts,
    *,
    exports: bool = True,
) -> Iterator[SiteFile]:
    """Yield every generated file of the site; `assessments` holds one for each claim.

    `texts` returns citations as plain text. The downloads are left out without `exports`.
    """
    for job in iter_jobs(kb, assessments, settings, evaluations, texts, exports=exports):
        yield from job.make(*job.inputs)


class Renderer:
    """Renders again and again, and makes only those files anew whose inputs have changed.

    A file that did not change is the same object as before.
    """

    def __init__(self, settings: SiteSettings, texts: TextsOf | None = None, *, exports: bool = True) -> None:
        self.settings = settings
        self._texts = texts or KeptTexts()
        self._exports = exports
        self._kept: dict[str, tuple[Job, tuple[SiteFile, ...]]] = {}

    def files(
        self,
        kb: KnowledgeBase,
        assessments: Mapping[str, Assessment],
        evaluations: Mapping[str, Evaluations] = NOTHING_EVALUATED,
    ) -> Iterator[SiteFile]:
        """Yield the same files as `iter_files`."""
        kept: dict[str, tuple[Job, tuple[SiteFile, ...]]] = {}
        for job in iter_jobs(kb, assessments, self.settings, evaluations, self._texts, exports=self._exports):
            before = self._kept.get(job.key)
            made = before[1] if before and before[0] == job else tuple(job.make(*job.inputs))
            kept[job.key] = (job, made)
            yield from made
        # Files of jobs that are gone are forgotten here.
        self._kept = kept


def iter_jobs(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    settings: SiteSettings,
    evaluations: Mapping[str, Evaluations] = NOTHING_EVALUATED,
    texts: TextsOf = plain_texts,
    *,
    exports: bool = True,
) -> Iterator[Job]:
    """Yield the jobs that make every generated file, in order; each can be done for itself.

    Data cells are filled here, so that no page or file shows one. `texts` returns citations as plain text. The
    downloads are left out without `exports`.
    """
    written, kb = kb, with_data(kb, evaluations)
    refs = cross_references(kb, assessments)
    labels = labels_of(kb.facets)
    cite = citing_of(kb, assessments, settings, evaluations, texts)
    yield _home_job(kb, refs, labels, settings, cite.whole)
    yield from _list_jobs(kb, refs, settings)
    yield from environment_jobs(kb, assessments, refs)
    yield from _single_jobs(kb, refs, settings)
    yield from _source_jobs(kb, refs, settings, cite)
    yield from benchmark_jobs(kb, evaluations, refs, settings)
    yield from claim_jobs(kb, assessments, evaluations, refs, settings, cite)
    yield from edition_jobs(kb, assessments, evaluations, refs, cite)
    yield from api_jobs(kb, assessments, evaluations, refs, settings, exports=exports)
    about = About(settings.name, settings.site_url, latest_day(kb), as_of(kb), LICENCE)
    yield from export_jobs(kb, assessments, evaluations, about, wanted=exports)
    rows = rows_of(kb, assessments, refs, labels)
    yield Job("data/table/head.js", table_files, (rows, kb.topics, kb.facets, (settings.name, settings.site_url)))
    yield from memo_jobs(written, assessments, evaluations, [row.id for row in rows], settings, cite)
    yield Job("assets/claimbase.css", asset_files, ())


def _home_job(kb: KnowledgeBase, refs: CrossReferences, labels: Labels, settings: SiteSettings, whole: Citable) -> Job:
    findings = kb.findings
    moves, novelties = newest_moves(kb.changes), newest_changes(kb.claims.values())
    named = entries_of(
        refs,
        [finding.claim for finding in findings.findings] if findings else [],
        [claim for start in findings.starting_from for claim in start.claims] if findings else [],
        [move.claim for move in moves],
    )
    scores = tally(entry.verdict for entry in refs.entries.values())
    inputs = HomeInputs(settings, scores, _scored(kb, refs), findings, named, labels, moves, novelties, whole)
    return Job("index.html", home_page, (inputs,))


def _by_topic(kb: KnowledgeBase, refs: CrossReferences) -> dict[str, tuple[Entry, ...]]:
    groups: dict[str, list[Entry]] = {topic.id: [] for topic in kb.topics}
    for entry in refs.entries.values():
        groups.setdefault(entry.topic, []).append(entry)
    return {topic: tuple(entries) for topic, entries in groups.items()}


def _scored(kb: KnowledgeBase, refs: CrossReferences) -> tuple[tuple[Topic, Scores], ...]:
    by_topic = _by_topic(kb, refs)
    return tuple((topic, tally(entry.verdict for entry in by_topic[topic.id])) for topic in kb.topics)


def _list_jobs(kb: KnowledgeBase, refs: CrossReferences, settings: SiteSettings) -> Iterator[Job]:
    entries, by_topic = tuple(refs.entries.values()), _by_topic(kb, refs)
    yield Job("claims/index.html", browser_pages, (entries, kb.topics, kb.facets))
    yield Job("compare.html", compare_page, (kb.topics, kb.facets))
    yield Job("topics/index.html", topic_list, (_scored(kb, refs),))
    for topic in kb.topics:
        yield Job(f"topics/{topic.id}.html", topic_pages, (topic, by_topic[topic.id], settings.terms))
    for verdict in Verdict:
        chosen = tuple(entry for entry in entries if entry.verdict is verdict)
        yield Job(f"verdicts/{verdict.value}.html", verdict_pages, (verdict, chosen))
    for certainty in Certainty:
        sure = tuple(entry for entry in entries if entry.certainty == words.certainty(certainty))
        yield Job(f"verdicts/certainty-{certainty.value}.html", certainty_pages, (certainty, sure))
    yield Job("changes.html", change_pages, (kb.changes, _moved_titles(kb, refs)))


def _moved_titles(kb: KnowledgeBase, refs: CrossReferences) -> tuple[tuple[str, str], ...]:
    """Return id and title of the claims whose verdict has moved, retired ones among them."""
    titles = {**refs.titles, **{name: entry.title for name, entry in refs.entries.items()}}
    return tuple((name, titles[name]) for name in {change.claim: None for change in kb.changes} if name in titles)


def _single_jobs(kb: KnowledgeBase, refs: CrossReferences, settings: SiteSettings) -> Iterator[Job]:
    sentences = kb.article.sentences if kb.article else ()
    named = entries_of(refs, *(sentence.claims for sentence in sentences))
    source = kb.sources.get(kb.article.source) if kb.article else None
    argument = _by_topic(kb, refs).get(ARGUMENT_TOPIC, ())
    path = kb.files.get("article", "")
    yield Job("article.html", article_page, (kb.article, source, named, argument, path, settings.terms))
    yield Job("method.html", method_page, ())
    yield Job("reference.html", reference_page, ())
    yield Job("rules/index.html", rule_pages, (tuple((code, is_fixed(code.code)) for code in documented()),))
    yield Job("data/verdict-table.json", verdict_table, ())
    moves = (kb.changes, _moved_titles(kb, refs), as_of(kb), settings)
    yield Job("feeds/verdict-changes.atom", feeds, moves)
    decisive = entries_of(refs, [finding.claim for finding in kb.findings.findings] if kb.findings else [])
    yield Job("llms.txt", llms_text, (settings, kb.topics, decisive))


def _source_jobs(kb: KnowledgeBase, refs: CrossReferences, settings: SiteSettings, cite: Citing) -> Iterator[Job]:
    by_title = sorted(kb.sources.values(), key=lambda source: (source.title.casefold(), source.id))
    uses = {name: refs.to_sources.get(name, ()) for name in kb.sources}
    yield Job("sources/index.html", source_list, (tuple((s, len(uses[s.id])) for s in by_title),))
    for source in by_title:
        group = tuple((s.id, s.title) for s in refs.by_origin[source.origin] if s.id != source.id)
        path, editions = kb.files.get(source.id, ""), refs.editions.get(source.id, ())
        inputs = SourceInputs(source, group, uses[source.id], path, cite.source(source), settings, editions)
        yield Job(f"sources/{source.id}.html", source_pages, (inputs,))
        yield Job(f"sources/{source.id}.bib", citation_files, (inputs.cited, f"sources/{source.id}"))


def with_data(kb: KnowledgeBase, evaluations: Mapping[str, Evaluations]) -> KnowledgeBase:
    """Return the base with the data cells of its claims filled."""
    full = {name: filled(kb.claims[name], found) for name, found in evaluations.items() if name in kb.claims}
    return replace(kb, claims={**kb.claims, **full}) if full else kb
