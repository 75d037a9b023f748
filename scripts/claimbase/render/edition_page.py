"""The page of something frozen: its text as it was, for ever, and around it what has become of it since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from claimbase.assessment import Assessment
from claimbase.citing import Base, Citable, claim_review
from claimbase.editionfile import Edition
from claimbase.evaluation import Evaluations
from claimbase.frozen import Differences, claim_value, differences, retired_value, source_value
from claimbase.model import Claim, Difference, FrozenKind, Source, Tombstone
from claimbase.tokens import token

from .cite import Cited, citation_files, cite_box, head
from .files import SiteFile
from .pages import page
from .reviews import reviewed_then, sources_then

_ELEMENT = Markup('<article class="cb-frozen" id="frozen" data-frozen="{}" data-sha256="{}">\n{}\n</article>')
MAX_CHANGES = 40
"""Differences that are shown one by one; more are counted."""
OTHERS = {
    "asserted_by": "who makes the claim",
    "relations": "relations to other claims",
    "samples": "raw samples",
    "history": "history",
    "review_when": "when it is looked at next",
    "topic": "topic",
    "titles": "titles of what it names",
}
"""What else may differ, in words."""


@dataclass(frozen=True, slots=True)
class Present:
    """What the base of today has under an id that an edition holds."""

    value: Claim | Tombstone | Source | None
    """The claim with its data cells filled, the tombstone or the source."""
    assessment: Assessment | None = None
    """The assessment of a claim."""
    evaluations: Evaluations | None = None
    """What benchmark data say about its items."""
    titles: tuple[tuple[str, str], ...] = ()
    """Titles of the sources and benchmarks that it names, by id."""
    samples: tuple[tuple[str, str], ...] = ()
    """SHA-256 of the result files that it rests on, by path."""

    @property
    def page(self) -> str:
        """Address of its page from an edition's page; empty where it has none."""
        folder = "sources" if isinstance(self.value, Source) else "claims"
        return f"../../{folder}/{self.value.id}.html" if self.value else ""

    def since(self, frozen: Mapping[str, object]) -> Differences:
        """Return how this differs from what was frozen."""
        if isinstance(self.value, Tombstone):
            return differences(frozen, retired_value(self.value))
        if isinstance(self.value, Source):
            return differences(frozen, source_value(self.value))
        if self.value is None or self.assessment is None:
            return Differences(Difference.NEW)
        now = claim_value(self.value, self.assessment, self.evaluations or {}, dict(self.titles), dict(self.samples))
        return differences(frozen, now)


@dataclass(frozen=True, slots=True)
class FrozenCiting:
    """What citations on the pages of an edition name besides the thing itself."""

    base: Base
    """The base."""
    sources: Mapping[str, Citable]
    """The sources that the edition holds, by id."""


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """Everything that the page of one frozen thing is made from."""

    id: str
    """Its id."""
    edition: Edition
    """The edition."""
    holder: Edition
    """The edition whose file holds it: the same, or the earlier one since which it has not changed."""
    others: tuple[str, ...]
    """The names of all editions that have the id, oldest first."""
    present: Present
    """What the base has under the id today."""
    cited: Cited | None
    """How it is cited; None for a retired claim."""
    citing: FrozenCiting
    """What else is cited with it."""


def frozen_page(inputs: FrozenPage) -> Iterator[SiteFile]:
    """Yield the page; with the edition that holds the entry also the very bytes of which its hash is taken."""
    head, entry = inputs.edition.head, inputs.edition.head.entries[inputs.id]
    frozen = inputs.holder.held(inputs.id)
    found = inputs.present.since(frozen.value)
    cited = _with_sources(inputs.cited, frozen.value, inputs.citing) if inputs.cited else None
    cite_as = token(inputs.id, head.name, entry.frozen)
    values = {
        "id": inputs.id,
        "entry": entry,
        "head": head,
        "token": cite_as,
        "element": _ELEMENT.format(cite_as, entry.text, Markup(frozen.text)),  # noqa: S704 - looked at when it was read
        "unchanged_since": entry.held_in if entry.held_in != head.name else "",
        "others": inputs.others,
        "present": inputs.present,
        "retired": inputs.present.value if isinstance(inputs.present.value, Tombstone) else None,
        "verdict_now": inputs.present.assessment.verdict if inputs.present.assessment else None,
        "found": found,
        "shown": MAX_CHANGES,
        "others_words": OTHERS,
        "box": cite_box(cited, inputs.id) if cited else None,
    }
    kind = "Source" if entry.kind is FrozenKind.SOURCE else "Claim"
    description = f"{kind} {inputs.id} as it stood in edition {head.name}, for citing."
    uri = f"editions/{head.name}/{inputs.id}.html"
    title = f"{entry.title}, edition {head.name}"
    made = page("frozen_page.html", uri, title, description=description, values=values)
    yield replace(made, head=_head(inputs, cited, frozen.value))
    if entry.held_in == head.name:
        yield SiteFile(f"editions/{head.name}/{inputs.id}.json", "", frozen.content)


def frozen_citations(name: str, holder: Edition, cited: Cited, citing: FrozenCiting) -> Iterator[SiteFile]:
    """Yield the files with the citations of something frozen, which change as little as it does."""
    whole = _with_sources(cited, holder.held(name).value, citing)
    yield from citation_files(whole, f"editions/{cited.edition}/{name}")


def _with_sources(cited: Cited, frozen: Mapping[str, Any], citing: FrozenCiting) -> Cited:
    """Return how something is cited, with the sources that it named then."""
    held = citing.sources
    return replace(cited, sources=tuple(held[name] for name in sources_then(frozen) if name in held))


def _head(inputs: FrozenPage, cited: Cited | None, frozen: Mapping[str, Any]) -> str:
    """Return what the head of a frozen claim's page says to programs; a source is not ours to be described so."""
    entry = inputs.edition.head.entries[inputs.id]
    reviewed = reviewed_then(entry, frozen, cited.sources) if cited else None
    return head(cited.item, claim_review(reviewed, cited.item, inputs.citing.base)) if cited and reviewed else ""
