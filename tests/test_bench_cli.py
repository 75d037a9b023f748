"""The harness as its user meets it: real commands, real QEMU where it is installed, and wrong input."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from bench_stand_in import BINARIES_OF_SCENARIOS
from claimbase.bench.scenarios import ids, scenario
from claimbase.cli import main
from claimbase.definition import definition_hash
from claimbase.repository import load
from fake_qemu import program, version_then

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def bench(tmp_path, capsys):
    """Runs a bench command with a cache of its own and returns exit code, output and errors."""

    def run(*words):
        code = main(["--root", str(ROOT), "bench", words[0], "--cache", str(tmp_path / "cache"), *words[1:]])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_scenarios_are_listed_with_their_questions(bench):
    code, out, _ = bench("run")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(ids())
    assert all("?" in line for line in out.splitlines())


def test_documentation_lists_every_scenario_with_its_question():
    text = (ROOT / "docs/measure.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE) == list(ids())


def test_results_in_the_base_are_of_the_definition_that_their_scenario_has_now():
    kb, _ = load(ROOT)
    assert kb is not None
    assert kb.benchmarks.keys() <= set(ids())
    for name, benchmark in kb.benchmarks.items():
        now = definition_hash(scenario(name).definition)
        assert definition_hash(benchmark) == now, name
        assert {held.definition for _, held in kb.results[name]} == {now}, name


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["run", "nothing"], 1, "there is no scenario nothing"),
        (["run", "command-lines", "--qemu", "9.9"], 1, "there is no QEMU 9.9 here"),
        (["run", "command-lines", "--qemu", "/bin/true"], 1, "is no QEMU system emulator"),
        (["run", "command-lines", "--qemu", "./nothing"], 1, "there is no such file"),
        (["run", "command-lines", "--only", "colour=red"], 1, "no parameter colour"),
        (["run", "command-lines", "--only", "red"], 2, "is not PARAMETER=VALUE"),
        (["run", "command-lines", "--repetitions", "0"], 2, "is not a whole number from 1"),
        (["run", "source-counts", "--repo", "/nonexistent"], 1, "/nonexistent"),
        (["run", "--resume", "nothing"], 1, "there is no session nothing"),
        (["show", "nothing"], 1, "there is no session nothing"),
        (["submit", "nothing"], 1, "there is no session nothing"),
        (["fetch", "1.0"], 2, "1.0 cannot be fetched; there are 7.2"),
    ],
)
def test_wrong_input_is_said_in_one_sentence(bench, words, code, said):
    got, out, err = bench(*words)
    assert got == code
    assert said in err
    assert "Traceback" not in out + err


def test_binary_that_crashes_at_start_is_refused_before_anything_is_run(bench, tmp_path):
    crashing = version_then(tmp_path / "qemu-system-x86_64", "echo 'lost its way' >&2; exit 1")
    code, _, err = bench("run", "command-lines", "--qemu", str(crashing))
    assert code == 1
    assert "lost its way" in err
    assert not (tmp_path / "cache" / "sessions").exists()


def test_without_any_qemu_the_list_says_how_to_get_one(bench, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = bench("list")
    assert code == 1
    assert "claimbase bench fetch" in err


def some_qemu() -> str:
    found = shutil.which("qemu-system-x86_64")
    assert found
    return found


@pytest.mark.needs("qemu")
def test_command_lines_are_run_shown_and_submitted_with_real_qemu(bench, tmp_path):
    chosen = "command-line=machine-isapc,vnc,soundhw"
    code, out, _ = bench("run", "command-lines", "--qemu", some_qemu(), "--only", chosen, "--no-wait", "--seed", "1")
    assert code == 0
    name = out.strip()
    code, out, _ = bench("show", name)
    assert code == 0
    assert re.search(r"soundhw +refused 1", out)
    assert "0 without result" in out
    code, out, _ = bench("show", name, "--log", "2")
    assert code == 0
    assert "expected: starts" in out
    base = tmp_path / "base"
    shutil.copytree(ROOT / "tests/fixtures/base", base)
    code = main(["--root", str(base), "bench", "submit", "--cache", str(tmp_path / "cache"), name, "--machine", "mine"])
    assert code == 0
    kb, problems = load(base)
    assert not problems
    assert kb is not None
    assert len(kb.results["command-lines"]) == 1
    held = (base / "claims/benchmarks/machines/mine.json").read_text("utf-8")
    assert os.uname().nodename not in json.loads(held).values()


@pytest.mark.needs("qemu")
def test_interrupted_run_keeps_what_it_has_tells_how_to_go_on_and_goes_on(tmp_path):
    command = [sys.executable, str(ROOT / "scripts/bench.py"), "run", "--cache", str(tmp_path)]
    first = [*command, "command-lines", "--qemu", some_qemu(), "--no-wait", "--seed", "1"]
    with subprocess.Popen(first, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as harness:
        assert harness.stderr
        for line in harness.stderr:
            if line.startswith("5 of "):
                harness.send_signal(signal.SIGINT)
        harness.wait()
    assert harness.returncode == 130
    (session,) = (tmp_path / "sessions").iterdir()
    kept = len(session.read_text().splitlines()) - 1
    assert kept >= 5
    whole = subprocess.run(
        [*command, "--resume", session.stem, "--no-wait"], capture_output=True, text=True, check=True
    )
    assert whole.stdout.strip() == session.stem
    lines = session.read_text().splitlines()
    assert len(lines) - 1 == len(json.loads(lines[0])["steps"])


@pytest.mark.needs("qemu")
def test_binary_that_changed_since_is_not_resumed(bench, tmp_path):
    wrapper = program(tmp_path / "qemu-system-x86_64", f'exec {some_qemu()} "$@"')
    code, out, _ = bench("run", "command-lines", "--qemu", str(wrapper), "--only", "command-line=vnc", "--no-wait")
    assert code == 0
    program(wrapper, f'exec {some_qemu()} "$@" # another')
    code, _, err = bench("run", "--resume", out.strip(), "--no-wait")
    assert code == 1
    assert "is not the binary any more" in err


def test_every_scenario_plans_only_what_the_binaries_offer():
    from claimbase.bench.scenario import Choice

    for name in ids():
        each = scenario(name)
        if each.needs_binaries:
            for plan in each.plans(BINARIES_OF_SCENARIOS, Choice()):
                assert plan.repetitions >= 1
                assert plan.setting.keys() == {parameter.id for parameter in each.definition.parameters}, name
