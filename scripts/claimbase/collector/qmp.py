"""Questions to a running QEMU over QMP: only such as change nothing, and an end to waiting whatever the peer does."""

import asyncio
import contextlib
import logging
import os
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qemu.qmp import ConnectError, ExecuteError, QMPClient

from claimbase.errors import Problem

from .trouble import problem

QUESTIONS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "version": ("query-version", {}),
    "status": ("query-status", {}),
    "kvm": ("query-kvm", {}),
    "accelerators": ("query-accelerators", {}),
    "machine": ("qom-get", {"path": "/machine", "property": "type"}),
    "machines": ("query-machines", {}),
    "ram": ("qom-get", {"path": "/machine", "property": "memory-backend"}),
    "memory": ("query-memdev", {}),
    "objects": ("qom-list", {"path": "/objects"}),
    "block": ("query-block", {}),
    "devices": ("qom-list", {"path": "/machine/peripheral"}),
    "unnamed-devices": ("qom-list", {"path": "/machine/peripheral-anon"}),
    "schema": ("query-qmp-schema", {}),
}
"""What is asked, by the name under which the answer is kept."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited for a peer."""

    greeting: float = 5.0
    """Seconds until it greets; QEMU greets at once unless somebody else is connected."""
    answer: float = 10.0
    """Seconds until it answers a question."""
    all: float = 30.0
    """Seconds for everything."""


@dataclass(slots=True)
class Conversation:
    """What a QEMU answered."""

    answers: dict[str, Any] = field(default_factory=dict)
    """The answers by name; a question that it refused or does not know is missing."""
    pid: int | None = None
    """The process at the other end, as the kernel says; None where it does not."""


# The library logs each lost connection; here that is an ordinary outcome.
logging.getLogger("qemu.qmp").setLevel(logging.CRITICAL)


def converse(path: str, patience: Patience | None = None) -> tuple[Conversation | None, tuple[Problem, ...]]:
    """Return what the QEMU at a socket answers, or None, and what went wrong; an end halfway leaves what was said."""
    patience = patience or Patience()
    try:
        connection = _connected(path, patience.greeting)
    except BlockingIOError:
        return None, (_silent(path, "somebody else is connected to it"),)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return None, (problem("H201", path, f"the socket cannot be reached: {reason}"),)
    said = Conversation(pid=_peer(connection))
    try:
        found = asyncio.run(asyncio.wait_for(_ask_all(path, connection, said, patience), patience.all))
    except TimeoutError:
        found = (problem("H204", path, f"QEMU did not answer everything within {patience.all:.0f} s"),)
    finally:
        connection.close()
    return (said if said.answers else None), found


def _connected(path: str, seconds: float) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(path)
        connection.setblocking(False)
    except BaseException:
        connection.close()
        raise
    return connection


def _peer(connection: socket.socket) -> int | None:
    """Return the process that listens at the other end."""
    size = struct.calcsize("3i")
    with contextlib.suppress(OSError):
        pid: int = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))[0]
        return pid if pid > 0 and pid != os.getpid() else None
    return None


async def _ask_all(path: str, connection: socket.socket, said: Conversation, patience: Patience) -> tuple[Problem, ...]:
    client = QMPClient("profile")
    client.events.event_filter = lambda _event: False  # nobody reads them: a flood of events must not fill the memory
    try:
        await asyncio.wait_for(client.connect(connection), patience.greeting)
    except TimeoutError:
        return (_silent(path, f"nothing came within {patience.greeting:.0f} s, as when somebody else is connected"),)
    except ConnectError as error:
        if isinstance(error.exc, EOFError | ConnectionError):
            return (problem("H204", path, "the peer closed the connection before it had greeted"),)
        return (problem("H203", path, "the peer does not greet as QEMU does"),)
    try:
        for name, (command, arguments) in QUESTIONS.items():
            with contextlib.suppress(ExecuteError):
                said.answers[name] = await asyncio.wait_for(ask(client, command, arguments), patience.answer)
    except TimeoutError:
        return (problem("H204", path, f"QEMU did not answer {command} within {patience.answer:.0f} s"),)
    except Exception as error:  # whatever a hostile peer makes the library do is one outcome
        what = "ended" if isinstance(error, EOFError | ConnectionError) else "said something that is not QMP"
        return (problem("H204", path, f"QEMU {what} when asked {command}"),)
    finally:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(client.disconnect(), 1.0)
    return ()


async def ask(client: QMPClient, command: str, arguments: Mapping[str, Any]) -> Any:
    """Return what QEMU answers to a question; raises ValueError for a command that could change something."""
    if not command.startswith("query-") and command not in {"qom-get", "qom-list"}:
        raise ValueError(f"{command} is no question")
    return await client.execute(command, dict(arguments))


def _silent(path: str, why: str) -> Problem:
    return problem("H202", path, f"the socket does not answer: {why}")
