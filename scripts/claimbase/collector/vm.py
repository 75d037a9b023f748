"""A virtual machine, running or defined, as far as verdicts depend on it; the same form whoever told of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .texts import Version

OVER_QMP = "QMP"
"""What told of a VM that was asked over QMP."""

IN_XML = "libvirt XML"
"""What told of a VM that was read from its definition."""

_VERSIONED = re.compile(r"([a-z0-9][a-z0-9-]*?)-(\d{1,2})\.(\d{1,2})(?:\.\d{1,2})?(?:\+pve\d+)?")


@dataclass(frozen=True, slots=True)
class Memory:
    """A back end of guest memory."""

    kind: str
    """What it is: ram, memfd, file, …; `anonymous` and others in libvirt's words."""
    shared: bool | None
    """Whether another process can share it; None where that is not said."""


@dataclass(frozen=True, slots=True)
class QemuProcess:
    """The process that runs the guest, as /proc shows it."""

    pid: int
    """Its number."""
    user: int | None
    """The user that it runs as."""
    seccomp: int | None
    """Its seccomp mode: 0 none, 2 a filter."""
    filters: int | None
    """Number of its filters; older kernels do not say."""
    sandbox: bool
    """Whether QEMU's own filter was asked for on its command line."""
    ring: bool | None
    """Whether it holds an io_uring descriptor; None where its descriptors may not be read."""
    program: str | None
    """Path of its program; None where it may not be read, or where the file has been replaced since."""
    replaced: bool
    """Whether the file of its program has been replaced since it started."""


@dataclass(frozen=True, slots=True)
class Vm:
    """A virtual machine as read."""

    origin: str
    """What told of it: `OVER_QMP` or `IN_XML`."""
    version: Version | None = None
    """Version of its QEMU."""
    package: str = ""
    """What its QEMU says of its package."""
    machine: str | None = None
    """Its machine type, such as `pc-q35-10.0`, or an alias such as `q35`."""
    deprecated: bool | None = None
    """Whether its QEMU calls the machine type deprecated."""
    accelerator: str | None = None
    """Its accelerator in QEMU's words."""
    memory: tuple[Memory, ...] = ()
    """The back ends of its memory; none: not known."""
    aio: tuple[str, ...] | None = None
    """The aio modes of its disks in files and devices of the host, sorted; None: not known."""
    aio_why: str = ""
    """Why they are not known."""
    passthrough: tuple[str, ...] = ()
    """What was found: vfio, vhost, and `other` for a device of the host that is neither."""
    vhost_possible: str = ""
    """Why vhost may be in use unseen; empty where it cannot be."""
    devices: Mapping[str, int] | None = None
    """How many devices of each kind it has; None: not known."""
    layer: str = ""
    """What started or defines it, in the words of `management-layer`; empty: not known."""
    emulator: str | None = None
    """The program that its definition names."""
    io_uring_built: bool | None = None
    """Whether its QEMU was built with io_uring; None: not known."""
    process: QemuProcess | None = None
    """Its process, where it could be found."""


def machine_version(machine: str) -> tuple[int, int] | None:
    """Return the version in the name of a machine type of QEMU itself; None where it has none, as in rhel9.6.0."""
    match = _VERSIONED.fullmatch(machine)
    return (int(match[2]), int(match[3])) if match else None


def age(machine: tuple[int, int], qemu: tuple[int, int]) -> str:
    """Return the age of a machine type as a series of QEMU counts it, in the words of `machine-type-age`.

    A type counts as deprecated when its major number is three behind and its minor number not ahead, as expired when
    the major number is six behind (QEMU, include/hw/boards.h, MACHINE_VER_DEPRECATION_*); there is one major number
    a year.
    """
    behind = qemu[0] - machine[0] - (machine[1] > qemu[1])
    if behind >= 6:
        return "over-6-years"
    return "3-to-6-years" if behind >= 3 else "under-3-years"
