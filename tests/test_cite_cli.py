"""`claimbase cite`, as the page on citing shows it: what it prints, what it refuses, and how it ends."""

import json
import re
from pathlib import Path

import pytest
from claimbase.citing import Format
from claimbase.cli import main
from edited_base import AS_OF, copy_base
from edition_history import FIRST, GONE, KEPT, LATER, SECOND, THIRD, with_history

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "cite.md").read_text("utf-8")
EXAMPLE = re.compile(r"^```sh\nclaimbase (cite [^\n]*)\n```\n\n```(?:text|bibtex)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def worked_example(tmp_path_factory) -> Path:
    """The small base that the tests come with, and an edition of it."""
    root = copy_base(tmp_path_factory.mktemp("example"))
    assert main(["--root", str(root), "lock", "--as-of", AS_OF, "--date", "2026-12-01"]) == 0
    assert main(["--root", str(root), "edition", "2026.12", "--date", "2026-12-01"]) == 0
    return root


@pytest.fixture(scope="module")
def history(tmp_path_factory) -> Path:
    return with_history(tmp_path_factory.mktemp("history"))


def test_the_page_on_citing_has_an_example_of_most_formats():
    commands = [command for command, _ in EXAMPLE.findall(PAGE)]
    assert len(commands) == PAGE.count("```sh")
    assert {form for form in Format if any(f"--style {form}" in command for command in commands)} >= {
        *(Format.IEEE, Format.CHICAGO, Format.HARVARD, Format.FOOTNOTE, Format.BIBTEX, Format.TOKEN)
    }


@pytest.mark.parametrize(("command", "output"), EXAMPLE.findall(PAGE))
def test_examples_of_the_page_on_citing_come_out_as_shown(worked_example, capsys, command, output):
    """Where the small base has changed, paste what the command prints now."""
    capsys.readouterr()
    assert main(["--root", str(worked_example), *command.split()]) == 0
    assert capsys.readouterr().out == output


def test_tokens_on_the_page_are_those_of_its_examples():
    tokens = set(re.findall(r"qemu-10-2/[\w-]+@[\d.]+#\w+", PAGE.replace("\\#", "#")))
    assert len(tokens) == 1


@pytest.mark.parametrize("form", list(Format))
def test_every_format_is_printed_for_claims_and_sources_and_ends_with_a_line(history, capsys, form):
    assert main(["--root", str(history), "cite", KEPT, "code", "--style", str(form)]) == 0
    told = capsys.readouterr().out
    assert told.endswith("\n")
    assert told.strip()
    if form is Format.CSL_JSON:
        assert [entry["id"] for entry in json.loads(told)] == [f"{KEPT}-{THIRD}", "code"]


def test_an_edition_is_cited_as_it_was(history, capsys):
    for edition in (FIRST, SECOND):
        assert main(["--root", str(history), "cite", GONE, "--edition", edition, "--style", "token"]) == 0
        assert capsys.readouterr().out.startswith(f"qemu-10-2/{GONE}@{edition}#")


def test_each_thing_is_printed_once_however_often_it_is_named(history, capsys):
    assert (
        main(["--root", str(history), "cite", KEPT, "option-x", "code", KEPT, "--with-sources", "--style", "ris"]) == 0
    )
    names = re.findall(r"^ID  - (\S+)", capsys.readouterr().out, re.MULTILINE)
    assert names == [f"{KEPT}-{THIRD}", "article-source", "code", f"option-x-{THIRD}"]
    assert main(["--root", str(history), "cite", KEPT, "--edition", FIRST, "--with-sources", "--style", "ris"]) == 0
    names = re.findall(r"^ID  - (\S+)", capsys.readouterr().out, re.MULTILINE)
    assert names == [f"{KEPT}-{FIRST}", "article-source", "code"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["option-yy"], "there is no claim or source option-yy; did you mean option-y, option-x"),
        (["option-y", "nothing-like-it"], "there is no claim or source nothing-like-it\n"),
        ([KEPT, "--edition", "2020.01"], f"there is no edition 2020.01; there are {FIRST}, {SECOND}, {THIRD}"),
        ([LATER, "--edition", FIRST], f"edition {FIRST} holds no claim or source {LATER}"),
        (["old-option"], "the claim old-option is retired (moved); cite option-x"),
        ([GONE], f"the claim {GONE} is retired (withdrawn); cite an edition that holds it: {FIRST}, {SECOND}"),
        (["--style", "token"], "has a token only as an edition"),
        ([KEPT, "--style", "mla"], "invalid choice: 'mla'"),
    ],
)
def test_what_cannot_be_cited_is_a_wrong_call_with_a_way_out(history, capsys, arguments, told):
    assert main(["--root", str(history), "cite", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert told in shown.err


def test_a_base_without_editions_says_that_there_are_none(tmp_path, capsys):
    root = copy_base(tmp_path)
    assert main(["--root", str(root), "cite", "qemu-source", "--edition", "2026.12"]) == 2
    assert "there is no edition 2026.12; none has been made yet" in capsys.readouterr().err


def test_a_broken_base_is_reported_and_nothing_is_cited(tmp_path, capsys):
    root = copy_base(tmp_path)
    (root / "claims/topics.yml").write_text("topics: [", "utf-8")
    assert main(["--root", str(root), "cite", "qemu-source"]) == 1
    shown = capsys.readouterr()
    assert "claims/topics.yml:" in shown.out
    assert "Contributors" not in shown.out


def test_the_address_of_the_site_is_part_of_a_citation_once_it_is_known(history, capsys):
    config = history / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(f"site_url: https://example.org/q/\n{text}", "utf-8")
    try:
        assert main(["--root", str(history), "cite", KEPT, "--edition", FIRST]) == 0
    finally:
        config.write_text(text, "utf-8")
    assert f"https://example.org/q/editions/{FIRST}/{KEPT}.html" in capsys.readouterr().out
