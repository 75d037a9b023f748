"""Measure our own speed against growth, against peers and against the ratios that the project promises.

`measure.py [--sizes 100,1000,5000] [--peers mkdocs,hugo] [--repeat 3] [--json FILE]`; README.md says what it means.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
if not __package__:  # run as a program, not imported
    sys.path[:0] = [str(TESTS), str(TESTS.parent / "scripts")]

from perf import children  # noqa: E402
from perf.children import Figure, Run  # noqa: E402
from perf.generate import write_base  # noqa: E402
from perf.page_sizes import sizes_of  # noqa: E402
from perf.peers import write_peers  # noqa: E402
from perf.probes import changed  # noqa: E402
from perf.report import machine, promises, tables  # noqa: E402

PEERS = ("mkdocs", "hugo")
CHANGE_AT = 1000
"""The size at which the rebuild of one changed claim is promised."""
ALONE = ("--no-search", "--no-exports", "--no-citations")
"""What leaves out of a build all but its pages; each of these has a line of its own."""
SLOW_PEER = 1000
"""Above so many claims a peer runs once: it takes minutes."""

Say = Callable[[str], None]


def measure(sizes: Sequence[int], peers: Sequence[str], repeat: int, folder: Path, say: Say) -> dict[str, Any]:
    """Return every figure, by size; sites and sources lie below `folder`."""
    by_size = {}
    for size in sizes:
        root = folder / str(size)
        say(f"{size} claims: writing the base")
        write_base(root, size)
        children.run(children.ours("lock", "--root", str(root), "--date", "2026-11-23"))
        if peers:
            write_peers(root, folder / f"{size}-peers")
        by_size[str(size)] = _measure_one(size, root, folder / f"{size}-peers", peers, repeat, say)
        shutil.rmtree(root)
        shutil.rmtree(folder / f"{size}-peers", ignore_errors=True)
    return {"machine": machine(), "repeat": repeat, "sizes": by_size}


def _measure_one(size: int, root: Path, sources: Path, peers: Sequence[str], repeat: int, say: Say) -> dict[str, Any]:
    site, cache = root / "site", root / ".cache"
    runs: dict[str, list[Run]] = {}

    def add(name: str, command: Sequence[str], *clear: Path) -> None:
        runs.setdefault(name, []).append(children.run(command, clear))

    for number in range(repeat):
        say(f"{size} claims: round {number + 1} of {repeat}")
        add("validate", children.ours("validate", "--root", str(root)))
        with_search = children.ours("build", "--quiet", "--no-exports", "--no-citations", "--root", str(root))
        add("build with search", with_search, site, cache)
        with_citations = children.ours("build", "--quiet", "--no-search", "--no-exports", "--root", str(root))
        add("build with citations", with_citations, site, cache)
        # Last, so that the site that is looked at is without the index.
        add("build", children.ours("build", "--quiet", *ALONE, "--root", str(root)), site, cache)
        if size <= SLOW_PEER or number == 0:
            if "mkdocs" in peers:
                add("mkdocs", children.mkdocs(sources / "mkdocs"), sources / "mkdocs" / "site")
            if "hugo" in peers:
                add("hugo", children.hugo(sources / "hugo"), sources / "hugo" / "site")
    say(f"{size} claims: stages, loading, page sizes")
    stages = [children.probe("stages", root) for _ in range(repeat)]
    found: dict[str, Any] = {
        "runs": {name: Figure(tuple(done)).as_json() for name, done in runs.items()},
        "stages": {name: min(each["processor"][name] for each in stages) for name in stages[0]["processor"]},
        "claim_pages": min(children.probe("claim_pages", root)["wall"] for _ in range(repeat)),
        "loading": children.probe("loading", root, repeat),
        "pages": sizes_of(site).as_json(),
    }
    if size == CHANGE_AT:
        say(f"{size} claims: one changed claim")
        found["change_running"] = children.probe("change", root, repeat)
        path = min(p for p in (root / "claims").glob("*/*.yml") if p.parent.name != "sources")
        build = children.ours("build", "--quiet", *ALONE, "--root", str(root))
        found["change_fresh"] = _changed(path, build, repeat).as_json()
        found["change_checked"] = _changed(
            path, children.ours("validate", "--root", str(root), str(path)), repeat
        ).as_json()
    return found


def _changed(path: Path, command: Sequence[str], repeat: int) -> Figure:
    """Run a command again and again, with one claim changed each time and everything else as it was."""
    before = path.read_text(encoding="utf-8")
    children.run(command)
    runs = []
    for number in range(repeat):
        path.write_text(changed(before, number), encoding="utf-8")
        runs.append(children.run(command))
    path.write_text(before, encoding="utf-8")
    return Figure(tuple(runs))


def _installed(names: Sequence[str], say: Say) -> list[str]:
    present = [name for name in names if name != "hugo" or shutil.which("hugo")]
    if len(present) < len(names):
        say("hugo is not installed (apt-get install hugo): left out")
    return present


def _names(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    if unknown := set(names) - set(PEERS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: the peers are {', '.join(PEERS)}")
    return names


def main(arguments: list[str] | None = None) -> int:
    """Measure as the command line says; the exit code is 1 where a promise does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,5000", help="numbers of claims (default: %(default)s)")
    parser.add_argument("--peers", type=_names, default=list(PEERS), help="mkdocs, hugo, both or '' (default: both)")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each command (default: %(default)s)")
    parser.add_argument("--json", type=Path, help="write every figure into this file")
    given = parser.parse_args(arguments)
    sizes = sorted({int(size) for size in given.sizes.split(",")})

    def say(text: str) -> None:
        sys.stderr.write(text + "\n")

    with tempfile.TemporaryDirectory(prefix="claimbase-perf-") as folder:
        found = measure(sizes, _installed(given.peers, say), given.repeat, Path(folder), say)
    found["promises"] = [promise.as_json() for promise in promises(found)]
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(tables(found))
    return 0 if all(promise["holds"] for promise in found["promises"]) else 1


if __name__ == "__main__":
    sys.exit(main())
