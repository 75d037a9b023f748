"""What the file of a QEMU binary tells of its build, without running it."""

from dataclasses import dataclass

MAX_BYTES = 512 * 1024 * 1024
"""The largest binary that is looked through; QEMU's have some tens of megabytes, unstripped a few hundred."""

_MAGIC = b"\x7fELF"
_BITS = {1: 32, 2: 64}


@dataclass(frozen=True, slots=True)
class Build:
    """What the bytes of an ELF file show."""

    bits: int | None
    """Word size of the program, 32 or 64."""
    io_uring: bool | None
    """Whether it is linked with liburing, through which QEMU uses io_uring."""
    rust: bool | None
    """Whether Rust's standard library is in it; QEMU links it only where devices in Rust are built."""


UNKNOWN = Build(None, None, None)
"""Of a file that cannot be read or is no ELF file, such as a wrapper script."""


def build_of(data: bytes | None) -> Build:
    """Return what the bytes of a program show.

    The name of liburing stands among the needed libraries; where it does not but `io_uring` is a word of the program,
    which a build without it lacks, the library may be linked in. Each Rust program carries the name of the variable
    RUST_BACKTRACE, which its standard library reads when it panics.
    """
    if data is None or len(data) < 64 or data[:4] != _MAGIC:
        return UNKNOWN
    needed, word = b"liburing.so." in data, b"io_uring\0" in data
    return Build(_BITS.get(data[4]), None if word and not needed else needed, b"RUST_BACKTRACE" in data)
