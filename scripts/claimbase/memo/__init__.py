"""Decision memos: what rules and standings come to for one profile on one day, as blocks that become a document; pure.

    sheet = sheet_of(kb, assessments, evaluations, glossary, frozen)    # once a base; None without recommendations
    memo = memo_of(sheet, kb, assessments, profile, "2026-11-26")
    blocks = memo_blocks(memo)                                          # markdown(blocks), html_page(…), word_file(…)
    changes_since(memo, read_memo(data, "old.md", kb.facets), kb.tombstones)

The page makes the same memo from the same sheet (`exported`): template and words are data (`template`), answers are
looked up (`vocabulary`), and the steps that remain have the same names in `assets/memo.js`; a test compares the two.
"""

from collections.abc import Mapping

from claimbase.assessment import Assessment
from claimbase.environment import possible, standings
from claimbase.model import Profile
from claimbase.repository import KnowledgeBase

from .blocks import Block, filled, markdown
from .changes import Changes, changes_since
from .export import exported
from .facts import facts_of
from .html import html_page
from .record import MAX_MEMO_BYTES, OldMemo, UnreadableMemoError, read_memo
from .result import Memo
from .rules import ANSWER_RULES
from .sheet import Frozen, Sheet, sheet_of
from .template import TEMPLATE

__all__ = [
    "ANSWER_RULES",
    "MAX_MEMO_BYTES",
    "Block",
    "Changes",
    "Frozen",
    "Memo",
    "OldMemo",
    "Sheet",
    "UnreadableMemoError",
    "changes_since",
    "exported",
    "html_page",
    "markdown",
    "memo_blocks",
    "memo_of",
    "read_memo",
    "sheet_of",
]


def memo_of(
    sheet: Sheet, kb: KnowledgeBase, assessments: Mapping[str, Assessment], profile: Profile, date: str
) -> Memo:
    """Return the memo of a profile on a day (`YYYY-MM-DD`); answers that cannot be used count for nothing."""
    left = possible(profile.answers, kb.facets)
    used = Profile(name=profile.name, answers=left.used)
    claims = {claim.id: kb.claims[claim.id] for claim in sheet.claims}
    return Memo(sheet, standings(claims, assessments, kb.facets, used), left.values, used, date)


def memo_blocks(memo: Memo) -> tuple[Block, ...]:
    """Return the blocks of a memo."""
    return tuple(filled(TEMPLATE, facts_of(memo)))
