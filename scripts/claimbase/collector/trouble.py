"""The problems of the collector as values."""

from claimbase.collector_codes import COLLECTOR_CODES
from claimbase.errors import Problem

_FIXES = {each.code: each.fix for each in COLLECTOR_CODES}


def problem(code: str, path: str, message: str, line: int = 1, column: int = 1) -> Problem:
    """Return the problem of a code, with its mend."""
    return Problem(path, line, column, code, message, _FIXES[code])
