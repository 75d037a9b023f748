"""A QMP connection as plain calls, over the QEMU project's own library."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from qemu.qmp import ExecuteError, QMPClient, QMPError, Runstate

from .errors import BenchError, Died, QmpRefused

T = TypeVar("T")

# The library logs each lost connection; that a QEMU ends is what runs are about.
logging.getLogger("qemu.qmp").setLevel(logging.CRITICAL)

COMMAND_SECONDS = 30.0
"""How long a command may take."""
_RETRY_SECONDS = 0.005


class Connection:
    """A QMP connection to one QEMU; it is closed when the QEMU ends or is replaced."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop = asyncio.new_event_loop()
        self._client = QMPClient(name)
        self._open = False

    def _sync(self, awaitable: Any, seconds: float) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(awaitable, seconds))

    def connect(self, socket: Path, seconds: float, still_alive: Any) -> None:
        """Connect as soon as the socket answers; raises Died when the QEMU ends first, BenchError after the time."""
        end = time.monotonic() + seconds
        while True:
            try:
                self._sync(self._client.connect(str(socket)), max(0.1, end - time.monotonic()))
            except (QMPError, OSError, TimeoutError):
                if not still_alive():
                    raise Died(f"QEMU {self._name} ended before it answered over QMP") from None
                if time.monotonic() > end:
                    raise BenchError(
                        f"QEMU {self._name} did not answer over QMP within {seconds:.0f} s",
                        "see that this binary starts by hand with -qmp",
                    ) from None
                self._client = QMPClient(self._name)
                time.sleep(_RETRY_SECONDS)
            else:
                self._open = True
                return

    def command(self, name: str, arguments: Mapping[str, Any] | None, seconds: float = COMMAND_SECONDS) -> Any:
        """Return what a command returns.

        Raises QmpRefused, Died when the connection ends, BenchError when the time is over.
        """
        try:
            return self._sync(self._client.execute(name, dict(arguments or {})), seconds)
        except ExecuteError as error:
            raise QmpRefused(f"{name}: {error}") from None
        except TimeoutError:
            raise BenchError(f"QEMU {self._name} did not answer {name} within {seconds:.0f} s") from None
        except (QMPError, OSError, EOFError) as error:
            raise Died(f"QEMU {self._name} ended or dropped the connection during {name}") from error

    def next_event(self, seconds: float) -> Mapping[str, Any] | None:
        """Return the next event, or None when none comes in time or the connection ends."""
        try:
            return dict(self._sync(self._client.events.get(), seconds))
        except (TimeoutError, QMPError, OSError, EOFError):
            return None

    def drained(self) -> bool:
        """Whether the connection is still open; events that come meanwhile are dropped."""
        self.next_event(0.002)
        return self._client.runstate is Runstate.RUNNING

    def close(self) -> None:
        """End the connection, whatever state it is in."""
        if self._open:
            with contextlib.suppress(QMPError, OSError, EOFError, TimeoutError):
                self._sync(self._client.disconnect(), 2.0)
            self._open = False
        if not self._loop.is_closed():
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            with contextlib.suppress(RuntimeError):
                self._loop.run_until_complete(asyncio.sleep(0))
            self._loop.close()
