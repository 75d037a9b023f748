"""Locators: where exactly a stranger finds what an evidence item cites."""

from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, model_validator

from .base import Day, GitHash, Integer, Line, Model, Prose, Sha256, Url


class FileLocator(Model):
    """Lines of a file at a commit of a git repository."""

    repo: Line
    """Name of the repository, as the source declares it."""
    commit: GitHash
    """Full hash of the commit at which the file is read."""
    path: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^/\s\\][^\\\n]*$")]
    """Path of the file inside the repository."""
    lines: Annotated[tuple[Integer, ...], Field(min_length=2, max_length=2)]
    """First and last cited line, counted from 1, both included."""
    blob: GitHash
    """Git blob hash of the file at that commit."""
    digest: Sha256
    """SHA-256 of the raw bytes of the cited lines, each with its LF."""

    @model_validator(mode="after")
    def _lines_in_order(self) -> Self:
        first, last = self.lines
        if first < 1 or last < first:
            raise ValueError(f"lines {first} to {last} are not a range: count from 1, first before last")
        return self


class CommitLocator(Model):
    """A commit of a git repository, cited for its message or its change as a whole."""

    repo: Line
    """Name of the repository, as the source declares it."""
    commit: GitHash
    """Full hash of the commit."""
    subject: Line
    """Subject line of the commit, so that it is found again after a rebase."""


class MessageLocator(Model):
    """A message on a mailing list."""

    message_id: Annotated[str, Field(alias="message-id", pattern=r"^<[^<>\s]+@[^<>\s]+>$", max_length=300)]
    """The Message-ID header, with its angle brackets."""
    list: Line
    """Name of the list, such as qemu-devel."""


class PackageLocator(Model):
    """A package in a distribution's archive."""

    package: Line
    """Name of the package."""
    version: Line
    """Version of the package, quoted."""
    suite: Line
    """Distribution and suite, such as debian/bookworm."""
    accessed: Day
    """Day on which the archive was read."""


class WebLocator(Model):
    """A part of a web page."""

    url: Url
    """Address of the page."""
    section: Line
    """Heading or paragraph in which the cited text stands."""
    accessed: Day
    """Day on which the copy was read."""


class SentenceLocator(Model):
    """A sentence of the examined article."""

    sentence: Annotated[Integer, Field(ge=1, le=1000)]
    """Number of the sentence in article.yml."""


class RunLocator(Model):
    """A run of our own that anyone can repeat."""

    machine: Line
    """What the commands ran on."""
    date: Day
    """Day of the run."""
    commands: Annotated[tuple[Prose, ...], Field(min_length=1)]
    """The commands, in order."""
    observed: Prose
    """What came out."""


_BY_KEY = (
    ("subject", "commit"),
    ("path", "file"),
    ("repo", "file"),
    ("message-id", "message"),
    ("package", "package"),
    ("url", "web"),
    ("sentence", "sentence"),
    ("commands", "run"),
)
LOCATOR_KEYS = "path, subject, message-id, package, url, sentence, commands"


def _locator_tag(value: Any) -> str | None:
    if isinstance(value, Model):
        return type(value).__name__.removesuffix("Locator").lower()
    if not isinstance(value, dict):
        return None
    return next((tag for key, tag in _BY_KEY if key in value), None)


Locator = Annotated[
    Annotated[FileLocator, Tag("file")]
    | Annotated[CommitLocator, Tag("commit")]
    | Annotated[MessageLocator, Tag("message")]
    | Annotated[PackageLocator, Tag("package")]
    | Annotated[WebLocator, Tag("web")]
    | Annotated[SentenceLocator, Tag("sentence")]
    | Annotated[RunLocator, Tag("run")],
    Discriminator(
        _locator_tag,
        custom_error_type="locator_kind",
        custom_error_message=f"a locator needs one of these keys: {LOCATOR_KEYS}",
    ),
]
"""Any locator; which one it is follows from its keys."""
