"""Strict JSON of result files: no key twice, no NaN, positions of keys and values on demand."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from .codes import Code
from .errors import Path, Problem
from .yamlio import MAX_DEPTH, Tree, too_large
from .yamlio.characters import decode

JSON_CODES = (
    Code("D201", "not JSON", "The file is cut off or cannot be taken apart here.",
         '{"format": 1', '{"format": 1}', "copy the file again from where it was made; results are never typed in"),
    Code("D202", "key given twice", "Most readers silently keep only one of the two.",
         '{"a": 1, "a": 2}', '{"a": 1}', "keep one of the two"),
    Code("D203", "NaN or infinite number", "It is no number, and one such sample spoils every statistic.",
         '{"gap-ms": [NaN]}', '{"failed": "the guest gave no heartbeat"}',
         "leave the sample out and say in `failed` why"),
    Code("D204", "no object at the top, or nested too deeply", "A result file is one object of few levels.",
         "[1, 2]", '{"format": 1}', "write the object that the harness writes"),
)  # fmt: skip
"""One code for each thing that the strict reader of JSON refuses."""

_SPACE = re.compile(r"[ \t\n\r]*")
_CONSTANT = re.compile(r"NaN|-?Infinity")


class _Entry(NamedTuple):
    """An entry of an object or list: where its key and its value begin."""

    name: str | int
    key: int
    value: int


def parse_json(data: bytes, path: str, *, max_bytes: int) -> tuple[Tree | None, tuple[Problem, ...]]:
    """Return what the file holds, or None and every problem that keeps it from being read."""
    if len(data) > max_bytes:
        return None, (too_large(path, len(data), max_bytes),)
    text, problems = decode(data, path)
    if problems:
        return None, problems
    reader = _Reader()
    try:
        tree = json.loads(text, object_pairs_hook=reader.unique, parse_constant=reader.constant)
    except json.JSONDecodeError as error:
        message = f"the JSON ends or breaks off here: {error.msg[:1].lower()}{error.msg[1:]}"
        return None, (_problem(text, error.pos, path, "D201", message),)
    except (RecursionError, ValueError):
        return None, (_problem(text, 0, path, "D204", "the JSON is nested too deeply, or a number is too long"),)
    if not isinstance(tree, dict):
        return None, (_problem(text, 0, path, "D204", "the file holds no object at its top"),)
    problems = tuple(sorted(_refused(text, path))) if reader.doubtful else ()
    return (None if problems else tree), problems


def json_position(text: str, at: Path, *, key: bool = False) -> tuple[int, int]:
    """Return line and column, from 1, of the value at the path, or of its key; of the nearest parent if none."""
    place = _after_space(text, 0)
    try:
        for number, step in enumerate(at, 1):
            found = [entry for entry in _entries(text, place) if entry.name == step]
            if not found:
                break
            # The last of equal keys wins, as in the tree that the reader builds.
            place = found[-1].key if key and number == len(at) else found[-1].value
    except (ValueError, RecursionError, IndexError):
        return 1, 1
    return _line_and_column(text, place)


class _Reader:
    """Builds the objects, and notes whether a second look for refused values is due."""

    def __init__(self) -> None:
        self.doubtful = False

    def unique(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return the object of these pairs."""
        tree = dict(pairs)
        self.doubtful |= len(tree) < len(pairs)
        return tree

    def constant(self, _name: str) -> float:
        """Return what stands for NaN or an infinity."""
        self.doubtful = True
        return 0.0


def _refused(text: str, path: str) -> Iterator[Problem]:
    """Yield every second key, NaN and infinity, with its place."""
    waiting = [(_after_space(text, 0), 0)]
    while waiting:
        place, depth = waiting.pop()
        if depth > MAX_DEPTH:
            yield _problem(text, place, path, "D204", "the JSON is nested too deeply")
            return
        if found := _CONSTANT.match(text, place):
            yield _problem(text, place, path, "D203", f"{found.group()} is no number")
        seen: set[str | int] = set()
        for entry in _entries(text, place):
            if entry.name in seen:
                yield _problem(text, entry.key, path, "D202", f"the key {entry.name} is given twice")
            seen.add(entry.name)
            waiting.append((entry.value, depth + 1))


_DECODER = json.JSONDecoder()


def _entries(text: str, place: int) -> Iterator[_Entry]:
    """Yield the entries of the object or list that begins at a place of valid JSON; of anything else nothing."""
    opening = text[place : place + 1]
    if opening not in ("{", "["):
        return
    place, count = _after_space(text, place + 1), 0
    while text[place] not in "}]":
        key: int = place
        name: str | int = count
        if opening == "{":
            name, place = _DECODER.raw_decode(text, place)
            place = _after_space(text, _after_space(text, place) + 1)
        yield _Entry(name, key, place)
        _, place = _DECODER.raw_decode(text, place)
        place, count = _after_space(text, place), count + 1
        if text[place] == ",":
            place = _after_space(text, place + 1)


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _line_and_column(text: str, place: int) -> tuple[int, int]:
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)


def _problem(text: str, place: int, path: str, code: str, message: str) -> Problem:
    line, column = _line_and_column(text, place)
    fix = next(each.fix for each in JSON_CODES if each.code == code)
    return Problem(path, line, column, code, message, fix)
