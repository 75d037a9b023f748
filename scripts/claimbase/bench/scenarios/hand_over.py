"""Which version can hand a running guest over to which, and who has the guest where that fails."""

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimbase.bench.binaries import QemuBinary, version_key
from claimbase.bench.errors import BenchError, QmpRefused
from claimbase.bench.guest import SOURCE, source_sha256
from claimbase.bench.process import Lab
from claimbase.bench.qemu import Qemu
from claimbase.bench.scenario import Choice, Observation, Plan, Scenario, SettingValue
from claimbase.bench.serial import Serial
from claimbase.bench.update import MODES, Machine, Mode, take_back, update
from claimbase.model import Benchmark, ObservedOutcome, Parameter

_BOOT_SECONDS = 120.0
_SILENT_SECONDS = 4.0
"""How long a guest may be silent before it counts as stopped; it beats 50 times a second."""
_RAM_MIB = 192
_FILL_MIB = 32
_DISK_BYTES = 8 << 20
_OLDEST_SERIES = "7.2"
_MODES = ("live-migration", "cpr-reboot", "cpr-transfer", "cpr-exec")

DEFINITION = Benchmark(
    id="hand-over",
    title="Handing a running guest over from one version to another",
    question="Which version can take a running Linux guest over from which, and who has the guest if it cannot?",
    outcomes=(
        ObservedOutcome(id="arrives", title="the guest goes on in the new QEMU; memory, disk and network are in order"),
        ObservedOutcome(id="arrives-damaged", title="the new QEMU runs; the guest is silent or finds a fault"),
        ObservedOutcome(id="refused-old-runs", title="the new QEMU refuses; the guest runs on in the old by itself"),
        ObservedOutcome(
            id="refused-old-stands", title="the new QEMU refuses; the guest stands in the old and goes on after cont"
        ),
        ObservedOutcome(
            id="refused-saved", title="the new QEMU refuses; the old had ended, and takes the saved guest back"
        ),
        ObservedOutcome(id="refused-guest-lost", title="the new QEMU refuses, and nobody has the guest"),
        ObservedOutcome(id="not-offered", title="the old QEMU refuses to begin, and the guest goes on in it"),
    ),
    parameters=(
        Parameter(id="to-version", title="version of the new QEMU"),
        Parameter(id="to-series", title="release series of the new QEMU"),
        Parameter(id="mode", title="way of handing over"),
        Parameter(id="machine-type", title="machine type"),
        Parameter(id="accelerator", title="accelerator"),
    ),
    procedure=" ".join(
        (
            "A Linux guest with a virtio disk and a virtio network card writes and reads back numbered blocks, sends",
            "frames to itself through the host, checks a pattern in its memory, and beats. When each of these has",
            "worked it is handed over to another QEMU on the same host with the same machine type and options. It",
            "arrives if the new QEMU says that it runs and then beats, memory, disk and network all work on without",
            "a fault. Where the new QEMU ends or refuses, the old one is asked for its state, listened to, and",
            "told to go on (cont) if it stands. Ordinary live migration: unix socket, all by default. cpr-reboot:",
            "memory file, x-ignore-shared, state file; the old QEMU ends before the new one starts, so after a",
            "refusal it is started again with the state file. cpr-transfer and cpr-exec: memfd and aux-ram-share.",
            "Machine types are those of the older version of the two, and of 7.2 where both are newer. Expected",
            "is what the manual promises of a machine type that both know: arrives.",
        )
    ),
    materials={"guest/init.c": f"sha256:{source_sha256(SOURCE)}"},
    fewest=10,
    cannot_show=" ".join(
        (
            "A small guest with two devices on one host, idle but for its own checks. Devices of the host, other",
            "device models, several processors and large memory may fare otherwise, and so may builds with other",
            "patches than those of Debian and upstream.",
        )
    ),
    command="claimbase bench run hand-over --qemu 7.2 --qemu 10.0 --qemu 10.2 --qemu 11.1",
)

_ASSERTED = {
    ("7.2", "11.1", "live-migration"),
    ("10.0", "11.1", "live-migration"),
    ("10.2", "11.1", "live-migration"),
    ("10.2", "11.1", "cpr-exec"),
    ("11.1", "11.1", "cpr-exec"),
}
"""From, to and way on which statements rest; they are run ten times with the q35 of the older version."""


class HandOver(Scenario):
    """Hands a guest over between each two versions, each way, and says who has it afterwards."""

    definition = DEFINITION
    seconds = 12.0

    def plans(self, binaries: Sequence[QemuBinary], choice: Choice) -> Iterator[Plan]:
        """Yield each pair of versions, with the ways that both have and machine types that both know."""
        if "tcg" not in choice.accelerators:
            choice.left_out("hand-over runs a Linux guest under emulation only")
            return
        for old in binaries:
            for new in binaries:
                for mode in (each for each in MODES if each.id in _MODES):
                    without = [one.version for one in (old, new) if mode.needs and mode.needs not in one.features]
                    if without:
                        if old is new:
                            choice.left_out(f"QEMU {old.version} has no {mode.needs}")
                        continue
                    for machine_type in _machine_types(old, new, mode):
                        yield _plan(old, new, mode, machine_type)

    def run(self, plan: Plan, lab: Lab, choice: Choice) -> Observation:
        """Boot, see all work, hand over, and look who has the guest."""
        mode = next(each for each in MODES if each.id == plan.setting["mode"])
        case = _boot(plan, mode, lab, choice)
        try:
            update(case.machine, mode, lab, None)
        except BenchError as error:
            log = (*_shortened(error.message), *error.log)
            outcome = _who_has_it(case, mode, error)
        else:
            outcome, log = ("arrives" if case.works(time.monotonic()) else "arrives-damaged"), ()
        told = [line for qemu in case.machine.started for line in qemu.stderr_tail()]
        return Observation(
            expected="arrives",
            observed=outcome,
            log=tuple(dict.fromkeys((*log, *told))) + case.serial.telling(4),
        )


@dataclass
class _Case:
    """A guest that is handed over."""

    machine: Machine
    serial: Serial
    lab: Lab

    def works(self, since: float) -> bool:
        """Whether the guest beats after a moment, and its memory, disk and network work without a fault."""
        for sign in ("^b ", "^m ok", "^d ok", "^n ok"):
            try:
                self.serial.wait(sign, _SILENT_SECONDS, since=since)
            except BenchError:
                return False
        return not any(text[1:].startswith(" bad") for _, text in self.serial.lines(since=since))

    def beats(self) -> bool:
        """Whether the guest beats from now on."""
        # What the port still held from before has been read by then.
        time.sleep(0.05)
        with contextlib.suppress(BenchError):
            self.serial.wait("^b ", _SILENT_SECONDS, since=time.monotonic())
            return True
        return False


def _plan(old: QemuBinary, new: QemuBinary, mode: Mode, machine_type: str) -> Plan:
    setting: dict[str, SettingValue] = {
        "to-version": new.version,
        "to-series": new.series,
        "mode": mode.id,
        "machine-type": machine_type,
        "accelerator": "tcg",
    }
    asserted = (old.series, new.series, mode.id) in _ASSERTED and machine_type.startswith("pc-q35")
    older = min(old.series, new.series, key=version_key)
    return Plan(old, setting, 10 if asserted and machine_type.endswith(f"-{older}") else 3, others=(new,))


def _machine_types(old: QemuBinary, new: QemuBinary, mode: Mode) -> list[str]:
    """Return the versioned machine types that are tried between two versions."""
    older = min(old.series, new.series, key=version_key)
    types = [f"pc-q35-{older}"]
    if version_key(old.series) < version_key(new.series) and mode.id == "live-migration":
        types.append(f"pc-i440fx-{older}")
        if version_key(older) > version_key(_OLDEST_SERIES):
            types.append(f"pc-q35-{_OLDEST_SERIES}")
    return types


def _boot(plan: Plan, mode: Mode, lab: Lab, choice: Choice) -> _Case:
    """Boot the guest and wait until everything in it has worked."""
    if choice.guest is None:
        raise BenchError("there is no guest", "bring its kernel with: claimbase bench fetch")
    serial, disk = lab.serial(), lab.folder / "disk"
    disk.write_bytes(b"")
    with disk.open("r+b") as stream:
        stream.truncate(_DISK_BYTES)
    guest = choice.guest().options(beat_us=20000, fill_mib=_FILL_MIB, check=1, disk=1, net=1)

    def options(name: str) -> tuple[str, ...]:
        # Each QEMU sends its guest's frames to a socket of its own, and so back to the guest.
        path = lab.folder / f"net-{name}"
        wire = f"dgram,id=net0,local.type=unix,local.path={path},remote.type=unix,remote.path={path}"
        drive = ("-drive", f"file={disk},format=raw,if=none,id=disk0", "-device", "virtio-blk-pci,drive=disk0")
        net = ("-netdev", wire, "-device", "virtio-net-pci,netdev=net0")
        return (*serial.options, *guest, *drive, *net)

    kind = str(plan.setting["machine-type"])
    machine = Machine(plan.binary, _RAM_MIB, "tcg", options("a"), kind, to=plan.others[0])
    machine.start(lab, mode, None)
    machine.options = options("b")
    case = _Case(machine, serial, lab)
    serial.wait("^filled", _BOOT_SECONDS)
    for sign in ("^m ok", "^d ok", "^n ok"):
        serial.wait(sign, _BOOT_SECONDS)
    return case


def _who_has_it(case: _Case, mode: Mode, error: BenchError) -> str:
    """Return what is left of the guest after a hand-over that failed; may start it again."""
    old = case.machine.started[0]
    others = case.machine.started[1:]
    if mode.id == "cpr-reboot" and not old.alive():
        with contextlib.suppress(BenchError):
            take_back(case.machine, mode, case.lab)
            return "refused-saved" if case.works(time.monotonic()) else "refused-guest-lost"
        return "refused-guest-lost"
    if not old.alive():
        return "refused-guest-lost"
    with contextlib.suppress(BenchError):
        if old.status() == "running" and case.beats():
            begun = not isinstance(error, QmpRefused) or any(not each.alive() for each in others)
            return "refused-old-runs" if begun else "not-offered"
        _let_go_on(old)
        return "refused-old-stands" if case.beats() else "refused-guest-lost"
    return "refused-guest-lost"


def _let_go_on(old: Qemu) -> None:
    old.qmp("cont")
    old.wait_status("running", _SILENT_SECONDS)


def _shortened(message: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in message.splitlines() if line.strip())[:5]


SCENARIO = HandOver()
