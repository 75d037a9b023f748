"""The bibliography, and the page of a source with everything that uses it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from claimbase.model import LiteralName, PersonName, Source

from .cite import Cited, cite_box
from .crossrefs import Backlink, Editions, Entry
from .extracts import source_extract
from .files import SiteFile, SiteSettings
from .pages import numbered, page
from .paging import parts

MAX_GROUP_SHOWN = 100
"""Sources of the same origin that are listed; more are counted."""


@dataclass(frozen=True, slots=True)
class SourceInputs:
    """Everything that the pages of one source are made from."""

    source: Source
    """The source."""
    same_origin: tuple[tuple[str, str], ...]
    """Id and title of the other sources of its origin."""
    uses: tuple[Backlink, ...]
    """The claims that use it, and how."""
    path: str
    """Its file, relative to the root."""
    cited: Cited
    """How it is cited."""
    settings: SiteSettings
    """What the page says about the site."""
    editions: Editions = ()
    """The editions that it is in, oldest first."""


@dataclass(frozen=True, slots=True)
class User:
    """A claim that uses a source, once or several times."""

    entry: Entry
    """The claim."""
    ways: tuple[tuple[str, str], ...]
    """What each use is, in words, and its anchor on the claim's page, empty for the page as a whole."""


def users(uses: Iterable[Backlink]) -> tuple[User, ...]:
    """Return the claims that use a source; the uses of a claim stand side by side."""
    groups = ((entry, tuple(group)) for entry, group in groupby(uses, key=lambda use: use.entry))
    return tuple(User(entry, tuple((use.how, use.anchor) for use in group)) for entry, group in groups)


def authors(source: Source) -> str:
    """Return the authors in one line."""
    return "; ".join(map(_name, source.author))


def _name(author: PersonName | LiteralName) -> str:
    if isinstance(author, LiteralName):
        return author.literal
    return f"{author.given} {author.family}" if author.given else author.family


def source_pages(inputs: SourceInputs) -> Iterator[SiteFile]:
    """Yield the pages of one source; only the list of uses goes on after the first."""
    source, names = inputs.source, authors(inputs.source)
    for part in parts(users(inputs.uses), f"sources/{source.id}.html"):
        values = {
            "source": source,
            "authors": names,
            "same_origin": inputs.same_origin[:MAX_GROUP_SHOWN],
            "more_same_origin": max(0, len(inputs.same_origin) - MAX_GROUP_SHOWN),
            "part": part,
            "box": cite_box(inputs.cited, source.id),
            "path": inputs.path,
            "editions": inputs.editions,
            "edit_url": inputs.settings.edit_url.replace("{path}", inputs.path) if inputs.settings.edit_url else "",
        }
        made = page(
            "source.html",
            part.uri,
            numbered(source.title, part.number),
            edit_path=inputs.path,
            description=f"What depends on the source “{source.title}”, its origin and its interest.",
            values=values,
        )
        yield replace(made, extract=source_extract(source, names) if part.number == 1 else "")


def source_list(rows: tuple[tuple[Source, int], ...]) -> Iterator[SiteFile]:
    """Yield the list of sources by title, each with the number of uses."""
    for part in parts(rows, "sources/index.html"):
        values = {"part": part}
        description = "The sources, their origin and interest, and how often each is used."
        yield page("sources.html", part.uri, numbered("Sources", part.number), description=description, values=values)
