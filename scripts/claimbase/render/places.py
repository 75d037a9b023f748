"""Where cited evidence is found: locators as a label, a public address and the small print."""

from dataclasses import dataclass
from urllib.parse import quote

from claimbase.model import (
    CommitLocator,
    FileLocator,
    Locator,
    MessageLocator,
    PackageLocator,
    RunLocator,
    SentenceLocator,
    Source,
    WebLocator,
)

_LIST_ARCHIVES = {"qemu-devel": "https://lore.kernel.org/qemu-devel/"}
"""Archives in which a message is found by its Message-ID."""


@dataclass(frozen=True, slots=True)
class Place:
    """A locator as pages show it."""

    label: str
    """What is cited, in words."""
    url: str = ""
    """Address of the cited place; empty if it has none. Relative to the site's root if `inside`."""
    inside: bool = False
    """Whether the address is a page of this site."""
    details: tuple[tuple[str, str], ...] = ()
    """Further facts, by name, with which the place is found again or checked."""
    commands: tuple[str, ...] = ()
    """Commands of a run of our own."""
    observed: str = ""
    """What came out of the commands."""

    @property
    def summary(self) -> str:
        """The names of the details in one line."""
        return ", ".join([name for name, _ in self.details])


def place(locator: Locator, source: Source | None) -> Place:
    """Return how a locator is shown; `source` is the source that it leads into."""
    match locator:
        case FileLocator():
            return _file(locator, source)
        case CommitLocator():
            return _commit(locator, source)
        case MessageLocator():
            return _message(locator)
        case PackageLocator():
            label = f"{locator.package} {locator.version} in {locator.suite}"
            return Place(label, _address(source), details=(("read on", locator.accessed),))
        case WebLocator():
            return Place(locator.section, locator.url, details=(("read on", locator.accessed),))
        case SentenceLocator():
            return Place(f"sentence {locator.sentence}", f"article.html#s{locator.sentence}", inside=True)
        case RunLocator():
            label = f"our own run on {locator.machine}, {locator.date}"
            return Place(label, commands=locator.commands, observed=locator.observed)


def _address(source: Source | None) -> str:
    return (source.URL or "") if source else ""


def _file(locator: FileLocator, source: Source | None) -> Place:
    first, last = locator.lines
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    repository = source.repository if source else None
    url = ""
    if repository and repository.name == locator.repo:
        # str.format would let a source file reach into attributes; these four names are all there is.
        url = repository.file.replace("{commit}", locator.commit).replace("{path}", quote(locator.path))
        url = url.replace("{first}", str(first)).replace("{last}", str(last))
    details = (("commit", locator.commit), ("blob", locator.blob), ("digest", locator.digest))
    return Place(f"{locator.repo}: {locator.path}, {lines}", url, details=details)


def _commit(locator: CommitLocator, source: Source | None) -> Place:
    repository = source.repository if source else None
    known = repository is not None and repository.name == locator.repo
    url = repository.commit.replace("{commit}", locator.commit) if repository and known else ""
    label = f"{locator.repo}: commit {locator.commit[:12]}, “{locator.subject}”"
    return Place(label, url, details=(("commit", locator.commit),))


def _message(locator: MessageLocator) -> Place:
    name = locator.message_id[1:-1]
    archive = _LIST_ARCHIVES.get(locator.list)
    return Place(
        f"message on {locator.list}",
        f"{archive}{quote(name, safe='@')}/" if archive else "",
        details=(("Message-ID", locator.message_id),),
    )
