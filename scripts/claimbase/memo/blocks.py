"""Blocks of text, and how a template and facts become them; `assets/memo.js` fills in by the same steps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .facts import Facts
from .template import Piece

_FILL = re.compile(r"\{([a-z-]+)\}")
_BAR = re.compile(r"(?<!\\)\|")
"""A bar in code; in a table it ends the cell there as well."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a document; texts are lines of the memo, but for code, which is text as it is."""

    kind: Literal["heading", "text", "list", "numbered", "checks", "table", "code"]
    """What it is."""
    text: str = ""
    """Text of a heading or paragraph."""
    level: int = 0
    """Level of a heading."""
    items: tuple[str, ...] = ()
    """Items of a list, lines of code."""
    head: tuple[str, ...] = ()
    """Column headings of a table."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Rows of a table."""
    language: str = ""
    """The language of code."""


def filled(pieces: Sequence[Piece], facts: Facts) -> Iterator[Block]:
    """Yield the blocks of a template."""
    for piece in pieces:
        if (piece.given and not facts.get(piece.given)) or (piece.lacking and facts.get(piece.lacking)):
            continue
        if piece.kind == "group":
            for entry in _entries(piece, facts):
                yield from filled(piece.pieces, entry)
        elif piece.kind == "table":
            rows = tuple(tuple(_fill(cell, entry) for cell in piece.row) for entry in _entries(piece, facts))
            yield Block("table", head=piece.head, rows=rows)
        elif piece.kind in ("heading", "text"):
            yield Block(piece.kind, _fill(piece.text, facts), piece.level)
        else:
            lines = tuple(_fill(piece.text, entry) for entry in _entries(piece, facts))
            yield Block(piece.kind, items=lines, language=piece.language)


def _entries(piece: Piece, facts: Facts) -> Sequence[Facts]:
    """Return the entries of the list that a piece names; each knows the facts around it as well."""
    found = facts.get(piece.each, ())
    return [{**facts, **entry} for entry in found if not isinstance(entry, str)]


def _fill(text: str, facts: Facts) -> str:
    def value(match: re.Match[str]) -> str:
        found = facts[match[1]]
        return found if isinstance(found, str) else ""

    return _FILL.sub(value, text)


def markdown(blocks: Sequence[Block]) -> str:
    """Return blocks as Markdown, with an empty line between two of them."""
    return "\n\n".join(map(_markdown, blocks)) + "\n"


def _markdown(block: Block) -> str:
    if block.kind == "heading":
        return f"{'#' * block.level} {block.text}"
    if block.kind == "text":
        return block.text
    if block.kind == "code":
        return "\n".join([f"```{block.language}", *block.items, "```"])
    if block.kind == "table":
        rows = [tuple(_BAR.sub(r"\|", cell) for cell in row) for row in block.rows]
        lines = [block.head, tuple("---" for _ in block.head), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    marks = {"list": "- ", "checks": "- [ ] "}
    return "\n".join(f"{marks.get(block.kind, f'{n}. ')}{item}" for n, item in enumerate(block.items, 1))
