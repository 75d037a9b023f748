"""The jobs that make everything below `editions/`; each page is made anew only where its own inputs change."""

from collections.abc import Iterator, Mapping

from claimbase.assessment import Assessment
from claimbase.evaluation import NO_EVALUATIONS, Evaluations
from claimbase.frozen import files_of, named
from claimbase.repository import KnowledgeBase

from .citables import Citing
from .crossrefs import CrossReferences
from .edition_lists import edition_file, edition_list, edition_pages, summary
from .edition_page import FrozenCiting, FrozenPage, Present, frozen_citations, frozen_page
from .job import Job


def edition_jobs(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    evaluations: Mapping[str, Evaluations],
    refs: CrossReferences,
    cite: Citing,
) -> Iterator[Job]:
    """Yield the jobs for the pages of all editions; the data cells of the base are filled."""
    before = [{}, *(edition.head.entries for edition in kb.editions)]
    summaries = [summary(edition, old) for edition, old in zip(kb.editions, before, strict=False)]
    yield Job("editions/index.html", edition_list, (tuple(reversed(summaries)),))
    verdicts = {name: assessment.verdict for name, assessment in assessments.items()}
    editions = {edition.name: edition for edition in kb.editions}
    names = {name: tuple(edition for edition, _ in held) for name, held in refs.editions.items()}
    present = _Presents(kb, assessments, evaluations)
    for edition, old in zip(kb.editions, before, strict=False):
        whole = cite.edition(edition.name)
        yield Job(f"editions/{edition.name}/index.html", edition_pages, (edition, old, verdicts, whole))
        yield Job(f"editions/{edition.name}.json", edition_file, (edition,))
        about = FrozenCiting(cite.base, cite.sources_held(edition.name))
        for name, entry in edition.head.entries.items():
            cited = cite.held(edition.name, name)
            inputs = FrozenPage(name, edition, editions[entry.held_in], names[name], present.of(name), cited, about)
            yield Job(f"editions/{edition.name}/{name}.html", frozen_page, (inputs,))
            if cited:
                files = (name, editions[entry.held_in], cited, about)
                yield Job(f"editions/{edition.name}/{name}.bib", frozen_citations, files)


class _Presents:
    """What the base has under an id, made once for all editions."""

    def __init__(
        self,
        kb: KnowledgeBase,
        assessments: Mapping[str, Assessment],
        evaluations: Mapping[str, Evaluations],
    ) -> None:
        self._kb = kb
        self._assessments = assessments
        self._evaluations = evaluations
        self._made: dict[str, Present] = {}

    def of(self, name: str) -> Present:
        """Return what there is under an id."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Present:
        kb = self._kb
        claim = kb.claims.get(name)
        if claim is None:
            return Present(kb.tombstones.get(name) or kb.sources.get(name))
        found = self._evaluations.get(name, NO_EVALUATIONS)
        titles = ((each, self._title(each)) for each in named(claim))
        samples = ((path, kb.parsed[path].sha256) for path in files_of(found) if path in kb.parsed)
        return Present(
            claim,
            self._assessments[name],
            found,
            tuple((each, title) for each, title in titles if title),
            tuple(sorted(set(samples))),
        )

    def _title(self, name: str) -> str:
        each = self._kb.sources.get(name) or self._kb.benchmarks.get(name)
        return each.title if each else ""
