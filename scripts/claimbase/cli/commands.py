"""The commands; each returns its exit code and imports what it needs when it runs."""

import argparse
import datetime
import errno
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimbase.errors import Problem, stopping

if TYPE_CHECKING:
    from claimbase.repository import KnowledgeBase

from .terminal import Meter, count, report, say, shown

OK, PROBLEMS, WRONG_CALL = 0, 1, 2
"""Exit codes: all is well; problems were found; the call was wrong."""


def validate(root: Path, options: argparse.Namespace) -> int:
    """Report every problem of the base, or of some of its files; a base without errors is counted instead."""
    from claimbase.pipeline import examine

    examination = examine(root, as_of=options.as_of)
    problems = examination.problems
    if options.files:
        chosen = {_below(root, path) for path in options.files}
        for path in sorted(chosen - set(examination.kb.parsed if examination.kb else ()) - {p.path for p in problems}):
            say(f"claimbase: {path} is no file of the base")
            return WRONG_CALL
        problems = tuple(problem for problem in problems if problem.path in chosen)
    report(problems, _written(problems, options.format))
    if stopping(problems) or (options.strict and problems):
        return PROBLEMS
    if options.format == "text" and not options.files and examination.kb:
        _count_base(examination.kb)
    elif options.format == "text" and options.files:
        others = len(examination.problems) - len(problems)
        print(
            f"valid: {count(len(options.files), 'file')}"
            + (f"; {count(others, 'problem')} elsewhere" if others else "")
        )
    return OK


def _below(root: Path, path: Path) -> str:
    """Return a path as problems name it: relative to the root, with forward slashes."""
    whole = path.resolve()
    return whole.relative_to(root.resolve()).as_posix() if whole.is_relative_to(root.resolve()) else str(path)


def _count_base(kb: "KnowledgeBase") -> None:
    evidence = sum(len(claim.evidence) for claim in kb.claims.values())
    counted = ", ".join(
        (
            count(len(kb.claims), "claim"),
            count(evidence, "evidence item"),
            count(len(kb.sources), "source"),
        )
    )
    print(f"valid: {counted}")


def _written(problems: Sequence[Problem], form: str) -> str | None:
    """Return the problems in a form for programs; None for lines of text."""
    from claimbase import __version__
    from claimbase.documented import documented
    from claimbase.problem_formats import as_annotations, as_json, as_sarif

    match form:
        case "json":
            return as_json(problems)
        case "sarif":
            return as_sarif(problems, documented(), __version__)
        case "github":
            return as_annotations(problems)
    return None


def lock(root: Path, options: argparse.Namespace) -> int:
    """Write the lock and the moves of verdicts, or with --check only compare."""
    from claimbase.files import write_atomically
    from claimbase.locking import CHANGES_PATH, check_lock, lock_files
    from claimbase.pipeline import examine

    examination = examine(root, as_of=options.as_of)
    kb = examination.sound
    if kb is None:
        report(stopping(examination.problems))
        return PROBLEMS
    if options.check:
        problems = check_lock(kb, examination)
        report(problems)
        return PROBLEMS if problems else OK
    recorded = root / CHANGES_PATH
    text = recorded.read_text("utf-8") if recorded.exists() else None
    date = options.date or today()
    for path, content in lock_files(kb, examination, date, text).items():
        target = root / path
        if not target.exists() or target.read_bytes() != content:
            write_atomically(target, content)
            print(f"wrote {path}")
    return OK


def today() -> str:
    """Return today, or the day of SOURCE_DATE_EPOCH where that is set, in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def schema(root: Path, options: argparse.Namespace) -> int:
    """Write the JSON Schemas, or with --check only compare."""
    from claimbase.files import write_atomically
    from claimbase.schema import schema_files

    code = OK
    for name, content in schema_files().items():
        target = root / "claims" / "schema" / name
        if target.is_file() and target.read_bytes() == content:
            continue
        shown = target.relative_to(root).as_posix()
        if options.check:
            print(f"{shown}:1:1: L104 the schema is not what the models say — run claimbase schema and commit it")
            code = PROBLEMS
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, content)
            print(f"wrote {shown}")
    return code


def verify(root: Path, options: argparse.Namespace) -> int:
    """Compare every git locator with the clones that were given."""
    from claimbase.clones import Clone, CloneError
    from claimbase.pipeline import examine
    from claimbase.verification import verify

    examination = examine(root)
    kb = examination.sound
    if kb is None:
        report(stopping(examination.problems))
        return PROBLEMS
    try:
        clones = {name: Clone(path) for name, path in options.repo}
    except CloneError as error:
        say(f"claimbase: {error}")
        return WRONG_CALL
    known = {source.repository.name for source in kb.sources.values() if source.repository}
    for name in sorted(clones.keys() - known):
        say(f"claimbase: no source has a repository named {name}; there are {', '.join(sorted(known))}")
        return WRONG_CALL
    verified = verify(kb, clones)
    for clone in clones.values():
        clone.close()
    report(verified.problems)
    print("git locators: " + ", ".join(f"{number} {state.value}" for state, number in verified.states.items()))
    if verified.unchecked:
        print("not checked:")
        for what, number in verified.unchecked.items():
            print(f"  {number:4} {what}")
    return PROBLEMS if verified.problems else OK


def build(root: Path, options: argparse.Namespace) -> int:
    """Build the site and say where it is and how long it took."""
    from claimbase.site import build_site

    out = (options.out or root / "site").resolve()
    start = time.monotonic()
    meter = Meter(silent=options.quiet)
    try:
        built = build_site(
            root,
            out,
            meter.show,
            full_text=not options.no_search,
            exports=not options.no_exports,
            citations=not options.no_citations,
        )
    finally:
        meter.clear()
    report(built.problems)
    if not built.built:
        say("nothing was built" + (f"; {shown(out)} is as it was" if out.exists() else ""))
        return PROBLEMS
    print(f"built {count(built.pages, 'page')} in {shown(out)} ({time.monotonic() - start:.1f} s)")
    return OK


def serve(root: Path, options: argparse.Namespace) -> int:
    """Serve the site until Ctrl-C, built anew at each change."""
    from claimbase.site import serve_preview

    first = True

    def tell(problems: tuple[Problem, ...]) -> None:
        nonlocal first
        report(problems)
        if first:
            print(f"serving at http://{options.host}:{options.port}/ (stop with Ctrl-C)", flush=True)
        first = False

    try:
        serve_preview(root, (options.host, options.port), tell)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        say(f"claimbase: port {options.port} is in use already; choose another one with --port")
        return PROBLEMS
    return OK
