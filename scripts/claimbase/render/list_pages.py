"""Home, and the lists: all claims, claims of a topic, claims of a verdict, topics, changes, environments."""

from collections.abc import Iterator
from dataclasses import replace

from claimbase.model import Certainty, Facets, Findings, Topic, Verdict, VerdictChange

from .crossrefs import Entry
from .extracts import topic_extract
from .files import SiteFile, SiteSettings
from .labels import Labels
from .pages import numbered, page, tally
from .paging import Part, parts

Scores = tuple[tuple[Verdict, int], ...]
"""How often each verdict occurs."""


def home_page(
    settings: SiteSettings,
    scores: Scores,
    topics: tuple[tuple[Topic, Scores], ...],
    findings: Findings | None,
    named: tuple[Entry, ...],
    labels: Labels,
) -> Iterator[SiteFile]:
    """Yield the home page; `named` are the claims that the findings name."""
    values = {
        "scores": scores,
        "total": sum(count for _, count in scores),
        "topics": topics,
        "findings": findings,
        "named": {entry.id: entry for entry in named},
        "labels": labels,
    }
    description = "What of the praise and the doubts about QEMU 10.2 holds, where, and on what evidence."
    yield page("home.html", "index.html", settings.name, description=description, values=values)


def topic_list(topics: tuple[tuple[Topic, Scores], ...]) -> Iterator[SiteFile]:
    """Yield the list of topics."""
    description = "The questions that the claims answer, by topic."
    yield page("topics.html", "topics/index.html", "Topics", description=description, values={"topics": topics})


def topic_pages(topic: Topic, entries: tuple[Entry, ...]) -> Iterator[SiteFile]:
    """Yield the pages of one topic."""
    scores = tally(entry.verdict for entry in entries)
    for part in parts(entries, f"topics/{topic.id}.html"):
        values = {"part": part, "scores": scores, "lead": topic.question, "verdict": None}
        extract = topic_extract(topic.title, topic.question) if part.number == 1 else ""
        yield replace(_list(topic.title, part, topic.question, values), extract=extract)


def verdict_pages(verdict: Verdict, entries: tuple[Entry, ...]) -> Iterator[SiteFile]:
    """Yield the list of the claims of one verdict."""
    title = f"Claims: {verdict.words}"
    for part in parts(entries, f"verdicts/{verdict.value}.html"):
        values = {"part": part, "scores": (), "lead": verdict.doc, "verdict": verdict}
        yield _list(title, part, verdict.doc, values)


def certainty_pages(certainty: Certainty, entries: tuple[Entry, ...]) -> Iterator[SiteFile]:
    """Yield the list of the claims of one certainty."""
    scores = tally(entry.verdict for entry in entries)
    for part in parts(entries, f"verdicts/certainty-{certainty.value}.html"):
        values = {"part": part, "scores": scores, "lead": certainty.doc, "verdict": None}
        yield _list(f"Claims: {certainty} certainty", part, certainty.doc, values)


def _list(title: str, part: Part[Entry], description: str, values: dict[str, object]) -> SiteFile:
    return page("claims.html", part.uri, numbered(title, part.number), description=description, values=values)


def change_pages(changes: tuple[VerdictChange, ...], titles: tuple[tuple[str, str], ...]) -> Iterator[SiteFile]:
    """Yield the moves of verdicts, newest first; `titles` of the claims that moved, by id."""
    newest_first = tuple(sorted(changes, key=lambda change: (change.date, change.claim), reverse=True))
    for part in parts(newest_first, "changes.html"):
        values = {"part": part, "titles": dict(titles)}
        description = "Every move of a verdict, newest first."
        yield page("changes.html", part.uri, numbered("Changes", part.number), description=description, values=values)


def environment_page(facets: Facets, path: str) -> Iterator[SiteFile]:
    """Yield the page of the environments that claims distinguish."""
    yield page(
        "environment.html",
        "environment.html",
        "Environments",
        edit_path=path,
        description="The properties of a host on which a verdict may depend, and how to find them out.",
        values={"dimensions": facets.dimensions},
    )
