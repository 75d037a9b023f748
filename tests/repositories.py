"""Git repositories that tests make, with names and days that never differ."""

import subprocess
from pathlib import Path

_IDENTITY = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]


def git(folder: Path, *arguments: str, text: str | None = None) -> str:
    """What git prints, without the line feed at its end."""
    command = ["git", "-C", str(folder), *_IDENTITY, *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.strip()


def repository(folder: Path) -> Path:
    """The folder as a repository without commits."""
    folder.mkdir(exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def commit(folder: Path, subject: str, *, author: str = "Ada Example <ada@example.org>") -> str:
    """Everything in the folder as a commit; returns its hash."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--author", author, "-m", subject)
    return git(folder, "rev-parse", "HEAD")
