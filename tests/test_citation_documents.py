"""Documents of each kind: what is in them is found with its place, whoever made them and whatever they are called."""

import zipfile
from pathlib import Path

import pytest
from citation_documents import docx, odt
from citation_registry import EDITION, SITE, registry, token
from claimbase.checker.checking import known_to
from claimbase.checker.places import Citation
from claimbase.checker.scanning import scan

KNOWN = known_to(registry())
CITE = token("cpr-exec-peak-memory")
PAGE = f"{SITE}editions/{EDITION}/claim-reworded.html"


@pytest.fixture
def cited(tmp_path: Path):
    """Writes a document and returns its citations as `place written`."""

    def write(name: str, content: bytes | str) -> list[str]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        read = scan(str(path), KNOWN)
        assert read.flaws == ()
        return told(read.citations)

    return write


def told(citations: tuple[Citation, ...]) -> list[str]:
    return [f"{each.place} {each.written}" for each in citations]


def run(text: str) -> str:
    """A run of a Word document."""
    return f"<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>"


def field(instruction: str) -> str:
    """The runs of a field, its instruction cut in two."""
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    parts = [f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (instruction[:9], instruction[9:])]
    return "".join([mark.format("begin"), *parts, mark.format("separate"), run("page"), mark.format("end")])


# Word


def test_runs_that_cut_a_token_are_put_together(cited):
    half = len(CITE) // 2
    runs = [run("See "), run(CITE[:5]), "<w:proofErr/>", run(CITE[5:half]), run(CITE[half:] + ".")]
    assert cited("a.docx", docx(f"<w:p>{run('x')}</w:p><w:p>{''.join(runs)}</w:p>")) == [f"paragraph 2 {CITE}"]


def test_special_hyphens_and_line_breaks_of_word_are_read(cited):
    parts = CITE.split("-")
    hyphens = [run(parts[0]), *(f"<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>{run(part)}" for part in parts[1:])]
    broken = CITE.replace("@", "</w:t><w:br/><w:t>@")
    body = f"<w:p>{''.join(hyphens)}</w:p><w:p>{run(broken)}</w:p>"
    assert cited("a.docx", docx(body)) == [f"paragraph 1 {CITE}", f"paragraph 2 {CITE}"]


def test_links_of_word_are_read_from_relations_and_fields(cited):
    quoted = field(f" HYPERLINK \\h &quot;{PAGE}&quot; ")
    body = (
        f'<w:p><w:hyperlink r:id="l1">{run("the page")}</w:hyperlink></w:p>'
        f"<w:p><w:fldSimple w:instr=' HYPERLINK \"{PAGE}\" '>{run('page')}</w:fldSimple></w:p>"
        f"<w:p>{quoted}</w:p>"
        f'<w:p><w:hyperlink r:id="none">{run("x")}</w:hyperlink></w:p>'
    )
    assert cited("a.docx", docx(body, {"l1": PAGE})) == [f"paragraph {n} {PAGE}" for n in (1, 2, 3)]


def test_a_link_whose_text_cites_the_same_is_told_once(cited):
    address = f"{SITE}editions/{EDITION}/cpr-exec-peak-memory.html"
    body = f'<w:p><w:hyperlink r:id="l1">{run(CITE)}</w:hyperlink></w:p>'
    assert cited("a.docx", docx(body, {"l1": address})) == [f"paragraph 1 {CITE}"]
    assert cited("a.html", f'<p><a href="{address}">{CITE}</a></p>') == [f"1:{15 + len(address)} {CITE}"]
    assert cited("a.md", f"[{CITE}]({address})") == [f"1:2 {CITE}"]


def test_notes_headers_and_text_boxes_are_read_and_what_was_deleted_is_not(cited):
    box = f"<w:txbxContent><w:p>{run('qemu-10-2/cpr-exec')}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{run('a')}<mc:AlternateContent xmlns:mc='mc'><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:p>"
        f"<w:p><w:del><w:r><w:delText>{CITE}</w:delText></w:r></w:del><w:moveFrom>{run(CITE)}</w:moveFrom></w:p>"
        f"<w:p><w:ins>{run(CITE)}</w:ins></w:p>"
    )
    notes = (
        f'<w:footnote w:type="separator"><w:p/></w:footnote><w:footnote w:id="7"><w:p>{run(CITE)}</w:p></w:footnote>'
    )
    header = f"<w:p>{run(CITE)}</w:p>"
    assert cited("a.docx", docx(body, footnotes=notes, header=header)) == [
        "paragraph 2 qemu-10-2/cpr-exec",
        f"paragraph 4 {CITE}",
        f"footnote 1 {CITE}",
        f"header {CITE}",
    ]


# OpenDocument


def test_spans_breaks_and_notes_of_opendocument_are_read(cited):
    start, end = CITE[:14], CITE[14:]
    body = (
        f"<text:h>A</text:h><text:p><text:span>{start}</text:span><text:soft-page-break/><text:span>{end}</text:span></text:p>"
        f"<text:p>{start}<text:line-break/>{end}<text:s text:c='3'/>x</text:p>"
        f"<text:p>{CITE}<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>"
        "qemu-10-2/cpr-exec</text:p></text:note-body></text:note></text:p>"
        f'<text:p><text:a xlink:href="{PAGE}">page</text:a></text:p>'
        f"<text:tracked-changes><text:p>{CITE}</text:p></text:tracked-changes>"
        f"<text:p>a<office:annotation><text:p>{CITE}</text:p></office:annotation></text:p>"
    )
    assert cited("a.odt", odt(body)) == [
        f"paragraph 2 {CITE}",
        f"paragraph 3 {CITE}",
        f"paragraph 4 {CITE}",
        f"paragraph 5 {PAGE}",
        "note 1 qemu-10-2/cpr-exec",
    ]


def test_flat_opendocument_is_read(cited):
    with_parts = odt(f"<text:p>{CITE}</text:p>")
    assert cited("a.odt", with_parts) == [f"paragraph 1 {CITE}"]
    content = with_parts[:0].decode() or (
        '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>'
        f"{CITE}</text:p></office:text></office:body></office:document>"
    )
    assert cited("a.fodt", content) == [f"paragraph 1 {CITE}"]


# Names and encodings


def test_what_a_document_is_shows_in_its_content_not_in_its_name(cited):
    assert cited("word.txt", docx(f"<w:p>{run(CITE)}</w:p>")) == [f"paragraph 1 {CITE}"]
    assert cited("word.pdf", odt(f"<text:p>{CITE}</text:p>")) == [f"paragraph 1 {CITE}"]
    assert cited("text.docx", f"see {CITE}") == [f"1:5 {CITE}"]
    assert cited("page", f"<!doctype html><p>{CITE.replace('#', '&num;')}") == [f"1:19 {CITE}"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_texts_are_read_in_any_usual_encoding(cited, encoding):
    assert cited("a.txt", f"é … {CITE}\n".replace("… ", "").encode(encoding)) == [f"1:3 {CITE}"]


def test_columns_count_characters_and_lines_all_their_ends(cited):
    assert cited("a.md", f"ä😀 {CITE}\r\nx\rx\n{CITE}") == [f"1:4 {CITE}", f"4:1 {CITE}"]
    assert cited("empty.md", "") == []


# Real programs


REPORT = f"""\
# Report

Some words in front so that the line is broken somewhere in the middle, as in every report that was ever written by
anyone: the memory at its peak ({CITE}) is larger than `qemu-10-2/cpr-exec`, and *that* is that.

A note.[^1] See [the page]({PAGE}) and <{SITE}claims/claim-withdrawn.html>.

| what | where |
|---|---|
| a row | qemu-10-2/claim-split@{EDITION} |

Write to qemu-10-2/list@example.org or someone@qemu-10-2.example.org.

[^1]: As in {token("claim-judged-otherwise")} of then.
"""
IN_REPORT = {
    CITE,
    "qemu-10-2/cpr-exec",
    f"qemu-10-2/claim-split@{EDITION}",
    token("claim-judged-otherwise"),
    PAGE,
    f"{SITE}claims/claim-withdrawn.html",
}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in each format that pandoc and LibreOffice write, made once."""
    import subprocess

    from requirements_plugin import require

    require("pandoc", "soffice")
    folder = tmp_path_factory.mktemp("made")
    (folder / "report.md").write_text(REPORT, encoding="utf-8")
    for name in ("docx", "odt", "html", "tex", "rst", "txt"):
        extra = ["--reference-links"] if name == "rst" else []
        writer = {"tex": "latex", "txt": "markdown"}.get(name, name)
        command = ["pandoc", "--standalone", "--metadata=title:R", *extra, f"--to={writer}", f"--output=report.{name}"]
        subprocess.run([*command, "report.md"], cwd=folder, check=True, capture_output=True)
    for target, source in (
        ("pdf", "report.odt"),
        ("docx", "report.odt"),
        ("odt", "report.docx"),
        ("fodt", "report.odt"),
    ):
        # Each run has a folder of its own: LibreOffice overwrites, and names what it makes like what it made it from.
        command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", target, "--outdir", f"office-{target}", source]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


MADE = ["report.md", "report.docx", "report.odt", "report.html", "report.tex", "report.rst", "report.txt"]
MADE += ["office-pdf/report.pdf", "office-docx/report.docx", "office-odt/report.odt", "office-fodt/report.fodt"]


@pytest.mark.needs("pandoc", "soffice")
@pytest.mark.parametrize("name", MADE)
def test_documents_of_pandoc_and_libreoffice_are_read(made, name):
    read = scan(str(made / name), KNOWN)
    assert read.flaws == ()
    assert sorted(each.written for each in read.citations) == sorted(IN_REPORT)
    if read.citations[0].place.line:
        lines = (made / name).read_text("utf-8").split("\n")
        for each in read.citations:
            rest = lines[each.place.line - 1][each.place.column - 1 :]
            assert rest[:4] in (each.written[:4], "qemu", "http")


def test_a_page_printed_by_a_browser_is_read(browser, tmp_path):
    """Chromium breaks the token at a soft hyphen and writes a hyphen there."""
    soft = CITE.replace("memory", "mem\u00adory")
    page = browser.new_page()
    page.set_content(
        f"<h1>Report</h1><p style='width:22ch;font-family:monospace;hyphens:manual'>{soft} and so on</p>"
        f"<p style='font-family:serif'>qemu-10-2/first-fire-offline <a href='{PAGE}'>page</a></p>"
        f"<p style='break-before:page'>qemu-10-2/cpr-exec@{EDITION}</p>"
    )
    page.pdf(path=tmp_path / "printed.pdf")
    page.close()
    read = scan(str(tmp_path / "printed.pdf"), KNOWN)
    assert read.flaws == ()
    assert told(read.citations) == [
        f"page 1 {CITE}",
        "page 1 qemu-10-2/first-fire-offline",
        f"page 1 {PAGE}",
        f"page 2 qemu-10-2/cpr-exec@{EDITION}",
    ]


def test_a_copy_of_word_that_was_packed_without_compression_is_read(cited, tmp_path):
    path = tmp_path / "made.docx"
    path.write_bytes(docx(f"<w:p>{run(CITE)}</w:p>"))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "stored.docx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert cited("copy.docx", (tmp_path / "stored.docx").read_bytes()) == [f"paragraph 1 {CITE}"]
