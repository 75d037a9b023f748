"""The small base with a history of three editions, in which each sort of change happens to a claim of its own."""

from pathlib import Path

import pytest
from claimbase.cli import main
from made_once import made_once
from site_base import claim_text, write_base

FIRST, SECOND, THIRD = "2026.11", "2026.12", "2026.12.2"
EDITIONS = (FIRST, SECOND, THIRD)
DAYS = {FIRST: "2026-11-30", SECOND: "2026-12-10", THIRD: "2026-12-20"}
REWORDED, DOUBTED, MOVED, LATER = "option-reworded", "option-doubted", "option-moved", "option-later"
KEPT, GONE, RECORDED, MEASURED = "option-y", "option-gone", "option-recorded", "option-start-time"
TOMBSTONE = """\
# yaml-language-server: $schema=../schema/claim.schema.json
title: An option that goes
retired: {how: withdrawn, date: "2026-12-15", reason: It was never there.}
history:
  - {date: "2026-12-15", change: Retired.}
"""


def path_of(root: Path, claim: str) -> Path:
    """The file of a claim."""
    return root / f"claims/options/{claim}.yml"


def change(root: Path, claim: str, old: str, new: str) -> None:
    """Replace text in the file of a claim."""
    text = path_of(root, claim).read_text(encoding="utf-8")
    assert old in text
    path_of(root, claim).write_text(text.replace(old, new), encoding="utf-8")


def run(root: Path, *arguments: str) -> int:
    """Run a command on the base."""
    return main(["--root", str(root), *arguments])


def make(root: Path, name: str) -> None:
    """Lock the base and make an edition."""
    assert run(root, "lock", "--date", DAYS[name]) == 0
    assert run(root, "edition", name, "--date", DAYS[name]) == 0


def base_before(root: Path) -> Path:
    """The small base with more claims, and no edition yet."""
    write_base(root)
    for claim in (REWORDED, DOUBTED, MOVED, GONE, RECORDED):
        text = claim_text(f"Claim {claim}", f"There is {claim}.", "{kind: refines, claim: option-x}")
        path_of(root, claim).write_text(text, encoding="utf-8")
    return root


def history(folders: pytest.TempPathFactory) -> Path:
    """The base with three editions, made once in a run of tests; what is below `claims/` is as in the last of them."""
    return made_once(folders, "history", with_history)


def with_history(root: Path) -> Path:
    """The same base, made in a folder."""
    base_before(root)
    make(root, FIRST)
    change(root, REWORDED, f"There is {REWORDED}.", f"There is a {REWORDED}.")
    change(root, DOUBTED, "The article doubts it.", "The article doubts it a lot.")
    change(
        root, RECORDED, "change: First version.}", 'change: First version.}\n  - {date: "2026-12-01", change: Read.}'
    )
    path_of(root, LATER).write_text(claim_text("A later option", "There is a later option."), encoding="utf-8")
    make(root, SECOND)
    change(root, MOVED, "direction: supports", "direction: contradicts")
    path_of(root, GONE).write_text(TOMBSTONE, encoding="utf-8")
    make(root, THIRD)
    return root
