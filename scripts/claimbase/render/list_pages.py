"""The lists: all claims, claims of a topic, claims of a verdict, topics, changes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from claimbase.model import Certainty, Topic, Verdict, VerdictChange

from .crossrefs import Entry
from .extracts import topic_extract
from .files import SiteFile
from .glossary import GlossaryTerm, teller
from .pages import numbered, page, tally
from .paging import Part, parts
from .scores import Scores, score_bars


def topic_list(topics: tuple[tuple[Topic, Scores], ...]) -> Iterator[SiteFile]:
    """Yield the list of topics."""
    description = "The questions that the claims answer, by topic."
    values = {"bars": score_bars(topics)}
    yield page("topics.html", "topics/index.html", "Topics", description=description, values=values)


def topic_pages(topic: Topic, entries: tuple[Entry, ...], terms: tuple[GlossaryTerm, ...] = ()) -> Iterator[SiteFile]:
    """Yield the pages of one topic: its claims by verdict, then title, a section a verdict."""
    scores = tally(entry.verdict for entry in entries)
    (bar,) = score_bars([(topic, scores)])
    strength = list(Verdict)
    # Sorting is stable, and the entries come sorted by title.
    by_verdict = sorted(entries, key=lambda entry: strength.index(entry.verdict))
    for part in parts(by_verdict, f"topics/{topic.id}.html"):
        sections = [(verdict, tuple(group)) for verdict, group in groupby(part.rows, key=lambda entry: entry.verdict)]
        values = {
            "tell": teller(terms, "../"),
            "part": part,
            "sections": sections,
            "counts": dict(scores),
            "bar": bar,
            "lead": topic.question,
        }
        title = numbered(topic.title, part.number)
        extract = topic_extract(topic.title, topic.question) if part.number == 1 else ""
        made = page("topic.html", part.uri, title, description=topic.question, values=values)
        yield replace(made, extract=extract)


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
