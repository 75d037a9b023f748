"""What differs between two states of a base; plain values."""

from dataclasses import dataclass
from typing import Literal

from claimbase.assessment import Assessment, ItemAssessment, LeftOut
from claimbase.errors import Problem
from claimbase.model import Claim, Evidence, Source, Tombstone


@dataclass(frozen=True, slots=True)
class State:
    """A claim in one of the two states."""

    claim: Claim
    """The claim, as written."""
    assessment: Assessment | None
    """Its assessment; None where it cannot be assessed."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An evidence item that one of the two states lacks, or that differs."""

    id: str
    """The evidence id."""
    before: ItemAssessment | None
    """Its assessment before; None where it is new or its claim was not assessed."""
    after: ItemAssessment | None
    """Its assessment after; None where it is gone or its claim is not assessed."""
    old: Evidence | None
    """As written before; None where it is new."""
    new: Evidence | None
    """As written after, data cells filled; None where it is gone."""
    parts: tuple[str, ...]
    """Which of its keys say something else; empty where only the data behind it do, and where it is new or gone."""

    @property
    def rewritten(self) -> bool:
        """Whether the file says something else of it, or did not have it."""
        return bool(self.parts) or self.old is None or self.new is None


@dataclass(frozen=True, slots=True)
class Cause:
    """Something without whose change the verdict, or its certainty, would not be what it is."""

    what: Literal["item", "part", "source", "day"]
    """What changed: an evidence item or the data behind it, another part of the claim, the origin of a source, or the
    day as of which is assessed."""
    name: str
    """Which: `e5`, `scope`, a source id, a day."""
    alone: bool
    """Whether undoing this change alone changes the outcome; else only several do so together."""


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that was added, changed, retired, or of which something else moved the answer."""

    id: str
    """The claim id."""
    before: State | None
    """The claim before; None where it is new."""
    after: State | None
    """The claim after; None where it is gone."""
    tombstone: Tombstone | None
    """What the retired claim leaves; None where it is not retired."""
    parts: tuple[str, ...]
    """Which keys of its file say something else, evidence left out, in the order of the format."""
    items: tuple[ItemChange, ...]
    """Which evidence items differ, in file order; those of a new claim are all new."""
    causes: tuple[Cause, ...]
    """What moved verdict or certainty; empty where neither did."""
    bearing: tuple[LeftOut, ...]
    """What is load-bearing and was not before."""
    no_longer_bearing: tuple[LeftOut, ...]
    """What was load-bearing and is not any more."""
    used_by: tuple[str, ...]
    """What shows its answer, in words: findings, the article, other claims; only where verdict or certainty moved."""

    @property
    def title(self) -> str:
        """The title as it is, or as it was."""
        state = self.after or self.before
        return state.claim.title if state else self.id

    @property
    def moved(self) -> bool:
        """Whether a claim that is there in both states has another verdict."""
        one, other = self._answers()
        return one is not None and other is not None and one.verdict is not other.verdict

    @property
    def surer_or_less(self) -> bool:
        """Whether the certainty alone is another."""
        one, other = self._answers()
        return (
            one is not None
            and other is not None
            and one.verdict is other.verdict
            and one.certainty is not other.certainty
        )

    @property
    def rewritten(self) -> bool:
        """Whether the claim's own file says something else."""
        return bool(self.parts) or any(item.rewritten for item in self.items)

    def _answers(self) -> tuple[Assessment | None, Assessment | None]:
        return self.before.assessment if self.before else None, self.after.assessment if self.after else None


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A source that is new, gone or described otherwise."""

    id: str
    """The source id."""
    before: Source | None
    """The source before; None where it is new."""
    after: Source | None
    """The source after; None where it is gone."""
    parts: tuple[str, ...]
    """Which keys say something else."""
    same_origin: tuple[str, ...]
    """The other sources of its origin."""


@dataclass(frozen=True, slots=True)
class OwnCase:
    """An item by which somebody speaks for himself: whoever reviews the change should know."""

    claim: str
    """The claim."""
    item: str
    """The evidence item; empty where a source as a whole is meant."""
    source: str
    """The source."""
    what: str
    """What is the same, in words."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A token of an edition that no longer says what the claim does."""

    token: str
    """The token, as reports hold it."""
    what: str
    """What becomes of it, in words."""


@dataclass(frozen=True, slots=True)
class MemoRule:
    """A rule of recommendation that looks at a claim of which some environment comes out otherwise."""

    decision: str
    """The question that it helps to answer."""
    rule: str
    """Its id."""
    effect: str
    """What it means for the answer that it fires."""
    claims: tuple[str, ...]
    """Those of its claims that come out otherwise."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two states of a base, sorted by id."""

    claims: tuple[ClaimChange, ...]
    """Claims that were added, changed, retired, or whose answer moved."""
    sources: tuple[SourceChange, ...]
    """Sources that are new, gone or described otherwise."""
    citations: tuple[Citation, ...]
    """Citations that no longer say what the claim does."""
    memo_rules: tuple[MemoRule, ...]
    """Rules of recommendation, and so memos, that may come out otherwise."""
    others: tuple[str, ...]
    """What else differs, in words: topics, facets, findings, the article, benchmarks, runs."""
    own_cases: tuple[OwnCase, ...]
    """Where somebody speaks for himself."""
    breaches: tuple[Problem, ...]
    """Rules about changes that are broken."""
    new_problems: tuple[Problem, ...]
    """Problems that the state before did not have."""
    mended: tuple[Problem, ...]
    """Problems that are gone."""
    unread: tuple[str, ...]
    """Ids of files that cannot be read in one of the two states, about which nothing can be said."""
    claims_before: int
    """Number of claims before."""
    claims_after: int
    """Number of claims after."""

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        parts = (self.claims, self.sources, self.others, self.breaches, self.new_problems, self.mended, self.unread)
        return not any(parts)
