"""Which reader a document needs: by what it begins with, and for texts by its name."""

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePath

from claimbase.checker.documents import MAX_BYTES, Part, UnreadableError
from claimbase.checker.folding import Flavour

from . import docx, opendocument, pdf, texts
from .packed import Package

_FLAVOURS = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"), Flavour.MARKDOWN),
    **dict.fromkeys((".rst", ".rest"), Flavour.REST),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xht"), Flavour.HTML),
    **dict.fromkeys((".tex", ".latex", ".ltx", ".bib", ".bbl", ".sty"), Flavour.LATEX),
}
_PDF_WITHIN = 1024
"""A PDF begins with its mark, or some software's own lines before it."""
_REFUSED = {
    b"{\\rtf": "it is an RTF file",
    b"%!PS": "it is a PostScript file",
    b"\x89PNG": "it is a picture",
    b"\xff\xd8\xff": "it is a picture",
    b"\x1f\x8b": "it is compressed",
    b"\x7fELF": "it is a program",
}
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def parts_of(path: Path) -> Iterator[Part]:
    """Yield the parts of the document at a path.

    Raises UnreadableError where it cannot be read, OSError where the file cannot be opened.
    """
    if not path.is_file():
        raise UnreadableError("K201", "this is a folder or device, not a file" if path.exists() else "no such file")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableError("K202", f"the file has {size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read")
    data = path.read_bytes()
    head = data[:_PDF_WITHIN]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _packed(path)
    elif b"%PDF-" in head:
        yield from pdf.parts(data)
    elif head.startswith(_OLD_WORD):
        raise _old_office(data)
    elif refused := next((words for mark, words in _REFUSED.items() if head.startswith(mark)), ""):
        raise UnreadableError("K203", refused)
    elif opendocument.is_flat(head):
        yield from opendocument.flat_parts(data)
    else:
        yield from texts.parts(data, _FLAVOURS.get(PurePath(path.name).suffix.lower()))


def _packed(path: Path) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(path) as archive:
            package = Package(archive)
            if opendocument.is_package(package):
                yield from opendocument.parts(package)
            elif docx.is_package(package):
                yield from docx.parts(package)
            else:
                raise UnreadableError("K203", "it is a zip file that holds neither a DOCX nor an OpenDocument text")
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise UnreadableError("K204", f"the zip file is damaged or cut off: {error}") from None


def _old_office(data: bytes) -> UnreadableError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableError("K206", "it asks for a password")
    return UnreadableError("K203", "it is a file of Word from before 2007, or of another old program")
