"""The arguments of `claimbase cite`."""

import argparse
from pathlib import Path
from typing import TypeAlias

from claimbase.citing import Format

from . import cite_commands as commands
from .help_text import HelpText

Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_ABOUT = """\
Print a citation of claims and sources, or of the whole base where no id is given.

  claimbase cite cpr-exec-peak-memory
  claimbase cite cpr-exec-peak-memory --style bibtex --with-sources
  claimbase cite --edition 2026.12 --style token
"""


def add_cite(group: Group) -> None:
    """Add the command `cite`."""
    parser = group.add_parser(
        "cite",
        help="print a citation of claims and sources, in any of nine formats",
        description=_ABOUT,
        epilog="formats:\n" + "".join(f"  {form.value:<10} {form.doc}\n" for form in Format),
        formatter_class=HelpText,
    )
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument("id", nargs="*", metavar="ID", help="id of a claim or source; without one, the whole base")
    parser.add_argument(
        "--style",
        choices=[form.value for form in Format],
        default=Format.APA.value,
        metavar="FORMAT",
        help="one of the formats below (default: %(default)s)",
    )
    parser.add_argument("--edition", metavar="NAME", help="cite what this edition holds, which never changes")
    parser.add_argument("--with-sources", action="store_true", help="the sources of the claims as well")
    parser.set_defaults(command=commands.cite)
