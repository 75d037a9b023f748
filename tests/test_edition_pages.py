"""Pages of editions: the frozen text never changes, whatever becomes of base and program; what changed is said."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from claimbase.pipeline import examine
from claimbase.render import Renderer, SiteSettings, iter_files
from claimbase.site import build_site
from claimbase.tokens import parse
from edition_history import (
    DOUBTED,
    EDITIONS,
    FIRST,
    GONE,
    KEPT,
    LATER,
    MEASURED,
    MOVED,
    RECORDED,
    REWORDED,
    SECOND,
    THIRD,
    change,
    history,
)

ELEMENT = re.compile(
    r'<article class="cb-frozen" id="frozen" data-frozen="([^"]+)" data-sha256="(\w+)">\n(.*)\n</article>', re.DOTALL
)
SETTINGS = SiteSettings("A site")


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base with its history; tests only read it."""
    return history(tmp_path_factory)


@pytest.fixture
def base(kept: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    shutil.copytree(kept, tmp_path / "base", symlinks=True)
    return tmp_path / "base"


def pages(root: Path, settings: SiteSettings = SETTINGS) -> dict[str, str]:
    """Every page of the site below editions/, without the chrome."""
    examined = examine(root)
    assert examined.sound, examined.problems
    files = iter_files(examined.sound, examined.assessments, settings, examined.evaluations, exports=False)
    return {file.uri: file.body for file in files if isinstance(file.body, str)}


def frozen(html: str) -> tuple[str, ...]:
    match = ELEMENT.search(html)
    assert match
    return match.groups()


def element(html: str) -> str:
    match = ELEMENT.search(html)
    assert match
    return match[0]


def note(html: str) -> str:
    """What the page says above the frozen text, in words."""
    match = re.search(r'<div class="cb-since.*?</div>', html, re.DOTALL)
    assert match
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", match[0])).split())


def test_every_edition_has_a_page_for_all_that_it_holds(kept):
    made, examined = pages(kept), examine(kept)
    assert examined.kb
    assert "editions/index.html" in made
    for edition in examined.kb.editions:
        assert f"editions/{edition.name}/index.html" in made
        for name, entry in edition.head.entries.items():
            cite_as, digest, text = frozen(made[f"editions/{edition.name}/{name}.html"])
            found = parse(cite_as)
            assert found
            assert (found.id, found.edition, found.digest) == (name, edition.name, entry.frozen[:8])
            assert hashlib.sha256(text.encode()).hexdigest() == digest == entry.text


def test_frozen_text_is_the_same_whatever_becomes_of_the_base(kept, base):
    """Titles, verdicts, sources, facets, topics and samples change; not a byte of what was frozen does."""
    before = {uri: element(html) for uri, html in pages(kept).items() if ELEMENT.search(html)}
    assert len(before) > 20
    change(base, KEPT, "title: The option y", "title: Option y")
    change(base, "option-x", "direction: supports", "direction: contradicts")
    for file, old, new in (
        ("facets.yml", "title: Accelerator", "title: What runs the guest"),
        ("topics.yml", "title: Options", "title: All options"),
        ("sources/article-source.yml", "title: An article", "title: The article"),
    ):
        path = base / "claims" / file
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    result = next((base / "claims/benchmarks/option-cost/results").rglob("*.json"))
    shutil.copy(result, result.with_name("2026-12-24T10-00-00Z.json"))
    text = result.with_name("2026-12-24T10-00-00Z.json")
    text.write_text(
        re.sub(
            r'"session":\{"started":"[^"]*"', '"session":{"started":"2026-12-24T10:00:00Z"', text.read_text("utf-8")
        ),
        "utf-8",
    )
    after = {uri: element(html) for uri, html in pages(base).items() if ELEMENT.search(html)}
    assert after == before


def test_frozen_text_does_not_depend_on_the_program_that_renders_pages(kept, monkeypatch):
    """With every helper of the frozen text broken, the frozen text is still what it was."""
    before = {uri: element(html) for uri, html in pages(kept).items() if ELEMENT.search(html)}
    for name in ("claim_text", "retired_text", "source_text"):
        monkeypatch.setattr(f"claimbase.render.frozen_text.{name}", None)
    monkeypatch.setattr("claimbase.render.frozen_text.fragment", None)
    after = {uri: element(html) for uri, html in pages(kept).items() if ELEMENT.search(html)}
    assert after == before


def test_a_page_says_what_has_become_of_what_it_holds(base):
    change(base, MEASURED, "finding: It starts.\n", "finding: It starts at once.\n")
    made = pages(base)
    said = {
        name: note(made[f"editions/{FIRST}/{name}.html"])
        for name in (KEPT, REWORDED, DOUBTED, RECORDED, MOVED, GONE, MEASURED)
    }
    assert "Nothing that matters differs today" in said[KEPT]
    assert "Nothing that matters differs today" in said[RECORDED]
    assert "reads otherwise today; the verdict is the same" in said[REWORDED]
    assert "evidence is not" in said[DOUBTED]
    assert "evidence is not" in said[MEASURED]
    assert re.search(r"The verdict is another today : then ◐ holds where checked , now ✖ refuted", said[MOVED])
    assert "The claim has been retired since (2026-12-15, withdrawn)" in said[GONE]
    assert "Nothing that matters differs today" in note(made[f"editions/{THIRD}/{MOVED}.html"])


def test_the_difference_shows_both_wordings_and_each_item(kept):
    made = pages(kept)
    html = made[f"editions/{FIRST}/{REWORDED}.html"].partition('id="differs"')[2]
    assert f"<strong>Then:</strong> There is {REWORDED}." in html
    assert f"<strong>Now:</strong> There is a {REWORDED}." in html
    html = made[f"editions/{FIRST}/{DOUBTED}.html"].partition('id="differs"')[2]
    assert "contradicts, level 0: The article doubts it.</dd>" in html
    assert "contradicts, level 0: The article doubts it a lot.</dd>" in html
    assert 'id="differs"' not in made[f"editions/{FIRST}/{KEPT}.html"]
    assert 'href="#differs"' in made[f"editions/{FIRST}/{MOVED}.html"]


def test_what_has_not_changed_says_since_which_edition_and_has_the_same_text(kept):
    made = pages(kept)
    first, third = (made[f"editions/{name}/{KEPT}.html"] for name in (FIRST, THIRD))
    assert f'unchanged since <a href="../{FIRST}/{KEPT}.html">edition {FIRST}</a>' in third
    assert "unchanged since" not in first
    assert frozen(first)[2] == frozen(third)[2]


def test_claim_source_and_retired_claim_lead_to_the_editions_that_have_them(kept):
    made = pages(kept)
    for uri, name in ((f"claims/{KEPT}.html", KEPT), (f"claims/{GONE}.html", GONE), ("sources/code.html", "code")):
        for edition in EDITIONS:
            assert f'href="../editions/{edition}/{name}.html"' in made[uri]
    assert f"editions/{FIRST}/{LATER}.html" not in made[f"claims/{LATER}.html"]
    assert f"{SECOND}</a> (holds where checked then)" in made[f"claims/{MOVED}.html"]


def test_beside_a_page_lies_the_json_of_which_the_hash_is_taken(kept, tmp_path):
    assert build_site(kept, tmp_path / "site", lambda *_: None, full_text=False, exports=False).built
    made = examine(kept).kb
    assert made
    for edition in made.editions:
        for name in edition.places:
            content = (tmp_path / f"site/editions/{edition.name}/{name}.json").read_bytes()
            assert hashlib.sha256(content).hexdigest() == edition.head.entries[name].frozen
            assert json.loads(content)["kind"]
        kept_file = kept / f"claims/editions/{edition.name}.json"
        assert (tmp_path / f"site/editions/{edition.name}.json").read_bytes() == kept_file.read_bytes()


def test_search_engines_and_the_sites_own_search_know_only_what_is_said_today(base):
    config = base / "mkdocs.yml"
    config.write_text("site_url: https://example.org/q/\n" + config.read_text("utf-8"), "utf-8")
    assert build_site(base, base / "site", lambda *_: None, full_text=False, exports=False).built
    listed = (base / "site/sitemap.xml").read_text("utf-8")
    assert f"https://example.org/q/claims/{KEPT}.html" in listed
    assert "https://example.org/q/editions/index.html" in listed
    assert f"editions/{FIRST}" not in listed
    html = (base / f"site/editions/{FIRST}/{KEPT}.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="https://example.org/q/editions/{FIRST}/{KEPT}.html">' in html
    assert '<meta name="robots" content="index, follow">' in (base / "site/editions/index.html").read_text("utf-8")
    examined = examine(base)
    assert examined.sound
    files = iter_files(examined.sound, examined.assessments, SETTINGS, examined.evaluations, exports=False)
    from claimbase.render import extract_of

    assert [file.uri for file in files if file.uri.startswith("editions/") and extract_of(file)] == []


def test_both_adapters_make_the_same_pages_of_editions(kept, tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "by-theme")]
    environment = {"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(command, cwd=kept, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert build_site(kept, tmp_path / "by-shell", lambda *_: None, full_text=False, exports=False).built
    paths = [path.relative_to(tmp_path / "by-shell") for path in (tmp_path / "by-shell/editions").rglob("*.*")]
    assert len(paths) > 40
    assert [path for path in paths if (tmp_path / "by-theme" / path).is_file()] == [
        path for path in paths if (tmp_path / "by-shell" / path).is_file()
    ]
    for path in paths:
        if (tmp_path / "by-shell" / path).is_file():
            assert (tmp_path / "by-theme" / path).read_bytes() == (tmp_path / "by-shell" / path).read_bytes(), path


def test_only_pages_whose_claim_changed_are_made_anew(base):
    renderer, examined = Renderer(SETTINGS, exports=False), examine(base)
    assert examined.sound
    before = {f.uri: f for f in renderer.files(examined.sound, examined.assessments, examined.evaluations)}
    change(base, KEPT, "There is an option y.", "There is the option y.")
    again = examine(base, examined)
    assert again.sound
    after = {f.uri: f for f in renderer.files(again.sound, again.assessments, again.evaluations)}
    anew = {uri for uri, file in after.items() if file is not before.get(uri) and uri.startswith("editions/")}
    assert anew == {f"editions/{name}/{KEPT}.{ending}" for name in EDITIONS for ending in ("html",)} | {
        f"editions/{FIRST}/{KEPT}.json"
    }


def test_an_edition_that_changes_after_it_was_read_ends_the_build_and_keeps_the_site(base, monkeypatch):
    assert build_site(base, base / "site", lambda *_: None, full_text=False, exports=False).built
    examined = examine(base)
    assert examined.sound
    path = base / f"claims/editions/{FIRST}.json"
    path.write_bytes(path.read_bytes().replace(b"There is an option y.", b"There is no option y.", 1))
    with pytest.raises(OSError, match="changed while it was read"):
        list(iter_files(examined.sound, examined.assessments, SETTINGS, examined.evaluations, exports=False))
