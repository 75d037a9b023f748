"""How pages say to be cited: the box, the files beside the page, and what programs read in them."""

import json
import re
import shutil
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from claimbase.model import Verdict
from claimbase.pipeline import examine
from claimbase.render import SiteFile, SiteSettings, iter_files
from claimbase.site import build_site, workers
from claimbase.site.build import cache_of
from edition_history import FIRST, GONE, KEPT, LATER, MOVED, SECOND, THIRD, with_history
from pyld import jsonld
from site_base import claim_text, write_base
from test_build import quiet, tree

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = SiteSettings("QEMU 10.2, examined")
PUBLIC = replace(SETTINGS, site_url="https://example.org/q/")
SCHEMA_ORG = {
    "@context": {
        "@vocab": "https://schema.org/",
        **{name: {"@type": "@id"} for name in ("url", "license", "contentUrl")},
    }
}
"""What JSON-LD of ours needs of the context of schema.org; the real one is not fetched."""


def rendered(root: Path, settings: SiteSettings = SETTINGS, **options) -> dict[str, SiteFile]:
    examined = examine(root)
    assert examined.sound, examined.problems
    made = iter_files(examined.sound, examined.assessments, settings, examined.evaluations, **options)
    return {file.uri: file for file in made}


@pytest.fixture(scope="module")
def history(tmp_path_factory) -> Path:
    return with_history(tmp_path_factory.mktemp("history"))


@pytest.fixture(scope="module")
def files(history) -> dict[str, SiteFile]:
    return rendered(history)


@pytest.fixture(scope="module")
def public(history) -> dict[str, SiteFile]:
    return rendered(history, PUBLIC)


@pytest.fixture(scope="module")
def real() -> dict[str, SiteFile]:
    """The real base, without plain texts, which are slow."""
    return rendered(ROOT, texts=lambda _: ())


def text_of(file: SiteFile) -> str:
    assert isinstance(file.body, bytes)
    return file.body.decode()


def box_of(file: SiteFile) -> str:
    assert isinstance(file.body, str)
    found = re.search(r'<h2 id="cite">.*?assets/cite\.js', file.body, re.DOTALL)
    assert found, file.uri
    return found[0]


def copied(file: SiteFile) -> dict[str, str]:
    """The texts that can be copied, by name."""
    pairs = re.findall(r"<dt>([^<]+)</dt><dd><(?:span|code) data-copy>(.*?)</(?:span|code)>", box_of(file))
    return {name: unescape(text) for name, text in pairs}


# The box


NAMES = ["Token", "APA", "IEEE", "Chicago", "Harvard", "Markdown footnote"]


@pytest.mark.parametrize("uri", ["claims/option-x.html", "sources/code.html", f"editions/{SECOND}/{KEPT}.html",
                                 f"editions/{SECOND}/code.html", f"editions/{THIRD}/index.html"])  # fmt: skip
def test_pages_of_claims_sources_and_editions_have_the_box(files, uri):
    assert list(copied(files[uri])) == NAMES
    links = re.findall(r'<a href="([^"]+)"(?: download)?>', box_of(files[uri]))
    folder = uri.rpartition("/")[0]
    beside = [f"{folder}/{link}" for link in links if "/" not in link]
    assert len(beside) in (4, 7)
    assert all(name in files for name in beside)


def test_a_claim_as_the_newest_edition_holds_it_is_cited_by_that_edition(files):
    texts = copied(files[f"claims/{KEPT}.html"])
    assert re.fullmatch(rf"qemu-10-2/{KEPT}@{re.escape(THIRD)}#[0-9a-f]{{8}}", texts["Token"])
    assert all(texts["Token"] in text for text in texts.values())
    assert f'href="../editions/{THIRD}/{KEPT}.html"' in box_of(files[f"claims/{KEPT}.html"])
    assert texts == copied(files[f"editions/{THIRD}/{KEPT}.html"])


def test_each_edition_has_its_own_token_and_day(files):
    tokens = {name: copied(files[f"editions/{name}/{MOVED}.html"]) for name in (FIRST, SECOND, THIRD)}
    assert len({texts["Token"] for texts in tokens.values()}) == 3
    assert "Version 2026.11)" in tokens[FIRST]["APA"]
    assert "2026-12-10. Verdict: holds where checked" in tokens[SECOND]["Markdown footnote"]
    assert "2026-12-20. Verdict: refuted" in tokens[THIRD]["Markdown footnote"]


def test_a_claim_that_changed_since_or_is_new_says_so_and_is_cited_by_its_day(history, tmp_path):
    root = tmp_path / "base"
    shutil.copytree(history, root, symlinks=True)
    path = root / f"claims/options/{KEPT}.yml"
    path.write_text(path.read_text("utf-8").replace("do: Use it.", "do: Use it well."), "utf-8")
    (root / "claims/options/option-new.yml").write_text(claim_text("A new option", "There is a new one."), "utf-8")
    made = {file.uri: file for file in _whatever_the_lock_says(root)}
    for name, remark in ((KEPT, "It has changed since the edition"), ("option-new", "No edition holds it yet")):
        texts = copied(made[f"claims/{name}.html"])
        assert texts["Token"] == f"qemu-10-2/{name}"
        assert "(Version 2026-11-22)" in texts["APA"]
        assert remark in box_of(made[f"claims/{name}.html"])
    assert f'href="../editions/{THIRD}/{KEPT}.html"' in box_of(made[f"claims/{KEPT}.html"])


def _whatever_the_lock_says(root: Path):
    examined = examine(root)
    assert examined.kb
    return iter_files(examined.kb, examined.assessments, SETTINGS, examined.evaluations)


def test_without_an_edition_the_token_names_none_and_the_box_says_so(tmp_path):
    made = rendered(write_base(tmp_path))
    assert copied(made["claims/option-x.html"])["Token"] == "qemu-10-2/option-x"
    assert "No edition has been made yet" in box_of(made["claims/option-x.html"])


def test_no_address_is_given_until_one_is_known(files, public):
    for uri in ("claims/option-x.html", f"editions/{SECOND}/{KEPT}.html"):
        assert "No public address is known yet" in box_of(files[uri])
        assert "http" not in "".join(copied(files[uri]).values())
        assert "http" not in re.sub(r"https://(schema|creativecommons|example)\.org[^\"]*", "", files[uri].head)
        assert "No public address" not in box_of(public[uri])
    texts = copied(public[f"editions/{SECOND}/{KEPT}.html"])
    address = f"https://example.org/q/editions/{SECOND}/{KEPT}.html"
    assert all(address in text for name, text in texts.items() if name != "Token")


def test_a_source_page_cites_the_source_and_names_the_record(files):
    texts = copied(files["sources/code.html"])
    assert texts["Token"].startswith("qemu-10-2/code@")
    assert texts["Chicago"] == "The authors, and J. Doe. n.d. Code. https://example.org/code."
    assert "qemu-10-2" not in texts["APA"]


def test_a_retired_claim_has_no_box(files):
    assert "data-copy" not in files[f"claims/{GONE}.html"].body


# Files beside the page


def test_files_hold_the_claim_and_with_sources_all_that_it_names(files):
    for stem in ("claims/option-x", f"editions/{SECOND}/{KEPT}"):
        for end, count in (("", 1), (".with-sources", 3)):
            bibtex = parse_string(files[f"{stem}{end}.bib"].body.decode())
            assert bibtex.failed_blocks == []
            keys = [entry.key for entry in bibtex.entries]
            assert len(keys) == count
            ris = rispy.loads(files[f"{stem}{end}.ris"].body.decode())
            data = json.loads(files[f"{stem}{end}.csl.json"].body)
            assert [record["id"] for record in ris] == [record["id"] for record in data] == keys
        assert keys[1:] == ["article-source", "code"]
    text = files["claims/option-x.txt"].body.decode()
    assert all(f"{name}:\n" in text for name in NAMES)


def test_no_claim_lacks_its_files(real, files):
    assert not any(uri.endswith((".bib", ".ris")) for uri in real)  # texts were left out, and with them the files
    claims = [
        uri.removesuffix(".html")
        for uri, file in files.items()
        if uri.startswith("claims/") and "data-copy" in str(file.body)
    ]
    assert len(claims) > 5
    for stem in claims:
        assert {f"{stem}{end}" for end in (".bib", ".ris", ".csl.json", ".txt", ".with-sources.bib")} <= files.keys()


def test_where_plain_texts_are_left_out_token_and_footnote_stay(real):
    page = next(file for uri, file in real.items() if uri.startswith("claims/") and "data-copy" in str(file.body))
    assert list(copied(page)) == ["Token", "Markdown footnote"]


# What programs read


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.json_ld: list[str] = []
        self.meta: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self._inside = False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self._inside = tag == "script" and given.get("type") == "application/ld+json"
        if self._inside:
            self.json_ld.append("")
        if tag == "meta":
            self.meta.append((given["name"], given["content"]))

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.json_ld[-1] += data


def head_of(file: SiteFile) -> _Scripts:
    parser = _Scripts()
    parser.feed(file.head)
    return parser


def no_network(url: str, _options: object) -> dict[str, object]:
    assert url == "https://schema.org", f"JSON-LD names the context {url}"
    return {"contextUrl": None, "documentUrl": url, "document": SCHEMA_ORG}


def expanded(file: SiteFile):
    """The JSON-LD of a page as a search engine has it; there is exactly one."""
    (text,) = head_of(file).json_ld
    (node,) = jsonld.expand(json.loads(text), {"documentLoader": no_network, "base": "https://base.example/"})
    return node


def value(node: dict[str, list], name: str):
    (found,) = node[f"https://schema.org/{name}"]
    return found.get("@value", found.get("@id", found)) if isinstance(found, dict) else found


def test_every_claim_page_has_one_review_whose_rating_is_the_verdict_in_words(real):
    pages = [file for uri, file in real.items() if uri.startswith("claims/") and "data-copy" in str(file.body)]
    assert len(pages) > 70
    for file in pages:
        node = expanded(file)
        assert node["@type"] == ["https://schema.org/ClaimReview"]
        rating = value(node, "reviewRating")
        assert value(rating, "alternateName") in {verdict.words for verdict in Verdict}
        assert "https://schema.org/ratingValue" not in rating
        claim = value(node, "itemReviewed")
        assert claim["@type"] == ["https://schema.org/Claim"]
        assert value(claim, "text") == value(node, "claimReviewed")
        assert claim["https://schema.org/appearance"]
        assert value(value(node, "author"), "name") == "Contributors"
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", value(node, "datePublished"))
        assert value(node, "license") == "https://creativecommons.org/licenses/by/4.0/"
        assert value(value(node, "isPartOf"), "name") == "QEMU 10.2, examined"
        assert "https://schema.org/url" not in node


def test_a_review_names_who_makes_the_claim_and_where(files):
    claim = value(expanded(files["claims/option-x.html"]), "itemReviewed")
    appearance = value(claim, "appearance")
    assert appearance["@type"] == ["https://schema.org/WebPage"]
    assert value(appearance, "name") == "An article"
    assert value(appearance, "url") == "https://example.org/article"


def test_a_frozen_page_is_a_review_of_its_own_with_the_verdict_of_then(files, public):
    then, now = (expanded(files[f"editions/{name}/{MOVED}.html"]) for name in (SECOND, THIRD))
    assert value(value(then, "reviewRating"), "alternateName") == "holds where checked"
    assert value(value(now, "reviewRating"), "alternateName") == "refuted"
    assert value(then, "identifier") == copied(files[f"editions/{SECOND}/{MOVED}.html"])["Token"]
    assert value(value(then, "itemReviewed"), "appearance")["@type"] == ["https://schema.org/WebPage"]
    address = f"https://example.org/q/editions/{SECOND}/{MOVED}.html"
    assert value(expanded(public[f"editions/{SECOND}/{MOVED}.html"]), "url") == address


def test_base_editions_and_benchmarks_are_data_sets(files, public):
    for uri, name in (("index.html", SETTINGS.name), (f"editions/{SECOND}/index.html", SETTINGS.name),
                      ("benchmarks/option-cost.html", None)):  # fmt: skip
        node = expanded(files[uri])
        assert node["@type"] == ["https://schema.org/Dataset"]
        assert name is None or value(node, "name") == name
        assert value(node, "description")
    assert value(expanded(files[f"editions/{SECOND}/index.html"]), "version") == SECOND
    measured = expanded(public["benchmarks/option-cost.html"])
    assert {value(each, "unitText") for each in measured["https://schema.org/variableMeasured"]} >= {"ms"}
    assert {value(each, "contentUrl") for each in measured["https://schema.org/distribution"]} == {
        f"https://example.org/q/benchmarks/option-cost.{end}" for end in ("csv", "json")
    }


def test_no_page_has_more_than_one_description_for_search_engines(files):
    for file in files.values():
        assert len(head_of(file).json_ld) <= 1
    assert head_of(files["sources/code.html"]).json_ld == []


def test_highwire_tags_describe_the_page_itself(files, public):
    meta = head_of(public[f"editions/{SECOND}/{KEPT}.html"]).meta
    assert meta == [
        ("citation_title", "The option y"),
        ("citation_author", "Contributors"),
        ("citation_publication_date", "2026/12/10"),
        ("citation_language", "en"),
        ("citation_public_url", f"https://example.org/q/editions/{SECOND}/{KEPT}.html"),
    ]
    assert dict(head_of(files[f"claims/{LATER}.html"]).meta)["citation_title"] == "A later option"
    # What others have written must not be taken for ours.
    assert head_of(files["sources/code.html"]).meta == []


def test_coins_name_what_the_box_cites(files):
    def context(uri: str) -> dict[str, list[str]]:
        (title,) = re.findall(r'<span class="Z3988" title="([^"]+)"></span>', files[uri].body)
        return parse_qs(unescape(title), strict_parsing=True)

    claim = context("claims/option-x.html")
    assert claim["ctx_ver"] == ["Z39.88-2004"]
    assert claim["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert claim["rft.title"] == ["The option x"]
    assert claim["rft.source"] == ["QEMU 10.2, examined"]
    source = context("sources/code.html")
    assert source["rft.creator"] == ["The authors", "Jo Doe"]
    assert source["rft.type"] == ["computerProgram"]
    assert source["rft.identifier"] == ["https://example.org/code"]


HOSTILE = "</script><script>alert(1)</script><!-- \" ' & ${7}"


def test_hostile_words_stay_words_in_the_head_and_in_files(tmp_path):
    root = write_base(tmp_path)
    path = root / "claims/options/option-x.yml"
    text = claim_text(title=json.dumps(HOSTILE), statement=json.dumps(f"It says {HOSTILE}."))
    path.write_text(text, "utf-8")
    source = root / "claims/sources/article-source.yml"
    source.write_text(source.read_text("utf-8").replace("title: An article", f"title: {json.dumps(HOSTILE)}"), "utf-8")
    made = rendered(root)
    page = made["claims/option-x.html"]
    head = head_of(page)
    assert head.tags.count("script") == 1
    assert set(head.tags) == {"meta", "script"}
    assert dict(head.meta)["citation_title"] == HOSTILE
    assert value(expanded(page), "claimReviewed") == f"It says {HOSTILE}."
    assert "alert(1)</script>" not in page.head
    body = re.sub(r'<script src="[\w./-]+" defer></script>', "", str(page.body))
    assert "<script" not in body
    assert rispy.loads(text_of(made["claims/option-x.with-sources.ris"]))[1]["title"] == HOSTILE
    assert json.loads(made["claims/option-x.csl.json"].body)[0]["title"] == HOSTILE


# The build


def test_the_site_is_the_same_with_and_without_kept_citations_alone_and_in_several_processes(tmp_path, monkeypatch):
    root = write_base(tmp_path / "base")
    steps: list[str] = []

    def built(name: str) -> dict[str, bytes]:
        steps.clear()
        progress = lambda what, *_: steps.append(what)  # noqa: E731 - a step is a word
        assert build_site(root, tmp_path / name, progress, full_text=False).built
        return tree(tmp_path / name)

    first = built("first")
    assert "writing citations" in steps
    assert "claims/option-x.bib" in first
    assert (
        b'<meta name="citation_title" content="The option x">' in first["claims/option-x.html"].partition(b"</head>")[0]
    )
    assert built("second") == first
    assert "writing citations" not in steps
    (kept,) = cache_of(root).glob("citations-*.json")
    kept.unlink()
    monkeypatch.setattr(workers, "FEWEST", 1)
    monkeypatch.setattr(workers, "_CHUNK", 2)
    monkeypatch.setattr(workers, "cores", lambda: 3)
    assert built("third") == first
    assert "writing citations" in steps


def test_a_site_without_citations_has_neither_their_files_nor_links_to_them(tmp_path):
    root = write_base(tmp_path / "base")
    assert build_site(root, tmp_path / "site", quiet, full_text=False, citations=False).problems == ()
    made = tree(tmp_path / "site")
    assert not [uri for uri in made if uri.endswith((".bib", ".ris", ".csl.json"))]
    assert b".bib" not in made["claims/option-x.html"]
    assert not list(cache_of(root).glob("citations-*"))
