"""Problems as values: what is wrong, where, why it matters and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .model import Level

Path = tuple[str | int, ...]
"""Keys and indexes that lead to a value inside a YAML file, such as `("evidence", 2, "locator")`."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing that is wrong; sorts by file, line, column and code."""

    path: str
    """File, relative to the root, with forward slashes."""
    line: int
    """Line, counted from 1; 1 where the whole file is meant."""
    column: int
    """Column, counted from 1."""
    code: str
    """Stable code, such as Y104."""
    message: str
    """What is wrong and why, without a full stop."""
    fix: str
    """How to mend it."""
    level: Level = field(default=Level.ERROR, compare=False)
    """Whether the base can be built in spite of it."""

    def __str__(self) -> str:
        """Return the one line that users see: `file:line:column: CODE message — how to mend it`."""
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.message} — {self.fix}"


def stopping(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that stop a build."""
    return tuple(problem for problem in problems if problem.level is Level.ERROR)
