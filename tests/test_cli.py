"""The program as its user meets it: what it prints, what it writes, and the code with which it ends."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from claimbase.cli import main
from claimbase.cli.parser import parser
from edited_base import AVAILABLE, copy_base, edit

ROOT = Path(__file__).resolve().parents[1]
LOCK = "claims/verdicts.lock.yml"
CHANGES = "claims/verdict-changes.yml"
DAY = "2026-12-01"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A copy of the fixture base that a test may change."""
    return copy_base(tmp_path)


def without_evidence(base: Path) -> None:
    """Take all evidence out of a claim whose verdict then moves."""
    path = base / "claims" / AVAILABLE
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"^evidence:.*?^(?=\w)", "", text, flags=re.DOTALL | re.MULTILINE), "utf-8")


def claimbase(base: Path, *arguments: str) -> int:
    return main(["--root", str(base), *arguments])


def test_validate_says_how_much_it_read_and_ends_with_0(base, capsys) -> None:
    assert claimbase(base, "validate") == 0
    assert re.fullmatch(r"valid: \d+ claims, \d+ evidence items, \d+ sources?\n", capsys.readouterr().out)


def test_every_problem_is_one_line_with_place_code_and_mend_and_the_end_is_1(base, capsys) -> None:
    """Problems of several files come in one run, sorted, each as file:line:column: CODE message — mend."""
    edit(base, AVAILABLE, "type: fact", "type: fatc")
    edit(base, "topics.yml", "order: ", "ordre: ")
    assert claimbase(base, "validate") == 1
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert len(lines) >= 2
    assert all(re.match(r"claims/[^:]+:\d+:\d+: [A-Z]\d{3} .+ — .+", line) for line in lines)
    assert lines == sorted(lines, key=lambda line: (line.split(":")[0], int(line.split(":")[1])))
    assert re.search(r"\d+ errors?, \d+ warnings?", captured.err)


def test_validate_of_some_files_says_what_is_wrong_with_them_and_counts_the_rest(base, capsys) -> None:
    """So that a contributor, or a hook before a commit, sees the own mistakes alone."""
    edit(base, AVAILABLE, "type: fact", "type: fatc")
    good = base / "claims" / "topics.yml"
    bad = base / "claims" / AVAILABLE
    assert claimbase(base, "validate", str(good)) == 0
    assert capsys.readouterr().out == "valid: 1 file; 1 problem elsewhere\n"
    assert claimbase(base, "validate", str(good), str(bad)) == 1
    assert "M205" in capsys.readouterr().out
    assert claimbase(base, "validate", str(base / "claims" / "none.yml")) == 2
    assert "is no file of the base" in capsys.readouterr().err


def test_a_warning_fails_only_when_asked_to(base, capsys) -> None:
    """A hedged statement is warned about with exit code 0, and 1 under --strict."""
    edit(base, AVAILABLE, "statement: ", "statement: Perhaps it may be so that ")
    assert claimbase(base, "validate") == 0
    assert "warning: " in capsys.readouterr().out
    assert claimbase(base, "validate", "--strict") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["validate", "--no-such-option"],
        ["lock", "--as-of", "tomorrow"],
        ["lock", "--as-of", "20261201"],
        ["lock", "--as-of", "2026-02-30"],
        ["lock", "--check", "--as-of", DAY],
        ["serve", "--port", "eighty"],
        ["serve", "--port", "65536"],
        ["--root", "/no/such/folder", "validate"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_2_and_says_why(arguments, capsys) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err
    assert not captured.out


def test_help_names_every_command_and_the_exit_codes(capsys) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in ("validate", "build", "serve", "lock", "schema", "exit codes"))


def parsers(program: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield program
    for action in program._actions:
        # argparse gives no public way to the commands of a program.
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from parsers(each)


@pytest.mark.parametrize("width", [80, 132])
def test_help_keeps_to_the_width_of_the_terminal(monkeypatch, width) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    told = [line for each in parsers(parser()) for line in each.format_help().splitlines()]
    assert len(told) > 300
    assert [line for line in told if len(line) > width] == []


def test_an_unknown_argument_is_told_with_the_usage_of_the_command(capsys) -> None:
    assert main(["fix", "some-file.yml"]) == 2
    assert capsys.readouterr().err.startswith("usage: claimbase fix ")
    assert main(["bench", "list", "some-file.yml"]) == 2
    assert capsys.readouterr().err.startswith("usage: claimbase bench list ")


def test_the_base_is_found_from_a_folder_inside_it(base, monkeypatch, capsys) -> None:
    monkeypatch.chdir(base / "claims" / "live-update")
    assert main(["validate"]) == 0
    assert capsys.readouterr().out.startswith("valid: ")


def test_the_lock_is_missing_then_written_then_current(base, capsys) -> None:
    """lock --check names the command that mends; after it, the check passes and a second lock writes nothing."""
    (base / LOCK).unlink(missing_ok=True)
    assert claimbase(base, "lock", "--check") == 1
    assert "L101" in (told := capsys.readouterr().out)
    assert "run claimbase lock" in told
    assert claimbase(base, "lock", "--date", DAY) == 0
    assert f"wrote {LOCK}" in capsys.readouterr().out
    assert claimbase(base, "lock", "--check") == 0
    written = (base / LOCK).read_bytes()
    assert claimbase(base, "lock", "--date", DAY) == 0
    assert capsys.readouterr().out == ""
    assert (base / LOCK).read_bytes() == written
    assert claimbase(base, "validate") == 0


def test_an_edited_claim_makes_the_lock_stale_at_its_line(base, capsys) -> None:
    claimbase(base, "lock", "--date", DAY)
    edit(base, AVAILABLE, "title: ", "title: A word more on ")
    capsys.readouterr()
    assert claimbase(base, "lock", "--check") == 1
    told = capsys.readouterr().out
    line = int(told.split(":")[1])
    assert (base / LOCK).read_text("utf-8").splitlines()[line - 1].strip() == "cpr-exec-availability-by-version:"
    assert "has changed since it was locked" in told


def test_a_moved_verdict_is_recorded_once_and_what_was_recorded_stays(base, capsys) -> None:
    """Taking a claim's evidence away moves its verdict; the move is appended, earlier lines are kept to the byte."""
    claimbase(base, "lock", "--date", DAY)
    before = (base / CHANGES).read_text("utf-8")
    without_evidence(base)
    capsys.readouterr()
    assert claimbase(base, "lock", "--check") == 1
    assert "is locked as supported-with-limits and comes out as not-assessed" in capsys.readouterr().out
    assert claimbase(base, "lock", "--date", DAY) == 0
    after = (base / CHANGES).read_text("utf-8")
    assert after.startswith(before)
    added = after[len(before) :]
    assert all(
        part in added for part in (DAY, "cpr-exec-availability-by-version", "supported-with-limits", "not-assessed")
    )
    assert claimbase(base, "lock", "--date", DAY) == 0
    assert (base / CHANGES).read_text("utf-8") == after
    assert claimbase(base, "lock", "--check") == 0


def test_as_of_moves_only_by_lock_as_of(base, capsys) -> None:
    """lock keeps the day that the lock holds; lock --as-of moves it, and a due prediction is then assessed."""
    claimbase(base, "lock", "--as-of", "2026-12-24", "--date", DAY)
    claimbase(base, "lock", "--date", "2027-01-01")
    assert 'as_of: "2026-12-24"' in (base / LOCK).read_text("utf-8")


def test_lock_refuses_a_base_with_errors_and_leaves_the_lock(base, capsys) -> None:
    claimbase(base, "lock", "--date", DAY)
    written = (base / LOCK).read_bytes()
    edit(base, AVAILABLE, "type: fact", "type: fatc")
    assert claimbase(base, "lock", "--date", DAY) == 1
    assert (base / LOCK).read_bytes() == written


def test_a_recorded_change_that_disagrees_with_the_lock_is_named(base, capsys) -> None:
    claimbase(base, "lock", "--date", DAY)
    (base / CHANGES).write_text(
        "# yaml-language-server: $schema=schema/verdict-changes.schema.json\n"
        "changes:\n"
        f'  - {{date: "{DAY}", claim: cpr-exec-availability-by-version, from: refuted, to: overstated}}\n',
        "utf-8",
    )
    capsys.readouterr()
    assert claimbase(base, "lock", "--check") == 1
    assert re.search(r"verdict-changes\.yml:3:\d+: L103 ", capsys.readouterr().out)


def test_the_day_of_a_lock_comes_from_source_date_epoch_where_it_is_set(base, monkeypatch, capsys) -> None:
    claimbase(base, "lock", "--date", DAY)
    without_evidence(base)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")
    claimbase(base, "lock")
    assert '"2027-01-01"' in (base / CHANGES).read_text("utf-8")


def test_schemas_are_written_checked_and_found_stale(base, capsys) -> None:
    shutil.rmtree(base / "claims" / "schema", ignore_errors=True)
    assert claimbase(base, "schema", "--check") == 1
    assert "run claimbase schema" in capsys.readouterr().out
    assert claimbase(base, "schema") == 0
    assert claimbase(base, "schema", "--check") == 0
    (base / "claims" / "schema" / "claim.schema.json").write_text("{}", "utf-8")
    assert claimbase(base, "schema", "--check") == 1


def test_a_file_that_cannot_be_written_is_one_line(base, capsys) -> None:
    """A folder where the lock should be ends in a message, not in a traceback."""
    (base / LOCK).unlink(missing_ok=True)
    (base / LOCK).mkdir()
    assert claimbase(base, "lock", "--date", DAY) == 1
    captured = capsys.readouterr()
    assert LOCK in captured.out + captured.err


def test_control_characters_of_a_file_name_do_not_reach_the_terminal(base, capsys) -> None:
    (base / "claims" / "live-update" / "\x1b[31mred.yml").write_text("x", "utf-8")
    assert claimbase(base, "validate") == 1
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["validate", "build", "serve", "lock", "schema"])
def test_each_command_runs_as_a_script_from_any_folder(name, tmp_path) -> None:
    """python scripts/NAME.py --help works with the dependencies alone, without the package being installed."""
    script = ROOT / "scripts" / f"{name}.py"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    ran = subprocess.run(
        [sys.executable, str(script), "--help"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert f"claimbase {name}" in ran.stdout


def test_a_code_is_explained_where_there_is_no_base(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["rule", "K204"]) == 0
    assert capsys.readouterr().out.startswith("K204: ")


def test_ctrl_c_while_the_program_is_being_loaded_is_no_traceback() -> None:
    program = (
        "import builtins, sys\n"
        "from claimbase.cli import run\n"
        "real = builtins.__import__\n"
        "def interrupted(name, *rest, **more):\n"
        "    if name.startswith('pydantic'): raise KeyboardInterrupt\n"
        "    return real(name, *rest, **more)\n"
        "builtins.__import__ = interrupted\n"
        "sys.argv[1:] = ['validate']\n"
        "run()\n"
    )
    path = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=path)
    assert (ran.returncode, ran.stderr) == (130, "\ninterrupted; nothing was changed by this run\n")


def test_output_into_a_closed_pipe_is_no_traceback(base) -> None:
    """A reader that goes away, as head does, ends the program quietly."""
    edit(base, "topics.yml", "topics:", "topics: []\nx:")
    command = f"{sys.executable} {ROOT / 'scripts' / 'validate.py'} --root {base} | true"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr
