"""Result files and machines against the definitions that they belong to."""

from collections.abc import Iterator, Mapping

from ..definition import definition_hash
from ..errors import Path
from ..model import Benchmark, Level, ResultFile, Run
from .rule import Context, Found, rule


@rule(
    "D207",
    "unknown machine",
    why="A reader must know on what the runs were made.",
    bad="results/laptop/… without machines/laptop.json",
    good="results/laptop/… with machines/laptop.json",
    fix="describe the machine in claims/benchmarks/machines/",
    subject="base",
)
def machine_known(context: Context) -> Iterator[Found]:
    """Yield each result file whose machine is not described."""
    for file, _, result in _files(context):
        if context.unknown(result.machine, context.kb.machines):
            yield Found(("machine",), f"there is no machine {result.machine}", "", file=file)


@rule(
    "D208",
    "unknown metric, parameter or outcome in a run",
    why="Nothing would evaluate it.",
    bad='"samples": {"gap": [1.5]}',
    good='"samples": {"guest-gap-ms": [1.5]}',
    fix="give the file back to the harness that made it; results are not edited",
    subject="base",
)
def names_known(context: Context) -> Iterator[Found]:
    """Yield each name in a run of the present definition that the definition does not have."""
    for file, benchmark, result in _files(context, of_definition=True):
        known = _Known(benchmark)
        for index, run in enumerate(result.runs):
            for key, name, what in known.unknown(run):
                at: Path = ("runs", index, *key)
                yield Found(at, f"the benchmark {benchmark.id} has no {what} {name}", "", file=file)


@rule(
    "D209",
    "run without the value of a parameter",
    why="Runs are only compared where all other parameters agree.",
    bad='"setting": {}',
    good='"setting": {"mode": "cpr-exec"}',
    fix="give the file back to the harness that made it; results are not edited",
    subject="base",
)
def settings_complete(context: Context) -> Iterator[Found]:
    """Yield each run of the present definition whose setting lacks a parameter."""
    for file, benchmark, result in _files(context, of_definition=True):
        for index, run in enumerate(result.runs):
            missing = [parameter.id for parameter in benchmark.parameters if parameter.id not in run.setting]
            if missing:
                message = f"run {run.number} has no value of {', '.join(missing)}"
                yield Found(("runs", index), message, "", file=file)


@rule(
    "D211",
    "result of another definition",
    why="Samples of another definition are kept, but not evaluated and never mixed with those of this one.",
    bad="a result made before the procedure was changed",
    good="a result made by the procedure as it is written now",
    fix="run the benchmark again, or give the changed definition an id of its own",
    subject="base",
    level=Level.WARNING,
)
def definition_current(context: Context) -> Iterator[Found]:
    """Yield each result file that was made by another definition than the benchmark's."""
    hashes = {name: definition_hash(benchmark) for name, benchmark in context.kb.benchmarks.items()}
    for file, benchmark, result in _files(context):
        if result.definition != hashes[benchmark.id]:
            message = f"the runs were made by another definition of {benchmark.id}; they are not evaluated"
            yield Found(("definition",), message, "", file=file)


@rule(
    "D212",
    "machine never used",
    why="A machine is described because runs were made on it.",
    bad="machines/laptop.json without results/laptop/",
    good="machines/laptop.json with results/laptop/",
    fix="delete the file, or add the results",
    subject="base",
    level=Level.WARNING,
)
def machine_used(context: Context) -> Iterator[Found]:
    """Yield each machine that has no results."""
    used = {result.machine for files in context.kb.results.values() for _, result in files}
    used |= {file.entry.id.split("/")[1] for file in context.kb.parsed.values() if file.entry.id.count("/") == 3}
    for name in context.kb.machines:
        if name not in used:
            yield Found((), f"no results were made on {name}", "", file=name)


class _Known:
    """The names of one definition."""

    def __init__(self, benchmark: Benchmark) -> None:
        self._parameters = {parameter.id for parameter in benchmark.parameters}
        self._metrics = {metric.id for metric in benchmark.metrics}
        self._outcomes = {outcome.id for outcome in benchmark.outcomes}

    def unknown(self, run: Run) -> Iterator[tuple[tuple[str, ...], str, str]]:
        """Yield place, name and sort of everything in a run that the definition does not have."""
        held: Mapping[str, tuple[set[str], str]] = {
            "setting": (self._parameters, "parameter"),
            "samples": (self._metrics, "metric"),
        }
        for key, (known, what) in held.items():
            for name in getattr(run, key).keys() - known:
                yield (key, name), name, what
        for key in ("expected", "observed"):
            outcome = getattr(run, key)
            if outcome is not None and outcome not in self._outcomes:
                yield (key,), outcome, "outcome"


def _files(context: Context, *, of_definition: bool = False) -> Iterator[tuple[str, Benchmark, ResultFile]]:
    """Yield file id, benchmark and content of every result of a known benchmark; or only those that it evaluates."""
    for name, files in context.kb.results.items():
        benchmark = context.kb.benchmarks.get(name)
        wanted = definition_hash(benchmark) if benchmark else ""
        for path, result in files:
            if benchmark and (not of_definition or result.definition == wanted):
                yield context.kb.parsed[path].entry.id, benchmark, result
