"""The page of something frozen: its text as it was, for ever, and around it what has become of it since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from claimbase.assessment import Assessment
from claimbase.editionfile import Edition
from claimbase.evaluation import Evaluations
from claimbase.frozen import Differences, claim_value, differences, retired_value, source_value
from claimbase.model import Claim, Difference, FrozenKind, Source, Tombstone
from claimbase.tokens import token

from .files import SiteFile
from .pages import page

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


def frozen_page(inputs: FrozenPage) -> Iterator[SiteFile]:
    """Yield the page; with the edition that holds the entry also the very bytes of which its hash is taken."""
    head, entry = inputs.edition.head, inputs.edition.head.entries[inputs.id]
    frozen = inputs.holder.held(inputs.id)
    found = inputs.present.since(frozen.value)
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
    }
    kind = "Source" if entry.kind is FrozenKind.SOURCE else "Claim"
    description = f"{kind} {inputs.id} as it stood in edition {head.name}, for citing."
    uri = f"editions/{head.name}/{inputs.id}.html"
    title = f"{entry.title}, edition {head.name}"
    yield page("frozen_page.html", uri, title, description=description, values=values)
    if entry.held_in == head.name:
        yield SiteFile(f"editions/{head.name}/{inputs.id}.json", "", frozen.content)
