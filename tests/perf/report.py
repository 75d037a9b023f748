"""What the figures come to: the machine, the tables, and which promises hold."""

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from math import log
from pathlib import Path
from typing import Any, Literal

Found = Mapping[str, Any]
"""Figures as `measure.py` collects them and as its JSON file holds them."""

_FULL_PAGE = 100  # entries on a page of a list: smaller bases do not fill one
_TIMES_FASTER = {1000: 5, 10_000: 8}
_TOOLS = ("PyYAML", "pydantic", "Jinja2", "comrak", "mkdocs", "mkdocs-material")


@dataclass(frozen=True)
class Promise:
    """A bound that the project has set itself, and what was measured."""

    name: str
    """What is compared with what."""
    value: float
    """What was measured."""
    sense: Literal["at most", "at least"]
    """On which side of the bound it has to lie."""
    bound: float
    """The bound."""
    unit: str = ""
    """Unit of both."""

    @property
    def holds(self) -> bool:
        """Whether the value lies on the right side."""
        return self.value <= self.bound if self.sense == "at most" else self.value >= self.bound

    def as_json(self) -> dict[str, Any]:
        """Return everything by name."""
        return {
            "name": self.name,
            "value": self.value,
            "sense": self.sense,
            "bound": self.bound,
            "unit": self.unit,
            "holds": self.holds,
        }


def machine() -> dict[str, str]:
    """Return what the figures were measured on and with."""
    told = {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load average at the start": f"{os.getloadavg()[0]:.2f}",
    }
    told |= {tool: version(tool) for tool in _TOOLS}
    if shutil.which("hugo"):
        said = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=False).stdout
        told["hugo"] = said.split()[1]
    return told


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of a line through the logarithms of size and cost: 1 where cost grows with size."""
    xs, ys = [log(x) for x, _ in points], [log(y) for _, y in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread


def promises(found: Found) -> list[Promise]:
    """Return every promise that the figures can be held against."""
    made = [promise for size, at in found["sizes"].items() for promise in _at_size(int(size), at)]
    return [*made, *_growing(found)]


def _at_size(size: int, at: Found) -> Iterator[Promise]:
    runs, loading = at["runs"], at["loading"]
    if size >= 1000:
        ratio = loading["load"] / loading["csafeloader"]
        yield Promise(f"load and validate / CSafeLoader, {size}", ratio, "at most", 0.6)
    if size in _TIMES_FASTER and "mkdocs" in runs:
        ratio = runs["mkdocs"]["wall"] / runs["build"]["wall"]
        yield Promise(f"mkdocs-material / build, {size}", ratio, "at least", _TIMES_FASTER[size])
    if size >= 1000 and "hugo" in runs:
        yield Promise(f"claim pages / Hugo, {size}", at["claim_pages"] / runs["hugo"]["wall"], "at most", 1.2)
    if "change_running" in at:
        yield Promise(f"one changed claim, running, {size}", at["change_running"]["wall"], "at most", 0.5, "s")
    if "change_checked" in at:
        yield Promise(f"validate of one changed file, {size}", at["change_checked"]["wall"], "at most", 2, "s")
    yield Promise(f"median claim page gzipped, {size}", at["pages"]["median_claim_gzip"] / 1000, "at most", 10, "kB")
    yield Promise(f"first view gzipped, {size}", at["pages"]["first_view_gzip"] / 1000, "at most", 70, "kB")


def _growing(found: Found) -> Iterator[Promise]:
    """Yield what has to stay the same, or grow no faster than the base, from one size to the next."""
    sizes = list(found["sizes"].items())
    if len(sizes) < 2:
        return
    (small, before), (large, after) = sizes[-2:]
    if int(small) >= _FULL_PAGE:
        growth = after["pages"]["largest"] / before["pages"]["largest"]
        yield Promise(f"largest page, {large} / {small}", growth, "at most", 1.1)
    if int(small) >= _FULL_PAGE:
        cost = [at["runs"]["validate"]["processor"] / int(size) for size, at in sizes[-2:]]
        yield Promise(f"validate, cost per claim, {large} / {small}", cost[1] / cost[0], "at most", 1)
    for command in ("validate", "build"):
        points = [(int(size), at["runs"][command]["processor"]) for size, at in sizes]
        yield Promise(f"growth of {command}, exponent", exponent(points), "at most", 1.1)


def tables(found: Found) -> str:
    """Return everything as text."""
    parts = [
        "\n".join(f"{name}: {value}" for name, value in found["machine"].items()),
        _table(["claims", "what", "best s", "processor s", "peak MiB", "runs"], _run_rows(found)),
        _table(["claims", "stage", "processor s", "share"], _stage_rows(found)),
        _table(["claims", "in one process", "processor s"], _loading_rows(found)),
        _table(["claims", "pages", "bytes", "gzipped"], _page_rows(found)),
        _table(["promise", "measured", "bound", ""], _promise_rows(found)),
    ]
    return "\n\n".join(parts) + "\n"


def _run_rows(found: Found) -> Iterator[list[str]]:
    for size, at in found["sizes"].items():
        runs = dict(at["runs"])
        if "change_fresh" in at:
            runs["build, one claim changed"] = at["change_fresh"]
            runs["validate, one claim changed"] = at["change_checked"]
        for name, run in runs.items():
            figures = [f"{run['wall']:.2f}", f"{run['processor']:.2f}", f"{run['memory_mib']:.0f}"]
            yield [size, name, *figures, str(len(run["runs"]))]


def _stage_rows(found: Found) -> Iterator[list[str]]:
    for size, at in found["sizes"].items():
        total = sum(at["stages"].values())
        for name, seconds in at["stages"].items():
            yield [size, name, f"{seconds:.3f}", f"{seconds / total:.0%}"]


def _loading_rows(found: Found) -> Iterator[list[str]]:
    for size, at in found["sizes"].items():
        for name, seconds in at["loading"].items():
            yield [size, name, f"{seconds:.3f}"]
        yield [size, "claim pages (wall)", f"{at['claim_pages']:.3f}"]
        if "change_running" in at:
            yield [size, "one changed claim (wall)", f"{at['change_running']['wall']:.3f}"]


def _page_rows(found: Found) -> Iterator[list[str]]:
    for size, at in found["sizes"].items():
        pages = at["pages"]
        yield [size, "median claim page", str(pages["median_claim"]), str(pages["median_claim_gzip"])]
        yield [size, f"largest page, {pages['largest_name']}", str(pages["largest"]), str(pages["largest_gzip"])]
        yield [size, "first view of a claim", "", str(pages["first_view_gzip"])]


def _promise_rows(found: Found) -> Iterator[list[str]]:
    for each in found["promises"]:
        bound = f"{each['sense']} {each['bound']:g} {each['unit']}".rstrip()
        yield [each["name"], f"{each['value']:.3g}", bound, "holds" if each["holds"] else "DOES NOT HOLD"]


def _table(head: list[str], rows: Iterator[list[str]]) -> str:
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    padded = ([cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)
