"""Locators against real repositories that the tests make: ok, moved, changed, gone, and what was not checked."""

import hashlib
import subprocess
from pathlib import Path
from typing import Any

import pytest
from claimbase.cli import main
from claimbase.clones import Clone, CloneError
from edited_base import copy_base

pytestmark = pytest.mark.needs("git")
TEXT = "".join(f"line {number}\n" for number in range(1, 11))
CLAIM = "sources-and-statistics/located.yml"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    ran = subprocess.run(["git", "-C", str(folder), *identity, *arguments], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


class Upstream:
    """A repository of two commits; the second moves the file and puts a line before the others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        git(folder, "init", "--quiet")
        self.write("a.txt", TEXT)
        self.first = self.commit("First subject")
        self.blob = git(folder, "rev-parse", f"{self.first}:a.txt")
        (folder / "a.txt").unlink()
        self.write("b.txt", "before\n" + TEXT)
        self.write("c.txt", TEXT)
        self.second = self.commit("Second subject")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def commit(self, subject: str) -> str:
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "-m", subject)
        return git(self.folder, "rev-parse", "HEAD")

    def locator(self, **changes: Any) -> dict[str, Any]:
        """A true locator of lines 2 to 3 of the first commit, with changes."""
        digest = hashlib.sha256(b"line 2\nline 3\n").hexdigest()
        true = {
            "repo": "qemu",
            "commit": self.first,
            "path": "a.txt",
            "lines": [2, 3],
            "blob": self.blob,
            "digest": f"sha256:{digest}",
        }
        return {**true, **changes}


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    return Upstream(tmp_path / "upstream")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return copy_base(tmp_path)


def cite(base: Path, locator: dict[str, Any], introduced_by: str = "", kind: str = "source-code") -> None:
    """Write a claim with one context item that has the locator; the fixture's own claims make way."""
    for path in (base / "claims").glob("*/*.yml"):
        if path.parent.name not in {"sources", "benchmarks"}:
            path.unlink()
    for name in ("article.yml", "findings.yml", "recommendations.yml", "verdict-changes.yml", "verdicts.lock.yml"):
        (base / "claims" / name).unlink(missing_ok=True)
    lines = "".join(f"      {key}: {_yaml(value)}\n" for key, value in locator.items())
    introduced = f"    introduced_by: {introduced_by}\n" if introduced_by else ""
    (base / "claims" / CLAIM).write_text(
        "# yaml-language-server: $schema=../schema/claim.schema.json\n"
        "title: Something located\nstatement: It is so.\ntype: fact\n"
        "asserted_by:\n"
        "  - source: diskinternals-qemu-10-2-impact\n"
        '    locator: {url: "https://example.org/", section: one, accessed: "2026-11-23"}\n'
        'scope:\n  qemu: ["10.2"]\ntest: Look.\n'
        f"evidence:\n  - id: e1\n    kind: {kind}\n    direction: context\n    source: qemu-source\n"
        f"    locator:\n{lines}{introduced}    finding: It says so.\n"
        "advice:\n  - {do: Look.}\n"
        'review_when: ["qemu>=11.2"]\nhistory:\n  - {date: "2026-11-23", change: First version.}\n',
        "utf-8",
    )


def _yaml(value: Any) -> str:
    return str(value) if isinstance(value, list) else f'"{value}"'


def verify(base: Path, upstream: Upstream | None, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    repos = ["--repo", f"qemu={upstream.folder}"] if upstream else []
    code = main(["--root", str(base), "verify-sources", *repos])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_a_true_locator_is_ok(base, upstream, capsys) -> None:
    cite(base, upstream.locator(), introduced_by=upstream.first)
    code, told = verify(base, upstream, capsys)
    assert code == 0
    assert "git locators: 1 ok, 0 moved, 0 changed, 0 gone" in told
    assert "not checked:\n     1 web\n" in told


def test_lines_that_stand_elsewhere_in_the_file_have_moved_and_where_is_said(base, upstream, capsys) -> None:
    cite(base, upstream.locator(lines=[5, 6]))
    code, told = verify(base, upstream, capsys)
    assert code == 1
    assert "V801 moved: the cited text stands at lines 2 to 3 of a.txt" in told
    assert told.startswith(f"claims/{CLAIM}:17:7: ")


def test_a_file_of_another_name_at_the_commit_has_moved_and_where_is_said(base, upstream, capsys) -> None:
    cite(base, upstream.locator(commit=upstream.second))
    code, told = verify(base, upstream, capsys)
    assert code == 1
    assert "V801 moved: the file is c.txt at that commit" in told


def test_other_text_has_changed(base, upstream, capsys) -> None:
    cite(base, upstream.locator(digest="sha256:" + "0" * 64))
    code, told = verify(base, upstream, capsys)
    assert code == 1
    assert "V802 changed: lines 2 to 3 of a.txt are not the text that was cited" in told


def test_lines_past_the_end_are_not_taken_for_true(base, upstream, capsys) -> None:
    """Lines 10 to 12 of a file of 10 lines are named as changed, even with the digest of what is left."""
    digest = hashlib.sha256(b"line 10\n").hexdigest()
    cite(base, upstream.locator(lines=[10, 12], digest=f"sha256:{digest}"))
    assert verify(base, upstream, capsys)[0] == 1


def test_right_lines_with_a_wrong_blob_hash_have_changed(base, upstream, capsys) -> None:
    cite(base, upstream.locator(blob="0" * 40))
    code, told = verify(base, upstream, capsys)
    assert code == 1
    assert f"the file's blob hash is {upstream.blob}" in told


@pytest.mark.parametrize("changes", [{"commit": "1" * 40}, {"path": "no/such", "blob": "2" * 40}])
def test_what_the_clone_lacks_is_gone(base, upstream, capsys, changes) -> None:
    cite(base, upstream.locator(**changes))
    code, told = verify(base, upstream, capsys)
    assert code == 1
    assert "V803 gone: " in told
    assert "git locators: 0 ok, 0 moved, 0 changed, 1 gone" in told


def test_a_commit_is_known_by_hash_and_subject(base, upstream, capsys) -> None:
    """The true subject is ok; another one has changed; a lost hash is found by its subject, else gone."""
    rows = [
        (upstream.first, "First subject", 0, "1 ok"),
        (upstream.first, "Another subject", 1, "V802 changed: the subject of the commit is: First subject"),
        ("3" * 40, "Second subject", 1, f"V801 moved: a commit with this subject is {upstream.second}"),
        ("3" * 40, "No such subject", 1, "V803 gone: "),
    ]
    for commit, subject, expected, words in rows:
        cite(base, {"repo": "qemu", "commit": commit, "subject": subject}, kind="change-record")
        code, told = verify(base, upstream, capsys)
        assert (code, words in told) == (expected, True), told


def test_a_later_commit_cannot_have_introduced_a_fact(base, upstream, capsys) -> None:
    cite(base, upstream.locator(), introduced_by=upstream.second)
    code, told = verify(base, upstream, capsys)
    assert code == 1
    assert "V804 " in told


def test_which_of_many_commits_did_not_come_before_is_told_in_one_walk(upstream) -> None:
    clone = Clone(upstream.folder)
    nowhere = "0" * 40
    asked = [upstream.first, upstream.second, nowhere]
    assert clone.not_before(asked, upstream.first) == {upstream.second, nowhere}
    assert clone.not_before(asked, upstream.second) == {nowhere}
    assert clone.not_before([nowhere], upstream.second) == {nowhere}
    assert clone.not_before([upstream.first], nowhere) == {upstream.first}
    clone.close()


def test_offline_it_says_what_was_not_checked(base, upstream, capsys) -> None:
    cite(base, upstream.locator())
    code, told = verify(base, None, capsys)
    assert code == 0
    assert "git locators: 0 ok" in told
    assert "not checked:\n     1 repository qemu\n     1 web\n" in told


@pytest.mark.parametrize("wrong", ["qemu", "=x", "qemu=", "qemu=/no/such/folder", "nobody=."])
def test_a_wrong_clone_is_a_wrong_call(base, wrong, capsys) -> None:
    assert main(["--root", str(base), "verify-sources", "--repo", wrong]) == 2
    captured = capsys.readouterr()
    assert captured.err
    assert "Traceback" not in captured.err


def test_a_path_cannot_smuggle_a_second_request(upstream) -> None:
    """A line feed in an object's name asks git for nothing."""
    clone = Clone(upstream.folder)
    assert clone.object(f"{upstream.first}:a.txt\n{upstream.first}:a.txt") is None
    assert clone.object(f"{upstream.first}:a.txt") is not None
    clone.close()


def test_a_folder_that_is_no_repository_is_refused(tmp_path) -> None:
    with pytest.raises(CloneError, match="not a git repository"):
        Clone(tmp_path / "nothing")
