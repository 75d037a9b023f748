"""What a process costs the host: processor time to the nanosecond, memory, and the kernel's record of I/O pressure."""

import ctypes
import re
import time
from dataclasses import dataclass
from pathlib import Path

from .errors import BenchError

_PRESSURE = Path("/proc/pressure/io")
_SOME = re.compile(r"^some .*\btotal=(\d+)", re.MULTILINE)


def processor_seconds(pid: int) -> float:
    """Return the processor time of all threads of a process, ended ones included; raises BenchError when it is gone."""
    clock = ctypes.c_int()
    if ctypes.CDLL(None).clock_getcpuclockid(ctypes.c_int(pid), ctypes.byref(clock)):
        raise BenchError("the process has ended, its processor time cannot be read")
    try:
        return time.clock_gettime(clock.value)
    except OSError:
        raise BenchError("the process has ended, its processor time cannot be read") from None


@dataclass(frozen=True)
class Memory:
    """Memory of a process in MiB."""

    pss: float
    """Resident pages, shared ones divided by the number of their users."""
    rss: float
    """Resident pages, shared ones in full."""


def memory(pid: int) -> Memory:
    """Return the memory of a process; raises BenchError where it cannot be read."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError as error:
        raise BenchError(f"the memory of the process cannot be read: {error.strerror}") from None
    kib = dict(re.findall(r"^(Pss|Rss):\s+(\d+) kB", text, re.MULTILINE))
    return Memory(int(kib.get("Pss", 0)) / 1024, int(kib.get("Rss", 0)) / 1024)


def io_pressure_seconds(record: Path = _PRESSURE) -> float | None:
    """Return for how long some task of the machine waited for I/O since it began; None where the kernel keeps none."""
    try:
        found = _SOME.search(record.read_text())
    except OSError:
        return None
    return int(found[1]) / 1e6 if found else None
