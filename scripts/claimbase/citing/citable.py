"""What can be cited, as bibliographies know it: a claim, a source, an edition, the base as a whole."""

from dataclasses import dataclass
from typing import Any

from claimbase.model import LiteralName, PersonName

Author = PersonName | LiteralName


@dataclass(frozen=True, slots=True)
class Citable:
    """One thing that can be cited; equal ones are cited alike."""

    key: str
    """What a list of references calls it: the id, and the edition where one is cited."""
    type: str
    """Item type of the Citation Style Language."""
    title: str
    """Its title, as plain text."""
    authors: tuple[Author, ...] = ()
    """Who wrote it, in order."""
    issued: str = ""
    """When it was published or last changed: a year, month or day; empty where that is not known."""
    container: str = ""
    """The site, journal or series that it is part of."""
    publisher: str = ""
    """Who publishes it."""
    version: str = ""
    """The version or edition that is cited."""
    url: str = ""
    """Its public address; empty where it has none."""
    accessed: str = ""
    """The day on which it was read."""
    language: str = ""
    """The language of its title; empty for English."""
    token: str = ""
    """The token by which reports name it and programs find it; for a source, what names the record of it here."""
    ours: bool = False
    """Whether it is part of this base, so that its citations hold the token."""
    note: str = ""
    """What else a reader should know, as plain text."""

    @property
    def mark(self) -> str:
        """The token that its citations hold; empty for what others have written."""
        return self.token if self.ours else ""


def csl(item: Citable) -> dict[str, Any]:
    """Return an item by the field names of the Citation Style Language; fields without a value are left out."""
    fields = {
        "id": item.key,
        "type": item.type,
        "title": item.title,
        "author": [_name(author) for author in item.authors],
        "issued": _date(item.issued),
        "container-title": item.container,
        "publisher": item.publisher,
        "version": item.version,
        "number": item.mark,
        "URL": item.url,
        "accessed": _date(item.accessed),
        "language": item.language,
        "note": item.note,
    }
    return {name: value for name, value in fields.items() if value}


def _name(author: Author) -> dict[str, str]:
    return author.model_dump(exclude_none=True)


def _date(day: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else {}
