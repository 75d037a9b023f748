"""Trees of a base side by side: as a commit has it, or as it would be with other files; the work tree stays as it is.

A tree is laid into a folder of its own, which the caller throws away. Nothing that a commit holds can lead out of it.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from .clones import Clone, TreeEntry

MAX_FILES = 500_000
"""The most files that a base of a commit may have."""
MAX_BYTES = 2 * 1024**3
"""The most bytes that they may have together."""
MAX_FILE = 32 * 1024**2
"""A larger file is laid with its size and without its content: the loader refuses it for its size alone."""

_LINK, _REPOSITORY = "120000", "160000"
_NOWHERE = "leads-nowhere"
"""Where every symbolic link is made to lead: the loader names it and never follows."""

Held = Mapping[str, TreeEntry]
"""What lies in a folder into which a commit was laid, by path from the root of the base."""


class TreeError(Exception):
    """Why a commit cannot be laid: one line for the user."""


def lay(clone: Clone, commit: str, into: Path, before: Held | None = None) -> Held:
    """Lay `claims/` of a commit into a folder; where `before` lies in it already, only what differs is written.

    Raises TreeError where a path would lead out of the folder or there is too much.
    """
    held = {entry.path: entry for entry in _entries(clone, commit)}
    _bounded(held, commit)
    old = before or {}
    for path in sorted(old.keys() - held.keys()):
        (into / path).unlink() if old[path].mode != _REPOSITORY else (into / path).rmdir()
    _without_empty_folders(into, old.keys() - held.keys())
    (into / "claims").mkdir(exist_ok=True)
    for path, entry in held.items():
        if old.get(path) != entry:
            _write(clone, entry, into / path)
    return held


def _entries(clone: Clone, commit: str) -> Iterator[TreeEntry]:
    prefix = clone.prefix()
    for entry in clone.tree(commit, f"{prefix}claims"):
        path = entry.path.removeprefix(prefix)
        if {"", ".", ".."}.intersection(path.split("/")) or "\0" in path:
            raise TreeError(f"commit {commit[:12]} has a path that leads out of its folder")
        yield entry._replace(path=path)


def _bounded(held: Held, commit: str) -> None:
    size = sum(entry.size for entry in held.values() if entry.size <= MAX_FILE)
    if len(held) > MAX_FILES or size > MAX_BYTES:
        raise TreeError(f"commit {commit[:12]} has {len(held):,} files of {size:,} bytes in claims/, which is too much")


def _write(clone: Clone, entry: TreeEntry, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.is_file():
        path.unlink()
    if entry.mode == _REPOSITORY:
        path.mkdir(exist_ok=True)
    elif entry.mode == _LINK:
        path.symlink_to(_NOWHERE)
    else:
        with path.open("xb") as stream:
            if entry.size > MAX_FILE:
                stream.truncate(entry.size)
            else:
                stream.write(_content(clone, entry))
        # The loader tells by size and time what it has read already: equal times mean equal content, however fast this
        # runs.
        moment = int(entry.hash[:12], 16)
        os.utime(path, ns=(moment, moment))


def _content(clone: Clone, entry: TreeEntry) -> bytes:
    found = clone.object(entry.hash)
    if found is None:
        raise TreeError(f"the repository lacks the content of {entry.path!a}: fetch it, a shallow clone has it not")
    return found[2]


def _without_empty_folders(into: Path, gone: set[str]) -> None:
    for path in sorted(gone, reverse=True):
        for folder in (into / path).parents:
            if folder == into or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


def copy(root: Path, into: Path) -> None:
    """Copy `claims/` of a work tree into a folder, symbolic links as what they are; times of change are kept."""
    shutil.copytree(root / "claims", into / "claims", symlinks=True)
    # A base that may only be read makes a copy that may be written.
    for folder, _, _ in os.walk(into / "claims"):
        Path(folder).chmod(0o700)


def put(into: Path, files: Mapping[str, bytes | None]) -> None:
    """Write files into a copy, by path from the root of the base; those without content are removed."""
    for path, content in files.items():
        target = into / path
        if target.is_symlink() or target.is_file():
            moment = target.lstat().st_mtime_ns
            target.unlink()
        else:
            moment = 0
        if content is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            later = max(moment + 1, target.stat().st_mtime_ns)
            os.utime(target, ns=(later, later))
