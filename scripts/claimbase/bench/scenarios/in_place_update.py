"""Updating the QEMU of a running guest in place: pause, total time and memory, by way of updating."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimbase.bench.binaries import QemuBinary
from claimbase.bench.errors import BenchError
from claimbase.bench.guest import SOURCE, source_sha256
from claimbase.bench.memory_group import MemoryGroup
from claimbase.bench.process import Lab
from claimbase.bench.scenario import Choice, Observation, Plan, Scenario, SettingValue
from claimbase.bench.serial import Serial, gaps
from claimbase.bench.update import MODES, Machine, Mode, update
from claimbase.model import Benchmark, Metric, Parameter

_RAMS = (512, 1024, 2048)
_ASSERTED_RAM, _ASSERTED_SERIES = 512, "10.2"
_MOST_ASKED = ("live-migration", "live-migration-shared-memory", "cpr-transfer", "cpr-exec")
_INDICATION, _ASSERTED, _ASSERTED_TWICE = 3, 10, 20
"""Repetitions: of a setting that no claim rests on, of one that a claim rests on, of the pair most asked for."""
_KERNEL_MIB = 192
_DIRTY_MIB_S = 100
_BEAT_US = 2000
_BOOT_SECONDS = 120.0
_STEADY_SECONDS = 1.0
_EVER_SECONDS = 60.0

DEFINITION = Benchmark(
    id="in-place-update",
    title="Updating the QEMU of a running guest in place",
    question="How long does the guest stand still, and what time and memory does the update take, by way of updating?",
    metrics=(
        Metric(id="guest-gap-ms", title="longest gap between heartbeats in the update", unit="ms", better="lower"),
        Metric(id="total-ms", title="from the first step to the first beat in the new QEMU", unit="ms", better="lower"),
        Metric(id="peak-mib", title="peak memory of all QEMU processes of the guest", unit="MiB", better="lower"),
        Metric(id="extra-peak-mib", title="that peak less what was in use before", unit="MiB", better="lower"),
        Metric(id="usual-gap-ms", title="longest gap in the second before the update", unit="ms", better="lower"),
    ),
    parameters=(
        Parameter(id="mode", title="way of updating"),
        Parameter(id="guest-ram-mib", title="guest memory", unit="MiB"),
        Parameter(id="load", title="what the guest does"),
        Parameter(id="accelerator", title="accelerator"),
    ),
    procedure=" ".join(
        (
            "A Linux guest with one processor on machine type pc fills its memory, all but 192 MiB, with a",
            "pattern and then writes a heartbeat of one short line every 2 ms to its serial port; the host stamps",
            "each line as it arrives. A dirtying guest rewrites 100 MiB of its pages each second besides. After a",
            "second of steady beats QEMU is replaced by another process of the same binary, or by itself; a",
            "second of steady beats in the new one ends the run. Ordinary live migration: private memory, a",
            "second QEMU, unix socket, bandwidth not limited, all else by default. With shared memory: a memory",
            "file that both map, capability x-ignore-shared; made twice under two names, which gives the noise",
            "floor. cpr-reboot: the same through a file; the old process quits before the new one starts.",
            "cpr-transfer and cpr-exec: memfd and aux-ram-share, as the manual says. guest-restart: quit, and a new",
            "start of the guest. The first step is the start of the second QEMU where there is one, else the",
            "first command. Memory is that of a memory cgroup, reset at the first step.",
        )
    ),
    materials={"guest/init.c": f"sha256:{source_sha256(SOURCE)}"},
    fewest=10,
    cannot_show=" ".join(
        (
            "Under emulation the guest is slow and writes its memory slowly. A guest with KVM, with several",
            "processors, with devices of the host or with a busy network is not measured. The pauses of a small",
            "shared virtual machine are not those of a server; what can be compared are the ways on one machine.",
        )
    ),
    command="claimbase bench run in-place-update --qemu 7.2 --qemu 10.0 --qemu 10.2 --qemu 11.1",
)


@dataclass
class _Guest:
    """A running guest and how it is watched."""

    machine: Machine
    serial: Serial
    group: MemoryGroup


class InPlaceUpdate(Scenario):
    """Replaces the QEMU of a beating guest, each way in turn."""

    definition = DEFINITION
    seconds = 12.0

    def plans(self, binaries: Sequence[QemuBinary], choice: Choice) -> Iterator[Plan]:
        """Yield each way that a binary knows, by memory size and load."""
        for binary in binaries:
            for mode in MODES:
                if mode.needs and mode.needs not in binary.features:
                    choice.left_out(f"QEMU {binary.version} has no {mode.needs}")
                    continue
                for accelerator in choice.accelerators:
                    for ram, load in _settings(binary, mode):
                        setting: dict[str, SettingValue] = {
                            "mode": mode.id,
                            "guest-ram-mib": ram,
                            "load": load,
                            "accelerator": accelerator,
                        }
                        yield Plan(binary, setting, _repetitions(binary, mode, ram, load))

    def run(self, plan: Plan, lab: Lab, choice: Choice) -> Observation:
        """Boot, fill, update, and look at the gaps."""
        mode = next(each for each in MODES if each.id == plan.setting["mode"])
        guest = _boot(plan, mode, lab, choice)
        steady = guest.serial.wait("^b", _BOOT_SECONDS) + _STEADY_SECONDS
        _wait_beats(guest.serial, steady)
        guest.group.reset()
        before_mib = guest.group.now_mib()
        with lab.watch() as watched:
            first_step = update(guest.machine, mode, lab, guest.group)
            _wait_new_beats(guest, mode, first_step)
        peak = guest.group.peak_mib()
        if mode.id == "guest-restart":
            guest.serial.wait("^filled", _BOOT_SECONDS, since=first_step)
            peak = guest.group.peak_mib()
        return _observed(guest, first_step, (before_mib, peak), watched.others)


def _settings(binary: QemuBinary, mode: Mode) -> Iterator[tuple[int, str]]:
    """Yield memory size and load: one for other series, all for the series that claims speak of."""
    yield _ASSERTED_RAM, "idle"
    if binary.series == _ASSERTED_SERIES and mode.id != "guest-restart":
        yield _ASSERTED_RAM, "dirtying"
        if mode.id in _MOST_ASKED:
            yield from ((ram, "idle") for ram in _RAMS if ram != _ASSERTED_RAM)


def _repetitions(binary: QemuBinary, mode: Mode, ram: int, load: str) -> int:
    if binary.series != _ASSERTED_SERIES or ram != _ASSERTED_RAM:
        return _INDICATION
    if load == "dirtying" and mode.id not in _MOST_ASKED:
        return _INDICATION
    return _ASSERTED_TWICE if mode.id in {"live-migration", "cpr-exec"} and load == "idle" else _ASSERTED


def _boot(plan: Plan, mode: Mode, lab: Lab, choice: Choice) -> _Guest:
    if choice.guest is None:
        raise BenchError("there is no guest", "bring its kernel with: claimbase bench fetch")
    ram, dirty = int(plan.setting["guest-ram-mib"]), plan.setting["load"] == "dirtying"
    serial, group = lab.serial(), lab.memory_group()
    options = choice.guest().options(
        beat_us=_BEAT_US, fill_mib=ram - _KERNEL_MIB, dirty_mib_s=_DIRTY_MIB_S if dirty else 0
    )
    machine = Machine(plan.binary, ram, str(plan.setting["accelerator"]), (*serial.options, *options))
    machine.start(lab, mode, group)
    serial.wait("^filled", _BOOT_SECONDS)
    return _Guest(machine, serial, group)


def _wait_beats(serial: Serial, until: float) -> None:
    """Wait until a moment has passed, by the guest's own beats."""
    serial.wait_moment(until, _EVER_SECONDS)


def _wait_new_beats(guest: _Guest, mode: Mode, first_step: float) -> None:
    """Wait until the new QEMU runs and a second of beats has come from it."""
    running = guest.machine.wait_running()
    if mode.id == "guest-restart":
        running = guest.serial.wait("^b", _BOOT_SECONDS, since=first_step + 0.5)
    guest.serial.wait_moment(running + _STEADY_SECONDS, _EVER_SECONDS)


def _observed(guest: _Guest, first_step: float, memory: tuple[float, float], others: float) -> Observation:
    lines = guest.serial.lines(since=first_step - 2 * _STEADY_SECONDS)
    found = gaps(lines)
    during = [gap for gap in found if gap[1] > first_step]
    usual = [length for length, end in found if first_step - _STEADY_SECONDS <= end <= first_step]
    if not during or not usual:
        raise BenchError("the guest does not beat", log=guest.serial.telling())
    longest, end = max(during)
    before_mib, peak = memory
    return Observation(
        samples={
            "guest-gap-ms": (longest * 1000,),
            "total-ms": ((end - first_step) * 1000,),
            "peak-mib": (peak,),
            "extra-peak-mib": (peak - before_mib,),
            "usual-gap-ms": (max(usual) * 1000,),
        },
        others_cpu=others,
        facts={"memory-measured-by": guest.group.how},
    )


SCENARIO = InPlaceUpdate()
