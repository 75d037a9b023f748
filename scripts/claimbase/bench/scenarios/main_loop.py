"""The main loop with io_uring available and blocked: disk images, idle processes, and disks that ask for io_uring."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimbase.bench.binaries import QemuBinary
from claimbase.bench.blocked import LAUNCHER
from claimbase.bench.errors import Died
from claimbase.bench.image_bench import WORKS, bench, filesystem, make_image
from claimbase.bench.process import Lab
from claimbase.bench.process_cost import io_pressure_seconds, processor_seconds
from claimbase.bench.scenario import Choice, Observation, Plan, Scenario, SettingValue
from claimbase.model import Benchmark, Metric, ObservedOutcome, Parameter

_AIO = ("threads", "native", "io_uring")
_STATES = ("available", "blocked")
_IDLE = {"idle": (), "idle-io-thread": ("-object", "iothread,id=io0")}
_IDLE_SETTLE_SECONDS = 1.0
_IDLE_SECONDS = 3.0
_START = "start-with-disk"
_ASSERTED = {"read-4k-1", "cached-read-4k-1", "cached-read-4k-32"}
_QUICK = {"read-4k-1", "idle-io-thread", _START}

DEFINITION = Benchmark(
    id="main-loop",
    title="Main loop with io_uring available and blocked",
    question="What do disk requests and an idle QEMU cost, by version, with io_uring available and blocked?",
    metrics=(
        Metric(id="throughput-mib-s", title="throughput of disk requests", unit="MiB/s", better="higher"),
        Metric(id="latency-us", title="mean time of a disk request", unit="µs", better="lower"),
        Metric(id="cpu-us-per-request", title="processor time of a disk request", unit="µs", better="lower"),
        Metric(
            id="idle-cpu-percent", title="processor time of an idle QEMU, of one processor", unit="%", better="lower"
        ),
        Metric(
            id="idle-io-pressure-percent",
            title="time in which some task of the machine counts as waiting for I/O",
            unit="%",
            better="lower",
        ),
        Metric(id="io-uring-descriptors", title="rings that the process has open", unit="rings", better="neither"),
    ),
    outcomes=(
        ObservedOutcome(id="starts", title="starts and answers over QMP"),
        ObservedOutcome(id="refused", title="ends with an error"),
    ),
    parameters=(
        Parameter(id="io-uring", title="io_uring"),
        Parameter(id="aio", title="way of asynchronous I/O"),
        Parameter(id="work", title="what is done"),
    ),
    procedure=" ".join(
        (
            "Blocked: a seccomp filter, set before the program starts, lets the three system calls of io_uring fail",
            "with EPERM. Disk requests: qemu-img bench of the same build on a raw file of 64 MiB, all blocks",
            "written, past the page cache (cache mode none) or in it (works that begin with cached, mode",
            "writeback); the name of a work gives direction, size and depth. Time is what qemu-img says, processor",
            "time that of its process. Idle: QEMU with machine type none, with or without an IO thread, one second",
            "after it answered, over three seconds; the pressure is that of the whole machine, from",
            "/proc/pressure/io. start-with-disk: machine type pc with a virtio disk on that file, cache mode none,",
            "TCG, the guest not run; expected is that it starts.",
        )
    ),
    fewest=5,
    cannot_show=" ".join(
        (
            "qemu-img has a main loop and no guest: what a guest sees needs KVM and is not measured. Images on",
            "the disk of a small virtual machine measure that disk. I/O pressure is a figure of the machine, not",
            "of a process, and other processes add to it. Builds differ in their io_uring library.",
        )
    ),
    command="claimbase bench run main-loop --qemu 7.2 --qemu 10.0 --qemu 10.2 --qemu 11.1",
)


class MainLoop(Scenario):
    """Measures images and idle processes, and starts guests, with and without io_uring."""

    definition = DEFINITION
    seconds = 2.5

    def plans(self, binaries: Sequence[QemuBinary], choice: Choice) -> Iterator[Plan]:
        """Yield each work, way and state of io_uring that a binary knows."""
        if io_pressure_seconds() is None:
            choice.left_out("The kernel keeps no /proc/pressure/io, so I/O pressure is left out.")
        for binary in binaries:
            if binary.img is None:
                choice.left_out(f"There is no qemu-img beside QEMU {binary.version}; disk requests are left out.")
            for state in _STATES:
                for work, aio, repetitions in _settings(binary, state):
                    if not choice.quick or work in _QUICK:
                        setting: dict[str, SettingValue] = {"io-uring": state, "aio": aio, "work": work}
                        yield Plan(binary, setting, repetitions)

    def run(self, plan: Plan, lab: Lab, choice: Choice) -> Observation:  # noqa: ARG002
        """Make one run, with io_uring as the setting says."""
        launcher = LAUNCHER if plan.setting["io-uring"] == "blocked" else ()
        work, aio = str(plan.setting["work"]), str(plan.setting["aio"])
        if work in _IDLE:
            return _idle(plan, lab, launcher)
        if work == _START:
            return _start(plan, lab, launcher, aio)
        found = next(each for each in WORKS if each.id == work)
        with lab.watch() as watched:
            samples = bench(lab, plan.binary, found, aio, launcher)
        kind = filesystem(lab.folder, Path("/proc/mounts").read_text("utf-8", "replace"))
        return Observation(
            samples={name: (value,) for name, value in samples.items()},
            others_cpu=watched.others,
            facts={"file-system": kind},
        )


def _settings(binary: QemuBinary, state: str) -> Iterator[tuple[str, str, int]]:
    """Yield work, way of asynchronous I/O and repetitions; where io_uring is blocked no work can use it."""
    ways = [aio for aio in _AIO if aio != "io_uring" or "io_uring" in binary.features]
    for work in WORKS if binary.img is not None else ():
        for aio in ways:
            if work.allows(aio) and (aio, state) != ("io_uring", "blocked"):
                yield work.id, aio, 10 if work.id in _ASSERTED else 3
    for idle in _IDLE:
        yield idle, "none", 5
    for aio in ways:
        yield _START, aio, 3


def _idle(plan: Plan, lab: Lab, launcher: Sequence[str]) -> Observation:
    options = ("-machine", "none,accel=tcg", *_IDLE[str(plan.setting["work"])])
    qemu = lab.start(plan.binary, options, launcher=launcher)
    time.sleep(_IDLE_SETTLE_SECONDS)
    with lab.watch() as watched:
        pressure, used, moment = io_pressure_seconds(), processor_seconds(qemu.pid), time.monotonic()
        time.sleep(_IDLE_SECONDS)
        pressed, burnt = io_pressure_seconds(), processor_seconds(qemu.pid)
        passed = time.monotonic() - moment
    samples = {"idle-cpu-percent": 100 * (burnt - used) / passed, "io-uring-descriptors": _rings(qemu.pid)}
    if pressure is not None and pressed is not None:
        samples["idle-io-pressure-percent"] = 100 * (pressed - pressure) / passed
    qemu.quit()
    return Observation(samples={name: (value,) for name, value in samples.items()}, others_cpu=watched.others)


def _start(plan: Plan, lab: Lab, launcher: Sequence[str], aio: str) -> Observation:
    drive = f"file={make_image(lab.folder)},if=none,id=d0,format=raw,cache=none,aio={aio}"
    options = ("-machine", "pc,accel=tcg", "-S", "-drive", drive, "-device", "virtio-blk-pci,drive=d0")
    try:
        qemu = lab.start(plan.binary, options, launcher=launcher)
    except Died as error:
        return Observation(expected="starts", observed="refused", log=error.log)
    samples, told = {"io-uring-descriptors": (float(_rings(qemu.pid)),)}, qemu.stderr_tail()
    qemu.quit()
    return Observation(samples=samples, expected="starts", observed="starts", log=told)


def _rings(pid: int) -> float:
    """Return how many io_uring instances a process has open."""
    links = []
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.append(str(each.readlink()))
        except OSError:  # closed meanwhile
            continue
    return float(links.count("anon_inode:[io_uring]"))


SCENARIO = MainLoop()
