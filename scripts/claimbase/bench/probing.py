"""What a QEMU binary offers, read over QMP from one that has no machine and runs nothing."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import BenchError, QmpRefused

if TYPE_CHECKING:
    from .qemu import Qemu

_CPR_MODES = ("cpr-reboot", "cpr-transfer", "cpr-exec")
_SECONDS = 20.0


def probe_features(path: Path, data_options: Iterable[str]) -> tuple[frozenset[str], str]:
    """Return what the binary offers and its package name; raises BenchError where it does not answer over QMP."""
    from .binaries import QemuBinary
    from .process import Lab

    bare = QemuBinary(path, "0", "0", "", "", "", frozenset(), tuple(data_options))
    with Lab() as lab:
        try:
            qemu = lab.start(bare, ["-machine", "none", "-S"], seconds=_SECONDS)
            schema = qemu.qmp("query-qmp-schema")
        except BenchError as error:
            told = f": {error.log[-1][:200]}" if error.log else ""
            raise BenchError(f"{path.name} does not answer over QMP ({error.message}{told})", error.mend) from None
        features = {*_accelerators(qemu), *_enum_words(schema)}
        package = str(qemu.qmp("query-version").get("package") or "").strip(" ()")
        qemu.quit()
    return frozenset(features), package


def _accelerators(qemu: "Qemu") -> set[str]:
    found = set()
    for name in ("tcg", "kvm"):
        try:
            types = qemu.qmp("qom-list-types", implements="accel", abstract=False)
        except QmpRefused:
            return {"tcg"}
        if any(each["name"] == f"{name}-accel" for each in types):
            found.add(name)
    if "kvm" in found and not qemu.qmp("query-kvm")["present"]:
        found.discard("kvm")
    return found


def _enum_words(schema: list[dict[str, Any]]) -> set[str]:
    """Return the migration modes and ways of asynchronous I/O among the schema's enumerations."""
    found: set[str] = set()
    for entry in schema:
        if entry.get("meta-type") != "enum":
            continue
        values = set(entry.get("values", ()))
        if {"normal", "cpr-reboot"} <= values:
            found.update(mode for mode in _CPR_MODES if mode in values)
        if {"threads", "native"} <= values:
            found.add("linux-aio")
            if "io_uring" in values:
                found.add("io_uring")
    return found
