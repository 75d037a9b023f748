"""The page on proposing a claim is followed to the letter: every command of it, in its order."""

import re
import shlex
from pathlib import Path

import pytest
from claimbase.change_codes import CHANGE_CODES
from claimbase.cli import main
from claimbase.pipeline import examine
from repositories import commit, git, repository

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "propose.md").read_text("utf-8")
KEPT = ("facets.yml", "format.yml", "topics.yml", "schema", "sources")


def commands() -> list[list[str]]:
    """The commands of the page, each as its words."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Topics, facets and sources of the real base in a repository, with a stand-in for QEMU's beside it."""
    root = repository(tmp_path / "base")
    for name in KEPT:
        source, target = ROOT / "claims" / name, root / "claims" / name
        for path in [source] if source.is_file() else sorted(source.iterdir()):
            place = target if source.is_file() else target / path.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    commit(root, "The base")
    upstream = repository(tmp_path / "qemu")
    (upstream / "util").mkdir()
    (upstream / "util/aio-posix.c").write_text("".join(f"line {n}\n" for n in range(1, 801)), "utf-8")
    commit(upstream, "Stand-in")
    return root


@pytest.mark.needs("git")
def test_every_command_of_the_page_does_what_the_page_says(base, monkeypatch, capsysbinary) -> None:
    monkeypatch.chdir(base)
    stand_in = git(base.parent / "qemu", "rev-parse", "HEAD")
    told = {}
    for written in commands():
        words = [stand_in if re.fullmatch("[0-9a-f]{40}", word) else word for word in written]
        if words[0] == "git":
            git(base, *words[1:])
            continue
        assert words[0] == "claimbase"
        code = main(words[1:])
        captured = capsysbinary.readouterr()
        assert code == 0, (words, captured.out.decode(), captured.err.decode())
        told[words[1]] = captured.out.decode() + captured.err.decode()
    assert "Level of each item" in told["explain"]
    assert "1 claim is new" in told["try"]
    assert "1 claim is new" in told["diff"]
    assert "# What main..HEAD changes\n" in told["diff"]
    assert examine(base).problems == ()
    assert git(base, "status", "--porcelain") == ""


def test_the_page_names_every_rule_about_changes() -> None:
    assert set(re.findall(r"^\| (L\d+) \|", PAGE, flags=re.MULTILINE)) == {code.code for code in CHANGE_CODES}
