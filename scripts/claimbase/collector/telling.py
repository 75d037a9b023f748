"""What was read of host and VM, in words for people."""

from collections import Counter
from collections.abc import Iterator

from .facts import Fact
from .host import Host, InstalledQemu, IoUring, Libvirt
from .vm import Vm

_SWITCH = {0: "0, allowed", 1: "1, for privileged processes and one group alone", 2: "2, off"}
_SECCOMP = {0: "none", 1: "strict", 2: "a filter"}
_SANDBOX = {0: "off", 1: "on", -1: "as the build of libvirt has it"}


def host_facts(host: Host) -> Iterator[Fact]:
    """Yield what was read of the host, without a name of machine or user."""
    yield Fact("distribution", host.distribution or "unknown", "/etc/os-release")
    yield Fact(
        "kernel", f"{host.kernel}, {host.architecture}, {host.word_bits}-bit programs", "uname, getconf LONG_BIT"
    )
    yield Fact("KVM", _kvm(host), "/dev/kvm")
    yield Fact("io_uring", _io_uring(host.io_uring), "sysctl kernel.io_uring_disabled, /proc/self/status")
    yield Fact("Rust", host.rustc or "no rustc in the search path", "rustc --version")
    binaries: dict[str, list[str]] = {}
    for each in host.qemu:
        binaries.setdefault(_qemu(each), []).append(each.path)
    for told, paths in binaries.items():
        yield Fact("QEMU", told, paths[0] + (f" and {len(paths) - 1} more" if len(paths) > 1 else ""))
    if not host.qemu:
        yield Fact("QEMU", "none in the search path", "")
    yield Fact("libvirt", _libvirt(host.libvirt), "")
    for layer, number in sorted(Counter(host.layers).items()):
        yield Fact("running", f"{number} QEMU, started by {layer or 'something that does not show'}", "/proc")
    if host.proxmox:
        yield Fact("Proxmox VE", "installed", "/etc/pve, pveversion")


def vm_facts(vm: Vm) -> Iterator[Fact]:
    """Yield what was read of the VM, without its name or the paths of its disks."""
    if vm.version is not None:
        yield Fact("VM: QEMU", f"{vm.version}" + (f" ({vm.package})" if vm.package else ""), "query-version")
    old = {None: "", True: ", deprecated by its QEMU", False: ", not deprecated"}[vm.deprecated]
    yield Fact("VM: machine", (vm.machine or "unknown") + old, vm.origin)
    yield Fact("VM: accelerator", vm.accelerator or "unknown", vm.origin)
    states = {True: "shared", False: "private", None: "shared, by inheritance only"}
    memory = Counter(f"{each.kind}, {states[each.shared]}" for each in vm.memory)
    yield Fact("VM: memory", _counted(memory) or "unknown", vm.origin)
    yield Fact("VM: disks", f"aio {', '.join(vm.aio)}" if vm.aio else f"aio unknown: {vm.aio_why}", "")
    if vm.devices is not None:
        yield Fact("VM: devices", _counted(Counter(vm.devices)) or "none that were asked for", vm.origin)
    if vm.process is not None:
        words = {True: "holds an io_uring descriptor", False: "holds no io_uring descriptor"}
        held = words.get(bool(vm.process.ring)) if vm.process.ring is not None else "descriptors may not be read"
        sandbox = ", QEMU's own sandbox asked for" if vm.process.sandbox else ""
        seccomp = _SECCOMP.get(vm.process.seccomp if vm.process.seccomp is not None else -1, "unknown")
        yield Fact("VM: process", f"seccomp {seccomp}{sandbox}; {held}", "/proc")


def _counted(kinds: "Counter[str]") -> str:
    return "; ".join(f"{number} × {kind}" if number > 1 else kind for kind, number in sorted(kinds.items()))


def _kvm(host: Host) -> str:
    if not host.kvm.present:
        return "no such device"
    return "there, usable by this user" if host.kvm.usable else "there, not usable by this user"


def _io_uring(state: IoUring) -> str:
    switch = "no such setting" if state.disabled is None else _SWITCH.get(state.disabled, str(state.disabled))
    seccomp = "unknown" if state.seccomp is None else _SECCOMP.get(state.seccomp, str(state.seccomp))
    call = {
        "EFAULT": "allowed",
        "EINVAL": "allowed",
        "EPERM": "denied",
        "ENOSYS": "not in this kernel",
        None: "not tried",
    }
    return f"sysctl {switch}; seccomp of this process {seccomp}; an empty call {call.get(state.call, state.call)}"


def _qemu(binary: InstalledQemu) -> str:
    owner = (
        f"package {binary.owner}" if binary.owner else "no package has it" if binary.owner_known else "origin unknown"
    )
    words = {True: "with", False: "without", None: "not known:"}
    build = f"{words[binary.build.io_uring]} io_uring, {words[binary.build.rust]} Rust"
    if binary.build.bits is None:
        build = "a script, or not readable"
    package = f" ({binary.package})" if binary.package else ""
    return f"{binary.version}{package}, {owner}, {build}"


def _libvirt(libvirt: Libvirt | None) -> str:
    if libvirt is None:
        return "no virtqemud or libvirtd in the search path"
    if libvirt.sandbox_why:
        sandbox = f"unknown: {libvirt.sandbox_why}"
    elif libvirt.sandbox is None:
        sandbox = "not set: as the build of libvirt has it"
    else:
        sandbox = _SANDBOX.get(libvirt.sandbox, str(libvirt.sandbox))
    version = libvirt.version or "of unknown version"
    return f"{libvirt.daemon} {version}; seccomp_sandbox in /etc/libvirt/qemu.conf {sandbox}"
