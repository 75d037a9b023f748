"""The Linux guest: a kernel of Debian and an initramfs with one program, made from a committed source."""

import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from claimbase.files import write_atomically

from .apt import Tell, unpack
from .debian import Kernel, bring_package, fetch_kernel
from .errors import BenchError

SOURCE = Path(__file__).parent / "guest" / "init.c"
"""The program of the guest."""
BOOT_SECTOR = Path(__file__).parent / "guest" / "boot.S"
"""The guest without an operating system."""
FALLBACK = Path(__file__).parent / "guest" / "init.sh"
"""What the guest runs where there is no C compiler: it fills memory and beats."""

COMPILER = "gcc"
FLAGS = shlex.split(
    "-std=gnu11 -O2 -Wall -Wextra -Wconversion -Wno-sign-conversion -ffreestanding -nostdlib -static -no-pie -fno-pie"
    " -fno-stack-protector -fcf-protection=none -fno-asynchronous-unwind-tables -fno-tree-loop-distribute-patterns"
    " -Wl,--build-id=none -s"
)
"""A program without C library, and nothing in it that tells where or when it was made."""

_POOR_WORDS = {"beat_us", "fill_mib"}
"""What the guest of a machine without a compiler understands."""

BOOT_SECTOR_FLAGS = shlex.split(
    "-m32 -ffreestanding -nostdlib -static -no-pie -fno-pie -Wl,--build-id=none -Wl,-Ttext=0x7c00 -Wl,--oformat=binary"
)

_DISK_BYTES = 1 << 20
KERNEL_WORDS = "console=ttyS0 quiet panic=-1 nokaslr mitigations=off audit=0 cryptomgr.notests"
"""Words of the kernel's command line: errors on the serial port, and a boot without self-tests, which take longest."""


@dataclass(frozen=True)
class Guest:
    """A guest that is ready to be booted."""

    kernel: Path
    """The kernel."""
    initrd: Path
    """The initramfs."""
    sha256: str
    """Hash of the source of its program."""
    release: str
    """Release of the kernel."""
    fallback: bool = False
    """Whether it is the poor one, made without a compiler; its results are never mixed with the others'."""

    def options(self, **words: int) -> tuple[str, ...]:
        """Return the options that boot it; words such as `fill_mib=64` become `claimbase.fill_mib=64`."""
        beyond = [word for word, value in words.items() if value and word not in _POOR_WORDS]
        if self.fallback and beyond:
            raise BenchError(
                f"the guest that was made without a compiler cannot do {', '.join(beyond)}",
                f"install the package {COMPILER}",
            )
        told = [f"claimbase.{word}={value}" for word, value in words.items()]
        append = " ".join([KERNEL_WORDS, *told])
        return ("-kernel", str(self.kernel), "-initrd", str(self.initrd), "-append", append)


def prepare(cache: Path, *, mirror: str | None = None, tell: Tell = lambda _text: None) -> Guest:
    """Return the guest from the cache, or make it; raises BenchError where it can be neither."""
    return prepare_with(fetch_kernel(cache, mirror=mirror, tell=tell), cache, mirror=mirror, tell=tell)


def prepare_with(kernel: Kernel, cache: Path, *, mirror: str | None = None, tell: Tell = lambda _text: None) -> Guest:
    """Return the guest with a kernel, from the cache or new."""
    fallback = shutil.which(COMPILER) is None
    source = FALLBACK if fallback else SOURCE
    place = cache / "guest" / f"{_key(source, kernel)}.cpio"
    if not place.is_file():
        tell("making the initramfs of the guest" + (" without a compiler" if fallback else ""))
        place.parent.mkdir(parents=True, exist_ok=True)
        members = _poor_members(cache, tell, mirror) if fallback else [("init", 0o100755, compiled(SOURCE))]
        write_atomically(place, archive([*_FRAME, *members, *_modules(kernel)]))
    return Guest(kernel.image, place, source_sha256(source), kernel.release, fallback)


def source_sha256(source: Path = SOURCE) -> str:
    """Return the hash of the source, which definitions name among their materials."""
    return hashlib.sha256(source.read_bytes()).hexdigest()


def boot_sector() -> bytes:
    """Return a disk image with the guest without an operating system."""
    return compiled(BOOT_SECTOR, BOOT_SECTOR_FLAGS) + bytes(_DISK_BYTES - 512)


def compiled(source: Path, flags: Iterable[str] = FLAGS) -> bytes:
    """Return the program that a source makes; raises BenchError with what the compiler says."""
    with tempfile.TemporaryDirectory(prefix="cb-") as folder:
        program = Path(folder) / "init"
        try:
            done = subprocess.run(
                [COMPILER, *flags, "-o", str(program), source.name],
                cwd=source.parent,
                env={**os.environ, "LC_ALL": "C"},
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError as error:
            raise BenchError(f"{COMPILER} cannot be run: {error.strerror}", f"install the package {COMPILER}") from None
        if done.returncode:
            told = tuple(done.stderr.splitlines()[:10])
            raise BenchError("the program of the guest does not compile", f"see what {COMPILER} says", told)
        return program.read_bytes()


Member = tuple[str, int, bytes]
"""A file of the archive: name, mode with type, content."""

_FRAME: tuple[Member, ...] = tuple((name, 0o40755, b"") for name in ("dev", "proc", "modules", "fill"))


def archive(members: Iterable[Member]) -> bytes:
    """Return a cpio archive in the form newc, as the kernel reads it; the same members give the same bytes.

    A header is 110 bytes of ASCII: the magic and 13 numbers of 8 hexadecimal digits; header with name, and content,
    are each filled up to a multiple of 4. Documentation/driver-api/early-userspace/buffer-format.rst of Linux.
    """
    parts = []
    for inode, (name, mode, content) in enumerate([*members, ("TRAILER!!!", 0, b"")], start=1):
        raw = name.encode() + b"\0"
        links = 2 if mode >> 12 == 4 else 1
        numbers = (inode, mode, 0, 0, links, 0, len(content), 0, 0, 0, 0, len(raw), 0)
        head = b"070701" + b"".join(b"%08X" % number for number in numbers) + raw
        parts += [head, bytes(-len(head) % 4), content, bytes(-len(content) % 4)]
    return b"".join(parts)


def _modules(kernel: Kernel) -> list[Member]:
    return [(f"modules/{path.name}", 0o100644, path.read_bytes()) for path in sorted(kernel.modules.iterdir())]


def _poor_members(cache: Path, tell: Tell, mirror: str | None) -> list[Member]:
    """Return the files of the guest without a compiler: a static busybox of Debian and a script."""
    with tempfile.TemporaryDirectory(prefix="cb-") as folder:
        unpack(bring_package(cache, "busybox-static", mirror=mirror, tell=tell), Path(folder))
        found = sorted(Path(folder).glob("**/bin/busybox"))
        if not found:
            raise BenchError("the package busybox-static holds no busybox", f"install the package {COMPILER}")
        busybox = found[0].read_bytes()
    return [("init", 0o100755, FALLBACK.read_bytes()), ("busybox", 0o100755, busybox)]


def _key(source: Path, kernel: Kernel) -> str:
    """Return a name that changes when what the initramfs is made of changes."""
    parts = [kernel.release, *FLAGS, source.name, source_sha256(source), hashlib.sha256(archive(_FRAME)).hexdigest()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
