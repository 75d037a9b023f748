"""A document read in a process of its own that has bounds of time and memory."""

import contextlib
import io
import multiprocessing
import resource
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from .finding import Known
from .places import Flaw, ReadDocument
from .scanning import scan

SECONDS = 60.0
"""How long a document may take to be read."""
MEMORY = 1024 * 1024 * 1024
"""How many bytes of memory the reading of a document may take."""


def read(path: str, known: Known, seconds: float = SECONDS) -> ReadDocument:
    """Return the citations of the document at a path; whatever it is, this ends, and tells what went wrong."""
    # A copy of this process starts at once; made beside other threads, it could wait for a lock for ever.
    able = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    ours, theirs = multiprocessing.Pipe(duplex=False)
    arguments = (path, known, theirs, seconds)
    process: Any = multiprocessing.get_context("fork" if able else "spawn")
    process = process.Process(target=_run, args=arguments, daemon=True)
    try:
        process.start()
        theirs.close()
        return _received(ours, path, seconds)
    finally:
        if process.pid is not None:
            process.kill()
            process.join()
        ours.close()


def _received(pipe: "Connection[Any, Any]", path: str, seconds: float) -> ReadDocument:
    try:
        if not pipe.poll(seconds):
            return _ended(path, f"it was not read within {seconds:g} seconds")
        received: ReadDocument = pipe.recv()
    except (EOFError, OSError):
        return _ended(path, "the process that read it was ended: it took too much memory or time, or crashed")
    return received


def _ended(path: str, message: str) -> ReadDocument:
    return ReadDocument(path, (), (Flaw("K207", message),))


def _run(path: str, known: Known, pipe: "Connection[Any, Any]", seconds: float) -> None:
    _limit(seconds)
    with contextlib.suppress(OSError):
        pipe.send(scan(path, known))


def _limit(seconds: float) -> None:
    """Bound memory and processor time of this process, and keep it silent whatever happens."""
    sys.stdout = sys.stderr = io.StringIO()
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
