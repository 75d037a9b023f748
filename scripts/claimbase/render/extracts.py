"""What the site's search knows of a page: its content without the chrome, tables and small print, as a page of HTML.

The index is made of these and not of the finished pages: on those of a claim, words of the rubric ("level",
"measurement") stand everywhere and would be found everywhere, and there is six times as much to read.
"""

import re
from collections.abc import Iterator
from enum import Enum
from html import unescape

from markupsafe import Markup

from claimbase.model import Claim, Source

from .files import SiteFile
from .prose import plain

_TITLE = Markup('<h1 id="page" data-pagefind-weight="{}" data-pagefind-meta="title">{}</h1>')
_PART = Markup('<h2 id="{}" data-pagefind-weight="0">{}</h2>\n<p>{}</p>\n')
_ARTICLE = re.compile(r"<article\b[^>]*>(.*)</article>", re.DOTALL)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NEXT_PART = re.compile(r"\.\d+\.html$")
_LISTS = {"index.html", "changes.html", "compare.html", "404.html"}
"""Pages that only lead to others, or hold nothing without a script."""


class Kind(Enum):
    """What a page that search finds is about."""

    CLAIM = "claim"
    SOURCE = "source"
    BENCHMARK = "benchmark"
    TOPIC = "topic"
    PAGE = "page"


_WHOLE = {"": Kind.PAGE, "benchmarks": Kind.BENCHMARK}
"""The folders whose pages are known to search as a whole, and what they are about."""


def extract(kind: Kind, title: str, body: Markup) -> str:
    """Return an extract; `body` is what stands below the title."""
    # Sources are short, so that the same word weighs more in them; claims are what most readers look for.
    weight = 10 if kind is Kind.CLAIM else 4
    heading = _TITLE.format(weight, title)
    filtered = Markup('<html lang="en"><body data-pagefind-body data-pagefind-filter="kind:{}">').format(kind.value)
    return f"<!doctype html>\n{filtered}\n{heading}\n{body}</body></html>\n"


def claim_extract(claim: Claim) -> str:
    """Return title and statement, which weigh most, then findings, objection and advice, each under its anchor."""
    statement = Markup('<p data-pagefind-weight="5">{}</p>\n').format(plain(claim.statement))
    return extract(Kind.CLAIM, claim.title, statement + Markup().join(_parts(claim)))


def _parts(claim: Claim) -> Iterator[Markup]:
    for item in claim.evidence:
        yield _PART.format(item.id, item.id, plain(item.finding))
    if claim.objection:
        yield _PART.format("objection", "objection", f"{plain(claim.objection.text)} {plain(claim.objection.answer)}")
    yield _PART.format("advice", "advice", " ".join(plain(advice.do) for advice in claim.advice))
    yield _PART.format("test", "test", plain(claim.test))


def source_extract(source: Source, authors: str) -> str:
    """Return title, authors, publisher, origin and interest of a source."""
    interest = f"{source.interest.favours}. {source.interest.why}" if source.interest else ""
    told = (authors, source.publisher or "", source.origin, source.note or "", interest, source.URL or "")
    return extract(
        Kind.SOURCE, source.title, Markup().join(Markup("<p>{}</p>\n").format(text) for text in told if text)
    )


def topic_extract(title: str, question: str) -> str:
    """Return title and question of a topic."""
    return extract(Kind.TOPIC, title, Markup("<p>{}</p>\n").format(plain(question)))


def extract_of(file: SiteFile) -> str:
    """Return what search is to know of a generated page: the extract that it brings, or else its whole body."""
    if file.extract or not isinstance(file.body, str) or file.uri in _LISTS or _NEXT_PART.search(file.uri):
        return file.extract
    folder, _, name = file.uri.rpartition("/")
    if name == "index.html" or folder not in _WHOLE:
        return ""
    return _of_body(_WHOLE[folder], file.title, file.body)


def page_extract(html: str) -> tuple[str, str] | None:
    """Return title and extract of a hand-written page from its finished HTML; None where it has no article."""
    article, heading = _ARTICLE.search(html), _HEADING.search(html)
    if not article or not heading:
        return None
    title = unescape(_TAG.sub("", _PERMALINK.sub("", heading[1]))).strip()
    return title, _of_body(Kind.PAGE, title, _PERMALINK.sub("", article[1]))


def _of_body(kind: Kind, title: str, body: str) -> str:
    below = body.partition("</h1>")[2]
    return extract(kind, title, Markup(below))  # noqa: S704 - made by our templates or the generator
