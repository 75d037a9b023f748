"""Start-up to the first QMP answer, boot of a Linux guest, and what the idle guest then costs the host."""

import hashlib
import time
from collections.abc import Iterator, Sequence

from claimbase.bench.binaries import QemuBinary
from claimbase.bench.errors import BenchError
from claimbase.bench.first_answer import first_answer
from claimbase.bench.guest import SOURCE
from claimbase.bench.process import Lab
from claimbase.bench.process_cost import memory, processor_seconds
from claimbase.bench.qemu import Qemu
from claimbase.bench.scenario import Choice, Observation, Plan, Scenario, SettingValue
from claimbase.model import Benchmark, Metric, Parameter

_BEAT_US = 1_000_000
_BOOT_SECONDS = 120.0
_SETTLE_SECONDS = 1.0
_IDLE_SECONDS = 4.0
_ASSERTED = ("pc", 256)
_SETTINGS = (("none", 256), _ASSERTED, ("q35", 256), ("microvm", 256), ("pc", 1024), ("pc", 4096))
_QUICK = ("none", _ASSERTED[0])

DEFINITION = Benchmark(
    id="start-up",
    title="Start of QEMU, boot of a guest, and what an idle guest costs",
    question="How long do start and boot take, and which memory and processor time does an idle guest take?",
    metrics=(
        Metric(id="qmp-ms", title="from the start to the QMP greeting", unit="ms", better="lower"),
        Metric(
            id="start-cpu-ms",
            title="processor time from the start to the answer to qmp_capabilities",
            unit="ms",
            better="lower",
        ),
        Metric(
            id="boot-ms", title="from the start to the first line of the guest's program", unit="ms", better="lower"
        ),
        Metric(id="boot-cpu-ms", title="processor time until then", unit="ms", better="lower"),
        Metric(
            id="idle-pss-mib", title="memory of the QEMU process of the idle guest, PSS", unit="MiB", better="lower"
        ),
        Metric(id="idle-rss-mib", title="the same, RSS", unit="MiB", better="lower"),
        Metric(id="idle-cgroup-mib", title="the same, as its memory cgroup counts", unit="MiB", better="lower"),
        Metric(
            id="idle-cpu-percent", title="processor time of the idle guest, of one processor", unit="%", better="lower"
        ),
    ),
    parameters=(
        Parameter(id="machine-type", title="machine type"),
        Parameter(id="guest-ram-mib", title="guest memory", unit="MiB"),
        Parameter(id="accelerator", title="accelerator"),
    ),
    procedure=" ".join(
        (
            "QEMU is started with -nodefaults, one processor and no devices but a serial port; a socket is tried",
            "every millisecond until the greeting of QMP comes, and qmp_capabilities is sent. The kernel and an",
            "initramfs of one program are given by -kernel and -initrd; the program says ready on the serial port",
            "and then writes one short line a second. One second after ready the processor time of all threads of",
            "the process is taken over four seconds, then its memory. Machine type none boots nothing; there only",
            "the start is measured. microvm is given acpi=off. Processor time is that of the process's clock, with",
            "what its launching shell script took, where there is one.",
        )
    ),
    materials={"guest program": "sha256:" + hashlib.sha256(SOURCE.read_bytes()).hexdigest()},
    fewest=5,
    cannot_show=" ".join(
        (
            "The builds come from different packages and compilers; a difference between versions may be one",
            "between builds. Times on a small shared virtual machine scatter, and under emulation the boot is",
            "mostly emulation. A guest that writes one line a second is nearly idle, not wholly. Memory that a",
            "real system touches is not in it.",
        )
    ),
    command="claimbase bench run start-up --qemu 7.2 --qemu 10.0 --qemu 10.2 --qemu 11.1",
)


class StartUp(Scenario):
    """Starts, boots, waits and looks."""

    definition = DEFINITION
    seconds = 9.0

    def plans(self, binaries: Sequence[QemuBinary], choice: Choice) -> Iterator[Plan]:
        """Yield each machine type and memory size with each binary; what claims assert runs more often."""
        for binary in binaries:
            for accelerator in choice.accelerators:
                if accelerator not in binary.features:
                    choice.left_out(f"QEMU {binary.version} cannot use {accelerator} here")
                    continue
                for machine, ram in _SETTINGS:
                    if choice.quick and (machine not in _QUICK or ram != _ASSERTED[1]):
                        continue
                    setting: dict[str, SettingValue] = {
                        "machine-type": machine,
                        "guest-ram-mib": ram,
                        "accelerator": accelerator,
                    }
                    often = (machine, ram) == _ASSERTED or machine == "none"
                    yield Plan(binary, setting, 10 if often else 3)

    def run(self, plan: Plan, lab: Lab, choice: Choice) -> Observation:
        """Start, and boot unless there is no machine."""
        if plan.setting["machine-type"] == "none":
            return _start_only(plan, lab)
        if choice.guest is None:
            raise BenchError("there is no guest", "bring its kernel with: claimbase bench fetch")
        serial, group = lab.serial(), lab.memory_group()
        options = (*_machine(plan), *serial.options, *choice.guest().options(beat_us=_BEAT_US))
        with lab.watch() as watched:
            began = time.monotonic()
            qemu = lab.start(plan.binary, options, group=group, connect=False)
            samples = _answered(lab, qemu, began)
            samples["boot-ms"] = (serial.wait("^ready", _BOOT_SECONDS) - began) * 1000
            samples["boot-cpu-ms"] = processor_seconds(qemu.pid) * 1000
            time.sleep(_SETTLE_SECONDS)
            before, moment = processor_seconds(qemu.pid), time.monotonic()
            time.sleep(_IDLE_SECONDS)
            used, passed = processor_seconds(qemu.pid) - before, time.monotonic() - moment
        held = memory(qemu.pid)
        samples |= {"idle-cpu-percent": 100 * used / passed, "idle-pss-mib": held.pss, "idle-rss-mib": held.rss}
        if group.folder is not None:
            samples["idle-cgroup-mib"] = group.now_mib()
        qemu.quit()
        facts: dict[str, SettingValue] = {"memory-measured-by": group.how, "guest-kernel": choice.guest().release}
        return _observation(samples, watched.others, facts)


def _start_only(plan: Plan, lab: Lab) -> Observation:
    with lab.watch() as watched:
        began = time.monotonic()
        qemu = lab.start(plan.binary, _machine(plan), connect=False)
        samples = _answered(lab, qemu, began)
    qemu.quit()
    return _observation(samples, watched.others, {})


def _machine(plan: Plan) -> tuple[str, ...]:
    machine = f"{plan.setting['machine-type']},accel={plan.setting['accelerator']}"
    if plan.setting["machine-type"] == "microvm":
        # With ACPI, Debian's kernel did not come to the end of its boot under emulation in two minutes.
        machine += ",acpi=off"
    return ("-machine", machine, "-m", f"{plan.setting['guest-ram-mib']}M", "-smp", "1")


def _answered(lab: Lab, qemu: Qemu, began: float) -> dict[str, float]:
    greeting, used = first_answer(lab, qemu)
    return {"qmp-ms": (greeting - began) * 1000, "start-cpu-ms": used * 1000}


def _observation(samples: dict[str, float], others: float, facts: dict[str, SettingValue]) -> Observation:
    return Observation(
        samples={name: (value,) for name, value in samples.items()},
        others_cpu=others,
        facts=facts,
    )


SCENARIO = StartUp()
