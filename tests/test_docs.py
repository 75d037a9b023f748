"""What the documents tell people to do is tried: the example claim, the targets of make, the commands."""

import re
import shutil
from pathlib import Path

import pytest
from claimbase.cli import main
from claimbase.cli.parser import parser
from claimbase.pipeline import examine
from edited_base import AS_OF, PAUSE, copy_base

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A copy of the real base, so that the guide is tried on what its reader has."""
    shutil.copytree(ROOT / "claims", tmp_path / "claims")
    return tmp_path


def test_the_example_claim_is_valid_where_the_guide_says_to_save_it(base, capsys) -> None:
    """Saved under the name that the guide gives, the example adds one claim and no problem."""
    named = re.search(r"Save this as `(claims/[^`]+)`", GUIDE)
    assert named
    example, search_record, *_ = blocks(GUIDE, "yaml")
    (base / named[1]).write_text(example, "utf-8")
    assert main(["--root", str(base), "validate", "--strict"]) == 0, capsys.readouterr().out
    # The search record that the guide shows next goes below the example's items.
    grown = example.replace("objection:\n", search_record + "objection:\n", 1)
    (base / named[1]).write_text(grown, "utf-8")
    assert main(["--root", str(base), "validate", "--strict"]) == 0, capsys.readouterr().out


def test_the_example_items_bound_to_data_are_valid_and_evaluated(tmp_path) -> None:
    """Put into the worked example of the tests, whose benchmarks they name, they are evaluated without a problem."""
    measured, run = blocks(GUIDE, "yaml")[2:]
    root = copy_base(tmp_path)
    path = root / "claims" / PAUSE
    text = path.read_text("utf-8")
    first, rest = text.index("  - id: e3\n"), text.index("  - id: e7\n")
    path.write_text(text[:first] + measured + run + text[rest:], "utf-8")
    examination = examine(root, as_of=AS_OF)
    assert examination.problems == ()
    found = examination.evaluations["live-update-guest-pause"]
    assert [str(found[name].outcome) for name in ("e3", "e4")] == ["contradicts", "supports"]


def test_after_the_example_only_the_lock_is_stale_and_lock_mends_it(base, capsys) -> None:
    """The guide's steps 4 and 5 come out as it says."""
    main(["--root", str(base), "lock", "--date", "2026-12-01"])
    (base / "claims" / "adoption" / "release-10-2-0-day.yml").write_text(blocks(GUIDE, "yaml")[0], "utf-8")
    capsys.readouterr()
    assert main(["--root", str(base), "lock", "--check"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 1
    assert "release-10-2-0-day is not in the lock" in told[0]
    assert main(["--root", str(base), "lock"]) == 0
    assert main(["--root", str(base), "lock", "--check"]) == 0


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    named = {name for path in DOCUMENTS for name in re.findall(r"`?make ([a-z][a-z-]+)", path.read_text("utf-8"))}
    commands = {name for name in named if f"make {name}" in "".join(_code(path) for path in DOCUMENTS)}
    assert commands
    assert commands <= targets


def _code(path: Path) -> str:
    """The parts of a document that are code."""
    text = path.read_text("utf-8")
    return "\n".join([*re.findall(r"`([^`\n]+)`", text), *blocks(text, "sh")])


def test_every_claimbase_command_that_a_document_names_exists() -> None:
    named = {name for path in DOCUMENTS for name in re.findall(r"claimbase ([a-z][a-z-]+)\b", _code(path))}
    help_text = parser().format_help()
    assert named
    assert all(re.search(rf"^ +{re.escape(name)}\b", help_text, flags=re.MULTILINE) for name in named), named


def test_every_file_that_a_document_names_exists() -> None:
    """Paths in code, such as `claims/topics.yml`, lead somewhere; the example's own path is meant to be new."""
    pattern = r"^(?:claims|docs|scripts|tests)/[\w./-]+$|^[\w-]+\.(?:lock|cff|toml)$"
    for path in DOCUMENTS:
        for code in re.findall(r"`([^`\n]+)`", path.read_text("utf-8")):
            if (
                re.match(pattern, code)
                and "release-10-2-0-day" not in code
                and not code.endswith("verdict-changes.yml")
            ):
                assert (ROOT / code).exists(), f"{path.name} names {code}"
