"""QEMU versions and a kernel from Debian's archive, side by side in the cache folder."""

import contextlib
import fcntl
import hashlib
import json
import lzma
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from claimbase.files import write_atomically

from .apt import Apt, Tell, need_space, system_mirror, unpack
from .errors import BenchError

_VERSION = re.compile(r"version (\d+(?:\.\d+)+)")


@dataclass(frozen=True)
class Suite:
    """A suite of Debian that carries a release series of QEMU."""

    series: str
    """Release series of QEMU."""
    suites: tuple[str, ...]
    """Names of the suites; the last is the one asked for, the others complete it."""
    modules: tuple[str, ...] = ("qemu-system-modules-spice", "qemu-system-modules-opengl")
    """Packages of modules besides those that every suite has."""

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages that bring the emulator, its disk tools, its firmware and all its modules."""
        common = ("qemu-system-x86", "qemu-utils", "seabios", "ipxe-qemu", "qemu-system-gui", "qemu-block-extra")
        return (*common, *self.modules)


SERIES = {
    "7.2": Suite("7.2", ("bookworm",), ()),
    "10.0": Suite("10.0", ("trixie",)),
    "11.1": Suite("11.1", ("trixie", "trixie-backports")),
    "sid": Suite("11.1", ("sid",)),
}
"""What can be fetched, by the word that asks for it; `sid` is another place for 11.1."""

KERNEL_SUITE = "trixie"
KERNEL_PACKAGE = "linux-image-cloud-amd64"
"""The kernel for virtual machines: virtio and the serial port are built in, and it boots fastest under emulation."""

MODULES = {
    "disk": ("virtio_blk",),
    "net": ("failover", "net_failover", "virtio_net"),
}
"""The modules that the guest loads, by what they are for, in the order in which they are loaded."""


@dataclass(frozen=True)
class Kernel:
    """A kernel of Debian for the guest."""

    image: Path
    """The kernel, to be given to QEMU."""
    modules: Path
    """Folder with the modules, unpacked: `disk0.ko`, `net0.ko` and so on."""
    release: str
    """What the kernel calls itself, such as `6.12.117+deb13-cloud-amd64`."""


def fetch_qemu(cache: Path, wanted: str, *, mirror: str | None = None, tell: Tell = lambda _text: None) -> Path:
    """Bring a QEMU of Debian (a word of SERIES) into the cache and return its wrapper; what is whole is kept.

    Raises BenchError where this machine, the network, the disk or the archive does not allow it.
    """
    if wanted not in SERIES:
        raise BenchError(f"Debian's archive has no QEMU {wanted} for this program", f"take one of {', '.join(SERIES)}")
    suite = SERIES[wanted]
    with _apt(cache, suite.suites, tell, mirror) as apt:
        package = apt.newest(suite.packages[0])
        if not re.search(rf"(?:^|:){re.escape(suite.series)}[^0-9]", package):
            raise BenchError(
                f"Debian {suite.suites[-1]} has QEMU {package} now, not {suite.series}",
                "take another suite, or a QEMU of your own: --qemu PATH",
            )
        for about in sorted(cache.glob("qemu/*/about.json")):
            if _said(about).get("package_version") == package:
                tell(f"QEMU {about.parent.name} is there already")
                return about.parent / "bin" / "qemu-system-x86_64"
        tell(f"taking QEMU {package} from Debian {suite.suites[-1]}")
        files = apt.download(suite.packages)
        with _fresh_folder(cache / "qemu") as folder:
            version = _lay_out(folder, files, suite, package)
            place = cache / "qemu" / version
            _put(folder, place)
        apt.forget_archives()
    tell(f"QEMU {version} is ready")
    return place / "bin" / "qemu-system-x86_64"


def fetch_kernel(cache: Path, *, mirror: str | None = None, tell: Tell = lambda _text: None) -> Kernel:
    """Return the kernel of the guest from the cache, or bring the newest of Debian; raises BenchError if neither."""
    for about in sorted(cache.glob("kernel/*/about.json"), reverse=True):
        return _kernel(about.parent)
    with _apt(cache, (KERNEL_SUITE,), tell, mirror) as apt:
        names = [name for name in apt.depends(KERNEL_PACKAGE) if name.startswith("linux-image-")]
        if not names:
            raise BenchError(f"Debian {KERNEL_SUITE} has no kernel for virtual machines", "name a mirror of Debian")
        tell(f"taking {names[0]} from Debian {KERNEL_SUITE}")
        package = apt.download_alone(names[0])
        release = names[0].removeprefix("linux-image-")
        with _fresh_folder(cache / "kernel") as folder, _fresh_folder(cache / "kernel") as unpacked:
            unpack(package, unpacked)
            take_kernel(unpacked / f"boot/vmlinuz-{release}", unpacked, folder)
            held = {"package": names[0], "suite": KERNEL_SUITE, "version": apt.newest(names[0])}
            _write_about(folder, {**held, "package_sha256": _sha256(package)})
            _put(folder, cache / "kernel" / release)
        apt.forget_archives()
    tell(f"kernel {release} is ready")
    return _kernel(cache / "kernel" / release)


def bring_package(cache: Path, package: str, *, mirror: str | None = None, tell: Tell = lambda _text: None) -> Path:
    """Return one package file of the kernel's suite, brought into the cache."""
    with _apt(cache, (KERNEL_SUITE,), tell, mirror) as apt:
        return apt.download_alone(package)


def _kernel(folder: Path) -> Kernel:
    return Kernel(folder / "vmlinuz", folder / "modules", folder.name)


def take_kernel(image: Path, tree: Path, folder: Path) -> None:
    """Copy a kernel into a folder, with those modules below a tree that the guest loads, uncompressed.

    Raises BenchError where one is missing.
    """
    if not image.is_file():
        raise BenchError(f"there is no kernel {image.name}", "report this: the package is not laid out as it was")
    shutil.copyfile(image, folder / "vmlinuz")
    (folder / "modules").mkdir()
    for purpose, names in MODULES.items():
        for number, name in enumerate(names):
            found = [*tree.rglob(f"{name}.ko"), *tree.rglob(f"{name}.ko.xz")]
            if not found:
                raise BenchError(f"{image.name} has no module {name}", "take a kernel of Debian for virtual machines")
            content = found[0].read_bytes()
            (folder / "modules" / f"{purpose}{number}.ko").write_bytes(
                lzma.decompress(content) if found[0].suffix == ".xz" else content
            )


def _lay_out(folder: Path, files: list[Path], suite: Suite, package: str) -> str:
    """Unpack QEMU with all its libraries, write the wrappers and `about.json`; return its version."""
    root = folder.resolve() / "root"
    root.mkdir()
    need_space(folder, sum(file.stat().st_size for file in files) * 4)
    for file in files:
        unpack(file, root)
    loader = _loader(root)
    # QEMU looks here for what belongs to it before it looks into the system, where modules of another version may lie.
    (loader.parent / "qemu-bundle").symlink_to(os.path.relpath(root, loader.parent))
    (folder / "bin").mkdir()
    for program in ("qemu-system-x86_64", "qemu-img"):
        wrapper = folder / "bin" / program
        wrapper.write_text(wrapper_text(loader.relative_to(root), program), "utf-8")
        wrapper.chmod(0o755)
    version = _version(folder / "bin" / "qemu-system-x86_64")
    place = folder.parent / version
    about = {
        "package": suite.packages[0],
        "package_version": package,
        "suite": suite.suites[-1],
        "built": f"Debian package {suite.packages[0]} {package} of {suite.suites[-1]}, with its own libraries",
        "sha256": _sha256(root / "usr/bin/qemu-system-x86_64"),
        "data_options": [part for each in _firmware(root) for part in ("-L", str(place / "root" / each))],
        "files": {file.name: _sha256(file) for file in files},
    }
    _write_about(folder, about)
    return version


def _firmware(root: Path) -> list[str]:
    """Return the folders below a root in which QEMU finds its firmware, the most special first."""
    places = ("usr/share/seabios", "usr/lib/ipxe/qemu", "usr/share/qemu")
    return [place for place in places if (root / place).is_dir()]


def _loader(root: Path) -> Path:
    """Return the loader of the C library below a root: before Debian 13 it lies below /lib, and now below /usr/lib."""
    found = [path for place in ("lib", "usr/lib") for path in sorted(root.glob(f"{place}/*-linux-*/ld-linux*.so.*"))]
    if not found:
        raise BenchError("the packages hold no C library where it is looked for", "report this")
    # Where /lib is a link into /usr/lib, a package may have brought that link.
    return found[0].parent.resolve() / found[0].name


def wrapper_text(loader: Path, program: str) -> str:
    """Return a script that runs a program of another suite with the loader and the libraries of that suite.

    The loader is named from the root of the unpacked packages. The script finds itself wherever it was moved or
    linked to, and starts nothing but the program.
    """
    arch = loader.parent.name
    path = ":".join(f"$root/{each}/{arch}" for each in ("usr/lib", "lib"))
    return f"""#!/bin/sh
# Runs {program} of another Debian suite with the loader, libraries and modules of that suite.
self=$0
if [ -L "$self" ]; then self=$(readlink -f "$self"); fi
case $self in
    /*) ;;
    *) self=$PWD/$self ;;
esac
root=${{self%/bin/*}}/root
QEMU_MODULE_DIR=$root/usr/lib/{arch}/qemu
export QEMU_MODULE_DIR
exec "$root/{loader.as_posix()}" \\
    --library-path "{path}:$root/usr/lib/{arch}/pulseaudio" \\
    "$root/usr/bin/{program}" "$@"
"""


def _version(wrapper: Path) -> str:
    done = subprocess.run([str(wrapper), "--version"], capture_output=True, text=True, check=False)
    found = _VERSION.search(done.stdout)
    if done.returncode or not found:
        told = tuple(done.stderr.splitlines()[:5])
        raise BenchError("the QEMU that was brought does not run on this machine", "see its message", told)
    return found[1]


@contextlib.contextmanager
def _apt(cache: Path, suites: tuple[str, ...], tell: Tell, mirror: str | None) -> Iterator[Apt]:
    """Give an apt with up-to-date lists, one at a time for the whole cache."""
    folder = cache / "apt" / suites[-1]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (cache / "apt" / "lock").open("a")
    except OSError as error:
        raise BenchError(f"the cache folder cannot be written: {error.strerror}", "name another one") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BenchError("another fetch into this cache is under way", "wait until it ends") from None
        for left in cache.glob("*/.new-*"):
            # A fetch that was killed left it: nobody else works here while the lock is held.
            shutil.rmtree(left, ignore_errors=True)
        apt = Apt(folder, suites, mirror or system_mirror())
        tell(f"reading the list of packages of Debian {suites[-1]}")
        apt.update()
        yield apt


@contextlib.contextmanager
def _fresh_folder(beside: Path) -> Iterator[Path]:
    """Give a hidden folder that is gone afterwards."""
    beside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=beside))
    folder.chmod(0o755)
    try:
        yield folder
    except OSError as error:
        raise BenchError(f"the cache cannot be written: {error.strerror}", "make room, or name another one") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(folder: Path, place: Path) -> None:
    """Move a finished folder to its place, in one step; an older one there is replaced."""
    if place.exists():
        shutil.rmtree(place)
    folder.rename(place)


def _write_about(folder: Path, about: Mapping[str, object]) -> None:
    write_atomically(folder / "about.json", (json.dumps(about, indent=1, sort_keys=True) + "\n").encode())


def _said(about: Path) -> dict[str, object]:
    try:
        held = json.loads(about.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
