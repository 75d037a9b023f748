"""Rules that only two states together can break: what is never deleted, and what a move has to say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from claimbase.change_codes import CHANGE_CODES
from claimbase.errors import Path, Problem
from claimbase.model import Claim, Tombstone
from claimbase.repository import KnowledgeBase

from .values import ClaimChange

_FIX = {code.code: code.fix for code in CHANGE_CODES}


@dataclass(frozen=True, slots=True)
class _Broken:
    """A broken rule with its place in the base after, or in a file that is gone."""

    code: str
    message: str
    file: str
    at: Path = ()


def breaches(changes: tuple[ClaimChange, ...], before: KnowledgeBase, after: KnowledgeBase) -> Iterator[Problem]:
    """Yield every broken rule about changes."""
    found = [broken for change in changes for rule in _RULES for broken in rule(change, before, after)]
    files = set(after.files.values())
    for broken in (*found, *_recorded(before, after), *_editions(before, after)):
        there = broken.file in files
        line, column = after.position(broken.file, broken.at, key=True) if there and broken.at else (1, 1)
        yield Problem(broken.file, line, column, broken.code, broken.message, _FIX[broken.code])


def _history_of_move(change: ClaimChange, _before: KnowledgeBase, after: KnowledgeBase) -> Iterator[_Broken]:
    if change.moved and change.before and change.after and change.before.assessment and change.after.assessment:
        known = change.before.claim.history
        if not any(entry not in known for entry in change.after.claim.history):
            moved = f"from {change.before.assessment.verdict} to {change.after.assessment.verdict}"
            message = f"the verdict of {change.id} moves {moved}, and its history has no new entry"
            yield _Broken("L121", message, after.files[change.id], ("history",))


def _deleted(change: ClaimChange, before: KnowledgeBase, _after: KnowledgeBase) -> Iterator[_Broken]:
    if change.after is None and change.tombstone is None:
        yield _Broken("L122", f"the claim {change.id} is gone", before.files[change.id])


def _evidence_deleted(change: ClaimChange, _before: KnowledgeBase, after: KnowledgeBase) -> Iterator[_Broken]:
    if change.before is not None and change.after is not None:
        for item in change.items:
            if item.new is None:
                yield _Broken("L123", f"{item.id} of {change.id} is gone", after.files[change.id], ("evidence",))


def _history_kept(change: ClaimChange, _before: KnowledgeBase, after: KnowledgeBase) -> Iterator[_Broken]:
    now: Claim | Tombstone | None = change.after.claim if change.after else change.tombstone
    if change.before is not None and now is not None:
        lost = [entry for entry in change.before.claim.history if entry not in now.history]
        if lost:
            message = f"{change.id} no longer has the entry of {lost[0].date} in its history"
            yield _Broken("L124", message, after.files[change.id], ("history",))


def _revived(change: ClaimChange, before: KnowledgeBase, after: KnowledgeBase) -> Iterator[_Broken]:
    if change.before is None and change.id in before.tombstones:
        yield _Broken("L125", f"{change.id} was retired and is a claim again", after.files[change.id])


def _editions(before: KnowledgeBase, after: KnowledgeBase) -> Iterator[_Broken]:
    now = {edition.name: edition.sha256 for edition in after.editions}
    for edition in before.editions:
        if now.get(edition.name) != edition.sha256:
            gone = "is another" if edition.name in now else "is gone"
            yield _Broken("L127", f"the edition {edition.name} {gone}", f"claims/editions/{edition.name}.json")


def _recorded(before: KnowledgeBase, after: KnowledgeBase) -> Iterator[_Broken]:
    for name in sorted(before.tombstones.keys() - after.files.keys()):
        yield _Broken("L122", f"the retired claim {name} is gone", before.files[name])
    if before.changes != after.changes[: len(before.changes)]:
        message = "recorded moves of verdicts were taken away or rewritten"
        yield _Broken("L126", message, after.files.get("changes", "claims/verdict-changes.yml"), ("changes",))


_RULES: tuple[Callable[[ClaimChange, KnowledgeBase, KnowledgeBase], Iterator[_Broken]], ...] = (
    _history_of_move,
    _deleted,
    _evidence_deleted,
    _history_kept,
    _revived,
)
