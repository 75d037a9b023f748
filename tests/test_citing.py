"""Citations: names keep their letters, styles come out as their guides show them, other programs read what we write."""

import importlib
import json
import re
import subprocess
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from claimbase.citing import PLAIN, Base, Citable, Format, Frozen, KeptTexts, cited, of_claim, of_source, plain_text
from claimbase.citing import kept as kept_module
from claimbase.citing.shapes import Shape, specialised
from claimbase.model import LiteralName, PersonName, Source
from claimbase.pipeline import examine
from claimbase.render import Citing, SiteSettings, citing_of, with_data

ROOT = Path(__file__).resolve().parents[1]
NAMES = [
    "cpr-exec", "io_uring", "virtio-blk", "vhost-user-blk", "aio=io_uring", "io_uring_prep_timeout()", "x86_64", "pc",
    "hw/sd", "libvirt", "eMMC", "aux-ram-share", "/dev/kvm", "10.2.0", "--enable-rust", "irqfd",
]  # fmt: skip
FULL = Citable(
    key="peak-memory-2026.12",
    type="dataset",
    title="Peak of host memory in a cpr-exec update",
    authors=(LiteralName(literal="Contributors"),),
    issued="2026-12-01",
    container="QEMU 10.2, examined",
    version="2026.12",
    url="https://example.org/editions/2026.12/peak-memory.html",
    token="qemu-10-2/peak-memory@2026.12#1a2b3c4d",
    ours=True,
    note="Verdict: refuted; moderate certainty",
)
XU, SISTARE = PersonName(family="Xu", given="Peter"), PersonName(family="Sistare", given="Steve")
REVIEW = Citable(
    key="review",
    type="post",
    title="Re: [PATCH V3 0/9] Live update: cpr-exec",
    authors=(XU, SISTARE),
    issued="2025-09-09",
    container="qemu-devel mailing list",
    url="https://example.org/r/9@x",
    accessed="2026-11-23",
)
RECIPES = Citable(
    key="recipes",
    type="software",
    title="Package recipes of libvirt",
    authors=(LiteralName(literal="Proxmox Server Solutions"),),
    publisher="Proxmox Server Solutions",
    url="https://example.org/recipes",
    accessed="2026-11-23",
)


@pytest.fixture(scope="module")
def real() -> Citing:
    """What of the real base can be cited; without plain texts, which are slow."""
    examined = examine(ROOT)
    assert examined.kb
    kb = with_data(examined.kb, examined.evaluations)
    return citing_of(kb, examined.assessments, SiteSettings("x"), examined.evaluations, lambda _: ())


@pytest.fixture(scope="module")
def items(real: Citing) -> list[Citable]:
    # What an edition holds as it is said today is cited in the same way, from both places.
    return list({item.key: item for item in real.items}.values())


# Names


@pytest.mark.parametrize("style", PLAIN)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_keeps_its_letters_in_every_style_wherever_it_stands(style, name):
    title = f"{name} at the start, ({name}) in the middle, “{name}” in quotes: {name} and last {name}"
    for kind in ("dataset", "webpage", "software", "post", "report"):
        text = plain_text(Citable("k", kind, title, container=f"the {name} list"), style)
        assert text.count(name) >= 5, text


def test_ordinary_words_are_written_as_the_style_writes_a_headline():
    item = Citable("k", "dataset", "Long-term cost of in-place update for the user-mode emulator", container="Base")
    expected = "“Long-term Cost of In-place Update for the User-mode Emulator.”"
    assert expected in plain_text(item, Format.CHICAGO)


def test_a_title_in_another_language_is_not_written_as_a_headline():
    item = Citable("k", "webpage", "QEMU ist schneller unter Last", language="de", url="https://example.org/")
    assert all("QEMU ist schneller unter Last" in plain_text(item, style) for style in PLAIN)


def test_every_name_that_a_title_of_the_base_has_keeps_its_letters():
    """A word in backticks anywhere in a claim is a name; what fails here is to be added to citing/case.py."""
    broken = []
    for path in sorted((ROOT / "claims").glob("*/*.yml")):
        text = path.read_text("utf-8")
        title = re.search(r"^title: *\"?(.*?)\"?$", text, re.MULTILINE)
        words = set(title[1].split()) if title else set()
        names = words & set(re.findall(r"`([^`\s]+)`", text))
        if names and title:
            shown = [plain_text(Citable("k", "dataset", title[1], container="Base"), style) for style in PLAIN]
            broken += [(path.stem, name) for name in names if not all(name in each for each in shown)]
    assert broken == []


def test_characters_for_private_use_come_back_as_they_were():
    title = "A \ue000 and \ue001x of \uf8ff io_uring"
    assert title in plain_text(Citable("k", "dataset", title), Format.APA)


# Styles


CLAIM_TEXTS = {
    Format.APA: "Contributors. (2026). Peak of host memory in a cpr-exec update. In QEMU 10.2, examined (Version "
    "2026.12). https://example.org/editions/2026.12/peak-memory.html qemu-10-2/peak-memory@2026.12#1a2b3c4d",
    Format.IEEE: "Contributors, “Peak of host memory in a cpr-exec update,” QEMU 10.2, examined. Dec. 01, 2026. "
    "[Online]. Available: https://example.org/editions/2026.12/peak-memory.html qemu-10-2/peak-memory@2026.12#1a2b3c4d",
    Format.CHICAGO: "Contributors. 2026. “Peak of Host Memory in a cpr-exec Update.” In QEMU 10.2, Examined, version "
    "2026.12. December 1. https://example.org/editions/2026.12/peak-memory.html. "
    "qemu-10-2/peak-memory@2026.12#1a2b3c4d",
    Format.HARVARD: "Contributors (2026) ‘Peak of host memory in a cpr-exec update’, QEMU 10.2, examined. Available "  # noqa: RUF001
    "at: https://example.org/editions/2026.12/peak-memory.html. qemu-10-2/peak-memory@2026.12#1a2b3c4d",
}
REVIEW_TEXTS = {
    Format.APA: "Xu, P., & Sistare, S. (2025, September 9). Re: [PATCH V3 0/9] Live update: cpr-exec [Online post]. "
    "qemu-devel Mailing List. https://example.org/r/9@x",
    Format.IEEE: "P. Xu and S. Sistare, “Re: [PATCH V3 0/9] Live update: cpr-exec,” qemu-devel mailing list. "
    "Accessed: Nov. 23, 2026. [Online]. Available: https://example.org/r/9@x",
    Format.CHICAGO: "Xu, P., and S. Sistare. 2025. “Re: [PATCH V3 0/9] Live update: cpr-exec.” qemu-devel Mailing "
    "List, September 9. https://example.org/r/9@x.",
    Format.HARVARD: "Xu, P. and Sistare, S. (2025) ‘Re: [PATCH V3 0/9] Live update: cpr-exec’, qemu-devel mailing "  # noqa: RUF001
    "list. Available at: https://example.org/r/9@x (Accessed: 23 November 2026).",
}
RECIPES_TEXTS = {
    Format.APA: "Proxmox Server Solutions. (n.d.). Package recipes of libvirt [Computer software]. Proxmox Server "
    "Solutions. Retrieved November 23, 2026, from https://example.org/recipes",
    Format.IEEE: "Proxmox Server Solutions, Package recipes of libvirt. Proxmox Server Solutions. Accessed: Nov. 23, "
    "2026. [Online]. Available: https://example.org/recipes",
    Format.CHICAGO: "Proxmox Server Solutions. n.d. Package Recipes of libvirt. Proxmox Server Solutions. Accessed "
    "November 23, 2026. https://example.org/recipes.",
    Format.HARVARD: "Proxmox Server Solutions (no date) ‘Package recipes of libvirt’. Proxmox Server Solutions. "  # noqa: RUF001
    "Available at: https://example.org/recipes (Accessed: 23 November 2026).",
}


@pytest.mark.parametrize("style", PLAIN)
@pytest.mark.parametrize(
    ("item", "expected"), [(FULL, CLAIM_TEXTS), (REVIEW, REVIEW_TEXTS), (RECIPES, RECIPES_TEXTS)], ids=lambda each: ""
)
def test_a_citation_reads_as_the_guide_of_its_style_has_it(style, item, expected):
    assert plain_text(item, style) == expected[style]


def test_no_source_of_the_base_comes_out_with_doubled_signs_or_holes(real):
    doubled = re.compile(r"(?<!\.)\.\.(?!\.)|\.{4}|,,| [,.](?!\.)|\s\s|[\ue000-\uf8ff]|[?!]\.|”[,.]|\[\]|\(\)(?!\W)")
    for item in real.sources.values():
        for style in PLAIN:
            text = plain_text(item, style)
            assert not doubled.search(text), text
            assert "\n" not in text


# Conditions of a style


def style(bibliography: str, macros: str = "") -> bytes:
    return (
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info/>'
        f"{macros}<citation><layout/></citation><bibliography><sort/><layout>{bibliography}</layout></bibliography></style>"
    ).encode()


@pytest.mark.parametrize(
    ("test", "taken"),
    [
        ('type="dataset"', True),
        ('type="book"', False),
        ('type="book dataset" match="any"', True),
        ('type="book dataset"', False),
        ('type="book chapter" match="none"', True),
        ('variable="title URL"', True),
        ('variable="title DOI"', False),
        ('variable="title DOI" match="any"', True),
        ('variable="title" match="none"', False),
        ('type="dataset" variable="DOI"', False),
        ('type="dataset" variable="DOI" match="any"', True),
        ('is-numeric="version"', True),
        ('is-numeric="title"', False),
        ('position="first"', False),
        ('locator="page" match="none"', True),
    ],
)
def test_a_condition_of_a_style_is_answered_as_the_language_says(test, taken):
    shape = Shape("dataset", frozenset({"title", "URL", "version"}), frozenset({"version"}))
    choose = f'<choose><if {test}><text value="yes"/></if><else><text value="no"/></else></choose>'
    made = specialised(style(f'<group delimiter=", ">{choose}</group>'), shape).decode()
    assert ('value="yes"' in made, 'value="no"' in made) == (taken, not taken)
    assert "choose" not in made


def test_conditions_within_conditions_and_macros_are_answered_and_the_rest_is_left_out():
    macros = (
        '<macro name="used"><choose><if type="dataset"><choose><if type="book"><text macro="gone"/></if>'
        '<else><text value="inner"/></else></choose></if></choose></macro><macro name="gone"><text value="x"/></macro>'
    )
    number = '<text variable="citation-number" prefix="["/>'
    made = specialised(style(f'{number}<text macro="used"/><names variable="author"><name/></names>', macros),
                       Shape("dataset", frozenset())).decode()  # fmt: skip
    assert 'value="inner"' in made
    assert '<name delimiter=", "/>' in made
    assert not re.search("gone|choose|citation|<sort", made)


# Other programs read it


HOSTILE = Citable(
    key="odd, key {x}",
    type="report",
    title='50% of $x_1 & #2 {brace} ~tilde ^hat \\back "quoted"',
    authors=(
        PersonName(family="Smith and Sons", given="A"),
        LiteralName(literal="Bell, Book and Candle"),
        PersonName(family="Müller"),
    ),
    issued="2026-02",
    publisher="R & D",
    url="https://example.org/a_b?c=%20{d}",
    language="de",
    note="A note,\nover two lines",
)


def test_bibtex_is_read_back_by_another_program(items):
    text = cited([*items, HOSTILE], Format.BIBTEX)
    read = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert read.failed_blocks == []
    assert len(read.entries) == len(items) + 1
    entries = {entry.key: entry.fields_dict for entry in read.entries}
    for item in items:
        fields = entries[item.key]
        assert re.sub("[{}]", "", fields["title"].value) == " ".join(item.title.split())
        assert ("url" in fields) == bool(item.url)
        if item.ours:
            assert item.token in fields["note"].value
            assert item.note.rstrip(".") in fields["note"].value
        if item.issued:
            assert fields["year"].value == item.issued[:4]
    odd = entries["odd--key--x-"]
    assert re.sub("[{}]", "", odd["title"].value).replace("\u02c6", "^") == HOSTILE.title.replace("{", "").replace(
        "}", ""
    )
    assert odd["institution"].value == "R & D"
    assert odd["note"].value == "A note, over two lines"


def test_ris_is_read_back_by_another_program(items):
    text = cited([*items, HOSTILE], Format.RIS)
    assert set(re.findall(r"[^\r]\n", text)) == set()
    read = rispy.loads(text)
    assert len(read) == len(items) + 1
    for item, record in zip([*items, HOSTILE], read, strict=True):
        assert record["title"] == " ".join(item.title.split())
        assert len(record.get("authors", [])) == len(item.authors)
        assert record.get("urls", [""])[0] == item.url
        assert record.get("year", "") == item.issued[:4]
        assert record.get("accession_number", "") == item.mark
        assert record["id"] == item.key


CSL_FIELDS = {
    "id", "type", "title", "author", "issued", "container-title", "publisher", "version", "number", "URL", "accessed",
    "language", "note",
}  # fmt: skip


def test_csl_json_has_the_shape_that_its_schema_asks_for(items):
    read = json.loads(cited([*items, HOSTILE], Format.CSL_JSON))
    assert len({entry["id"] for entry in read}) == len(items) + 1
    for entry in read:
        assert entry.keys() <= CSL_FIELDS
        assert all(
            isinstance(entry[name], str) and entry[name] for name in entry.keys() - {"author", "issued", "accessed"}
        )
        for author in entry.get("author", []):
            assert set(author) in ({"literal"}, {"family"}, {"family", "given"})
        for date in (entry[name] for name in ("issued", "accessed") if name in entry):
            (parts,) = date["date-parts"]
            assert 1 <= len(parts) <= 3
            assert all(type(part) is int for part in parts)


@pytest.mark.needs("pandoc")
@pytest.mark.parametrize(("form", "reader"), [(Format.BIBTEX, "biblatex"), (Format.CSL_JSON, "csljson")])  # fmt: skip
def test_pandoc_imports_titles_authors_dates_and_addresses(form, reader, items):
    chosen = [FULL, REVIEW, RECIPES, *items[:5], *items[-20:]]
    command = ["pandoc", "-f", reader, "-t", "csljson"]
    ran = subprocess.run(command, input=cited(chosen, form).encode(), capture_output=True, check=True)
    read = {entry["id"]: entry for entry in json.loads(ran.stdout)}
    for item in chosen:
        entry = read[item.key]
        shown = re.sub(r"</?span[^>]*>", "", entry["title"])
        shown = re.sub(r"[“”]", '"', shown).replace("\u2019", "'")
        # It has a mind of its own about the word after a colon.
        assert shown.casefold() == item.title.casefold()
        assert ("cpr-exec" in shown) == ("cpr-exec" in item.title)
        assert len(entry.get("author", [])) == len(item.authors)
        assert entry.get("URL", "") == item.url
        assert str(entry.get("issued", {}).get("date-parts", [[""]])[0][0]) == item.issued[:4]


def test_a_footnote_is_one_line_whose_marks_are_escaped():
    odd = Citable("k", "dataset", "A *b* [c](d) <e> `f` io_uring _g_", token="qemu-10-2/k", ours=True)
    assert cited([odd], Format.FOOTNOTE) == (
        "[^k]: “A \\*b\\* \\[c\\](d) \\<e\\> \\`f\\` io_uring \\_g\\_”. `qemu-10-2/k`\n"
    )
    assert cited([FULL], Format.FOOTNOTE) == (
        "[^peak-memory-2026.12]: Contributors: “Peak of host memory in a cpr-exec update”, QEMU 10.2, examined, "
        "edition 2026.12, 2026-12-01. Verdict: refuted; moderate certainty. "
        "[`qemu-10-2/peak-memory@2026.12#1a2b3c4d`](<https://example.org/editions/2026.12/peak-memory.html>)\n"
    )


def test_every_format_has_a_name_and_says_when_it_is_of_use():
    assert len({form.label for form in Format}) == len(Format)
    assert all(form.doc.endswith(".") for form in Format)


# Kept texts


def work_is_forbidden(*_: object) -> None:
    raise AssertionError("a citation was made that was kept")


def one_by_one(tasks, work):
    for task in tasks:
        yield from work(task)


def test_texts_are_the_same_with_and_without_the_cache_and_kept_ones_are_not_made_again(tmp_path, monkeypatch):
    direct = KeptTexts()(FULL)
    first = KeptTexts(tmp_path)
    first.make([FULL, REVIEW, FULL], one_by_one)
    assert first(FULL) == direct == tuple(plain_text(FULL, each) for each in PLAIN)
    first.save()
    monkeypatch.setattr(importlib.import_module("claimbase.citing.plain_text"), "plain_texts", work_is_forbidden)
    again = KeptTexts(tmp_path)
    again.make([FULL, REVIEW], one_by_one)
    again.save()
    assert KeptTexts(tmp_path)(FULL) == direct
    with pytest.raises(AssertionError):
        KeptTexts(tmp_path)(RECIPES)


def test_what_is_no_longer_cited_is_not_kept(tmp_path, monkeypatch):
    texts = KeptTexts(tmp_path)
    texts.make([FULL, REVIEW], one_by_one)
    texts.save()
    later = KeptTexts(tmp_path)
    later(FULL)
    later.save()
    monkeypatch.setattr(importlib.import_module("claimbase.citing.plain_text"), "plain_texts", work_is_forbidden)
    KeptTexts(tmp_path)(FULL)
    with pytest.raises(AssertionError):
        KeptTexts(tmp_path)(REVIEW)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": ["x"]}', b"\xff"])
def test_a_damaged_cache_is_made_again(tmp_path, content):
    texts = KeptTexts(tmp_path)
    texts(FULL)
    texts.save()
    (file,) = tmp_path.glob("citations-*.json")
    good = file.read_bytes()
    file.write_bytes(content)
    again = KeptTexts(tmp_path)
    assert again(FULL) == texts(FULL)
    again.save()
    assert file.read_bytes() == good


def test_another_version_of_a_library_makes_every_text_anew(tmp_path, monkeypatch):
    KeptTexts(tmp_path)
    texts = KeptTexts(tmp_path)
    texts(FULL)
    texts.save()
    (old,) = tmp_path.glob("citations-*.json")
    monkeypatch.setattr(kept_module, "version", lambda library: f"another of {library}")
    again = KeptTexts(tmp_path)
    again(FULL)
    again.save()
    (new,) = tmp_path.glob("citations-*.json")
    assert new.name != old.name
    assert new.read_bytes() != b""


# What is cited


def test_a_claim_that_is_not_frozen_gives_its_day_as_version_and_no_address_unless_one_is_known(real):
    item = next(iter(real.claims.values()))
    if "@" not in item.token:
        assert item.version == item.issued
    assert item.url == ""


def test_our_own_sources_are_by_the_authors_of_the_base(real):
    assert {each.literal for item in real.sources.values() for each in item.authors if hasattr(each, "literal")} >= {
        "Contributors"
    }
    assert not any(
        getattr(each, "literal", "") == "contributors" for item in real.sources.values() for each in item.authors
    )


def test_a_frozen_source_has_the_token_of_its_edition():
    source = Source.model_validate({"id": "code", "type": "software", "title": "Code", "origin": "x"})
    frozen = Frozen("2026.12", "2026-12-01", "1a2b3c4d" + "0" * 56)
    assert of_source(source, frozen).token == "qemu-10-2/code@2026.12#1a2b3c4d"
    assert of_source(source).token == "qemu-10-2/code"
    assert cited([of_source(source, frozen)], Format.APA) == cited([of_source(source)], Format.APA)
    assert of_claim is not None
    assert Base("x").url == ""
