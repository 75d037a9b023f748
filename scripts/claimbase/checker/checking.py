"""Documents read, their citations judged, and what came of it: load → find → judge."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from claimbase.citation_codes import code_of
from claimbase.errors import Problem, stopping
from claimbase.model.api import Registry

from .addresses import site
from .finding import Known
from .judging import Judge, Judgement
from .places import Flaw, ReadDocument
from .reading import SECONDS, read
from .standing import FAILING, Standing

_WRITTEN = ".md .markdown .mdown .mkd .qmd .rmd .rst .rest .html .htm .xhtml .tex .latex .ltx .bib .txt .adoc .org .typ"
_PACKED = ".docx .odt .fodt .ott .pdf"
ENDINGS = frozenset(f"{_WRITTEN} {_PACKED}".split())
"""What the names of documents end in that are looked for in folders."""


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """A document and how its citations stand."""

    path: str
    """The path as it was given."""
    judgements: tuple[Judgement, ...]
    """How each citation stands, sorted by place."""
    problems: tuple[Problem, ...]
    """Why the document, or a part of it, could not be read."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a check."""

    documents: tuple[CheckedDocument, ...]
    """The documents, in the order given."""
    registry: Registry
    """What their citations were compared with."""
    failing: frozenset[Standing]
    """The standings that fail the check."""

    @property
    def counts(self) -> dict[Standing, int]:
        """How many citations stand how; standings that do not occur are left out."""
        found = [judgement.standing for document in self.documents for judgement in document.judgements]
        return {standing: found.count(standing) for standing in Standing if standing in found}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why documents could not be read."""
        return tuple(problem for document in self.documents for problem in document.problems)

    @property
    def failed(self) -> bool:
        """Whether a citation stands in a way that fails the check, or a document could not be read."""
        return bool(self.failing & self.counts.keys()) or bool(stopping(self.problems))


def known_to(registry: Registry, sites: Iterable[str] = ()) -> Known:
    """Return what finding has to know of a registry; `sites` are addresses of the site besides the registry's own."""
    addresses = (each for each in (registry.site, *sites) if each)
    return Known(frozenset(registry.ids), registry.hashes, tuple(dict.fromkeys(map(site, addresses))))


def check(
    paths: Iterable[str],
    registry: Registry,
    sites: Iterable[str] = (),
    failing: frozenset[Standing] = FAILING,
    seconds: float = SECONDS,
) -> Report:
    """Return how the citations of the documents stand; a document that cannot be read keeps no other from it."""
    known, judge = known_to(registry, sites), Judge(registry)
    documents = (read(path, known, seconds) for path in documents_of(paths))
    return Report(tuple(_checked(document, judge) for document in documents), registry, failing)


def documents_of(paths: Iterable[str]) -> Iterator[str]:
    """Yield the paths, in place of a folder the documents below it, each once; not what is hidden, nor node_modules."""
    seen: set[str] = set()
    for path in paths:
        for each in _below(path) if Path(path).is_dir() else [path]:
            if each not in seen:
                seen.add(each)
                yield each


def _below(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith(".") and each != "node_modules")
        for name in sorted(names):
            if Path(name).suffix.lower() in ENDINGS and not name.startswith("."):
                yield str(Path(place, name))


def _checked(document: ReadDocument, judge: Judge) -> CheckedDocument:
    judgements = tuple(judge.judge(citation) for citation in document.citations)
    problems = tuple(sorted(_problem(document.path, flaw) for flaw in document.flaws))
    return CheckedDocument(document.path, judgements, problems)


def _problem(path: str, flaw: Flaw) -> Problem:
    code = code_of(flaw.code)
    message = f"{flaw.place}: {flaw.message}" if flaw.place.page else flaw.message
    return Problem(path, 1, 1, flaw.code, message, code.fix, code.level)
