"""Whether the QEMU process may use io_uring: what speaks for it and against it, strongest first."""

from collections.abc import Sequence

from .facts import Answer, Sureness, Unknown
from .host import Host, InstalledQemu
from .vm import OVER_QMP, QemuProcess, Vm

_DIMENSION = "io-uring"
_AVAILABLE, _BLOCKED = ("available",), ("blocked",)
_SYSCTL = "kernel.io_uring_disabled"


def io_uring(host: Host, vm: Vm | None, binaries: Sequence[InstalledQemu]) -> Answer | Unknown:
    """Return the answer; what only follows from several readings is marked as derived."""
    process = vm.process if vm else None
    if process is not None and process.ring:
        return Answer(_DIMENSION, _AVAILABLE, "the process of the VM holds an io_uring descriptor")
    state = host.io_uring
    if state.disabled == 2:
        return Answer(_DIMENSION, _BLOCKED, f"sysctl {_SYSCTL} is 2: off for every process")
    if state.call == "ENOSYS":
        return Answer(_DIMENSION, _BLOCKED, "the kernel has no io_uring")
    built, where = _built(vm, binaries)
    if built is False:
        return Answer(_DIMENSION, _BLOCKED, f"not in the build: {where}")
    if state.disabled == 1:
        return _for_the_privileged(host, process, built)
    hindrance = _hindrance(host, vm)
    if hindrance:
        return Unknown(_DIMENSION, hindrance)
    if built is None:
        return Unknown(_DIMENSION, "the kernel allows it; whether it is in the build of QEMU does not show")
    origin = "the kernel allows it, it is in the build, and no seccomp filter is on the process of the VM"
    if process is not None and process.seccomp == 2:
        origin = "the kernel allows it, it is in the build, and QEMU's own sandbox does not deny it"
    if process is None:
        origin = "the kernel allows it, and it is in the build; a container or service around QEMU may still deny it"
    return Answer(_DIMENSION, _AVAILABLE, origin, Sureness.DERIVED)


def _built(vm: Vm | None, binaries: Sequence[InstalledQemu]) -> tuple[bool | None, str]:
    """Return whether io_uring is in the build, and where that was read."""
    if vm is not None and vm.io_uring_built is not None:
        return vm.io_uring_built, "aio=io_uring is not among the ways that query-qmp-schema names"
    # A script that calls one of the others, as Debian's qemu-system-i386 is, shows nothing of its own.
    states = {each.build.io_uring for each in binaries if each.build.bits}
    return (states.pop() if len(states) == 1 else None), "the QEMU binary is not linked with liburing"


def _for_the_privileged(host: Host, process: QemuProcess | None, built: bool | None) -> Answer | Unknown:
    if process is not None and process.user not in {0, None} and host.io_uring.group == -1:
        origin = f"sysctl {_SYSCTL} is 1, and the process of the VM runs without privileges"
        return Answer(_DIMENSION, _BLOCKED, origin, Sureness.DERIVED)
    group = host.io_uring.group
    exempt = "" if group in {None, -1} else f" or in group {group}"
    if process is not None and process.user == 0 and process.seccomp == 0 and built:
        origin = f"sysctl {_SYSCTL} is 1, and the process of the VM runs as root"
        return Answer(_DIMENSION, _AVAILABLE, origin, Sureness.DERIVED)
    return Unknown(
        _DIMENSION, f"sysctl {_SYSCTL} is 1: for processes that are privileged{exempt}; see as whom QEMU runs"
    )


def _hindrance(host: Host, vm: Vm | None) -> str:
    """Return what may deny io_uring to the process, or empty text."""
    process = vm.process if vm is not None else None
    if vm is not None and vm.origin == OVER_QMP and process is None:
        return "the process of the VM could not be looked at"
    if process is not None:
        if process.seccomp is None:
            return "the seccomp state of the process of the VM could not be read"
        # QEMU's own filter is a list of denied calls, and no call of io_uring is on it (system/qemu-seccomp.c).
        if process.seccomp == 2 and not (process.sandbox and process.filters == 1):
            return "the process of the VM is under a seccomp filter; what it denies cannot be read"
        return ""
    if host.io_uring.seccomp != 0:
        return "this process is under a seccomp filter, as in a container; what it denies cannot be read"
    if host.io_uring.call not in {"EFAULT", "EINVAL"}:
        return (
            "the kernel was not asked, or denies it to this user"
            if host.io_uring.call != "EPERM"
            else "the kernel denies it to this user"
        )
    return ""
