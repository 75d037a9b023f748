"""The arguments of `claimbase memo`."""

import argparse
from pathlib import Path
from typing import TypeAlias

from . import memo_commands as commands
from .help_text import HelpText

Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

FORMATS = ("md", "html", "docx")
"""What a memo can be written as."""

_EPILOG = """\
PROFILE is the file that the page “Your environment” or another command writes:

  format: 1
  answers: {qemu: "10.2", accelerator: kvm, upgraded-from: ["10.0", "10.1"]}

The page makes the same memo; its Markdown and that of this command are the same bytes.

exit codes: 0 the memo was made, and with --against nothing has changed; 1 something of the profile or of the base
could not be used, or with --against something has changed; 2 the call was wrong, or a file cannot be read
"""


def add_memo(group: Group) -> None:
    """Add the command."""
    text = "write a decision memo for a profile of an environment: answers, findings, risks, conditions, citations"
    parser = group.add_parser(
        "memo",
        help=text.split(":", 1)[0],
        description=f"{text[0].upper()}{text[1:]}.",
        epilog=_EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument(
        "profile",
        nargs="?",
        metavar="PROFILE",
        help="the file of the profile; - reads it from standard input; with --against it may be left out",
    )
    parser.add_argument("--format", choices=FORMATS, default="md", help="Markdown, HTML or Word (default: %(default)s)")
    parser.add_argument(
        "--out", "--output", type=Path, metavar="FILE", help="the file to write (default: standard output)"
    )
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day of the memo (default: today)")
    parser.add_argument(
        "--against",
        type=Path,
        metavar="OLD-MEMO",
        help="a memo in Markdown; say only what has changed since, for its own profile or for PROFILE",
    )
    parser.set_defaults(command=commands.memo)


def _day(text: str) -> str:
    from .arguments import day

    return day(text)
