"""The knowledge base as read from its folder: every file parsed once into frozen models, every problem placed."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from . import errors
from .editionfile import EDITION_CODES, Edition, read_edition
from .errors import Problem
from .format_version import FORMAT_CODES, format_problems
from .garbage import collection_paused
from .jsonio import JSON_CODES, json_position, parse_json
from .layout import FILE_CODES, Entry, Layout, Part
from .model import (
    Article,
    Benchmark,
    Claim,
    EditionIndex,
    Facets,
    Findings,
    Format,
    Lock,
    Machine,
    Model,
    Preset,
    Presets,
    Recommendations,
    ResultFile,
    Source,
    Tombstone,
    Topic,
    Topics,
    VerdictChange,
    VerdictChanges,
)
from .resultfile import RESULT_CODES, misplaced, other_format
from .validation import MODEL_CODES, validate
from .yamlio import MAX_BYTES, MAX_COMPUTED_BYTES, YAML_CODES, Marks, Tree, parse, too_large

READ_CODES = (
    *YAML_CODES,
    *JSON_CODES,
    *MODEL_CODES,
    *FILE_CODES,
    *FORMAT_CODES,
    *RESULT_CODES,
    *EDITION_CODES,
)
"""The documentation of every code that `load` can give."""

_MODELS: Mapping[Part, type[Model]] = {
    Part.FORMAT: Format,
    Part.TOPICS: Topics,
    Part.FACETS: Facets,
    Part.ARTICLE: Article,
    Part.FINDINGS: Findings,
    Part.PRESETS: Presets,
    Part.RECOMMENDATIONS: Recommendations,
    Part.LOCK: Lock,
    Part.CHANGES: VerdictChanges,
    Part.CLAIM: Claim,
    Part.SOURCE: Source,
    Part.BENCHMARK: Benchmark,
    Part.MACHINE: Machine,
    Part.RESULT: ResultFile,
    Part.EDITIONS: EditionIndex,
}
_WITH_ID = (Part.CLAIM, Part.SOURCE, Part.BENCHMARK, Part.MACHINE)
_JSON = (Part.MACHINE, Part.RESULT)
_COMPUTED = (Part.LOCK, Part.CHANGES, Part.RESULT, Part.EDITIONS)


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One file as it was read; reused as long as size and time of change stay."""

    entry: Entry
    """Where it is, and its size and time of change."""
    first_line: str
    """Its first line, which points editors at the schema; empty for JSON."""
    value: Model | Edition | None
    """What it holds; None where it has problems."""
    problems: tuple[Problem, ...]
    """What is wrong with it."""
    sha256: str = ""
    """SHA-256 of a result file, which editions rest on; empty for other files."""


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything that `claims/` holds, except files that could not be read."""

    root: Path
    """The folder that holds `claims/`."""
    topics: tuple[Topic, ...]
    """The topics, by order."""
    facets: Facets
    """The dimensions of the reader's environment."""
    claims: Mapping[str, Claim]
    """The claims by id, sorted."""
    tombstones: Mapping[str, Tombstone]
    """The retired claims by id, sorted."""
    sources: Mapping[str, Source]
    """The sources by id, sorted."""
    benchmarks: Mapping[str, Benchmark]
    """The benchmark definitions by id, sorted."""
    machines: Mapping[str, Machine]
    """The machines on which runs were made, by id, sorted."""
    results: Mapping[str, tuple[tuple[str, ResultFile], ...]]
    """Path and content of the result files by benchmark id, sorted; also those of another definition."""
    article: Article | None
    """The examined article; None where there is no such file."""
    findings: Findings | None
    """The claims that decide; None where there is no such file."""
    presets: tuple[Preset, ...]
    """The kinds of hosts with which a reader can begin; none where there is no such file."""
    recommendations: Recommendations | None
    """The questions that a memo answers, with their rules; None where there is no such file."""
    lock: Lock | None
    """The verdicts as committed; None where there is no such file."""
    changes: tuple[VerdictChange, ...]
    """The moves of verdicts, oldest first."""
    editions: tuple[Edition, ...]
    """The frozen editions, oldest first."""
    edition_index: EditionIndex | None
    """The list of editions as committed; None where there is no such file."""
    files: Mapping[str, str]
    """Path from the root, by id; files that exist once under the name of their part, such as topics or lock."""
    failed: frozenset[str]
    """The ids whose files exist but could not be read: nothing that refers to them is wrong for that."""
    parsed: Mapping[str, ParsedFile] = field(repr=False)
    """Every file by path, for the next load."""
    _marks: dict[str, Marks] = field(default_factory=dict, repr=False, compare=False)

    def position(self, file: str, at: errors.Path, key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of the value at a path in a file, or of its key; the file is read again."""
        if file.endswith(".json"):
            return json_position(_text(self.root, file), at, key=key)
        marks = self._marks.get(file)
        if marks is None:
            marks = self._marks[file] = Marks(_text(self.root, file))
        return marks.position(at, key=key)


def load(root: Path, previous: KnowledgeBase | None = None) -> tuple[KnowledgeBase | None, tuple[Problem, ...]]:
    """Return the base and every problem of its files, sorted; no base where topics or facets cannot be had.

    Files whose size and time of change are as in `previous` are not read again.
    """
    of_format = format_problems(root)
    if errors.stopping(of_format):
        return None, of_format
    layout = Layout(root)
    known = previous.parsed if previous is not None and previous.root == root else {}
    parsed: dict[str, ParsedFile] = {}
    problems = [*(of_format if layout.entries else ()), *layout.problems]
    with collection_paused():
        for entry in layout.entries:
            old = known.get(entry.path)
            parsed[entry.path] = file = old if old is not None and old.entry == entry else _parse(root, entry)
            problems += file.problems
    return _assemble(root, parsed), tuple(sorted(problems))


def _parse(root: Path, entry: Entry) -> ParsedFile:
    limit = MAX_COMPUTED_BYTES if entry.part in _COMPUTED else MAX_BYTES
    if entry.size > limit and entry.part is not Part.EDITION:
        return ParsedFile(entry, "", None, (too_large(entry.path, entry.size, limit),))
    try:
        if entry.part is Part.EDITION:
            return ParsedFile(entry, "", *read_edition(root / entry.path, entry.path))
        data = _bytes(root, entry.path, limit)
    except OSError as error:
        problem = Problem(
            entry.path, 1, 1, "I306", f"the file cannot be read: {error.strerror}", "see that it exists and can be read"
        )
        return ParsedFile(entry, "", None, (problem,))
    tree, problems = (parse_json if entry.part in _JSON else parse)(data, entry.path, max_bytes=limit)
    first_line = "" if entry.part in _JSON else data[:300].split(b"\n", 1)[0].decode("utf-8", "replace").rstrip()
    if tree is None:
        return ParsedFile(entry, first_line, None, problems)
    value, faults = _validate(entry, tree)
    if faults:
        problems = _with_faults(problems, faults, entry.path, data)
    sha256 = hashlib.sha256(data).hexdigest() if entry.part is Part.RESULT else ""
    return ParsedFile(entry, first_line, None if problems else value, problems, sha256)


def _validate(entry: Entry, tree: Tree) -> tuple[Model | None, list[Any]]:
    model = _MODELS[entry.part]
    if entry.part is Part.RESULT and (newer := other_format(tree)):
        return None, [newer]
    if entry.part not in _WITH_ID:
        value, faults = validate(model, tree)
        elsewhere = misplaced(entry.id, value) if isinstance(value, ResultFile) else ()
        return value, [*faults, *elsewhere]
    given: list[Any] = [key for key in ("id", "topic") if key in tree and (key == "id" or entry.topic)]
    place: Tree = {"id": entry.id, "topic": entry.topic} if entry.topic else {"id": entry.id}
    if entry.part is Part.CLAIM and "retired" in tree:
        model = Tombstone
    value, faults = validate(model, {**tree, **place})
    twice = [((key,), True, "M212", f"{key} follows from the file's place", "delete the key") for key in given]
    return value, [*faults, *twice]


def _with_faults(problems: tuple[Problem, ...], faults: list[Any], path: str, data: bytes) -> tuple[Problem, ...]:
    """Place the faults; those in a line that has a problem of the reader follow from that one."""
    text = data.decode("utf-8")
    position = partial(json_position, text) if path.endswith(".json") else Marks(text).position
    taken = {problem.line for problem in problems}
    placed = []
    for at, is_key, code, message, fix in faults:
        line, column = position(at, key=is_key)
        if line not in taken or code == "M202":
            placed.append(Problem(path, line, column, code, message, fix))
    return tuple(sorted([*problems, *placed]))


def _assemble(root: Path, parsed: Mapping[str, ParsedFile]) -> KnowledgeBase | None:
    once: dict[Part, Any] = {}
    many: dict[type[Model], dict[str, Any]] = {Claim: {}, Tombstone: {}, Source: {}, Benchmark: {}, Machine: {}}
    results: dict[str, list[tuple[str, ResultFile]]] = {}
    editions: list[Edition] = []
    for file in parsed.values():
        if file.value is None:
            continue
        if isinstance(file.value, ResultFile):
            results.setdefault(file.value.benchmark, []).append((file.entry.path, file.value))
        elif isinstance(file.value, Edition):
            editions.append(file.value)
        elif type(file.value) in many:
            many[type(file.value)][file.entry.id] = file.value
        else:
            once[file.entry.part] = file.value
    if Part.TOPICS not in once or Part.FACETS not in once:
        return None
    return KnowledgeBase(
        root=root,
        topics=tuple(sorted(once[Part.TOPICS].topics, key=lambda topic: (topic.order, topic.id))),
        facets=once[Part.FACETS],
        claims=_by_id(many[Claim]),
        tombstones=_by_id(many[Tombstone]),
        sources=_by_id(many[Source]),
        benchmarks=_by_id(many[Benchmark]),
        machines=_by_id(many[Machine]),
        results=_by_id({name: tuple(files) for name, files in results.items()}),
        article=once.get(Part.ARTICLE),
        findings=once.get(Part.FINDINGS),
        presets=once[Part.PRESETS].presets if Part.PRESETS in once else (),
        recommendations=once.get(Part.RECOMMENDATIONS),
        lock=once.get(Part.LOCK),
        changes=once[Part.CHANGES].changes if Part.CHANGES in once else (),
        editions=tuple(sorted(editions, key=lambda edition: edition.head.order)),
        edition_index=once.get(Part.EDITIONS),
        files=MappingProxyType({file.entry.id: path for path, file in parsed.items()}),
        failed=frozenset(file.entry.id for file in parsed.values() if file.value is None),
        parsed=MappingProxyType(dict(parsed)),
    )


def _by_id(values: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(sorted(values.items())))


def _bytes(root: Path, path: str, limit: int) -> bytes:
    # The file may have become a link since the folder was walked.
    handle = os.open(f"{root}/{path}", os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb", buffering=0) as stream:
        # To ask for the whole limit would reserve that much memory for every small file.
        size = min(os.fstat(handle).st_size, limit)
        return stream.read(size + 1) or b""


def _text(root: Path, path: str) -> str:
    try:
        return _bytes(root, path, MAX_COMPUTED_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
