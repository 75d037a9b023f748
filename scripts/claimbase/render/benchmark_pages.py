"""The list of benchmarks with the machines, and the page of a benchmark: what was measured, how, and what came out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimbase.citing import Base, benchmark_dataset
from claimbase.definition import definition_hash
from claimbase.evaluation import Evaluation
from claimbase.model import Benchmark, Binary, Machine, SourceTree

from . import runs
from .cite import json_ld_head
from .crossrefs import Entry
from .figures import natural
from .files import SiteFile, SiteSettings
from .fragments import MEASUREMENT_BADGES
from .metric_views import Names, metric_views, names_of, number_tables, throughout
from .outcome_matrices import matrices, outcome_legend
from .pages import page
from .prose import plain
from .runs import OneRun, Results


@dataclass(frozen=True, slots=True)
class Use:
    """A claim that rests on a benchmark."""

    entry: Entry
    """The claim."""
    items: tuple[tuple[str, Evaluation], ...]
    """The ids of its items that do, each with what the data say about it."""


@dataclass(frozen=True, slots=True)
class BenchmarkInputs:
    """Everything that the page of one benchmark is made from."""

    benchmark: Benchmark
    """The definition."""
    results: Results
    """Its result files."""
    machines: tuple[Machine, ...]
    """The machines on which runs were made."""
    uses: tuple[Use, ...]
    """The claims that rest on it."""
    path: str
    """The file of the definition, relative to the root."""
    settings: SiteSettings
    """What the page says about the site."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A benchmark as the list shows it."""

    benchmark: Benchmark
    """The definition."""
    counted: int
    """Runs that count."""
    total: int
    """All runs."""
    versions: tuple[str, ...]
    """The versions that were examined, in their order."""
    machines: tuple[str, ...]
    """Ids of the machines."""
    claims: tuple[Entry, ...]
    """The claims that rest on it."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session of runs on one machine, over all its files."""

    machine: str
    """Id of the machine."""
    started: str
    """When it began."""
    versions: tuple[str, ...]
    """The versions examined in it."""
    number: int
    """Its runs."""
    harness: str
    """Version of the program."""
    command: str
    """The command that began it."""
    seed: int
    """The seed of the order."""
    host: str
    """State of the machine, in words."""
    warnings: tuple[str, ...]
    """What made the machine less fit for measuring."""


def summary(benchmark: Benchmark, results: Results, claims: tuple[Entry, ...]) -> Summary:
    """Return a benchmark as the list shows it."""
    each = runs.all_runs(benchmark, results)
    versions = {file.subject.version for _, file in results}
    return Summary(
        benchmark,
        sum(one.standing == runs.EVALUATED for one in each),
        len(each),
        tuple(sorted(versions, key=natural)),
        tuple(sorted({file.machine for _, file in results})),
        claims,
    )


def benchmark_list(summaries: tuple[Summary, ...], machines: tuple[Machine, ...]) -> Iterator[SiteFile]:
    """Yield the list of benchmarks, with the machines described."""
    yield page(
        "benchmarks.html",
        "benchmarks/index.html",
        "Benchmarks",
        description="What was measured with real QEMU, on which machines, and which claims rest on it.",
        values={"summaries": summaries, "machines": machines, "titles": {each.id: each.title for each in machines}},
    )


def benchmark_page(inputs: BenchmarkInputs) -> Iterator[SiteFile]:
    """Yield the page of one benchmark."""
    benchmark = inputs.benchmark
    edit_url = inputs.settings.edit_url
    made = page(
        "benchmark.html",
        f"benchmarks/{benchmark.id}.html",
        benchmark.title,
        edit_path=inputs.path,
        description=benchmark.question,
        values={
            "benchmark": benchmark,
            "hash": definition_hash(benchmark),
            "uses": inputs.uses,
            "badges": MEASUREMENT_BADGES,
            "machines": inputs.machines,
            "titles": {machine.id: machine.title for machine in inputs.machines},
            "path": inputs.path,
            "edit_url": edit_url.replace("{path}", inputs.path) if edit_url else "",
            **_found(inputs),
        },
    )
    base = Base(inputs.settings.name, inputs.settings.site_url)
    data = benchmark_dataset(benchmark, plain(benchmark.question), plain(benchmark.procedure), base)
    yield replace(made, head=json_ld_head(data))


def _found(inputs: BenchmarkInputs) -> dict[str, object]:
    """Return what the runs came to, and how they were made."""
    each = runs.all_runs(inputs.benchmark, inputs.results)
    found = runs.groups(each)
    names = names_of(inputs.benchmark, {machine.id: machine.title for machine in inputs.machines})
    return {
        "total": len(each),
        "standings": _standings(each),
        "left_out": _left_out(each),
        "parameters": _parameters(names, each),
        "throughout": throughout(names, found),
        "metrics": tuple(metric_views(names, found)),
        "tables": tuple(number_tables(names, found)),
        "matrices": tuple(matrices(names, found)),
        "legend": outcome_legend(inputs.benchmark, found),
        "sessions": tuple(_sessions(inputs.results)),
        "binaries": tuple(_binaries(inputs.results)),
        "trees": tuple(_trees(inputs.results)),
    }


def _standings(each: Sequence[OneRun]) -> tuple[tuple[str, int, str], ...]:
    """Return how many runs stand in each way, with what that means; ways that do not occur are left out."""
    counted = Counter(one.standing for one in each)
    return tuple((name, counted[name], told) for name, told in runs.STANDINGS.items() if counted[name])


def _left_out(each: Sequence[OneRun]) -> tuple[tuple[str, str, str, int], ...]:
    """Return version, standing and reason of the runs that do not count, with how many there are."""
    counted = Counter((one.file.subject.version, one.standing, one.why) for one in each if one.why)
    ordered = sorted(counted.items(), key=lambda pair: (natural(pair[0][0]), pair[0]))
    return tuple((*about, number) for about, number in ordered)


def _parameters(names: Names, each: Sequence[OneRun]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return id, title and values of each condition, in the natural order of the values."""
    rows = []
    for place, name in enumerate(names.conditions):
        values = {runs.order((one.conditions[place],)): one.conditions[place] for one in each}
        told = tuple(names.value(place, values[key]) for key in sorted(values))
        rows.append((name, names.title(place), told))
    return tuple(rows)


def _sessions(results: Results) -> Iterator[SessionRow]:
    together: dict[tuple[str, str], list[int]] = {}
    for place, (_, file) in enumerate(results):
        together.setdefault((file.machine, file.session.started), []).append(place)
    for (machine, started), places in sorted(together.items()):
        files = [results[place][1] for place in places]
        first = files[0]
        host = first.host
        state = f"kernel {host.kernel}, load {host.load:g}, governor {host.governor}, io_uring {host.io_uring}"
        yield SessionRow(
            machine,
            started,
            tuple(sorted({file.subject.version for file in files}, key=natural)),
            sum(len(file.runs) for file in files),
            first.session.harness,
            first.session.command,
            first.session.seed,
            state,
            tuple(dict.fromkeys(warning for file in files for warning in file.host.warnings)),
        )


def _binaries(results: Results) -> list[Binary]:
    """Return the binaries that took part, each once, by version."""
    found: dict[str, Binary] = {}
    for _, file in results:
        subject = (file.subject,) if isinstance(file.subject, Binary) else ()
        for binary in (*subject, *file.others):
            found.setdefault(binary.sha256, binary)
    return sorted(found.values(), key=lambda binary: (natural(binary.version), binary.sha256))


def _trees(results: Results) -> list[SourceTree]:
    """Return the trees of sources that were examined, each once, by version."""
    found = {file.subject.commit: file.subject for _, file in results if isinstance(file.subject, SourceTree)}
    return sorted(found.values(), key=lambda tree: (natural(tree.version), tree.commit))
