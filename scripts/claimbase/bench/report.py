"""What a session came to, as lines of text."""

import statistics
from collections.abc import Iterator, Mapping

from claimbase.stats import Statistic, UndefinedStatisticError, estimate

from .errors import BenchError
from .session import Session
from .store import evaluated


def summary(session: Session) -> str:
    """Return one line about a session."""
    header, done = session.header, len(session.done)
    versions = ", ".join(subject.version for subject in header.subjects)
    state = "whole" if done == len(header.steps) else f"{done} of {len(header.steps)} runs"
    return f"{session.name:48} {state:18} {versions}"


def session_lines(session: Session) -> Iterator[str]:
    """Yield what came out: settings with their medians and ranges, or with their outcomes."""
    header = session.header
    yield f"{header.benchmark.title}; {header.session.command}; seed {header.session.seed}"
    for warning in header.host.warnings:
        yield f"less fit for measuring: {warning}"
    yield ""
    for metric in header.benchmark.metrics:
        yield f"{metric.title} ({metric.unit}, {metric.better} is better)"
        for words, samples in _by_setting(session, metric.id).items():
            yield f"  {words:70} {_told(samples)}"
        yield ""
    if header.benchmark.outcomes:
        for words, outcomes in _outcomes(session).items():
            told = ", ".join(f"{name} {count}" for name, count in sorted(outcomes.items()))
            yield f"  {words:70} {told}"
        yield ""
    failed = [run for _, run in session.runs if run.failed]
    aside = sum(run.set_aside is not None for _, run in session.runs)
    yield f"{len(session.done)} of {len(header.steps)} runs made, {len(failed)} without result, {aside} set aside"
    for run in failed:
        yield f"  run {run.number}: {run.failed}"


def run_lines(session: Session, number: int) -> Iterator[str]:
    """Yield everything that is known of one run; raises BenchError where there is none of the number."""
    found = [(subject, run) for subject, run in session.runs if run.number == number]
    if not found:
        raise BenchError(f"the session has no run {number}", f"numbers go from 1 to {len(session.header.steps)}")
    for subject, run in found:
        yield f"run {number}, QEMU {session.header.subjects[subject].version}, {run.started}"
        held = run.model_dump(mode="json", exclude_defaults=True, exclude={"number", "started", "log"})
        yield from (f"  {name}: {value}" for name, value in held.items())
        yield from (f"  | {line}" for line in run.log)


def _words(session: Session, subject: int, setting: Mapping[str, object]) -> str:
    return " ".join([session.header.subjects[subject].version, *map(str, setting.values())])


def _by_setting(session: Session, metric: str) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for subject, run in session.runs:
        if metric in run.samples and any(evaluated((run,))):
            found.setdefault(_words(session, subject, run.setting), []).extend(run.samples[metric])
    return dict(sorted(found.items()))


def _outcomes(session: Session) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for subject, run in session.runs:
        if run.observed is not None and any(evaluated((run,))):
            counts = found.setdefault(_words(session, subject, run.setting), {})
            counts[run.observed] = counts.get(run.observed, 0) + 1
    return dict(sorted(found.items()))


def _told(samples: list[float]) -> str:
    median = statistics.median(samples)
    return f"median {median:10.4g}   {min(samples):.4g} to {max(samples):.4g}   n = {len(samples)}"


def comparison_lines(
    session: Session, metric: str, sides: Mapping[str, Mapping[str, str]], where: Mapping[str, str], *, ratio: bool
) -> Iterator[str]:
    """Yield what the samples of two sides come to; raises BenchError where a word is unknown or a side is empty."""
    known = {each.id: each for each in session.header.benchmark.metrics}
    if metric not in known:
        raise BenchError(f"{session.header.benchmark.id} has no metric {metric}", f"there are {', '.join(known)}")
    found = known[metric]
    values = {name: _chosen(session, metric, {**where, **side}) for name, side in sides.items()}
    for name, side in sides.items():
        told = " ".join(f"{key}={value}" for key, value in side.items())
        yield f"{name}  {told:50} {_told(values[name])} {found.unit}"
    statistic: Statistic = "ratio-of-medians" if ratio else "difference-of-medians"
    try:
        came = estimate(statistic, values["a"], values["b"], exact=found.exact)
    except UndefinedStatisticError as error:
        raise BenchError(f"{error}", "try --difference" if ratio else "") from None
    word, unit = ("a / b", "") if ratio else ("a - b", f" {found.unit}")
    yield f"{word} = {came.effect:.4g}{unit}, 95 % interval {came.low:.4g} to {came.high:.4g}"
    fewest = 1 if found.exact else session.header.benchmark.fewest
    if min(map(len, values.values())) < fewest:
        yield f"an indication only: claims ask for {fewest} samples a side"


def _chosen(session: Session, metric: str, choice: Mapping[str, str]) -> list[float]:
    """Return one value a run of the runs that have these values, written as people type them."""
    given = {"version", "series", *(each.id for each in session.header.benchmark.parameters)}
    for name in choice.keys() - given:
        raise BenchError(f"there is no parameter {name}", f"there are {', '.join(sorted(given))}")
    chosen = []
    for index, run in session.runs:
        subject = session.header.subjects[index]
        held = {"version": subject.version, "series": subject.series, **run.setting}
        fits = all(str(held.get(name)) == value for name, value in choice.items())
        if fits and metric in run.samples and any(evaluated((run,))):
            chosen.append(statistics.median(run.samples[metric]))
    if not chosen:
        told = " ".join(f"{name}={value}" for name, value in choice.items())
        raise BenchError(f"no run of the session has {told}", f"see claimbase bench show {session.name}")
    return chosen
