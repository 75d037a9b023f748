"""Reading objects of a local clone of a git repository; nothing in the clone is ever changed."""

import os
import re
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_NO_NAME = re.compile(r"^-|[\x00-\x20\x7f]")
"""What no name of a commit begins with or holds; git would take some of it for an option."""


class CloneError(Exception):
    """What keeps a folder from being read as a git repository: one line for the user."""


class TreeEntry(NamedTuple):
    """What a commit has at one path."""

    path: str
    """Path as git has it."""
    mode: str
    """`100644` or `100755` for a file, `120000` for a symbolic link, `160000` for another repository."""
    hash: str
    """The object."""
    size: int
    """Its size in bytes; 0 for another repository."""


class Clone:
    """A git repository on this machine, bare or not, read through `git cat-file` and `git ls-tree`."""

    def __init__(self, path: Path) -> None:
        """Open the repository at a folder; raises CloneError where there is none or no git."""
        self._path = path
        answer = self._git("rev-parse", "--git-dir")
        if answer is None:
            raise CloneError(f"{path} is not a git repository that git can read")
        self._reader: subprocess.Popen[bytes] | None = None

    def _command(self, *arguments: str) -> list[str]:
        return ["git", "--no-pager", "--no-replace-objects", "-C", str(self._path), *arguments]

    def _git(self, *arguments: str) -> bytes | None:
        """Return what git prints, or None where it fails."""
        try:
            ran = subprocess.run(self._command(*arguments), capture_output=True, check=False, env=_environment())
        except FileNotFoundError:
            raise CloneError("there is no git on this machine: install the package git") from None
        return ran.stdout if ran.returncode == 0 else None

    def object(self, name: str) -> tuple[str, str, bytes] | None:
        """Return hash, type and content of an object named as git names it, or None where there is none."""
        if "\n" in name:
            return None
        reader = self._batch()
        if reader.stdin is None or reader.stdout is None:
            return None
        reader.stdin.write(name.encode() + b"\n")
        reader.stdin.flush()
        header = reader.stdout.readline().decode().split()
        if len(header) != 3:
            return None
        content = reader.stdout.read(int(header[2]))
        reader.stdout.read(1)
        return header[0], header[1], content

    def _batch(self) -> subprocess.Popen[bytes]:
        if self._reader is None:
            command = ["git", "--no-replace-objects", "-C", str(self._path), "cat-file", "--batch"]
            self._reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._reader

    def commit_subject(self, commit: str) -> str | None:
        """Return the subject line of a commit, or None where the clone lacks it."""
        found = self.object(f"{commit}^{{commit}}")
        if found is None:
            return None
        message = found[2].decode("utf-8", "replace").partition("\n\n")[2]
        # git folds the lines of the first paragraph into the subject.
        return " ".join(message.strip("\n").partition("\n\n")[0].split("\n")).strip()

    def commit(self, name: str) -> str | None:
        """Return the full hash of the commit that a name such as `main` or `HEAD~2` stands for; None without one."""
        if not name or _NO_NAME.search(name):
            return None
        asked = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return asked.decode().strip() if asked else None

    def common_ancestor(self, one: str, other: str) -> str | None:
        """Return the commit at which two commits part; None where they have nothing in common."""
        found = self._git("merge-base", one, other)
        return found.decode().split()[0] if found else None

    def prefix(self) -> str:
        """Return the path from the top of the work tree to the folder that was opened: empty, or with a slash last."""
        return (self._git("rev-parse", "--show-prefix") or b"").decode("utf-8", "surrogateescape").rstrip("\n")

    def tree(self, commit: str, folder: str) -> Iterator[TreeEntry]:
        """Yield what lies below a folder of a commit, named from the top of the repository; sorted as git sorts."""
        listed = self._git("ls-tree", "-r", "-z", "--long", "--full-tree", commit, "--", f"{folder}/") or b""
        for row in filter(None, listed.split(b"\0")):
            facts, _, path = row.partition(b"\t")
            mode, _, name, size = facts.decode().split()
            yield TreeEntry(os.fsdecode(path), mode, name, int(size) if size.isdecimal() else 0)

    def contributors(self, since: str, until: str) -> tuple[tuple[str, str], ...]:
        """Return name and e-mail address of who wrote the commits between two, each once, sorted."""
        trailers = "%(trailers:key=Co-authored-by,valueonly,separator=%x00)"
        listed = self._git("log", "--no-mailmap", "-z", f"--format=%an <%ae>%x00{trailers}", f"{since}..{until}") or b""
        rows = (row.decode("utf-8", "replace").strip() for row in listed.split(b"\0"))
        parted = (row.rpartition(" <") for row in rows if row)
        return tuple(sorted({(name, address.rstrip(">")) for name, _, address in parted}))

    def commits_with_subject(self, subject: str) -> tuple[str, ...]:
        """Return the commits on any branch that have a subject, newest first."""
        listed = self._git("log", "--all", "--format=%H %s", "--fixed-strings", f"--grep={subject}")
        rows = (line.partition(" ") for line in (listed or b"").decode("utf-8", "replace").splitlines())
        return tuple(commit for commit, _, found in rows if found == subject)

    def text(self, commit: str, path: str) -> str | None:
        """Return a file of a commit as text, or None where there is none."""
        found = self.object(f"{commit}:{path}")
        return found[2].decode("utf-8", "replace") if found is not None and found[1] == "blob" else None

    def names(self, commit: str, folder: str) -> tuple[str, ...]:
        """Return the paths of what lies in a folder of a commit."""
        listed = self._git("ls-tree", "--name-only", "-z", commit, f"{folder}/") or b""
        return tuple(name.decode("utf-8", "replace") for name in listed.split(b"\0") if name)

    def subjects(self, words: str) -> Iterator[tuple[str, str, str]]:
        """Yield commit, day of commit and subject of the commits on any branch whose message has these words."""
        listed = self._git("log", "--all", "-i", "--fixed-strings", f"--grep={words}", "--format=%H %cs %s")
        for line in (listed or b"").decode("utf-8", "replace").splitlines():
            commit, _, rest = line.partition(" ")
            day, _, subject = rest.partition(" ")
            yield commit, day, subject

    def authors(self, since: str, until: str) -> tuple[str, ...]:
        """Return the author's e-mail address of each commit between two, merges left out."""
        listed = self._git("log", "--no-merges", "--no-mailmap", "--format=%ae", f"{since}..{until}") or b""
        return tuple(listed.decode("utf-8", "replace").lower().split())

    def files(self, commit: str) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of each file of a commit as `git archive` puts it out; raises CloneError midway."""
        with subprocess.Popen(self._command("archive", commit), stdout=subprocess.PIPE, env=_environment()) as process:
            try:
                with tarfile.open(fileobj=process.stdout, mode="r|") as tar:
                    for member in tar:
                        held = tar.extractfile(member) if member.isfile() else None
                        if held is not None:
                            yield member.name, held.read()
            except tarfile.TarError as error:
                raise CloneError(f"git cannot put out the commit {commit}: {error}") from None
            finally:
                process.kill()

    def is_ancestor(self, commit: str, of: str) -> bool:
        """Whether one commit came before another, or is it."""
        return self._git("merge-base", "--is-ancestor", commit, of) is not None

    def not_before(self, commits: Iterable[str], of: str) -> frozenset[str]:
        """Return which of some commits, by full hash, neither came before another one nor are it.

        One walk through the history tells it of all; a commit that is not there did not come before anything.
        """
        wanted = frozenset(commits)
        there = sorted(commit for commit in wanted if self.commit_subject(commit) is not None)
        if not there:
            return wanted
        listed = self._git("rev-list", *there, "--not", of)
        if listed is None:
            return wanted
        return wanted.intersection(listed.decode().split()) | wanted.difference(there)

    def paths_of_blob(self, commit: str, blob: str) -> Iterator[str]:
        """Yield the paths that a file of this content has at a commit."""
        listed = self._git("ls-tree", "-r", "-z", commit) or b""
        for entry in listed.split(b"\0"):
            facts, _, path = entry.partition(b"\t")
            if facts.endswith(blob.encode()):
                yield path.decode("utf-8", "replace")

    def close(self) -> None:
        """End the process that reads objects."""
        if self._reader is not None:
            self._reader.communicate()
            self._reader = None


def _environment() -> dict[str, str]:
    """Return an environment in which what the clone's configuration asks for (hooks, pagers, fetching) is left out."""
    return {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
