"""The arguments of the program; what is wrong with a call is said by argparse."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from claimbase import __version__

from . import commands
from .arguments import day
from .bench_parser import add_bench
from .citations_parser import add_citations
from .cite_parser import add_cite
from .edition_parser import add_edition
from .help_text import CommandParser, HelpText
from .memo_parser import add_memo
from .mending_commands import add_mending
from .new_parser import add_new
from .profile_parser import add_profile
from .review_parser import add_review

FORMATS = ("text", "json", "sarif", "github")
"""How problems are written: lines, JSON, SARIF 2.1.0, or annotations of GitHub Actions."""

# argparse gives the type of a group of commands no public name.
Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_EPILOG = """\
A first contribution: `claimbase new evidence CLAIM`, or edit a file in claims/; run `claimbase validate`, mend
what it names, run `claimbase lock`, look at it with `claimbase serve`, commit both files.

exit codes: 0 all is well, 1 problems were found, 2 the call was wrong, 130 interrupted
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; its result names the command to run as `command`."""
    program = argparse.ArgumentParser(
        prog="claimbase",
        description="Check a folder of YAML claims, compute their verdicts, and build the site that shows them.",
        epilog=_EPILOG,
        formatter_class=HelpText,
    )
    program.add_argument("--version", action="version", version=f"claimbase {__version__}")
    program.add_argument("--root", type=Path, help="the folder that holds claims/ (default: this one or one above)")
    kind: type[argparse.ArgumentParser] = CommandParser
    group = program.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=kind)
    _add_validate(group)
    _add_build(group)
    _add_serve(group)
    _add_lock(group)
    _add_schema(group)
    _add_verify(group)
    add_new(group)
    add_review(group)
    add_mending(group)
    add_profile(group)
    add_bench(group)
    add_citations(group)
    add_memo(group)
    add_edition(group)
    add_cite(group)
    return program


def _add(
    group: Group,
    name: str,
    text: str,
    command: Callable[[Path, argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = group.add_parser(name, help=text.split(";", 1)[0], description=f"{text[0].upper()}{text[1:]}.")
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.set_defaults(command=command)
    return parser


def _add_validate(group: Group) -> None:
    text = "check all files and name every problem with file, line, column and mend; writes nothing"
    parser = _add(group, "validate", text, commands.validate)
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="say only what is wrong with these (default: all files)"
    )
    parser.add_argument("--strict", action="store_true", help="warnings fail, too")
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="text, or a form for programs (default: %(default)s)"
    )
    parser.add_argument(
        "--as-of", type=day, metavar="YYYY-MM-DD", help="the day as of which reviews are due (default: the lock's)"
    )


def _add_build(group: Group) -> None:
    text = "build the site; a build that fails or is interrupted leaves the previous one whole"
    parser = _add(group, "build", text, commands.build)
    parser.add_argument("--out", type=Path, help="the folder of the site (default: site in the root)")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    parser.add_argument("--no-exports", action="store_true", help="leave out the downloads: SQLite, Parquet, CSV, JSON")
    parser.add_argument("--no-search", action="store_true", help="leave out the index of full-text search")
    parser.add_argument("--no-citations", action="store_true", help="leave out citations in the styles of journals")


def _add_serve(group: Group) -> None:
    text = "build the site, serve it on this machine, and build it anew when a file changes; stop with Ctrl-C"
    parser = _add(group, "serve", text, commands.serve)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="the port to listen on (default: %(default)s)")


def _add_lock(group: Group) -> None:
    text = "write the computed verdicts to claims/verdicts.lock.yml; each moved verdict is recorded"
    parser = _add(group, "lock", text, commands.lock)
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="write nothing; fail when the lock is stale")
    action.add_argument(
        "--as-of", type=day, metavar="YYYY-MM-DD", help="move the day as of which predictions are judged"
    )
    parser.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="the day of the moves (default: today)")


def _add_schema(group: Group) -> None:
    text = "write the JSON Schemas that editors use to claims/schema/"
    parser = _add(group, "schema", text, commands.schema)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a schema is stale")


def _add_verify(group: Group) -> None:
    text = "compare every git locator with a clone of its repository; says what was not checked"
    parser = _add(group, "verify-sources", text, commands.verify)
    parser.add_argument(
        "--repo",
        type=_named_path,
        action="append",
        default=[],
        metavar="NAME=PATH",
        help="a local clone of the repository that locators call NAME; may be given several times",
    )


def _named_path(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not (name and equals and path):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=PATH, such as qemu=../qemu")
    return name, Path(path)


def _port(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)
