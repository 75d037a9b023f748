"""A scenario that needs no QEMU: it says what a test wants it to say."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from claimbase.bench.binaries import QemuBinary
from claimbase.bench.process import Lab
from claimbase.bench.scenario import Choice, Observation, Plan, Scenario
from claimbase.bench.session import FORMAT, Header, Session, create, order
from claimbase.definition import definition_hash
from claimbase.model import Benchmark, HostState, MachineDocument, Metric, Parameter
from claimbase.model import Session as SessionFacts

DEFINITION = Benchmark(
    id="stand-in",
    title="A stand-in",
    question="How long does nothing take?",
    metrics=(Metric(id="time-ms", title="time", unit="ms", better="lower"),),
    parameters=(Parameter(id="mode", title="way"),),
    procedure="Nothing is done.",
    fewest=2,
)


def binary(version: str = "10.2.2") -> QemuBinary:
    series = ".".join(version.split(".")[:2])
    reported = f"QEMU emulator version {version}"
    return QemuBinary(Path("/nowhere") / version, version, series, reported, "made up", "0" * 64, frozenset({"tcg"}))


class StandIn(Scenario):
    """Observes what a function says."""

    definition = DEFINITION
    seconds = 1.0

    def __init__(self, observe: Callable[[Plan], Observation], repetitions: int = 3) -> None:
        self._observe = observe
        self._repetitions = repetitions

    def plans(self, binaries: Sequence[QemuBinary], choice: Choice) -> Iterator[Plan]:
        """Each binary in two ways."""
        for each in binaries:
            for mode in ("one", "other"):
                yield Plan(each, {"mode": mode}, self._repetitions)

    def run(self, plan: Plan, lab: Lab, choice: Choice) -> Observation:
        """What the function says."""
        return self._observe(plan)


MACHINE = MachineDocument(
    title="a machine",
    architecture="x86_64",
    processor="Some(R) Processor 5000 CPU",
    cores=2,
    memory_mib=1024,
    virtual=True,
    system="Debian",
    kvm="none",
)


def begun(cache: Path, scenario: Scenario, binaries: Sequence[QemuBinary], *, seed: int = 1) -> Session:
    """A session of the scenario, not yet run."""
    subjects, steps = order(list(scenario.plans(binaries, Choice())), seed, quick=False)
    return create(
        cache,
        Header(
            format=FORMAT,
            benchmark=scenario.definition,
            definition=definition_hash(scenario.definition),
            machine="some-machine",
            machine_facts=MACHINE,
            host=HostState(kernel="6.1", load=0.0, governor="performance", io_uring="available"),
            session=SessionFacts(started="2026-11-26T12:00:00Z", seed=seed, harness="x", command="x"),
            subjects=tuple(one.described() for one in subjects if isinstance(one, QemuBinary)),
            paths=tuple(str(one.path) for one in subjects if isinstance(one, QemuBinary)),
            steps=steps,
        ),
    )


_EVERYTHING = frozenset({"tcg", "cpr-reboot", "cpr-transfer", "cpr-exec", "io_uring", "linux-aio"})

BINARIES_OF_SCENARIOS = [
    dataclasses.replace(binary("7.2.22"), features=frozenset({"tcg", "linux-aio"})),
    dataclasses.replace(binary("10.2.2"), features=_EVERYTHING),
    dataclasses.replace(binary("11.1.3"), features=_EVERYTHING),
]
"""An old binary that offers little, and two that offer all that scenarios ask for."""
