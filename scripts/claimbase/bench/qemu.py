"""A QEMU that runs: its QMP connection, its states, and its end."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import BenchError, Died, QmpRefused
from .qmp import Connection

START_SECONDS = 60.0
"""How long a QEMU may take until it answers over QMP."""
_STOP_SECONDS = 5.0
_LOG_LINES = 20


class Qemu:
    """A QEMU that was started, with its QMP connection."""

    def __init__(self, name: str, arguments: list[str], process: "subprocess.Popen[bytes]", folder: Path) -> None:
        self.name, self.arguments, self.process = name, arguments, process
        self._socket = folder / f"{name}.qmp"
        self._stderr = folder / f"{name}.err"
        self._connection: Connection | None = None

    @property
    def pid(self) -> int:
        """Process id; it stays through cpr-exec."""
        return self.process.pid

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def connect(self, seconds: float = START_SECONDS) -> None:
        """Connect anew; raises Died with what it printed when it ends first."""
        self.disconnect()
        self._connection = Connection(self.name)
        try:
            self._connection.connect(self._socket, seconds, self.alive)
        except BenchError as error:
            error.log = self.stderr_tail()
            raise

    def disconnect(self) -> None:
        """Give the connection up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def qmp(self, command: str, /, **arguments: Any) -> Any:
        """Return what a QMP command returns; `_` in the names of arguments stands for `-`."""
        if self._connection is None:
            raise Died(f"QEMU {self.name} is not connected", log=self.stderr_tail())
        try:
            return self._connection.command(command, {name.replace("_", "-"): arguments[name] for name in arguments})
        except BenchError as error:
            error.log = self.stderr_tail()
            raise

    def wait_event(self, name: str, seconds: float) -> Mapping[str, Any]:
        """Return the next event of a name; raises BenchError where none comes in time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._connection is not None:
            event = self._connection.next_event(left)
            if event is None:
                break
            if event.get("event") == name:
                return event
        raise BenchError(f"QEMU {self.name} did not send {name} within {seconds:.0f} s", log=self.stderr_tail())

    def still_connected(self) -> bool:
        """Whether the connection is there; waits a few milliseconds for its end."""
        return self._connection is not None and self._connection.drained()

    def status(self) -> str:
        """Return the run state, such as `running`."""
        return str(self.qmp("query-status")["status"])

    def wait_status(self, wanted: str, seconds: float = START_SECONDS) -> None:
        """Wait for a run state; raises BenchError where it does not come in time."""
        self._poll(lambda: self.status() == wanted, f"state {wanted}", seconds)

    def wait_migration(self, seconds: float = 60.0) -> None:
        """Wait until the migration has completed; raises BenchError when it fails or takes longer."""

        def completed() -> bool:
            told = self.qmp("query-migrate")
            if told.get("status") in {"failed", "cancelled"}:
                raise BenchError(f"the migration failed: {told.get('error-desc', 'no reason given')}")
            return bool(told.get("status") == "completed")

        self._poll(completed, "the end of the migration", seconds)

    def _poll(self, reached: Any, what: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > end:
                raise BenchError(f"QEMU {self.name}: {what} did not come within {seconds:.0f} s")
            time.sleep(0.01)

    def wait_end(self, seconds: float) -> int:
        """Return the exit code; raises BenchError where it goes on running."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise BenchError(f"QEMU {self.name} did not end within {seconds:.0f} s") from None

    def quit(self) -> None:
        """Ask it to end, and end it."""
        with contextlib.suppress(BenchError, QmpRefused):
            if self._connection is not None and self.alive():
                self.qmp("quit")
                self.process.wait(_STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End it at once."""
        self.disconnect()
        if self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stderr_tail(self) -> tuple[str, ...]:
        """Return the last lines that it printed as errors or warnings."""
        with contextlib.suppress(OSError):
            return tuple(self._stderr.read_text("utf-8", "replace").splitlines()[-_LOG_LINES:])
        return ()
