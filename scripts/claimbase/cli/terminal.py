"""What the user sees: results on standard output, everything else on standard error."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from claimbase.errors import Problem, stopping
from claimbase.model import Level


def say(text: str) -> None:
    """Tell the user something that is not the command's result."""
    print(text, file=sys.stderr, flush=True)


def report(problems: Sequence[Problem], written: str | None = None, *, aside: bool = False) -> None:
    """Print every problem as one line, and their number; `written` is what to print in place of the lines.

    They go `aside`, to standard error, where the result of the command is something else.
    """
    if written is not None:
        sys.stdout.write(encoded(written))
    else:
        for problem in problems:
            word = "" if problem.level is Level.ERROR else "warning: "
            line = printable(str(problem).replace(f" {problem.code} ", f" {problem.code} {word}", 1))
            print(line, file=sys.stderr if aside else sys.stdout)
    if problems:
        stop = len(stopping(problems))
        sys.stdout.flush()
        say(f"{count(stop, 'error')}, {count(len(problems) - stop, 'warning')}")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of a result that hold what strangers wrote."""
    for line in lines:
        print(printable(line))


def printable(text: str) -> str:
    """Return a line that no terminal can be tricked by and that this output can encode."""
    return encoded("".join(each if each.isprintable() else ascii(each)[1:-1] for each in text))


def encoded(text: str) -> str:
    """Return a text that this output can encode."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def count(number: int, what: str) -> str:
    """Return a number with its noun, as in `1 claim` or `2 claims`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def shown(path: Path) -> str:
    """Return a path as the user would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


class Meter:
    """Shows on the terminal what a long run is doing; one line a stage where there is no terminal."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self._terminal = sys.stderr.isatty()
        self._stage = ""

    def show(self, stage: str, done: int, total: int) -> None:
        """Show the stage and how much of it is done."""
        if self._silent:
            return
        share = f" {done} of about {total}" if total and done else ""
        if self._terminal:
            sys.stderr.write(f"\r\x1b[K{stage}{share} …")
            sys.stderr.flush()
        elif stage != self._stage:
            say(f"{stage} …")
        self._stage = stage

    def clear(self) -> None:
        """Remove the line that shows progress."""
        if self._terminal and self._stage:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
