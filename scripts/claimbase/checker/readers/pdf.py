"""PDF: the text layer of each page and the links on it; the only importer of pypdf."""

import io
import logging
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

from claimbase.checker.documents import MAX_TEXT, Link, Part, Passage, UnreadableError
from claimbase.checker.places import Flaw, Place

_MOST_PAGES = 5_000
_MOST_LINKS = 20_000
_EXPECTED = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What pypdf is known to raise on PDF files that are broken."""


def parts(data: bytes) -> Iterator[Part]:
    """Yield the text of all pages as one passage, the links, and a flaw for each page that cannot be read.

    Raises UnreadableError where the file cannot be opened at all.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = _opened(data)
        number = len(reader.pages)
    except UnreadableError:
        raise
    except (FileNotDecryptedError, DependencyError):
        raise UnreadableError("K206", "it asks for a password") from None
    except _EXPECTED as error:
        raise UnreadableError("K204", f"the PDF is damaged or cut off: {_words(error)}") from None
    if number > _MOST_PAGES:
        raise UnreadableError("K202", f"it has {number} pages; at most {_MOST_PAGES} are read")
    yield from _read(reader, number)


def _opened(data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("K206", "it asks for a password")
    return reader


def _read(reader: PdfReader, number: int) -> Iterator[Part]:
    texts: list[str] = []
    starts: list[int] = []
    links: list[Link] = []
    size = 0
    for index in range(number):
        place = Place(page=index + 1)
        text = ""
        try:
            page = reader.pages[index]
            text = page.extract_text()
            links += [Link(address, place) for address in islice(_addresses(page), _MOST_LINKS)]
        except LimitReachedError as error:
            yield Flaw("K205", f"the page unpacks to more than a page can need: {_words(error)}", place)
        except _EXPECTED as error:
            yield Flaw("K204", f"the page is damaged: {_words(error)}", place)
        starts.append(size)
        texts.append(text + "\n")
        size += len(texts[-1])
        if size > MAX_TEXT or len(links) > _MOST_LINKS:
            raise UnreadableError("K202", "it has more text or links than any report")
    if not "".join(texts).strip():
        yield Flaw("K208", "it has pages but no text in them" if number else "it has no pages")

    def place_of(start: int, _end: int) -> Place:
        return Place(page=max(1, bisect_right(starts, start)))

    yield Passage("".join(texts), place_of)
    yield from links


def _addresses(page: PageObject) -> Iterator[str]:
    annotations: Any = page.annotations or []
    for each in annotations:
        annotation = each.get_object()
        action = annotation.get("/A")
        address = action.get_object().get("/URI") if action is not None else None
        if address is not None:
            yield str(address)[:2000]


def _words(error: BaseException) -> str:
    """Return what an error says, in one short line."""
    return " ".join(str(error).split())[:120] or type(error).__name__
