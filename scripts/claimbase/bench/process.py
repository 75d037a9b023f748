"""Starting QEMU and other programs so that they are ended whatever happens."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from . import reaper
from .binaries import QemuBinary
from .errors import BenchError
from .host import ProcessorTime
from .memory_group import MemoryGroup, memory_group
from .qemu import START_SECONDS, Qemu
from .serial import Serial

_PR_SET_PDEATHSIG = 1


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
                os.kill(os.getpid(), signal.SIGKILL)
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
