"""One function a code: from the text of a file and its problem to the edit that mends it, or None."""

import json
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import yaml

from ..errors import Problem
from ..layout import part_of
from ..lint.names import SCHEMA_LINES


class Edit(NamedTuple):
    """A piece of text and what takes its place."""

    start: int
    """Where the piece begins, in characters from 0."""
    end: int
    """Where it ends."""
    text: str
    """What takes its place."""


Fixer = Callable[[str, Problem], Edit | None]

_SCHEMA_LINE = re.compile(r"#\s*yaml-language-server:.*\n?")
_KEY = re.compile(r"([^\s:#\"'\[\]{},][^:\n#]*?)[ ]*:(?=\s)")
_TO_LINE_END = re.compile(r"[^\n]*?(?=[ ]*(?:\n|$))")
_ENDS_LIKE_A_SENTENCE = re.compile(r"[\w)\]%°`]$")


def offset(text: str, line: int, column: int) -> int:
    """Return the place of a line and column, both from 1, in characters from 0."""
    start = 0
    for _ in range(line - 1):
        end = text.find("\n", start)
        if end < 0:
            return len(text)
        start = end + 1
    return min(start + column - 1, len(text))


def _character(text: str, problem: Problem) -> Edit | None:
    """Delete one character that does not show."""
    at = offset(text, problem.line, problem.column)
    return Edit(at, at + 1, "") if text[at : at + 1] and not text[at].isprintable() else None


def _tab(text: str, problem: Problem) -> Edit | None:
    at = offset(text, problem.line, problem.column)
    return Edit(at, at + 1, " ") if text[at : at + 1] == "\t" else None


def _carriage_return(text: str, problem: Problem) -> Edit | None:
    at = offset(text, problem.line, problem.column)
    return Edit(at, at + 1, "\n") if text[at : at + 1] == "\r" else None


def _line(text: str, problem: Problem) -> Edit | None:
    """Delete the whole line."""
    start = offset(text, problem.line, 1)
    end = text.find("\n", start)
    return Edit(start, end + 1 if end >= 0 else len(text), "")


def _scalar(text: str, problem: Problem) -> tuple[int, int, str] | None:
    """Return begin, end and style of the scalar that begins at the problem's place."""
    place = (problem.line - 1, problem.column - 1)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            mark, end = event.start_mark, event.end_mark
            if isinstance(event, yaml.ScalarEvent) and mark and end and (mark.line, mark.column) == place:
                return mark.index, end.index, event.style or ""
    except yaml.YAMLError:
        pass
    return None


def _quoted(text: str, problem: Problem) -> Edit | None:
    """Put a plain scalar of one line in double quotes."""
    found = _scalar(text, problem)
    if found is None or found[2]:
        return None
    start, end, _ = found
    held = text[start:end].rstrip()
    return Edit(start, start + len(held), json.dumps(held, ensure_ascii=False)) if held and "\n" not in held else None


def _word(text: str, problem: Problem) -> Edit | None:
    """Quote yes, no, on and off; true and false in capitals may be meant either way."""
    found = _quoted(text, problem)
    return None if found is None or text[found.start : found.end].lower() in ("true", "false") else found


def _key(text: str, problem: Problem) -> Edit | None:
    at = offset(text, problem.line, problem.column)
    found = _KEY.match(text, at)
    return Edit(*found.span(1), json.dumps(found[1], ensure_ascii=False)) if found else None


def _data_cell(text: str, problem: Problem) -> Edit | None:
    """Quote a value that begins with a data cell, to the end of its line."""
    at = text.rfind("{{", 0, offset(text, problem.line, problem.column) + 2)
    found = _TO_LINE_END.match(text, at) if at >= 0 else None
    if found is None or not text[:at].endswith(": "):
        return None
    return Edit(*found.span(), json.dumps(found[0], ensure_ascii=False))


def _schema(text: str, problem: Problem) -> Edit | None:
    part = part_of(problem.path)
    if part is None or part not in SCHEMA_LINES:
        return None
    there = _SCHEMA_LINE.match(text)
    return Edit(0, there.end() if there else 0, SCHEMA_LINES[part] + "\n")


def _second_value(text: str, problem: Problem) -> Edit | None:
    """Delete an entry of a list in brackets that the list has already."""
    found = _scalar(text, problem)
    if found is None:
        return None
    before = re.search(r",\s*$", text[: found[0]])
    return Edit(before.start(), found[1], "") if before else None


def _full_stop(text: str, problem: Problem) -> Edit | None:
    found = _scalar(text, problem)
    if found is None or found[2] not in ("", '"', "'"):
        return None
    start, end, style = found
    held = text[start:end].rstrip()
    end = start + len(held) - len(style)
    return Edit(end, end, ".") if _ENDS_LIKE_A_SENTENCE.search(text[:end]) else None


FIXERS: Mapping[str, Fixer] = {
    "I307": _schema,
    "M204": _quoted,
    "M212": _line,
    "S506": _second_value,
    "A805": _second_value,
    "W901": _full_stop,
    "Y102": _character,
    "Y103": _character,
    "Y104": _tab,
    "Y105": _character,
    "Y112": _line,
    "Y117": _key,
    "Y120": _word,
    "Y121": _quoted,
    "Y122": _quoted,
    "Y123": _quoted,
    "Y124": _quoted,
    "Y134": _data_cell,
    "Y135": _carriage_return,
}
"""What can be mended by an edit, by code."""
