"""A program in a real terminal: what it asks is read, what a person would type is typed."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """\
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # the terminal is that of this process, so that Ctrl-C reaches it
from claimbase.cli import main
sys.exit(main(sys.argv[1:]))
"""
PATIENCE = 60
"""Seconds after which a program that says nothing has failed; far above the slowest."""


class Session:
    """The program `claimbase` in a terminal of its own, for the time of a block."""

    def __init__(self, *arguments: str, repository: Path) -> None:
        self._ours, theirs = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "TERM": "dumb", "COLUMNS": "100"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "--root", str(repository), *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,
        )
        os.close(theirs)
        self.said = ""
        """Everything that the terminal showed."""
        self._heard = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _sort: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def until(self, text: str) -> None:
        """Read until the terminal shows a text, behind what was waited for before."""
        while (found := self.said.find(text, self._heard)) < 0:
            assert self._read(), f"the program ended before it said {text!r}:\n{self.said}"
        self._heard = found + len(text)

    def type(self, text: str) -> None:
        """Type a line."""
        self.press(text.encode() + b"\n")

    def press(self, key: bytes) -> None:
        """Press a key, such as Ctrl-C."""
        os.write(self._ours, key)

    def insist(self, key: bytes, text: str) -> None:
        """Press a key until the program says a text: a key that comes just as it begins to wait may get lost."""
        for _ in range(PATIENCE):
            self.press(key)
            while select.select([self._ours], [], [], 1)[0] and self._read():
                if text in self.said[self._heard :]:
                    return

    def answer(self, question: str, *lines: str) -> None:
        """Wait for a question and its prompt, then type lines, each at a prompt."""
        self.until(question)
        for line in lines:
            self.until("> ")
            self.type(line)

    def end(self) -> int:
        """Read to the end; returns the exit code."""
        while self._read():
            pass
        return self._process.wait(PATIENCE)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE)
        assert ready, f"nothing was said for {PATIENCE} seconds:\n{self.said}"
        try:
            chunk = os.read(self._ours, 4096)
        except OSError:  # how Linux says that the program has closed its end
            return False
        self.said += chunk.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(chunk)
