"""The page of a reader's environment, and a list of claims for each answer that it offers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from claimbase.assess import judged, scope_values
from claimbase.assessment import Assessment
from claimbase.environment import profile_text
from claimbase.model import Claim, Dimension, Preset, Profile
from claimbase.repository import KnowledgeBase

from . import words
from .crossrefs import CrossReferences, Entry
from .environment_data import environment_data
from .files import SiteFile
from .job import Job
from .pages import numbered, page
from .paging import parts

FOLDER = "environments"
"""Where the lists of claims for single answers lie."""


@dataclass(frozen=True, slots=True)
class Question:
    """A dimension on which something hangs."""

    dimension: Dimension
    """The dimension."""
    counts: Mapping[str, int]
    """How many claims tell environments apart by the dimension and speak of each value."""
    advice: int
    """In how many claims only the advice depends on it."""


def questions(kb: KnowledgeBase) -> tuple[Question, ...]:
    """Return the dimensions that decide something in some claim, its verdict or its advice, in file order."""
    scoped: dict[str, dict[str, int]] = {}
    advised: dict[str, int] = {}
    for claim in kb.claims.values():
        for name, values in scope_values(claim).items():
            counts = scoped.setdefault(name, {})
            for value in values:
                counts[value] = counts.get(value, 0) + 1
        for name in {name for advice in claim.advice for name in advice.when} - claim.scope.keys():
            advised[name] = advised.get(name, 0) + 1
    return tuple(
        Question(
            dimension,
            {value.id: scoped.get(dimension.id, {}).get(value.id, 0) for value in dimension.values},
            advised.get(dimension.id, 0),
        )
        for dimension in kb.facets.dimensions
        if dimension.id in scoped or dimension.id in advised
    )


def environment_jobs(kb: KnowledgeBase, assessments: Mapping[str, Assessment], refs: CrossReferences) -> Iterator[Job]:
    """Yield the jobs of the page, of what it looks up, and of the lists of claims for each answer."""
    places = {name: row for row, name in enumerate(refs.entries)}
    findings = kb.findings.findings if kb.findings else ()
    deciding = tuple(places[finding.claim] for finding in findings if finding.claim in places)
    yield Job("data/environment.js", environment_data, (kb.facets, kb.presets, deciding))
    asked = questions(kb)
    sources = {answer.source for preset in kb.presets for answer in preset.answers.values() if answer.source}
    titles = tuple((name, kb.sources[name].title) for name in sorted(sources) if name in kb.sources)
    inputs = (asked, kb.presets, titles, kb.recommendations is not None, kb.files.get("facets", ""))
    yield Job("environment.html", environment_page, inputs)
    for question in asked:
        dimension = question.dimension
        speaking = [entry for entry in refs.entries.values() if dimension.id in kb.claims[entry.id].scope]
        for value in dimension.values:
            entries = tuple(
                _here(entry, kb.claims[entry.id], assessments[entry.id], dimension.id, value.id)
                for entry in speaking
                if value.id in scope_values(kb.claims[entry.id])[dimension.id]
            )
            uri = value_uri(dimension.id, value.id)
            yield Job(uri, value_pages, (dimension, value.id, entries))


def value_uri(dimension: str, value: str) -> str:
    """Return the address of the list of claims for one answer; no id holds two hyphens in a row."""
    return f"{FOLDER}/{dimension}--{value}.html"


def _here(entry: Entry, claim: Claim, assessment: Assessment, dimension: str, value: str) -> Entry:
    """Return the claim as the list of one answer shows it: with the verdict over the cells that have the value."""
    place = assessment.dimensions.index(dimension)
    cells = [cell for cell in assessment.cells if cell.values[place] == value]
    verdict, certainty = judged(claim, assessment, cells)
    if not words.asks_evidence(assessment):
        return entry
    outcomes = [cell.outcome for cell in cells]
    counts = words.counts({outcome: outcomes.count(outcome) for outcome in set(outcomes)})
    return replace(entry, verdict=verdict, certainty=words.certainty(certainty), counts=counts)


def environment_page(
    asked: tuple[Question, ...],
    presets: tuple[Preset, ...],
    sources: tuple[tuple[str, str], ...],
    memo: bool,
    path: str,
) -> Iterator[SiteFile]:
    """Yield the page on which a reader says what the environment is and sees what applies to it.

    With `memo` it also writes a decision memo, which needs rules of recommendation.
    """
    example = Profile(name="my host", answers={"qemu": ("10.2",), "accelerator": ("tcg", "kvm")})
    values = {
        "questions": asked,
        "presets": presets,
        "sources": dict(sources),
        "memo": memo,
        "value_uri": value_uri,
        "example": profile_text(example),
    }
    yield page(
        "environment.html",
        "environment.html",
        "Your environment",
        edit_path=path,
        description="Say what you know of a host: which claims apply to it, what holds there, and what to do.",
        values=values,
    )


def value_pages(dimension: Dimension, value: str, entries: tuple[Entry, ...]) -> Iterator[SiteFile]:
    """Yield the list of the claims that speak of one answer, each with its verdict there."""
    told = next(each.title for each in dimension.values if each.id == value)
    title = f"{dimension.title}: {told}"
    description = f"Claims that speak of this answer, each with its verdict there. {dimension.question}"
    for part in parts(entries, value_uri(dimension.id, value)):
        values = {"part": part, "dimension": dimension, "told": told}
        yield page("answer.html", part.uri, numbered(title, part.number), description=description, values=values)
