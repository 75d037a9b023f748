"""What was written on the strength of a claim and reads otherwise now: citations of editions, and memos."""

from collections.abc import Iterator, Sequence

from claimbase.model import Verdict
from claimbase.repository import KnowledgeBase
from claimbase.tokens import token

from .values import Citation, ClaimChange, MemoRule

_RECORD = frozenset(["history", "review_when", "exceptions", "topic"])
"""Parts of a claim that go with it and are no wording."""
_EVIDENCE = frozenset(["asserted_by", "relations"])
"""Parts that are evidence, not wording."""


def citations(kb: KnowledgeBase, changes: Sequence[ClaimChange]) -> Iterator[Citation]:
    """Yield each token of an edition whose claim comes out otherwise, or reads otherwise, by these changes."""
    for edition in kb.editions:
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
    for decision in kb.recommendations.decisions if kb.recommendations else ():
        for rule in decision.rules:
            named = tuple(dict.fromkeys(each.claim for each in rule.looks_at if each.claim in moved))
            if named:
                yield MemoRule(decision.title, rule.id, str(rule.effect), named)


def _outcomes(change: ClaimChange) -> tuple[object, object]:
    """Return the outcome of each environment before and after."""
    found = (state.assessment if state else None for state in (change.before, change.after))
    first, second = ({cell.values: cell.outcome for cell in each.cells} if each else None for each in found)
    return first, second
