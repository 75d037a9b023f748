"""`claimbase memo`: what it writes where, its exit codes, and the commands of its page in docs/."""

import io
import re
import shutil
from pathlib import Path

import docx
import pytest
from claimbase.cli import main
from claimbase.memo import markdown, memo_blocks
from edited_base import BASE, copy_base, edit
from memo_profiles import DAY, ROOT, memo

PROFILE = 'format: 1\nname: a *host*\nanswers: {qemu: "10.2", accelerator: kvm, updated-today-by: cpr-transfer}\n'
ANSWERS = {"qemu": "10.2", "accelerator": "kvm", "updated-today-by": "cpr-transfer"}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "profile.yml"
    path.write_text(PROFILE, encoding="utf-8")
    return path


def run(*arguments: object, root: Path = BASE) -> int:
    return main(["--root", str(root), "memo", *map(str, arguments)])


def test_markdown_goes_to_standard_output_in_utf_8(profile, capfdbinary) -> None:
    assert run(profile, "--date", DAY) == 0
    told = capfdbinary.readouterr()
    # This base brings no glossary; the memo of the tests has that of the real one.
    expected = markdown(memo_blocks(memo(ANSWERS, name="a *host*"))).encode()
    assert without_terms(told.out) == without_terms(expected)
    assert told.err == b""


def without_terms(text: bytes) -> bytes:
    return re.sub(rb"## Terms\n.*?(?=## Citations)", b"", text, flags=re.DOTALL)


def test_profile_is_read_from_standard_input(monkeypatch, capfdbinary) -> None:
    class Given:
        buffer = io.BytesIO(PROFILE.encode())

    monkeypatch.setattr("sys.stdin", Given())
    assert run("-", "--date", DAY) == 0
    assert b"# Decision memo: QEMU 10.2" in capfdbinary.readouterr().out


def test_files_are_written_in_each_format(profile, tmp_path, capsys) -> None:
    for form, first in (("md", b"# Decision"), ("html", b"<!doctype html>"), ("docx", b"PK")):
        out = tmp_path / f"memo.{form}"
        assert run(profile, "--date", DAY, "--format", form, "--out", out) == 0
        assert out.read_bytes().startswith(first)
    assert "wrote" in capsys.readouterr().out
    assert docx.Document(str(tmp_path / "memo.docx")).paragraphs[0].text == "Decision memo: QEMU 10.2"


def test_day_is_today_unless_it_is_given(profile, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert run(profile, "--out", tmp_path / "memo.md") == 0
    assert "| Date | 1970-01-01 |" in (tmp_path / "memo.md").read_text("utf-8")


def test_what_of_a_profile_cannot_be_used_is_said_and_the_rest_is_used(profile, capsys) -> None:
    profile.write_text(PROFILE.replace("kvm", "kmv"), encoding="utf-8")
    assert run(profile, "--date", DAY) == 1
    told = capsys.readouterr()
    assert "profile.yml:3:38: P902 accelerator has no value “kmv”" in told.err
    assert "| QEMU release series | 10.2 |" in told.out
    assert "| Accelerator |" not in told.out


def test_against_an_old_memo_says_only_what_changed(profile, tmp_path, capsys) -> None:
    old = tmp_path / "memo.md"
    assert run(profile, "--date", DAY, "--out", old) == 0
    assert run("--against", old, "--date", DAY) == 0
    assert "Nothing has changed until 2026-11-26." in capsys.readouterr().out
    assert run("--against", old, "--date", "2027-06-01") == 1
    assert "**The old memo has expired**, on 2027-05-01." in capsys.readouterr().out
    profile.write_text(PROFILE.replace("kvm", "tcg"), encoding="utf-8")
    assert run(profile, "--against", old, "--date", DAY) == 1
    assert "| Updating in place | go | **wait** |" in capsys.readouterr().out


def test_a_verdict_that_moves_in_the_base_is_told(profile, tmp_path, capsys) -> None:
    root = copy_base(tmp_path)
    old = tmp_path / "memo.md"
    assert run(profile, "--date", DAY, "--out", old, root=root) == 0
    claim = root / "claims/live-update/live-update-while-running.yml"
    claim.write_text(claim.read_text("utf-8").replace("direction: contradicts", "direction: supports"), "utf-8")
    assert run("--against", old, "--date", DAY, root=root) == 1
    told = capsys.readouterr().out
    assert re.search(r"## Findings that are gone\n\n- `live-update-while-running`: No rule that fires", told)
    assert re.search(r"## Rules that no longer fire\n\n- The guest does not go on running", told)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name the file of a profile, or an old memo with --against"),
        (["--against", "PROFILE"], "does not hold the lines by which memos are compared"),
        (["PROFILE", "--date", "tomorrow"], "is not a day"),
        (["PROFILE", "--format", "pdf"], "invalid choice"),
    ],
)
def test_wrong_call_is_said(profile, capsys, arguments, said) -> None:
    assert run(*(profile if each == "PROFILE" else each for each in arguments)) == 2
    assert said in capsys.readouterr().err


def test_a_word_file_is_not_written_to_a_terminal(profile, monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run(profile, "--format", "docx") == 2
    assert "name a file with --out" in capsys.readouterr().err


@pytest.mark.parametrize("option", [[], ["--against"]], ids=["profile", "old memo"])
@pytest.mark.parametrize(("name", "said"), [("none.yml", "No such file"), (".", "Is a directory")])
def test_a_file_that_cannot_be_opened_is_a_wrong_call(tmp_path, capsys, option, name, said) -> None:
    assert run(*option, tmp_path / name) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"a: [", b"hello", b'format: 1\nanswers: {qemu: "1.0"}\n'], ids=str
)
def test_a_profile_of_which_nothing_can_be_used_makes_no_memo(profile, capsys, content) -> None:
    """A memo for no environment at all would look like one for that of the file."""
    profile.write_bytes(content)
    assert run(profile) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "profile.yml:" in told.err
    assert "no memo was made" in told.err


def test_a_profile_that_answers_nothing_makes_a_memo(profile, capsys) -> None:
    profile.write_text("format: 1\n", encoding="utf-8")
    assert run(profile, "--date", DAY) == 0
    assert "# Decision memo" in capsys.readouterr().out


def test_base_without_rules_or_with_errors_makes_no_memo(profile, tmp_path, capsys) -> None:
    root = copy_base(tmp_path)
    (root / "claims/recommendations.yml").unlink()
    assert run(profile, root=root) == 1
    assert "of a base without claims/recommendations.yml" in capsys.readouterr().err
    edit(root, "topics.yml", "topics:", "topic:")
    assert run(profile, root=root) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "no memo can be made" in told.err


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the real base in which commands are run as its page writes them."""
    shutil.copytree(ROOT / "claims", tmp_path / "claims")
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs/glossary.md", tmp_path / "docs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_commands_of_the_page_do_what_it_says(base, capsys) -> None:
    page = (ROOT / "docs/memo.md").read_text("utf-8")
    (profile,) = re.findall(r"^```yaml\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    (base / "profile.yml").write_text(profile, encoding="utf-8")
    commands = "".join(re.findall(r"^```sh\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)).splitlines()
    commands += re.findall(r"`(claimbase memo [^`]+)`", page)
    assert len(commands) == 5
    for command in commands:
        assert main(command.split()[1:]) == 0, command
    assert [(base / f"memo.{form}").exists() for form in ("md", "html", "docx")] == [True] * 3
    assert "Nothing has changed" in capsys.readouterr().out
