"""The arguments of `claimbase check-citations` and `claimbase registry`."""

import argparse
from pathlib import Path
from typing import TypeAlias

from . import citations_commands as commands
from .help_text import HelpText

Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

FORMATS = ("text", "json", "sarif", "github")
_ABOUT = """\
Find the citations in documents and say how each stands today. Reads Markdown, reStructuredText, HTML, LaTeX,
PDF, DOCX, OpenDocument and plain text; a folder stands for the documents below it. Works without a network.

  claimbase check-citations report.docx
  claimbase check-citations --registry registry.json --sarif found.sarif docs/

What is compared with: --registry, else the base in this folder or above it, else the base beside the environment
in which the program is installed.
"""
_EPILOG = """\
A citation is current, no-edition, evidence-changed, wording-changed, verdict-changed, moved, split, withdrawn,
hash-mismatch, not-in-edition, unknown-edition or unknown-id. The first three do not fail the check.

exit codes: 0 no citation fails, 1 a citation fails or a document could not be read, 2 the call was wrong
"""


def add_citations(group: Group) -> None:
    """Add the commands `check-citations` and `registry`."""
    _add_check(group)
    _add_registry(group)


def _add_check(group: Group) -> None:
    parser = group.add_parser(
        "check-citations",
        help="say how the citations in documents stand today",
        description=_ABOUT,
        epilog=_EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.set_defaults(command=commands.check_citations, base_optional=True, base_beside=True)
    parser.add_argument("files", nargs="+", metavar="FILE", help="a document, or a folder of documents")
    parser.add_argument("--registry", type=Path, help="an exported registry, such as api/v1/registry.json of the site")
    parser.add_argument(
        "--site",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="an address of the site besides the registry's own, so that links to it are found; may be repeated",
    )
    parser.add_argument(
        "--fail-on",
        type=commands.standings,
        metavar="LIST",
        help="what fails the check, joined by commas; also `all` (all but current) and `none`",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="(default: %(default)s)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the result to a file")
    parser.add_argument("--sarif", type=Path, metavar="FILE", help="write it to a file as SARIF as well")
    parser.add_argument("--quiet", action="store_true", help="as text, leave out the citations that are current")
    parser.add_argument(
        "--seconds",
        type=_seconds,
        default=60,
        help="how long a document may take to be read (default: %(default)s)",
    )


def _add_registry(group: Group) -> None:
    text = "write ids, editions, hashes and verdicts into one file, with which citations are checked without the base"
    parser = group.add_parser("registry", help=text, description=f"{text[0].upper()}{text[1:]}.")
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.set_defaults(command=commands.registry)
    parser.add_argument("--output", type=Path, metavar="FILE", help="the file (default: standard output)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is stale")
    parser.add_argument("--site", metavar="ADDRESS", help="public address of the site (default: that of mkdocs.yml)")


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 3600")
    return int(text)
