"""What a scaffold is about to write."""

from dataclasses import dataclass, replace
from pathlib import Path

from claimbase.files import create_atomically, write_atomically

from .similar import Similar


class ScaffoldError(Exception):
    """Why nothing can be written: one line for the user."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it is to be."""

    path: str
    """Path from the root of the base."""
    text: str
    """What it is to hold."""
    was: bytes | None
    """What it held when it was read; None for a new file."""
    part: str
    """What is new in it: all of a new file, or the entry that is added."""
    alike: tuple[Similar, ...] = ()
    """What is in the base already and may be the same."""
    next: tuple[str, ...] = ()
    """What to do when it is written, a line a step."""
    look: tuple[str, ...] = ()
    """Lines that the author should look at before it is written, such as the cited ones."""

    def passed(self, different_from: tuple[str, ...]) -> "Draft":
        """Return the draft without the near-duplicates that the author has looked at and says are none."""
        left = tuple(each for each in self.alike if each.same or each.id not in different_from)
        return replace(self, alike=left)


def write(root: Path, draft: Draft) -> None:
    """Write the draft in one step; raises ScaffoldError where the file is not what it was."""
    target = root / draft.path
    if draft.was is None:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            create_atomically(target, draft.text.encode())
        except FileExistsError:
            raise ScaffoldError(f"{draft.path} exists by now; nothing was written") from None
        return
    if target.read_bytes() != draft.was:
        raise ScaffoldError(f"{draft.path} was changed meanwhile; nothing was written, run the command again")
    write_atomically(target, draft.text.encode())
