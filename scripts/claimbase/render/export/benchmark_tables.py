"""Tables of benchmarks: definitions, machines, result files, runs, their settings and raw samples."""

from collections.abc import Iterator

from claimbase.definition import definition_hash
from claimbase.model import ResultFile

from .table import Base, Column, Row, Value, table


@table(
    "machines",
    "A machine on which runs were made.",
    Column("id", "Id of the machine."),
    Column("title", "What it is, in plain words."),
    Column("architecture", "Machine hardware name."),
    Column("processor", "Model of the processor."),
    Column("cores", "Number of logical processors.", "integer"),
    Column("memory_mib", "Memory in MiB.", "integer"),
    Column("virtual", "Whether it is itself a virtual machine.", "boolean"),
    Column("system", "Distribution and release."),
    Column("kvm", "What kind of KVM it has, or none."),
    Column("origin", "The origin of what is observed on it."),
)
def machines(base: Base) -> Iterator[Row]:
    """Yield the machines, by id."""
    for each in base.kb.machines.values():
        yield (
            each.id, each.title, each.architecture, each.processor, each.cores, each.memory_mib, each.virtual,
            each.system, each.kvm, each.origin or each.id,
        )  # fmt: skip


@table(
    "benchmarks",
    "A benchmark definition.",
    Column("id", "Id of the benchmark."),
    Column("title", "Its name."),
    Column("question", "The question that it answers."),
    Column("procedure", "How a run is made."),
    Column("definition_hash", "Hash of what makes results comparable."),
)
def benchmarks(base: Base) -> Iterator[Row]:
    """Yield the benchmarks, by id."""
    for each in base.kb.benchmarks.values():
        yield each.id, each.title, each.question, each.procedure, definition_hash(each)


@table(
    "metrics",
    "What a benchmark measures.",
    Column("benchmark", "The benchmark.", refers_to="benchmarks"),
    Column("metric", "Id of the metric."),
    Column("title", "Its name."),
    Column("unit", "Unit of its samples."),
    Column("better", "Which direction is better: lower, higher or neither."),
    key=("benchmark", "metric"),
)
def metrics(base: Base) -> Iterator[Row]:
    """Yield the metrics of each benchmark, in file order."""
    for each in base.kb.benchmarks.values():
        for metric in each.metrics:
            yield each.id, metric.id, metric.title, metric.unit, metric.better


@table(
    "result_files",
    "The runs of one session with one binary or source tree.",
    Column("path", "Path in the repository."),
    Column("benchmark", "The benchmark.", refers_to="benchmarks"),
    Column("machine", "The machine.", refers_to="machines"),
    Column("version", "Version of QEMU."),
    Column("series", "Release series."),
    Column("started", "When the session began, in UTC."),
    Column("kernel", "Release of the kernel."),
    Column("io_uring", "Available, or what blocks it."),
    Column("sha256", "SHA-256 of the file."),
    Column("evaluated", "Whether it was made by the present definition; others are not evaluated.", "boolean"),
)
def result_files(base: Base) -> Iterator[Row]:
    """Yield the result files, by benchmark and path."""
    for path, file in _files(base):
        benchmark = base.kb.benchmarks[file.benchmark]
        yield (
            path, file.benchmark, file.machine, file.subject.version, file.subject.series, file.session.started,
            file.host.kernel, file.host.io_uring, base.kb.parsed[path].sha256,
            file.definition == definition_hash(benchmark),
        )  # fmt: skip


@table(
    "runs",
    "One run.",
    Column("file", "The result file.", refers_to="result_files"),
    Column("run", "Place in the file, from 1.", "integer"),
    Column(
        "number",
        "Place in the order of the session, over all its files; several may share one.",
        "integer",
    ),
    Column("started", "When it began, in UTC."),
    Column("warmup", "Whether it only warmed up; such runs are not evaluated.", "boolean"),
    Column("set_aside", "Why it is kept but not evaluated; null where it is evaluated.", required=False),
    Column("failed", "Why it gave no result; null where it did.", required=False),
    Column("expected", "For a test-run: the outcome that was expected.", required=False),
    Column("observed", "For a test-run: the outcome.", required=False),
    Column("others_cpu", "Share of processor time that went to other processes, 0 to 1.", "real", required=False),
    key=("file", "run"),
)
def runs(base: Base) -> Iterator[Row]:
    """Yield the runs of each file, in order."""
    for path, file in _files(base):
        for place, run in enumerate(file.runs, 1):
            yield (
                path, place, run.number, run.started, run.warmup, run.set_aside, run.failed, run.expected, run.observed,
                run.others_cpu,
            )  # fmt: skip


@table(
    "settings",
    "The value of one parameter in one run.",
    Column("file", "The result file.", refers_to="result_files"),
    Column("run", "The run.", "integer"),
    Column("parameter", "Id of the parameter."),
    Column("value", "Its value, as text."),
    key=("file", "run", "parameter"),
)
def settings(base: Base) -> Iterator[Row]:
    """Yield the settings of each run, by parameter."""
    for path, file in _files(base):
        for place, run in enumerate(file.runs, 1):
            for parameter, value in sorted(run.setting.items()):
                yield path, place, parameter, _told(value)


@table(
    "samples",
    "One raw sample.",
    Column("file", "The result file.", refers_to="result_files"),
    Column("run", "The run.", "integer"),
    Column("metric", "Id of the metric."),
    Column("number", "Place among the samples of the run, from 1.", "integer"),
    Column("value", "The sample, in the unit of the metric.", "real"),
    key=("file", "run", "metric", "number"),
)
def samples(base: Base) -> Iterator[Row]:
    """Yield the samples of each run, by metric, in order."""
    for path, file in _files(base):
        for place, run in enumerate(file.runs, 1):
            for metric, values in sorted(run.samples.items()):
                for number, value in enumerate(values, 1):
                    yield path, place, metric, number, float(value)


def _files(base: Base) -> Iterator[tuple[str, ResultFile]]:
    for name, files in base.kb.results.items():
        if name in base.kb.benchmarks:
            yield from files


def _told(value: Value) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
