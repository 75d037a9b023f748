"""The data of a benchmark as files: every sample and outcome as CSV, and definition with all runs as JSON."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping

from claimbase.definition import definition_hash
from claimbase.model import Benchmark, Machine, Setting

from .files import SiteFile
from .runs import OneRun, Results, all_runs

_BEFORE = ("file", "session", "run", "started", "standing", "machine", "version", "series")
_AFTER = ("metric", "unit", "value", "expected", "observed", "why", "others_cpu")

_FORMULA = re.compile(r"^[=+@\t\r]|^-(?![A-Za-z-])")
"""Beginnings of a text that a spreadsheet would run as a formula."""


def benchmark_data(benchmark: Benchmark, results: Results, machines: tuple[Machine, ...]) -> Iterator[SiteFile]:
    """Yield the data of a benchmark as CSV and as JSON."""
    yield SiteFile(f"benchmarks/{benchmark.id}.csv", "", csv_bytes(benchmark, results))
    yield SiteFile(f"benchmarks/{benchmark.id}.json", "", json_bytes(benchmark, results, machines))


def csv_bytes(benchmark: Benchmark, results: Results) -> bytes:
    """Return a row for each sample and each outcome, also of runs that do not count (RFC 4180).

    A run that gave neither has one row without a value, so that failures are counted as well.
    """
    parameters = [parameter.id for parameter in benchmark.parameters]
    units = {metric.id: metric.unit for metric in benchmark.metrics}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    # A parameter may be named like a column of ours.
    writer.writerow([*_BEFORE, *(f"parameter:{name}" if name in (*_BEFORE, *_AFTER) else name for name in parameters),
                     *_AFTER])  # fmt: skip
    for each in all_runs(benchmark, results):
        settings = [spreadsheet_cell(each.run.setting.get(name)) for name in parameters]
        for metric, value in _values(each):
            after = [metric, units.get(metric, ""), value, each.run.expected, each.run.observed, each.why]
            row = [*_before(each), *settings, *map(spreadsheet_cell, after), spreadsheet_cell(each.run.others_cpu)]
            writer.writerow(row)
    return text.getvalue().encode()


def _before(each: OneRun) -> list[str]:
    file = each.file
    session, subject = file.session.started, file.subject
    begin: tuple[Setting, ...] = (each.path, session, each.run.number, each.run.started, each.standing)
    return [spreadsheet_cell(value) for value in (*begin, file.machine, subject.version, subject.series)]


def _values(each: OneRun) -> Iterator[tuple[str, float | None]]:
    for metric, samples in each.run.samples.items():
        for value in samples:
            yield metric, value
    if not each.run.samples:
        yield "", None


def spreadsheet_cell(value: Setting | None) -> str:
    """Return a value as text that no spreadsheet runs as a formula; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return repr(value)


def json_bytes(benchmark: Benchmark, results: Results, machines: tuple[Machine, ...]) -> bytes:
    """Return the definition with its hash, the machines, and the result files as they are in the base."""
    value: Mapping[str, object] = {
        "definition": benchmark.model_dump(mode="json"),
        "definition_hash": definition_hash(benchmark),
        "machines": [machine.model_dump(mode="json") for machine in machines],
        "results": [{"file": path, **file.model_dump(mode="json")} for path, file in results],
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
