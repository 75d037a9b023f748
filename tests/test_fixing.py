"""`claimbase fix`: what it mends comes out as it was before the mistake, and what it cannot know it leaves alone."""

import re

import pytest
from claimbase.cli import main
from claimbase.documented import documented
from claimbase.fixing import FIXERS, fixed
from edited_base import PAUSE, RUNNING, STEP, copy_base, edit, problems_of

# File, text, the mistake in its place, the code that is said of it: mending gives the text again.
MISTAKES = [
    (RUNNING, "# yaml-language-server: $schema=../schema/claim.schema.json\n", "", "I307"),
    (RUNNING, "$schema=../schema/claim", "$schema=../schema/source", "I307"),
    (RUNNING, 'qemu: ["10.2"]', "qemu: [10.2]", "M204"),
    (RUNNING, "title: State", "id: live-update-while-running\ntitle: State", "M212"),
    (RUNNING, 'qemu: ["10.2"]', 'qemu: ["10.2", "10.2"]', "S506"),
    (RUNNING, "goes on running.", "goes on running", "W901"),
    (RUNNING, "# yaml", "\ufeff# yaml", "Y102"),
    (RUNNING, "State of", "State\u0007 of", "Y103"),
    (RUNNING, "title: State", "title:\tState", "Y104"),
    (RUNNING, "State of", "State\u200b of", "Y105"),
    (RUNNING, 'date: "2026-11-22"\n', "date: 2026-11-22\n", "Y121"),
    (PAUSE, 'version: "10.2.2"', "version: 10.20", "Y123"),
    (RUNNING, "update\nstatement", "update\rstatement", "Y135"),
]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "code"), MISTAKES, ids=[f"{m[3]}-{i}" for i, m in enumerate(MISTAKES)]
)
def test_a_mistake_is_mended_and_nothing_else_is_touched(tmp_path, file, right, wrong, code):
    root = copy_base(tmp_path)
    path = root / "claims" / file
    before = path.read_text("utf-8")
    assert right in before
    path.write_bytes(before.replace(right, wrong, 1).encode())
    assert code in {problem.code for problem in problems_of(root)}
    found = fixed(root)
    wanted = before if code != "Y123" else before.replace('"10.2.2"', '"10.20"', 1)
    assert found.files == {f"claims/{file}": wanted}
    assert code in {problem.code for problem in found.mended}


def test_a_data_cell_without_quotes_is_quoted_to_the_end_of_its_line(tmp_path):
    root = copy_base(tmp_path)
    path = root / "claims" / PAUSE
    before = path.read_text("utf-8")
    quoted = re.search(r'finding: ("\{\{[^"\n]*")', before)
    assert quoted is not None
    path.write_text(before.replace(quoted[1], quoted[1].strip('"')), "utf-8")
    assert {problem.code for problem in problems_of(root)} == {"Y134"}
    assert fixed(root).files == {f"claims/{PAUSE}": before}


def test_what_somebody_meant_is_not_guessed(tmp_path):
    """A number where a number is wanted is not made text, nor a key without value given one."""
    root = copy_base(tmp_path)
    edit(root, PAUSE, "steps: 1", "steps: 01")
    edit(root, STEP, "test: None", "test:\n#")
    found = fixed(root)
    assert found.files == {}
    assert [problem.code for problem in found.left] == [problem.code for problem in problems_of(root)] != []


def test_fix_writes_only_without_check_and_says_what_is_left(tmp_path, capsys):
    root = copy_base(tmp_path)
    edit(root, RUNNING, 'qemu: ["10.2"]', "qemu: [10.2]")
    edit(root, RUNNING, "type: question", "type: quest")
    path = root / "claims" / RUNNING
    before = path.read_bytes()
    assert main(["--root", str(root), "fix", "--check"]) == 1
    assert '+  qemu: ["10.2"]' in capsys.readouterr().out
    assert path.read_bytes() == before
    assert main(["--root", str(root), "fix"]) == 1
    printed = capsys.readouterr()
    assert "M204 mended" in printed.out
    assert "M205" in printed.out
    assert b'qemu: ["10.2"]' in path.read_bytes()


def test_a_base_with_nothing_to_mend_is_left_alone(tmp_path, capsys):
    root = copy_base(tmp_path)
    assert main(["--root", str(root), "fix", "--check"]) == 0
    assert main(["--root", str(root), "fix"]) == 0
    assert "mended 0 problems in 0 files" in capsys.readouterr().err


def test_every_fixer_is_for_a_code_that_is_documented():
    assert set(FIXERS) <= {code.code for code in documented()}
