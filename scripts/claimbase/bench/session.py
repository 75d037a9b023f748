"""Sessions: what is to be run in which order, and every run made so far, kept line by line as it is made."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from pydantic import ValidationError

from claimbase.definition import definition_hash
from claimbase.model import Benchmark, Binary, HostState, MachineDocument, Model, Run, SourceTree
from claimbase.model import Session as SessionFacts

from .binaries import QemuBinary
from .errors import BenchError
from .scenario import Plan, SettingValue

FOLDER = "sessions"
"""Folder of the cache that holds sessions."""
FORMAT = 1
"""The format of session files that this program reads and writes."""


class Step(Model):
    """One run that is to be made."""

    subject: int
    """Index of the binary or source tree."""
    others: tuple[int, ...] = ()
    """Indexes of other binaries that take part."""
    setting: Mapping[str, SettingValue]
    """The value of each parameter."""
    warmup: bool = False
    """Whether it only warms up."""


class Header(Model):
    """What a session's file begins with."""

    format: int
    """Format of the file."""
    benchmark: Benchmark
    """The definition."""
    definition: str
    """Its hash."""
    machine: str
    """Id of the machine."""
    machine_facts: MachineDocument
    """What the machine is."""
    host: HostState
    """Its state when the session began."""
    session: SessionFacts
    """When, with which seed, by which command."""
    subjects: tuple[Binary | SourceTree, ...]
    """The binaries or source trees."""
    paths: tuple[str, ...]
    """Where the binaries are, for a session that is resumed."""
    steps: tuple[Step, ...]
    """The runs, in order."""


@dataclass
class Session:
    """A session as its file holds it."""

    path: Path
    """The file."""
    header: Header
    """What it begins with."""
    runs: list[tuple[int, Run]] = field(default_factory=list)
    """Index of the subject, and the run, in the order in which they were made."""

    @property
    def name(self) -> str:
        """The name by which users call it."""
        return self.path.stem

    @property
    def done(self) -> frozenset[int]:
        """Numbers of the steps that have been run, and not only with a run that was set aside."""
        return frozenset(run.number for _, run in self.runs if run.set_aside is None)

    def append(self, subject: int, run: Run) -> None:
        """Keep a run: it is on the disk when this returns; raises BenchError where there is no space."""
        held = run.model_dump(mode="json", exclude_defaults=True)
        _write(self.path, {"subject": subject, "run": held}, "ab")
        self.runs.append((subject, run))


Subject = QemuBinary | SourceTree
"""What runs examine."""


def order(plans: Sequence[Plan], seed: int, *, quick: bool) -> tuple[tuple[Subject, ...], tuple[Step, ...]]:
    """Return what is examined, and the runs in the order in which they are made.

    They are made in rounds, each plan once a round, shuffled anew in each, so that versions and modes are
    interleaved and what changes on the machine over time meets them all alike. Each binary is warmed up once.
    """
    each = [subject for plan in plans for subject in (plan.subject, *plan.others)]
    subjects = {subject: index for index, subject in enumerate(dict.fromkeys(each))}
    random, steps = Random(seed), []  # noqa: S311 - an order that can be repeated, nothing secret
    if not quick:
        first = {plan.subject: plan for plan in reversed(plans) if isinstance(plan.subject, QemuBinary)}
        steps += [_step(plan, subjects, warmup=True) for plan in reversed(first.values())]
    for number in range(1 if quick else max((plan.repetitions for plan in plans), default=0)):
        due = [plan for plan in plans if number < plan.repetitions]
        random.shuffle(due)
        steps += [_step(plan, subjects) for plan in due]
    return tuple(subjects), tuple(steps)


def _step(plan: Plan, subjects: Mapping[Subject, int], *, warmup: bool = False) -> Step:
    others = tuple(subjects[other] for other in plan.others)
    return Step(subject=subjects[plan.subject], others=others, setting=dict(plan.setting), warmup=warmup)


def create(cache: Path, header: Header) -> Session:
    """Begin a session's file; one of the same name is never written over."""
    folder = cache / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    stamp = header.session.started.replace(":", "-")
    path = folder / f"{header.benchmark.id}-{stamp}.jsonl"
    try:
        _write(path, header.model_dump(mode="json", exclude_defaults=True), "xb")
    except FileExistsError:
        raise BenchError(f"there is a session {path.stem} already", "wait a second and call again") from None
    return Session(path, header)


def load(path: Path) -> Session:
    """Return a session; a last line that was cut off by a crash is left out. Raises BenchError for another file."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise BenchError(f"{path.name} cannot be read: {error.strerror}", "see claimbase bench show") from None
    held = [_parsed(line) for line in lines if line.strip()]
    if not held or not isinstance(held[0], dict) or held[0].get("format") is None:
        raise BenchError(f"{path.name} is not a session of the harness", "see claimbase bench show")
    if held[0]["format"] != FORMAT:
        raise BenchError(
            f"{path.name} has the format {held[0]['format']}, this program knows {FORMAT}", "use a newer claimbase"
        )
    try:
        session = Session(path, Header.model_validate(held[0]))
        session.runs = [(each["subject"], Run.model_validate(each["run"])) for each in held[1:] if each is not None]
    except (ValidationError, KeyError, TypeError) as error:
        told = error.errors()[0]["msg"] if isinstance(error, ValidationError) else repr(error)
        raise BenchError(f"{path.name} is damaged: {told}", "its whole lines can be read with a text editor") from None
    return session


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _write(path: Path, value: Any, mode: str) -> None:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"
    try:
        # One write of one line: a crash leaves it whole or not at all, but for the last one.
        with path.open(mode, buffering=0) as stream:
            if stream.write(data) != len(data):
                raise BenchError("there is no space left; the runs before this one are kept", "make room and --resume")
            os.fsync(stream.fileno())
    except FileExistsError:
        raise
    except OSError as error:
        raise BenchError(
            f"{path.name} cannot be written: {error.strerror}; the runs before this one are kept",
            "make room and go on with --resume",
        ) from None


def sessions(cache: Path) -> Iterator[Path]:
    """Yield the files of all sessions, oldest first."""
    found = (cache / FOLDER).glob("*.jsonl")
    yield from sorted(found, key=lambda path: (path.stem[-20:], path.name))


def named(cache: Path, name: str) -> Path:
    """Return the file of a session by its name, by a file's path, or the newest one that begins with the name."""
    if name.endswith(".jsonl") and Path(name).is_file():
        return Path(name)
    fitting = [path for path in sessions(cache) if path.stem.startswith(name)]
    if not fitting:
        have = ", ".join(path.stem for path in sessions(cache)) or "none"
        raise BenchError(f"there is no session {name} (there are: {have})", "name one of them")
    return fitting[-1]


def same_definition(header: Header, benchmark: Benchmark) -> bool:
    """Whether the definition is still the one by which the session was begun."""
    return header.definition == definition_hash(benchmark)
