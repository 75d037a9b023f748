"""Whether the QEMU process may use io_uring: what speaks for it and against it, strongest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from .facts import Answer, Sureness, Unknown
from .host import Host, InstalledQemu, IoUring
from .vm import OVER_QMP, QemuProcess, Vm

_DIMENSION = "io-uring"
_AVAILABLE, _BLOCKED = ("available",), ("blocked",)
_SYSCTL = "kernel.io_uring_disabled"
_RING_AT_THE_START = (10, 2, 0)

_Found = Answer | Unknown | None


@dataclass(frozen=True, slots=True)
class _Evidence:
    state: IoUring
    """What the host does."""
    vm: Vm | None
    """The VM that is meant, if one is."""
    built: bool | None
    """Whether io_uring is in the build."""
    built_where: str
    """Where that was read, if it is not."""

    @property
    def process(self) -> QemuProcess | None:
        return self.vm.process if self.vm is not None else None


def io_uring(host: Host, vm: Vm | None, binaries: Sequence[InstalledQemu]) -> Answer | Unknown:
    """Return the answer of the first that has one; what follows from several readings is marked as derived."""
    evidence = _Evidence(host.io_uring, vm, *_built(vm, binaries))
    found = (look(evidence) for look in _LOOKS)
    return next((each for each in found if each is not None), _allowed(evidence))


def _built(vm: Vm | None, binaries: Sequence[InstalledQemu]) -> tuple[bool | None, str]:
    """Return whether io_uring is in the build, and where that was read."""
    if vm is not None and vm.io_uring_built is not None:
        return vm.io_uring_built, "aio=io_uring is not among the ways that query-qmp-schema names"
    # A script that calls one of the others, as Debian's qemu-system-i386 is, shows nothing of its own.
    states = {each.build.io_uring for each in binaries if each.build.bits}
    return (states.pop() if len(states) == 1 else None), "the QEMU binary is not linked with liburing"


def _ring_held(evidence: _Evidence) -> _Found:
    if evidence.process is not None and evidence.process.ring:
        return Answer(_DIMENSION, _AVAILABLE, "the process of the VM holds an io_uring descriptor")
    return None


def _switched_off(evidence: _Evidence) -> _Found:
    if evidence.state.disabled == 2:
        return Answer(_DIMENSION, _BLOCKED, f"sysctl {_SYSCTL} is 2: off for every process")
    if evidence.state.call == "ENOSYS":
        return Answer(_DIMENSION, _BLOCKED, "the kernel has no io_uring")
    return None


def _not_built(evidence: _Evidence) -> _Found:
    if evidence.built is False:
        return Answer(_DIMENSION, _BLOCKED, f"not in the build: {evidence.built_where}")
    return None


def _ring_missing(evidence: _Evidence) -> _Found:
    """From 10.2 on the event loop opens a ring at the start, and falls back if that is denied (util/aio-posix.c)."""
    vm = evidence.vm
    if vm is None or vm.process is None or vm.version is None or not evidence.built:
        return None
    if vm.process.ring is False and vm.version >= _RING_AT_THE_START:
        origin = f"QEMU {vm.version} opens a ring at the start if it may, and the process of the VM holds none"
        return Answer(_DIMENSION, _BLOCKED, origin, Sureness.DERIVED)
    return None


def _for_the_privileged(evidence: _Evidence) -> _Found:
    state, process = evidence.state, evidence.process
    if state.disabled != 1:
        return None
    if process is not None and process.user not in {0, None} and state.group == -1:
        origin = f"sysctl {_SYSCTL} is 1, and the process of the VM runs without privileges"
        return Answer(_DIMENSION, _BLOCKED, origin, Sureness.DERIVED)
    if process is not None and process.user == 0 and process.seccomp == 0 and evidence.built:
        origin = f"sysctl {_SYSCTL} is 1, and the process of the VM runs as root"
        return Answer(_DIMENSION, _AVAILABLE, origin, Sureness.DERIVED)
    exempt = "" if state.group in {None, -1} else f" or in group {state.group}"
    why = f"sysctl {_SYSCTL} is 1: for processes that are privileged{exempt}; see as whom QEMU runs"
    return Unknown(_DIMENSION, why)


def _hindered(evidence: _Evidence) -> _Found:
    """What may deny io_uring to the process leaves the answer open."""
    why = _hindrance_of_the_vm(evidence) if evidence.vm is not None and evidence.vm.origin == OVER_QMP else None
    if why is None and evidence.process is None:
        why = _hindrance_here(evidence.state)
    return Unknown(_DIMENSION, why) if why else None


def _hindrance_of_the_vm(evidence: _Evidence) -> str | None:
    process = evidence.process
    if process is None:
        return "the process of the VM could not be looked at"
    if process.seccomp is None:
        return "the seccomp state of the process of the VM could not be read"
    # QEMU's own filter is a list of denied calls, and no call of io_uring is on it (system/qemu-seccomp.c).
    if process.seccomp != 0 and not (process.sandbox and process.filters == 1):
        return "the process of the VM is under a seccomp filter; what it denies cannot be read"
    return None


def _hindrance_here(state: IoUring) -> str | None:
    if state.seccomp != 0:
        return "this process is under a seccomp filter, as in a container; what it denies cannot be read"
    if state.call is None:
        return "the kernel was not asked: SELinux may log a call that it denies"
    return None if state.call in {"EFAULT", "EINVAL"} else f"the kernel denies it to this user ({state.call})"


def _allowed(evidence: _Evidence) -> Answer | Unknown:
    if evidence.built is None:
        return Unknown(_DIMENSION, "the kernel allows it; whether it is in the build of QEMU does not show")
    last = "a container or service around QEMU may still deny it"
    if evidence.process is not None:
        own = evidence.process.seccomp != 0
        last = "QEMU's own sandbox does not deny it" if own else "no seccomp filter is on the process of the VM"
    return Answer(_DIMENSION, _AVAILABLE, f"the kernel allows it, it is in the build, and {last}", Sureness.DERIVED)


_LOOKS = (_ring_held, _switched_off, _not_built, _ring_missing, _for_the_privileged, _hindered)
