"""The strict reader: one pass over the parser's events builds plain values and collects every problem on the way."""

from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from ..errors import Problem
from .characters import decode
from .events import NextEvent, fast_events
from .findings import Findings
from .scalar import LONGEST_WORD, SUSPECT_FIRST, WORDS
from .syntax import syntax_problem

Value = str | int | float | bool | list["Value"] | dict[str, "Value"]
"""What a file holds: text, numbers, truth values, lists and mappings of text to values; nothing else."""

Tree = dict[str, Value]
"""The mapping at the top of a file."""

MAX_BYTES = 1024 * 1024
"""The largest file that a person writes."""

MAX_COMPUTED_BYTES = 16 * MAX_BYTES
"""The largest file that we compute, such as the lock."""

MAX_DEPTH = 20
"""The deepest nesting of lists and mappings."""

_BYTES_PER_NODE = 16


class _Stop(Exception):  # noqa: N818 - it is no error of ours
    """The rest of the file cannot be read; the reason has been reported."""


def read(data: bytes, path: str, *, max_bytes: int = MAX_BYTES) -> tuple[Tree | None, tuple[Problem, ...]]:
    """Return what the file holds, or None and every problem that keeps it from being read."""
    tree, problems = parse(data, path, max_bytes=max_bytes)
    return (None if problems else tree), problems


def parse(
    data: bytes, path: str, *, max_bytes: int = MAX_BYTES, events: Any = fast_events
) -> tuple[Tree | None, tuple[Problem, ...]]:
    """Return what can be made out of the file even where there are problems, so that further ones can be looked for.

    A refused value is replaced by its text; where keys are equal the last one wins.
    """
    if len(data) > max_bytes:
        return None, (too_large(path, len(data), max_bytes),)
    text, problems = decode(data, path)
    if problems:
        return None, problems
    findings = Findings(path, text)
    tree: Tree | None = None
    try:
        tree = _document(events(text), findings, max_bytes // _BYTES_PER_NODE)
    except _Stop:
        pass
    except yaml.YAMLError as error:
        findings.stumbled(syntax_problem(error, path, text))
    return tree, tuple(sorted(findings.problems))


def too_large(path: str, size: int, max_bytes: int) -> Problem:
    """Return the problem of a file that is over the limit, in bytes."""
    message = f"the file has {size:,} bytes; at most {max_bytes:,} are read"
    return Problem(path, 1, 1, "Y106", message, "split the file, or cut it down")


def _document(next_event: NextEvent, findings: Findings, limit: int) -> Tree:
    event = next_event()
    while isinstance(event, StreamStartEvent | DocumentStartEvent):
        if isinstance(event, DocumentStartEvent):
            findings.directive(event)
        event = next_event()
    if event is None or isinstance(event, StreamEndEvent) or (isinstance(event, ScalarEvent) and not event.value):
        findings.empty()
        raise _Stop
    if not isinstance(event, MappingStartEvent):
        findings.not_a_mapping(event)
        raise _Stop
    findings.unusual(event)
    tree: Tree = _Builder(next_event, findings, limit).mapping(1)
    next_event()  # the end of the document
    event = next_event()
    if isinstance(event, DocumentStartEvent):
        findings.second_document(event)
    return tree


class _Builder:
    """Builds plain values from events; recursion is safe because the depth is bounded.

    Its two loops run for every key and entry of every file, so they test type and first character in place.
    """

    def __init__(self, next_event: NextEvent, findings: Findings, limit: int) -> None:
        self._next: Any = next_event
        self._findings = findings
        self._left = limit

    def mapping(self, depth: int) -> dict[str, Any]:
        """Return the mapping whose start has been read."""
        next_event, findings = self._next, self._findings
        watchful = findings.watchful
        tree: dict[str, Any] = {}
        while True:
            key_event = next_event()
            if type(key_event) is not ScalarEvent:
                if type(key_event) is MappingEndEvent:
                    self._count(len(tree))
                    return tree
                findings.complex_key(key_event)
                raise _Stop
            key = key_event.value
            if (key[:1] in SUSPECT_FIRST or (len(key) <= LONGEST_WORD and key in WORDS)) and not key_event.style:
                key = findings.key(key_event)
            if key in tree:
                findings.duplicate(key_event)
            event = next_event()
            if type(event) is ScalarEvent:
                value: Any = event.value
                if (value[:1] in SUSPECT_FIRST or (len(value) <= LONGEST_WORD and value in WORDS)) and not event.style:
                    value = findings.value(event, key_event)
                if watchful:
                    findings.unusual(key_event)
                    findings.unusual(event)
                tree[key] = value
            else:
                if watchful:
                    findings.unusual(key_event)
                tree[key] = self._collection(event, depth + 1)

    def _sequence(self, depth: int) -> list[Any]:
        next_event, findings = self._next, self._findings
        watchful = findings.watchful
        items: list[Any] = []
        while True:
            event = next_event()
            if type(event) is ScalarEvent:
                value: Any = event.value
                if (value[:1] in SUSPECT_FIRST or (len(value) <= LONGEST_WORD and value in WORDS)) and not event.style:
                    value = findings.value(event, None)
                if watchful:
                    findings.unusual(event)
                items.append(value)
            elif type(event) is SequenceEndEvent:
                self._count(len(items))
                return items
            else:
                items.append(self._collection(event, depth + 1))

    def _collection(self, event: Any, depth: int) -> Any:
        """Return the list or mapping that the event opens, or what stands for an alias."""
        if type(event) is AliasEvent:
            self._findings.alias(event)
            return f"*{event.anchor}"
        if event.anchor is not None or event.tag is not None:
            self._findings.unusual(event)
        if depth > MAX_DEPTH:
            self._findings.too_deep(event)
            raise _Stop
        return self.mapping(depth) if type(event) is MappingStartEvent else self._sequence(depth)

    def _count(self, nodes: int) -> None:
        self._left -= nodes
        if self._left < 0:
            self._findings.too_many()
            raise _Stop
