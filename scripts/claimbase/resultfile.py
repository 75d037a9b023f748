"""What a result file must agree with before anything else is asked of it: the format, and its own place."""

from collections.abc import Iterator

from .codes import Code
from .model import ResultFile
from .model.result import RESULT_FORMAT
from .wording import Fault
from .yamlio import Tree

RESULT_CODES = (
    Code("D205", "other format", "A file of a later program may say things that this one does not know.",
         '"format": 2', '"format": 1', "read it with the program that wrote it, or a later one"),
    Code("D206", "content and place disagree", "The path tells people what a file holds.",
         '"machine": "laptop" below results/server/', '"machine": "server" below results/server/',
         "move the file to where it belongs; results are never edited"),
)  # fmt: skip
"""One code for each way in which a result file can be foreign to its place."""


def other_format(tree: Tree) -> Fault | None:
    """Return the fault of a file of another format than ours; None where the format fits or is missing."""
    found = tree.get("format")
    if "format" not in tree or (type(found) is int and found == RESULT_FORMAT):
        return None
    if type(found) is int and found > RESULT_FORMAT:
        message = f"the file has the format {found} of a later program; this one reads format {RESULT_FORMAT}"
        return Fault(("format",), False, "D205", message, "update the program, and keep the file as it is")
    message = f"the format is not {RESULT_FORMAT}"
    return Fault(("format",), False, "D205", message, "keep the file as the harness wrote it")


def misplaced(place: str, result: ResultFile) -> Iterator[Fault]:
    """Yield what the file says otherwise than its place, which is benchmark, machine, version and moment."""
    benchmark, machine, version, moment = place.split("/")
    for at, held, wanted in (
        (("benchmark",), result.benchmark, benchmark),
        (("machine",), result.machine, machine),
        (("subject", "version"), result.subject.version, version),
        (("session", "started"), result.session.started.replace(":", "-"), moment),
    ):
        if held != wanted:
            message = f"the file says {at[-1]} {held}, its path {wanted}"
            yield Fault(at, False, "D206", message, "move the file to where it belongs; results are never edited")
