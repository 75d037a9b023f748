"""The lists of editions: all of them, and what one of them holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from claimbase.citing import base_dataset
from claimbase.editionfile import Edition
from claimbase.model import Difference, FrozenEntry, FrozenKind, Verdict
from claimbase.tokens import token

from .cite import Cited, citation_files, cite_box, head
from .files import SiteFile
from .pages import numbered, page, tally
from .paging import parts
from .scores import Scores

ORDER = (
    Difference.RETIRED, Difference.VERDICT, Difference.NEW,
    Difference.WORDING, Difference.EVIDENCE, Difference.RECORD, Difference.NONE,
)  # fmt: skip
"""The order in which changes are listed: what a reader has to know comes first."""


DIFFERENCES = {
    Difference.NEW: "new",
    Difference.RETIRED: "retired",
    Difference.VERDICT: "another verdict, then",
    Difference.WORDING: "reworded",
    Difference.EVIDENCE: "other evidence",
    Difference.RECORD: "record only",
    Difference.NONE: "unchanged",
}
"""How an entry differs from the edition before, in words."""


@dataclass(frozen=True, slots=True)
class Summary:
    """An edition in the list of editions."""

    name: str
    """Its name."""
    date: str
    """The day on which it was made."""
    as_of: str
    """The day as of which claims were assessed."""
    sha256: str
    """Its hash."""
    claims: int
    """How many claims it holds."""
    sources: int
    """How many sources it holds."""
    scores: Scores
    """How many claims have which verdict."""
    changed: int
    """How many claims differ from the edition before in verdict or wording, or are new or retired."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something that an edition holds, as its list shows it."""

    id: str
    """Its id."""
    entry: FrozenEntry
    """What the head says of it."""
    since: Difference
    """How it differs from the edition before."""
    before: Verdict | None
    """The verdict in the edition before, where that was another."""
    now: Verdict | None
    """The verdict of today, where that is another."""
    gone: bool
    """Whether there is no claim under the id today."""


def edition_list(summaries: tuple[Summary, ...]) -> Iterator[SiteFile]:
    """Yield the list of editions, newest first."""
    description = "Frozen editions of the knowledge base, each citable for ever, and how to verify one."
    values = {"summaries": summaries}
    yield page("editions.html", "editions/index.html", "Editions", description=description, values=values)


def edition_pages(
    edition: Edition, before: Mapping[str, FrozenEntry], verdicts: Mapping[str, Verdict], cited: Cited
) -> Iterator[SiteFile]:
    """Yield the list of what an edition holds: what differs from the edition before comes first.

    `before` are the entries of the edition before, `verdicts` those of today by claim id; `cited` is how the edition
    is cited.
    """
    made_of = edition.head
    rows = sorted(
        (_row(name, entry, before.get(name), verdicts.get(name)) for name, entry in made_of.entries.items()),
        key=lambda row: (row.entry.kind is FrozenKind.SOURCE, ORDER.index(row.since), row.entry.title.casefold()),
    )
    for part in parts(rows, f"editions/{made_of.name}/index.html"):
        values = {
            "part": part,
            "head": made_of,
            "edition": edition,
            "token": token("", made_of.name, edition.sha256),
            "summary": summary(edition, before),
            "first": made_of.previous is None,
            "differences": DIFFERENCES,
            "box": cite_box(cited, "index"),
        }
        title = numbered(f"Edition {made_of.name}", part.number)
        description = f"Everything that was claimed and found on {made_of.date}, frozen for citing."
        made = page("edition.html", part.uri, title, description=description, values=values)
        yield replace(made, head=head(cited.item, base_dataset(cited.item, description))) if part.number == 1 else made
    yield from citation_files(cited, f"editions/{made_of.name}/index")


def edition_file(edition: Edition) -> Iterator[SiteFile]:
    """Yield the file of an edition as it is kept."""
    yield SiteFile(f"editions/{edition.name}.json", "", edition.path.read_bytes())


def summary(edition: Edition, before: Mapping[str, FrozenEntry]) -> Summary:
    """Return what the list of editions says of one."""
    head, claims = edition.head, edition.head.of(FrozenKind.CLAIM)
    told = {Difference.NEW, Difference.RETIRED, Difference.VERDICT, Difference.WORDING}
    found = [
        entry.since(before.get(name)) for name, entry in head.entries.items() if entry.kind is not FrozenKind.SOURCE
    ]
    return Summary(
        head.name,
        head.date,
        head.as_of,
        edition.sha256,
        len(claims),
        len(head.of(FrozenKind.SOURCE)),
        tally(entry.verdict for entry in claims.values() if entry.verdict),
        sum(each in told for each in found) if before else 0,
    )


def _row(name: str, entry: FrozenEntry, before: FrozenEntry | None, now: Verdict | None) -> Row:
    since = entry.since(before)
    moved = before.verdict if before and since is Difference.VERDICT else None
    return Row(name, entry, since, moved, now if now is not entry.verdict else None, now is None)
