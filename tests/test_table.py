"""The table of claims: what Python writes and what the browser reads are the same, verdicts of partial profiles too."""

import itertools
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from claimbase.assess.rules import Tally, verdict_rule
from claimbase.model import Verdict
from claimbase.pipeline import examine
from claimbase.render import ASSETS, SiteSettings, iter_files
from claimbase.render.table import CHUNKS
from edited_base import AS_OF, copy_base

SETTINGS = SiteSettings("QEMU 10.2, examined")


@pytest.fixture(scope="module")
def examination(tmp_path_factory):
    return examine(copy_base(tmp_path_factory.mktemp("base")), as_of=AS_OF)


@pytest.fixture(scope="module")
def table(examination) -> dict[str, bytes]:
    files = iter_files(examination.sound, examination.assessments, SETTINGS)
    return {
        file.uri: file.body for file in files if file.uri.startswith("data/table/") and isinstance(file.body, bytes)
    }


def content(table: dict[str, bytes], name: str):
    text = table[f"data/table/{name}.js"].decode()
    match = re.fullmatch(r'claimbase\.(?:head\(|part\("[0-9a-f]{12}","\w+",\d+,)(.*)\);\n', text)
    assert match
    return json.loads(match[1])


def test_every_kind_of_chunk_is_there_and_bears_the_version_of_the_head(table):
    version = content(table, "head")["version"]
    for kind in CHUNKS:
        assert table[f"data/table/{kind}.0.js"].startswith(f'claimbase.part("{version}","{kind}",0,'.encode())
    assert len(table) == len(CHUNKS) + 1


def test_run_lengths_and_scopes_are_those_of_the_cells(examination, table):
    head, cells, texts = content(table, "head"), content(table, "cells.0"), content(table, "texts.0")
    letters = {outcome[0]: letter for letter, outcome in head["outcomes"].items()}
    for row, (name, *_) in enumerate(texts):
        assessment = examination.assessments[name]
        spread = re.sub(r"([a-z])(\d+)", lambda m: m[1] * int(m[2]), cells["outcomes"][cells["outcome"][row]])
        assert spread == "".join(letters[cell.outcome] for cell in assessment.cells)
        scope = cells["scopes"][cells["scope"][row]]
        assert [head["dimensions"][number][0] for number, _ in scope] == list(assessment.dimensions)


def test_table_of_verdicts_is_that_of_the_rules(table):
    head = content(table, "head")
    outcomes = {letter: outcome[0] for letter, outcome in head["outcomes"].items()}
    assert len(head["table"]) == 15
    for letters, (not_looked, looked) in head["table"].items():
        present = frozenset(outcomes[letter] for letter in letters)
        assert head["verdicts"][looked][0] == verdict_rule(Tally(present, looked=True)).verdict
        assert head["verdicts"][not_looked][0] == verdict_rule(Tally(present, looked=False)).verdict


def expected(examination, name: str, profile: dict[str, str]) -> str | None:
    """What Python says of a claim where a profile holds: the verdict of the cells that remain; None where none does."""
    claim, assessment = examination.sound.claims[name], examination.assessments[name]
    remaining = [
        cell
        for cell in assessment.cells
        if all(
            profile.get(dimension, value) == value
            for dimension, value in zip(assessment.dimensions, cell.values, strict=True)
        )
    ]
    if not remaining:
        return None
    if claim.override:
        return str(claim.override.verdict)
    if assessment.rule == "verdict-waived":
        return str(Verdict.NOT_ASSESSED)
    return str(verdict_rule(Tally(frozenset(cell.outcome for cell in remaining), assessment.looked)).verdict)


def profiles(dimensions: dict[str, list[str]]) -> list[dict[str, str]]:
    """Every way to answer some of the questions, none and all included."""
    answers = [[(name, None), *((name, value) for value in values)] for name, values in dimensions.items()]
    return [{name: value for name, value in chosen if value} for chosen in itertools.product(*answers)]


LOOK_UP = """async (profiles) => {
  const table = await claimbase.open();
  const { head } = table;
  const texts = (await table.all("texts")).flat();
  const found = [];
  for (const profile of profiles) {
    const answers = Object.entries(profile).map(([name, value]) => {
      const number = head.dimensions.findIndex(([id]) => id === name);
      return [number, head.dimensions[number][2].findIndex(([id]) => id === value)];
    });
    const here = await table.here(answers);
    found.push(texts.map(([id], row) => here(row).verdict < 0 ? null : head.verdicts[here(row).verdict][0]));
  }
  return [texts.map(([id]) => id), found];
}"""


def write_table(folder: Path, table: dict[str, bytes]) -> str:
    """Write the table and its script below a folder, with a page that loads it; return the page's address."""
    for uri, body in table.items():
        path = folder / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    (folder / "assets").mkdir()
    (folder / "assets/table.js").write_bytes((ASSETS / "table.js").read_bytes())
    (folder / "page.html").write_text("<!doctype html><script src='assets/table.js'></script>", encoding="utf-8")
    return f"file://{folder}/page.html"


@pytest.mark.needs("chromium")
def test_browser_finds_the_verdict_of_every_cell_and_partial_profile_that_python_computes(
    examination, table, page_factory, tmp_path
):
    used = {name for assessment in examination.assessments.values() for name in assessment.dimensions}
    dimensions = {
        dimension.id: [value.id for value in dimension.values]
        for dimension in examination.sound.facets.dimensions
        if dimension.id in used
    }
    asked = profiles(dimensions)
    watched = page_factory("file:")
    watched.page.goto(write_table(tmp_path, table))
    names, found = watched.page.evaluate(LOOK_UP, asked)
    assert len(asked) > 50
    assert sorted(names) == sorted(examination.sound.claims)
    for profile, verdicts in zip(asked, found, strict=True):
        assert verdicts == [expected(examination, name, profile) for name in names], profile
    assert watched.console_errors == []


@pytest.mark.needs("chromium")
def test_chunk_of_another_build_is_refused(table, page_factory, tmp_path):
    mixed = {uri: body.replace(b'claimbase.part("', b'claimbase.part("0') for uri, body in table.items()}
    page = page_factory("file:").page
    page.goto(write_table(tmp_path, mixed))
    told = page.evaluate("claimbase.open().then((t) => t.all('facts')).then(() => '', (error) => error.message)")
    assert "changed since this page was opened" in told


def test_nothing_in_a_chunk_ends_the_script_that_it_is(examination):
    claim = examination.sound.claims["live-update-guest-pause"]
    hostile = "</script><!-- \u2028"
    changed = {**examination.sound.claims, claim.id: claim.model_copy(update={"statement": hostile, "title": hostile})}
    for file in iter_files(replace(examination.sound, claims=changed), examination.assessments, SETTINGS):
        if file.uri.startswith("data/table/"):
            assert b"</script" not in file.body
            assert b"<!--" not in file.body
            assert "\u2028".encode() not in file.body
