"""How the verdicts of a topic are drawn: a bar of parts, each a link to exactly the claims that it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from claimbase.model import Topic, Verdict

from .paging import PAGE_LENGTH, page_uri

UNITS = 20
"""Width of the longest bar; the style sheet has a class for each unit."""

Scores = tuple[tuple[Verdict, int], ...]
"""How often each verdict occurs, strongest first."""


@dataclass(frozen=True, slots=True)
class ScorePart:
    """The claims of one verdict in a topic."""

    verdict: Verdict
    """The verdict."""
    count: int
    """Number of claims."""
    units: int
    """Width of the part."""
    uri: str
    """Where these claims are listed: a section of the topic's pages."""


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """The verdicts of one topic."""

    topic: Topic
    """The topic."""
    parts: tuple[ScorePart, ...]
    """Its verdicts, strongest first."""
    total: int
    """Number of claims."""
    rest: int
    """Units by which the bar is shorter than the longest."""


def score_bars(topics: Sequence[tuple[Topic, Scores]]) -> tuple[ScoreBar, ...]:
    """Return a bar for each topic, drawn to one scale."""
    most = max([sum(count for _, count in scores) for _, scores in topics], default=0)
    return tuple(_bar(topic, scores, most) for topic, scores in topics)


def _bar(topic: Topic, scores: Scores, most: int) -> ScoreBar:
    parts, before = [], 0
    for verdict, count in scores:
        units = count if most <= UNITS else max(1, round(count * UNITS / most))
        page = page_uri(f"topics/{topic.id}.html", before // PAGE_LENGTH + 1)
        parts.append(ScorePart(verdict, count, units, f"{page}#{verdict.value}"))
        before += count
    rest = max(0, min(most, UNITS) - sum(part.units for part in parts))
    return ScoreBar(topic, tuple(parts), before, rest)
