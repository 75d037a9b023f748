"""Peak memory of a group of processes: a memory cgroup where one can be made, else sampling, marked as such."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

MIB = 1024 * 1024
_SAMPLING_SECONDS = 0.005


class MemoryGroup(Protocol):
    """The memory that a group of processes uses together, shared pages counted once."""

    @property
    def how(self) -> str:
        """How it is measured: `cgroup-v1`, `cgroup-v2` or `pss-sampling`."""

    @property
    def folder(self) -> Path | None:
        """The group's folder, to be removed at the end; None for sampling."""

    def add(self, pid: int) -> None:
        """Take a process in; called in the child before it executes QEMU."""

    def reset(self) -> None:
        """Begin a new peak."""

    def now_mib(self) -> float:
        """Return the memory in use."""

    def peak_mib(self) -> float:
        """Return the highest use since the reset."""

    def close(self) -> None:
        """Give the group up."""


class _Cgroup:
    """A cgroup of version 1 or 2: the kernel keeps the peak, page cache of what the group touched first included."""

    def __init__(self, folder: Path, how: str, files: tuple[str, str]) -> None:
        self.how, self.folder = how, folder
        self._now, self._peak = (folder / name for name in files)
        self._start = 0.0
        self._handle: int | None = None

    def add(self, pid: int) -> None:
        """Take a process in."""
        (self.folder / "cgroup.procs").write_text(str(pid))

    def reset(self) -> None:
        """Begin a new peak; in version 2 the kernel keeps one for each open file, from Linux 6.12 on."""
        if self.how == "cgroup-v1":
            self._peak.write_text("0")
            return
        self._close_handle()
        self._handle = os.open(self._peak, os.O_RDWR)
        os.write(self._handle, b"reset\n")

    def now_mib(self) -> float:
        """Return the memory in use."""
        return int(self._now.read_text()) / MIB

    def peak_mib(self) -> float:
        """Return the highest use since the reset."""
        if self._handle is None:
            return int(self._peak.read_text()) / MIB
        return int(os.pread(self._handle, 64, 0)) / MIB

    def close(self) -> None:
        """Remove the group, once it is empty."""
        self._close_handle()
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def _close_handle(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class _Sampling:
    """The sum of PSS, read again and again: it can miss a short peak, and page cache is not in it."""

    how = "pss-sampling"
    folder: Path | None = None

    def __init__(self) -> None:
        self._pids: set[int] = set()
        self._peak = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, pid: int) -> None:
        """Take a process in; without effect in the child, the parent adds it as well."""
        self._pids.add(pid)

    def reset(self) -> None:
        """Begin a new peak."""
        self._peak = self.now_mib()
        if self._thread is None:
            self._thread = threading.Thread(target=self._sample, daemon=True)
            self._thread.start()

    def now_mib(self) -> float:
        """Return the memory in use."""
        return sum(map(_pss_mib, tuple(self._pids)))

    def peak_mib(self) -> float:
        """Return the highest sum seen since the reset."""
        return max(self._peak, self.now_mib())

    def close(self) -> None:
        """Stop sampling."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _sample(self) -> None:
        while not self._stop.wait(_SAMPLING_SECONDS):
            self._peak = max(self._peak, self.now_mib())


def _pss_mib(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    line = next((each for each in text.splitlines() if each.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) / 1024


def memory_group(name: str, candidates: Iterable[Callable[[str], MemoryGroup | None]] | None = None) -> MemoryGroup:
    """Return a new memory group: the first way that works on this machine."""
    for make in candidates if candidates is not None else (_version_1, _version_2):
        with contextlib.suppress(OSError, ValueError):
            group = make(name)
            if group is not None:
                return group
    return _Sampling()


def _own_path(controller: str) -> str | None:
    """Return this process's cgroup in the hierarchy of a controller; an empty controller means version 2."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, names, path = line.split(":", 2)
        if controller in names.split(","):
            return path.lstrip("/")
    return None


def _version_1(name: str) -> MemoryGroup | None:
    own = _own_path("memory")
    if own is None:
        return None
    folder = Path("/sys/fs/cgroup/memory") / own / name
    folder.mkdir()
    group = _Cgroup(folder, "cgroup-v1", ("memory.usage_in_bytes", "memory.max_usage_in_bytes"))
    return _tried(group)


def _version_2(name: str) -> MemoryGroup | None:
    own = _own_path("")
    root = Path("/sys/fs/cgroup")
    if own is None or not (root / "cgroup.controllers").exists():
        return None
    # A group with processes may hand no controllers to its children: a sibling of ours is what can be had.
    folder = (root / own).parent / name
    folder.mkdir()
    return _tried(_Cgroup(folder, "cgroup-v2", ("memory.current", "memory.peak")))


def _tried(group: _Cgroup) -> MemoryGroup | None:
    """Return the group if its peak can be begun anew; else remove it."""
    try:
        group.reset()
        group.peak_mib()
    except (OSError, ValueError):
        group.close()
        return None
    return group
