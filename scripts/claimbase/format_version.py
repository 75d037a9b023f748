"""Whether this program can read a base: the format that the base says it has."""

import re
from pathlib import Path

from .codes import Code
from .errors import Problem
from .model import FORMAT, Level

FORMAT_PATH = "claims/format.yml"

FORMAT_CODES = (
    Code(
        "I320",
        "base of an older format",
        "It is read as it is, but later programs may no longer do so.",
        "no claims/format.yml",
        f"format: {FORMAT}",
        "run claimbase migrate and commit what it writes",
        Level.WARNING,
    ),
    Code(
        "I321",
        "base of a newer format",
        "This program would misread it, so it reads nothing.",
        f"format: {FORMAT + 1}",
        f"format: {FORMAT}",
        "update the program: git pull, then make setup",
    ),
)
"""What can be wrong with the format of a base."""
_OLDER, _NEWER = FORMAT_CODES
_LINE = re.compile(r"^format:[ ]*([0-9]{1,6})[ ]*(?:#.*)?$", re.MULTILINE)
_MOST = 4096


def format_of(root: Path) -> int:
    """Return the format of the base below `root`: 0 where nothing says so, or nothing that can be read."""
    path = root / FORMAT_PATH
    try:
        if path.is_symlink():
            return 0
        with path.open("rb") as stream:
            found = _LINE.search(stream.read(_MOST).decode("utf-8", "replace"))
    except OSError:
        return 0
    return int(found[1]) if found else 0


def format_problems(root: Path) -> tuple[Problem, ...]:
    """Return what the format of the base asks of its reader; an error means that nothing else can be said of it."""
    found = format_of(root)
    if found > FORMAT:
        message = f"the base has format {found}; this program reads formats up to {FORMAT}"
        return (Problem(FORMAT_PATH, 1, 1, _NEWER.code, message, _NEWER.fix),)
    if found < FORMAT:
        message = f"the base has format {found}; the newest is {FORMAT}"
        return (Problem(FORMAT_PATH, 1, 1, _OLDER.code, message, _OLDER.fix, Level.WARNING),)
    return ()
