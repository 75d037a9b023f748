"""Runs of `qemu-img bench`: works, how they are given, and what a run tells."""

import os
import re
import resource
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .binaries import QemuBinary
from .errors import BenchError
from .process import Lab

_IMAGE_BYTES = 64 * 1024 * 1024
_SECONDS = 120.0
_COMPLETED = re.compile(r"Run completed in ([0-9.]+) seconds")


@dataclass(frozen=True)
class Work:
    """A number of like requests."""

    id: str
    """The value of the parameter `work`."""
    size: int
    """Bytes of a request."""
    depth: int
    """Requests under way at a time."""
    count: int
    """Requests in all."""
    cache: str = "none"
    """Cache mode; `none` goes past the host's page cache."""
    write: bool = False
    """Whether it writes."""

    def allows(self, aio: str) -> bool:
        """Whether QEMU takes a way of asynchronous I/O with this cache mode."""
        return aio != "native" or self.cache == "none"

    def options(self, aio: str, image: Path) -> tuple[str, ...]:
        """Return the words after `qemu-img`."""
        numbers = ("-c", str(self.count), "-d", str(self.depth), "-s", str(self.size))
        way = ("-f", "raw", "-t", self.cache, "-i", aio)
        return ("bench", *way, *numbers, *(("-w",) if self.write else ()), str(image))


WORKS = (
    Work("read-4k-1", 4096, 1, 8000),
    Work("write-4k-1", 4096, 1, 4000, write=True),
    Work("read-64k-16", 65536, 16, 8000),
    Work("write-64k-16", 65536, 16, 4000, write=True),
    Work("cached-read-4k-1", 4096, 1, 40_000, cache="writeback"),
    Work("cached-read-4k-32", 4096, 32, 40_000, cache="writeback"),
)
"""The works."""


def make_image(folder: Path) -> Path:
    """Write a raw image whose blocks are all there, and return its path."""
    image, block = folder / "disk.img", bytes(range(256)) * 4096
    with image.open("wb") as stream:
        for _ in range(_IMAGE_BYTES // len(block)):
            stream.write(block)
        stream.flush()
        os.fsync(stream.fileno())
    return image


def bench(lab: Lab, binary: QemuBinary, work: Work, aio: str, launcher: Sequence[str]) -> dict[str, float]:
    """Return throughput, mean latency and processor time of a run; raises BenchError where it fails."""
    if binary.img is None:
        raise BenchError(f"there is no qemu-img beside QEMU {binary.version}", "put the one of the same build there")
    image = make_image(lab.folder)
    before = _children_seconds()
    done = lab.run((*launcher, str(binary.img), *work.options(aio, image)), _SECONDS)
    used = _children_seconds() - before
    found = _COMPLETED.search(done.stdout)
    if done.returncode or found is None:
        told = tuple(done.stderr.strip().splitlines()[-3:])
        raise BenchError(f"qemu-img bench fails with aio={aio}", "see its output", told)
    seconds = float(found[1])
    return {
        "throughput-mib-s": work.count * work.size / seconds / 2**20,
        "latency-us": seconds * work.depth / work.count * 1e6,
        "cpu-us-per-request": used / work.count * 1e6,
    }


def _children_seconds() -> float:
    """Return the processor time of the children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def filesystem(folder: Path, mounts: str) -> str:
    """Return the kind of file system that holds a folder, by the text of /proc/mounts."""
    place, found = str(folder.resolve()), ("", "unknown")
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        at = fields[1]
        if len(at) >= len(found[0]) and (place == at or place.startswith(at.rstrip("/") + "/")):
            found = (at, fields[2])
    return found[1]
