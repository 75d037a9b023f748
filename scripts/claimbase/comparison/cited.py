"""What was written on the strength of a claim and reads otherwise now: citations of editions, and memos.

Editions and rules of recommendation are read by the few things that matter here, so that a base without them is
compared all the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from claimbase.model import Verdict
from claimbase.repository import KnowledgeBase
from claimbase.tokens import token

from .values import Citation, ClaimChange, MemoRule

_RECORD = frozenset(["history", "review_when", "exceptions", "topic"])
"""Parts of a claim that go with it and are no wording."""
_EVIDENCE = frozenset(["asserted_by", "relations"])
"""Parts that are evidence, not wording."""


class Entry(Protocol):
    """What an edition says of one id."""

    @property
    def verdict(self) -> Verdict | None:
        """The verdict of a claim."""

    @property
    def frozen(self) -> str:
        """SHA-256 of what is frozen."""


class Head(Protocol):
    """The head of an edition."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Claims, retired claims and sources by id."""


class Edition(Protocol):
    """An edition."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def sha256(self) -> str:
        """Hash of its head, and so of all of it."""

    @property
    def head(self) -> Head:
        """Its head."""


class LookedAt(Protocol):
    """A claim that a rule of recommendation looks at."""

    @property
    def claim(self) -> str:
        """The claim."""


class Rule(Protocol):
    """A rule of recommendation."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def effect(self) -> str:
        """What it means that it fires."""

    @property
    def looks_at(self) -> Sequence[LookedAt]:
        """The claims that it looks at."""


class Decision(Protocol):
    """A question that a memo answers."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules that answer it."""


def editions_of(kb: KnowledgeBase) -> Sequence[Edition]:
    """Return the editions of a base, oldest first."""
    found: Sequence[Edition] = getattr(kb, "editions", ())
    return found


def decisions_of(kb: KnowledgeBase) -> Sequence[Decision]:
    """Return the questions that memos answer."""
    found: Sequence[Decision] = getattr(getattr(kb, "recommendations", None), "decisions", ())
    return found


def citations(kb: KnowledgeBase, changes: Sequence[ClaimChange]) -> Iterator[Citation]:
    """Yield each token of an edition whose claim comes out otherwise, or reads otherwise, by these changes."""
    for edition in editions_of(kb):
        for change in changes:
            entry = edition.head.entries.get(change.id)
            what = _what(change, entry.verdict if entry else None)
            if entry is not None and what:
                yield Citation(token(change.id, edition.name, entry.frozen), what)


def _what(change: ClaimChange, cited: Verdict | None) -> str:
    """Return what becomes of a citation, in the words of who checks citations; empty where nothing does."""
    if change.before is None:
        return ""
    if change.after is None:
        return "withdrawn"
    was, now = change.before.assessment, change.after.assessment
    if was and now and was.verdict is not now.verdict:
        if cited is now.verdict:
            return f"the verdict is again what was cited: {now.verdict.words}"
        return f"verdict changed from {(cited or was.verdict).words} to {now.verdict.words}"
    if any(part not in _RECORD | _EVIDENCE for part in change.parts):
        return "wording changed"
    if change.items or _EVIDENCE.intersection(change.parts) or was != now:
        return "evidence only"
    return ""


def memo_rules(kb: KnowledgeBase, changes: Sequence[ClaimChange]) -> Iterator[MemoRule]:
    """Yield each rule of recommendation that looks at a claim of which some environment comes out otherwise."""
    moved = {change.id for change in changes if _outcomes(change)[0] != _outcomes(change)[1]}
    for decision in decisions_of(kb):
        for rule in decision.rules:
            named = tuple(dict.fromkeys(each.claim for each in rule.looks_at if each.claim in moved))
            if named:
                yield MemoRule(decision.title, rule.id, str(rule.effect), named)


def _outcomes(change: ClaimChange) -> tuple[object, object]:
    """Return the outcome of each environment before and after."""
    found = (state.assessment if state else None for state in (change.before, change.after))
    first, second = ({cell.values: cell.outcome for cell in each.cells} if each else None for each in found)
    return first, second
