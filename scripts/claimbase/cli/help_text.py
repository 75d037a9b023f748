"""How the commands' help is laid out, and what is said of arguments that a command does not know."""

import argparse
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any


class HelpText(argparse.RawDescriptionHelpFormatter):
    """Breaks paragraphs at the width of the terminal, and leaves lines that are indented, such as examples, apart.

    An example that is too long with the words beside it has these below it.
    """

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        parts = (line for paragraph in text.strip("\n").split("\n\n") for line in (*_laid(paragraph, width), ""))
        return "\n".join(f"{indent}{line}" if line else "" for line in parts).rstrip("\n")


def _laid(paragraph: str, width: int) -> Iterator[str]:
    """Yield the lines of a paragraph: running text filled, indented lines each for themselves."""
    running: list[str] = []
    for line in paragraph.split("\n"):
        if not line.startswith(" "):
            running.append(line)
            continue
        yield from textwrap.wrap(" ".join(running), width)
        running = []
        yield from _example(line, width)
    yield from textwrap.wrap(" ".join(running), width)


def _example(line: str, width: int) -> Iterator[str]:
    if len(line) <= width:
        yield line
        return
    example, *said = re.split(r"(?<=\S) {2,}", line.strip(), maxsplit=1)
    yield f"  {example}"
    for words in said:
        yield from textwrap.wrap(words, width, initial_indent=" " * 6, subsequent_indent=" " * 6)


class CommandParser(argparse.ArgumentParser):
    """A parser of one command: an argument that it does not know is told with the usage of that command."""

    def parse_known_args(  # type: ignore[override]  # argparse types this by overloads
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Return what was parsed; ends the program where something is left over."""
        found, left = super().parse_known_args(args, namespace)
        if left:
            self.error(f"unrecognized arguments: {' '.join(left)}")
        return found, left
