"""What the page looks up of an environment is what Python computes: all cells, all partial profiles, all texts."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from claimbase.environment import (
    by_weight,
    fragment_of,
    most_settling,
    possible,
    profile_text,
    read_fragment,
    read_profile,
    standings,
)
from claimbase.frozen import LETTERS
from claimbase.model import Applicability, Certainty, Profile, Verdict, WhyNot
from claimbase.pipeline import examine
from claimbase.render import ASSETS
from claimbase.render.crossrefs import cross_references
from claimbase.render.environment_data import SYMBOLS, environment_data
from claimbase.render.labels import labels_of
from claimbase.render.table import table_files
from claimbase.render.table_rows import rows_of
from edited_base import AS_OF, BASE
from invented_environments import FACETS, assessments, claims, profiles, sources
from test_environment import FACETS as READ_FACETS
from test_environment import FRAGMENTS, TEXTS, told

CLAIMS, SEED = 22, 5
FINDINGS = ("claim-7", "claim-13")

LOOK_UP = """async (profiles) => {
  const table = await claimbase.open();
  const ids = (await table.all("names")).flat().map(([id]) => id);
  const found = [];
  for (const answers of profiles) {
    const result = await claimbase.standings({ name: "", answers });
    const fitting = [];
    for (const row of ids.keys()) fitting.push(await claimbase.fitting(row, result));
    found.push({ ...result, profile: undefined, fitting });
  }
  return JSON.stringify({ ids, found });
}"""


@pytest.fixture(scope="module")
def invented():
    """Claims, their assessments and the files of the page that are made of them."""
    made, known = claims(CLAIMS, SEED), sources()
    computed = assessments(made, known)
    base = examine(BASE, as_of=AS_OF).kb
    assert base
    kb = replace(base, facets=FACETS, claims=made, sources=known, article=None, changes=(), lock=None)
    refs = cross_references(kb, computed)
    rows, places = rows_of(kb, computed, refs, labels_of(FACETS)), list(refs.entries)
    deciding = [places.index(name) for name in FINDINGS]
    files = [*table_files(rows, kb.topics, FACETS, ("", "")), *environment_data(FACETS, (), deciding)]
    return made, computed, files


def write_page(folder: Path, files) -> str:
    """Write the scripts of the page and their data below a folder; return the address of a page that loads them."""
    for file in files:
        path = folder / file.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.body)
    (folder / "assets").mkdir()
    for name in ("table", "profile", "standings"):
        (folder / f"assets/{name}.js").write_bytes((ASSETS / f"{name}.js").read_bytes())
    scripts = ("assets/table.js", "assets/profile.js", "data/environment.js", "assets/standings.js")
    tags = "".join(f"<script src='{name}'></script>" for name in scripts)
    (folder / "page.html").write_text(f"<!doctype html><meta charset=utf-8>{tags}", encoding="utf-8")
    return f"file://{folder}/page.html"


def judgement(verdict, certainty):
    """A judgement by numbers, as the page has it."""
    return [list(Verdict).index(verdict), -1 if certainty is None else list(Certainty).index(certainty)]


def expected(made, computed, profile, ids):
    """What Python says, in the page's form."""
    values = {each.id: [value.id for value in each.values] for each in FACETS.dimensions}
    order = list(values)
    found = {each.claim: each for each in standings(made, computed, FACETS, profile)}
    rows = []
    for name in ids:
        one = found[name]
        row = {
            "applies": list(Applicability).index(one.applies),
            "grounds": [
                [
                    order.index(ground.dimension),
                    [values[ground.dimension].index(value) for value in ground.values],
                    list(WhyNot).index(ground.reason),
                ]
                for ground in one.grounds
            ],
            "cells": one.cells,
            "outcomes": "".join(LETTERS[outcome] for outcome in one.outcomes),
            "possible": [[LETTERS[outcome], judgement(*each)] for outcome, each in one.possible],
            "general": judgement(*one.general),
            "differs": one.differs,
            "matters": [order.index(dimension) for dimension in one.matters],
        }
        rows.append({**row, "here": judgement(*one.here)} if one.here else row)
    left = possible(profile.answers, FACETS)
    return {
        "possible": {
            "values": [[values[name].index(value) for value in left.values[name]] for name in order],
            "used": {name: list(chosen) for name, chosen in left.used.items()},
        },
        "rows": rows,
        "settling": [
            {
                "dimension": order.index(each.dimension),
                "matters": each.matters,
                "settles": [[values[each.dimension].index(value), count] for value, count in each.settles],
            }
            for each in most_settling(made, computed, FACETS, profile)
        ],
        "order": [ids.index(each.claim) for each in by_weight([found[name] for name in ids], FINDINGS)],
        "fitting": [[[each.number, each.certain] for each in found[name].advice] for name in ids],
    }


def test_the_invented_claims_have_every_outcome_symbol_and_verdict(invented):
    _, computed, _ = invented
    cells = {(cell.outcome, cell.certainty) for each in computed.values() for cell in each.cells}
    assert cells == set(SYMBOLS)
    assert {each.verdict for each in computed.values()} == set(Verdict)
    assert {len(each.dimensions) for each in computed.values()} == {1, 2, 3, 4}


@pytest.mark.needs("chromium")
def test_browser_finds_for_every_profile_what_python_computes(invented, page_factory, tmp_path):
    """All combinations of no answer, one and several values of four questions: over a thousand profiles."""
    made, computed, files = invented
    watched = page_factory("file:")
    watched.page.goto(write_page(tmp_path, files))
    asked = list(profiles())
    assert len(asked) == 1024
    answers = [{name: list(values) for name, values in profile.answers.items()} for profile in asked]
    looked_up = json.loads(watched.page.evaluate(LOOK_UP, answers))
    for profile, found in zip(asked, looked_up["found"], strict=True):
        wanted = expected(made, computed, profile, looked_up["ids"])
        clashes = [FACETS.dimensions[number].id for number, _ in found["possible"].pop("clashes")]
        assert clashes == [name for name, _ in possible(profile.answers, FACETS).clashes]
        assert found == wanted, profile
    assert watched.console_errors == []


READ = """([texts, fragments]) => {
  const told = ({ line, column, code, message }) => [line, column, code, message];
  const plain = ({ profile, problems }) => [profile.name, profile.answers, problems.map(told)];
  const { read, readFragment } = claimbase.profile;
  return [texts.map((text) => plain(read(text))), fragments.map((text) => plain(readFragment(text)))];
}"""


@pytest.fixture(scope="module")
def reader_page(invented, tmp_path_factory):
    """The address of a page that asks the questions of the reading tests."""
    return write_page(tmp_path_factory.mktemp("reader"), [*invented[2][:-1], *environment_data(READ_FACETS, (), ())])


def plain(reading):
    """A reading in the page's form."""
    problems = [[each.line, each.column, each.code, each.message] for each in reading.problems]
    return [reading.profile.name or "", {key: list(value) for key, value in reading.profile.answers.items()}, problems]


@pytest.mark.needs("chromium")
def test_browser_reads_addresses_and_files_as_python_does(reader_page, page_factory):
    """Answers and problems are the same; what is no YAML has codes of its own in Python and one code on the page."""
    page = page_factory("file:").page
    page.goto(reader_page)
    texts, fragments = [text for text, *_ in TEXTS], [text for text, *_ in FRAGMENTS]
    read_texts, read_fragments = page.evaluate(READ, [texts, fragments])
    for text, found in zip(fragments, read_fragments, strict=True):
        assert found == plain(read_fragment(text, READ_FACETS)), text
    for text, found in zip(texts, read_texts, strict=True):
        wanted = read_profile(text.encode(), "p", READ_FACETS)
        if any(problem.code.startswith("Y") for problem in wanted.problems):
            assert found[2], text
            assert found[1] == plain(wanted)[1] or "Y113" in str(told(wanted)), text
        else:
            assert found == plain(wanted), text


# YAML that people write, which the page's reader has to understand as well.
FORMS = [
    "format: 1\nanswers:\n  accelerator:\n    - kvm\n    - tcg\n  memory: shared\n",
    "format: 1\nanswers:\n  accelerator:\n  - kvm\n  memory: shared # a comment\n",
    "# a comment\nformat: 1 # one\nanswers:\n    accelerator: 'kvm'\n    memory: \"shared\"\n",
    'format: 1\r\nanswers:\r\n  qemu: "10.2"\r\n',
    "---\nformat: 1\nanswers: {qemu: '10.2', memory: [ shared , private ], }\n",
    '{format: 1, name: "a \\"b\\" \\u00e9", answers: {qemu: "10.2"}}\n',
    'format: 1\nname: it\'s mine\nanswers:\n  qemu: "10.2"\n',
    "format: 1\nanswers: {}\n",
    "answers:\n  memory: shared\nformat: 1\nname: 'it''s mine'\n",
]
# What neither reader takes; each says so, and neither loses what stands before it.
REFUSED = [
    "format: 1\nanswers:\n  memory: shared\n  accelerator: &a kvm\n",
    "format: 1\nanswers:\n  memory: shared\n  accelerator: !x kvm\n",
    "format: 1\nanswers:\n  memory: shared\n\taccelerator: kvm\n",
    "format: 1\nanswers:\n  memory: shared\n  accelerator kvm\n",
    "format: 1\nanswers:\n  memory: shared\n  accelerator: 'kvm\n",
    "format: 1\nanswers:\n  memory: shared\n  accelerator: [kvm\n",
    "[]\n",
    "x\n",
    "\x00\x01",
]


@pytest.mark.needs("chromium")
def test_browser_understands_the_usual_forms_and_refuses_the_rest(reader_page, page_factory):
    page = page_factory("file:").page
    page.goto(reader_page)
    (found, _) = page.evaluate(READ, [FORMS + REFUSED, []])
    for text, read in zip(FORMS, found[: len(FORMS)], strict=True):
        assert read == plain(read_profile(text.encode(), "p", READ_FACETS)), text
        assert read[2] == []
    for text, read in zip(REFUSED, found[len(FORMS) :], strict=True):
        wanted = read_profile(text.encode(), "p", READ_FACETS)
        assert wanted.problems, text
        assert read[2], text
        assert read[1] == {} or read[1] == {"memory": ["shared"]}


NAMES = ["", "my host", "10.10", "no", "a: b", "ä & ö = #1", '"quoted"', "it's (mine)!*", "2026-11-26", "x" * 80]


@pytest.mark.needs("chromium")
def test_browser_writes_the_same_bytes_as_python_and_reads_them_again(reader_page, page_factory):
    page = page_factory("file:").page
    page.goto(reader_page)
    made = [
        Profile(name=name or None, answers=dict([*READ_ANSWERS[: number % 4]])) for number, name in enumerate(NAMES)
    ]
    given = [
        {"name": each.name or "", "answers": {key: list(value) for key, value in each.answers.items()}} for each in made
    ]
    write = "(given) => given.map((each) => [claimbase.profile.text(each), claimbase.profile.fragment(each)])"
    written = page.evaluate(write, given)
    assert written == [[profile_text(each), fragment_of(each)] for each in made]
    texts, fragments = page.evaluate(READ, [[text for text, _ in written], [fragment for _, fragment in written]])
    for each, by_text, by_fragment in zip(given, texts, fragments, strict=True):
        assert by_text == by_fragment == [each["name"], each["answers"], []]


READ_ANSWERS = [("qemu", ("10.2",)), ("accelerator", ("tcg", "kvm")), ("memory", ("shared",))]
