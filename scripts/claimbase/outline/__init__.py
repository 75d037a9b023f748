"""A text as values: headings, paragraphs, lists and tables that are written as Markdown or shown in a terminal."""

from .markdown import GITHUB_LIMIT, as_markdown
from .terminal import as_terminal
from .values import (
    Block,
    Bullet,
    Bullets,
    Heading,
    Line,
    Paragraph,
    Span,
    Table,
    Tone,
    code,
    line,
    quiet,
    strong,
    toned,
)

__all__ = [
    "GITHUB_LIMIT",
    "Block",
    "Bullet",
    "Bullets",
    "Heading",
    "Line",
    "Paragraph",
    "Span",
    "Table",
    "Tone",
    "as_markdown",
    "as_terminal",
    "code",
    "line",
    "quiet",
    "strong",
    "toned",
]
