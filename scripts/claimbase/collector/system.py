"""The one part of the collector that touches the machine: bounded reads below a root, and commands that only tell."""

import ctypes
import errno
import os
import platform
import stat
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MAX_TEXT_BYTES = 256 * 1024
"""The largest text file that is read: those of an operating system have a few kilobytes."""

_COMMAND_SECONDS = 10.0
_MAX_OUTPUT = 64 * 1024
_IO_URING_SETUP = 425  # the same number on every architecture that Linux 5.1 and later have it on
_SEARCH = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")

Runner = Callable[[Sequence[str]], str | None]
"""Returns what a command prints, whatever code it ends with; None where it is missing or does not end in time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text file, or why there is none."""

    text: str | None
    """Its text; None where it cannot be had."""
    why: str = ""
    """Why it cannot be had, without a full stop."""


def head(path: Path, limit: int) -> tuple[bytes | None, str]:
    """Return the first bytes of an ordinary file, or None and why; a pipe or device is never waited for."""
    try:
        # O_NONBLOCK: opening a pipe without a writer would wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        return None, _reason(error)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None, "it is no ordinary file"
    with os.fdopen(handle, "rb") as stream:
        try:
            return stream.read(limit), ""
        except OSError as error:
            return None, _reason(error)


def run(command: Sequence[str]) -> str | None:
    """Return the first 64 KiB of what a command prints; None where it is missing or does not end in time."""
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_COMMAND_SECONDS,
            check=False,
            env=environment,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout[:_MAX_OUTPUT].decode("utf-8", "replace")


def try_io_uring() -> str:
    """Return what the kernel answers to a call of io_uring_setup that asks for nothing, as the name of an errno.

    Zero entries and no parameters: the kernel looks whether io_uring may be used and then refuses the arguments
    (EFAULT or EINVAL); nothing is made. EPERM: it may not be used. ENOSYS: there is none.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.syscall(ctypes.c_long(_IO_URING_SETUP), ctypes.c_uint(0), None)
    if handle >= 0:  # no kernel does that
        os.close(handle)
        return "OK"
    return errno.errorcode.get(ctypes.get_errno(), "unknown")


def _home() -> str:
    """Return the home of the user; empty text for one who has none."""
    try:
        return str(Path.home()).rstrip("/")
    except RuntimeError:
        return ""


def _search_path() -> tuple[str, ...]:
    given = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if folder.startswith("/")]
    return tuple(dict.fromkeys((*given, *_SEARCH)))


@dataclass(frozen=True)
class System:
    """A machine, or a recorded tree that stands for one; nothing in here writes."""

    root: Path = Path("/")
    """The folder below which files are read."""
    run: Runner = run
    """Runs a command."""
    try_io_uring: Callable[[], str] = try_io_uring
    """Asks the kernel for io_uring without making a ring."""
    kernel: str = field(default_factory=platform.release)
    """The kernel's release."""
    architecture: str = field(default_factory=platform.machine)
    """The machine's architecture, as uname names it."""
    word_bits: int = field(default_factory=lambda: os.sysconf("SC_LONG_BIT"))
    """What `getconf LONG_BIT` says."""
    home: str = field(default_factory=_home)
    """The home of the user, whose name a path would tell."""
    search: tuple[str, ...] = field(default_factory=_search_path)
    """The folders in which programs are looked for."""

    def read(self, path: str, limit: int = MAX_TEXT_BYTES) -> Reading:
        """Return the text of an ordinary file, or why there is none."""
        data, why = head(self._at(path), limit + 1)
        if data is None:
            return Reading(None, why)
        if len(data) > limit:
            return Reading(None, f"it has more than {limit:,} bytes")
        return Reading(data.decode("utf-8", "replace"))

    def binary(self, path: str, limit: int) -> bytes | None:
        """Return the bytes of an ordinary file; None where it cannot be read or has more than the limit."""
        data, _ = head(self._at(path), limit + 1)
        return data if data is not None and len(data) <= limit else None

    def exists(self, path: str) -> bool:
        """Whether there is such a file, folder or device."""
        return os.path.lexists(self._at(path))

    def usable(self, path: str) -> bool:
        """Whether this process may read and write it; it is not opened."""
        return os.access(self._at(path), os.R_OK | os.W_OK)

    def link(self, path: str) -> str | None:
        """Return what a symbolic link points to; None where there is none or it may not be read."""
        try:
            return str(self._at(path).readlink())
        except OSError:
            return None

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in a folder, sorted; none where it cannot be read."""
        try:
            return tuple(sorted(each.name for each in self._at(folder).iterdir()))
        except OSError:
            return ()

    def program(self, name: str) -> str | None:
        """Return the path of a program in the search path."""
        return next((f"{folder}/{name}" for folder in self.search if self._executable(f"{folder}/{name}")), None)

    def programs(self, wanted: Callable[[str], bool]) -> tuple[str, ...]:
        """Return the paths of the programs with such a name; each file once, by its own name rather than a link's."""
        found: dict[str, str] = {}
        for folder in self.search:
            for name in filter(wanted, self.names(folder)):
                path = f"{folder}/{name}"
                real = self.real(path)
                if self._executable(path) and (path == real or real not in found):
                    found[real] = path
        return tuple(sorted(found))

    def real(self, path: str) -> str:
        """Return the path with its symbolic links followed; the path itself where that leads out of the root."""
        resolved = Path(os.path.realpath(self._at(path)))
        root = Path(os.path.realpath(self.root))
        return "/" + resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else path

    def _executable(self, path: str) -> bool:
        # In a folder that this user may not enter, Path.is_file would raise.
        where = self._at(path)
        return os.access(where, os.X_OK) and where.is_file()

    def _at(self, path: str) -> Path:
        return self.root / path.lstrip("/")


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "it may not be read by this user"
    return str(getattr(error, "strerror", None) or error)
