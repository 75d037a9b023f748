"""The arguments of `claimbase bench …`."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from . import bench_commands as commands
from .bench_run import run
from .help_text import HelpText

Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_ABOUT = """\
Measure with real QEMU binaries. Everything is kept below the cache folder; only `submit` writes to claims/.

  claimbase bench fetch                          Debian's versions side by side, and the kernel of the guest
  claimbase bench list                           the binaries here, and what they offer
  claimbase bench run in-place-update --quick --qemu 10.2
  claimbase bench show                           the sessions; with a name, what came out
  claimbase bench submit NAME                    the files that a pull request needs
"""


def add_bench(group: Group) -> None:
    """Add the command `bench` with its own commands."""
    text = "measure with real QEMU binaries, and bring the raw samples into the base"
    bench = group.add_parser("bench", help=text, description=_ABOUT, formatter_class=HelpText)
    inner = bench.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_fetch(inner)
    _add_list(inner)
    _add_run(inner)
    _add_show(inner)
    _add_compare(inner)
    _add_submit(inner)


def _add(
    group: Group, name: str, text: str, command: Callable[[Path, argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser = group.add_parser(name, help=text.split(";", 1)[0], description=f"{text[0].upper()}{text[1:]}.")
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, default=_cache(), help="the cache folder (default: %(default)s)")
    parser.set_defaults(command=command)
    return parser


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "claimbase"


def _add_fetch(group: Group) -> None:
    text = "bring the QEMU versions of Debian's archive and a kernel for the guest into the cache, without root"
    parser = _add(group, "fetch", text, commands.fetch)
    parser.add_argument(
        "what",
        nargs="*",
        metavar="WHAT",
        help="a series (7.2, 10.0, 11.1) or `kernel`; without it all of them",
    )
    parser.add_argument("--mirror", help="address of a Debian archive (default: the one that apt uses here)")


def _add_list(group: Group) -> None:
    text = "show the QEMU binaries here: version, what they offer, how they were built"
    parser = _add(group, "list", text, commands.list_binaries)
    _add_qemu(parser)


def _add_qemu(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--qemu",
        action="append",
        default=[],
        metavar="WHICH",
        help="a path to a binary, or a version or series that `bench list` shows; may be given several times",
    )


def _add_run(group: Group) -> None:
    text = "run a scenario; what was measured is kept whatever happens, and --resume goes on"
    parser = _add(group, "run", text, run)
    parser.add_argument("scenario", metavar="SCENARIO", nargs="?", help="which; without it they are listed")
    _add_qemu(parser)
    parser.add_argument("--accel", action="append", choices=("tcg", "kvm"), help="accelerator (default: tcg)")
    parser.add_argument(
        "--only",
        type=_pair,
        action="append",
        default=[],
        metavar="PARAMETER=VALUE[,VALUE]",
        help="run only settings with these values; may be given several times",
    )
    parser.add_argument("--quick", action="store_true", help="each setting once: to try, not to measure")
    parser.add_argument("--repetitions", type=_positive, help="runs of each setting (default: what the scenario says)")
    parser.add_argument("--seed", type=int, help="seed of the random order (default: drawn)")
    parser.add_argument("--repo", type=Path, help="a clone of the QEMU repository, for counts from sources")
    parser.add_argument("--resume", metavar="SESSION", help="go on with a session that was interrupted")
    parser.add_argument("--no-wait", action="store_true", help="do not wait for a quiet machine before each run")
    parser.add_argument("--lock", type=Path, help="a file to lock during each run (see flock(1))")
    parser.add_argument("--dry-run", action="store_true", help="show what would be run, and how long it would take")


def _add_show(group: Group) -> None:
    text = "show the sessions, or what came out of one"
    parser = _add(group, "show", text, commands.show)
    parser.add_argument("session", metavar="SESSION", nargs="?", help="a name as shown, or the beginning of one")
    parser.add_argument("--log", type=_positive, metavar="NUMBER", help="show everything that is known of one run")


def _add_compare(group: Group) -> None:
    text = "compare two sides of a session: medians, ratio or difference with its interval"
    parser = _add(group, "compare", text, commands.compare)
    parser.add_argument("session", metavar="SESSION", help="a name as shown by `bench show`, or the beginning of one")
    parser.add_argument("--metric", required=True, help="the metric")
    for side in ("a", "b"):
        parser.add_argument(
            f"--{side}",
            type=_pair,
            action="append",
            required=True,
            metavar="PARAMETER=VALUE",
            help=f"side {side}; `version` counts as a parameter",
        )
    parser.add_argument("--where", type=_pair, action="append", default=[], metavar="PARAMETER=VALUE")
    parser.add_argument("--difference", action="store_true", help="compare by difference instead of ratio")


def _add_submit(group: Group) -> None:
    text = "write the files that a pull request needs into claims/benchmarks/ and say what to do next"
    parser = _add(group, "submit", text, commands.submit)
    parser.add_argument("session", metavar="SESSION", help="a name as shown by `bench show`, or the beginning of one")
    parser.add_argument("--machine", help="id of this machine (default: made from its kind)")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise argparse.ArgumentTypeError(f"{text!r} is not PARAMETER=VALUE, such as mode=cpr-exec")
    return name, value


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)
