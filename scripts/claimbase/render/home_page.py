"""Home: what holds by topic, what to do by starting version, what decides, the ways in, and what is new."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from claimbase.citing import Citable, base_dataset
from claimbase.model import Claim, Findings, Topic, VerdictChange

from .cite import json_ld_head
from .crossrefs import Entry
from .files import SiteFile, SiteSettings
from .glossary import teller
from .labels import Labels
from .pages import page
from .scores import Scores, score_bars

FIRST_FINDINGS = 6
"""Findings that are shown at once; the others are folded."""
NEWEST = 5
"""Moves of verdicts, and changes of claims, that are shown."""


@dataclass(frozen=True, slots=True)
class Novelty:
    """A change of a claim."""

    date: str
    """Its day."""
    claim: str
    """Id of the claim."""
    title: str
    """Title of the claim."""
    change: str
    """What changed."""


@dataclass(frozen=True, slots=True)
class HomeInputs:
    """Everything that the home page is made from."""

    settings: SiteSettings
    """What pages say about the site."""
    scores: Scores
    """How often each verdict occurs."""
    topics: tuple[tuple[Topic, Scores], ...]
    """The topics, each with its verdicts."""
    findings: Findings | None
    """What decides, and what to do; None where there is no such file."""
    named: tuple[Entry, ...]
    """The claims that the findings name, and those that changed."""
    labels: Labels
    """Titles of dimensions and values."""
    moves: tuple[VerdictChange, ...]
    """The newest moves of verdicts, newest first."""
    novelties: tuple[Novelty, ...]
    """The newest changes of claims, newest first."""
    cited: Citable
    """The base as a whole."""


def newest_moves(changes: Iterable[VerdictChange]) -> tuple[VerdictChange, ...]:
    """Return the newest moves of verdicts, newest first."""
    return tuple(heapq.nlargest(NEWEST, changes, key=lambda change: (change.date, change.claim)))


def newest_changes(claims: Iterable[Claim]) -> tuple[Novelty, ...]:
    """Return the newest history entries of all claims, newest first, one a claim."""
    last = [(claim.history[-1].date, claim.id, claim) for claim in claims]
    # The first version of a claim is news as well, but less than a change of one.
    chosen = heapq.nlargest(NEWEST, last, key=lambda each: (each[0], len(each[2].history) > 1, each[1]))
    return tuple(Novelty(day, name, claim.title, claim.history[-1].change) for day, name, claim in chosen)


def home_page(inputs: HomeInputs) -> Iterator[SiteFile]:
    """Yield the home page."""
    values = {
        "tell": teller(inputs.settings.terms, ""),
        "scores": inputs.scores,
        "total": sum(count for _, count in inputs.scores),
        "bars": score_bars(inputs.topics),
        "findings": inputs.findings,
        "first_findings": FIRST_FINDINGS,
        "named": {entry.id: entry for entry in inputs.named},
        "labels": inputs.labels,
        "moves": inputs.moves,
        "novelties": inputs.novelties,
    }
    description = "What of the praise and the doubts about QEMU 10.2 holds, where, and on what evidence."
    made = page("home.html", "index.html", inputs.settings.name, description=description, values=values)
    yield replace(made, head=json_ld_head(base_dataset(inputs.cited, description)))
