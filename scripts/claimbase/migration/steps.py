"""The steps: each takes the texts of a base of one format to those of the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Files = Mapping[str, str]
"""Text of each YAML file of a base, by path from the root."""

_FORMAT_PATH = "claims/format.yml"


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from one format to the next, and how a base follows."""

    before: int
    """The format that it takes; it gives the next one."""
    title: str
    """What changed, in a few words."""
    change: Callable[[Files], Files]
    """From all files to those that are new or have another text; comments and layout stay."""


def _say_format(files: Files) -> Files:
    """Add the file that names the format; nothing else differs between formats 0 and 1."""
    return {_FORMAT_PATH: format_file(1)} if _FORMAT_PATH not in files else {}


def format_file(number: int) -> str:
    """Return the text of the file that says which format a base has."""
    return f"# yaml-language-server: $schema=schema/format.schema.json\nformat: {number}\n"


STEPS: tuple[Step, ...] = (Step(0, "the base says which format it has", _say_format),)
"""Every step, oldest first."""
