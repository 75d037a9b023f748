"""A text as Markdown for a comment on GitHub: whatever the text holds, it stays text.

No piece can become markup, HTML, a link, a mention of somebody or a reference to an issue: what would be read so is
escaped, and where escaping does not help (mentions and addresses are looked for in the finished HTML) a space of no
width stands in between.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from .characters import shown, spaced
from .values import Block, Bullet, Bullets, Heading, Line, Paragraph, Span, Table, Tone

GITHUB_LIMIT = 65_536
"""The most characters that a comment on GitHub may have."""

_SPECIAL = re.compile(r"[\\`*_\[\]|~$]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# A mention, an issue or an address is not looked for across it.
_NO_WIDTH = "&#8203;"
_BEGINS = re.compile(r"^(?:(\d+)(?=[.)](?:\s|$))|(?=[-+=#]))")
"""What would make a heading or a list of a line that begins so."""
_JOINED = re.compile(r"@|#(?=\d)|\bwww(?=\.)|://|\bGH-(?=\d)", re.IGNORECASE)


def as_markdown(blocks: Sequence[Block], limit: int | None = None, *, rest: str = "") -> str:
    """Return the text as Markdown, which ends with a line feed.

    With a limit it has at most so many bytes: it is cut between entries, and the last paragraph says that and how
    much is missing; `rest` is the command that shows all of it.
    """
    pieces = list(_pieces(blocks))
    whole = "".join(pieces)
    if limit is None or len(whole.encode()) <= limit:
        return whole
    return _cut(pieces, limit, rest)


def _cut(pieces: Sequence[str], limit: int, rest: str) -> str:
    command = f" `{rest}` shows all of it." if rest else ""

    def ending(left: int) -> str:
        return f"\n**Cut here**: a comment has room for no more. {left:,} lines are missing.{command}\n"

    lines = [piece.count("\n") for piece in pieces]
    room = limit - len(ending(sum(lines)).encode())
    kept, used = 0, 0
    for piece in pieces:
        used += len(piece.encode())
        if used > room:
            break
        kept += 1
    return "".join(pieces[:kept]) + ending(sum(lines[kept:]))


def _pieces(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the text in pieces between which it can be cut."""
    for number, block in enumerate(blocks):
        gap = "\n" if number else ""
        match block:
            case Heading():
                yield f"{gap}{'#' * block.level} {_line(block.text)}\n"
            case Paragraph():
                yield f"{gap}{_line(block.text)}\n"
            case Bullets():
                yield from _with_gap(gap, _entries(block.entries, "", numbered=block.numbered))
            case Table():
                yield from _with_gap(gap, _table(block))


def _with_gap(gap: str, pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        yield gap + piece
        gap = ""


def _entries(entries: Sequence[Bullet], indent: str, *, numbered: bool = False) -> Iterator[str]:
    for number, entry in enumerate(entries, start=1):
        mark = f"{number}." if numbered else "-"
        below = "".join(_entries(entry.below, indent + " " * (len(mark) + 1)))
        yield f"{indent}{mark} {_line(entry.text)}\n{below}"


def _table(table: Table) -> Iterator[str]:
    titles = " | ".join(_text(column) for column in table.columns)
    rule = " | ".join("---" for _ in table.columns)
    yield f"| {titles} |\n| {rule} |\n"
    for row in table.rows:
        yield f"| {' | '.join(_line(cell, in_table=True) for cell in row)} |\n"


def _line(text: Line, *, in_table: bool = False) -> str:
    written = "".join(_span(span, in_table=in_table) for span in text)
    return _BEGINS.sub(lambda begun: f"{begun[1] or ''}\\", written.strip())


def _span(span: Span, *, in_table: bool) -> str:
    if span.tone is Tone.CODE:
        return _code(span.text).replace("|", "\\|") if in_table else _code(span.text)
    if span.tone is Tone.STRONG and span.text.strip():
        text = spaced(span.text)
        before, after = " " * (text[0] == " "), " " * (text[-1] == " ")
        return f"{before}**{_text(text.strip())}**{after}"
    return _text(spaced(span.text))


def _code(text: str) -> str:
    """Return a code span, fenced by more backticks than it holds in a row."""
    flat = shown(text)
    longest = max((len(run) for run in re.findall("`+", flat)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if flat[:1] == "`" or flat[-1:] == "`" else ""
    return f"{fence}{pad}{flat}{pad}{fence}" if flat else ""


def _text(text: str) -> str:
    parted = _JOINED.split(text)
    joints = [*(found.group() for found in _JOINED.finditer(text)), ""]
    return "".join(_escaped(part) + _joint(joint) for part, joint in zip(parted, joints, strict=True))


def _joint(joint: str) -> str:
    if joint == "://":
        return f":{_NO_WIDTH}//"
    return _escaped(joint) + (_NO_WIDTH if joint else "")


def _escaped(text: str) -> str:
    held = re.sub(r"[&<>]", lambda found: _ENTITIES[found.group()], text)
    # The entities just made hold a semicolon and an ampersand, neither of which is special.
    return _SPECIAL.sub(lambda found: "\\" + found.group(), held)
