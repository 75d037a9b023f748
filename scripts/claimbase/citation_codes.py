"""What can be wrong with a document whose citations are checked, or with the registry that they are compared with."""

from .codes import Code, by_code
from .model import Level

CITATION_CODES = (
    Code("K101", "registry cannot be used", "Without it nothing can be said of any citation.",
         "an HTML page saved under the registry's name", "the file api/v1/registry.json of the site",
         "export it again with claimbase registry, or take api/v1/registry.json of the site"),
    Code("K102", "registry of another format", "Its keys may mean something else.",
         '"format": 2', '"format": 1', "use the version of claimbase that goes with the registry"),
    Code("K201", "document cannot be read", "Its citations were not looked at.",
         "a path with a slip in it", "a file that exists", "see that the file exists and can be read"),
    Code("K202", "document too large", "Whatever it holds, reading it must end.",
         "a text file of 100 MB", "a report of a few MB", "give the text alone, or the chapters one by one"),
    Code("K203", "not a kind of document that is read", "A guess at its text would miss citations in silence.",
         "report.doc", "report.docx", "save it as DOCX, ODT, PDF, HTML, Markdown or plain text"),
    Code("K204", "document is damaged", "What cannot be taken apart may hold citations that were not seen.",
         "a DOCX file that was cut off", "the whole file", "open it in its own program and save it again"),
    Code("K205", "document is built to do harm, or looks like it", "It would take memory or time without end.",
         "a zip file that grows a thousandfold, XML with entities of its own", "a file as Word or LibreOffice saves it",
         "open it in its own program and save it again; do not trust a file that you did not expect"),
    Code("K206", "document is encrypted", "Its text is not to be had without the password.",
         "a PDF that asks for a password", "the same without one", "save a copy without a password and check that"),
    Code("K207", "reading was ended", "It took more time or memory than any report should.",
         "a PDF whose pages refer to themselves", "a PDF as a word processor writes it",
         "check a simpler copy: print it to a new PDF, or save it as plain text"),
    Code("K208", "no text in it", "Citations in pictures of text are not seen.",
         "a scanned report", "the same with a text layer", "add a text layer (OCR), or check the original",
         Level.WARNING),
    Code("K209", "more citations than are looked at", "The rest was not compared.",
         "10,001 citations in one file", "a report", "check it in parts"),
)  # fmt: skip
"""One code for each way in which a document or registry cannot be used."""

_BY_CODE = by_code(CITATION_CODES)


def code_of(name: str) -> Code:
    """Return the documentation of a code."""
    return _BY_CODE[name]
