"""A document of blocks as a Word file; the same blocks and day always give the same bytes."""

import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from .blocks import Block
from .inline import Run, plain, runs

_AUTHOR = "QEMU 10.2, examined"
_LANGUAGE = "en-GB"
_CODE = "Memo code"
_LISTS = {"list": "List Bullet", "numbered": "List Number", "checks": "List"}
_WIDTH = 170
"""Millimetres of text in a line."""
_WIDE = 45
"""Characters of a text from which on a column becomes no wider for it."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest day that a ZIP archive can name."""


def word_file(blocks: Iterable[Block], date: str) -> bytes:
    """Return the document as the bytes of a .docx file, dated to a day (`YYYY-MM-DD`)."""
    document = docx.Document()
    _prepare(document)
    title = ""
    for block in blocks:
        if block.kind == "heading":
            _line(document.add_heading("", block.level), block.text)
            title = title or plain(block.text)
        elif block.kind == "table":
            _table(document, block)
        elif block.kind == "code":
            document.add_paragraph("\n".join(block.items), style=_CODE)
        elif block.kind == "text":
            _line(document.add_paragraph(), block.text)
        else:
            for item in block.items:
                _line(document.add_paragraph("☐ " if block.kind == "checks" else "", style=_LISTS[block.kind]), item)
    _date(document, title, date)
    return _packed(document)


def _prepare(document: Document) -> None:
    """Set paper, margins, language, and the style of code."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    body = document.styles["Normal"]
    body.font.name, body.font.size = "Arial", Pt(10)
    body.paragraph_format.space_after = Pt(6)
    code = document.styles.add_style(_CODE, WD_STYLE_TYPE.PARAGRAPH)
    code.font.name, code.font.size = "Courier New", Pt(8)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE)
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _table(document: Document, block: Block) -> None:
    headed = any(block.head)
    lines = [block.head, *block.rows] if headed else list(block.rows)
    table = document.add_table(rows=len(lines), cols=len(block.head), style="Table Grid")
    table.autofit = False
    widths = _widths(lines)
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        for place, (cell, text) in enumerate(zip(row.cells, line, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            _line(paragraph, text)
            if (headed and not number) or (not headed and not place):
                for run in paragraph.runs:
                    run.bold = True
        if headed and not number:
            # So that the headings stand on every page of a long table.
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _widths(lines: Sequence[Sequence[str]]) -> list[Mm]:
    """Return the width of each column: by its longest text, but each has room for its longest word."""
    columns = [[plain(cell) for cell in column] for column in zip(*lines, strict=True)]
    words = [max((len(word) for text in column for word in text.split()), default=1) for column in columns]
    texts = [max(map(len, column)) for column in columns]
    weights = [max(word + 2, min(text, _WIDE)) for word, text in zip(words, texts, strict=True)]
    return [Mm(_WIDTH * weight / sum(weights)) for weight in weights]


def _line(paragraph: Paragraph, line: str) -> None:
    for run in runs(line):
        if run.style == "link":
            _link(paragraph, run)
            continue
        made = paragraph.add_run(run.text)
        made.bold = True if run.style == "strong" else None
        if run.style == "code":
            made.font.name = "Courier New"


def _link(paragraph: Paragraph, run: Run) -> None:
    """Add a link; the library can only read them."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    made = paragraph.add_run(run.text)
    made.font.underline = True
    link.append(made._r)
    paragraph._p.append(link)


def _date(document: Document, title: str, date: str) -> None:
    day = datetime.datetime.fromisoformat(date)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, _AUTHOR, ""
    properties.last_modified_by, properties.language = _AUTHOR, _LANGUAGE
    properties.created = properties.modified = day


def _packed(document: Document) -> bytes:
    """Return the file with the same moment for each of its parts."""
    first, last = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as parts, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(part, parts.read(name))
    return last.getvalue()
