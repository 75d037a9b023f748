"""Commands measured from outside: wall time, processor time and peak memory of a process and what it waited for."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
SCRIPTS = TESTS.parent / "scripts"
_CLI = "import sys; sys.path.insert(0, sys.argv.pop(1)); from claimbase.cli import main; sys.exit(main(sys.argv[1:]))"


@dataclass(frozen=True)
class Run:
    """One run of a command."""

    wall: float
    """Seconds that passed."""
    processor: float
    """Seconds of processor time, of all its threads and children."""
    memory: float
    """Largest memory of one process, in MiB."""


@dataclass(frozen=True)
class Figure:
    """Several runs of one command."""

    runs: tuple[Run, ...]
    """The runs, in order."""

    @property
    def wall(self) -> float:
        """The shortest run: what the machine does when nothing else disturbs."""
        return min(run.wall for run in self.runs)

    @property
    def processor(self) -> float:
        """The least processor time."""
        return min(run.processor for run in self.runs)

    @property
    def memory(self) -> float:
        """The median of the peaks."""
        return median(run.memory for run in self.runs)

    def as_json(self) -> dict[str, Any]:
        """Return the runs and what is shown of them."""
        return {
            "wall": self.wall,
            "processor": self.processor,
            "memory_mib": self.memory,
            "runs": [[run.wall, run.processor, run.memory] for run in self.runs],
        }


def ours(*arguments: str) -> list[str]:
    """Return the command line of `claimbase`, run from the tree and not from what is installed."""
    return [sys.executable, "-c", _CLI, str(SCRIPTS), *arguments]


def mkdocs(folder: Path) -> list[str]:
    """Return the command line that builds the mkdocs-material peer."""
    config = str(folder / "mkdocs.yml")
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", config, "-d", str(folder / "site")]


def hugo(folder: Path) -> list[str]:
    """Return the command line that builds the Hugo peer."""
    return ["hugo", "--quiet", "-s", str(folder), "-d", str(folder / "site")]


def run(command: Sequence[str], clear: Sequence[Path] = ()) -> Run:
    """Run a command once, after removing what earlier runs left; raise RuntimeError if it fails."""
    for path in clear:
        shutil.rmtree(path, ignore_errors=True)
    # Children of measured commands find the machine in the same state: no variable changes what they do.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment) as child:
        output = child.stdout.read() if child.stdout else b""
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        tail = output.decode(errors="replace")[-2000:]
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}:\n{tail}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def probe(name: str, *arguments: object) -> dict[str, Any]:
    """Run a probe of `probes.py` in a process of its own and return what it found."""
    command = [sys.executable, str(Path(__file__).with_name("probes.py")), name, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the probe {name} failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
