"""What the command line of a running QEMU tells that QMP does not: aio of disks, vhost, sandbox, who started it."""

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FILE_DRIVERS = {"file", "host_device", "host_cdrom"}
_LONGEST = 4096
_LIBVIRT = ("id=charmonitor", '"id":"masterKey0"', "/libvirt/qemu/")
_PROXMOX = ("/run/qemu-server/", "/etc/pve/")


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk image or device of the host that the guest uses."""

    aio: str
    """Its aio mode: threads, native or io_uring."""
    node: str | None
    """Its node name; None where QEMU makes one."""
    file: str | None
    """Its file; None where the command line does not say."""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command line as far as it tells something here."""

    disks: tuple[Disk, ...]
    """Its disks in files and devices of the host."""
    vhost: bool
    """Whether it names vhost."""
    netdevs: frozenset[str]
    """The ids of its network back ends."""
    sandbox: bool
    """Whether QEMU's own seccomp filter is on."""
    layer: str
    """What started it, in the words of `management-layer`; empty where it does not show."""


def read(arguments: Sequence[str]) -> CommandLine:
    """Return what the arguments tell; what cannot be understood is left out."""
    options = list(_options(arguments))
    disks = [disk for name, value in options if (disk := _disk(name, _properties(value))) is not None]
    netdevs = [_properties(value) for name, value in options if name in {"netdev", "nic"}]
    devices = [_properties(value) for name, value in options if name in {"device", "chardev"}]
    return CommandLine(
        disks=tuple(disks),
        vhost=any(map(_is_vhost, [*netdevs, *devices])),
        netdevs=frozenset(str(each["id"]) for each in netdevs if "id" in each),
        sandbox=any(name == "sandbox" and value.split(",")[0] in {"on", "enable=on"} for name, value in options),
        layer=layer_of(arguments),
    )


def layer_of(arguments: Sequence[str]) -> str:
    """Return what started a QEMU, in the words of `management-layer`; empty text where it does not show."""
    for marks, layer in ((_PROXMOX, "proxmox"), (_LIBVIRT, "libvirt")):
        if any(mark in argument[:_LONGEST] for argument in arguments for mark in marks):
            return layer
    return ""


def _options(arguments: Sequence[str]) -> Sequence[tuple[str, str]]:
    """Return the options with their values; an option may begin with one hyphen or two."""
    pairs = itertools.pairwise([*arguments, ""])
    return [(name.lstrip("-"), value) for name, value in pairs if name.startswith("-") and len(name) < 40]


def _properties(value: str) -> Mapping[str, Any]:
    """Return the properties of an option, written as JSON or as `first,key=value,key` (two commas stand for one)."""
    if value.startswith("{"):
        try:
            tree = json.loads(value) if len(value) < 64 * 1024 else {}
        except (ValueError, RecursionError):
            return {}
        return tree if isinstance(tree, dict) else {}
    parts = [part.replace("\0", ",") for part in value.replace(",,", "\0").split(",")]
    found: dict[str, Any] = {}
    for place, part in enumerate(parts):
        key, equals, content = part.partition("=")
        if equals:
            found[key] = content
        elif place == 0:
            found["driver"] = part
        else:
            found[part] = "on"
    return found


def _disk(option: str, properties: Mapping[str, Any]) -> Disk | None:
    """Return the disk that an option makes, if it makes one in a file or device of the host."""
    if option == "drive":
        aio, file, node = properties.get("aio"), properties.get("file"), properties.get("node-name")
        network = isinstance(file, str) and "://" in file
        return None if file is None or network else Disk(str(aio or "threads"), None, str(file))
    if option in {"hda", "hdb", "hdc", "hdd", "cdrom", "sd", "mtdblock", "pflash"}:
        return Disk("threads", None, str(properties.get("driver")))
    if option != "blockdev":
        return None
    inner = properties.get("file")
    nested = (
        inner
        if isinstance(inner, dict)
        else {key[5:]: value for key, value in properties.items() if key[:5] == "file."}
    )
    for each in (properties, nested):
        if each.get("driver") in _FILE_DRIVERS:
            node = each.get("node-name")
            return Disk(str(each.get("aio") or "threads"), str(node) if node else None, str(each.get("filename")))
    return None


def _is_vhost(properties: Mapping[str, Any]) -> bool:
    driver = str(properties.get("type") or properties.get("driver") or "")
    on = properties.get("vhost") in {"on", "yes", "true", True} or "vhostfd" in properties or "vhostfds" in properties
    return driver.startswith("vhost") or on
