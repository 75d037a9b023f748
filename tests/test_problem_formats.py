"""Problems for programs: nothing is lost, and no text of a file can pass for something else."""

import json
import re

import pytest
from claimbase.cli import main
from claimbase.documented import documented
from claimbase.errors import Problem
from claimbase.model import Level
from claimbase.problem_formats import as_annotations, as_json, as_sarif
from edited_base import RUNNING, copy_base, edit

HOSTILE = Problem("claims/a,b:c.yml", 3, 7, "W901", "ends\n::error::owned %0A", "mend it", Level.WARNING)
PLAIN = Problem("claims/x.yml", 1, 1, "Y123", "10.10 is read as 10.1", 'write "10.10"')


def test_json_has_every_part_of_every_problem():
    assert json.loads(as_json([PLAIN, HOSTILE])) == [
        {
            "path": each.path,
            "line": each.line,
            "column": each.column,
            "code": each.code,
            "level": each.level.value,
            "message": each.message,
            "fix": each.fix,
        }
        for each in (PLAIN, HOSTILE)
    ]


def test_a_message_cannot_give_github_a_command_of_its_own():
    lines = as_annotations([HOSTILE, PLAIN]).splitlines()
    assert lines[0] == (
        "::warning file=claims/a%2Cb%3Ac.yml,line=3,col=7,title=W901::ends%0A::error::owned %250A — mend it"
    )
    assert len(lines) == 2


def test_sarif_names_each_broken_rule_once_and_each_place():
    log = json.loads(as_sarif([PLAIN, HOSTILE, PLAIN], documented(), "1.2", "https://example.org/"))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["W901", "Y123"]
    assert rules[1]["helpUri"] == "https://example.org/rules/Y123.html"
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["Y123", "W901", "Y123"]
    assert run["results"][1]["level"] == "warning"
    region = run["results"][1]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 7}


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_validate_writes_nothing_but_the_form_to_standard_output(tmp_path, capsys, form):
    root = copy_base(tmp_path)
    assert main(["--root", str(root), "validate", "--format", form]) == 0
    empty = capsys.readouterr().out
    assert empty == "" if form == "github" else json.loads(empty) is not None
    edit(root, RUNNING, "type: question", "type: quest")
    assert main(["--root", str(root), "validate", "--format", form]) == 1
    assert "M205" in capsys.readouterr().out


def test_rule_tells_each_code_and_suggests_near_ones(capsys):
    for code in documented():
        assert main(["rule", code.code.lower()]) == 0
        assert code.fix in capsys.readouterr().out
    assert main(["rule"]) == 0
    assert len(re.findall(r"(?m)^[A-Z]\d{3} ", capsys.readouterr().out)) == len(documented())
    assert main(["rule", "Y999"]) == 2
    assert "there is no code" in capsys.readouterr().err
