"""Full-text search: what the index is made of, that it is kept, and that a failing program harms nothing."""

import json
from pathlib import Path

import pytest
from claimbase.pipeline import examine
from claimbase.render import SiteFile, SiteSettings, extract_of, iter_files, page_extract
from claimbase.site import Preview, build_site, search
from claimbase.site.build import cache_of
from site_base import claim_text, write_base

SETTINGS = SiteSettings("QEMU 10.2, examined")
indexed = pytest.mark.skipif(search.program() is None, reason="needs the package pagefind[bin] of requirements.lock")


@pytest.fixture
def root(tmp_path):
    return write_base(tmp_path / "base")


def steps(root: Path) -> list[str]:
    seen: list[str] = []
    assert build_site(root, root / "site", lambda what, *_: seen.append(what)).built
    return seen


def test_extract_of_a_claim_holds_statement_and_findings_under_their_anchors(root):
    examined = examine(root)
    assert examined.sound is not None
    made = {file.uri: extract_of(file) for file in iter_files(examined.sound, examined.assessments, SETTINGS)}
    claim = made["claims/option-x.html"]
    assert '<h1 id="page" data-pagefind-weight="10" data-pagefind-meta="title">The option x</h1>' in claim
    assert '<p data-pagefind-weight="5">There is an option x.</p>' in claim
    for anchor, words in (
        ("e1", "The option x is read there."),
        ("e3", "The manual is silent."),
        ("objection", "Lines of code are not a run. The line is reached by every start."),
        ("advice", "Try it. Use it."),
    ):
        assert f'<h2 id="{anchor}" data-pagefind-weight="0">{anchor}</h2>\n<p>{words}</p>' in claim
    assert "vendor-statement" not in claim
    assert 'data-pagefind-filter="kind:source"' in made["sources/code.html"]
    assert 'data-pagefind-filter="kind:topic"' in made["topics/options.html"]
    assert 'data-pagefind-filter="kind:page"' in made["method.html"]


@pytest.mark.parametrize("uri", ["claims/index.html", "claims/index.2.html", "sources/index.html", "index.html"])
def test_lists_are_not_found_because_they_only_lead_to_what_is(uri):
    assert extract_of(SiteFile(uri, "A list", '<h1 id="page">A list</h1><p>words</p>')) == ""


def test_extract_of_a_hand_written_page_is_its_article_without_the_chrome():
    html = (
        "<nav>chrome</nav><article class='md-content__inner'><h1 id='a'>Of &amp; on"
        '<a class="headerlink" href="#a">¶</a></h1><p>words</p></article><footer>chrome</footer>'
    )
    title, extract = page_extract(html) or ("", "")
    assert title == "Of & on"
    assert "<p>words</p>" in extract
    assert "chrome" not in extract
    assert "¶" not in extract
    assert page_extract("<p>no article</p>") is None


def test_hostile_words_are_text_in_an_extract(root):
    hostile = "'<script>alert(1)</script> \" & x'"
    (root / "claims/options/option-x.yml").write_text(claim_text(statement=hostile), encoding="utf-8")
    examined = examine(root)
    assert examined.kb is not None
    made = {file.uri: file.extract for file in iter_files(examined.kb, examined.assessments, SETTINGS)}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in made["claims/option-x.html"]
    assert "<script" not in made["claims/option-x.html"]


@indexed
def test_index_is_made_once_and_again_only_when_a_text_changed(root):
    assert "indexing text" in steps(root)
    assert "indexing text" not in steps(root)
    assert (root / "site/pagefind/pagefind.js").is_file()
    (root / "claims/options/option-x.yml").write_text(claim_text("Another title"), encoding="utf-8")
    assert "indexing text" in steps(root)
    assert len(list(cache_of(root).glob("search-*"))) == 1


@indexed
def test_index_says_which_row_or_page_each_of_its_pages_is(root):
    steps(root)
    rows = json.loads((root / "site/pagefind/rows.json").read_text(encoding="utf-8"))
    head = (root / "site/data/table/head.js").read_text(encoding="utf-8")
    assert f'"order":"{rows["order"]}"' in head
    assert len(rows["claims"]) == 3
    assert all((root / f"site/pagefind/fragment/{name}.pf_fragment").is_file() for name in rows["claims"])
    pages = {(kind, uri) for kind, uri, _ in rows["pages"].values()}
    assert {("source", "sources/code.html"), ("topic", "topics/options.html"), ("page", "glossary.html")} <= pages
    assert rows["note"] == ""


@indexed
def test_damaged_index_is_made_anew(root):
    steps(root)
    (kept,) = cache_of(root).glob("search-*")
    (kept / "addresses.json").write_text("{", encoding="utf-8")
    assert "indexing text" in steps(root)


def test_failing_program_leaves_the_site_as_it_was_and_is_told_in_one_line(root, tmp_path, monkeypatch):
    assert build_site(root, root / "site", lambda *_: None).built
    before = (root / "site/claims/option-x.html").read_bytes()
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho 'out of\nluck' >&2\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(search, "program", lambda: broken)
    (root / "claims/options/option-x.yml").write_text(claim_text("Another title"), encoding="utf-8")
    report = build_site(root, root / "site", lambda *_: None)
    assert [problem.code for problem in report.problems] == ["B108"]
    assert report.problems[0].message == "the program pagefind failed: out of luck"
    assert not report.built
    assert (root / "site/claims/option-x.html").read_bytes() == before
    assert not list(cache_of(root).glob(".search-*"))


def test_program_that_cannot_be_run_is_told(root, tmp_path, monkeypatch):
    (tmp_path / "text").write_text("no program", encoding="utf-8")
    monkeypatch.setattr(search, "program", lambda: tmp_path / "text")
    assert [problem.code for problem in build_site(root, root / "site", lambda *_: None).problems] == ["B108"]


def test_without_the_program_the_site_is_built_and_the_lack_is_told(root, monkeypatch):
    monkeypatch.setattr(search, "program", lambda: None)
    report = build_site(root, root / "site", lambda *_: None)
    assert report.built
    assert [problem.code for problem in report.problems] == ["B109"]
    assert not (root / "site/pagefind").exists()


@indexed
def test_preview_has_the_index_of_its_start_and_says_so_once_a_text_changed(root, tmp_path):
    preview = Preview(root, tmp_path / "preview")
    rows = tmp_path / "preview/pagefind/rows.json"
    assert preview.rebuild() == ()
    assert json.loads(rows.read_text(encoding="utf-8"))["note"] == ""
    (root / "claims/options/option-y.yml").write_text(claim_text("A new title"), encoding="utf-8")
    assert preview.rebuild() == ()
    after = json.loads(rows.read_text(encoding="utf-8"))
    assert "started" in after["note"]
    assert f'"order":"{after["order"]}"' in (tmp_path / "preview/data/table/head.js").read_text(encoding="utf-8")


def test_index_is_left_out_where_that_is_asked(root):
    report = build_site(root, root / "site", lambda *_: None, full_text=False)
    assert report.built
    assert report.problems == ()
    assert not (root / "site/pagefind").exists()
