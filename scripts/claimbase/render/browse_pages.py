"""The claims browser and the comparison: complete lists or links without a script, more with one."""

from collections.abc import Iterator

from claimbase.model import Certainty, EvidenceKind, Facets, Topic, Verdict

from .crossrefs import Entry
from .files import SiteFile
from .fragments import spoken
from .pages import numbered, page, tally
from .paging import parts

VERSIONS = ("10.0", "10.1", "10.2", "11.0", "11.1")
"""The release series over which one claim is compared."""


def browser_pages(entries: tuple[Entry, ...], topics: tuple[Topic, ...], facets: Facets) -> Iterator[SiteFile]:
    """Yield the list of all claims, by topic, then title; its first page is the browser."""
    values = {
        "scores": tally(entry.verdict for entry in entries),
        "topics": topics,
        "dimensions": facets.dimensions,
        "verdicts": tuple(Verdict),
        "certainties": tuple(Certainty),
        "filters": (
            ("topic", "Topic", tuple((topic.id, topic.title) for topic in topics)),
            ("verdict", "Verdict", tuple((verdict, verdict.words) for verdict in Verdict)),
            ("certainty", "Certainty", tuple((certainty, certainty) for certainty in Certainty)),
            ("evidence", "Evidence", tuple((kind, spoken(kind)) for kind in EvidenceKind)),
        ),
        "lead": "",
    }
    for part in parts(entries, "claims/index.html"):
        template = "browser.html" if part.number == 1 else "claims.html"
        description = "All claims with verdict and certainty, to filter and to search."
        title = numbered("Claims", part.number)
        yield page(template, part.uri, title, description=description, values={**values, "part": part})


def compare_page(topics: tuple[Topic, ...], facets: Facets) -> Iterator[SiteFile]:
    """Yield the page that puts claims side by side, or one claim over releases."""
    known = {value.id for dimension in facets.dimensions if dimension.id == "qemu" for value in dimension.values}
    values = {"topics": topics, "versions": tuple(version for version in VERSIONS if version in known)}
    description = "Two to four claims side by side, or one claim over releases of QEMU."
    yield page("compare.html", "compare.html", "Compare", description=description, values=values)
