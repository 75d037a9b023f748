"""The XML by which libvirt defines a guest, read as what a stranger wrote: no DOCTYPE, no entity, bounded."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from claimbase.errors import Problem

from . import command_line
from .trouble import problem
from .vm import IN_XML, Memory, Vm

MAX_BYTES = 1024 * 1024
"""The largest definition that is read; real ones have some tens of kilobytes."""

MAX_DEPTH = 40
"""The deepest nesting; libvirt's own format has about ten levels."""

_QEMU_NAMESPACE = "http://libvirt.org/schemas/domain/qemu/1.0"
_PROLOG = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ENCODING = re.compile(rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)["']""")
_SYSTEM_TYPES = {"qemu": "tcg", "kvm": "kvm"}
_VHOST_DISKS = {"vhostuser", "vhostvdpa"}
_VHOST_NETS = {"vhostuser", "vdpa"}
_NETS_OF_THE_HOST = {"network", "bridge", "ethernet", "direct"}


def read(data: bytes, path: str) -> tuple[Vm | None, tuple[Problem, ...]]:
    """Return the guest that the XML defines, or None and why it cannot be read."""
    tree, problems = _parse(data, path)
    if tree is None:
        return None, problems
    domain = tree.find("domain") if tree.tag == "domstatus" else tree
    if domain is None or domain.tag != "domain" or domain.get("type") not in _SYSTEM_TYPES:
        what = (
            f"<{_short(str(tree.tag))} type='{_short(tree.get('type') or '')}'>"
            if len(tree.attrib)
            else f"<{_short(str(tree.tag))}>"
        )
        return None, (problem("H105", path, f"{what} is no domain of type kvm or qemu"),)
    return _vm(domain), ()


def _parse(data: bytes, path: str) -> tuple[etree._Element | None, tuple[Problem, ...]]:
    if len(data) > MAX_BYTES:
        return None, (problem("H102", path, f"the file has more than {MAX_BYTES:,} bytes"),)
    named = _ENCODING.match(data)
    if b"\0" in data or (named and named[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}):
        return None, (problem("H102", path, "the file is not in UTF-8, in which libvirt writes"),)
    prolog = _PROLOG.match(data)
    start = prolog.end() if prolog else 0
    if data[start : start + 9].upper() == b"<!DOCTYPE":
        line = data.count(b"\n", 0, start) + 1
        return None, (problem("H103", path, "the file has a DOCTYPE", line),)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, dtd_validation=False, no_network=True, huge_tree=False,
        recover=False, remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = _short(re.sub(r", line \d+, column \d+.*", "", error.msg or "it ends early"))
        line, column = error.position
        return None, (problem("H104", path, f"the file is not XML: {message}", max(line, 1), max(column, 1)),)
    if tree.getroottree().docinfo.internalDTD is not None:
        return None, (problem("H103", path, "the file has a DOCTYPE"),)
    if _too_deep(tree):
        return None, (problem("H102", path, f"the XML is nested more than {MAX_DEPTH} levels deep"),)
    return tree, ()


def _too_deep(tree: etree._Element) -> bool:
    level, depth = [tree], 0
    while level and depth <= MAX_DEPTH:
        level, depth = [child for each in level for child in each], depth + 1
    return bool(level)


def _short(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text[:80])


def _vm(domain: etree._Element) -> Vm:
    kind = domain.find("os/type")
    arguments = [
        each.get("value", "") for each in domain.iterfind(f"{{{_QEMU_NAMESPACE}}}commandline/*") if each.get("value")
    ]
    extra = command_line.read(arguments)
    devices = domain.find("devices")
    parts = list(devices) if devices is not None else []
    kvm = domain.get("type") == "kvm"
    modes = [mode for part in parts for mode in _aio(part)] + [disk.aio for disk in extra.disks]
    found = {kind for part in parts for kind in _passed_through(part)} | ({"vhost"} if extra.vhost else set())
    possible = any(_may_use_vhost(part) for part in parts) if kvm else False
    emulator = devices.findtext("emulator") if devices is not None else None
    return Vm(
        origin=IN_XML,
        machine=(kind.get("machine") or None) if kind is not None else None,
        accelerator=_SYSTEM_TYPES[str(domain.get("type"))],
        memory=tuple(_memory(domain)),
        aio=tuple(sorted(set(modes))) if modes else None,
        aio_why="" if modes else "the guest has no disk in a file or device of the host",
        passthrough=tuple(sorted(found)),
        vhost_possible="libvirt uses vhost-net for virtio interfaces where the host offers it" if possible else "",
        devices=Counter(str(part.tag) for part in parts if part.tag != "emulator"),
        layer="libvirt",
        emulator=emulator.strip() if emulator else None,
    )


def _memory(domain: etree._Element) -> Iterator[Memory]:
    """Yield the back ends: one for each NUMA cell that says how it is accessed, else that of the whole guest.

    Without a word on access memfd is shared and everything else private: libvirt leaves it to QEMU's default.
    """
    backing = domain.find("memoryBacking")
    source = backing.find("source") if backing is not None else None
    access = backing.find("access") if backing is not None else None
    huge = backing is not None and backing.find("hugepages") is not None
    kind = (source.get("type") if source is not None else None) or ("hugepages" if huge else "anonymous")
    general = access.get("mode") if access is not None else None
    cells = domain.findall("cpu/numa/cell") or [domain]
    for mode in (cell.get("memAccess") or general for cell in cells):
        shared = mode == "shared" if mode in {"shared", "private"} else kind == "memfd"
        # Memory that is backed by nothing cannot be shared; libvirt then takes a file (Documentation: memoryBacking).
        yield Memory(kind, shared)


def _aio(part: etree._Element) -> Iterator[str]:
    if part.tag == "disk" and part.get("type", "file") in {"file", "block"} and part.find("source") is not None:
        driver = part.find("driver")
        yield (driver.get("io") if driver is not None else None) or "threads"


def _passed_through(part: etree._Element) -> Iterator[str]:
    kind, tag = part.get("type", ""), part.tag
    driver = part.find("driver")
    named = {driver.get("name"), driver.get("type")} if driver is not None else set()
    if tag == "hostdev":
        vhost = part.find("source[@protocol='vhost']") is not None
        yield "vfio" if kind in {"pci", "mdev"} else "vhost" if vhost else "other"
    elif tag == "interface" and kind == "hostdev":
        yield "vfio"
    elif _is_vhost(str(tag), kind, part, {str(each) for each in named if each}):
        yield "vhost"


def _is_vhost(tag: str, kind: str, part: etree._Element, named: set[str]) -> bool:
    if tag == "interface":
        return kind in _VHOST_NETS or ("vhost" in named and _virtio_of_the_host(part))
    if tag == "disk":
        return kind in _VHOST_DISKS
    return tag == "vsock" or (tag == "filesystem" and "virtiofs" in named) or (tag == "video" and "vhostuser" in named)


def _may_use_vhost(part: etree._Element) -> bool:
    driver = part.find("driver")
    name = driver.get("name") if driver is not None else None
    return part.tag == "interface" and name is None and _virtio_of_the_host(part)


def _virtio_of_the_host(part: etree._Element) -> bool:
    model = part.find("model")
    virtio = model is not None and str(model.get("type", "")).startswith("virtio")
    return virtio and part.get("type") in _NETS_OF_THE_HOST
