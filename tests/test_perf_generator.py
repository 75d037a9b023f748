"""The invented bases of tests/perf: the same every time, sound, of every verdict; pages do not grow with them."""

import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from claimbase.model import LocatedEvidence, Verdict
from claimbase.pipeline import Examination, examine
from claimbase.render import SiteFile, SiteSettings, iter_files
from claimbase.render.paging import PAGE_LENGTH
from perf.generate import files, write_base
from perf.invented_claims import identifier, verdict_of
from perf.markdown_pages import markdown_of
from perf.peers import is_claim_page

PERF = Path(__file__).parent / "perf"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Makes and examines the base of a size, once."""

    @cache
    def examined(claims: int) -> Examination:
        root = tmp_path_factory.mktemp(f"base-{claims}")
        write_base(root, claims)
        return examine(root)

    return examined


@pytest.fixture(scope="module")
def pages(base):
    """Renders the pages of the base of a size, once."""

    @cache
    def rendered(claims: int) -> list[SiteFile]:
        found = base(claims)
        made = iter_files(found.sound, found.assessments, SiteSettings("A site"))
        return [file for file in made if file.is_page]

    return rendered


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_in_every_process(tmp_path):
    for name, hash_seed in (("one", "1"), ("other", "2")):
        command = [sys.executable, str(PERF / "generate.py"), "--claims", "25", "--seed", "7", str(tmp_path / name)]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": hash_seed})
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert (tmp_path / "one" / "mkdocs.yml").is_file()


def test_another_seed_gives_another_base():
    assert dict(files(5, seed=1)) != dict(files(5, seed=2))


def test_a_small_base_is_the_beginning_of_a_large_one():
    small, large = dict(files(40, seed=3)), dict(files(80, seed=3))
    claims = {name: text for name, text in small.items() if "/" in name}
    assert len(claims) == 48
    assert claims.items() <= large.items()


def test_base_of_60_has_neither_error_nor_warning(base):
    assert base(60).problems == ()
    assert len(base(60).sound.claims) == 60


def test_base_of_60_holds_every_verdict_as_planned(base):
    found = {name: str(assessment.verdict) for name, assessment in base(60).assessments.items()}
    assert found == {identifier(index, 1): verdict_of(index, 1) for index in range(60)}
    assert set(found.values()) == {str(verdict) for verdict in Verdict}


def test_claims_are_of_realistic_size(base):
    found = base(60)
    lengths = [len(text) for name, text in files(60, 1) if "/" in name and not name.startswith("sources/")]
    assert min(lengths) > 3_000
    assert 6_000 < sorted(lengths)[30] < 10_000
    assert {len(claim.evidence) for claim in found.sound.claims.values()} <= set(range(4, 9))
    cells = {len(assessment.cells) for assessment in found.assessments.values()}
    assert {1, 12} <= cells
    assert max(cells) == 12


def test_one_source_is_used_by_more_than_half_of_the_claims(base):
    claims = base(60).sound.claims.values()
    used = Counter(
        name
        for claim in claims
        for name in {item.source for item in claim.evidence if isinstance(item, LocatedEvidence)}
    )
    (first, often), (_, seldom) = used.most_common(2)
    assert (first, often > 30, seldom < 10) == ("qemu-source", True, True)
    assert len(base(60).sound.sources) == 60 // 5 + 2


def test_list_pages_grow_only_up_to_the_length_of_a_page(pages):
    def largest(claims: int) -> int:
        return max(len(file.body) for file in pages(claims) if not is_claim_page(file))

    assert max(str(file.body).count("<li>") for file in pages(240) if "cb-list" in str(file.body)) <= PAGE_LENGTH * 1.2
    assert largest(240) <= largest(60) * PAGE_LENGTH / 60 * 1.1


def test_claim_pages_do_not_grow_with_the_base(pages):
    def median(claims: int) -> int:
        sizes = sorted(len(file.body) for file in pages(claims) if is_claim_page(file))
        return sizes[len(sizes) // 2]

    assert median(240) == pytest.approx(median(60), rel=0.15)


def test_peers_get_the_same_tables_lists_and_links(pages):
    markdown = pytest.importorskip("markdown")
    for file in list(filter(is_claim_page, pages(60)))[:10]:
        html = markdown.markdown(markdown_of(file.body, file.uri, ".html"), extensions=["tables"])
        for element in ("<table", "<td", "<h2", "<a "):
            assert html.count(element) == file.body.count(element), (file.uri, element)
