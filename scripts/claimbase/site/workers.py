"""Work spread over the processor's cores by copies of this process, each of which has the whole base in memory."""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

FEWEST = 200
"""With fewer tasks, to start the processes costs more than they save."""
MOST = 8
"""The most processes: each comes to hold a copy of a good part of the base, and the rest of a build is done in one."""
_CHUNK = 16
"""Tasks whose results are sent at once: they fit into the buffer of a pipe, so that a worker seldom waits."""
_ENDING = (signal.SIGINT, signal.SIGTERM)

Task = TypeVar("Task")
Result = TypeVar("Result")


def cores() -> int:
    """Return how many processes can work at a time; one where a process cannot be copied safely."""
    able = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    if not able or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


def spread(tasks: Sequence[Task], work: Callable[[Task], Iterable[Result]]) -> Generator[Result, None, None]:
    """Yield the results of all tasks, in order, whatever process they come from.

    Close the iterator where it is not exhausted; then no process of it is left. What `work` raises is raised here.
    """
    number = min(cores(), MOST, len(tasks) // _CHUNK)
    if number < 2 or len(tasks) < FEWEST:
        for task in tasks:
            yield from work(task)
        return
    chunks = [tasks[start : start + _CHUNK] for start in range(0, len(tasks), _CHUNK)]
    with contextlib.ExitStack() as stack:
        pipes = [stack.enter_context(_worker(chunks[first::number], work)) for first in range(number)]
        for index in range(len(chunks)):
            yield from _received(pipes[index % number])


def _received(pipe: "Connection[Any, Any]") -> list[Any]:
    try:
        result = pipe.recv()
    except EOFError:
        raise ChildProcessError("a process that made pages ended before it was done; is there enough memory?") from None
    if isinstance(result, BaseException):
        raise result
    return list(result)


@contextlib.contextmanager
def _worker(chunks: Sequence[Sequence[Any]], work: Callable[[Any], Iterable[Any]]) -> "Iterator[Connection[Any, Any]]":
    """Start a worker and yield the pipe with its results; end it at the end of the block, done or not."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    arguments = (chunks, work, theirs, os.getpid())
    process: BaseProcess = multiprocessing.get_context("fork").Process(target=_run, args=arguments, daemon=True)
    # A signal meets either no worker or one that knows what to do with it.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        process.start()
        theirs.close()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        yield ours
    finally:
        if process.pid is not None:
            process.terminate()
            process.join()
        ours.close()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _run(
    chunks: Sequence[Sequence[Any]], work: Callable[[Any], Iterable[Any]], pipe: "Connection[Any, Any]", parent: int
) -> None:
    # Ctrl-C reaches every process of the terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    try:
        for chunk in chunks:
            if os.getppid() != parent:
                return  # the first process was killed
            pipe.send([result for task in chunk for result in work(task)])
    except BrokenPipeError:
        return
    except Exception as error:
        pipe.send(error)
