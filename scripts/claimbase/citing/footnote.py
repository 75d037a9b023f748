"""A citation as a Markdown footnote: words for people, the token for programs."""

import re

from claimbase.model import LiteralName

from .citable import Author, Citable

# A sign between two letters marks nothing: io_uring stays as it is.
_MARKS = re.compile(r"[\\`*\[\]<>]|(?<!\w)_|_(?!\w)")


def footnote(item: Citable) -> str:
    """Return an item as a footnote in one line; the text refers to it as `[^key]`."""
    edition = f", edition {item.version}" if item.mark and item.version not in ("", item.issued) else ""
    container = f", {item.container}" if item.container else ""
    issued = f", {item.issued}" if item.issued else ""
    who = f"{authors(item)}: " if item.authors else ""
    words = f"{who}“{item.title}”{container}{edition}{issued}."
    note = f" {item.note.rstrip('.')}." if item.note and item.mark else ""
    return f"[^{item.key}]: {_plain(words + note)}{_address(item)}"


def authors(item: Citable) -> str:
    """Return the authors in one line."""
    return ", ".join(map(person, item.authors))


def person(author: Author) -> str:
    """Return a name as it is spoken."""
    if isinstance(author, LiteralName):
        return author.literal
    return f"{author.given} {author.family}" if author.given else author.family


def _address(item: Citable) -> str:
    if item.mark:
        return f" [`{item.mark}`](<{item.url}>)" if item.url else f" `{item.mark}`"
    return f" <{item.url}>" if item.url else ""


def _plain(text: str) -> str:
    return _MARKS.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))
