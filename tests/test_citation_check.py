"""`claimbase check-citations` and `claimbase registry`, their formats, the hook, the action and the page about them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from citation_documents import docx
from citation_registry import CITED, LINKED, registry, token
from claimbase.checker import FAILING, Standing
from claimbase.citation_codes import CITATION_CODES
from claimbase.cli import main
from claimbase.model.api import PROJECT
from claimbase.registry import dump_registry, parse_registry
from claimbase.tokens import PREFIX
from edition_history import DOUBTED, FIRST, GONE, KEPT, LATER, MOVED, RECORDED, REWORDED, SECOND, with_history

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "check-citations.md").read_text("utf-8")
REPORT = "".join(f"{text}\n\n" for text in (*CITED, *LINKED))
STANDINGS = [*CITED.values(), *LINKED.values()]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, outside any checkout, with a registry."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "nowhere"))
    (tmp_path / "registry.json").write_bytes(dump_registry(registry()))
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    return tmp_path


def check(*arguments: str) -> int:
    return main(["check-citations", "--registry", "registry.json", *arguments])


def as_json(capsys, *arguments: str) -> dict[str, Any]:
    check("--format", "json", *arguments)
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return value


# What is printed


def test_each_citation_is_one_line_with_place_standing_and_reason(here, capsys):
    assert check("report.md") == 1
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert len(lines) == len(STANDINGS)
    for number, (text, expected) in enumerate(zip(lines, STANDINGS, strict=True)):
        assert re.match(rf"report\.md:{2 * number + 1}:1: {re.escape(expected.words)}: \S+ — \S", text), text
    assert captured.err.startswith(f"{len(STANDINGS)} citations in 1 document: ")


def test_a_moved_verdict_is_told_from_and_to(here, capsys):
    check("report.md")
    moved = next(line for line in capsys.readouterr().out.splitlines() if "verdict changed" in line)
    assert moved.endswith("was supported (high), is refuted (moderate); evidence changed as well")


def test_quiet_leaves_out_what_is_current(here, capsys):
    check("--quiet", "report.md")
    assert ": current: " not in capsys.readouterr().out


def test_documents_without_citations_pass(here, capsys):
    Path("empty.md").write_text("nothing", encoding="utf-8")
    assert check("empty.md") == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "no citations in 1 document\n")


def test_a_folder_stands_for_the_documents_in_it_and_a_path_counts_once(here, capsys):
    for name in ("docs/a.md", "docs/b/c.rst", "docs/.git/d.md", "docs/node_modules/e.md", "docs/f.py"):
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("qemu-10-2/cpr-exec", encoding="utf-8")
    found = as_json(capsys, "docs", "docs/a.md", "docs/f.py")
    assert [each["path"] for each in found["documents"]] == ["docs/a.md", "docs/b/c.rst", "docs/f.py"]


def test_what_a_document_says_cannot_trick_the_terminal(here, capsys):
    Path("\x1b[31mred.md").write_text("qemu-10-2/cpr-exec@\x1b2026.12 qemu-10-2/cpr-exec", encoding="utf-8")
    check("\x1b[31mred.md")
    assert "\x1b" not in capsys.readouterr().out


# Exit codes


@pytest.mark.parametrize("standing", Standing)
def test_the_standing_decides_the_exit_code(here, standing):
    text = next(cited for cited, expected in CITED.items() if expected is standing)
    Path("one.md").write_text(text, encoding="utf-8")
    assert check("one.md") == (1 if standing in FAILING else 0)
    assert check("--fail-on", "none", "one.md") == 0
    assert check("--fail-on", "all", "one.md") == (0 if standing is Standing.CURRENT else 1)
    assert check("--fail-on", f"{standing},withdrawn", "one.md") == 1


def test_a_document_that_cannot_be_read_fails_whatever_is_named(here, capsys):
    Path("broken.docx").write_bytes(docx("")[:-30])
    assert check("--fail-on", "none", "broken.docx", "report.md") == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1].startswith("broken.docx:1:1: K204 the zip file is damaged")
    assert "in 2 documents" in captured.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["check-citations"],
        ["check-citations", "--fail-on", "verdict-moved", "report.md"],
        ["check-citations", "--fail-on", "", "report.md"],
        ["check-citations", "--seconds", "0", "report.md"],
        ["check-citations", "--format", "xml", "report.md"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_2(here, arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (None, "K101", "cannot be read: No such file"),
        (b"<html>", "K101", "invalid json"),
        (b"{}", "K101", "project: field required"),
        (b"[" * 100_000, "K101", "this is no registry"),
        (b'{"format": 2, "x": 1}', "K102", "has format 2, this version of claimbase reads format 1"),
        (dump_registry(registry()).replace(b'"now":0', b'"now":7', 1), "K101", "a state is named that is not there"),
    ],
)
def test_a_registry_that_is_none_is_one_message(here, capsys, content, code, words):
    path = here / "other.json"
    if content is not None:
        path.write_bytes(content)
    assert main(["check-citations", "--registry", "other.json", "report.md"]) == 1
    told = capsys.readouterr().out
    assert told.startswith(f"other.json:1:1: {code} ")
    assert words in told
    assert len(told.splitlines()) == 1


def test_without_registry_and_checkout_it_says_what_to_give(here, capsys):
    assert main(["check-citations", "report.md"]) == 1
    assert "--registry" in capsys.readouterr().err


# Formats


def test_json_holds_what_was_then_and_what_is_now(here, capsys):
    found = as_json(capsys, "report.md")
    assert found["failed"] is True
    assert set(found["fail_on"]) == FAILING
    citations = found["documents"][0]["citations"]
    assert [each["standing"] for each in citations] == STANDINGS
    moved = next(each for each in citations if each["written"] == token("claim-judged-otherwise"))
    assert (moved["then"]["verdict"], moved["now"]["verdict"]) == ("supported", "refuted")
    assert moved["changed"] == ["verdict", "certainty", "evidence"]
    assert moved["pages"] == {
        "frozen": "https://example.org/qemu-10-2/editions/2026.12/claim-judged-otherwise.html",
        "today": "https://example.org/qemu-10-2/claims/claim-judged-otherwise.html",
    }
    split = next(each for each in citations if each["written"] == token("claim-split"))
    assert split["instead"] == ["cpr-exec", "cpr-exec-peak-memory"]


def sarif_of(capsys, *arguments: str) -> dict[str, Any]:
    check("--format", "sarif", *arguments)
    log: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert log["version"] == "2.1.0"
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif_has_a_rule_for_each_standing_and_a_region_for_each_result(here, capsys):
    run = sarif_of(capsys, "report.md")
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == [standing for standing in Standing if standing is not Standing.CURRENT]
    told = [standing for standing in STANDINGS if standing is not Standing.CURRENT]
    assert [each["ruleId"] for each in run["results"]] == told
    lines = REPORT.split("\n")
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] == ("error" if result["ruleId"] in FAILING else result["level"])
        physical = result["locations"][0]["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == "report.md"
        region = physical["region"]
        assert region["startLine"] == region["endLine"]
        cited = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert result["message"]["text"].startswith(cited.partition("#e1")[0][:20])
    prints = [each["partialFingerprints"]["citation/v1"] for each in run["results"]]
    assert len(set(prints)) == len(prints)
    assert run["invocations"][0]["executionSuccessful"] is True
    assert {rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]} == {
        "error",
        "warning",
        "note",
    }


def test_sarif_names_pages_and_paragraphs_and_documents_that_could_not_be_read(here, capsys):
    Path("a ä.docx").write_bytes(docx(f"<w:p><w:r><w:t>{token('claim-withdrawn')}</w:t></w:r></w:p>"))
    Path("cut.docx").write_bytes(b"PK\x03\x04")
    run = sarif_of(capsys, "a ä.docx", "cut.docx")
    (location,) = run["results"][0]["locations"]
    assert location == {
        "physicalLocation": {"artifactLocation": {"uri": "a%20%C3%A4.docx"}},
        "logicalLocations": [{"name": "paragraph 1"}],
    }
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    notices = run["tool"]["driver"]["notifications"]
    assert notices[notice["descriptor"]["index"]]["id"] == notice["descriptor"]["id"] == "K204"
    assert [code.code for code in CITATION_CODES] == [each["id"] for each in notices]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_results_go_into_files_and_sarif_beside_another_format(here, capsys):
    check("--format", "json", "--output", "out.json", "--sarif", "out.sarif", "report.md")
    assert capsys.readouterr().out == ""
    assert json.loads(Path("out.json").read_text("utf-8"))["format"] == 1
    assert json.loads(Path("out.sarif").read_text("utf-8"))["runs"]


def test_annotations_mark_what_fails_and_what_is_to_be_looked_at(here, capsys):
    check("--format", "github", "report.md")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len([each for each in STANDINGS if each is not Standing.CURRENT])
    assert all(re.match(r"::(error|warning) file=report\.md,line=\d+,col=1,title=[a-z-]+::", line) for line in lines)


# The registry, and the base in its place


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with three editions, in which each sort of change happens to a claim of its own."""
    return with_history(tmp_path_factory.mktemp("history-citations"))


def test_the_registry_of_a_base_is_written_checked_and_found_stale(history, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    command = ["--root", str(history), "registry", "--output", "registry.json"]
    assert main([*command, "--check"]) == 1
    assert main(command) == 0
    written = Path("registry.json").read_bytes()
    assert main([*command, "--check"]) == 0
    Path("registry.json").write_bytes(written + b" ")
    assert main([*command, "--check"]) == 1
    capsys.readouterr()
    assert main(["--root", str(history), "registry"]) == 0
    assert capsys.readouterr().out.encode() == written
    assert dump_registry(parse_registry(written)) == written
    assert PROJECT == PREFIX


CHANGES = {
    KEPT: "current",
    RECORDED: "current",
    DOUBTED: "evidence-changed",
    REWORDED: "wording-changed",
    MOVED: "verdict-changed",
    GONE: "withdrawn",
    "old-option": "moved",
    LATER: "not-in-edition",
    "code": "current",
}


def test_each_class_of_change_in_a_real_history_is_told_from_base_registry_and_site(
    history, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    main(["--root", str(history), "registry", "--output", "registry.json"])
    known = parse_registry(Path("registry.json").read_bytes())
    states = {name: known.ids[name].held_in(FIRST) or known.ids[name].states[0] for name in CHANGES}
    text = "\n\n".join(f"qemu-10-2/{name}@{FIRST}#{states[name].sha256[:8]}" for name in CHANGES)
    Path("report.md").write_text(text, encoding="utf-8")
    capsys.readouterr()
    for source in (["--root", str(history), "check-citations"], ["check-citations", "--registry", "registry.json"]):
        assert main([*source, "--format", "json", "report.md"]) == 1
        citations = json.loads(capsys.readouterr().out)["documents"][0]["citations"]
        assert {each["id"]: each["standing"] for each in citations} == CHANGES
    assert list(known.editions) == sorted(known.editions)
    assert known.ids[LATER].held_in(SECOND) is not None


def test_the_site_has_the_same_registry(history, capsys):
    from claimbase.pipeline import examine
    from claimbase.render import SiteSettings, iter_files

    examined = examine(history)
    assert examined.sound
    files = iter_files(examined.sound, examined.assessments, SiteSettings("A site"), examined.evaluations)
    (made,) = (file.body for file in files if file.uri == "api/v1/registry.json")
    capsys.readouterr()
    main(["--root", str(history), "registry", "--site", ""])
    assert isinstance(made, bytes)
    assert capsys.readouterr().out == made.decode()


def test_a_base_with_errors_makes_no_registry(history, tmp_path, capsys):
    shutil.copytree(history / "claims", tmp_path / "claims")
    (tmp_path / "claims" / "topics.yml").write_text("topics: []\n", encoding="utf-8")
    assert main(["--root", str(tmp_path), "registry"]) == 1
    assert main(["--root", str(tmp_path), "check-citations", "x.md"]) == 1
    assert "claims/topics.yml" in capsys.readouterr().out


# Other people's repositories


HOOK = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]
ACTION = ROOT / ".github" / "actions" / "check-citations"


def test_the_hook_takes_every_kind_of_document_and_names_a_command_that_exists(here, capsys):
    from claimbase.checker import ENDINGS

    assert re.search(HOOK["files"], "docs/Report.DOCX")
    assert all(re.search(HOOK["files"], f"a{ending}") for ending in ENDINGS)
    assert not re.search(HOOK["files"], "a.py")
    program, *arguments = HOOK["entry"].split()
    assert (program, HOOK["language"]) == ("claimbase", "python")
    assert main([*arguments, "--registry", "registry.json", "report.md"]) == 1
    assert f"id: {HOOK['id']}" in PAGE


def test_installed_from_a_checkout_the_base_of_it_is_taken(history, tmp_path, monkeypatch, capsys):
    """pre-commit makes the environment inside the clone: the hook compares with the base at the pinned revision."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "prefix", str(history / "py_env-python3"))
    Path("report.md").write_text(f"qemu-10-2/{MOVED}@{FIRST}", encoding="utf-8")
    assert main(["check-citations", "report.md"]) == 1
    assert f"verdict changed: qemu-10-2/{MOVED}@{FIRST}" in capsys.readouterr().out


def vendored(name: str) -> Any:
    import importlib.resources

    folder = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    return json.loads((folder / name).read_text("utf-8"))


def test_the_action_is_valid_pinned_and_gives_every_input_to_its_script():
    text = (ACTION / "action.yml").read_text("utf-8")
    action = yaml.safe_load(text)
    jsonschema.validators.validator_for(vendored("github-actions.json"))(vendored("github-actions.json")).validate(
        action
    )
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", use) for use in re.findall(r"uses: (.*)", text))
    given = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", text))
    assert given == set(action["inputs"])
    # Inputs reach the shell as variables alone.
    assert all("inputs." not in step.get("run", "") for step in action["runs"]["steps"])
    requirements = re.findall(r'HERE/(\S+?)"', "".join(step.get("run", "") for step in action["runs"]["steps"]))
    assert all((ACTION / path).exists() for path in requirements), requirements


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"FILES": "  report.md \n\n other file.md", "REGISTRY": "registry.json"}, 1),
        ({"FILES": "other file.md", "REGISTRY": "registry.json", "FAIL_ON": "verdict-changed", "SITE": "x.org"}, 0),
        ({"FILES": "$(touch harm);`touch harm`\n--fail-on=none", "REGISTRY": "registry.json"}, 1),
    ],
)
def test_the_action_runs_the_program_with_its_inputs(here, inputs, code):
    Path("other file.md").write_text("qemu-10-2/no-such-claim", encoding="utf-8")
    empty = dict.fromkeys(("FILES", "REGISTRY", "SITE", "FAIL_ON", "SARIF"), "")
    variables = {"HERE": str(ACTION), "CLAIMBASE_PYTHON": sys.executable, "FORMAT": "github", **empty, **inputs}
    ran = subprocess.run(
        ["bash", ACTION / "check.sh"],
        env={"PATH": os.environ["PATH"], **variables, "SARIF": "out.sarif"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, "Traceback" in ran.stderr) == (code, False), ran.stderr
    assert json.loads(Path("out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert not Path("harm").exists()


def zizmor(*paths: Path) -> None:
    ran = subprocess.run(
        [
            str(Path(sys.executable).with_name("zizmor")),
            "--offline",
            "--no-config",
            "--persona=pedantic",
            *map(str, paths),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_zizmor_finds_nothing_in_action_and_example(tmp_path):
    workflow = tmp_path / ".github" / "workflows" / "citations.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(example("name: Citations"), encoding="utf-8")
    zizmor(ACTION / "action.yml", workflow)


# The page


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)


def example(beginning: str) -> str:
    return next(text for text in blocks("yaml") if text.startswith(beginning))


def test_the_table_of_standings_is_the_vocabulary():
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*) \| (yes|no) \|$", PAGE, flags=re.MULTILINE)
    assert rows == [(each, each.doc, "yes" if each in FAILING else "no") for each in Standing]


@pytest.fixture
def example_registry(here: Path) -> None:
    """A registry that knows the claims of the page's report, by the hashes that stand there."""
    from citation_registry import EDITION, sha256, state
    from claimbase.model.api import RegisteredEdition
    from claimbase.registry import Snapshot, make_registry

    (report,) = blocks("markdown")
    cited = dict(re.findall(r"qemu-10-2/([a-z0-9-]+)@2026\.12#([0-9a-f]{8})", report))
    verdicts = {"cpr-exec-from-10-1": "refuted"}
    then = {
        name: state(name, verdict=verdicts.get(name, "supported")).model_copy(update={"sha256": digest + "0" * 56})
        for name, digest in cited.items()
    }
    now = {
        **then,
        "live-update-while-running": state("x", "now", "refuted", "moderate", evidence="others"),
        "memory-backend-shared-requirement": state("memory-backend-shared-requirement"),
    }
    titles = {name: name for name in now}
    edition = RegisteredEdition(date="2026-12-01", sha256=sha256(EDITION))
    made = make_registry([Snapshot(then, titles, EDITION, edition)], Snapshot(now, titles), "2026-12-24")
    (here / "registry.json").write_bytes(dump_registry(made))
    (here / "report.md").write_text(report, encoding="utf-8")
    (here / "broken.docx").write_bytes(docx("")[:-30])


def test_the_commands_of_the_page_give_what_it_shows(example_registry, capsys):
    first, by_standing, *_ = blocks("sh")
    shown, counted, broken = blocks("text")
    assert main(first.split()[1:]) == 1
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == (shown, counted)
    assert main(by_standing.split()[1:]) == 1
    assert main([*first.split()[1:-1], "broken.docx"]) == 1
    assert broken in capsys.readouterr().out


def test_the_program_of_the_page_reads_the_json(example_registry, tmp_path):
    (program,) = blocks("python")
    call = f'["{sys.executable}", "{ROOT / "scripts" / "check_citations.py"}", '
    replaced = program.replace('["claimbase", "check-citations", ', call)
    assert replaced != program
    ran = subprocess.run([sys.executable, "-c", replaced], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout == "report.md 4 supported refuted\n"


def test_the_examples_for_other_repositories_fit_their_formats():
    workflow = yaml.safe_load(example("name: Citations"))
    workflow["on"] = workflow.pop(True)  # YAML 1.1 takes `on` for a truth value
    schema = vendored("github-workflows.json")
    jsonschema.validators.validator_for(schema)(schema).validate(workflow)
    use = workflow["jobs"]["check"]["steps"][1]
    assert use["uses"].partition("@")[0].endswith(ACTION.relative_to(ROOT).as_posix())
    assert set(use["with"]) <= set(yaml.safe_load((ACTION / "action.yml").read_text("utf-8"))["inputs"])
    (repo,) = yaml.safe_load(example("repos:"))["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == [HOOK["id"]]


def test_the_files_that_the_last_example_names_exist():
    *_, last = blocks("sh")
    assert all((ROOT / path).exists() for path in re.findall(r"qemu-10-2/(\S+)", last))
