"""The text of an edition: a claim, retired claim or source as HTML that is rendered once and never again.

Links in it lead to the same edition or out of the site, so that none can die with a page of today; and everything
that pages compute, such as numbers from data, is written out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from claimbase.assessment import Assessment, ItemAssessment
from claimbase.evaluation import Evaluation, Evaluations
from claimbase.model import (
    Asserter,
    BoundTestRun,
    Claim,
    Counted,
    Evidence,
    LocatedEvidence,
    Measurement,
    Source,
    Tombstone,
)

from . import words
from .claim_page import cell_table
from .figures import figure
from .labels import Labels
from .pages import fragment
from .places import Place, place
from .prose import prose
from .source_pages import authors

_UP = "../../"
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_OF_BASE = re.compile(rf"{re.escape(_UP)}(?:claims|sources)/([a-z0-9-]+)\.html")


@dataclass(frozen=True, slots=True)
class FrozenInputs:
    """What the text of a claim is made from."""

    claim: Claim
    """The claim, its data cells filled."""
    assessment: Assessment
    """Its assessment."""
    evaluations: Evaluations
    """What benchmark data say about its items, by evidence id."""
    sources: Mapping[str, Source]
    """All sources by id."""
    ids: Mapping[str, str]
    """The title of everything that the edition holds, by id."""
    titles: Mapping[str, str]
    """The titles of benchmarks and machines by id."""
    labels: Labels
    """Titles of dimensions and values."""
    topic: str
    """The title of the topic."""


@dataclass(frozen=True, slots=True)
class ItemText:
    """An evidence item with what its text shows."""

    item: Evidence
    """The item."""
    assessed: ItemAssessment
    """Its level."""
    source_id: str
    """Id of its source; empty where it has none."""
    source: str
    """Title of its source."""
    place: Place | None
    """Where in the source it stands."""
    applies: str
    """Dimensions and values that it speaks of."""
    benchmark: str
    """Title of the benchmark that it is bound to; empty where it is to none."""
    data: tuple[str, ...]
    """What benchmark data say, in sentences."""


def claim_text(inputs: FrozenInputs) -> str:
    """Return the frozen text of a claim."""
    claim, assessment, labels = inputs.claim, inputs.assessment, inputs.labels
    values = {
        "claim": claim,
        "assessment": assessment,
        "topic": inputs.topic,
        "tell": _Told(inputs.ids, {item.id for item in claim.evidence}).tell,
        "ids": inputs.ids,
        "asks_evidence": words.asks_evidence(assessment),
        "counts": words.counts(assessment.counts),
        "certainty": words.certainty(assessment.certainty),
        "table": cell_table(assessment, labels),
        "partial": [
            (labels.dimension(name), facet.why) for name, facet in claim.scope.items() if not isinstance(facet, tuple)
        ],
        "items": [_item(item, found, inputs) for item, found in zip(claim.evidence, assessment.items, strict=True)],
        "asserters": [_asserter(each, inputs.sources) for each in claim.asserted_by],
        "advice": [(_when(each.when, labels), each.do) for each in claim.advice],
    }
    return fragment("frozen_claim.html", values)


def retired_text(tombstone: Tombstone, ids: Mapping[str, str]) -> str:
    """Return the frozen text of a retired claim."""
    return fragment("frozen_retired.html", {"tombstone": tombstone, "tell": _Told(ids).tell, "ids": ids})


def source_text(source: Source) -> str:
    """Return the frozen text of a source."""
    values = {"source": source, "authors": authors(source), "tell": _Told({}).tell}
    return fragment("frozen_source.html", values)


class _Told:
    """Renders prose whose links stay inside the edition; a link to another page of the site becomes plain text."""

    def __init__(self, ids: Mapping[str, str], items: set[str] | None = None) -> None:
        self._ids = ids
        self._items = items or set()

    def tell(self, text: str) -> Markup:
        """Return one paragraph of inline Markdown as safe HTML."""
        made = prose(text, _UP)
        return Markup(_LINK.sub(self._link, made)) if "<a " in made else made  # noqa: S704 - a part of what prose made

    def _link(self, match: re.Match[str]) -> str:
        address, label = match.groups()
        if address.startswith(("https://", "http://")):
            return match[0]
        if address.startswith("#"):
            return f'<a href="{address}">{label}</a>' if address[1:] in self._items else label
        found = _OF_BASE.fullmatch(address.partition("#")[0])
        return f'<a href="{found[1]}.html">{label}</a>' if found and found[1] in self._ids else label


def _inside(where: Place) -> Place:
    """Return a place without its address where that is a page of this site, which may not stay as it is."""
    return replace(where, url="", inside=False) if where.inside else where


def _asserter(each: Asserter, sources: Mapping[str, Source]) -> tuple[str, str, Place]:
    source = sources.get(each.source)
    return each.source, source.title if source else each.source, _inside(place(each.locator, source))


def _when(when: Mapping[str, str | tuple[str, ...]], labels: Labels) -> str:
    return "; ".join(f"{labels.dimension(name)}: {labels.selection(name, v, ' or ')}" for name, v in when.items())


def _item(item: Evidence, assessed: ItemAssessment, inputs: FrozenInputs) -> ItemText:
    labels = inputs.labels
    source_id = item.source if isinstance(item, LocatedEvidence) else ""
    source = inputs.sources.get(source_id)
    chosen = item.applies_to.items() if isinstance(item, Counted) else ()
    benchmark = item.benchmark if isinstance(item, Measurement | BoundTestRun) else ""
    found = inputs.evaluations.get(item.id)
    return ItemText(
        item,
        assessed,
        source_id,
        source.title if source else source_id,
        _inside(place(item.locator, source)) if isinstance(item, LocatedEvidence) else None,
        "; ".join(f"{labels.dimension(name)}: {labels.selection(name, value)}" for name, value in chosen),
        inputs.titles.get(benchmark, benchmark),
        data_words(found, inputs.titles) if found else (),
    )


def data_words(found: Evaluation, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return in sentences what benchmark data say about an item."""
    told = [f"{words.MEASURED[found.outcome].capitalize()}. {found.reason}"]
    sides = [side for side in (found.a, found.b) if side is not None]
    told += [f"{side.label}: median {figure(side.median)} {found.unit}, {len(side.values)} samples." for side in sides]
    if found.effect is not None and found.interval is not None:
        low, high = (figure(end) for end in found.interval)
        interval = "" if low == high else f", 95 % interval {low} to {high}"
        told.append(f"Effect {figure(found.effect)}{interval}; threshold {figure(found.threshold or 0)}.")
    if found.observed:
        seen = ", ".join(f"{outcome} {count}" for outcome, count in found.observed.items())
        told.append(f"Observed in {found.n} runs: {seen}; asserted: {found.asserted}.")
    if found.machines:
        told.append(f"On {', '.join(titles.get(name, name) for name in found.machines)}.")
    return tuple(told)
