"""Edits of a YAML text that keep everything that is there to the byte: comments, layout, order of keys."""

from collections.abc import Sequence
from typing import Any

import yaml

from claimbase.errors import Path
from claimbase.yamlio import read

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class EditError(Exception):
    """Why a text cannot be edited: one line for the user."""


def append_entry(text: str, at: Path, lines: Sequence[str]) -> str:
    """Return the text with an entry added to the list at a path; `lines` are the entry's, from its dash on.

    Raises EditError where the list is missing or written in brackets and not empty.
    """
    key, listed = _found(text, at)
    rows = text.splitlines(keepends=True)
    if rows and not rows[-1].endswith("\n"):
        rows[-1] += "\n"
    if listed.flow_style:
        if listed.value:
            raise EditError(f"the list {at[-1]} is written in brackets: write it with a dash a line first")
        row, column = listed.start_mark.line, listed.start_mark.column
        end = listed.end_mark.column
        if listed.end_mark.line != row:
            raise EditError(f"the empty list {at[-1]} is written in several lines: take it out first")
        rows[row] = rows[row][:column].rstrip() + rows[row][end:]
        place, indent = row + 1, key.start_mark.column + 2
    else:
        indent = listed.start_mark.column
        place = _end(rows, listed, indent)
    return "".join([*rows[:place], *(" " * indent + line + "\n" for line in lines), *rows[place:]])


def _found(text: str, at: Path) -> tuple[yaml.Node, yaml.SequenceNode]:
    """Return the key and the list at a path."""
    node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    key: yaml.Node | None = None
    for step in at:
        if isinstance(node, yaml.MappingNode):
            key, node = next(((name, value) for name, value in node.value if name.value == step), (None, None))
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            node = None
    if not isinstance(node, yaml.SequenceNode) or key is None:
        raise EditError(f"there is no list {at[-1]}")
    return key, node


def _end(rows: Sequence[str], listed: yaml.SequenceNode, indent: int) -> int:
    """Return the row before which an entry goes: after the last entry and the comments that are indented like it."""
    # A block ends where the next token begins; before that are blank rows and comments, of this entry or of the next.
    place = listed.end_mark.line if listed.end_mark.column == 0 or listed.end_mark.line < len(rows) else len(rows)
    last = listed.value[-1].start_mark.line
    while place > last + 1 and _apart(rows[place - 1], indent):
        place -= 1
    return place


def _apart(row: str, indent: int) -> bool:
    bare = row.strip()
    return not bare or (bare.startswith("#") and len(row) - len(row.lstrip()) <= indent)


def insert_key(text: str, block: str, before: Sequence[str]) -> str:
    """Return the text with a key put above the first of the keys `before` that it has, and above its comments.

    Where it has none of them the key goes to the end.
    """
    node = yaml.compose(text, Loader=_Loader)
    keys = {name.value: name.start_mark.line for name, _ in node.value} if isinstance(node, yaml.MappingNode) else {}
    rows = text.splitlines(keepends=True)
    if rows and not rows[-1].endswith("\n"):
        rows[-1] += "\n"
    place = min((keys[key] for key in before if key in keys), default=len(rows))
    while place > 1 and rows[place - 1].startswith("#"):
        place -= 1
    return "".join([*rows[:place], block, *rows[place:]])


def same_but(old: str, new: str, path: str, expected: Any) -> None:
    """Raise EditError unless the new text holds what the old one holds, changed as expected.

    `expected` takes the tree of the old text and changes it as the edit should have.
    """
    before, problems = read(old.encode(), path)
    after, wrong = read(new.encode(), path)
    if before is None or problems:
        raise EditError(f"{path} has problems: claimbase validate names them")
    expected(before)
    if wrong or after != before:
        raise EditError(f"{path} is laid out in a way that this command does not understand: edit it by hand")
