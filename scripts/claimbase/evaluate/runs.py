"""The runs of a benchmark that may be evaluated, and which of them an assertion means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimbase.definition import definition_hash
from claimbase.evaluation import Evaluation
from claimbase.model import Benchmark, Machine, MeasurementOutcome, ResultFile, Run, Setting
from claimbase.repository import KnowledgeBase

Choice = Mapping[str, Setting | tuple[Setting, ...]]
"""Values, or lists of values, of parameters."""


@dataclass(frozen=True, slots=True)
class KnownRun:
    """One run with everything that assertions may choose it by."""

    run: Run
    """The run."""
    setting: Mapping[str, Setting]
    """The value of each parameter, and `version`, `series` and `machine`."""
    path: str
    """The result file."""
    machine: str
    """Id of the machine."""


@dataclass(frozen=True, slots=True)
class Data:
    """The evaluable runs of one benchmark: of its present definition, neither warm-up nor failed nor set aside."""

    benchmark: Benchmark
    """The definition."""
    runs: tuple[KnownRun, ...]
    """The runs, by file, in order."""
    left_out: tuple[KnownRun, ...]
    """The runs of the same definition that failed or were set aside."""
    machines: Mapping[str, Machine]
    """All machines."""


def settings_of(result: ResultFile, run: Run) -> Mapping[str, Setting]:
    """Return the value of each parameter of a run, and `version`, `series` and `machine`."""
    subject = result.subject
    return {**run.setting, "version": subject.version, "series": subject.series, "machine": result.machine}


def data_of(kb: KnowledgeBase, name: str) -> Data:
    """Return the data of a benchmark that the base has."""
    benchmark = kb.benchmarks[name]
    wanted = definition_hash(benchmark)
    known = [
        KnownRun(run, settings_of(result, run), path, result.machine)
        for path, result in kb.results.get(name, ())
        if result.definition == wanted
        for run in result.runs
        if not run.warmup
    ]
    left_out = tuple(each for each in known if each.run.set_aside or each.run.failed)
    runs = tuple(each for each in known if not (each.run.set_aside or each.run.failed))
    return Data(benchmark, runs, left_out, kb.machines)


def matches(setting: Mapping[str, Setting], choice: Choice) -> bool:
    """Whether a run has a chosen value of every parameter in the choice."""
    return all(
        name in setting and any(same(setting[name], value) for value in listed(chosen))
        for name, chosen in choice.items()
    )


def listed(chosen: Setting | tuple[Setting, ...]) -> tuple[Setting, ...]:
    """Return one value or several as several."""
    return chosen if isinstance(chosen, tuple) else (chosen,)


def same(one: Setting, other: Setting) -> bool:
    """Whether two values are the same; true is not 1, although Python says so."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def by_machine(runs: Iterable[KnownRun]) -> dict[str, list[KnownRun]]:
    """Return the runs by machine, machines sorted."""
    groups: dict[str, list[KnownRun]] = {}
    for each in runs:
        groups.setdefault(each.machine, []).append(each)
    return dict(sorted(groups.items()))


def origin_of(machines: Iterable[str], known: Mapping[str, Machine]) -> str:
    """Return who made the observation: the machine's origin or id; of several machines the first origin by name.

    So an item from several machines counts to the origin of one of them: too few origins is the safer mistake.
    """
    return min((known[name].origin or name) if name in known else name for name in machines)


def put_aside(runs: Sequence[KnownRun]) -> str:
    """Return in words how many runs were left out, to be added to a reason; empty for none."""
    told = [
        f"{len(chosen)} {'run was' if len(chosen) == 1 else 'runs were'} {what}"
        for what, chosen in (
            ("set aside", [each for each in runs if each.run.set_aside]),
            ("without result", [each for each in runs if each.run.failed and not each.run.set_aside]),
        )
        if chosen
    ]
    return f" {' and '.join(told)}." if told else ""


def no_data(what: str) -> Evaluation:
    """Return the evaluation of an item that no run speaks of."""
    return Evaluation(MeasurementOutcome.NO_SAMPLES, what)
