"""The template environment, and how a template and its values become a page."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from claimbase.model import Outcome, Verdict

from . import words
from .files import SiteFile
from .prose import plain, prose

TEMPLATES = Path(__file__).parent / "templates"
"""Folder of the templates."""

_HEADING = re.compile(r'<h2 id="([^"]+)">([^<]*)</h2>')
_MAX_DESCRIPTION = 200


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


_HASH = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{28}\b")


def _short(text: str) -> str:
    """Return text with git hashes cut to twelve digits; the whole hash stands with the locator."""
    return _HASH.sub(r"\1", text)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


@cache
def environment() -> jinja2.Environment:
    """Return the one template environment; every value is escaped, an unknown name is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(prose=prose, short=_short, slug=_slug)
    made.globals.update(verdict_badges=VERDICT_BADGES, outcome_badges=OUTCOME_BADGES)
    return made


@cache
def _template(name: str) -> jinja2.Template:
    return environment().get_template(name)


def contents(body: str) -> tuple[tuple[str, str], ...]:
    """Return anchor and text of each level-2 heading: the table of contents cannot part from the page."""
    return tuple((anchor, unescape(text)) for anchor, text in _HEADING.findall(body))


def page(
    template: str, uri: str, title: str, *, edit_path: str = "", description: str = "", values: Mapping[str, Any]
) -> SiteFile:
    """Return the page that a template makes of its values; `up` leads it to the site's root."""
    up = "../" * uri.count("/")
    body = _template(template).render(values, up=up, title=title)
    short = plain(description)
    if len(short) > _MAX_DESCRIPTION:
        short = short[:_MAX_DESCRIPTION].rsplit(" ", 1)[0] + " …"
    return SiteFile(uri, title, body, contents(body), edit_path, short)


def numbered(title: str, number: int) -> str:
    """Return the title of a page of a list; the first page bears the list's own."""
    return title if number == 1 else f"{title}, page {number}"


def tally(verdicts: Iterable[Verdict]) -> tuple[tuple[Verdict, int], ...]:
    """Return how often each verdict occurs, strongest first; verdicts that do not occur are left out."""
    found = list(verdicts)
    return tuple((verdict, found.count(verdict)) for verdict in Verdict if verdict in found)
