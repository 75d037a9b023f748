"""The jobs that make the pages and data files of benchmarks."""

from collections.abc import Iterator, Mapping

from claimbase.evaluation import NO_EVALUATIONS, NOT_EVALUATED, Evaluation, Evaluations
from claimbase.model import BoundTestRun, Measurement
from claimbase.repository import KnowledgeBase

from .benchmark_files import benchmark_data
from .benchmark_pages import BenchmarkInputs, Use, benchmark_list, benchmark_page, summary
from .crossrefs import CrossReferences
from .files import SiteSettings
from .job import Job


def benchmark_jobs(
    kb: KnowledgeBase, evaluations: Mapping[str, Evaluations], refs: CrossReferences, settings: SiteSettings
) -> Iterator[Job]:
    """Yield the jobs for the page and the data of each benchmark, and for their list."""
    uses = _uses(kb, evaluations, refs)
    summaries = []
    for benchmark in kb.benchmarks.values():
        results = kb.results.get(benchmark.id, ())
        on = {file.machine for _, file in results}
        machines = tuple(machine for machine in kb.machines.values() if machine.id in on)
        resting = tuple(uses.get(benchmark.id, ()))
        path = kb.files.get(benchmark.id, "")
        inputs = BenchmarkInputs(benchmark, results, machines, resting, path, settings)
        yield Job(f"benchmarks/{benchmark.id}.html", benchmark_page, (inputs,))
        yield Job(f"benchmarks/{benchmark.id}.csv", benchmark_data, (benchmark, results, machines))
        summaries.append(summary(benchmark, results, tuple(use.entry for use in resting)))
    yield Job("benchmarks/index.html", benchmark_list, (tuple(summaries), tuple(kb.machines.values())))


def _uses(kb: KnowledgeBase, evaluations: Mapping[str, Evaluations], refs: CrossReferences) -> dict[str, list[Use]]:
    """Return the claims that rest on each benchmark, in the order of lists of claims."""
    uses: dict[str, list[Use]] = {}
    for name, entry in refs.entries.items():
        found = evaluations.get(name, NO_EVALUATIONS)
        items: dict[str, list[tuple[str, Evaluation]]] = {}
        for item in kb.claims[name].evidence:
            if isinstance(item, Measurement | BoundTestRun):
                items.setdefault(item.benchmark, []).append((item.id, found.get(item.id, NOT_EVALUATED)))
        for benchmark, resting in items.items():
            uses.setdefault(benchmark, []).append(Use(entry, tuple(resting)))
    return uses
