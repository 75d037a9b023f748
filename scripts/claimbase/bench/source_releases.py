"""The releases of QEMU in a clone of its repository, and what is counted in the tree of one."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Self

from claimbase.clones import Clone, CloneError

from . import qapi_text, source_text
from .errors import BenchError

OLDEST: source_text.Series = (4, 0)
"""The oldest series that is counted: before it, the schema was cut otherwise."""

# `Update version for v11.1.0 release`, `Update version for the v10.1.0 release`, `Update VERSION for v7.2.0`
_SUBJECT = re.compile(r"Update version for (?:the )?v?(\d+)\.(\d+)\.0(?: release)?", re.IGNORECASE)
_LANGUAGES = {".c": "c-lines", ".h": "c-lines", ".rs": "rust-lines", ".py": "python-lines"}
_USER_CHAPTERS = {"about", "interop", "system", "tools", "user"}
_DEPRECATED = ("docs/about/deprecated.rst", "docs/system/deprecated.rst", "qemu-deprecated.texi")
_REMOVED = ("docs/about/removed-features.rst", "docs/system/removed-features.rst", "docs/system/deprecated.rst")


@dataclass(frozen=True)
class Release:
    """A release that begins a series."""

    series: source_text.Series
    """The first two numbers of its version."""
    commit: str
    """The commit that sets its version."""
    day: str
    """Day of that commit."""

    @property
    def version(self) -> str:
        """Its version, such as `10.2.0`."""
        return f"{self.series[0]}.{self.series[1]}.0"


def releases(clone: Clone) -> tuple[Release, ...]:
    """Return the first release of each series from the oldest on; raises BenchError where the clone has none."""
    found: dict[source_text.Series, Release] = {}
    for commit, day, subject in clone.subjects("Update version for"):
        match = _SUBJECT.fullmatch(subject)
        series = (int(match[1]), int(match[2])) if match else (0, 0)
        # A cherry-picked or reverted subject does not make a release: the file VERSION does.
        if series >= OLDEST and (clone.text(commit, "VERSION") or "").strip() == f"{series[0]}.{series[1]}.0":
            found[series] = Release(series, commit, day)
    if not found:
        raise BenchError("the clone has no release of QEMU", "name a clone of QEMU's repository with its history")
    return tuple(found[series] for series in sorted(found))


@dataclass
class Tree:
    """Counts over all files of a tree."""

    lines: Counter[str] = field(default_factory=Counter)
    """Lines by metric."""
    words: Counter[str] = field(default_factory=Counter)
    """Words by metric."""

    @classmethod
    def of(cls, clone: Clone, commit: str) -> Self:
        """Read a tree; raises BenchError where git cannot put it out."""
        tree = cls()
        try:
            for name, content in clone.files(commit):
                tree.add(PurePosixPath(name), content)
        except CloneError as error:
            raise BenchError(str(error), "see that the clone is whole, with git fsck") from None
        return tree

    def add(self, path: PurePosixPath, content: bytes) -> None:
        """Count one file: lines as `wc -l`, words as `wc -w`."""
        if metric := _LANGUAGES.get(path.suffix):
            self.lines[metric] += content.count(b"\n")
        manual = path.suffix == ".rst" and path.parts[0] == "docs"
        # Up to 5.0 a part of the manual was in Texinfo, all of that for users.
        if manual or path.suffix == ".texi":
            count = len(content.split())
            self.words["manual-words"] += count
            if path.suffix == ".texi" or path.parts[1] in _USER_CHAPTERS:
                self.words["user-manual-words"] += count

    @property
    def code(self) -> int:
        """Lines of C and Rust."""
        return self.lines["c-lines"] + self.lines["rust-lines"]


def tree_counts(tree: Tree) -> dict[str, int]:
    """Return what is counted over all files, by metric."""
    languages = {metric: tree.lines[metric] for metric in sorted(set(_LANGUAGES.values()))}
    return {**languages, "code-lines": tree.code, **{name: tree.words[name] for name in sorted(tree.words)}}


def file_counts(clone: Clone, release: Release) -> dict[str, int]:
    """Return what single files of a release tell, by metric; what has no file at that release is left out."""
    commit = release.commit

    def text(*paths: str) -> str:
        return next(filter(None, (clone.text(commit, path) for path in paths)), "")

    schema = [name for name in clone.names(commit, "qapi") if name.endswith(".json")]
    found = qapi_text.counts(text(name) for name in schema)
    found |= source_text.command_line(text("qemu-options.hx"))
    found["hmp-commands"] = source_text.hmp_commands(text("hmp-commands.hx"))
    found["configure-options"] = source_text.configure_options(
        [text("configure"), text("scripts/meson-buildoptions.sh")]
    )
    sources = [text("hw/i386/pc_piix.c"), text("hw/i386/pc_q35.c")]
    boards = text("include/hw/boards.h", "include/hw/core/boards.h")
    found["pc-machine-types"] = source_text.pc_machine_types(sources, boards, release.series)
    if options := text("meson_options.txt"):
        found["meson-options"] = source_text.meson_options(options)
    if listed := text(*_DEPRECATED):
        found["deprecated-features"] = source_text.deprecated(listed)
    if "(removed in" in (listed := text(*_REMOVED)):
        found["removed-features"] = source_text.removed_in(listed, release.series)
    return found


def history_counts(clone: Clone, before: Release, release: Release) -> dict[str, int]:
    """Return what happened between the first releases of two series, by metric."""
    authors = clone.authors(before.commit, release.commit)
    passed = date.fromisoformat(release.day) - date.fromisoformat(before.day)
    return {"commits": len(authors), "authors": len(set(authors)), "days": passed.days}


def growth(before: Tree, tree: Tree, days: int) -> Mapping[str, float]:
    """Return by how much the code grew between two trees, in all and by the day."""
    lines = tree.code - before.code
    return {"code-lines-growth": lines, "code-lines-growth-per-day": lines / days} if days > 0 else {}
