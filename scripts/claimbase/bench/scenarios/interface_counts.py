"""Counts by version: what a binary offers to whoever configures it, by its own answers."""

from collections.abc import Iterator, Sequence

from claimbase.bench import qmp_counts
from claimbase.bench.binaries import QemuBinary
from claimbase.bench.errors import BenchError, Died, QmpRefused
from claimbase.bench.process import Lab
from claimbase.bench.qemu import Qemu
from claimbase.bench.scenario import Choice, Observation, Plan, Scenario
from claimbase.model import Benchmark, Metric

_HELP_SECONDS = 60.0


def _count(id: str, title: str, unit: str) -> Metric:
    return Metric(id=id, title=title, unit=unit, better="neither", exact=True)


DEFINITION = Benchmark(
    id="interface-counts",
    title="What the x86 emulator offers, by version",
    question="How many machine types, devices, commands, options and settings does a binary offer?",
    metrics=(
        _count("machine-types", "machine types", "machine types"),
        _count("machine-types-deprecated", "machine types that are deprecated", "machine types"),
        _count("device-types", "devices that -device takes, processors left out", "devices"),
        _count("device-properties", "properties of all devices together", "properties"),
        _count("object-types", "objects that -object takes", "objects"),
        _count("cpu-models", "processor models", "models"),
        _count("qmp-commands", "QMP commands", "commands"),
        _count("qmp-events", "QMP events", "events"),
        _count("qmp-members", "members of all objects of the QMP schema", "members"),
        _count("qmp-enum-values", "values of all enumerations of the QMP schema", "values"),
        _count("qmp-deprecated", "parts of the QMP schema marked as deprecated", "parts"),
        _count("qmp-unstable", "parts of the QMP schema marked as unstable", "parts"),
        _count("migration-parameters", "migration parameters", "parameters"),
        _count("migration-capabilities", "migration capabilities", "capabilities"),
        _count("migration-modes", "migration modes", "modes"),
        _count("migration-settings", "migration parameters, capabilities and modes together", "settings"),
        _count("option-groups", "command-line options that take keys", "options"),
        _count("option-group-keys", "keys of all options that take keys", "keys"),
        _count("help-options", "options that -help shows", "options"),
    ),
    procedure=" ".join(
        (
            "The binary is started with -machine none and TCG and asked over QMP: query-machines, aliases left out;",
            "query-qmp-schema, where a member is one of an object type and a deprecated or unstable part is a",
            "feature at whatever place; the arguments of migrate-set-parameters and migrate-set-capabilities;",
            "query-command-line-options; query-cpu-definitions; qom-list-types for what is user-creatable. Devices",
            "are the lines of -device help, processors left out; their properties those that",
            "device-list-properties names for each. Options of -help are the distinct ones that begin a line.",
        )
    ),
    fewest=1,
    cannot_show=" ".join(
        (
            "Builds differ: a package with many modules offers more devices, objects and schema than a build with",
            "few features, whatever the version. Counts of devices, properties, objects and the schema can be",
            "compared over versions only where the builds are alike; the fact build says where each comes from.",
            "Counts from the sources do not have this weakness.",
        )
    ),
    command="claimbase bench run interface-counts --qemu 7.2 --qemu 10.0 --qemu 10.2 --qemu 11.1",
)


class InterfaceCounts(Scenario):
    """Counts what one binary says of itself."""

    definition = DEFINITION
    seconds = 3.0

    def plans(self, binaries: Sequence[QemuBinary], choice: Choice) -> Iterator[Plan]:  # noqa: ARG002
        """Yield each binary once."""
        for binary in binaries:
            yield Plan(binary, {}, 1)

    def run(self, plan: Plan, lab: Lab, choice: Choice) -> Observation:  # noqa: ARG002
        """Ask, and count in the answers."""
        devices = qmp_counts.devices(_help(lab, plan.binary, "-device", "help"))
        qemu = _bare(lab, plan.binary)
        samples = {
            **qmp_counts.machine_types(qemu.qmp("query-machines")),
            **qmp_counts.schema(qemu.qmp("query-qmp-schema")),
            **qmp_counts.option_groups(qemu.qmp("query-command-line-options")),
            "object-types": len(qemu.qmp("qom-list-types", implements="user-creatable", abstract=False)),
            "cpu-models": len(qemu.qmp("query-cpu-definitions")),
            "device-types": len(devices),
            "help-options": qmp_counts.help_options(_help(lab, plan.binary, "-help")),
        }
        qemu.quit()
        properties, silent = _properties(lab, plan.binary, devices)
        samples["device-properties"] = properties
        return Observation(
            samples={name: (float(value),) for name, value in samples.items()},
            facts={"build": plan.binary.built[:300], "devices-without-answer": silent},
        )


def _properties(lab: Lab, binary: QemuBinary, devices: Sequence[str]) -> tuple[int, int]:
    """Return the properties of all devices, and how many devices tell none.

    Asking for a device whose module is not installed may end QEMU; it is started anew for the next one.
    """
    found, silent, left = 0, 0, list(devices)
    while left:
        qemu = _bare(lab, binary, f"p{silent}")
        try:
            while left:
                device = left.pop()
                try:
                    found += len(qemu.qmp("device-list-properties", typename=device))
                except QmpRefused:
                    silent += 1
        except Died:
            silent += 1
        qemu.quit()
    return found, silent


def _bare(lab: Lab, binary: QemuBinary, name: str = "a") -> Qemu:
    return lab.start(binary, ("-machine", "none,accel=tcg", "-S"), name=name)


def _help(lab: Lab, binary: QemuBinary, *options: str) -> str:
    """Return what a binary prints for an option that only tells."""
    done = lab.run([str(binary.path), *binary.data_options, *options], _HELP_SECONDS)
    if done.returncode:
        told = tuple(done.stderr.strip().splitlines()[-1:])
        raise BenchError(f"QEMU {binary.version} {' '.join(options)} fails", "see that it runs by hand", told)
    return done.stdout


SCENARIO = InterfaceCounts()
