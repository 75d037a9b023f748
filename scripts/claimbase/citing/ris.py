"""Records of Research Information Systems: a tag and a value a line, which nearly every program imports."""

from collections.abc import Iterator

from claimbase.model import LiteralName

from .citable import Author, Citable

_KINDS = {
    "article": "GEN",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "document": "GEN",
    "entry": "GEN",
    "manuscript": "MANSCPT",
    "paper-conference": "CPAPER",
    "post": "ELEC",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
"""The type of reference of each item type of the Citation Style Language that sources have."""


def ris(item: Citable) -> str:
    """Return an item as one record; lines end as the format wants them, with carriage return and line feed."""
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in _lines(item) if value]
    return "".join(f"{line}\r\n" for line in [*lines, "ER  - "])


def _lines(item: Citable) -> Iterator[tuple[str, str]]:
    yield "TY", _KINDS.get(item.type, "GEN")
    yield "ID", item.key
    for author in item.authors:
        yield "AU", _author(author)
    yield "TI", item.title
    yield "T2", item.container
    yield "PY", item.issued[:4]
    yield "DA", item.issued.replace("-", "/")
    yield "PB", item.publisher
    yield "ET", item.version
    yield "UR", item.url
    yield "Y2", item.accessed.replace("-", "/")
    yield "LA", item.language
    yield "AN", item.mark
    yield "N1", item.note


def _author(author: Author) -> str:
    if isinstance(author, LiteralName):
        return author.literal
    return f"{author.family}, {author.given}" if author.given else author.family
