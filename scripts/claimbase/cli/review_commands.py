"""The commands that show how a verdict comes about and what a change moves; they write nothing."""

import argparse
import contextlib
import difflib
import functools
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimbase.errors import stopping

from .commands import OK, PROBLEMS, WRONG_CALL
from .terminal import report, say, shown

if TYPE_CHECKING:
    from claimbase.clones import Clone
    from claimbase.comparison import Comparison
    from claimbase.outline import Block
    from claimbase.pipeline import Examination
    from claimbase.trial import Files

Command = Callable[[Path, argparse.Namespace], int]


def _told(command: Command) -> Command:
    """Return the command with what cannot be compared told in one message."""

    @functools.wraps(command)
    def run(root: Path, options: argparse.Namespace) -> int:
        from claimbase.clones import CloneError
        from claimbase.trial import TrialError

        try:
            return command(root, options)
        except (CloneError, TrialError) as error:
            say(f"claimbase: {error}")
            return WRONG_CALL

    return run


def explain(root: Path, options: argparse.Namespace) -> int:
    """Print how the verdict of a claim comes about."""
    from claimbase.explanation import explain
    from claimbase.pipeline import examine

    examination = examine(root)
    kb = examination.sound
    if kb is None:
        report(stopping(examination.problems))
        return PROBLEMS
    known = [*kb.claims, *kb.tombstones]
    if options.claim not in known:
        close = difflib.get_close_matches(options.claim, known, 3, 0.5)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        say(f"claimbase: there is no claim {options.claim!a}{hint}")
        return WRONG_CALL
    show(explain(kb, examination.assessments, examination.evaluations, options.claim))
    return OK


def show(blocks: Sequence["Block"]) -> None:
    """Print a text as wide as the terminal is; in colour only there, and not where NO_COLOR asks for none."""
    from claimbase.outline import as_terminal

    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    text = as_terminal(blocks, shutil.get_terminal_size().columns, colour=sys.stdout.isatty() and not plain)
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


@_told
def try_change(root: Path, options: argparse.Namespace) -> int:
    """Print what a change would move."""
    from claimbase.trial import TrialError, drafted, since

    if options.place and len(options.file) != 1:
        raise TrialError("--as goes with exactly one FILE")
    if not options.file:
        with _clone(root) as clone:
            commit = _commit(clone, options.since)
            with since(root, clone, commit) as sides:
                return _shown(*sides, f"What the work tree changes since {options.since}")
    before, after = _drafts(root, options)
    with drafted(root, before, after) as sides:
        return _shown(*sides, f"What {', '.join(after)} changes")


def _drafts(root: Path, options: argparse.Namespace) -> tuple["Files", "Files"]:
    """Return the files as they were and as they are to be: those of the base as last committed, drafts as new."""
    from claimbase.repository import load
    from claimbase.trial import TrialError, committed, destination, inside, place

    kb, _ = load(root)
    known, topics = (kb.files, [topic.id for topic in kb.topics]) if kb else ({}, [])
    own: list[str] = []
    after: dict[str, bytes | None] = {}
    for file in options.file:
        name = inside(root, file)
        if not file.is_file() and name is None:
            raise TrialError(f"there is no file {shown(file)}")
        content = file.read_bytes() if file.is_file() else None
        if name is not None:
            own.append(name)
        elif options.place:
            name = place(options.place)
        else:
            first_line = (content or b"").split(b"\n", 1)[0].decode("utf-8", "replace")
            name = destination(file, first_line, known, topics)
        after[name] = content
    if not own:
        return {}, after
    with _clone(root) as clone:
        return committed(clone, _commit(clone, options.since), own), after


def _shown(before: "Examination", after: "Examination", title: str) -> int:
    from claimbase.comparison import compare, review

    comparison = compare(before, after)
    show(review(comparison, title))
    return _code(comparison)


@_told
def diff(root: Path, options: argparse.Namespace) -> int:
    """Print what commits change, as Markdown."""
    from claimbase.comparison import compare, review
    from claimbase.outline import GITHUB_LIMIT, as_markdown
    from claimbase.trial import commits

    with _clone(root) as clone:
        base, head = _range(clone, options.range)
        contributors = clone.contributors(base, head)
        with commits(clone, base, head) as (before, after):
            comparison = compare(before, after, contributors)
            blocks = review(comparison, f"What {options.range} changes")
    limit = None if options.whole else GITHUB_LIMIT
    text = as_markdown(blocks, limit, rest=f"claimbase diff --whole {options.range}")
    # Exactly these bytes are what a workflow posts, whatever the locale.
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    return _code(comparison)


def _code(comparison: "Comparison") -> int:
    wrong = comparison.breaches or stopping(comparison.new_problems)
    return PROBLEMS if wrong else OK


@contextlib.contextmanager
def _clone(root: Path) -> Iterator["Clone"]:
    from claimbase.clones import Clone

    clone = Clone(root)
    try:
        yield clone
    finally:
        clone.close()


def _commit(clone: "Clone", name: str) -> str:
    from claimbase.trial import TrialError

    found = clone.commit(name)
    if found is None:
        raise TrialError(
            f"there is no commit {name!a} here; a shallow clone has only the newest: git fetch --unshallow"
        )
    return found


def _range(clone: "Clone", text: str) -> tuple[str, str]:
    """Return the two commits of `BASE..HEAD`, of `BASE...HEAD` or of `BASE` alone."""
    from claimbase.trial import TrialError

    base, points, head = text.partition("...")
    if not points:
        base, points, head = text.partition("..")
    before, after = _commit(clone, base or "HEAD"), _commit(clone, head or "HEAD")
    if points == "...":
        parted = clone.common_ancestor(before, after)
        if parted is None:
            raise TrialError(f"{base} and {head} have no commit in common")
        before = parted
    return before, after
