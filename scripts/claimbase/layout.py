"""Which files a knowledge base has: `claims/` is walked once, and what does not belong there is reported."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from .codes import Code
from .errors import Problem
from .model.base import EDITION_PATTERN, ID_MAX_LENGTH, ID_PATTERN

FILE_CODES = (
    Code("I301", "file or folder name is not an id", "Names become addresses, which never change.",
         "claims/efficiency/Peak_Memory.yml", "claims/efficiency/peak-memory.yml", "rename it"),
    Code("I302", "wrong file extension", "Two extensions would let two files have one id.",
         "peak-memory.yaml", "peak-memory.yml", "rename the file to end in .yml"),
    Code("I303", "stray file or folder", "Nothing would read it.",
         "claims/notes.txt", "docs/notes.md", "move it out of claims/ or delete it"),
    Code("I304", "symbolic link", "It could lead out of the base.",
         "a link to ../../etc", "a file", "replace it by the file"),
    Code("I305", "required file missing", "Without it the base has no meaning.",
         "no claims/topics.yml", "claims/topics.yml", "add the file"),
    Code("I306", "file cannot be read", "Whoever builds the base must be able to read all of it.",
         "mode 000", "mode 644", "mend its permissions"),
    Code("I309", "id used twice", "Ids are unique over claims, tombstones, sources, benchmarks and machines.",
         "sources/x.yml and efficiency/x.yml", "sources/x.yml and efficiency/y.yml", "give the newer one another id"),
    Code("D210", "place of a result file", "Machine, version and moment of the session stand in the path.",
         "results/laptop/today.json", "results/laptop/10.2.2/2026-11-26T13-05-00Z.json",
         "name it results/<machine>/<version>/<moment in UTC>.json, as the harness does"),
    Code("F107", "place of an edition", "The name of the file is the name by which the edition is cited.",
         "editions/december.json", "editions/2026.12.json", "let `claimbase edition` make it"),
)  # fmt: skip
"""One code for each way in which a file can be in the wrong place."""

_ID = re.compile(ID_PATTERN)
_VERSION = re.compile(r"[0-9]+(\.[0-9]+){1,3}(-rc[0-9]+)?")
_EDITION = re.compile(EDITION_PATTERN)
_STAMP = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]-[0-5][0-9]-[0-5][0-9]Z\.json")
_IGNORED = re.compile(r".*~|\..*\.sw[a-z]|\.DS_Store|#.*#|\.#.*|\.gitkeep|Thumbs\.db")


class Part(Enum):
    """What a file of the base holds."""

    FORMAT = "format.yml"
    TOPICS = "topics.yml"
    FACETS = "facets.yml"
    ARTICLE = "article.yml"
    FINDINGS = "findings.yml"
    RECOMMENDATIONS = "recommendations.yml"
    PRESETS = "presets.yml"
    LOCK = "verdicts.lock.yml"
    CHANGES = "verdict-changes.yml"
    CLAIM = "claim"
    SOURCE = "source"
    BENCHMARK = "benchmark"
    MACHINE = "machine"
    RESULT = "result"
    EDITION = "edition"
    EDITIONS = "editions/index.yml"


_SINGLE = (
    Part.FORMAT,
    Part.TOPICS,
    Part.FACETS,
    Part.ARTICLE,
    Part.FINDINGS,
    Part.PRESETS,
    Part.RECOMMENDATIONS,
    Part.LOCK,
    Part.CHANGES,
)
SINGLE = {part.value: part for part in _SINGLE}
"""The files that a base has at most once, by name."""

_NOT_READ = ("schema",)


def part_of(path: str) -> Part | None:
    """Return what the file at a path from the root holds by its place; None where nothing is read from there."""
    folders = path.split("/")
    match folders:
        case ["claims", name] if name in SINGLE:
            return SINGLE[name]
        case ["claims", "sources", _]:
            return Part.SOURCE
        case ["claims", "benchmarks", "machines", _]:
            return Part.MACHINE
        case ["claims", "benchmarks", _, "benchmark.yml"]:
            return Part.BENCHMARK
        case ["claims", "benchmarks", _, "results", _, _, _]:
            return Part.RESULT
        case ["claims", topic, _] if topic not in (*_NOT_READ, "benchmarks"):
            return Part.CLAIM
    return None


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that is to be read."""

    part: Part
    """What it holds."""
    path: str
    """Path from the root, with forward slashes."""
    id: str
    """Id of what it holds; the part's name for files that exist once; benchmark, machine, version and moment of a
    result, joined by slashes; `editions/` and the name of an edition."""
    topic: str
    """Topic of a claim, else empty."""
    size: int
    """Size in bytes."""
    changed: int
    """Time of the last change, in nanoseconds."""


class Layout:
    """The files of a base and what does not belong there; symbolic links are never followed."""

    def __init__(self, root: Path) -> None:
        """Walk `root/claims`."""
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.topic_folders: list[str] = []
        self._root = root
        self._walk_top()
        self._refuse_second_ids()
        self.entries.sort(key=lambda entry: entry.path)

    def _walk_top(self) -> None:
        present = set()
        for item in self._scan("claims"):
            path = f"claims/{item.name}"
            if not item.is_dir(follow_symlinks=False):
                if item.name in SINGLE:
                    present.add(item.name)
                    self._add(item, SINGLE[item.name], path, SINGLE[item.name].name.lower())
                else:
                    self._stray(path, item.name)
            elif item.name == "sources":
                self._walk_files(path, Part.SOURCE)
            elif item.name == "benchmarks":
                self._walk_benchmarks(path)
            elif item.name == "editions":
                self._walk_editions(path)
            elif item.name not in _NOT_READ and self._named(path, item.name):
                self.topic_folders.append(item.name)
                self._walk_files(path, Part.CLAIM, topic=item.name)
        for name in (Part.TOPICS.value, Part.FACETS.value):
            if name not in present:
                fix = "add the file; CONTRIBUTING.md shows one"
                self._report(f"claims/{name}", "I305", f"claims/{name} is missing", fix)

    def _walk_files(self, folder: str, part: Part, *, suffix: str = ".yml", topic: str = "") -> None:
        for item in self._scan(folder):
            path = f"{folder}/{item.name}"
            stem, point, extension = item.name.rpartition(".")
            if item.is_dir(follow_symlinks=False) or point + extension != suffix:
                self._stray(path, item.name)
            elif self._named(path, stem):
                self._add(item, part, path, stem, topic)

    def _walk_editions(self, folder: str) -> None:
        for item in self._scan(folder):
            path, name = f"{folder}/{item.name}", item.name.removesuffix(".json")
            if item.is_dir(follow_symlinks=False):
                self._stray(path, item.name)
            elif path == f"claims/{Part.EDITIONS.value}":
                self._add(item, Part.EDITIONS, path, "editions")
            elif name != item.name and _EDITION.fullmatch(name):
                self._add(item, Part.EDITION, path, f"editions/{name}")
            else:
                message = "this is no place of an edition"
                fix = "name it by year and month, as editions/2026.12.json, or delete it"
                self._report(_shown(path), "F107", message, fix)

    def _walk_benchmarks(self, folder: str) -> None:
        for item in self._scan(folder):
            path = f"{folder}/{item.name}"
            if not item.is_dir(follow_symlinks=False):
                self._stray(path, item.name)
            elif item.name == "machines":
                self._walk_files(path, Part.MACHINE, suffix=".json")
            elif self._named(path, item.name):
                self._walk_benchmark(path, item.name)

    def _walk_benchmark(self, folder: str, name: str) -> None:
        found = False
        for item in self._scan(folder):
            path = f"{folder}/{item.name}"
            if item.name == "benchmark.yml" and not item.is_dir(follow_symlinks=False):
                found = True
                self._add(item, Part.BENCHMARK, path, name)
            elif item.name == "results" and item.is_dir(follow_symlinks=False):
                self._walk_results(path, name)
            else:
                self._stray(path, item.name)
        if not found:
            path = f"{folder}/benchmark.yml"
            self._report(path, "I305", f"{path} is missing", "add the definition of the benchmark")

    def _walk_results(self, folder: str, benchmark: str) -> None:
        for machine in self._folders(folder, _ID):
            for version in self._folders(f"{folder}/{machine}", _VERSION):
                for item in self._scan(f"{folder}/{machine}/{version}"):
                    path = f"{folder}/{machine}/{version}/{item.name}"
                    if item.is_dir(follow_symlinks=False) or not _STAMP.fullmatch(item.name):
                        self._misplaced(path)
                    else:
                        stamp = item.name.removesuffix(".json")
                        self._add(item, Part.RESULT, path, f"{benchmark}/{machine}/{version}/{stamp}")

    def _folders(self, folder: str, pattern: re.Pattern[str]) -> Iterator[str]:
        for item in self._scan(folder):
            if item.is_dir(follow_symlinks=False) and pattern.fullmatch(item.name):
                yield item.name
            else:
                self._misplaced(f"{folder}/{item.name}")

    def _misplaced(self, path: str) -> None:
        message = "this is no place of a result file"
        example = "results/laptop/10.2.2/2026-11-26T13-05-00Z.json"
        fix = f"name it results/<machine>/<version>/<moment in UTC>.json, as in {example}"
        self._report(_shown(path), "D210", message, fix)

    def _scan(self, folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self._root / folder) as items:
                entries = sorted(items, key=lambda item: item.name)
        except OSError as error:
            message = f"the folder cannot be read: {error.strerror}"
            self._report(folder, "I306", message, "see that it exists and can be read")
            return
        for item in entries:
            if _IGNORED.fullmatch(item.name):
                continue
            if item.is_symlink():
                shown = _shown(f"{folder}/{item.name}")
                self._report(shown, "I304", "a symbolic link is not followed", "replace it by the file")
            else:
                yield item

    def _add(self, item: os.DirEntry[str], part: Part, path: str, name: str, topic: str = "") -> None:
        if not item.is_file(follow_symlinks=False):
            self._report(path, "I303", "it is neither a file nor a folder", "delete it")
            return
        status = item.stat(follow_symlinks=False)
        self.entries.append(Entry(part, path, name, topic, status.st_size, status.st_mtime_ns))

    def _stray(self, path: str, name: str) -> None:
        if name.lower().endswith((".yaml", ".yml")) and not name.endswith(".yml"):
            self._report(_shown(path), "I302", "the file does not end in .yml", "rename it to end in .yml")
        else:
            self._report(_shown(path), "I303", "nothing reads this here", "move it out of claims/ or delete it")

    def _named(self, path: str, name: str) -> bool:
        if _ID.search(name) and len(name) <= ID_MAX_LENGTH and not name.endswith("\n"):
            return True
        message = f"the name is not an id: lower-case words joined by hyphens, at most {ID_MAX_LENGTH} characters"
        self._report(_shown(path), "I301", message, "rename it, as in cpr-exec-peak-memory")
        return False

    def _refuse_second_ids(self) -> None:
        first: dict[str, str] = {}
        kept: list[Entry] = []
        # Files that exist once keep their names; and a claim is more easily given another id than what others cite.
        order = {Part.CLAIM: 2, Part.SOURCE: 1, Part.BENCHMARK: 1, Part.MACHINE: 1}
        for entry in sorted(self.entries, key=lambda e: (order.get(e.part, 0), e.path)):
            if entry.id in first:
                message = f"the id {entry.id} is used by {first[entry.id]} already"
                self._report(entry.path, "I309", message, "give the newer one another id")
            else:
                first[entry.id] = entry.path
                kept.append(entry)
        self.entries = kept

    def _report(self, path: str, code: str, message: str, fix: str) -> None:
        self.problems.append(Problem(path, 1, 1, code, message, fix))


def _shown(path: str) -> str:
    """Return the path with everything unprintable escaped, for a name can hold any byte."""
    return path if path.isprintable() else path.encode("unicode_escape").decode("ascii")
