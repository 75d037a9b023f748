"""The commands; each returns its exit code and imports what it needs when it runs."""

import argparse
import datetime
import errno
import os
import time
from pathlib import Path

from claimbase.errors import Problem, stopping

from .terminal import Meter, count, report, say, shown

OK, PROBLEMS, WRONG_CALL = 0, 1, 2
"""Exit codes: all is well; problems were found; the call was wrong."""


def validate(root: Path, options: argparse.Namespace) -> int:
    """Report every problem of the base; a base without errors is counted instead."""
    from claimbase.pipeline import examine

    examination = examine(root)
    report(examination.problems)
    if examination.sound is None or (options.strict and examination.problems):
        return PROBLEMS
    kb = examination.sound
    evidence = sum(len(claim.evidence) for claim in kb.claims.values())
    counted = ", ".join(
        (
            count(len(kb.claims), "claim"),
            count(evidence, "evidence item"),
            count(len(kb.sources), "source"),
        )
    )
    print(f"valid: {counted}")
    return OK


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
        print("not checked: " + ", ".join(f"{number} {what}" for what, number in verified.unchecked.items()))
    return PROBLEMS if verified.problems else OK


def build(root: Path, options: argparse.Namespace) -> int:
    """Build the site and say where it is and how long it took."""
    from claimbase.site import build_site

    out = (options.out or root / "site").resolve()
    start = time.monotonic()
    meter = Meter(silent=options.quiet)
    try:
        built = build_site(root, out, meter.show, full_text=not options.no_search)
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
