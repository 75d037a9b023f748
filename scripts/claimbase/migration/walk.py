"""Walking the steps over a base; nothing is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..format_version import FORMAT_PATH, format_of
from ..model import FORMAT
from ..yamlio import MAX_COMPUTED_BYTES
from .steps import STEPS, Step, format_file


class MigrationError(Exception):
    """Why a base cannot be taken to the newest format."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What taking a base to the newest format comes to."""

    before: int
    """The format that it has."""
    after: int
    """The format that it will have."""
    taken: tuple[Step, ...]
    """The steps, in order."""
    files: Mapping[str, str]
    """Text of each file that is new or changes, by path from the root."""


def migrated(root: Path, steps: Sequence[Step] = STEPS, newest: int = FORMAT) -> Migration:
    """Return what takes the base below `root` to the newest format.

    Raises MigrationError where the base is newer than the program, or a file cannot be read as text.
    """
    before = format_of(root)
    if before > newest:
        raise MigrationError(f"the base has format {before}; this program knows formats up to {newest}: update it")
    files = _texts(root)
    changed: dict[str, str] = {}
    taken = tuple(step for step in steps if before <= step.before < newest)
    for step in taken:
        new = dict(step.change({**files, **changed}))
        new.setdefault(FORMAT_PATH, format_file(step.before + 1))
        changed |= new
    return Migration(before, newest, taken, {path: text for path, text in changed.items() if files.get(path) != text})


def _texts(root: Path) -> dict[str, str]:
    texts = {}
    for path in sorted((root / "claims").rglob("*.yml")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() or not path.is_file():
            continue
        try:
            if path.stat().st_size > MAX_COMPUTED_BYTES:
                raise MigrationError(f"{name} is too large to be a file of the base")
            texts[name] = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise MigrationError(f"{name} cannot be read: {error}") from error
    return texts
