"""A host as a tree of files, and what its programs print, so that the collector can be shown any host."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from claimbase.collector import System

OS_RELEASE = 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nNAME="Debian GNU/Linux"\nVERSION_ID="13"\nID=debian\n'
STATUS = "Name:\tcat\nUid:\t1000\t1000\t1000\t1000\nSeccomp:\t0\nSeccomp_filters:\t0\n"
FILES = {
    "/etc/os-release": OS_RELEASE,
    "/proc/self/status": STATUS,
    "/proc/sys/kernel/io_uring_disabled": "0\n",
    "/proc/sys/kernel/io_uring_group": "-1\n",
}
QEMU = "/usr/bin/qemu-system-x86_64"
LIBVIRTD = "/usr/sbin/libvirtd"
DPKG = "/usr/bin/dpkg"
VERSION = "QEMU emulator version 10.0.13 (Debian 1:10.0.13+ds-0+deb13u1)\nCopyright (c) 2003-2025 Fabrice Bellard\n"
PRINTED = {f"{QEMU} --version": VERSION, f"{DPKG} -S {QEMU}": f"qemu-system-x86: {QEMU}\n"}


LIBVIRT_FILES = {"/dev/kvm": "device", "/sys/module/kvm/x": "x", "/etc/libvirt/qemu.conf": "#seccomp_sandbox = 1\n"}
LIBVIRT_PRINTED = {f"{LIBVIRTD} --version": f"{LIBVIRTD} (libvirt) 11.3.0\n"}


def elf(*words: str, bits: int = 64) -> bytes:
    """The beginning of an ELF file, and words that stand in it."""
    head = b"\x7fELF" + struct.pack("BB", 1 if bits == 32 else 2, 1)
    return head.ljust(64, b"\0") + b"".join(b"\0" + word.encode() + b"\0" for word in words)


def host(
    root: Path,
    files: Mapping[str, str | bytes] | None = None,
    printed: Mapping[str, str] | None = None,
    *,
    call: str = "EFAULT",
    word_bits: int = 64,
) -> System:
    """A Debian 13 with its QEMU and nothing else, changed by more files and by what commands print.

    Each command that prints something is a program in the tree; a file that is the empty text is left out.
    """
    told = {**PRINTED, **(printed or {})}
    programs = {command.split()[0]: b"#!/bin/sh\n" for command in told}
    programs[QEMU] = elf("liburing.so.2")
    for path, content in {**programs, **FILES, **(files or {})}.items():
        if content:
            where = root / path.removeprefix("/")
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
            where.chmod(0o755 if path in programs else 0o644)

    def run(command: Sequence[str]) -> str | None:
        return told.get(" ".join(command))

    return System(
        root=root,
        run=run,
        try_io_uring=lambda: call,
        kernel="6.12.48+deb13-amd64",
        architecture="x86_64",
        word_bits=word_bits,
        search=("/usr/sbin", "/usr/bin"),
    )
