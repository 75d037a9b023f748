"""Runs of a benchmark side by side: which of them count, under which conditions, and what they come to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from claimbase.definition import definition_hash
from claimbase.evaluate import settings_of
from claimbase.model import Benchmark, ResultFile, Run, Setting

from .figures import natural

Results = tuple[tuple[str, ResultFile], ...]
"""Result files with their paths."""
Conditions = tuple[Setting | None, ...]
"""One value for each condition; None where a run does not say."""

EVALUATED = "evaluated"
WARM_UP = "warm-up"
SET_ASIDE = "set aside"
FAILED = "failed"
OTHER_DEFINITION = "other definition"
STANDINGS: Mapping[str, str] = {
    EVALUATED: "It counts: statements of claims are evaluated from these.",
    WARM_UP: "It only warmed up; it is kept and not evaluated.",
    SET_ASIDE: "It is kept but not evaluated, for a reason that was given without looking at the samples.",
    FAILED: "It gave no result.",
    OTHER_DEFINITION: "It was made by an earlier definition of the benchmark, with which others are not mixed.",
}
"""How a run can stand, in words."""


@dataclass(frozen=True, slots=True)
class OneRun:
    """A run with everything that tells it from others."""

    path: str
    """Its result file."""
    file: ResultFile
    """The file's content."""
    run: Run
    """The run."""
    conditions: Conditions
    """Its value of each condition."""
    standing: str
    """Whether it counts; a key of STANDINGS."""

    @property
    def why(self) -> str:
        """Why it does not count; empty where it does or only warmed up."""
        return self.run.failed or self.run.set_aside or ""


@dataclass(frozen=True, slots=True)
class Group:
    """The runs that count under the same conditions."""

    conditions: Conditions
    """The conditions."""
    runs: tuple[OneRun, ...]
    """The runs, in order."""

    def samples(self, metric: str) -> tuple[float, ...]:
        """Return one sample a run, the median of those that it took, as statements are evaluated; in order."""
        return tuple(median(each.run.samples[metric]) for each in self.runs if metric in each.run.samples)

    def median(self, metric: str) -> float:
        """Return the median of a metric of which there are samples."""
        return median(self.samples(metric))

    def outcomes(self) -> dict[str, tuple[int, int]]:
        """Return how often each outcome was observed, and how often of these it was not the expected one."""
        found: dict[str, tuple[int, int]] = {}
        for each in self.runs:
            if each.run.observed is not None:
                number, unexpected = found.get(each.run.observed, (0, 0))
                surprise = each.run.expected is not None and each.run.expected != each.run.observed
                found[each.run.observed] = (number + 1, unexpected + surprise)
        return found


def condition_names(benchmark: Benchmark) -> tuple[str, ...]:
    """Return the conditions of runs: machine and version, then the parameters.

    A release series follows from its version: `to-series` is left out where there is `to-version`.
    """
    names = [parameter.id for parameter in benchmark.parameters]
    told = [name for name in names if name.removesuffix("-series") + "-version" not in names or is_version(name)]
    return ("machine", "version", *told)


def is_version(name: str) -> bool:
    """Whether a condition is a version of QEMU."""
    return name == "version" or name.endswith("-version")


def all_runs(benchmark: Benchmark, results: Results) -> tuple[OneRun, ...]:
    """Return every run of the result files, in the order of files and runs."""
    current, names = definition_hash(benchmark), condition_names(benchmark)
    return tuple(
        OneRun(path, file, run, _conditions(file, run, names), _standing(run, file.definition == current))
        for path, file in results
        for run in file.runs
    )


def _conditions(file: ResultFile, run: Run, names: Sequence[str]) -> Conditions:
    given = settings_of(file, run)
    return tuple(given.get(name) for name in names)


def _standing(run: Run, current: bool) -> str:
    if not current:
        return OTHER_DEFINITION
    if run.warmup:
        return WARM_UP
    if run.set_aside is not None:
        return SET_ASIDE
    return FAILED if run.failed is not None else EVALUATED


def groups(runs: Iterable[OneRun]) -> tuple[Group, ...]:
    """Return the runs that count, by their conditions, in the natural order of these."""
    counted = sorted((each for each in runs if each.standing == EVALUATED), key=lambda each: order(each.conditions))
    return tuple(
        Group(members[0].conditions, tuple(members))
        for members in (list(group) for _, group in groupby(counted, key=lambda each: order(each.conditions)))
    )


def order(conditions: Conditions) -> tuple[tuple[tuple[int, float, str], ...], ...]:
    """Return a key that sorts conditions: numbers by size, versions by their parts, missing values first."""
    return tuple(() if value is None else natural(value) for value in conditions)


def varying(found: Sequence[Group]) -> tuple[int, ...]:
    """Return the places of the conditions that differ from group to group."""
    keys = list(zip(*(order(group.conditions) for group in found), strict=True))
    return tuple(i for i, values in enumerate(keys) if len(set(values)) > 1)


def most_values(found: Sequence[Group], places: Iterable[int]) -> int | None:
    """Return the place of the condition with the most values; the first of those; None without places."""
    keys = list(zip(*(order(group.conditions) for group in found), strict=True))
    counted = [(len(set(keys[i])), -i) for i in places]
    return -max(counted)[1] if counted else None


def panels(found: Sequence[Group], places: Sequence[int]) -> Iterator[tuple[Conditions, tuple[Group, ...]]]:
    """Yield the groups that agree in the conditions at these places, with the values that they share there."""

    def key(group: Group) -> tuple[tuple[tuple[int, float, str], ...], ...]:
        return order(tuple(group.conditions[i] for i in places))

    for _, members in groupby(sorted(found, key=key), key=key):
        chosen = tuple(members)
        yield tuple(chosen[0].conditions[i] for i in places), chosen
