"""From a host, and perhaps a VM, to answers to the questions of `facets.yml`; what was not seen is not answered."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from claimbase.model import Dimension, Facets

from .facts import Answer, Sureness, Unknown
from .host import Host, InstalledQemu
from .io_uring import io_uring
from .vm import IN_XML, OVER_QMP, Vm, age, machine_version

Found = Answer | Unknown

_WORD = re.compile(r"[a-z0-9][a-z0-9.+-]{0,39}")
_ALIASES = {"pc", "q35", "virt", "pseries", "s390-ccw-virtio"}


@dataclass(frozen=True)
class Seen:
    """Everything that answers are made from."""

    host: Host
    """The host."""
    vm: Vm | None
    """The VM that was asked about; None where none was."""
    program: str | None
    """The program of the VM, with links followed; None where it is not known."""
    upgrade_to: str | None
    """The release series that the user plans to upgrade to; None where no upgrade is planned."""

    @property
    def binaries(self) -> tuple[InstalledQemu, ...]:
        """The binaries that are meant: that of the VM where it has one here, else all of the host."""
        if self.vm is None:
            return self.host.qemu
        return tuple(each for each in self.host.qemu if each.real == self.program)

    @property
    def series(self) -> tuple[str, ...]:
        """The release series that run here today, oldest first."""
        if self.vm is not None and self.vm.version is not None:
            return (self.vm.version.series,)
        return tuple(
            dict.fromkeys(each.version.series for each in sorted(self.binaries, key=lambda each: each.version))
        )

    @property
    def series_origin(self) -> str:
        """Where the series was read."""
        if self.vm is not None and self.vm.version is not None:
            return f"query-version over QMP says {self.vm.version}"
        return grouped((f"--version says {each.version}", each.path) for each in self.binaries)

    @property
    def no_binary(self) -> str:
        """Why no binary is known."""
        if self.vm is None:
            return "no QEMU system emulator is in the search path; name one with --qemu PATH"
        if self.program is None:
            return "the program of the VM is not known"
        return "the program of the VM is not on this host, or may not be looked at by this user"


def grouped(told: Iterable[tuple[str, str]]) -> str:
    """Return what is told of paths, each thing once, with the first path that it is told of and how many more."""
    groups: dict[str, list[str]] = {}
    for what, path in told:
        groups.setdefault(what, []).append(path)
    more = {what: f" and {len(paths) - 1} more" if len(paths) > 1 else "" for what, paths in groups.items()}
    return "; ".join(f"{paths[0]}{more[what]}: {what}" for what, paths in groups.items())


def answers(seen: Seen, facets: Facets | None) -> tuple[Found, ...]:
    """Return what was found for each dimension, in the order of the facets; without facets for those known here."""
    if facets is None:
        return tuple(_within(make(seen), None) for make in _MAKERS.values())
    return tuple(
        _within(_MAKERS[each.id](seen) if each.id in _MAKERS else Unknown(each.id, "it is not read"), each)
        for each in facets.dimensions
    )


def _within(found: Found, dimension: Dimension | None) -> Found:
    """Return the answer if all its values are among those of the dimension; else nothing is known, for none fits."""
    if isinstance(found, Unknown):
        return found
    known = [value.id for value in dimension.values] if dimension else list(filter(_WORD.fullmatch, found.values))
    outside = ", ".join(value for value in found.values if value not in known)
    if not outside:
        return replace(found, values=tuple(value for value in known if value in found.values))
    return Unknown(found.dimension, f"{found.origin}: {outside} is not among the answers")


def _qemu(seen: Seen) -> Found:
    if seen.upgrade_to is not None:
        return Answer("qemu", (seen.upgrade_to,), "the series that --upgrade-to names")
    if not seen.series:
        return Unknown("qemu", seen.no_binary)
    return Answer("qemu", seen.series, seen.series_origin)


def _upgraded_from(seen: Seen) -> Found:
    if seen.upgrade_to is None:
        return Unknown("upgraded-from", "with --upgrade-to SERIES it is the series that runs today")
    if not seen.series:
        return Unknown("upgraded-from", seen.no_binary)
    if any(_numbers(each) >= _numbers(seen.upgrade_to) for each in seen.series):
        return Unknown("upgraded-from", f"{' and '.join(seen.series)} run today, not older than {seen.upgrade_to}")
    return Answer("upgraded-from", tuple(dict.fromkeys(map(_older, seen.series))), seen.series_origin)


def _numbers(series: str) -> tuple[int, int]:
    major, _, minor = series.partition(".")
    return int(major), int(minor)


def _older(series: str) -> str:
    """Return a series in the words of `upgraded-from`, which joins the old ones."""
    major = int(series.partition(".")[0])
    return series if major >= 10 else f"{major}.x" if major == 9 else "8.x-or-older"


def _memory_backend(seen: Seen) -> Found:
    if seen.vm is None:
        return _of_a_vm("memory-backend")
    states = {each.shared for each in seen.vm.memory}
    if not states:
        return Unknown("memory-backend", f"{seen.vm.origin} does not say")
    if None in states:
        why = "memory-backend-ram with share=on can be handed to another process from 10.0 on only"
        return Unknown("memory-backend", why)
    kinds = ", ".join(
        dict.fromkeys(f"{each.kind}, {'shared' if each.shared else 'private'}" for each in seen.vm.memory)
    )
    values = tuple(name for name, state in (("shared", True), ("private", False)) if state in states)
    return Answer("memory-backend", values, f"{seen.vm.origin}: {kinds}")


def _accelerator(seen: Seen) -> Found:
    if seen.vm is not None:
        if seen.vm.accelerator is None:
            return Unknown("accelerator", f"{seen.vm.origin} does not say")
        where = "query-accelerators or query-kvm" if seen.vm.origin == OVER_QMP else "type of the domain"
        return Answer("accelerator", (seen.vm.accelerator,), f"{seen.vm.origin}: {where}")
    kvm = seen.host.kvm
    if not kvm.present and not kvm.possible:
        return Answer("accelerator", ("tcg",), "there is no /dev/kvm, and the kernel has no KVM", Sureness.DERIVED)
    state = "usable" if kvm.usable else "there, not usable by this user" if kvm.present else "not to be seen here"
    return Unknown("accelerator", f"/dev/kvm is {state}; each guest may do without it")


def _io_uring(seen: Seen) -> Found:
    return io_uring(seen.host, seen.vm, seen.binaries)


def _disk_aio(seen: Seen) -> Found:
    if seen.vm is None:
        return _of_a_vm("disk-aio")
    if seen.vm.aio is None:
        return Unknown("disk-aio", seen.vm.aio_why)
    values = tuple(mode.replace("_", "-") for mode in seen.vm.aio)
    origin = (
        "io of the disks' driver" if seen.vm.origin == IN_XML else "aio of the disks on the command line of the process"
    )
    mixed = "; its disks differ" if len(values) > 1 else ""
    return Answer("disk-aio", values, f"{origin}; threads where nothing is set{mixed}")


def _management_layer(seen: Seen) -> Found:
    if seen.vm is not None:
        if seen.vm.layer:
            where = "its command line" if seen.vm.origin == OVER_QMP else "it is defined in libvirt"
            return Answer("management-layer", (seen.vm.layer,), where)
        if seen.vm.process is None:
            return Unknown("management-layer", "the process of the VM could not be looked at")
        return Answer("management-layer", ("none", "other"), "no mark of libvirt or Proxmox VE on its command line")
    running = tuple(dict.fromkeys(seen.host.layers))
    if running and all(running):
        many = f"the command lines of the {len(seen.host.layers)} QEMU processes that run"
        return Answer("management-layer", running, many)
    if seen.host.proxmox:
        return Answer("management-layer", ("proxmox",), "Proxmox VE is installed", Sureness.DERIVED)
    if seen.host.libvirt is not None:
        return Unknown("management-layer", "libvirt is installed; whether it starts your guests does not show")
    return Answer(
        "management-layer", ("none", "other"), "neither libvirt nor Proxmox VE is installed", Sureness.DERIVED
    )


def _passthrough(seen: Seen) -> Found:
    vm = seen.vm
    if vm is None:
        return _of_a_vm("passthrough")
    if vm.devices is None:
        return Unknown("passthrough", f"{vm.origin} does not tell the devices")
    known = tuple(each for each in ("vfio", "vhost") if each in vm.passthrough)
    if known:
        return Answer("passthrough", known, f"{vm.origin}: devices of the guest")
    if "other" in vm.passthrough:
        return Unknown("passthrough", "the guest has a device of the host that is neither VFIO nor vhost")
    if vm.vhost_possible:
        return Answer("passthrough", ("none", "vhost"), vm.vhost_possible, Sureness.DERIVED)
    return Answer("passthrough", ("none",), f"{vm.origin}: none among the devices of the guest")


def _word_size(seen: Seen) -> Found:
    sizes = {each.build.bits for each in seen.binaries if each.build.bits}
    if len(sizes) == 1:
        return Answer("host-word-size", (f"{sizes.pop()}-bit",), "the file of the QEMU binary")
    return Answer("host-word-size", (f"{seen.host.word_bits}-bit",), "getconf LONG_BIT")


def _qemu_build(seen: Seen) -> Found:
    if seen.vm is not None and seen.vm.process is not None and seen.vm.process.replaced:
        return Unknown("qemu-build", "the program of the VM has been replaced since it was started")
    if not seen.binaries:
        return Unknown("qemu-build", seen.no_binary)
    built = [(*_built(each), each.path) for each in seen.binaries]
    unclear = next((f"{path}: {why}" for kind, why, path in built if not kind), None)
    if unclear is not None:
        return Unknown("qemu-build", unclear)
    kinds = tuple(dict.fromkeys(kind for kind, _, _ in built))
    return Answer("qemu-build", kinds, grouped((why, path) for _, why, path in built))


def _built(binary: InstalledQemu) -> tuple[str, str]:
    """Return how a binary was built, or empty text, and why."""
    if binary.owner:
        return "distribution-package", f"package {binary.owner}"
    if not binary.owner_known:
        return "", "there is neither dpkg nor rpm to ask"
    if binary.build.rust is None:
        return "", "no package has it, and the file does not show whether Rust is in it"
    if binary.build.rust:
        return "source-with-rust", "no package has it; Rust's library is in it"
    return "source-without-rust", "no package has it; Rust's library is not in it"


def _machine_type_age(seen: Seen) -> Found:
    if seen.vm is None:
        return _of_a_vm("machine-type-age")
    machine = seen.vm.machine
    if not machine:
        return Unknown("machine-type-age", f"{seen.vm.origin} does not say which machine type")
    if machine in _ALIASES:
        why = f"{machine} stands for the newest type of the QEMU that starts it"
        return Answer("machine-type-age", ("under-3-years",), why, Sureness.DERIVED)
    version = machine_version(machine)
    if version is None:
        return Unknown("machine-type-age", f"{machine} has no version of QEMU in its name")
    series = seen.upgrade_to or (seen.series[-1] if len(seen.series) == 1 else None)
    if series is None:
        return Unknown(
            "machine-type-age",
            f"{machine} is as old as the QEMU that is to run it says; name its series with --upgrade-to",
        )
    origin = f"{machine}, counted by version as QEMU {series} does"
    return Answer("machine-type-age", (age(version, _numbers(series)),), origin)


def _of_a_vm(dimension: str) -> Unknown:
    return Unknown(dimension, "asked of a VM: --qmp SOCKET or --libvirt-xml FILE")


def _only_you(dimension: str) -> Callable[[Seen], Found]:
    return lambda _seen: Unknown(dimension, "no program can see it")


_MAKERS: Mapping[str, Callable[[Seen], Found]] = {
    "qemu": _qemu,
    "updated-today-by": _only_you("updated-today-by"),
    "upgraded-from": _upgraded_from,
    "memory-backend": _memory_backend,
    "accelerator": _accelerator,
    "io-uring": _io_uring,
    "disk-aio": _disk_aio,
    "management-layer": _management_layer,
    "passthrough": _passthrough,
    "host-word-size": _word_size,
    "qemu-build": _qemu_build,
    "machine-type-age": _machine_type_age,
    "purpose": _only_you("purpose"),
}
"""What answers each dimension."""
