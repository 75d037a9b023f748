"""What an editor with a yaml-language-server shows: completion, hover text and errors come from our schemas."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from claimbase.model import Direction, EvidenceKind, LimitDomain, RelationKind, Term
from edited_base import RUNNING, copy_base, edit, problems_of
from language_server import LanguageServer
from machine import ROOT

VSCODE = ROOT / ".vscode"
CLAIMS = ROOT / "claims"


@pytest.fixture(scope="module")
def editor() -> Iterator[LanguageServer]:
    """The server that Visual Studio Code's YAML extension runs, with the settings of this repository."""
    settings = json.loads((VSCODE / "settings.json").read_text("utf-8"))
    given = {name.removeprefix("yaml."): value for name, value in settings.items() if name.startswith("yaml.")}
    given["schemaStore"] = {"enable": given.pop("schemaStore.enable")}
    script = ROOT / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    with LanguageServer(["node", str(script), "--stdio"], ROOT, {"yaml": given}) as server:
        yield server


def claim(folder: str, text: str) -> tuple[Path, str]:
    """A new claim file beside the real ones, which exists in the editor alone."""
    return CLAIMS / folder / "not-saved-yet.yml", f"# yaml-language-server: $schema=../schema/claim.schema.json\n{text}"


@pytest.mark.needs("node_modules")
def test_an_unknown_key_is_marked_at_its_place_and_a_wrong_word_as_well(editor: LanguageServer) -> None:
    uri = editor.open(*claim("efficiency", "titel: A title\ntype: fatc\n"))
    told = {(problem["range"]["start"]["line"] + 1, problem["message"]) for problem in editor.problems(uri)}
    assert any(line == 2 and "titel" in message for line, message in told), told
    assert any(line == 3 and "fact" in message for line, message in told), told
    assert any("statement" in message for _, message in told), told


@pytest.mark.needs("node_modules")
def test_words_of_the_vocabulary_are_offered_with_their_meaning(editor: LanguageServer) -> None:
    path, text = claim("complexity", "type: \n")
    uri = editor.open(path, text)
    offered = {item["label"]: item for item in editor.at("textDocument/completion", uri, 2, 7)["items"]}
    assert {"fact", "comparison", "prediction"} <= set(offered)
    assert "so or not so" in json.dumps(offered["fact"])


@pytest.mark.needs("node_modules")
def test_keys_of_a_claim_are_offered(editor: LanguageServer) -> None:
    path, text = claim("adoption", "title: A title\nre\n")
    uri = editor.open(path, text)
    offered = {item["label"] for item in editor.at("textDocument/completion", uri, 3, 3)["items"]}
    assert {"review_when", "relations"} <= offered


@pytest.mark.needs("node_modules")
def test_a_key_under_the_mouse_is_explained(editor: LanguageServer) -> None:
    uri = editor.open(*claim("toolchain", "title: A title\ntest: Watch it.\n"))
    hover = editor.at("textDocument/hover", uri, 3, 2)
    assert "observation that would decide the claim" in json.dumps(hover)


@pytest.mark.needs("node_modules")
@pytest.mark.parametrize("name", ["topics.yml", "facets.yml", "article.yml", "findings.yml", "format.yml"])
def test_the_files_of_the_base_have_no_mark(editor: LanguageServer, name: str) -> None:
    path = CLAIMS / name
    assert editor.problems(editor.open(path, path.read_text("utf-8"))) == []


@pytest.mark.needs("node_modules")
def test_one_claim_of_each_topic_and_one_source_has_no_mark(editor: LanguageServer) -> None:
    topics = [topic["id"] for topic in yaml.safe_load((CLAIMS / "topics.yml").read_text("utf-8"))["topics"]]
    for folder in [*topics, "sources"]:
        path = min((CLAIMS / folder).glob("*.yml"))
        assert editor.problems(editor.open(path, path.read_text("utf-8"))) == [], path.name


def test_the_extension_that_brings_the_server_is_recommended() -> None:
    assert "redhat.vscode-yaml" in json.loads((VSCODE / "extensions.json").read_text("utf-8"))["recommendations"]


def snippets() -> dict[str, str]:
    """The text of each snippet by name."""
    listed = json.loads((VSCODE / "claims.code-snippets").read_text("utf-8"))
    return {name: "\n".join(snippet["body"]) for name, snippet in listed.items()}


def expanded(body: str) -> str:
    """A snippet as it stands when nothing is typed: first choices, placeholders, an invented day."""
    body = re.sub(r"\$\{\d+\|([^,|]+)[^|]*\|\}", r"\1", body)
    body = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body)
    return body.replace("${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}", "2026-11-23")


@pytest.mark.parametrize("name", snippets())
def test_a_snippet_is_yaml_and_its_choices_are_words_of_the_vocabulary(name: str) -> None:
    body = snippets()[name]
    assert yaml.safe_load(expanded(body))
    kinds: tuple[type[Term], ...] = (Direction, EvidenceKind, LimitDomain, RelationKind)
    words = {str(word) for kind in kinds for word in kind}
    for choices in re.findall(r"\|([^|]+)\|", body):
        assert {word for word in choices.split(",") if not word.isdecimal()} <= words


@pytest.mark.parametrize("name", [name for name in snippets() if name.startswith("Evidence")])
def test_an_evidence_snippet_has_only_keys_of_the_format(tmp_path: Path, name: str) -> None:
    """What is left to type, such as hashes, may be wrong; a key or a word may not."""
    root = copy_base(tmp_path)
    item = expanded(snippets()[name]).replace("id: e1", "id: e9")
    indented = "".join(f"  {line}\n" for line in item.splitlines())
    edit(root, RUNNING, "evidence:\n", f"evidence:\n{indented}")
    assert {problem.code for problem in problems_of(root)} & {"M201", "M202", "M203", "M205"} == set()
