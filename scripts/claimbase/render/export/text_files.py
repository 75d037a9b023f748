"""The base as text: one JSON document, and a CSV file for each table."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping

from ..benchmark_files import spreadsheet_cell
from .about import About
from .table import TABLES, Row

_NO_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest day that a zip file can name: the same files make the same bytes on any day."""


def json_bytes(about: About, rows: tuple[tuple[Row, ...], ...]) -> bytes:
    """Return everything as one document: what it is, and each table as a list of objects, a row a line."""
    parts = []
    for table, held in zip(TABLES, rows, strict=True):
        names = [column.name for column in table.columns]
        lines = ",\n".join([_compact(dict(zip(names, row, strict=True))) for row in held])
        parts.append(f"{_compact(table.name)}:[\n{lines}\n]")
    return f'{{"about":{_compact(about.entries())},\n"tables":{{\n{",".join(parts)}}}}}\n'.encode()


def csv_files(rows: tuple[tuple[Row, ...], ...]) -> dict[str, bytes]:
    """Return the CSV file of each table (RFC 4180), by name; what has no value is empty."""
    files = {}
    for table, held in zip(TABLES, rows, strict=True):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        writer.writerows([[spreadsheet_cell(value) for value in row] for row in held])
        files[f"{table.name}.csv"] = text.getvalue().encode()
    return files


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Return files as one archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return held.getvalue()


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
