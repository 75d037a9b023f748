"""The template environment, and how a template and its values become a page."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import jinja2

from claimbase.model import Verdict

from . import figures, fragments, words
from .files import SiteFile
from .prose import plain, prose

TEMPLATES = Path(__file__).parent / "templates"
"""Folder of the templates."""

_HEADING = re.compile(r'<h2 id="([^"]+)">([^<]*)</h2>')
_MAX_DESCRIPTION = 200


_HASH = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{28}\b")


def short_hashes(text: str) -> str:
    """Return text with git hashes cut to twelve digits; the whole hash stands with the locator."""
    return _HASH.sub(r"\1", text)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class _Environment(jinja2.Environment):
    """A dot in a template means an attribute and nothing else, as in Python; and half a thousand times a page."""

    getattr = staticmethod(getattr)  # type: ignore[assignment]


@cache
def environment() -> jinja2.Environment:
    """Return the one template environment; every value is escaped, an unknown name is an error."""
    made = _Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        prose=prose,
        short=short_hashes,
        slug=_slug,
        answer=fragments.answer,
        item_links=fragments.item_links,
        located=fragments.located,
        spoken=fragments.spoken,
        limits=words.limits,
        counted=figures.count,
        figure=figures.figure,
    )
    made.globals.update(
        verdict_badges=fragments.VERDICT_BADGES,
        verdict_shapes=words.VERDICT_SHAPES,
        outcome_badges=fragments.OUTCOME_BADGES,
        level=fragments.level,
    )
    return made


@cache
def _template(name: str) -> jinja2.Template:
    return environment().get_template(name)


def prepare() -> None:
    """Compile every template, so that processes started from here need not do it again, each for itself."""
    for name in environment().list_templates():
        _template(name)


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


def fragment(template: str, values: Mapping[str, Any]) -> str:
    """Return the part of a page that a template makes of its values."""
    return _template(template).render(values).strip()


def numbered(title: str, number: int) -> str:
    """Return the title of a page of a list; the first page bears the list's own."""
    return title if number == 1 else f"{title}, page {number}"


def tally(verdicts: Iterable[Verdict]) -> tuple[tuple[Verdict, int], ...]:
    """Return how often each verdict occurs, strongest first; verdicts that do not occur are left out."""
    found = list(verdicts)
    return tuple((verdict, found.count(verdict)) for verdict in Verdict if verdict in found)
