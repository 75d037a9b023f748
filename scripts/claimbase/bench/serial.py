"""The serial port of a guest: a FIFO whose lines are stamped as they arrive."""

import os
import re
import select
import threading
import time
from itertools import pairwise
from pathlib import Path

from .errors import BenchError

_CHUNK = 65536
_TAIL_LINES = 20


class Serial:
    """Reads what guests write into one FIFO; several QEMU processes in a row may write to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path)
        # Opened for reading and writing: it never ends, though one QEMU closes it before the next one opens it.
        self._handle = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        self._lines: list[tuple[float, str]] = []
        self._rest = b""
        self._news = threading.Condition()
        self._stop_reader, self._stop_writer = os.pipe()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def options(self) -> tuple[str, ...]:
        """The options that connect a guest's first serial port to it."""
        return ("-chardev", f"file,id=serial0,path={self.path},append=on", "-serial", "chardev:serial0")

    def lines(self, since: float = 0.0) -> list[tuple[float, str]]:
        """Return moment and text of every line that arrived since a moment of the monotonic clock."""
        with self._news:
            return [line for line in self._lines if line[0] >= since]

    def wait(self, pattern: str, seconds: float, since: float = 0.0) -> float:
        """Return the moment of the first line since a moment that fits; raises BenchError where none comes in time."""
        end, fits, seen = time.monotonic() + seconds, re.compile(pattern), 0
        with self._news:
            while True:
                for moment, text in self._lines[seen:]:
                    if moment >= since and fits.search(text):
                        return moment
                seen = len(self._lines)
                left = end - time.monotonic()
                if left <= 0 or not self._news.wait(left):
                    if left > 0 and len(self._lines) > seen:
                        continue
                    raise BenchError(
                        f"the guest did not write {pattern!r} within {seconds:.0f} s", log=self.telling(_TAIL_LINES)
                    )

    def wait_moment(self, moment: float, seconds: float) -> None:
        """Wait until a line arrives at or after a moment; raises BenchError where none comes in time."""
        self.wait("", seconds + max(0.0, moment - time.monotonic()), since=moment)

    def telling(self, count: int = _TAIL_LINES) -> tuple[str, ...]:
        """Return the last lines other than heartbeats."""
        with self._news:
            told = [text for _, text in self._lines if not BEAT.match(text)]
        return tuple(told[-count:])

    def close(self) -> None:
        """Stop reading; the file stays."""
        os.write(self._stop_writer, b"x")
        self._thread.join()
        for handle in (self._handle, self._stop_reader, self._stop_writer):
            os.close(handle)

    def _read(self) -> None:
        waiting = [self._handle, self._stop_reader]
        while True:
            ready, _, _ = select.select(waiting, [], [])
            if self._stop_reader in ready:
                return
            try:
                data = os.read(self._handle, _CHUNK)
            except BlockingIOError:
                continue
            moment = time.monotonic()
            *whole, self._rest = (self._rest + data).split(b"\n")
            if whole:
                stamped = [(moment, line.decode("utf-8", "replace").strip()) for line in whole]
                with self._news:
                    self._lines += stamped
                    self._news.notify_all()


BEAT = re.compile(r"^b( |$)")
"""A line that is a heartbeat of the guest."""


def gaps(lines: list[tuple[float, str]]) -> list[tuple[float, float]]:
    """Return length in seconds and moment of the end of each gap between heartbeats."""
    beats = [moment for moment, text in lines if BEAT.match(text)]
    return [(after - before, after) for before, after in pairwise(beats)]
