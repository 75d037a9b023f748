"""The command line: the only module that prints or exits, and, with the harness, the only one that reads the clock."""

import argparse
import datetime
import errno
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from claimbase import __version__
from claimbase.errors import Problem, stopping
from claimbase.model import Level

OK, PROBLEMS, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130

_EPILOG = """\
A first contribution: edit a file in claims/, run `claimbase validate`, mend what it names,
run `claimbase lock`, look at it with `claimbase serve`, commit both files.

exit codes: 0 all is well, 1 problems were found, 2 the call was wrong, 130 interrupted
"""


def run() -> NoReturn:
    """Run the program on the process's arguments and exit with its code."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; a mistake of the user never ends in a traceback."""
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        # argparse has printed help (0) or what is wrong with the call (2).
        return int(stop.code or 0)
    try:
        root = _root(options.root)
        if root is None:
            _say(f"claimbase: there is no claims/ folder in {options.root or 'this folder or above it'}")
            return WRONG_CALL
        command: Callable[[Path, argparse.Namespace], int] = options.command
        return command(root, options)
    except KeyboardInterrupt:
        _say("\ninterrupted; nothing was changed by this run")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _say(f"claimbase: {where}{error.strerror or error}")
        return PROBLEMS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="claimbase",
        description="Check a folder of YAML claims, compute their verdicts, and build the site that shows them.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"claimbase {__version__}")
    parser.add_argument("--root", type=Path, help="the folder that holds claims/ (default: this one or one above)")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_validate(commands)
    _add_build(commands)
    _add_serve(commands)
    _add_lock(commands)
    _add_schema(commands)
    return parser


Commands = argparse._SubParsersAction


def _add(
    commands: "Commands[argparse.ArgumentParser]",
    name: str,
    text: str,
    command: Callable[[Path, argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text.split(";", 1)[0], description=f"{text[0].upper()}{text[1:]}.")
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.set_defaults(command=command)
    return parser


def _add_validate(commands: "Commands[argparse.ArgumentParser]") -> None:
    text = "check all files and name every problem with file, line, column and mend; writes nothing"
    parser = _add(commands, "validate", text, _validate)
    parser.add_argument("--strict", action="store_true", help="warnings fail, too")


def _add_build(commands: "Commands[argparse.ArgumentParser]") -> None:
    text = "build the site; a build that fails or is interrupted leaves the previous one whole"
    parser = _add(commands, "build", text, _build)
    parser.add_argument("--out", type=Path, help="the folder of the site (default: site in the root)")
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def _add_serve(commands: "Commands[argparse.ArgumentParser]") -> None:
    text = "build the site, serve it on this machine, and build it anew when a file changes; stop with Ctrl-C"
    parser = _add(commands, "serve", text, _serve)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="the port to listen on (default: %(default)s)")


def _add_lock(commands: "Commands[argparse.ArgumentParser]") -> None:
    text = "write the computed verdicts to claims/verdicts.lock.yml; each moved verdict is recorded"
    parser = _add(commands, "lock", text, _lock)
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="write nothing; fail when the lock is stale")
    action.add_argument(
        "--as-of", type=_day, metavar="YYYY-MM-DD", help="move the day as of which predictions are judged"
    )
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day of the moves (default: today)")


def _add_schema(commands: "Commands[argparse.ArgumentParser]") -> None:
    text = "write the JSON Schemas that editors use to claims/schema/"
    parser = _add(commands, "schema", text, _schema)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a schema is stale")


def _day(text: str) -> str:
    try:
        day = datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        day = ""
    # fromisoformat also takes 20261123 and week dates, which files do not.
    if day != text:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-23")
    return day


def _port(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def _root(given: Path | None) -> Path | None:
    """Return the folder that holds claims/: the one given, or the nearest of this folder and those above it."""
    here = (given or Path.cwd()).resolve()
    candidates = [here] if given else [here, *here.parents]
    return next((folder for folder in candidates if (folder / "claims").is_dir()), None)


def _say(text: str) -> None:
    """Tell the user something that is not the command's result."""
    print(text, file=sys.stderr, flush=True)


def _report(problems: Sequence[Problem]) -> None:
    """Print every problem as one line, and their number."""
    for problem in problems:
        word = "" if problem.level is Level.ERROR else "warning: "
        print(_printable(str(problem).replace(f" {problem.code} ", f" {problem.code} {word}", 1)))
    if problems:
        stop = len(stopping(problems))
        sys.stdout.flush()
        _say(f"{_count(stop, 'error')}, {_count(len(problems) - stop, 'warning')}")


def _printable(text: str) -> str:
    """Return a line that no terminal can be tricked by and that this output can encode."""
    shown = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
    encoding = sys.stdout.encoding or "utf-8"
    return shown.encode(encoding, "backslashreplace").decode(encoding)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _validate(root: Path, options: argparse.Namespace) -> int:
    from claimbase.pipeline import examine

    examination = examine(root)
    _report(examination.problems)
    if examination.sound is None or (options.strict and examination.problems):
        return PROBLEMS
    kb = examination.sound
    evidence = sum(len(claim.evidence) for claim in kb.claims.values())
    counted = ", ".join(
        (
            _count(len(kb.claims), "claim"),
            _count(evidence, "evidence item"),
            _count(len(kb.sources), "source"),
        )
    )
    print(f"valid: {counted}")
    return OK


def _lock(root: Path, options: argparse.Namespace) -> int:
    from claimbase.files import write_atomically
    from claimbase.locking import CHANGES_PATH, check_lock, lock_files
    from claimbase.pipeline import examine

    examination = examine(root, as_of=options.as_of)
    kb = examination.sound
    if kb is None:
        _report(stopping(examination.problems))
        return PROBLEMS
    if options.check:
        problems = check_lock(kb, examination)
        _report(problems)
        return PROBLEMS if problems else OK
    recorded = root / CHANGES_PATH
    text = recorded.read_text("utf-8") if recorded.exists() else None
    date = options.date or _today()
    for path, content in lock_files(kb, examination, date, text).items():
        target = root / path
        if not target.exists() or target.read_bytes() != content:
            write_atomically(target, content)
            print(f"wrote {path}")
    return OK


def _today() -> str:
    """Return today, or the day of SOURCE_DATE_EPOCH where that is set, in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def _schema(root: Path, options: argparse.Namespace) -> int:
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


def _build(root: Path, options: argparse.Namespace) -> int:
    from claimbase.site import build_site

    out = (options.out or root / "site").resolve()
    start = time.monotonic()
    meter = _Meter(silent=options.quiet)
    try:
        report = build_site(root, out, meter.show)
    finally:
        meter.clear()
    _report(report.problems)
    if not report.built:
        _say("nothing was built" + (f"; {_shown(out)} is as it was" if out.exists() else ""))
        return PROBLEMS
    print(f"built {_count(report.pages, 'page')} in {_shown(out)} ({time.monotonic() - start:.1f} s)")
    return OK


def _serve(root: Path, options: argparse.Namespace) -> int:
    from claimbase.site import serve_preview

    first = True

    def tell(problems: tuple[Problem, ...]) -> None:
        nonlocal first
        _report(problems)
        if first:
            print(f"serving at http://{options.host}:{options.port}/ (stop with Ctrl-C)", flush=True)
        first = False

    try:
        serve_preview(root, (options.host, options.port), tell)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _say(f"claimbase: port {options.port} is in use already; choose another one with --port")
        return PROBLEMS
    return OK


def _shown(path: Path) -> str:
    """Return a path as the user would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


class _Meter:
    """Shows on the terminal what a long run is doing; one line a stage where there is no terminal."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self._terminal = sys.stderr.isatty()
        self._stage = ""

    def show(self, stage: str, done: int, total: int) -> None:
        """Show the stage and how much of it is done."""
        if self._silent:
            return
        share = f" {done} of about {total}" if total and done else ""
        if self._terminal:
            sys.stderr.write(f"\r\x1b[K{stage}{share} …")
            sys.stderr.flush()
        elif stage != self._stage:
            _say(f"{stage} …")
        self._stage = stage

    def clear(self) -> None:
        """Remove the line that shows progress."""
        if self._terminal and self._stage:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
