"""The lock: verdicts as committed, compared with what the base says; each move is recorded."""

from collections.abc import Mapping

from claimbase.codes import Code
from claimbase.errors import Problem
from claimbase.fingerprint import Stale, compare, make_lock, moves
from claimbase.model import Lock
from claimbase.pipeline import Examination
from claimbase.repository import KnowledgeBase
from claimbase.yamlio import append, dump

LOCK_PATH = "claims/verdicts.lock.yml"
CHANGES_PATH = "claims/verdict-changes.yml"
MEND = "run claimbase lock and commit what it writes"
_LOCK_HEADER = "yaml-language-server: $schema=schema/lock.schema.json"
_CHANGES_HEADER = "yaml-language-server: $schema=schema/verdict-changes.schema.json"

LOCK_CODES = (
    Code(
        "L101",
        "lock missing",
        "A pull request shows in the lock's diff which verdicts it moves.",
        "no claims/verdicts.lock.yml",
        "claims/verdicts.lock.yml",
        MEND,
    ),
    Code(
        "L102",
        "lock is stale",
        "The lock must hold what the base says, or its diff hides a moved verdict.",
        "a claim was edited, the lock was not written anew",
        "both in one commit",
        MEND,
    ),
    Code(
        "L103",
        "recorded change disagrees with the lock",
        "Feeds and history are made from the recorded changes.",
        "the last change says refuted, the lock says supported",
        "both say the same",
        "add the missing change by hand, with its day",
    ),
)
"""What `lock --check` can find."""
_FIX = {code.code: code.fix for code in LOCK_CODES}


def computed_lock(kb: KnowledgeBase, examination: Examination) -> Lock:
    """Return the lock that the base asks for; every claim of a sound base has an assessment."""
    return make_lock(kb.claims, examination.assessments, examination.as_of)


def check_lock(kb: KnowledgeBase, examination: Examination) -> tuple[Problem, ...]:
    """Return how the committed lock differs from the base, sorted."""
    if kb.lock is None:
        return (Problem(LOCK_PATH, 1, 1, "L101", "there is no lock", _FIX["L101"]),)
    stale = (_stale(kb, each) for each in compare(kb.lock, computed_lock(kb, examination)))
    return tuple(sorted((*stale, *_disagreements(kb, kb.lock))))


def _stale(kb: KnowledgeBase, stale: Stale) -> Problem:
    line, column = kb.position(LOCK_PATH, ("claims", stale.claim), key=True) if stale.held else (1, 1)
    return Problem(LOCK_PATH, line, column, "L102", f"{stale.claim} {stale.words}", _FIX["L102"])


def _disagreements(kb: KnowledgeBase, lock: Lock) -> list[Problem]:
    last = {change.claim: (index, change) for index, change in enumerate(kb.changes)}
    problems = []
    for name, (index, change) in last.items():
        locked = lock.claims.get(name)
        if locked is not None and locked.verdict is not change.after:
            line, column = kb.position(CHANGES_PATH, ("changes", index, "to"))
            message = f"the last change of {name} leads to {change.after}, the lock says {locked.verdict}"
            problems.append(Problem(CHANGES_PATH, line, column, "L103", message, _FIX["L103"]))
    return problems


def lock_files(kb: KnowledgeBase, examination: Examination, date: str, recorded: str | None) -> Mapping[str, bytes]:
    """Return path and content of the files that `lock` writes.

    `date` is the day of the moves; `recorded` the text of the recorded changes, None where there is none.
    """
    computed = computed_lock(kb, examination)
    tree = computed.model_dump(mode="json", by_alias=True, exclude_none=True)
    files = {LOCK_PATH: dump(tree, header=_LOCK_HEADER).encode()}
    # Without a lock there is nothing that a verdict could have moved from.
    moved = moves(kb.lock, computed, examination.assessments, date) if kb.lock else ()
    changes = [change.model_dump(mode="json", by_alias=True, exclude_defaults=True) for change in moved]
    if recorded is None:
        files[CHANGES_PATH] = dump({"changes": changes}, header=_CHANGES_HEADER).encode()
    elif changes:
        files[CHANGES_PATH] = append(recorded, "changes", changes, header=_CHANGES_HEADER).encode()
    return files
