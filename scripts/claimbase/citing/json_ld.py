"""What a page says to search engines, in the words of schema.org: a review of a claim, or a set of data.

A verdict is words and stays words: no number stands for it, as none of ours is a grade on a scale.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from claimbase.model import Benchmark, LiteralName

from .citable import Author, Citable
from .footnote import person
from .items import AUTHORS, Base

CONTEXT = "https://schema.org"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_KINDS = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "manuscript": "Manuscript",
    "post": "DiscussionForumPosting",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""What schema.org calls the item types of sources; all else is a `CreativeWork`."""

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review of a claim tells, as plain text."""

    statement: str
    """The claim as made."""
    verdict: str
    """The verdict in words."""
    explanation: str
    """A sentence or two about how sure it is, and where it holds."""
    published: str
    """The day on which the claim was first reviewed; empty where that is not known."""
    sources: tuple[Citable, ...]
    """The sources that make the claim, as far as they are known."""


def claim_review(reviewed: Reviewed, item: Citable, base: Base) -> Object:
    """Return a claim, which is cited as `item`, as the review of what others claim."""
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "name": item.title,
            "claimReviewed": reviewed.statement,
            "itemReviewed": _claim(reviewed),
            "reviewRating": {
                "@type": "Rating",
                "alternateName": reviewed.verdict,
                "ratingExplanation": reviewed.explanation,
            },
            "author": _author(AUTHORS[0]),
            "datePublished": reviewed.published,
            "dateModified": item.issued,
            **_rights(item),
            "isPartOf": _filled({"@type": "Dataset", "name": base.name, "url": base.url}),
        }
    )


def _claim(reviewed: Reviewed) -> Object:
    authors = list({person(author): author for source in reviewed.sources for author in source.authors}.values())
    return _filled(
        {
            "@type": "Claim",
            "text": reviewed.statement,
            "author": _one_or_all(map(_author, authors)),
            "appearance": _one_or_all(map(_work, reviewed.sources)),
        }
    )


def base_dataset(item: Citable, description: str, keywords: Sequence[str] = ()) -> Object:
    """Return the whole base, or an edition of it, as a set of data."""
    told = {"description": description, "keywords": list(keywords), "dateModified": item.issued}
    return _filled({**_dataset(item.title), **told, "version": item.version, **_rights(item)})


def benchmark_dataset(benchmark: Benchmark, question: str, procedure: str, base: Base) -> Object:
    """Return what was measured for a benchmark as a set of data; question and procedure are plain text."""
    page = f"{base.url}benchmarks/{benchmark.id}" if base.url else ""
    files = [("text/csv", f"{page}.csv"), ("application/json", f"{page}.json")] if page else []
    return _filled(
        {
            **_dataset(benchmark.title),
            "description": question,
            "measurementTechnique": procedure,
            "variableMeasured": [
                {"@type": "PropertyValue", "name": metric.title, "unitText": metric.unit}
                for metric in benchmark.metrics
            ],
            "license": LICENCE,
            "url": f"{page}.html" if page else "",
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": form, "contentUrl": url} for form, url in files
            ],
            "isPartOf": _filled({"@type": "Dataset", "name": base.name, "url": base.url}),
        }
    )


def script(value: Object) -> str:
    """Return JSON-LD as text of a `script` element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _dataset(name: str) -> Object:
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": name,
        "creator": _author(AUTHORS[0]),
        "isAccessibleForFree": True,
        "inLanguage": "en",
    }


def _rights(item: Citable) -> Object:
    return {"license": LICENCE, "inLanguage": "en", "identifier": item.mark, "url": item.url}


def _work(source: Citable) -> Object:
    return _filled(
        {
            "@type": _KINDS.get(source.type, "CreativeWork"),
            "name": source.title,
            "url": source.url,
            "datePublished": source.issued,
            "inLanguage": source.language,
        }
    )


def _author(author: Author) -> Object:
    return {"@type": "Organization" if isinstance(author, LiteralName) else "Person", "name": person(author)}


def _one_or_all(values: Iterable[Object]) -> Any:
    found = list(values)
    return found[0] if len(found) == 1 else found


def _filled(fields: Object) -> Object:
    return {name: value for name, value in fields.items() if value not in ("", [], {})}
