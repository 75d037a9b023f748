"""The page of a claim: verdict, environments, evidence, and how one follows from the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from claimbase.assess import RUBRIC
from claimbase.assessment import Assessment, Cell, ItemAssessment, LeftOut
from claimbase.evaluation import NOT_EVALUATED, Evaluations
from claimbase.model import (
    Benchmark,
    BoundTestRun,
    Claim,
    Counted,
    Direction,
    Evidence,
    LocatedEvidence,
    Measurement,
    Outcome,
    Source,
    Verdict,
    VerdictChange,
)

from . import words
from .cite import Cited, cite_box
from .crossrefs import Backlink, Editions, Entry
from .files import SiteFile, SiteSettings
from .glossary import teller
from .labels import Labels
from .measured import Measured, measured
from .pages import page
from .places import Place, place
from .reasons import reasons
from .reviews import claim_head

MAX_CELLS_SHOWN = 64
"""Cells that are listed one by one; more are shown in groups of the same outcome and evidence."""
MAX_BACKLINKS_SHOWN = 100
"""Backlinks that are listed; more are counted."""

_RULES = {rule.id: rule for _, rules in RUBRIC for rule in rules}


@dataclass(frozen=True, slots=True)
class ClaimInputs:
    """Everything that the page of one claim is made from; equal inputs make the same page."""

    claim: Claim
    """The claim."""
    assessment: Assessment
    """Its assessment."""
    evaluations: Evaluations
    """What benchmark data say about its items, by evidence id."""
    benchmarks: tuple[Benchmark, ...]
    """The benchmarks that it names, each once."""
    machines: tuple[tuple[str, str], ...]
    """Id and title of the machines on which these were run, as far as they are described."""
    entry: Entry
    """The claim as lists show it."""
    sources: tuple[Source, ...]
    """The sources that it names, each once."""
    related: tuple[Entry, ...]
    """The claims that it names, each once."""
    retired: tuple[tuple[str, str], ...]
    """Id and title of the retired claims that it names."""
    backlinks: tuple[Backlink, ...]
    """The claims that refer to it."""
    sentences: tuple[int, ...]
    """Numbers of the article's sentences that it answers."""
    changes: tuple[VerdictChange, ...]
    """Moves of its verdict, oldest first."""
    labels: Labels
    """Titles of dimensions and values."""
    path: str
    """Its file, relative to the root."""
    cited: Cited
    """How it is cited."""
    settings: SiteSettings
    """What the page says about the site."""
    editions: Editions = ()
    """The editions that it is in, oldest first."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """An evidence item with its assessment."""

    item: Evidence
    """The item as written."""
    assessed: ItemAssessment
    """Its level and how it came about."""
    source: Source | None
    """The source that it comes from."""
    place: Place | None
    """Where in the source it stands."""
    applies: str
    """Dimensions and values that it speaks of, in words."""
    measured: Measured | None
    """What benchmark data say about it; None where it is not bound to any."""


@dataclass(frozen=True, slots=True)
class CellRow:
    """One line of the table of environments: a cell, or several of the same outcome and evidence."""

    values: tuple[str, ...]
    """Values of the varying dimensions, in words."""
    count: int
    """Number of cells."""
    cell: Cell
    """The first of the cells; outcome, levels and evidence are those of all."""


@dataclass(frozen=True, slots=True)
class CellTable:
    """The environments of a claim as a table."""

    fixed: str
    """Dimensions with one value, and the value, in words."""
    columns: tuple[str, ...]
    """Titles of the other dimensions."""
    rows: tuple[CellRow, ...]
    """The lines."""
    total: int
    """Number of cells."""
    grouped: bool
    """Whether lines stand for several cells."""


def claim_page(inputs: ClaimInputs) -> SiteFile:
    """Return the page of a claim."""
    claim, assessment = inputs.claim, inputs.assessment
    made = page(
        "claim.html",
        f"claims/{claim.id}.html",
        claim.title,
        edit_path=inputs.path,
        description=f"{words.summary(assessment).capitalize()}. {claim.statement}",
        values={**_about(inputs), **derivation(inputs), **_references(inputs), **_use(inputs)},
    )
    return replace(made, head=claim_head(claim, assessment, inputs.cited, inputs.settings))


def _about(inputs: ClaimInputs) -> dict[str, Any]:
    """Return what the page says of the claim as written."""
    claim, labels = inputs.claim, inputs.labels
    sources = {source.id: source for source in inputs.sources}
    return {
        "claim": claim,
        "tell": teller(inputs.settings.terms, "../"),
        "entry": inputs.entry,
        "asserters": [
            (sources.get(each.source), each.source, place(each.locator, sources.get(each.source)))
            for each in claim.asserted_by
        ],
        "partial_facets": [
            (labels.dimension(name), facet.why) for name, facet in claim.scope.items() if not isinstance(facet, tuple)
        ],
        "advice": [(_when(advice.when, labels), advice.do) for advice in claim.advice],
    }


def _use(inputs: ClaimInputs) -> dict[str, Any]:
    """Return how the claim is cited, edited and reported."""
    claim, settings = inputs.claim, inputs.settings
    return {
        "box": cite_box(inputs.cited, claim.id),
        "editions": inputs.editions,
        "path": inputs.path,
        "edit_url": settings.edit_url.replace("{path}", inputs.path),
        "report_url": settings.report_url.replace("{id}", claim.id),
    }


def derivation(inputs: ClaimInputs) -> dict[str, Any]:
    """Return how the verdict comes about, by the names that the template and the terminal know."""
    assessment, labels = inputs.assessment, inputs.labels
    sources = {source.id: source for source in inputs.sources}
    items = _items(inputs, sources)
    return {
        "assessment": assessment,
        "asks_evidence": words.asks_evidence(assessment),
        "reasons": reasons(inputs.claim, assessment),
        **{str(side): [item for item in items if item.assessed.side is side] for side in Direction},
        "levelled": [_levelled(view) for view in items if view.measured or view.assessed.side is not Direction.CONTEXT],
        "table": cell_table(assessment, labels),
        "rule": _RULES[assessment.rule],
        "certainty_rule": _RULES[assessment.certainty_rule],
        "left_out": [(_left_out(part, labels), part.verdict) for part in assessment.left_out],
        "requests": _requests(assessment, labels),
    }


def _references(inputs: ClaimInputs) -> dict[str, Any]:
    """Return what the claim names, and what names it."""
    return {
        "related": {entry.id: entry for entry in inputs.related},
        "retired": dict(inputs.retired),
        "backlinks": inputs.backlinks[:MAX_BACKLINKS_SHOWN],
        "more_backlinks": max(0, len(inputs.backlinks) - MAX_BACKLINKS_SHOWN),
        "sentences": inputs.sentences,
        "changes": inputs.changes,
    }


def _items(inputs: ClaimInputs, sources: Mapping[str, Source]) -> list[ItemView]:
    views, labels = [], inputs.labels
    for item, assessed in zip(inputs.claim.evidence, inputs.assessment.items, strict=True):
        source = sources.get(item.source) if isinstance(item, LocatedEvidence) else None
        where = place(item.locator, source) if isinstance(item, LocatedEvidence) else None
        selections = item.applies_to.items() if isinstance(item, Counted) else ()
        applies = "; ".join(
            [f"{labels.dimension(name)}: {labels.selection(name, chosen)}" for name, chosen in selections]
        )
        views.append(ItemView(item, assessed, source, where, applies, _measured(item, inputs)))
    return views


def _levelled(view: ItemView) -> ItemAssessment:
    """Return the assessment of an item; where data decide nothing, the reason is what they say."""
    if view.measured is None or not view.assessed.without_level:
        return view.assessed
    told = f"{words.MEASURED[view.measured.outcome]}. {view.measured.reason}"
    return replace(view.assessed, without_level=told)


def _measured(item: Evidence, inputs: ClaimInputs) -> Measured | None:
    if not isinstance(item, Measurement | BoundTestRun):
        return None
    benchmarks = {each.id: each for each in inputs.benchmarks}
    found = inputs.evaluations.get(item.id, NOT_EVALUATED)
    return measured(item, found, benchmarks.get(item.benchmark), dict(inputs.machines))


def cell_table(assessment: Assessment, labels: Labels) -> CellTable:
    """Return the cells as a table: dimensions of one value are said once, many cells are grouped."""
    dimensions, cells = assessment.dimensions, assessment.cells
    varying = [i for i in range(len(dimensions)) if len({cell.values[i] for cell in cells}) > 1]
    fixed = ", ".join(
        f"{labels.dimension(name)} {labels.value(name, cells[0].values[i])}"
        for i, name in enumerate(dimensions)
        if i not in varying
    )
    grouped = len(cells) > MAX_CELLS_SHOWN
    groups = _groups(cells) if grouped else [(cell,) for cell in cells]
    sizes = {i: len({cell.values[i] for cell in cells}) for i in varying}
    rows = tuple(
        CellRow(tuple(_values_of(group, i, sizes[i], dimensions[i], labels) for i in varying), len(group), group[0])
        for group in groups
    )
    columns = tuple(labels.dimension(dimensions[i]) for i in varying)
    return CellTable(fixed, columns, rows, len(cells), grouped)


def _groups(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    groups: dict[tuple[Outcome, int, int, tuple[str, ...], tuple[str, ...]], list[Cell]] = {}
    for cell in cells:
        key = (cell.outcome, cell.supports, cell.contradicts, cell.supporting, cell.contradicting)
        groups.setdefault(key, []).append(cell)
    return [tuple(group) for group in groups.values()]


def _values_of(group: Sequence[Cell], index: int, values: int, dimension: str, labels: Labels) -> str:
    found = dict.fromkeys(cell.values[index] for cell in group)
    if len(found) == values:
        return "any"
    return ", ".join(labels.value(dimension, value) for value in found)


def _left_out(part: LeftOut, labels: Labels) -> tuple[str, str]:
    """Return what is left out, in words, and the anchor of the item that it belongs to."""
    match part.what:
        case "origin":
            return f"everything from the origin {part.name}", ""
        case "item":
            return f"item {part.name}", part.name
        case "limit":
            item, _, domain = part.name.partition("/")
            return f"the limit {domain} of item {item}", item
        case "facet-value":
            dimension, _, value = part.name.partition("=")
            return f"the environments with {labels.dimension(dimension)}: {labels.value(dimension, value)}", ""


def _requests(assessment: Assessment, labels: Labels) -> list[tuple[str, Verdict]]:
    dimensions = tuple(map(labels.dimension, assessment.dimensions))
    return [
        (
            words.request(wanted, dimensions, tuple(map(labels.value, assessment.dimensions, wanted.values))),
            wanted.verdict,
        )
        for wanted in assessment.requests
    ]


def _when(when: Mapping[str, str | tuple[str, ...]], labels: Labels) -> str:
    return "; ".join(
        f"{labels.dimension(name)}: {labels.selection(name, chosen, ' or ')}" for name, chosen in when.items()
    )
