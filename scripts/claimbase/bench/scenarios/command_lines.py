"""Which ordinary command lines start under which version."""

import hashlib
import re
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimbase.bench.binaries import QemuBinary
from claimbase.bench.command_line_table import COMMAND_LINES, CommandLine
from claimbase.bench.errors import Died
from claimbase.bench.process import Lab
from claimbase.bench.scenario import Choice, Observation, Plan, Scenario
from claimbase.model import Benchmark, ObservedOutcome, Parameter

_DISK_BYTES = 16 * 1024 * 1024
_FLOPPY_BYTES = 1440 * 1024
_QUICK_EACH = 8
_LOG_LINES = 6
_WARNING = re.compile(r"warning|deprecated", re.IGNORECASE)

DEFINITION = Benchmark(
    id="command-lines",
    title="Ordinary command lines, by version",
    question="Which command lines that were ordinary at some time does a version still start?",
    outcomes=(
        ObservedOutcome(id="starts", title="starts and says nothing"),
        ObservedOutcome(id="starts-with-warning", title="starts and warns"),
        ObservedOutcome(id="refused", title="ends with an error"),
        ObservedOutcome(id="needs-host", title="ends since this host or build lacks something"),
    ),
    parameters=(Parameter(id="command-line", title="command line"),),
    procedure=" ".join(
        (
            "Each line of a committed table is given to the binary together with -S, -nodefaults, -display none and",
            "a QMP socket. It starts if it answers query-status over QMP, with a warning if a line of what it prints",
            "has the word warning or deprecated in it. If it ends instead, a pattern beside the line tells whether",
            "the message speaks of what the host or the build lacks, such as KVM or SPICE; else it is refused. The",
            "guest does not run. Disks are empty raw files. The expected outcome is always that it starts.",
        )
    ),
    materials={
        "command lines": "sha256:"
        + hashlib.sha256(
            "\n".join(f"{line.id}\t{line.options}\t{line.needs}" for line in COMMAND_LINES).encode()
        ).hexdigest()
    },
    fewest=1,
    cannot_show=" ".join(
        (
            "The lines are a choice of ours; a share of lines that start says nothing of the share of users.",
            "A line that starts may still give the guest other hardware than before. A device that was never",
            "built looks like one that was removed, where no pattern tells them apart. The option -nodefaults, which",
            "the runs add, also takes the default audio away: the refusal of hda-alone from 10.0 on is its doing.",
        )
    ),
    command="claimbase bench run command-lines --qemu 7.2 --qemu 10.0 --qemu 10.2 --qemu 11.1",
)


class CommandLines(Scenario):
    """Starts each command line."""

    definition = DEFINITION
    seconds = 0.5

    def plans(self, binaries: Sequence[QemuBinary], choice: Choice) -> Iterator[Plan]:
        """Yield each command line with each binary once; a quick session takes some of them."""
        for binary in binaries:
            for line in COMMAND_LINES[::_QUICK_EACH] if choice.quick else COMMAND_LINES:
                yield Plan(binary, {"command-line": line.id}, 1)

    def run(self, plan: Plan, lab: Lab, choice: Choice) -> Observation:  # noqa: ARG002
        """Start one command line, and see whether it answers."""
        line = next(each for each in COMMAND_LINES if each.id == plan.setting["command-line"])
        options = arguments(line, lab.folder)
        try:
            qemu = lab.start(plan.binary, ("-S", *options))
            qemu.qmp("query-status")
        except Died as error:
            told = error.log
            observed = outcome(line, started=False, told=told)
        else:
            told = qemu.stderr_tail()
            observed = outcome(line, started=True, told=told)
            qemu.quit()
        return Observation(
            expected="starts",
            observed=observed,
            facts={"options": " ".join(line.options.split())[:300]},
            log=tuple(each[:300] for each in told if each.strip())[:_LOG_LINES],
        )


def arguments(line: CommandLine, folder: Path) -> list[str]:
    """Return the options of a line, with the files and the port that they name made."""
    places = {"disk": folder / "disk.img", "iso": folder / "disk.iso", "floppy": folder / "floppy.img"}
    for name, place in places.items():
        if f"{{{name}}}" in line.options:
            place.touch()
            with place.open("r+b") as stream:
                stream.truncate(_FLOPPY_BYTES if name == "floppy" else _DISK_BYTES)
    words = {**places, "folder": folder, "port": _free_port() if "{port}" in line.options else 0}
    return [word.format(**words) for word in line.options.split()]


def outcome(line: CommandLine, *, started: bool, told: Sequence[str]) -> str:
    """Return what became of a line, by what the binary printed."""
    if started:
        return "starts-with-warning" if any(map(_WARNING.search, told)) else "starts"
    lacks = line.needs and any(re.search(line.needs, each) for each in told)
    return "needs-host" if lacks else "refused"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


SCENARIO = CommandLines()
