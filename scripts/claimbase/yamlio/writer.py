"""The canonical writer for the files that we compute; the same value always gives the same bytes."""

import json
import re
from collections.abc import Container, Iterable, Mapping
from typing import Any

from .scalar import resolve

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._/+()-]*[A-Za-z0-9._/+()-])?")
_INDENT = "  "


def dump(tree: Mapping[str, Any], *, header: str = "") -> str:
    """Return the mapping as YAML text: keys as given, two spaces a level, text quoted where it must be.

    `header` is a comment line without its #. Text that the reader refuses raises ValueError.
    """
    lines = [f"# {header}"] if header else []
    lines += _mapping(tree, "") if tree else ["{}"]
    return "\n".join(lines) + "\n"


def append(text: str, key: str, entries: Iterable[Mapping[str, Any]], *, header: str = "") -> str:
    """Return the text with entries added to the list that is the last key of the file; all that is there is kept.

    An empty text begins the file with the header and the key.
    """
    if not text.strip():
        text = f"# {header}\n{key}:\n" if header else f"{key}:\n"
    elif not text.endswith("\n"):
        text += "\n"
    lines = [line for entry in entries for line in _item(entry, _INDENT)]
    if text.endswith(f"{key}: []\n"):
        text = text[: -len(" []\n")] + "\n"
    return text + "".join(line + "\n" for line in lines)


def flow(value: Any) -> str:
    """Return a value in one line, lists and mappings in brackets."""
    return _flow(value)


def block(entry: Mapping[str, Any], indent: str, *, in_line: Container[str] = ()) -> str:
    """Return an entry of a list as text: its dash at the indent, a key a line; values of keys `in_line` in brackets."""
    lines = []
    for key, value in entry.items():
        if key in in_line:
            lines.append(f"{indent}{_INDENT}{_text(key)}: {_flow(value)}")
        else:
            lines += _mapping({key: value}, indent + _INDENT)
    first, *rest = lines
    return "".join(f"{line}\n" for line in (f"{indent}- {first[len(indent) + 2 :]}", *rest))


def _mapping(tree: Mapping[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    for key, value in tree.items():
        name = indent + _text(key) + ":"
        if isinstance(value, dict) and value:
            lines += [name, *_mapping(value, indent + _INDENT)]
        elif isinstance(value, list) and value:
            if all(not isinstance(item, dict | list) for item in value):
                lines.append(f"{name} [{', '.join(_scalar(item) for item in value)}]")
            else:
                lines.append(name)
                lines += [line for item in value for line in _item(item, indent + _INDENT)]
        else:
            lines.append(f"{name} {_scalar(value)}")
    return lines


def _item(value: Any, indent: str) -> list[str]:
    if isinstance(value, dict) and value:
        first, *rest = _mapping(value, indent + _INDENT)
        return [f"{indent}- {first[len(indent) + 2 :]}", *rest]
    if isinstance(value, list) and value:
        # A list in a list keeps its bracket form, whatever its items are.
        return [f"{indent}- {_flow(value)}"]
    return [f"{indent}- {_scalar(value)}"]


def _flow(value: Any) -> str:
    if isinstance(value, dict) and value:
        return "{" + ", ".join(f"{_text(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list) and value:
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if resolve(repr(value)) != value:
            raise ValueError(f"the number {value!r} has no plain decimal form")
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    return "[]" if isinstance(value, list) else "{}"


def _text(text: str) -> str:
    if len(text) <= 120 and _PLAIN.fullmatch(text) and resolve(text) == text:
        return text
    # A JSON string is a YAML double-quoted text, but for DEL and what JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False)
