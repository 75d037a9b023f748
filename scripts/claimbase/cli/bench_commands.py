"""The commands of the harness; each returns its exit code and imports what it needs when it runs."""

import argparse
import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .commands import OK, PROBLEMS, WRONG_CALL
from .terminal import count, say, shown

if TYPE_CHECKING:
    from claimbase.bench.binaries import QemuBinary

Command = Callable[[Path, argparse.Namespace], int]


def told(command: Command) -> Command:
    """Return the command with what goes wrong in the harness told in one message."""

    @functools.wraps(command)
    def run(root: Path, options: argparse.Namespace) -> int:
        from claimbase.bench.errors import BenchError

        try:
            return command(root, options)
        except BenchError as error:
            for line in error.log:
                say(f"  {line}")
            say(f"claimbase: {error}")
            return PROBLEMS

    return run


@told
def fetch(_root: Path, options: argparse.Namespace) -> int:
    """Bring Debian's versions and a kernel into the cache."""
    from claimbase.bench.debian import SERIES, fetch_kernel, fetch_qemu

    wanted = options.what or [*(each for each in SERIES if each != "sid"), "kernel"]
    unknown = [each for each in wanted if each not in (*SERIES, "kernel")]
    if unknown:
        say(f"claimbase: {unknown[0]} cannot be fetched; there are {', '.join(SERIES)} and kernel")
        return WRONG_CALL
    for each in wanted:
        if each == "kernel":
            kernel = fetch_kernel(options.cache, mirror=options.mirror, tell=say)
            print(f"kernel {kernel.release}")
        else:
            where = fetch_qemu(options.cache, each, mirror=options.mirror, tell=say)
            print(f"QEMU {each}: {shown(where)}")
    return OK


@told
def list_binaries(_root: Path, options: argparse.Namespace) -> int:
    """Show the binaries here."""
    binaries = binaries_here(options)
    for each in binaries:
        print(f"{each.version:10} {shown(each.path)}")
        print(f"{'':10} {each.built}")
        print(f"{'':10} offers {', '.join(sorted(each.features)) or 'nothing that is asked for'}")
    if not binaries:
        say("no QEMU here: bring some with claimbase bench fetch, or name one with --qemu PATH")
        return PROBLEMS
    return OK


def binaries_here(options: argparse.Namespace) -> list["QemuBinary"]:
    """Return the binaries that were asked for; all that are here where none were."""
    from claimbase.bench.binaries import find, select

    paths = [each for each in options.qemu if "/" in each]
    names = [each for each in options.qemu if "/" not in each]
    here = find([], options.cache) if names or not paths else []
    return select([*names, *paths], here) if options.qemu else here


@told
def show(_root: Path, options: argparse.Namespace) -> int:
    """Show the sessions, what came out of one, or one run."""
    from claimbase.bench.report import run_lines, session_lines, summary
    from claimbase.bench.session import load, named, sessions

    if options.session is None:
        for path in sessions(options.cache):
            print(summary(load(path)))
        return OK
    session = load(named(options.cache, options.session))
    for line in run_lines(session, options.log) if options.log else session_lines(session):
        print(line)
    return OK


@told
def compare(_root: Path, options: argparse.Namespace) -> int:
    """Compare two sides of a session."""
    from claimbase.bench.report import comparison_lines
    from claimbase.bench.session import load, named

    session = load(named(options.cache, options.session))
    sides: Mapping[str, Mapping[str, str]] = {"a": dict(options.a), "b": dict(options.b)}
    for line in comparison_lines(session, options.metric, sides, dict(options.where), ratio=not options.difference):
        print(line)
    return OK


@told
def submit(root: Path, options: argparse.Namespace) -> int:
    """Write the files that a pull request needs and say what to do next."""
    from claimbase.bench.session import load, named
    from claimbase.bench.store import submission, write

    session = load(named(options.cache, options.session))
    machine = options.machine or session.header.machine
    files = submission(root, session, machine)
    write(root, files)
    for path in files:
        print(f"wrote {path}")
    if not files:
        say("everything is in the base already")
        return OK
    left = len(session.header.steps) - len(session.done)
    if left:
        say(f"{count(left, 'run')} of the session were not made; what is there is submitted")
    say(
        f"Next: look into claims/benchmarks/machines/{machine}.json (it says nothing of whose machine it is),\n"
        "run claimbase validate, claimbase lock and claimbase build, look at the benchmark's page,\n"
        "and commit the files with the lock in one pull request. What the runs cannot show belongs in its text."
    )
    return OK
