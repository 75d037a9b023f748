"""The arguments of `claimbase explain`, `try` and `diff`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from . import review_commands as commands
from .help_text import HelpText

Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_TRY = """\
Show what a change would move before it is committed: verdicts and certainty from–to with the evidence that moves
them, what becomes load-bearing, new problems. Nothing is written.

  claimbase try                                    the work tree against the last commit
  claimbase try claims/adoption/some-claim.yml     this file against itself as last committed
  claimbase try ~/draft/some-claim.yml             the base with this draft against the base without it
"""
_DIFF = """\
Say what a change moves, as Markdown for its reviewers: verdicts and certainty from–to with the evidence that moved
them, new and retired claims, sources and their interests, who speaks for himself, rules about changes that are broken.
Commits are read, the work tree is not. The workflow of pull requests posts this text.
"""


def add_review(group: Group) -> None:
    """Add the commands that show how a verdict comes about and what a change moves."""
    _add_explain(group)
    _add_try(group)
    _add_diff(group)


def _add(
    group: Group, name: str, text: str, about: str, command: Callable[[Path, argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser = group.add_parser(name, help=text, description=about, formatter_class=HelpText)
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.set_defaults(command=command)
    return parser


def _add_explain(group: Group) -> None:
    text = "show how the verdict of a claim comes about, and what would change it"
    parser = _add(group, "explain", text, f"{text[0].upper()}{text[1:]}.", commands.explain)
    parser.add_argument("claim", metavar="ID", help="the id of a claim")


def _add_try(group: Group) -> None:
    parser = _add(group, "try", "show what a change would move before it is committed", _TRY, commands.try_change)
    parser.add_argument(
        "file", metavar="FILE", nargs="*", type=Path, help="a file of the base, or a draft; without it all of claims/"
    )
    parser.add_argument(
        "--as",
        dest="place",
        metavar="claims/TOPIC/NAME.yml",
        help="where the one draft belongs, if its name and folder do not say it",
    )
    parser.add_argument("--since", metavar="COMMIT", default="HEAD", help="compare with this commit (default: HEAD)")


def _add_diff(group: Group) -> None:
    parser = _add(group, "diff", "say what commits change, as Markdown for reviewers", _DIFF, commands.diff)
    parser.add_argument(
        "range",
        metavar="BASE..HEAD",
        help="two commits; BASE alone means BASE..HEAD, with three points it is where the two part that counts",
    )
    parser.add_argument(
        "--whole", action="store_true", help="do not cut the text to what a comment on GitHub has room for"
    )
