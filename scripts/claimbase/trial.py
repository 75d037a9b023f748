"""Two states of a base examined side by side: two commits, a commit and the work tree, or the work tree and a draft.

Everything happens in a folder that is thrown away; repository and work tree are only read.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .clones import Clone, CloneError
from .layout import SINGLE
from .pipeline import Examination, examine
from .trees import Held, TreeError, copy, lay, put


class TrialError(Exception):
    """What cannot be compared, and why: one line for the user."""


class Sides(NamedTuple):
    """Two examined states; the folder of the second exists as long as the context in which they were made."""

    before: Examination
    """The state before."""
    after: Examination
    """The state after."""


Files = Mapping[str, bytes | None]
"""Files by path from the root of the base; None where there is none."""


@contextlib.contextmanager
def commits(clone: Clone, before: str, after: str) -> Iterator[Sides]:
    """Examine the bases of two commits; raises TrialError where one has none that can be laid."""
    with _folder() as folder:
        held = _laid(clone, before, folder)
        first = examine(folder)
        _laid(clone, after, folder, held)
        yield Sides(first, examine(folder, first))


@contextlib.contextmanager
def since(root: Path, clone: Clone, commit: str) -> Iterator[Sides]:
    """Examine the base of a commit and the work tree."""
    with _folder() as folder:
        held = _laid(clone, commit, folder)
        first = examine(folder)
        put(folder, _differing(root, held))
        yield Sides(first, examine(folder, first))


@contextlib.contextmanager
def drafted(root: Path, before: Files, after: Files) -> Iterator[Sides]:
    """Examine the work tree with some files as they were, or left out, and with others in their places."""
    with _folder() as folder:
        copy(root, folder)
        put(folder, before)
        first = examine(folder)
        put(folder, after)
        yield Sides(first, examine(folder, first))


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="claimbase-") as folder:
        try:
            yield Path(folder)
        except (TreeError, CloneError) as error:
            raise TrialError(str(error)) from None


def _laid(clone: Clone, commit: str, folder: Path, before: Held | None = None) -> Held:
    held = lay(clone, commit, folder, before)
    if not held:
        raise TrialError(f"commit {commit[:12]} has no claims/ folder here")
    return held


def _differing(root: Path, held: Held) -> dict[str, bytes | None]:
    """Return the files of the work tree that are not as a commit has them."""
    present = {path.relative_to(root).as_posix(): path for path in _files(root / "claims")}
    differing: dict[str, bytes | None] = dict.fromkeys(held.keys() - present.keys())
    for name, path in present.items():
        if path.is_symlink():
            continue
        content = path.read_bytes()
        if name not in held or held[name].hash != _blob_hash(content, len(held[name].hash)):
            differing[name] = content
    return differing


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in names)


def _blob_hash(content: bytes, digits: int) -> str:
    """Return the name that git gives a file of this content, in a repository whose names have so many digits."""
    made = b"blob %d\0" % len(content) + content
    return (hashlib.sha256(made) if digits == 64 else hashlib.sha1(made, usedforsecurity=False)).hexdigest()


def inside(root: Path, file: Path) -> str | None:
    """Return the path of a file from the root where it lies in `claims/`; else None."""
    path = file.resolve().parent / file.name
    if not path.is_relative_to(root / "claims") or path == root / "claims":
        return None
    return path.relative_to(root).as_posix()


def committed(clone: Clone, commit: str, names: Sequence[str]) -> dict[str, bytes | None]:
    """Return files of the work tree as a commit has them."""
    prefix = clone.prefix()
    found = {name: clone.object(f"{commit}:{prefix}{name}") for name in names}
    return {name: held[2] if held and held[1] == "blob" else None for name, held in found.items()}


def destination(file: Path, first_line: str, known: Mapping[str, str], topics: Sequence[str]) -> str:
    """Return where a draft from outside the base belongs; raises TrialError where that cannot be told.

    `known` are the paths of the base's files by id. A claim that is new lies in a folder named as its topic.
    """
    folder = file.resolve().parent.name
    if file.name in SINGLE:
        return f"claims/{file.name}"
    if file.name == "benchmark.yml":
        return f"claims/benchmarks/{folder}/benchmark.yml"
    if file.stem in known and known[file.stem].endswith(file.suffix or "?"):
        return known[file.stem]
    if "source.schema.json" in first_line:
        return f"claims/sources/{file.name}"
    if folder in topics:
        return f"claims/{folder}/{file.name}"
    raise TrialError(
        f"{file.name}: nothing in the base has this name; say where it belongs with --as claims/TOPIC/NAME"
    )


def place(text: str) -> str:
    """Return a path from the root, inside `claims/`; raises TrialError where it leads elsewhere."""
    parts = PurePosixPath(text).parts
    if len(parts) < 2 or parts[0] != "claims" or ".." in parts:
        raise TrialError(f"{text} is not a path inside claims/, such as claims/live-update/some-claim.yml")
    return "/".join(parts)
