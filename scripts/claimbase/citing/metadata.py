"""What a page says to programs that collect references: Highwire's tags about itself, a COinS about what it cites."""

from collections.abc import Iterator
from urllib.parse import urlencode

from claimbase.model import LiteralName

from .citable import Author, Citable
from .footnote import person

_ZOTERO = {
    "article-journal": "journalArticle",
    "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle",
    "book": "book",
    "chapter": "bookSection",
    "dataset": "dataset",
    "manuscript": "manuscript",
    "paper-conference": "conferencePaper",
    "post": "forumPost",
    "post-weblog": "blogPost",
    "report": "report",
    "software": "computerProgram",
    "speech": "presentation",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "webpage",
}
"""What Zotero, which reads them, calls the item types."""


def highwire(item: Citable) -> Iterator[tuple[str, str]]:
    """Yield name and content of the tags of a page that is the item itself."""
    yield "citation_title", item.title
    for author in item.authors:
        yield "citation_author", _inverted(author)
    if item.issued:
        yield "citation_publication_date", item.issued.replace("-", "/")
    yield "citation_language", item.language or "en"
    if item.url:
        yield "citation_public_url", item.url


def coins(item: Citable) -> str:
    """Return the context object of an item (Z39.88, Dublin Core), as the `title` of a COinS has it, not yet escaped."""
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", _ZOTERO.get(item.type, "document")),
        ("rft.title", item.title),
        *(("rft.creator", person(author)) for author in item.authors),
        ("rft.source", item.container),
        ("rft.publisher", item.publisher),
        ("rft.date", item.issued),
        ("rft.identifier", item.url or item.mark),
        ("rft.language", item.language or "en"),
    ]
    return urlencode([(name, value) for name, value in fields if value])


def _inverted(author: Author) -> str:
    if isinstance(author, LiteralName) or not author.given:
        return person(author)
    return f"{author.family}, {author.given}"
