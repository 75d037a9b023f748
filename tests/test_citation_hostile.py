"""Documents that are broken or built to do harm: each ends in a clear message, and the others are checked as well."""

import os
import signal
import zipfile
from pathlib import Path

import pytest
from citation_documents import docx, odt, packed, pdf, word_xml
from citation_registry import registry, token
from claimbase.checker import check, reading
from claimbase.checker.checking import known_to
from claimbase.checker.reading import read
from claimbase.checker.scanning import MOST_CITATIONS, scan
from hypothesis import given, settings
from hypothesis import strategies as st

REGISTRY = registry()
KNOWN = known_to(REGISTRY)
CITE = token("cpr-exec")
GOOD = docx(f"<w:p><w:r><w:t>{CITE}</w:t></w:r></w:p>")
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "aaaaaaaaaa"}">' for n in range(10))
CATALOG = "<</Type/Catalog/Pages 2 0 R>>"
KIDS = "/Type/Pages/Count 2/Kids"
FORM = "<</Type/XObject/Subtype/Form/Resources<</XObject<</F 5 0 R>>>>/Length 5>>stream\n/F Do\nendstream"


def with_document(content: str | bytes) -> bytes:
    """A Word document whose main part is this."""
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": content})


def page(content: str, resources: str = "") -> tuple[str, ...]:
    """The objects of a PDF of one page."""
    return (
        CATALOG,
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<<{resources}>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    )


def encrypted() -> bytes:
    """A PDF that asks for a password."""
    import io

    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(99, 99)
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def flat_entities() -> bytes:
    """A flat OpenDocument file with entities of its own."""
    return f"<!DOCTYPE a [{ENTITIES}]><office:document>&a9;</office:document>".encode()


def bomb() -> bytes:
    """A Word document that unpacks to a thousand times its size."""
    return docx(f"<w:p><w:r><w:t>{'a' * 12_000_000}</w:t></w:r></w:p>")


def lying_bomb() -> bytes:
    """The same, with a directory that says that it is small."""
    data = bytearray(bomb())
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def locked(data: bytes) -> bytes:
    """A zip file whose parts are marked as encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := out.find(mark, place + 1)) >= 0:
            out[place + offset] |= 1
    return bytes(out)


# Name of the file, its content, the code of the message.
HOSTILE = [
    ("folder", None, "K201"),
    ("bomb.docx", bomb, "K205"),
    ("lying.docx", lying_bomb, "K204"),
    ("entities.docx", lambda: with_document(f"<!DOCTYPE a [{ENTITIES}]>{word_xml('<w:p>&a9;</w:p>')}"), "K205"),
    ("outside.docx", lambda: with_document(f'<!DOCTYPE a SYSTEM "file:///etc/passwd">{word_xml("")}'), "K205"),
    ("wide.docx", lambda: with_document(f"<!DOCTYPE a>{word_xml('')}".encode("utf-16")), "K205"),
    ("undeclared.docx", lambda: with_document(word_xml("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")), "K204"),
    ("deep.docx", lambda: with_document(word_xml("<w:p>" * 100_000)), "K204"),
    ("open.docx", lambda: with_document(word_xml("<w:p>")[:-9]), "K204"),
    ("parts.docx", lambda: packed({f"p{n}": "" for n in range(10_001)}), "K205"),
    ("cut.docx", lambda: GOOD[:-30], "K204"),
    ("torn.docx", lambda: GOOD.replace(b"word/document.xml", b"word/d\0cument.xml", 1), "K204"),
    ("locked.docx", lambda: locked(GOOD), "K206"),
    ("locked-old.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "K206"),
    ("old.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "K203"),
    ("empty.odt", lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "K204"),
    ("any.zip", lambda: packed({"a.txt": CITE}), "K203"),
    ("entities.fodt", flat_entities, "K205"),
    ("locked.odt", lambda: packed({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<encryption-data/>",
        "content.xml": "not XML",
    }), "K206"),
    ("cut.pdf", lambda: pdf(*page("BT (x) Tj ET"))[:60], "K204"),
    ("head.pdf", lambda: b"%PDF-1.7\n", "K204"),
    ("locked.pdf", encrypted, "K206"),
    ("empty.pdf", lambda: pdf(*page("")), "K208"),
    ("pages.pdf", lambda: pdf(CATALOG, "<</Type/Pages/Kids[2 0 R]/Count 1>>"), "K204"),
    ("pages2.pdf", lambda: pdf(CATALOG, f"<<{KIDS}[3 0 R 3 0 R]>>", f"<<{KIDS}[2 0 R]>>"), "K204"),
    ("form.pdf", lambda: pdf(*page("/F Do", "/XObject<</F 5 0 R>>"), FORM), "K208"),
    ("noise.md", lambda: bytes(range(256)) * 20, "K203"),
    ("zeros.txt", lambda: bytes(5000), "K203"),
    ("picture.md", lambda: b"\x89PNG\r\n\x1a\n", "K203"),
    ("report.rtf", lambda: b"{\\rtf1 qemu-10-2/cpr-exec}", "K203"),
    ("long.txt", lambda: b"a" * (16 * 1024 * 1024 + 1), "K202"),
    ("many.txt", lambda: b"qemu-10-2/cpr-exec\n" * (MOST_CITATIONS + 1), "K209"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "code"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_a_bad_document_ends_in_its_message_and_no_other_is_kept_from_being_read(tmp_path, name, content, code):
    bad, good = tmp_path / name, tmp_path / "good.docx"
    if content is None:
        os.mkfifo(bad)
    else:
        bad.write_bytes(content())
    good.write_bytes(GOOD)
    report = check([str(bad), str(good)], REGISTRY)
    assert [problem.code for problem in report.documents[0].problems] == [code]
    assert [each.citation.written for each in report.documents[1].judgements] == [CITE]
    assert report.failed is (code != "K208")


def test_a_file_of_100_mb_is_not_opened(tmp_path):
    path = tmp_path / "big.md"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    (problem,) = check([str(path)], REGISTRY).problems
    assert problem.code == "K202"
    assert "100 MB" in problem.message


def test_a_missing_file_is_told(tmp_path):
    (problem,) = check([str(tmp_path / "no.md")], REGISTRY).problems
    assert (problem.code, problem.message) == ("K201", "no such file")


@pytest.mark.parametrize(
    "act",
    [signal.pause, lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: bytearray(1 << 32)],
    ids=["hangs", "is killed", "takes memory"],
)
def test_whatever_a_reader_does_its_process_is_bounded(tmp_path, monkeypatch, act):
    monkeypatch.setattr(reading, "scan", lambda *_: act())
    monkeypatch.setattr("threading.active_count", lambda: 1)
    (flaw,) = read(str(tmp_path / "a.md"), KNOWN, seconds=0.5 if act is signal.pause else 30).flaws
    assert flaw.code == "K207"


def test_beside_other_threads_a_new_process_reads(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_text(CITE, encoding="utf-8")
    monkeypatch.setattr("threading.active_count", lambda: 2)
    (only,) = read(str(path), KNOWN).citations
    assert only.written == CITE


def test_an_unexpected_error_of_a_reader_is_a_message(tmp_path, monkeypatch):
    from claimbase.checker import scanning

    def fails(_path: Path) -> None:
        raise LookupError

    monkeypatch.setattr(scanning, "parts_of", fails)
    (flaw,) = scan(str(tmp_path / "a.md"), KNOWN).flaws
    assert (flaw.code, flaw.message) == ("K204", "it cannot be taken apart (LookupError)")


# Time grows with the length alone: a text that made it grow faster would meet the limit of a test's time.
STUBBORN = [
    "qemu-10-2/" * 20_000,
    "qemu-10-2/" + "a-\n" * 60_000,
    "claims/" * 30_000,
    "claims/cpr-exec.html " * 10_000,
    "<!--" * 50_000,
    '<a "' * 50_000,
    "<script" * 30_000,
    "<a" + " " * 200_000,
    "\\" * 200_000,
    "&" * 200_000,
    "\n>" * 100_000,
    "-\n" * 100_000,
    " " * 200_000,
    "q-\n" * 60_000,
]


@pytest.mark.parametrize("text", STUBBORN, ids=[each[:12].strip() or "spaces" for each in STUBBORN])
@pytest.mark.parametrize("name", ["a.html", "a.tex"])
def test_no_text_takes_more_time_than_its_length(tmp_path, text, name):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert {flaw.code for flaw in read(str(path), KNOWN).flaws} <= {"K209"}


SEEDS = [GOOD, odt(f"<text:p>{CITE}</text:p>"), pdf(*page("BT /F 9 Tf (x) Tj ET"))]


@settings(max_examples=60)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 1500), st.binary(max_size=4)), min_size=1, max_size=6))
def test_damaged_documents_never_raise(tmp_path_factory, seed, changes):
    data = bytearray(seed)
    for place, content in changes:
        data[place % len(data) : place % len(data) + len(content)] = content
    path = tmp_path_factory.mktemp("damaged") / "a"
    path.write_bytes(data)
    result = scan(str(path), KNOWN)
    assert all(not flaw.message.startswith("it cannot be taken apart") for flaw in result.flaws)


def test_zip_files_that_overlap_or_are_packed_otherwise_are_refused(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", word_xml(""))
    (flaw,) = scan(str(path), KNOWN).flaws
    assert flaw.code == "K203"
