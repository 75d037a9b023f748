"""Sources: the bibliography, with origin and interest."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Day, Id, Line, Model, Prose, Url
from .exception import RuleException

CslType = Literal[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "chapter",
    "dataset",
    "document",
    "entry",
    "manuscript",
    "paper-conference",
    "post",
    "post-weblog",
    "report",
    "software",
    "speech",
    "standard",
    "thesis",
    "webpage",
]
"""Item type of the Citation Style Language 1.0.2."""

PartialDate = Annotated[str, Field(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")]
"""A year, month or day: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, quoted in YAML."""


LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
"""The tag of a language: `de`, `pt-BR`."""


class PersonName(Model):
    """The name of a person."""

    family: Line
    """Family name."""
    given: Line | None = None
    """Given names."""


class LiteralName(Model):
    """The name of a body, or a name that is not taken apart."""

    literal: Line
    """The name."""


class Interest(Model):
    """What a source gains if readers believe it."""

    favours: Line
    """The outcome that it gains from."""
    why: Prose
    """How it gains."""


class GitRepository(Model):
    """How the public pages of a git repository are addressed."""

    name: Line
    """The name that locators use in `repo`."""
    file: Annotated[
        str, Field(pattern=r"^https://[^\s\"<>]*\{commit\}[^\s\"<>]*\{path\}[^\s\"<>]*\{first\}[^\s\"<>]*$")
    ]
    """Address of lines of a file, with {commit}, {path}, {first} and {last} to fill in."""
    commit: Annotated[str, Field(pattern=r"^https://[^\s\"<>]*\{commit\}[^\s\"<>]*$")]
    """Address of a commit, with {commit} to fill in."""


class SourceDocument(Model):
    """What a source file holds: CSL field names, and origin, interest and archive."""

    type: CslType
    """CSL item type."""
    title: Line
    """Title as published."""
    author: tuple[PersonName | LiteralName, ...] = ()
    """Authors, in order."""
    issued: PartialDate | None = None
    """When it was published."""
    container_title: Annotated[Line | None, Field(alias="container-title")] = None
    """The site, journal or series that it is part of."""
    publisher: Line | None = None
    """Who publishes it."""
    version: Line | None = None
    """The version that was read."""
    language: LanguageTag | None = None
    """The language of its title, where that is not English: no style then writes the title as a headline."""
    URL: Url | None = None
    """Public address."""
    accessed: Day | None = None
    """Day on which it was read."""
    archived: Url | None = None
    """Address of an archived copy."""
    note: Prose | None = None
    """What a reader should know, such as which copy was read."""
    origin: Id
    """Who first made the observations in it; sources that repeat one another share it."""
    interest: Interest | None = None
    """What it gains if readers believe it; undeclared means none is known."""
    repository: GitRepository | None = None
    """For git sources: how its public pages are addressed."""
    exceptions: tuple[RuleException, ...] = ()
    """Warnings that do not apply to this source, each with the reason."""


class Source(SourceDocument):
    """A source with its id."""

    id: Id
    """Identifier; equal to the file stem."""
