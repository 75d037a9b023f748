"""Fixes are tried on a copy: what does not make its place right is dropped, and the base itself is not touched."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Problem
from ..pipeline import examine
from ..yamlio import MAX_BYTES
from .fixers import FIXERS, Edit

_ROUNDS = 5
"""A file that can be read at last may show more to mend; nobody's file needs more rounds than these."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What mending comes to."""

    files: Mapping[str, str]
    """New text of each file that changes, by path from the root."""
    mended: tuple[Problem, ...]
    """What is mended, sorted; places are those of the round in which it was found."""
    left: tuple[Problem, ...]
    """What is still wrong afterwards, sorted."""


def fixed(root: Path) -> Fixed:
    """Return what mending the base below `root` would change; nothing is written."""
    with tempfile.TemporaryDirectory(prefix="claimbase-fix-") as scratch:
        copy = Path(scratch)
        shutil.copytree(root / "claims", copy / "claims", symlinks=True, copy_function=_linked)
        return _rounds(copy)


def _rounds(copy: Path) -> Fixed:
    files: dict[str, str] = {}
    mended: list[Problem] = []
    refused: set[tuple[str, str, int]] = set()
    problems = examine(copy).problems
    for _ in range(_ROUNDS):
        tried = _tried(copy, [each for each in problems if (each.path, each.code, each.line) not in refused])
        if not tried:
            break
        before = {path: (copy / path).read_bytes().decode() for path in tried}
        for path, (text, _) in tried.items():
            _replace(copy / path, text)
        after = examine(copy).problems
        still = {(each.path, each.line) for each in after if each.code[0] in "YM"}
        worse = {path for path, (_, meant) in tried.items() if any((path, each.line) in still for each in meant)}
        for path, (text, meant) in tried.items():
            if path in worse:
                _replace(copy / path, before[path])
                refused.update((path, each.code, each.line) for each in meant if (path, each.line) in still)
            else:
                files[path] = text
                mended += meant
        problems = examine(copy).problems if worse else after
    return Fixed(files, tuple(sorted(mended)), problems)


def _tried(copy: Path, problems: Iterable[Problem]) -> dict[str, tuple[str, list[Problem]]]:
    """Return new text and mended problems of each file for which there are edits."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.code in FIXERS:
            by_file.setdefault(problem.path, []).append(problem)
    tried = {}
    for path, found in by_file.items():
        text = _text(copy / path)
        edits = [(edit, each) for each in found if text is not None and (edit := FIXERS[each.code](text, each))]
        if text is not None and edits:
            tried[path] = _applied(text, edits)
    return tried


def _applied(text: str, edits: list[tuple[Edit, Problem]]) -> tuple[str, list[Problem]]:
    """Apply edits from the end to the beginning; one that overlaps a later one waits for the next round."""
    limit, mended = len(text) + 1, []
    for edit, problem in sorted(edits, key=lambda each: each[0], reverse=True):
        if edit.end <= limit:
            text = text[: edit.start] + edit.text + text[edit.end :]
            mended.append(problem)
            limit = edit.start
    return text, mended


def _text(path: Path) -> str | None:
    try:
        if path.is_symlink() or path.stat().st_size > MAX_BYTES:
            return None
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _linked(source: str, target: str) -> None:
    """Make a copy that costs nothing: a second name of the file, which is replaced and never written into."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _replace(path: Path, text: str) -> None:
    path.unlink()
    path.write_bytes(text.encode())
