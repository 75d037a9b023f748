"""The command `claimbase bench run`: what is planned, and the session that runs it."""

import argparse
import dataclasses
import functools
import secrets
import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimbase import __version__

from .bench_commands import binaries_here, told
from .commands import OK, PROBLEMS
from .terminal import count, say

if TYPE_CHECKING:
    from claimbase.bench.runner import Progress
    from claimbase.bench.scenario import Choice, Plan, Scenario
    from claimbase.bench.session import Session

INTERRUPTED = 130


@told
def run(_root: Path, options: argparse.Namespace) -> int:
    """Run a scenario, or go on with a session."""
    from claimbase.bench.scenarios import ids, scenario

    if options.resume:
        return _resume(options)
    if options.scenario is None:
        for each in ids():
            print(f"{each:18} {scenario(each).definition.question}")
        return OK
    chosen = scenario(options.scenario)
    choice = _choice(options)
    plans = _plans(chosen, choice, options)
    if not plans:
        say("claimbase: nothing to run: no binary here offers what the scenario needs, or --only leaves nothing")
        return PROBLEMS
    if options.dry_run:
        return _tell_plans(plans, chosen, quick=options.quick)
    return _run_session(_new_session(chosen, plans, options), chosen, choice, options)


def _choice(options: argparse.Namespace) -> "Choice":
    from claimbase.bench.guest import prepare
    from claimbase.bench.scenario import Choice

    return Choice(
        accelerators=tuple(dict.fromkeys(options.accel or ("tcg",))),
        quick=options.quick,
        only=dict(options.only),
        repo=options.repo,
        guest=functools.cache(lambda: prepare(options.cache)),
        left_out=functools.cache(lambda text: say(f"left out: {text}")),
    )


def _plans(chosen: "Scenario", choice: "Choice", options: argparse.Namespace) -> list["Plan"]:
    binaries = binaries_here(options) if chosen.needs_binaries else []
    known = {"version", *(parameter.id for parameter in chosen.definition.parameters)}
    for name in choice.only.keys() - known:
        from claimbase.bench.errors import BenchError

        raise BenchError(f"{chosen.id} has no parameter {name}", f"there are {', '.join(sorted(known))}")
    plans = [plan for plan in chosen.plans(binaries, choice) if choice.chosen(plan)]
    if options.repetitions:
        plans = [dataclasses.replace(plan, repetitions=options.repetitions) for plan in plans]
    return plans


def _tell_plans(plans: Sequence["Plan"], chosen: "Scenario", *, quick: bool) -> int:
    total = sum(1 if quick else plan.repetitions for plan in plans)
    for plan in plans:
        print(f"{1 if quick else plan.repetitions:3} x {plan.words}")
    print(f"{count(total, 'run')}, about {_minutes(total * chosen.seconds)}")
    return OK


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _new_session(chosen: "Scenario", plans: Sequence["Plan"], options: argparse.Namespace) -> "Session":
    from claimbase.bench.binaries import QemuBinary
    from claimbase.bench.host import describe, state
    from claimbase.bench.runner import moment
    from claimbase.bench.session import FORMAT, Header, create, order
    from claimbase.bench.store import machine_id
    from claimbase.definition import definition_hash
    from claimbase.model import Session as SessionFacts

    seed = options.seed if options.seed is not None else secrets.randbelow(1 << 31)
    subjects, steps = order(plans, seed, quick=options.quick)
    facts, host = describe(), state()
    for warning in host.warnings:
        say(f"less fit for measuring: {warning}")
    header = Header(
        format=FORMAT,
        benchmark=chosen.definition,
        definition=definition_hash(chosen.definition),
        machine=machine_id(facts),
        machine_facts=facts,
        host=host,
        session=SessionFacts(
            started=moment(),
            seed=seed,
            harness=f"claimbase {__version__}",
            command=_command(chosen.id, options, subjects),
        ),
        subjects=tuple(one.described() if isinstance(one, QemuBinary) else one for one in subjects),
        paths=tuple(str(one.path) if isinstance(one, QemuBinary) else "" for one in subjects),
        steps=steps,
    )
    return create(options.cache, header)


def _command(identifier: str, options: argparse.Namespace, subjects: Sequence[Any]) -> str:
    """Return the command as another person would type it: binaries by version, no path of this machine."""
    from claimbase.bench.binaries import QemuBinary

    words = ["claimbase", "bench", "run", identifier]
    words += [word for one in subjects if isinstance(one, QemuBinary) for word in ("--qemu", one.version)]
    words += [word for each in options.accel or () for word in ("--accel", each)]
    words += [word for name, value in options.only for word in ("--only", f"{name}={value}")]
    words += ["--quick"] if options.quick else []
    words += ["--repetitions", str(options.repetitions)] if options.repetitions else []
    words += ["--repo", "qemu"] if options.repo else []
    return shlex.join(words)[:300]


def _resume(options: argparse.Namespace) -> int:
    from claimbase.bench.binaries import probe
    from claimbase.bench.errors import BenchError
    from claimbase.bench.scenarios import scenario
    from claimbase.bench.session import load, named, same_definition

    session = load(named(options.cache, options.resume))
    chosen = scenario(session.header.benchmark.id)
    if not same_definition(session.header, chosen.definition):
        raise BenchError("the scenario has changed since the session was begun", "begin a new session")
    choice = _choice(options)
    subjects: list[Any] = []
    for path, held in zip(session.header.paths, session.header.subjects, strict=True):
        if not path:
            subjects.append(held)
            continue
        binary = probe(Path(path))
        if binary.described().sha256 != getattr(held, "sha256", ""):
            raise BenchError(f"{path} is not the binary any more with which the session was begun", "begin a new one")
        subjects.append(binary)
    return _drive(session, chosen, choice, options, subjects)


def _run_session(session: "Session", chosen: "Scenario", choice: "Choice", options: argparse.Namespace) -> int:
    from claimbase.bench.binaries import probe

    paths = zip(session.header.paths, session.header.subjects, strict=True)
    subjects = [probe(Path(path)) if path else held for path, held in paths]
    return _drive(session, chosen, choice, options, subjects)


def _drive(
    session: "Session", chosen: "Scenario", choice: "Choice", options: argparse.Namespace, subjects: Sequence[Any]
) -> int:
    """Run what is due; an interrupt or an end by signal keeps what was measured."""
    from claimbase.bench.runner import Runner

    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    runner = Runner(chosen, session, subjects, choice, _tell, options.lock, not options.no_wait)
    try:
        failures = runner.run()
    except KeyboardInterrupt:
        _clear()
        say(f"interrupted; {count(len(session.runs), 'run')} kept. Go on with:")
        say(f"  claimbase bench run --resume {session.name}")
        return INTERRUPTED
    _clear()
    if failures:
        say(f"{count(failures, 'run')} gave no result; claimbase bench show {session.name} says why")
    print(session.name)
    say(f"look at it with claimbase bench show {session.name}, bring it into the base with claimbase bench submit")
    return OK


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _tell(progress: "Progress") -> None:
    left = f"{_minutes(progress.seconds_left)} left"
    text = f"{progress.done} of {progress.total}, {left}: {progress.what}"
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()
    elif progress.what:
        say(text)


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
