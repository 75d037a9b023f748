"""What becomes of guest memory when QEMU replaces itself by cpr-exec, by kind of memory."""

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimbase.bench.binaries import QemuBinary
from claimbase.bench.errors import BenchError
from claimbase.bench.guest import BOOT_SECTOR, SOURCE, boot_sector, source_sha256
from claimbase.bench.process import Lab
from claimbase.bench.qemu import Qemu
from claimbase.bench.scenario import Choice, Observation, Plan, Scenario, SettingValue
from claimbase.bench.serial import Serial
from claimbase.bench.update import Machine, Mode, update
from claimbase.model import Benchmark, ObservedOutcome, Parameter

_BOOT_SECONDS = 120.0
_SILENT_SECONDS = 6.0
"""How long a guest may be silent before it counts as lost; it beats many times a second."""
_RAM_MIB = 128
_FILL_MIB = 32
_TEXT_SCREEN = (0xB8000, 4000)
_MARKS = {"linux": (0x1000000, 1 << 20), "boot-sector": (0x10000, 1 << 16)}
"""Where in guest memory something is written for sure, and does not change: kernel code, and the pattern."""

KINDS = {
    "memfd-shared": "memory-backend-memfd,id=ram0,size={size},share=on",
    "file-shared": "memory-backend-file,id=ram0,size={size},share=on,mem-path={path}",
    "memfd-private": "memory-backend-memfd,id=ram0,size={size},share=off",
    "default-private": "",
}
"""Kinds of guest memory, with the object that makes them; the last is what `-m` gives."""

DEFINITION = Benchmark(
    id="memory-fate",
    title="Guest memory when QEMU replaces itself by cpr-exec",
    question="What becomes of a guest's memory in an update by cpr-exec, by kind of memory?",
    outcomes=(
        ObservedOutcome(id="kept", title="the guest goes on, and its memory and text screen are as they were"),
        ObservedOutcome(id="screen-lost", title="the guest goes on; its text screen is blank, and no error shows"),
        ObservedOutcome(id="lost-silently", title="the new QEMU says that it runs; the guest's memory is gone"),
        ObservedOutcome(id="lost-stopped", title="the new QEMU stands in a state of error; the guest is gone"),
        ObservedOutcome(id="qemu-exits", title="the new QEMU ends with an error; the guest is gone"),
        ObservedOutcome(id="refused", title="QEMU refuses to begin, and the guest goes on"),
    ),
    parameters=(
        Parameter(id="memory", title="kind of guest memory"),
        Parameter(id="aux-ram-share", title="whether the machine has aux-ram-share=on"),
        Parameter(id="vapic", title="whether the device for task priority is there, as by default"),
        Parameter(id="guest", title="guest"),
        Parameter(id="machine-type", title="machine type"),
        Parameter(id="accelerator", title="accelerator"),
    ),
    procedure=" ".join(
        (
            "A guest writes a pattern into its memory, checks it again and again and beats on its serial port: a",
            "Linux guest without a display, or a boot sector with a VGA card. Part of its memory that does not",
            "change, and the text screen where there is one, are read over QMP. QEMU is told to replace itself by",
            "cpr-exec with the same command line, and the guest to go on where it was left stopped. Afterwards",
            "the same memory is read again, the run state is read, and the guest is listened to for 6 seconds.",
            "Expected: shared memory is kept, and a guest with private memory, which the manual excludes, is refused.",
            "The manual asks for aux-ram-share=on as well; without it the same is expected, so that a loss shows.",
        )
    ),
    materials={f"guest/{path.name}": f"sha256:{source_sha256(path)}" for path in (SOURCE, BOOT_SECTOR)},
    fewest=10,
    cannot_show=" ".join(
        (
            "Small guests, on pc and q35 only; no device of the host. The boot sector stands for a guest where",
            "the machine's KVM cannot run Linux.",
        )
    ),
    command="claimbase bench run memory-fate --qemu 10.2 --qemu 11.1",
)


@dataclass
class _Machine(Machine):
    """A guest with a kind of memory of this scenario."""

    aux_ram_share: bool = False

    def command(self, memory: str) -> tuple[str, ...]:
        size = f"{self.ram_mib}M"
        kind = KINDS[memory].format(size=size, path=self.file)
        words = [self.type, f"accel={self.accelerator}"]
        words += ["memory-backend=ram0"] if kind else []
        words += ["aux-ram-share=on"] if self.aux_ram_share else []
        return ("-machine", ",".join(words), "-m", size, *(("-object", kind) if kind else ()), *self.options)


@dataclass(frozen=True)
class _Seen:
    """What was read of guest memory."""

    marks: bytes
    screen: bytes


class MemoryFate(Scenario):
    """Updates a guest by cpr-exec and looks for its memory."""

    definition = DEFINITION
    seconds = 12.0

    def plans(self, binaries: Sequence[QemuBinary], choice: Choice) -> Iterator[Plan]:
        """Yield each kind of memory; the boot sector stands for Linux under KVM."""
        for binary in binaries:
            if "cpr-exec" not in binary.features:
                choice.left_out(f"QEMU {binary.version} has no cpr-exec")
                continue
            for accelerator in choice.accelerators:
                for setting, repetitions in _settings(accelerator):
                    yield Plan(binary, setting, repetitions)

    def run(self, plan: Plan, lab: Lab, choice: Choice) -> Observation:
        """Boot, read, update, read again and listen."""
        setting = plan.setting
        serial, mode = lab.serial(), Mode("cpr-exec", str(setting["memory"]))
        machine = _Machine(
            plan.binary,
            _RAM_MIB,
            str(setting["accelerator"]),
            (*serial.options, *_guest_options(plan, lab, choice)),
            str(setting["machine-type"]),
            aux_ram_share=bool(setting["aux-ram-share"]),
            file=lab.shared_memory_folder() / "ram",
        )
        machine.start(lab, mode, None)
        serial.wait("^m ok", _BOOT_SECONDS)
        before = _read(machine.current, plan, lab)
        outcome, log = _update(machine, mode, plan, lab, serial, before)
        expected = "kept" if mode.memory.endswith("shared") else "refused"
        return Observation(expected=expected, observed=outcome, log=(*log, *serial.telling(5)))


_LINUX = (
    ("memfd-shared", True, True, "q35"),
    ("memfd-shared", True, True, "pc"),
    ("memfd-shared", False, True, "q35"),
    ("file-shared", True, True, "q35"),
    ("memfd-private", True, True, "q35"),
    ("default-private", False, True, "q35"),
    ("default-private", False, True, "pc"),
    ("default-private", True, True, "q35"),
    ("default-private", False, False, "q35"),
)
_BOOT_SECTOR = (
    ("memfd-shared", True, True, "pc"),
    ("memfd-shared", False, True, "pc"),
    ("default-private", False, True, "pc"),
    ("default-private", False, False, "pc"),
)
_ASSERTED = {("linux", _LINUX[0]), ("linux", _LINUX[5]), ("linux", _LINUX[8])}
_ASSERTED |= {("boot-sector", each) for each in _BOOT_SECTOR[:2]}


def _settings(accelerator: str) -> Iterator[tuple[dict[str, SettingValue], int]]:
    """Yield what is run and how often: Linux under emulation, and the boot sector with a display everywhere."""
    for guest, rows in (("linux", _LINUX), ("boot-sector", _BOOT_SECTOR)):
        if guest == "linux" and accelerator != "tcg":
            continue
        for row in rows:
            memory, aux_ram_share, vapic, machine_type = row
            setting: dict[str, SettingValue] = {
                "memory": memory,
                "aux-ram-share": aux_ram_share,
                "vapic": vapic,
                "guest": guest,
                "machine-type": machine_type,
                "accelerator": accelerator,
            }
            yield setting, 10 if accelerator == "tcg" and (guest, row) in _ASSERTED else 3


def _guest_options(plan: Plan, lab: Lab, choice: Choice) -> tuple[str, ...]:
    options: list[str] = []
    if not plan.setting["vapic"]:
        options += ["-global", f"{'kvm-' if plan.setting['accelerator'] == 'kvm' else ''}apic.vapic=off"]
    if plan.setting["guest"] == "boot-sector":
        image = lab.folder / "boot.img"
        image.write_bytes(boot_sector())
        drive = f"file={image},format=raw,if=ide,file.locking=off"
        return (*options, "-vga", "std", "-drive", drive)
    if choice.guest is None:
        raise BenchError("there is no guest", "bring its kernel with: claimbase bench fetch")
    return (*options, "-vga", "none", *choice.guest().options(beat_us=20000, fill_mib=_FILL_MIB, check=1))


def _read(qemu: Qemu, plan: Plan, lab: Lab) -> _Seen:
    """Return what is in guest memory where nothing changes, and on the text screen."""
    start, size = _MARKS[str(plan.setting["guest"])]
    has_screen = plan.setting["guest"] == "boot-sector"
    return _Seen(_saved(qemu, lab, start, size), _saved(qemu, lab, *_TEXT_SCREEN) if has_screen else b"")


def _saved(qemu: Qemu, lab: Lab, start: int, size: int) -> bytes:
    path: Path = lab.folder / "read"
    qemu.qmp("pmemsave", val=start, size=size, filename=str(path))
    return path.read_bytes()


def _update(
    machine: Machine, mode: Mode, plan: Plan, lab: Lab, serial: Serial, before: _Seen
) -> tuple[str, tuple[str, ...]]:
    """Update and return what came of it, with the lines that tell."""
    qemu = machine.current
    try:
        update(machine, mode, lab, None)
        updated = time.monotonic()
        after = _read(qemu, plan, lab)
    except BenchError as error:
        return _failed(qemu, serial, error)
    goes_on = _goes_on(serial, updated)
    status = qemu.status() if qemu.alive() else "ended"
    log = (
        f"state {status}; the guest {'goes on' if goes_on else 'is silent'}",
        f"memory {'as before' if after.marks == before.marks else _what_is(after.marks)}",
        f"text screen {'as before' if after.screen == before.screen else _what_is(after.screen)}",
        *qemu.stderr_tail(),
    )
    if goes_on and after.marks == before.marks:
        return ("kept" if after.screen == before.screen else "screen-lost"), log
    return {"running": "lost-silently", "ended": "qemu-exits"}.get(status, "lost-stopped"), log


def _failed(qemu: Qemu, serial: Serial, error: BenchError) -> tuple[str, tuple[str, ...]]:
    """Return what an update that did not get through has left."""
    with contextlib.suppress(BenchError):
        code = qemu.wait_end(1.0)
        return "qemu-exits", (f"exit code {code}", *qemu.stderr_tail())
    goes_on = _goes_on(serial, time.monotonic())
    return "refused" if goes_on else "lost-stopped", (error.message, *qemu.stderr_tail())


def _goes_on(serial: Serial, since: float) -> bool:
    """Whether the guest, after a moment, finds its memory right, and never wrong."""
    try:
        serial.wait("^m ok", _SILENT_SECONDS, since=since)
    except BenchError:
        return False
    return not any(text.startswith("m bad") for _, text in serial.lines(since=since))


def _what_is(memory: bytes) -> str:
    return "changed" if any(memory) else "all zero"


SCENARIO = MemoryFate()
