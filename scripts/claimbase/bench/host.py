"""The machine: what it is, what state it is in, how fit it is for measuring, and who else uses it."""

import ctypes
import os
import platform
import re
import time
from dataclasses import dataclass
from pathlib import Path

from claimbase.model import HostState, MachineDocument

_TICKS = os.sysconf("SC_CLK_TCK")
_QUIET_SHARE = 0.10
_QUIET_LOOK_SECONDS = 0.4
_IO_URING_SETUP = 425  # the same number on every architecture that Linux 5.1 and later have it on


def describe() -> MachineDocument:
    """Return what the machine is; nothing in it names the machine or its owner."""
    cpu = _read("/proc/cpuinfo")
    model = re.search(r"^(?:model name|Model|cpu model)\s*:\s*(.+)$", cpu, re.MULTILINE)
    memory = re.search(r"^MemTotal:\s*(\d+) kB", _read("/proc/meminfo"), re.MULTILINE)
    return MachineDocument(
        title=f"{platform.machine()} machine with {os.cpu_count() or 1} logical processors",
        architecture=platform.machine(),
        processor=model[1].strip() if model else "unknown",
        cores=os.cpu_count() or 1,
        memory_mib=int(memory[1]) // 1024 if memory else 0,
        virtual=virtual(),
        system=_system(),
        kvm=kvm_kind(),
    )


def virtual() -> bool:
    """Whether the machine is itself a virtual one, as its processor says."""
    return bool(re.search(r"^flags\s*:.*\bhypervisor\b", _read("/proc/cpuinfo"), re.MULTILINE))


def kvm_kind() -> str:
    """Return the kernel module behind /dev/kvm, or `none` where KVM cannot be used."""
    if not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return "none"
    modules = ("kvm_intel", "kvm_amd", "kvm_pvm", "kvm_hv")
    return next((name for name in modules if Path("/sys/module", name).exists()), "built into the kernel")


def state() -> HostState:
    """Return the state of the machine now, with what makes it less fit for measuring."""
    load, governor = os.getloadavg()[0], _governor()
    warnings = []
    if load > 0.5:
        warnings.append(f"The load average was {load:.1f} when the session began.")
    if virtual():
        warnings.append("The machine is a virtual one; what its neighbours do cannot be seen.")
    if (os.cpu_count() or 1) < 4:
        warnings.append(f"It has {os.cpu_count()} logical processors, which QEMU, guest and harness share.")
    if governor == "unknown":
        warnings.append("The frequency governor cannot be read.")
    elif governor != "performance":
        warnings.append(f"The frequency governor is {governor}.")
    return HostState(
        kernel=platform.release(),
        load=round(load, 2),
        governor=governor,
        io_uring=io_uring_state(),
        warnings=tuple(warnings),
    )


def io_uring_state() -> str:
    """Return `available`, or what keeps this process from io_uring."""
    switched = _read("/proc/sys/kernel/io_uring_disabled").strip()
    if switched in {"1", "2"}:
        return f"sysctl kernel.io_uring_disabled={switched}"
    libc = ctypes.CDLL(None, use_errno=True)
    parameters = ctypes.create_string_buffer(120)
    handle = libc.syscall(ctypes.c_long(_IO_URING_SETUP), ctypes.c_uint(1), parameters)
    if handle >= 0:
        os.close(handle)
        return "available"
    return f"io_uring_setup fails: {os.strerror(ctypes.get_errno())}"


def _governor() -> str:
    return _read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").strip() or "unknown"


def _system() -> str:
    found = re.search(r'^PRETTY_NAME="?([^"\n]+)', _read("/etc/os-release"), re.MULTILINE)
    return found[1] if found else platform.system()


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


# Who else uses the processors


@dataclass(frozen=True)
class ProcessorTime:
    """Processor time used so far, in seconds: by everybody, and by this process and those that it started."""

    moment: float
    """When it was read, on the monotonic clock."""
    everybody: float
    """Time that all processors were busy, over all."""
    own: float
    """Time of this process and of those that it started."""

    @classmethod
    def now(cls, pids: frozenset[int]) -> "ProcessorTime":
        """Read it; `pids` are the processes started that still run."""
        fields = [int(field) for field in _read("/proc/stat").partition("\n")[0].split()[1:9]]
        idle = fields[3] + fields[4]
        own = sum(os.times()[:4]) + sum(map(_process_seconds, pids))
        return cls(time.monotonic(), (sum(fields[:8]) - idle) / _TICKS, own)

    def others_since(self, before: "ProcessorTime") -> float:
        """Return the share of all processor time that went to others since `before`, 0 to 1."""
        passed = (self.moment - before.moment) * (os.cpu_count() or 1)
        if passed <= 0:
            return 0.0
        busy, own = self.everybody - before.everybody, self.own - before.own
        return round(min(1.0, max(0.0, busy - own) / passed), 3)


def _process_seconds(pid: int) -> float:
    text = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return (int(text[11]) + int(text[12])) / _TICKS if len(text) > 12 else 0.0


def wait_until_quiet(seconds: float) -> float:
    """Wait until others leave the machine alone, at most so long; return the share that they took last."""
    end = time.monotonic() + seconds
    while True:
        before = ProcessorTime.now(frozenset())
        time.sleep(_QUIET_LOOK_SECONDS)
        share = ProcessorTime.now(frozenset()).others_since(before)
        if share <= _QUIET_SHARE or time.monotonic() >= end:
            return share
