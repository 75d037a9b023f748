"""Starting QEMU and other programs so that they are ended whatever happens."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from . import reaper
from .binaries import QemuBinary
from .errors import BenchError, Died, QmpRefused
from .host import ProcessorTime
from .memory_group import MemoryGroup, memory_group
from .qmp import Connection
from .serial import Serial

START_SECONDS = 60.0
"""How long a QEMU may take until it answers over QMP."""
_STOP_SECONDS = 5.0
_LOG_LINES = 20
_PR_SET_PDEATHSIG = 1


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


@dataclass
class Watched:
    """What others did meanwhile."""

    others: float = 0.0
    """Share of all processor time that went to other processes, 0 to 1."""


class Lab:
    """The place of one run: a folder, and everything started; all of it is gone when the run ends."""

    def __init__(self, scratch: Path | None = None) -> None:
        # UNIX socket paths are limited to 107 bytes: a short folder, not one in the project.
        self.folder = Path(tempfile.mkdtemp(prefix="cb-", dir=scratch))
        self._started: list[Qemu] = []
        self._serials: list[Serial] = []
        self._groups: list[MemoryGroup] = []
        self._extra_folders: list[Path] = []
        self._reaper = subprocess.Popen(
            [sys.executable, "-I", "-S", reaper.__file__, str(self.folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        """Return the lab."""
        return self

    def __exit__(self, *_: object) -> None:
        """End everything and remove the folder."""
        for qemu in self._started:
            qemu.kill()
        for serial in self._serials:
            serial.close()
        for group in self._groups:
            group.close()
        for folder in (*self._extra_folders, self.folder):
            shutil.rmtree(folder, ignore_errors=True)
        if self._reaper.stdin:
            self._reaper.stdin.close()
        self._reaper.wait()

    def _note(self, kind: str, name: str) -> None:
        with (self.folder / reaper.LIST).open("a", encoding="utf-8") as stream:
            stream.write(f"{kind} {name}\n")

    def start(  # noqa: PLR0913 - what differs from QEMU to QEMU
        self,
        binary: QemuBinary,
        options: Sequence[str],
        *,
        name: str = "a",
        connect: bool = True,
        group: MemoryGroup | None = None,
        launcher: Sequence[str] = (),
        seconds: float = START_SECONDS,
    ) -> Qemu:
        """Start a QEMU with a QMP socket; `launcher` is put before the command, `connect=False` does not wait for QMP.

        Raises BenchError with the last lines that it printed where it ends or does not answer.
        """
        arguments = self.arguments(binary, options, name)
        with (self.folder / f"{name}.err").open("ab") as errors:
            process = self._popen([*launcher, *arguments], errors, group)
        qemu = Qemu(name, arguments, process, self.folder)
        self._started.append(qemu)
        if connect:
            qemu.connect(seconds)
        return qemu

    def arguments(self, binary: QemuBinary, options: Sequence[str], name: str = "a") -> list[str]:
        """Return the command line with which `start` starts a QEMU."""
        socket = self.folder / f"{name}.qmp"
        common = ["-nodefaults", "-display", "none", "-qmp", f"unix:{socket},server=on,wait=off"]
        return [str(binary.path), *binary.data_options, *common, *options]

    def _popen(
        self, arguments: Sequence[str], errors: Any, group: MemoryGroup | None, output: Any = subprocess.DEVNULL
    ) -> "subprocess.Popen[bytes]":
        parent = os.getpid()
        libc = ctypes.CDLL(None)

        def in_child() -> None:
            # The kernel ends it with the harness, even if that is killed.
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)
            if group is not None:
                group.add(os.getpid())

        try:
            process = subprocess.Popen(
                list(arguments),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                start_new_session=True,
                preexec_fn=in_child,  # noqa: PLW1509 - nothing but system calls happens between fork and exec
            )
        except OSError as error:
            raise BenchError(f"{Path(arguments[0]).name} cannot be started: {error.strerror}") from None
        if group is not None and group.folder is None:
            group.add(process.pid)
        self._note("group", str(process.pid))
        return process

    def run(self, arguments: Sequence[str], seconds: float) -> "subprocess.CompletedProcess[str]":
        """Run another program to its end; raises BenchError where it takes longer."""
        with tempfile.TemporaryFile(dir=self.folder) as out, tempfile.TemporaryFile(dir=self.folder) as err:
            process = self._popen(arguments, err, None, out)
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                raise BenchError(f"{Path(arguments[0]).name} did not end within {seconds:.0f} s") from None
            finally:
                if process.poll() is None:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
            texts = []
            for stream in (out, err):
                stream.seek(0)
                texts.append(stream.read().decode("utf-8", "replace"))
        return subprocess.CompletedProcess(list(arguments), code, *texts)

    def serial(self, name: str = "serial") -> Serial:
        """Return a new serial port."""
        serial = Serial(self.folder / name)
        self._serials.append(serial)
        return serial

    def shared_memory_folder(self) -> Path:
        """Return a new folder in memory, for files that back guest memory."""
        shm = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory
        folder = Path(tempfile.mkdtemp(prefix="cb-", dir=shm if shm.is_dir() else None))
        self._extra_folders.append(folder)
        self._note("folder", str(folder))
        return folder

    def memory_group(self) -> MemoryGroup:
        """Return a new memory group; give it to `start`."""
        group = memory_group(f"claimbase-{self.folder.name}-{len(self._groups)}")
        self._groups.append(group)
        if group.folder is not None:
            self._note("cgroup", str(group.folder))
        return group

    @contextlib.contextmanager
    def watch(self) -> Iterator[Watched]:
        """Tell, when the block ends, which share of the processors others used meanwhile."""
        watched, before = Watched(), ProcessorTime.now(self._pids())
        yield watched
        watched.others = ProcessorTime.now(self._pids()).others_since(before)

    def _pids(self) -> frozenset[int]:
        return frozenset(qemu.pid for qemu in self._started if qemu.process.returncode is None)
