"""Result files: read strictly and compared with their place; whatever is wrong is said, and nothing is lost."""

import json
import shutil

import pytest
from claimbase.jsonio import JSON_CODES
from claimbase.model import Level
from claimbase.repository import load
from claimbase.resultfile import RESULT_CODES
from edited_base import BENCHMARK, MACHINE, RESULT, copy_base, edit, problems_of, said

FOLDER = "benchmarks/in-place-update/results/fixture-host/10.2.2"

# Text of the result file, what takes its place, and every problem that follows.
BROKEN = [
    ('"format": 1', '"format": 2', [":2:12: D205"]),
    ('"format": 1', '"format": true', [":2:12: D205"]),
    ('"format": 1', '"format": "one"', [":2:12: D205"]),
    ('"format": 1', '"format": 0', [":2:12: D205"]),
    (' "format": 1,\n', "", [":1:1: M202"]),
    ('"benchmark": "in-place-update"', '"benchmark": "memory-kept"', [":3:15: D206"]),
    ('"machine": "fixture-host"', '"machine": "laptop"', [":5:13: D206"]),
    ('"version": "10.2.2"', '"version": "10.2.3"', [":7:14: D206"]),
    ('"started": "2026-11-22T10:00:00Z"', '"started": "2026-11-22T10:00:01Z"', [":23:14: D206"]),
    ("[212.5]", "[]", [":30:136: M209"]),
    ("[212.5]", "[NaN]", [":30:137: D203"]),
    ("[212.5]", "[-Infinity]", [":30:137: D203"]),
    ("[212.5]", "[1e999]", [":30:137: M211"]),
    ("[212.5]", '["212.5"]', [":30:137: M203"]),
    ("[212.5]", "[212.5", [":30:142: D201"]),
    ("[212.5]", "[212.5, 1" + "0" * 5000 + "]", [":1:1: D204"]),
    ('"seed": 1', '"seed": 1, "seed": 2', [":24:14: D202"]),
    ('"seed": 1', '"seed": 1, "sed": 2', [":24:14: M201"]),
    ('"seed": 1', '"seed": ' + "[" * 30 + "NaN" + "]" * 30, [":24:30: D204"]),
    ('"seed": 1', '"seed": ' + "[" * 9000 + "]" * 9000, [":1:1: D204"]),
    ('"mode": "cpr-exec"', '"mode": [1]', [":29:72: M203"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN, ids=lambda value: str(value)[:40])
def test_what_is_wrong_with_a_result_file_is_said_with_its_place(tmp_path, old, new, expected):
    root = copy_base(tmp_path)
    edit(root, RESULT, old, new)
    assert [problem.removeprefix(RESULT) for problem in said(load(root)[1])] == expected


def test_every_code_of_result_files_has_a_test():
    tested = {problem.split()[-1] for *_, expected in BROKEN for problem in expected}
    assert {code.code for code in (*JSON_CODES, *RESULT_CODES)} <= tested


@pytest.mark.parametrize("keep", [0, 1, 100, 1000, -3])
def test_a_truncated_file_is_one_problem_and_its_claims_are_open(tmp_path, keep):
    root = copy_base(tmp_path)
    path = root / "claims" / RESULT
    path.write_bytes(path.read_bytes()[:keep])
    problems = problems_of(root)
    assert [problem.code for problem in problems if problem.path.endswith(".json")] == ["D201"]


def test_a_list_at_the_top_is_refused(tmp_path):
    root = copy_base(tmp_path)
    (root / "claims" / RESULT).write_text("[1]")
    assert said(load(root)[1]) == [f"{RESULT}:1:1: D204"]


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    root = copy_base(tmp_path)
    (root / "claims" / RESULT).write_bytes(b" " * (16 * 1024 * 1024 + 1))
    assert said(load(root)[1]) == [f"{RESULT}:1:1: Y106"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (f"{FOLDER}/today.json", f"{FOLDER}/today.json"),
        (f"{FOLDER}/2026-11-22T10:00:00Z.json", f"{FOLDER}/2026-11-22T10:00:00Z.json"),
        (f"{FOLDER}/2026-11-22T10-00-00Z.yml", f"{FOLDER}/2026-11-22T10-00-00Z.yml"),
        (f"{FOLDER}/deeper/x.json", f"{FOLDER}/deeper"),
        (
            "benchmarks/in-place-update/results/fixture-host/newest/x.json",
            "benchmarks/in-place-update/results/fixture-host/newest",
        ),
        ("benchmarks/in-place-update/results/My Host/x.json", "benchmarks/in-place-update/results/My Host"),
        ("benchmarks/in-place-update/results/x.json", "benchmarks/in-place-update/results/x.json"),
    ],
)
def test_a_result_file_has_one_place(tmp_path, name, wrong):
    root = copy_base(tmp_path)
    path = root / "claims" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    assert said(load(root)[1]) == [f"{wrong}:1:1: D210"]


def test_results_of_a_machine_that_nobody_described(tmp_path):
    root = copy_base(tmp_path)
    (root / "claims" / MACHINE).unlink()
    assert [problem.code for problem in problems_of(root)] == ["D207", "D207"]


def test_a_machine_without_results_is_warned_about(tmp_path):
    root = copy_base(tmp_path)
    shutil.copy(root / "claims" / MACHINE, root / "claims/benchmarks/machines/laptop.json")
    problems = problems_of(root)
    assert said(problems) == ["benchmarks/machines/laptop.json:1:1: D212"]
    assert problems[0].level is Level.WARNING


def test_a_machine_keeps_the_format_of_machines(tmp_path):
    root = copy_base(tmp_path)
    edit(root, MACHINE, '"cores": 2', '"cores": "two"')
    assert said(problems_of(root)) == [f"{MACHINE}:6:11: M203"]


def test_result_files_are_not_read_again_while_they_stay(tmp_path):
    root = copy_base(tmp_path)
    before, _ = load(root)
    assert before is not None
    edit(root, BENCHMARK, "title: ", "title: Again, ")
    after, _ = load(root, before)
    assert after is not None
    assert after.results["in-place-update"][0][1] is before.results["in-place-update"][0][1]


def test_a_megabyte_of_runs_is_read_and_an_error_at_its_end_is_placed(tmp_path):
    root = copy_base(tmp_path)
    path = root / "claims" / RESULT
    tree = json.loads(path.read_text())
    run = {**tree["runs"][1], "log": ["x" * 280] * 3}
    tree["runs"] = [{**run, "number": number} for number in range(1, 1001)]
    tree["runs"][-1]["samples"] = {"guest-gap-ms": []}
    path.write_text(json.dumps(tree, indent=1))
    assert path.stat().st_size > 1_000_000
    problems = load(root)[1]
    assert [problem.code for problem in problems] == ["M209"]
    line = path.read_text().splitlines()[problems[0].line - 1]
    assert line[problems[0].column - 1 :].strip() == "[]"
