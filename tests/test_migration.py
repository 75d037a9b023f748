"""Formats of the base: an old one is brought up to date step by step, a newer one is refused in one clear message."""

import shutil

import pytest
from claimbase.cli import main
from claimbase.migration import STEPS, MigrationError, Step, migrated
from claimbase.model import FORMAT
from edited_base import RUNNING, copy_base, edit, problems_of

FORMAT_FILE = "claims/format.yml"
MEND = "run claimbase migrate and commit what it writes"


def test_the_steps_lead_from_the_first_format_to_the_newest_without_a_gap():
    assert [step.before for step in STEPS] == list(range(FORMAT))


def test_a_base_of_the_first_format_can_be_read_and_is_told_to_migrate(tmp_path, capsys):
    root = copy_base(tmp_path)
    (root / FORMAT_FILE).unlink()
    assert [str(problem) for problem in problems_of(root)] == [
        f"claims/format.yml:1:1: I320 the base has format 0; the newest is {FORMAT} — {MEND}"
    ]
    assert main(["--root", str(root), "migrate", "--check"]) == 1
    assert not (root / FORMAT_FILE).exists()
    assert main(["--root", str(root), "migrate"]) == 0
    assert "wrote claims/format.yml" in capsys.readouterr().out
    assert problems_of(root) == ()
    assert main(["--root", str(root), "migrate", "--check"]) == 0


def test_a_base_of_a_newer_format_is_refused_by_every_command_with_one_message(tmp_path, capsys):
    root = copy_base(tmp_path)
    edit(root, "format.yml", f"format: {FORMAT}", f"format: {FORMAT + 1}\nsomething: new")
    edit(root, RUNNING, "type: question", "sort: question")
    for command in (["validate"], ["lock"], ["fix"]):
        assert main(["--root", str(root), *command]) == 1
        out = capsys.readouterr().out
        assert out.count("\n") == 1
        assert "I321" in out
    assert main(["--root", str(root), "migrate"]) == 1
    assert "update it" in capsys.readouterr().err


def test_steps_are_taken_in_order_from_the_format_that_the_base_has(tmp_path):
    """Two invented steps rename a key, then move a file; comments stay, and only what differs is written."""

    def rename(files):
        return {path: text.replace("\ntitle:", "\nheading:") for path, text in files.items() if "\ntitle:" in text}

    def add(files):
        return {"claims/new.yml": f"# from {len(files)} files\n", FORMAT_FILE: "# ours\nformat: 3\n"}

    root = copy_base(tmp_path)
    steps = (*STEPS, Step(1, "titles are headings", rename), Step(2, "a new file", add))
    found = migrated(root, steps, newest=3)
    assert (found.before, found.after, [step.before for step in found.taken]) == (1, 3, [1, 2])
    text = found.files[f"claims/{RUNNING}"]
    assert text.startswith("# yaml-language-server: ")
    assert "\nheading:" in text
    assert "\ntitle:" not in text
    assert found.files[FORMAT_FILE] == "# ours\nformat: 3\n"
    assert "claims/topics.yml" not in found.files
    assert migrated(root, steps, newest=2).files[FORMAT_FILE].endswith("format: 2\n")


def test_a_file_that_is_no_text_stops_the_migration_and_nothing_is_written(tmp_path, capsys):
    root = copy_base(tmp_path)
    (root / FORMAT_FILE).unlink()
    (root / "claims" / RUNNING).write_bytes(b"title: \xff\n")
    with pytest.raises(MigrationError, match="live-update-while-running"):
        migrated(root)
    assert main(["--root", str(root), "migrate"]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert not (root / FORMAT_FILE).exists()


def test_a_format_file_that_is_a_link_says_nothing(tmp_path):
    root = copy_base(tmp_path)
    shutil.move(root / FORMAT_FILE, tmp_path / "elsewhere.yml")
    (root / FORMAT_FILE).symlink_to(tmp_path / "elsewhere.yml")
    assert {problem.code for problem in problems_of(root)} == {"I304", "I320"}
