"""What a host is, read without root: system, kernel, KVM, io_uring, Rust, QEMU binaries, libvirt, Proxmox VE."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from . import texts
from .elf import MAX_BYTES, Build, build_of
from .system import System
from .texts import Version

QEMU_NAME = re.compile(r"qemu-system-[a-z0-9_]+|qemu-kvm|kvm")
"""The names of system emulators, as files and as processes."""

_SANDBOX_FILE = "/etc/libvirt/qemu.conf"
_DAEMONS = ("virtqemud", "libvirtd")


@dataclass(frozen=True, slots=True)
class InstalledQemu:
    """A QEMU system emulator on this host."""

    path: str
    """Where it is."""
    real: str
    """Where its file is, with links followed."""
    version: Version
    """Its version."""
    package: str
    """What it says of its package; empty where it says nothing."""
    owner: str | None
    """The package that its file belongs to, as the package tool says; None where it belongs to none, or unknown."""
    owner_known: bool
    """Whether a package tool could be asked."""
    build: Build
    """What its file shows of how it was built."""


@dataclass(frozen=True, slots=True)
class Libvirt:
    """The libvirt of a host."""

    daemon: str
    """Path of the daemon."""
    version: str | None
    """Its version; None where it does not say."""
    sandbox: int | None
    """What `seccomp_sandbox` is set to; None where it is not set or cannot be read."""
    sandbox_why: str
    """Why the setting is not known; empty where the file was read."""


@dataclass(frozen=True, slots=True)
class IoUring:
    """What stands between a process and io_uring."""

    disabled: int | None
    """kernel.io_uring_disabled: 0 allowed, 1 for privileged processes and one group, 2 off; None: no such setting."""
    group: int | None
    """kernel.io_uring_group: the group that is exempt from 1; -1 is none."""
    seccomp: int | None
    """Seccomp mode of this process: 0 none, 2 a filter; None where the kernel does not say."""
    call: str | None
    """What the kernel answers to an empty call, as the name of an errno; None where it was not tried."""


@dataclass(frozen=True, slots=True)
class Kvm:
    """The state of /dev/kvm."""

    present: bool
    """Whether the device is there."""
    usable: bool
    """Whether this user may open it."""
    possible: bool
    """Whether it could be there unseen: the kernel has the module, or this is a container."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host as read."""

    distribution: str | None
    """Name and release of its distribution."""
    kernel: str
    """The kernel's release."""
    architecture: str
    """The machine's architecture."""
    word_bits: int
    """Word size of its programs."""
    kvm: Kvm
    """The state of /dev/kvm."""
    io_uring: IoUring
    """What stands between a process and io_uring."""
    rustc: str | None
    """Version of the Rust compiler in the search path."""
    qemu: tuple[InstalledQemu, ...]
    """The QEMU system emulators in the search path and those that were named."""
    libvirt: Libvirt | None
    """The libvirt daemon for QEMU; None where there is none in the search path."""
    proxmox: bool
    """Whether it is a Proxmox VE."""
    layers: tuple[str, ...]
    """What started each QEMU process that runs now, in the words of `management-layer`; empty text: unknown."""


def look(system: System, named: Iterable[str] = ()) -> Host:
    """Return what the host is; `named` are further QEMU binaries to look at."""
    release = texts.os_release(system.read("/etc/os-release").text or system.read("/usr/lib/os-release").text or "")
    name, version = release.get("NAME", ""), release.get("VERSION", "") or release.get("VERSION_ID", "")
    rustc = system.program("rustc")
    return Host(
        distribution=release.get("PRETTY_NAME") or f"{name} {version}".strip() or None,
        kernel=system.kernel,
        architecture=system.architecture,
        word_bits=system.word_bits,
        kvm=_kvm(system),
        io_uring=_io_uring(system),
        rustc=texts.any_version(system.run([rustc, "--version"])) if rustc else None,
        qemu=tuple(_installed(system, named)),
        libvirt=_libvirt(system),
        proxmox=system.exists("/etc/pve") or system.program("pveversion") is not None,
        layers=running_layers(system),
    )


def _installed(system: System, named: Iterable[str]) -> Iterator[InstalledQemu]:
    """Yield the binaries that say of themselves that they are QEMU system emulators."""
    found = [*named, *system.programs(lambda name: bool(QEMU_NAME.fullmatch(name)))]
    # Red Hat and its relatives keep it out of the search path.
    found += ["/usr/libexec/qemu-kvm"] if system.exists("/usr/libexec/qemu-kvm") else []
    versions = {path: texts.qemu_version(system.run([path, "--version"]) or "") for path in dict.fromkeys(found)}
    owners = _owners(system, [path for path, told in versions.items() if told is not None])
    for path, told in versions.items():
        if told is not None:
            build = build_of(system.binary(path, MAX_BYTES))
            yield InstalledQemu(path, system.real(path), *told, (owners or {}).get(path), owners is not None, build)


def _owners(system: System, paths: Sequence[str]) -> Mapping[str, str] | None:
    """Return the packages of these files, as far as they have one; None where there is no package tool to ask."""
    dpkg, rpm = system.program("dpkg"), system.program("rpm")
    if dpkg is None and rpm is None:
        return None
    owners: dict[str, str] = {}
    real = {path: system.real(path) for path in paths}
    if dpkg is not None and paths:
        files = texts.dpkg_owners(system.run([dpkg, "-S", *sorted({*real, *real.values()})]))
        owners = {path: files.get(path) or files.get(real[path]) or "" for path in paths}
    for path in paths if rpm is not None else ():
        owners[path] = owners.get(path) or texts.rpm_owner(system.run([str(rpm), "-qf", real[path]])) or ""
    return {path: owner for path, owner in owners.items() if owner}


def _kvm(system: System) -> Kvm:
    container = any(map(system.exists, ("/.dockerenv", "/run/.containerenv")))
    return Kvm(
        present=system.exists("/dev/kvm"),
        usable=system.usable("/dev/kvm"),
        possible=container or system.exists("/sys/module/kvm"),
    )


def _io_uring(system: System) -> IoUring:
    modes = texts.status_numbers(system.read("/proc/self/status").text or "", "Seccomp")
    seccomp = modes[0] if modes else None
    # Under a filter a denied call may end the process, and under SELinux it may be logged: then it is not tried.
    quiet = seccomp == 0 and not system.exists("/sys/fs/selinux/enforce")
    return IoUring(
        disabled=texts.whole_number(system.read("/proc/sys/kernel/io_uring_disabled").text),
        group=texts.whole_number(system.read("/proc/sys/kernel/io_uring_group").text),
        seccomp=seccomp,
        call=system.try_io_uring() if quiet else None,
    )


def _libvirt(system: System) -> Libvirt | None:
    daemon = next(filter(None, map(system.program, _DAEMONS)), None)
    if daemon is None:
        return None
    settings = system.read(_SANDBOX_FILE)
    return Libvirt(
        daemon=daemon,
        version=texts.any_version((system.run([daemon, "--version"]) or "").partition(")")[2]),
        sandbox=texts.seccomp_sandbox(settings.text) if settings.text is not None else None,
        sandbox_why=settings.why,
    )


def running_layers(system: System) -> tuple[str, ...]:
    """Return what started each QEMU that runs, as its command line shows; empty text where it does not show."""
    from .command_line import layer_of

    layers = []
    for pid in filter(str.isdecimal, system.names("/proc")):
        name = (system.read(f"/proc/{pid}/comm").text or "").strip()
        arguments = arguments_of(system, int(pid)) if QEMU_NAME.match(name) else ()
        # Threads of the kernel such as kvm-nx-lpage-recovery have no command line.
        if arguments:
            layers.append(layer_of(arguments))
    return tuple(layers)


def arguments_of(system: System, pid: int) -> tuple[str, ...]:
    """Return the command line of a process; none where it cannot be read."""
    text = system.read(f"/proc/{pid}/cmdline").text or ""
    return tuple(text.split("\0")[:-1])
