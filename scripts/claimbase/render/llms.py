"""`llms.txt`: what the site holds and where its data lie, for language models (llmstxt.org)."""

from collections.abc import Iterator

from claimbase.model import Topic

from .crossrefs import Entry
from .feeds import FOLDER, NAME
from .files import SiteFile, SiteSettings

_START = [
    ("index.html", "Home", "verdicts by topic, and what to do by the version that runs today"),
    ("claims/index.html", "Claims", "all claims with verdict and certainty"),
    ("method.html", "Method", "the rules by which verdicts are computed"),
    ("article.html", "The article, annotated", "the examined article, sentence by sentence, with claims"),
    ("glossary.html", "Glossary", "terms"),
]
_DATA = [
    ("data.html", "Data", "the formats of all data files"),
    ("data/verdict-table.json", "Verdict table", "the verdict for every set of outcomes"),
    (f"{FOLDER}{NAME}.json", "Verdict changes", "JSON Feed"),
]


def llms_text(settings: SiteSettings, topics: tuple[Topic, ...], decisive: tuple[Entry, ...]) -> Iterator[SiteFile]:
    """Yield `llms.txt`; `decisive` are the claims that decide an upgrade, each with its verdict."""
    base = settings.site_url.rstrip("/") + "/" if settings.site_url else ""
    about = (
        "> Claims about the QEMU 10.2 release, each tied to located evidence; every verdict is computed from that "
        "evidence by published rules. A verdict holds for the environments that the claim names, and no others."
    )
    use = (
        f"The page of a claim is `{base}claims/<id>.html`; the same as JSON is `{base}claims/<id>.json`. "
        "Cite a claim by its token, `qemu-10-2/<id>`, with the day of its last change."
    )
    sections = [
        f"# {settings.name}",
        about,
        use,
        "## Start here",
        _links(base, _START),
        "## Claims that decide an upgrade",
        _links(base, [(f"claims/{e.id}.json", e.title, f"{e.verdict.words}. {e.statement}") for e in decisive]),
        "## Topics",
        _links(base, [(f"topics/{topic.id}.html", topic.title, topic.question) for topic in topics]),
        "## Data",
        _links(base, _DATA),
        "## Optional",
        _links(base, [("sources/index.html", "Sources", "the bibliography, with origin and interest")]),
    ]
    text = "\n\n".join(part for part in sections if part)
    yield SiteFile("llms.txt", "", f"{text}\n".encode())


def _links(base: str, links: list[tuple[str, str, str]]) -> str:
    return "\n".join(f"- [{title}]({base}{uri}): {' '.join(told.split())}" for uri, title, told in links)
