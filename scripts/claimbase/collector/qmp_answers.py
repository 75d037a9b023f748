"""From what a QEMU answered to the VM that it runs; an answer of another form than QEMU's counts as not given."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from .command_line import CommandLine
from .texts import Version
from .vm import OVER_QMP, Memory, QemuProcess, Vm

_OTHER_DEVICES = {"usb-host", "scsi-generic", "scsi-block"}
_SHARED_BY_NAME = (10, 0)  # from here on shared memory-backend-ram is a memfd, which another process can be given


def read(answers: Mapping[str, Any], line: CommandLine | None = None, process: QemuProcess | None = None) -> Vm:
    """Return the VM that the answers describe, with what the command line of its process adds."""
    version = _version(_mapping(answers.get("version")))
    machine = _text(answers.get("machine")).removesuffix("-machine") or None
    kinds = Counter(_device_kinds(answers))
    modes, why = _aio(answers, line)
    return Vm(
        origin=OVER_QMP,
        version=version,
        package=_text(_mapping(answers.get("version")).get("package")).strip(" ()"),
        machine=machine,
        deprecated=_deprecated(answers, machine),
        accelerator=_accelerator(answers),
        memory=tuple(_memory(answers, version)),
        aio=modes,
        aio_why=why,
        passthrough=tuple(sorted(_passed_through(kinds, line))),
        vhost_possible=_vhost_possible(kinds, line),
        devices=kinds if "devices" in answers else None,
        layer=line.layer if line else "",
        io_uring_built=_io_uring_built(answers),
        process=process,
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: Any) -> Iterator[Mapping[str, Any]]:
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def _text(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""


def _version(told: Mapping[str, Any]) -> Version | None:
    numbers = [_mapping(told.get("qemu")).get(key) for key in ("major", "minor", "micro")]
    if not all(isinstance(each, int) and not isinstance(each, bool) and 0 <= each < 1000 for each in numbers):
        return None
    return Version(*(int(str(each)) for each in numbers))


def _deprecated(answers: Mapping[str, Any], machine: str | None) -> bool | None:
    for each in _items(answers.get("machines")):
        if machine is not None and each.get("name") == machine:
            flag = each.get("deprecated")
            return flag if isinstance(flag, bool) else None
    return None


def _accelerator(answers: Mapping[str, Any]) -> str | None:
    """Return the accelerator; where QEMU is too old to name it, KVM or what it is not."""
    enabled = _text(_mapping(answers.get("accelerators")).get("enabled"))
    if enabled:
        return enabled
    kvm = _mapping(answers.get("kvm")).get("enabled")
    # Before 10.2 QEMU does not name its accelerator; on Linux without KVM it is TCG, or Xen's, which shows in the type.
    if kvm is False:
        return "xen" if _text(answers.get("machine")).startswith("xen") else "tcg"
    return "kvm" if kvm is True else None


def _memory(answers: Mapping[str, Any], version: Version | None) -> Iterator[Memory]:
    kinds = dict(_children(answers.get("objects")))
    backends = [each for each in _items(answers.get("memory")) if isinstance(each.get("share"), bool)]
    ram = _text(answers.get("ram")).rpartition("/")[2]
    # A machine with NUMA cells names no back end of its own: then each that there is serves one of them.
    chosen = [each for each in backends if ram and each.get("id") == ram] or backends
    for each in chosen:
        kind = kinds.get(_text(each.get("id")), "").removeprefix("memory-backend-") or "unknown"
        shared: bool | None = bool(each["share"])
        if shared and kind == "ram" and (version is None or version[:2] < _SHARED_BY_NAME):
            shared = None
        yield Memory(kind, shared)


def _children(value: Any) -> Iterator[tuple[str, str]]:
    """Yield name and type of the children that qom-list names."""
    for each in _items(value):
        kind = _text(each.get("type"))
        if kind.startswith("child<") and kind.endswith(">"):
            yield _text(each.get("name")), kind[6:-1]


def _device_kinds(answers: Mapping[str, Any]) -> Iterator[str]:
    for name in ("devices", "unnamed-devices"):
        yield from (kind for _, kind in _children(answers.get(name)))


def _aio(answers: Mapping[str, Any], line: CommandLine | None) -> tuple[tuple[str, ...] | None, str]:
    """Return the aio modes of the disks; QMP does not tell them, so that they come from the command line."""
    if "block" not in answers:
        return None, "QEMU did not say which disks the guest has"
    files = list(_disk_files(answers))
    if not files:
        return None, "the guest has no disk in a file or device of the host"
    if line is None:
        return None, "QMP does not tell it, and the command line of the process could not be read"
    modes = {disk.file: disk.aio for disk in line.disks}
    if not all(file in modes for file in files):
        return None, "a disk is not on the command line, so that it was added later"
    return tuple(sorted({modes[file] for file in files})), ""


def _disk_files(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield the files and devices of the host behind the guest's disks, without flash, which holds firmware."""
    for each in _items(answers.get("block")):
        device, user = _text(each.get("device")), _text(each.get("qdev"))
        file = _text(_mapping(each.get("inserted")).get("file"))
        if user and file and "flash" not in device + user and "://" not in file:
            yield file


def _passed_through(kinds: Mapping[str, int], line: CommandLine | None) -> set[str]:
    found = {"vfio" for kind in kinds if kind.startswith("vfio-")}
    found |= {"vhost" for kind in kinds if kind.startswith("vhost-")}
    found |= {"other" for kind in kinds if kind in _OTHER_DEVICES}
    return found | ({"vhost"} if line is not None and line.vhost else set())


def _vhost_possible(kinds: Mapping[str, int], line: CommandLine | None) -> str:
    cards = sum(number for kind, number in kinds.items() if kind.startswith("virtio-net"))
    if cards and line is None:
        return "QMP does not tell whether virtio-net uses vhost, and the command line could not be read"
    if line is not None and cards > len(line.netdevs):
        return "a network card was added later, and QMP does not tell whether it uses vhost"
    return ""


def _io_uring_built(answers: Mapping[str, Any]) -> bool | None:
    """Return whether aio=io_uring is among the ways that the build offers."""
    for each in _items(answers.get("schema")):
        values = each.get("values")
        if (
            each.get("meta-type") == "enum"
            and isinstance(values, list)
            and {"threads", "native"} <= set(map(str, values))
        ):
            return "io_uring" in values
    return None
