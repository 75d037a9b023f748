"""Small pieces of HTML that pages repeat, kept once made; every value that goes in is escaped."""

from collections.abc import Mapping
from functools import cache, lru_cache

from markupsafe import Markup, escape

from claimbase.model import MeasurementOutcome, Outcome, Verdict

from . import words
from .crossrefs import Entry
from .places import Place


def _badge(kind: str, value: str, shape: str, word: str) -> Markup:
    return Markup(
        '<span class="cb-badge cb-{}-{}"><span class="cb-shape" aria-hidden="true">{}</span> {}</span>'
    ).format(kind, value, shape, word)


VERDICT_BADGES: Mapping[Verdict, Markup] = {
    verdict: _badge("verdict", verdict.value, words.VERDICT_SHAPES[verdict], verdict.words) for verdict in Verdict
}
OUTCOME_BADGES: Mapping[Outcome, Markup] = {
    outcome: _badge("outcome", outcome.value, words.OUTCOME_SHAPES[outcome], outcome.value) for outcome in Outcome
}
MEASUREMENT_BADGES: Mapping[MeasurementOutcome, Markup] = {
    outcome: _badge("measured", outcome.value, words.MEASUREMENT_SHAPES[outcome], words.MEASURED[outcome])
    for outcome in MeasurementOutcome
}

# What is added to Markup with + is escaped unless it is Markup itself.
_LINK, _ADDRESS_ENDS, _OUTSIDE, _LINK_ENDS = (
    Markup('<a href="'),
    Markup('">'),
    Markup('" rel="noopener">'),
    Markup("</a>"),
)


@lru_cache(maxsize=1 << 12)
def item_links(names: tuple[str, ...]) -> Markup:
    """Return links to evidence items of the same page."""
    return Markup(", ").join([_LINK + f"#{name}" + _ADDRESS_ENDS + name + _LINK_ENDS for name in names])


@lru_cache(maxsize=1 << 12)
def level(number: int, names: tuple[str, ...]) -> Markup:
    """Return the level of a side of a cell, with the items that speak there."""
    return Markup("{} ({})").format(number, item_links(names)) if names else escape(number)


def located(where: Place, up: str) -> Markup:
    """Return the label of a place, linked where it has an address; `up` leads to the site's root."""
    if not where.url:
        return escape(where.label.strip())
    begins = _LINK + up + where.url + _ADDRESS_ENDS if where.inside else _LINK + where.url + _OUTSIDE
    return begins + where.label + _LINK_ENDS


def answer(entry: Entry) -> Markup:
    """Return verdict, counts and certainty of a claim as lists show them."""
    return _answer(entry.verdict, entry.counts, entry.certainty)


@lru_cache(maxsize=1 << 12)
def _answer(verdict: Verdict, counts: str, certainty: str) -> Markup:
    told = "; ".join(part for part in (counts, certainty) if part)
    return VERDICT_BADGES[verdict] + (Markup(' <small class="cb-small">{}</small>').format(told) if told else "")


@cache
def spoken(term: str) -> str:
    """Return a word of the vocabulary as the name of a fact: `risk-of-bias` as `Risk of bias`."""
    return term.replace("-", " ").capitalize()
