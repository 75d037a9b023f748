"""Readers of the texts that a host holds: pure functions from what a file or a command says to a value."""

import re
from collections.abc import Mapping
from typing import NamedTuple

_SHELL_LINE = re.compile(r"""^([A-Z][A-Z0-9_]*)=(?:"([^"]*)"|'([^']*)'|([^\s"'#]*))\s*$""", re.MULTILINE)
_QEMU_VERSION = re.compile(r"^QEMU emulator version (\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?[^\n(]*(?:\(([^)\n]{1,80})\))?")
_ANY_VERSION = re.compile(r"\b(\d+\.\d+(?:\.\d+)*\S{0,40})")
_SANDBOX = re.compile(r"^[ \t]*seccomp_sandbox[ \t]*=[ \t]*(-?[0-9])[ \t]*(?:#.*)?$", re.MULTILINE)


class Version(NamedTuple):
    """A version of QEMU."""

    major: int
    """The first number."""
    minor: int
    """The second number."""
    micro: int = 0
    """The third number; 90 and more mark a development version or a release candidate."""

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"{self.major}.{self.minor}.{self.micro}"

    @property
    def series(self) -> str:
        """The release series; that of the coming release for a development version or a release candidate."""
        if self.micro < 50:
            return f"{self.major}.{self.minor}"
        return f"{self.major + 1}.0" if self.minor >= 2 else f"{self.major}.{self.minor + 1}"


def os_release(text: str) -> Mapping[str, str]:
    """Return the fields of os-release(5); what has no such form is left out."""
    return {name: quoted or single or plain for name, quoted, single, plain in _SHELL_LINE.findall(text)}


def qemu_version(printed: str) -> tuple[Version, str] | None:
    """Return the version that `qemu-system-… --version` prints, and what it says of its package, or None."""
    match = _QEMU_VERSION.match(printed)
    if match is None:
        return None
    return Version(int(match[1]), int(match[2]), int(match[3] or 0)), (match[4] or "").strip()


def any_version(printed: str | None) -> str | None:
    """Return the first version number that a program prints, such as `9.0.0` of `libvirtd (libvirt) 9.0.0`."""
    match = _ANY_VERSION.search(printed.partition("\n")[0]) if printed else None
    return match[1].rstrip("),;") if match else None


def whole_number(text: str | None) -> int | None:
    """Return the number that a file of /proc/sys holds, or None."""
    return int(text) if text and re.fullmatch(r"\s*-?[0-9]{1,10}\s*", text) else None


def status_numbers(status: str, key: str) -> tuple[int, ...]:
    """Return the numbers of a line of /proc/PID/status, such as the four of `Uid:`."""
    match = re.search(rf"^{re.escape(key)}:((?:[ \t]+[0-9]{{1,10}})+)[ \t]*$", status, re.MULTILINE)
    return tuple(map(int, match[1].split())) if match else ()


def seccomp_sandbox(configuration: str) -> int | None:
    """Return what qemu.conf of libvirt sets: 0 off, 1 on, -1 as the build has it; None where the line is absent."""
    found = _SANDBOX.findall(configuration)
    return int(found[-1]) if found else None


def dpkg_owners(printed: str | None) -> Mapping[str, str]:
    """Return the packages that `dpkg -S FILE…` names, by file."""
    lines = re.findall(r"^([a-z0-9][a-z0-9+.-]+)(?::[a-z0-9-]+)?(?:, [^:\n]*)?: (/.*)$", printed or "", re.MULTILINE)
    return {path: package for package, path in lines}


def rpm_owner(printed: str | None) -> str | None:
    """Return the package that `rpm -qf FILE` names."""
    match = re.fullmatch(r"([A-Za-z0-9][\w+.~^-]*)", (printed or "").strip().partition("\n")[0])
    return match[1] if match else None
