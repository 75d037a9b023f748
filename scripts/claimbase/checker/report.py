"""What a check found, as lines for people and as JSON for programs."""

import json
from collections.abc import Iterator
from typing import Any

from claimbase.errors import Problem
from claimbase.model import Level
from claimbase.model.api import State

from .checking import CheckedDocument, Report
from .judging import Judgement
from .places import Place
from .standing import Standing

REPORT_FORMAT = 1
"""Number of the format of the JSON; it rises when a key changes its meaning or goes."""


def line(path: str, judgement: Judgement) -> str:
    """Return the one line that people see: `place: how it stands: citation — why`."""
    citation = judgement.citation
    colon = ":" if citation.place.line else ": "
    return f"{path}{colon}{citation.place}: {judgement.standing.words}: {citation.written} — {judgement.message}"


def summary(report: Report) -> str:
    """Return how many citations stand how, in one line."""
    number = sum(report.counts.values())
    documents = _count(len(report.documents), "document")
    if not number:
        return f"no citations in {documents}"
    counted = ", ".join(f"{count} {standing.words}" for standing, count in report.counts.items())
    return f"{_count(number, 'citation')} in {documents}: {counted}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def as_json(report: Report) -> str:
    """Return the report as JSON."""
    registry = report.registry
    value = {
        "format": REPORT_FORMAT,
        "registry": {
            "project": registry.project,
            "as_of": registry.as_of,
            "site": registry.site,
            "editions": list(registry.editions),
        },
        "fail_on": [standing for standing in Standing if standing in report.failing],
        "failed": report.failed,
        "counts": {str(standing): count for standing, count in report.counts.items()},
        "documents": [_document(document, report) for document in report.documents],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_problems(report: Report) -> tuple[Problem, ...]:
    """Return what fails or is to be looked at as problems, in which form other parts of the program tell them."""
    problems = []
    for document in report.documents:
        for judgement in document.judgements:
            standing, place = judgement.standing, judgement.citation.place
            if standing is not Standing.CURRENT:
                where = "" if place.line else f"{place}: "
                message = f"{where}{judgement.citation.written}: {judgement.message}"
                level = Level.ERROR if standing in report.failing else Level.WARNING
                line, column = max(1, place.line), max(1, place.column)
                problems.append(Problem(document.path, line, column, standing, message, standing.mend, level))
        problems += document.problems
    return tuple(problems)


def _document(document: CheckedDocument, report: Report) -> dict[str, Any]:
    return {
        "path": document.path,
        "citations": [_citation(judgement, report) for judgement in document.judgements],
        "problems": [_problem(problem) for problem in document.problems],
    }


def _citation(judgement: Judgement, report: Report) -> dict[str, Any]:
    citation = judgement.citation
    return {
        "written": citation.written,
        "link": citation.link,
        "place": place_keys(citation.place),
        "context": citation.context,
        "id": citation.id,
        "edition": judgement.edition or citation.edition or None,
        "hash": citation.digest or None,
        "standing": judgement.standing,
        "fails": judgement.standing in report.failing,
        "message": judgement.message,
        "title": judgement.title,
        "changed": list(judgement.changed),
        "then": _state(judgement.then),
        "now": _state(judgement.now),
        "instead": list(judgement.instead),
        "pages": dict(pages(judgement, report.registry.site)),
    }


def place_keys(place: Place) -> dict[str, int | str]:
    """Return what is known of a place."""
    keys = ("line", "column", "end_line", "end_column", "page", "paragraph", "part", "number")
    return {key: getattr(place, key) for key in keys if getattr(place, key)}


def _state(state: State | None) -> dict[str, str | None] | None:
    if state is None:
        return None
    return {"kind": state.kind, "verdict": state.verdict, "certainty": state.certainty, "sha256": state.sha256}


def pages(judgement: Judgement, site: str) -> Iterator[tuple[str, str]]:
    """Yield the pages of the site that show what is cited: `frozen` and `today`; absolute where the site is known."""
    base = f"{site.rstrip('/')}/" if site else ""
    id_ = judgement.citation.id
    if judgement.edition:
        yield "frozen", f"{base}editions/{judgement.edition}/{id_ or 'index'}.html"
    if id_ and judgement.standing is not Standing.UNKNOWN_ID:
        kind = judgement.now.kind if judgement.now else None
        yield "today", f"{base}{'sources' if kind == 'source' else 'claims'}/{id_}.html"


def _problem(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "level": problem.level, "message": problem.message, "fix": problem.fix}
