"""`claimbase edition`: freeze the base, or say what would come of it."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from claimbase.errors import stopping
from claimbase.model import Difference, FrozenKind
from claimbase.repository import KnowledgeBase

from .commands import OK, PROBLEMS, today
from .terminal import count, report, say

_WORDS = {
    Difference.NEW: "new",
    Difference.RETIRED: "retired",
    Difference.VERDICT: "with another verdict",
    Difference.WORDING: "reworded",
    Difference.EVIDENCE: "with other evidence",
    Difference.RECORD: "with another record",
    Difference.NONE: "unchanged",
}


def edition(root: Path, options: argparse.Namespace) -> int:
    """Make an edition and write it, or with --check only say what it would hold."""
    from claimbase.edition import INDEX_PATH, edition_files, freeze, refusal
    from claimbase.editionfile import head_digest
    from claimbase.files import write_atomically
    from claimbase.locking import check_lock
    from claimbase.pipeline import examine

    examination = examine(root)
    kb = examination.sound
    if kb is None:
        report(stopping(examination.problems))
        say("no edition is made of a base that has errors")
        return PROBLEMS
    if options.whole:
        return _whole(kb, options.name, options.whole)
    problems = check_lock(kb, examination)
    if problems:
        report(problems)
        say("no edition is made of a base whose lock is stale")
        return PROBLEMS
    if reason := refusal(kb, options.name):
        say(f"claimbase: {reason}")
        return PROBLEMS
    made = freeze(kb, examination, options.name, options.date or today())
    index = root / INDEX_PATH
    files = edition_files(made, index.read_text("utf-8") if index.exists() else "")
    for path, content in () if options.check else files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(root / path, content)
        print(f"wrote {path}")
    held = ", ".join(count(len(made.head.of(kind)), _noun(kind)) for kind in FrozenKind)
    print(f"{'would hold' if options.check else 'holds'} {held}")
    print(f"since {made.head.previous.name if made.head.previous else 'nothing'}: {_told(made.since)}")
    print(f"sha256 {head_digest(made.head)}")
    return OK


def _noun(kind: FrozenKind) -> str:
    return "retired claim" if kind is FrozenKind.RETIRED else str(kind)


def _told(since: Mapping[Difference, int]) -> str:
    return ", ".join(f"{since[each]} {_WORDS[each]}" for each in Difference if since.get(each))


def _whole(kb: KnowledgeBase, name: str, target: Path) -> int:
    from claimbase.edition import whole_edition
    from claimbase.files import write_atomically

    found = next((each for each in kb.editions if each.name == name), None)
    if found is None:
        say(f"claimbase: there is no edition {name}; there are {', '.join(e.name for e in kb.editions) or 'none'}")
        return PROBLEMS
    write_atomically(target, whole_edition(kb, found))
    print(f"wrote {target}: the whole edition {name}, sha256 {found.sha256}")
    return OK
