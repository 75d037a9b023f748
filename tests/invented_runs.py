"""A benchmark with invented runs: two modes on three versions, and outcomes of test-runs; the same at each call."""

import random
from collections.abc import Iterator
from pathlib import Path

from claimbase.definition import definition_hash
from claimbase.model import Benchmark, Machine, ResultFile
from claimbase.yamlio import dump

VERSIONS = ("7.2.22", "10.0.13", "10.2.2")
MODES = ("slow", "quick")

MACHINE = Machine(
    id="invented-host",
    title="An invented host",
    architecture="x86_64",
    processor="Invented processor",
    cores=2,
    memory_mib=8192,
    virtual=True,
    system="Invented 1",
    kvm="none",
    note="Nothing was measured on it.",
)

BENCHMARK = Benchmark.model_validate(
    {
        "id": "option-cost",
        "title": "Cost of the option",
        "question": "How long does a start take with and without the `option`?",
        "metrics": [
            {"id": "start-ms", "title": "time to start", "unit": "ms", "better": "lower"},
            {"id": "options", "title": "options", "unit": "options", "better": "neither", "exact": True},
        ],
        "outcomes": [
            {"id": "started", "title": "it started"},
            {"id": "refused", "title": "it said no & ended"},
        ],
        "parameters": [
            {"id": "mode", "title": "mode"},
            {"id": "memory", "title": "memory", "unit": "MiB"},
        ],
        "procedure": "Each mode is started in turns.",
        "materials": {"guest": "sha256:" + "0" * 64},
        "fewest": 3,
        "cannot_show": "Anything else.",
        "command": "claimbase bench run option-cost",
    }
)


def runs(version: str, chance: random.Random, count: int) -> Iterator[dict[str, object]]:
    """Runs of one version, in their order: a warm-up, runs that count, one set aside, one failed, test-runs."""
    number = 0
    for repetition in range(count + 1):
        for mode in MODES:
            for memory in (512, 1024):
                number += 1
                median = (120.0 if mode == "slow" else 30.0) * (memory / 512) ** 0.5
                yield {
                    "number": number,
                    "started": f"2026-11-20T10:{number // 60:02}:{number % 60:02}Z",
                    "setting": {"mode": mode, "memory": memory},
                    "warmup": repetition == 0,
                    "samples": {"start-ms": [round(chance.gauss(median, median / 12), 1)]},
                    "others_cpu": 0.25,
                }
    setting: dict[str, object] = {"mode": "slow", "memory": 512}
    aside = "=another program ran meanwhile"
    yield _one(number + 1, setting, samples={"start-ms": [900.0]}, set_aside=aside)
    yield _one(number + 2, setting, failed='no answer within 30 s, "gave" up')
    yield _one(number + 3, setting, samples={"options": [100.0 + len(version)]})
    for mode in MODES * 3:
        ended = "refused" if version == "7.2.22" and mode == "quick" else "started"
        number += 1
        yield _one(number + 3, {"mode": mode, "memory": 512}, expected="started", observed=ended)


def _one(number: int, setting: dict[str, object], **rest: object) -> dict[str, object]:
    return {"number": number, "started": "2026-11-20T12:00:00Z", "setting": setting, **rest}


def results(benchmark: Benchmark = BENCHMARK, count: int = 6) -> tuple[tuple[str, ResultFile], ...]:
    """Path and content of a result file for each version."""
    chance = random.Random(10_2)
    found: list[tuple[str, ResultFile]] = []
    for version in VERSIONS:
        series = ".".join(version.split(".")[:2])
        value = {
            "format": 1,
            "benchmark": benchmark.id,
            "definition": definition_hash(benchmark),
            "machine": MACHINE.id,
            "subject": {
                "version": version,
                "series": series,
                "reported": f"QEMU emulator version {version}",
                "built": "invented",
                "sha256": "sha256:" + f"{len(found) + 1:064x}",
                "features": ["tcg"],
            },
            "host": {
                "kernel": "6.1",
                "load": 0.5,
                "governor": "unknown",
                "io_uring": "available",
                "warnings": ["The machine is virtual."],
            },
            "session": {
                "started": "2026-11-20T10:00:00Z",
                "seed": 7,
                "harness": "0.1.0",
                "command": "claimbase bench run option-cost",
            },
            "runs": list(runs(version, chance, count)),
        }
        path = f"claims/benchmarks/{benchmark.id}/results/{MACHINE.id}/{version}/2026-11-20T10-00-00Z.json"
        found.append((path, ResultFile.model_validate(value)))
    return tuple(sorted(found))


def write(claims: Path) -> None:
    """Write benchmark, machine and result files below the folder `claims` of a base."""
    folder = claims / "benchmarks" / BENCHMARK.id
    folder.mkdir(parents=True)
    definition = BENCHMARK.model_dump(mode="json", exclude={"id"}, exclude_none=True)
    header = "yaml-language-server: $schema=../../schema/benchmark.schema.json"
    (folder / "benchmark.yml").write_text(dump(definition, header=header), encoding="utf-8")
    machines = claims / "benchmarks" / "machines"
    machines.mkdir()
    text = MACHINE.model_dump_json(exclude={"id"}, exclude_none=True)
    (machines / f"{MACHINE.id}.json").write_text(text, encoding="utf-8")
    for path, file in results():
        place = claims.parent / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(file.model_dump_json(exclude_none=True), encoding="utf-8")
