"""The command line: the only part that prints or exits, and with the harness the only one that reads the clock."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

INTERRUPTED = 130
"""Exit code after Ctrl-C."""


def run() -> NoReturn:
    """Run the program on the process's arguments and exit with its code."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; a mistake of the user never ends in a traceback."""
    try:
        # Imported here, as this takes longest, and Ctrl-C may come meanwhile.
        from .parser import parser

        return _run(parser(), arguments)
    except KeyboardInterrupt:
        print("\ninterrupted; nothing was changed by this run", file=sys.stderr, flush=True)
        return INTERRUPTED


def _run(program: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    from .commands import PROBLEMS, WRONG_CALL
    from .terminal import say

    try:
        options = program.parse_args(arguments)
    except SystemExit as stop:
        # argparse has printed help (0) or what is wrong with the call (2).
        return int(stop.code or 0)
    try:
        root = _root(options.root)
        if root is None and options.root is None and getattr(options, "base_optional", False):
            # Installed from a checkout, as pre-commit does, the program lies beside a base.
            root = (_above(Path(sys.prefix)) if getattr(options, "base_beside", False) else None) or Path.cwd()
        if root is None:
            say(f"claimbase: there is no claims/ folder in {options.root or 'this folder or above it'}")
            return WRONG_CALL
        command: Callable[[Path, argparse.Namespace], int] = options.command
        return command(root, options)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"claimbase: {where}{error.strerror or error}")
        return PROBLEMS


def _root(given: Path | None) -> Path | None:
    """Return the folder that holds claims/: the one given, or the nearest of this folder and those above it."""
    if given is None:
        return _above(Path.cwd())
    return given.resolve() if (given / "claims").is_dir() else None


def _above(folder: Path) -> Path | None:
    here = folder.resolve()
    return next((each for each in (here, *here.parents) if (each / "claims").is_dir()), None)
