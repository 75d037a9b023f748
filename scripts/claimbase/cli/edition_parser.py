"""The arguments of `claimbase edition`."""

import argparse
import re
from pathlib import Path
from typing import TypeAlias

from claimbase.model.base import EDITION_PATTERN

from . import edition_commands as commands
from .arguments import day
from .help_text import HelpText

Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_EPILOG = """\
NAME is year and month, as 2026.12; a second edition of the same month is 2026.12.2, a third 2026.12.3.
Run it on a base without errors whose lock is fresh, look at `git diff --stat`, and commit what it wrote:
claims/editions/NAME.json and a line in claims/editions/index.yml. Neither is ever changed again.
"""


def add_edition(group: Group) -> None:
    """Add the command."""
    text = "freeze every claim, source and assessment as a citable edition; refuses to write one that exists"
    parser = group.add_parser(
        "edition",
        help=text.split(";", 1)[0],
        description=f"{text[0].upper()}{text[1:]}.",
        epilog=_EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument("name", type=_name, metavar="NAME", help="year and month, as 2026.12 or 2026.12.2")
    parser.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="the day of the edition (default: today)")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="write nothing; fail where the edition could not be made")
    action.add_argument(
        "--whole", type=Path, metavar="FILE", help="write an edition that exists, with all its entries, to one file"
    )
    parser.set_defaults(command=commands.edition)


def _name(text: str) -> str:
    if not re.fullmatch(EDITION_PATTERN, text):
        raise argparse.ArgumentTypeError(f"{text!r} is no name of an edition; write year and month, as 2026.12")
    return text
