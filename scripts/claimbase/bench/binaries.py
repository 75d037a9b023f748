"""QEMU binaries: which there are, which version they are, what they can do and how they were built."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from claimbase.model import Binary

from .errors import BenchError

PROGRAM = "qemu-system-x86_64"
"""The binary that scenarios drive."""

_VERSION = re.compile(r"QEMU emulator version (\d+\.\d+(?:\.\d+){0,2})(?:-rc(\d+))?")
_OLDEST = (2, 12)
_PROBE_SECONDS = 20.0


@dataclass(frozen=True)
class QemuBinary:
    """A QEMU binary on this machine."""

    path: Path
    """The executable, which can be executed as it is."""
    version: str
    """Version as it reports itself, such as `10.2.2`."""
    series: str
    """Release series, such as `10.2`."""
    reported: str
    """First line of its `--version`."""
    built: str
    """Where it comes from and how it was built."""
    sha256: str
    """Hash of the executable, or of the program behind a wrapper."""
    features: frozenset[str]
    """What it offers: accelerators, migration modes, asynchronous I/O."""
    data_options: tuple[str, ...] = ()
    """Options by which it finds its firmware."""
    img: Path | None = None
    """Its own qemu-img."""

    def described(self) -> Binary:
        """Return what result files say of it."""
        return Binary(
            version=self.version,
            series=self.series,
            reported=self.reported,
            built=self.built,
            sha256=f"sha256:{self.sha256}",
            features=tuple(sorted(self.features)),
        )


def find(given: Iterable[Path], cache: Path, *, search_path: bool = True) -> list[QemuBinary]:
    """Return the binaries that were named, those in the cache and the one in the search path, oldest first."""
    named = list(given)
    candidates = [*named, *sorted(cache.glob(f"qemu/*/bin/{PROGRAM}"))]
    if search_path and (found := shutil.which(PROGRAM)):
        candidates.append(Path(found))
    probed: dict[Path, QemuBinary] = {}
    for path in candidates:
        resolved = path.absolute()
        if resolved not in probed:
            try:
                probed[resolved] = probe(resolved)
            except BenchError:
                if path in named:
                    raise
    return sorted(probed.values(), key=lambda each: (version_key(each.version), str(each.path)))


def select(wanted: Iterable[str], binaries: Iterable[QemuBinary]) -> list[QemuBinary]:
    """Return the binaries that were asked for, by path or by version (`10.2` takes the newest of the series)."""
    available, chosen = list(binaries), []
    for each in wanted:
        if "/" in each:
            chosen.append(probe(Path(each).absolute()))
            continue
        fitting = [one for one in available if each in (one.version, one.series)]
        if not fitting:
            have = ", ".join(dict.fromkeys(one.version for one in available)) or "none"
            raise BenchError(
                f"there is no QEMU {each} here (there are: {have})",
                "give its path, or bring it with: claimbase bench fetch",
            )
        chosen.append(fitting[-1])
    return sorted(chosen, key=lambda one: version_key(one.version))


def version_key(version: str) -> tuple[int, ...]:
    """Return a version as numbers that sort."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def probe(path: Path) -> QemuBinary:
    """Return what a binary is; raises BenchError where it is no QEMU, too old, crashes or hangs."""
    if not path.is_file():
        raise BenchError(f"{path.name}: there is no such file", "name a QEMU system emulator")
    if not os.access(path, os.X_OK):
        raise BenchError(f"{path.name}: the file cannot be executed", "name a QEMU system emulator")
    reported = _output(path, "--version").partition("\n")[0].strip()
    match = _VERSION.search(reported)
    if not match:
        raise BenchError(f"{path.name} is no QEMU system emulator: it calls itself {reported[:80]!r}", "name one")
    version = match[1] + (f"-rc{match[2]}" if match[2] else "")
    if version_key(version) < _OLDEST:
        raise BenchError(f"{path.name} is QEMU {version}, too old for the QMP that is needed", "take 2.12 or newer")
    about = _about(path)
    features, build = _features(path)
    img = path.with_name("qemu-img")
    return QemuBinary(
        path=path,
        version=version,
        series=".".join(version.split(".")[:2]),
        reported=reported[:300],
        built=about.get("built") or build or "unknown; neither a package nor a build note says so",
        sha256=about.get("sha256") or _sha256(path),
        features=features,
        data_options=tuple(about.get("data_options", ())),
        img=img if img.is_file() else None,
    )


def _about(path: Path) -> dict[str, str]:
    """Return what `about.json` beside the binary's folder says, as `bench fetch` or a builder wrote it."""
    try:
        held = json.loads((path.parent.parent / "about.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _output(path: Path, *options: str) -> str:
    try:
        done = subprocess.run(
            [str(path), *options], stdin=subprocess.DEVNULL, capture_output=True, timeout=_PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise BenchError(f"{path.name} {' '.join(options)} hangs", "see that it runs by hand") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise BenchError(f"{path.name} cannot be executed: {reason}", "see that it fits this machine") from None
    if done.returncode:
        told = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
        how = f"killed by signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}"
        raise BenchError(f"{path.name} {' '.join(options)} fails ({how}): {told[0][:200]}", "see that it runs by hand")
    return done.stdout.decode("utf-8", "replace")


def _features(path: Path) -> tuple[frozenset[str], str]:
    """Return what the binary offers, read over QMP, and the build that it tells of (its package name)."""
    from .probing import probe_features

    return probe_features(path, _about(path).get("data_options", ()))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
