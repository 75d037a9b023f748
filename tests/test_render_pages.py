"""The generated files: complete, escaped, paged, in a stable order, and as recorded in tests/golden/."""

import json
import re
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from claimbase.assess.rules import Tally, verdict_rule
from claimbase.model import Claim, Outcome, Verdict
from claimbase.pipeline import examine
from claimbase.render import (
    ASSETS,
    PAGE_FOLDERS,
    Renderer,
    SiteFile,
    SiteSettings,
    fragments,
    iter_files,
    problem_banner,
)
from claimbase.render.crossrefs import Entry
from claimbase.render.paging import page_uri, parts
from claimbase.render.places import Place, place
from claimbase.render.prose import plain, prose
from markupsafe import Markup
from site_base import claim_text, write_base

GOLDEN = Path(__file__).parent / "golden"
SETTINGS = SiteSettings("QEMU 10.2, examined")
PAGE_TYPES = [
    "index.html",
    "article.html",
    "benchmarks/index.html",
    "benchmarks/option-cost.html",
    "changes.html",
    "claims/index.html",
    "claims/old-option.html",
    "claims/option-start-time.html",
    "claims/option-x.html",
    "compare.html",
    "environment.html",
    "sources/article-source.html",
    "sources/index.html",
    "topics/index.html",
    "topics/options.html",
    "verdicts/supported-with-limits.html",
]


@pytest.fixture(scope="module")
def examination(tmp_path_factory):
    examined = examine(write_base(tmp_path_factory.mktemp("base")))
    assert not examined.problems
    return examined


@pytest.fixture(scope="module")
def files(examination) -> dict[str, SiteFile]:
    made = list(iter_files(examination.sound, examination.assessments, SETTINGS, examination.evaluations))
    assert len({file.uri for file in made}) == len(made)
    return {file.uri: file for file in made}


@pytest.mark.parametrize("uri", PAGE_TYPES)
def test_page_is_as_recorded(files, uri, request):
    """To record anew after a change that is meant: delete the file in tests/golden/ and run once."""
    path = GOLDEN / uri.replace("/", "_")
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(files[uri].body, encoding="utf-8")
        pytest.fail(f"{path} was missing and has been recorded; look at it and commit it")
    assert files[uri].body == path.read_text(encoding="utf-8")


def test_every_page_has_what_the_shell_needs(files):
    for file in files.values():
        if file.is_page:
            assert file.uri.rpartition("/")[0] in PAGE_FOLDERS
            assert file.body.count("<h1") == 1
            assert file.body.startswith('<h1 id="page">')
            assert file.title, file.uri
            assert file.description, file.uri
            assert file.toc, file.uri
            ids = re.findall(r' id="([^"]+)"', file.body)
            assert len(ids) == len(set(ids)), file.uri


def test_claim_page_shows_the_derivation(files):
    body = files["claims/option-x.html"].body
    assert "1 of 2 environments holds, 1 is open" in body
    assert "high certainty" in body
    assert 'href="../method.html#verdict-supported-with-limits"' in body
    assert 'href="https://example.org/code/698104725efad4b29079d857dfdebbd804e34c99/docs/a%20b.rst#L15-16"' in body
    assert "starts at 1 as vendor statement; \N{MINUS SIGN} 1 for <a" in body
    assert 'href="../article.html#s1"' in body
    assert 'href="option-y.html"' in body
    for anchor in ("e1", "e2", "e3", "cells", "derivation", "would-change", "objection", "history"):
        assert f'id="{anchor}"' in body


def test_links_to_rules_lead_to_rules(files):
    rules = set(re.findall(r'<dt id="([^"]+)">', files["method.html"].body))
    for uri, file in files.items():
        if uri.startswith("claims/") and file.is_page:
            assert set(re.findall(r'method\.html#([^"]+)"', file.body)) <= rules


def test_edit_links_appear_only_when_the_repository_is_known(examination, files):
    assert not any('rel="edit' in file.body for file in files.values() if file.is_page)
    known = replace(SETTINGS, edit_url="https://git.example.org/edit/{path}")
    made = {f.uri: f for f in iter_files(examination.sound, examination.assessments, known, examination.evaluations)}
    assert 'href="https://git.example.org/edit/claims/options/option-x.yml"' in made["claims/option-x.html"].body
    assert 'href="https://git.example.org/edit/claims/sources/code.yml"' in made["sources/code.html"].body


def test_cells_are_exported(files):
    cells = json.loads(files["data/cells/option-x.json"].body)
    assert cells["dimensions"] == ["qemu", "accelerator"]
    assert cells["values"] == [["10.2"], ["tcg", "kvm"]]
    assert [cells["legend"][letter] for letter in cells["outcomes"]] == ["holds", "open"]


def test_verdict_table_says_what_the_rules_say(files):
    exported = json.loads(files["data/verdict-table.json"].body)
    assert len(exported["verdicts"]) == 15
    outcomes = {str(outcome): outcome for outcome in Outcome}
    for letters, verdicts in exported["verdicts"].items():
        present = frozenset(outcomes[exported["legend"][letter]] for letter in letters)
        assert verdicts["looked"] == verdict_rule(Tally(present, looked=True)).verdict
        assert verdicts["not-looked"] == verdict_rule(Tally(present, looked=False)).verdict


def test_same_base_makes_the_same_files_in_the_same_order(examination, files):
    assert list(iter_files(examination.sound, examination.assessments, SETTINGS, examination.evaluations)) == list(
        files.values()
    )


def test_renderer_makes_only_what_changed(examination):
    kb, assessments = examination.sound, examination.assessments
    renderer = Renderer(SETTINGS, exports=False)
    before = {file.uri: file for file in renderer.files(kb, assessments)}
    assert all(before[file.uri] is file for file in renderer.files(kb, assessments))
    claim = kb.claims["option-y"].model_copy(update={"test": "Another test."})
    changed = replace(kb, claims={**kb.claims, "option-y": claim})
    after = {file.uri: file for file in renderer.files(changed, assessments)}
    assert {uri for uri, file in after.items() if file is not before[uri]} == {
        "api/v1/claims/option-y.json",
        "api/v1/registry.json",
        "claims/option-y.html",
        "claims/option-y.json",
    }
    assert list(after.values()) == list(iter_files(changed, assessments, SETTINGS, exports=False))
    gone = replace(kb, claims={"option-x": kb.claims["option-x"]})
    assert "claims/option-y.html" not in {file.uri for file in renderer.files(gone, assessments)}


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}${x}"


def test_hostile_text_comes_out_escaped_everywhere(tmp_path):
    root = write_base(tmp_path)
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    for path in sorted((root / "claims").rglob("*.yml")):
        text = path.read_text(encoding="utf-8")
        keys = "statement|test|finding|text|answer|do|why|change|direct|where|query|question|find_out|paraphrase"
        keys += "|unanswered|favours|reason|title|note|publisher|literal|family|given|section|because"
        inline = rf"\b({keys}): (?:\"[^\"]*\"|[^,}}\n]+)"
        text = re.sub(inline, lambda m: f"{m[1]}: {quoted}", text)
        path.write_text(text, encoding="utf-8")
    examined = examine(root)
    assert examined.kb is not None
    made = list(iter_files(examined.kb, examined.assessments, SETTINGS, examined.evaluations))
    pages = {file.uri: file.body for file in made if isinstance(file.body, str)}
    assert sum("&lt;script&gt;" in body for body in pages.values()) >= len(PAGE_TYPES) - 3
    for uri, body in pages.items():
        own = re.sub(r'<script src="(?:\.\./)?(?:assets|data)/[a-z-]+\.js" defer></script>', "", body)
        assert "<script" not in own, uri
        assert "<img" not in body, uri
        # As a browser takes it apart: an attribute may well hold the word as text.
        assert not lxml.html.fromstring(body).xpath("//@*[starts-with(name(), 'on')]"), uri


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("`x` and *y* and **z**", "<code>x</code> and <em>y</em> and <strong>z</strong>"),
        ("1. `not` a list", "1. <code>not</code> a list"),
        ("# `not` a heading", "# <code>not</code> a heading"),
        ("[a](https://example.org/)", '<a href="https://example.org/" rel="noopener">a</a>'),
        ("[a](glossary.html#tcg)", '<a href="../glossary.html#tcg" rel="noopener">a</a>'),
        ("[a](javascript:alert(1))", '<a rel="noopener">a</a>'),
        ("[a](//evil.example)", '<a rel="noopener">a</a>'),
        ("[a](../../x)", '<a rel="noopener">a</a>'),
        ("[a](data:text/html,x)", '<a rel="noopener">a</a>'),
        ("![a](https://example.org/x.png)", ""),
        ("`<b>` <b>x</b>", "<code>&lt;b&gt;</code> &lt;b&gt;x&lt;/b&gt;"),
        ("two  spaces\nand a line", "two spaces and a line"),
    ],
)
def test_prose(text, expected):
    assert str(prose(text, "../")) == expected


def test_plain_text_keeps_the_words():
    assert plain("`x` is *y* at [z](https://example.org)") == "x is y at z"


def test_lists_are_cut_into_pages_of_a_hundred():
    cut = parts(range(250), "claims/index.html")
    assert [len(part.rows) for part in cut] == [100, 100, 50]
    assert [part.uri for part in cut] == ["claims/index.html", "claims/index.2.html", "claims/index.3.html"]
    assert cut[2].first_row == 201
    assert len(parts(range(100_000), "x.html")[500].links) <= 7
    assert [part.total for part in parts(list[str](), "x.html")] == [0]
    assert page_uri("claims/index.html", 2) == "claims/index.2.html"


def test_no_page_grows_with_the_number_of_claims(examination):
    kb, assessments = examination.sound, examination.assessments

    def largest(count: int) -> dict[str, int]:
        claims: dict[str, Claim] = {}
        for number in range(count):
            name = f"option-{number:05}"
            claims[name] = kb.claims["option-y"].model_copy(update={"id": name})
        claims["option-x"] = kb.claims["option-x"]
        many = {name: replace(assessments["option-y"], claim=name) for name in claims}
        made = iter_files(replace(kb, claims=claims), many, SETTINGS)
        return {file.uri: len(file.body) for file in made if file.is_page}

    some, more = largest(400), largest(800)
    # Digits of counts and links to further pages may be more; nothing else.
    assert max(more.values()) <= max(some.values()) + 600
    # A list's last page is shorter than the others.
    grown = {uri for uri, size in some.items() if more[uri] > size + 600}
    assert {uri for uri in grown if not re.search(r"\.\d+\.html$", uri)} == set()


def test_locator_link_is_made_only_for_the_repository_that_the_source_declares(examination):
    kb = examination.sound
    locator = kb.claims["option-x"].evidence[0].locator
    assert place(locator, kb.sources["code"]).url.startswith("https://example.org/code/")
    assert place(locator, kb.sources["article-source"]).url == ""
    assert place(locator, None).url == ""


def test_problems_are_escaped(tmp_path):
    root = write_base(tmp_path)
    (root / "claims/options/option-x.yml").write_text(claim_text(statement="a\n<script>: b: c"), encoding="utf-8")
    examined = examine(root)
    banner = problem_banner(examined.problems)
    assert examined.sound is None
    assert "claims/options/option-x.yml:" in banner
    assert "<script" not in banner
    assert problem_banner(()) == ""


def test_every_verdict_has_a_list(files):
    for verdict in Verdict:
        assert f"verdicts/{verdict.value}.html" in files


@pytest.mark.parametrize("inside", [True, False])
def test_pieces_that_are_made_outside_of_templates_are_escaped_too(inside):
    hostile = "\"'><script>alert(1)</script>&"
    shown = Place(hostile, "x" + hostile, inside=inside)
    entry = Entry("x", hostile, hostile, hostile, hostile, Verdict.SUPPORTED, hostile, hostile)
    made = [
        fragments.item_links((hostile, hostile)),
        fragments.level(2, (hostile,)),
        fragments.located(shown, "../"),
        fragments.located(Place(hostile), "../"),
        fragments.answer(entry),
    ]
    for html in made:
        assert isinstance(html, Markup)
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert "'" not in html
        assert html.count('"') % 2 == 0


def test_scripts_are_served_without_the_comments_that_have_lines_of_their_own(files):
    """Nothing else may go: what is left is what the file holds, line by line."""
    for path in sorted(ASSETS.glob("*.js")):
        served = files[f"assets/{path.name}"].body.decode().splitlines()
        left = [line for line in path.read_text(encoding="utf-8").splitlines() if line in set(served)]
        gone = [line for line in path.read_text(encoding="utf-8").splitlines() if line not in set(served)]
        assert all(re.match(r"\s*(//|/\*\*|\*)", line) for line in gone), path
        assert [line for line in served if line.strip()] == [line for line in left if line.strip()], path
