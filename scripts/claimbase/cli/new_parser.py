"""The arguments of `claimbase new …`: an option for each question."""

import argparse
import functools
from pathlib import Path
from typing import TypeAlias

from claimbase.scaffold import SCAFFOLDS, Scaffold

from .arguments import day
from .help_text import HelpText
from .new_commands import new

Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_ABOUT = """\
Make a file or an entry with everything that the checks ask for. In a terminal what no option says is asked for, one
question after the other; else what is missing is named. Nothing is written unless the base stays sound with it.

  claimbase new claim                              asks
  claimbase new evidence SOME-CLAIM --repo qemu=../qemu
  claimbase new source --title … --type webpage --origin …
"""


def add_new(group: Group) -> None:
    """Add the command `new` with one command for each thing that it makes."""
    text = "make a claim, a source, an evidence item, a benchmark or a facet; asks, or takes options"
    parser = group.add_parser("new", help=text.split(";", 1)[0], description=_ABOUT, formatter_class=HelpText)
    inner = parser.add_subparsers(title="what is made", required=True, metavar="WHAT")
    for scaffold in SCAFFOLDS:
        _add(inner, scaffold)


def _add(group: Group, scaffold: Scaffold) -> None:
    about = f"Make {scaffold.about}."
    parser = group.add_parser(scaffold.name, help=scaffold.about, description=about, allow_abbrev=False)
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    for question in scaffold.questions:
        text = question.help + ("; may be given several times" if question.many else "")
        if question.name == scaffold.about_one:
            parser.add_argument(f"answer {question.name}", nargs="?", metavar=question.metavar, help=text)
            continue
        parser.add_argument(
            f"--{question.name}",
            dest=f"answer {question.name}",
            action="append",
            metavar=question.metavar.replace("%", "%%"),
            help=text.replace("%", "%%"),
        )
    parser.add_argument(
        "--different-from",
        action="append",
        default=[],
        metavar="ID",
        help="what looks the same and is not; may be given several times",
    )
    parser.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="the day of the entry (default: today)")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    parser.set_defaults(command=functools.partial(new, scaffold))
