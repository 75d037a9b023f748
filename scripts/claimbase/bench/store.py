"""Result files: what a session becomes in the knowledge base, and what a reader is told of a session."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from claimbase.definition import definition_hash
from claimbase.files import write_atomically
from claimbase.model import Benchmark, BenchmarkDocument, Binary, MachineDocument, ResultFile, Run
from claimbase.yamlio import dump, read

from .errors import BenchError
from .session import Session

BENCHMARKS = "claims/benchmarks"
"""Folder of definitions and results, from the root."""
_SCHEMA = "yaml-language-server: $schema=../../schema/benchmark.schema.json"


def result_files(session: Session, machine: str) -> Iterator[tuple[str, ResultFile]]:
    """Yield path, from the root, and content of each result file: one for each binary or source tree with runs."""
    header = session.header
    stamp = header.session.started.replace(":", "-")
    for index, subject in enumerate(header.subjects):
        runs = tuple(sorted((run for of, run in session.runs if of == index), key=lambda run: run.number))
        if not runs:
            continue
        steps = [header.steps[run.number - 1] for run in runs]
        others = dict.fromkeys(other for step in steps for other in step.others)
        held = ResultFile(
            format=1,
            benchmark=header.benchmark.id,
            definition=header.definition,
            machine=machine,
            subject=subject,
            others=tuple(each for each in (header.subjects[other] for other in others) if isinstance(each, Binary)),
            host=header.host,
            session=header.session,
            runs=runs,
        )
        yield f"{BENCHMARKS}/{header.benchmark.id}/results/{machine}/{subject.version}/{stamp}.json", held


def encoded(held: ResultFile) -> bytes:
    """Return a result file as bytes: a line for each run, so that a diff shows runs and not one long line."""
    tree = held.model_dump(mode="json", exclude_defaults=True)
    tree["format"] = held.format
    runs = tree.pop("runs", [])
    head = json.dumps(tree, ensure_ascii=False, indent=1, allow_nan=False)
    lines = ",\n".join("  " + json.dumps(run, ensure_ascii=False, separators=(", ", ": ")) for run in runs)
    return f'{head[:-2]},\n "runs": [\n{lines}\n ]\n}}\n'.encode()


def definition_file(benchmark: Benchmark) -> bytes:
    """Return `benchmark.yml` of a definition."""
    document = BenchmarkDocument.model_validate(benchmark.model_dump(exclude={"id"}))
    tree = document.model_dump(mode="json", exclude_defaults=True)
    return dump(tree, header=_SCHEMA).encode()


def machine_file(facts: MachineDocument) -> bytes:
    """Return the JSON file of a machine."""
    tree = facts.model_dump(mode="json", exclude_defaults=True)
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def submission(root: Path, session: Session, machine: str) -> Mapping[str, bytes]:
    """Return path and content of the files that a pull request needs and the base does not have yet.

    Raises BenchError where a file of the base says something else: results are added, never changed.
    """
    header = session.header
    folder = f"{BENCHMARKS}/{header.benchmark.id}"
    files = {path: encoded(held) for path, held in result_files(session, machine)}
    if not files:
        raise BenchError(f"the session {session.name} has no runs yet", "go on with claimbase bench run --resume")
    described = f"{BENCHMARKS}/machines/{machine}.json"
    if not (root / described).exists():
        files[described] = machine_file(header.machine_facts)
    _see_definition(root / folder / "benchmark.yml", header.benchmark)
    if not (root / folder / "benchmark.yml").exists():
        files[f"{folder}/benchmark.yml"] = definition_file(header.benchmark)
    for path, content in list(files.items()):
        present = root / path
        if present.exists():
            if present.read_bytes() != content:
                raise BenchError(f"{path} is there already with other content", "results are never changed; keep both")
            del files[path]
    return files


def _see_definition(path: Path, benchmark: Benchmark) -> None:
    if not path.exists():
        return
    tree, problems = read(path.read_bytes(), str(path))
    document = BenchmarkDocument.model_validate(tree) if tree is not None and not problems else None
    if document is None or definition_hash(document) != definition_hash(benchmark):
        raise BenchError(
            f"the base has another definition of {benchmark.id} than these runs were made by",
            "update claimbase and run again; results of two definitions are not mixed",
        )


def write(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files of a submission, each as a whole."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, content)


def machine_id(facts: MachineDocument) -> str:
    """Return an id for a machine that tells what it is and not whose."""
    words = re.findall(r"[a-z0-9]+", f"{facts.architecture} {facts.processor}".lower().replace("(r)", ""))
    kept = [word for word in words if word not in {"cpu", "processor", "with", "tm"}][:5]
    kind = ["vm"] if facts.virtual else []
    return "-".join([*kind, *kept, str(facts.cores), "core"])[:60].strip("-")


def evaluated(runs: Iterator[Run] | tuple[Run, ...]) -> Iterator[Run]:
    """Yield the runs that count: no warm-up, none set aside, none without result."""
    return (run for run in runs if not run.warmup and run.set_aside is None and run.failed is None)
