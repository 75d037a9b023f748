"""The ten minutes are followed to the letter, on a copy of the real base: its commands, in their order."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from claimbase.cli import main
from claimbase.pipeline import examine
from machine import ROOT
from repositories import commit, git, repository

PAGE = (ROOT / "docs" / "ten-minutes.md").read_text("utf-8")


def commands() -> list[list[str]]:
    """The commands of the page, each as its words."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
    return [shlex.split(line) for line in "".join(blocks).replace("\\\n", " ").splitlines()]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The real base in a repository of its own."""
    root = repository(tmp_path / "base")
    shutil.copytree(ROOT / "claims", root / "claims")
    commit(root, "The base")
    return root


@pytest.mark.needs("git")
def test_every_command_does_what_the_page_says(base, monkeypatch, capsysbinary) -> None:
    monkeypatch.chdir(base)
    told = {}
    for words in commands():
        if words[0] == "git":
            git(base, *words[1:])
        elif words[0] == "claimbase":
            assert main(words[1:]) == 0, (words, capsysbinary.readouterr())
            told[words[1]] = capsysbinary.readouterr().out.decode()
        else:
            assert words == ["make", "check"]
    assert "No verdict moves" in told["try"]
    assert "No verdict moves" in told["diff"]
    assert "debian-stable-package" in told["diff"]
    assert "bookworm-backports" in (base / "claims/adoption/debian-stable-package.yml").read_text("utf-8")
    assert examine(base).problems == ()
    assert git(base, "status", "--porcelain") == ""


def test_the_minutes_of_its_steps_add_up_to_ten() -> None:
    words = {"one": 1, "two": 2, "three": 3}
    minutes = [words[word] for word in re.findall(r"^## \d+\. .*\((\w+) minutes?\)$", PAGE, flags=re.MULTILINE)]
    assert len(minutes) == len(re.findall(r"^## ", PAGE, flags=re.MULTILINE))
    assert sum(minutes) == 10
