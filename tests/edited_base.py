"""Copies of the fixture base with edits, and what the loader and lint say of them."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from claimbase.errors import Problem
from claimbase.pipeline import examine

BASE = Path(__file__).parent / "fixtures" / "base"
AS_OF = "2026-11-23"

PAUSE = "live-update/live-update-guest-pause.yml"
RUNNING = "live-update/live-update-while-running.yml"
AVAILABLE = "live-update/cpr-exec-availability-by-version.yml"
MEMORY = "live-update/memory-backend-shared-requirement.yml"
RETIRED = "live-update/old-update-claim.yml"
STEP = "sources-and-statistics/release-step.yml"
FUTURE = "sources-and-statistics/future-use.yml"
SOURCE = "sources/diskinternals-qemu-10-2-impact.yml"
BENCHMARK = "benchmarks/in-place-update/benchmark.yml"
RESULT = "benchmarks/in-place-update/results/fixture-host/10.2.2/2026-11-22T10-00-00Z.json"
KEPT = "benchmarks/memory-kept/results/fixture-host/10.2.2/2026-11-22T11-00-00Z.json"
MACHINE = "benchmarks/machines/fixture-host.json"


def copy_base(folder: Path) -> Path:
    """A copy of the base in the folder."""
    shutil.copytree(BASE / "claims", folder / "claims")
    return folder


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace the first `old` in the file; an edit that changes nothing is a mistake of the test."""
    path = root / "claims" / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(root: Path) -> tuple[Problem, ...]:
    """All problems of loader and lint."""
    return examine(root, as_of=AS_OF).problems


def said(problems: tuple[Problem, ...]) -> list[str]:
    """Place and code of each problem, without the folder claims/."""
    return [f"{p.path.removeprefix('claims/')}:{p.line}:{p.column}: {p.code}" for p in problems]


def written(root: Path, files: Mapping[str, str]) -> None:
    """Write more files into the base."""
    for name, text in files.items():
        path = root / "claims" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
