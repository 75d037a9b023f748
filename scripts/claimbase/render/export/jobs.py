"""The jobs that make the downloads: each makes one form of the same rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from claimbase.assessment import Assessment
from claimbase.evaluation import Evaluations
from claimbase.repository import KnowledgeBase

from ..files import SiteFile
from ..job import Job
from ..pages import page
from . import base_tables, benchmark_tables, claim_tables  # noqa: F401 - they register their tables, parents first
from .about import About
from .parquet_files import parquet_files
from .sqlite_file import sqlite_bytes
from .table import TABLES, Base, Row
from .text_files import csv_files, json_bytes, zip_bytes

FOLDER = "downloads"
"""Folder of the downloads."""
NAME = "qemu-10-2"
"""What the files that hold everything are called."""

Rows = tuple[tuple[Row, ...], ...]
"""The rows of every table, in the order of the tables."""

DOWNLOADS: Mapping[str, str] = {
    "json": f"{FOLDER}/{NAME}.json",
    "sqlite": f"{FOLDER}/{NAME}.sqlite",
    "csv": f"{FOLDER}/{NAME}-csv.zip",
    "parquet": f"{FOLDER}/{NAME}-parquet.zip",
}
"""The file that holds everything, by form."""


def export_jobs(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    evaluations: Mapping[str, Evaluations],
    about: About,
    *,
    wanted: bool,
) -> Iterator[Job]:
    """Yield the jobs for the page of downloads and, where they are wanted, for the files that it leads to."""
    counts: tuple[int, ...] = ()
    if wanted:
        base = Base(kb, assessments, evaluations)
        rows: Rows = tuple(tuple(table.rows(base)) for table in TABLES)
        counts = tuple(map(len, rows))
        for form, make in _FORMS.items():
            yield Job(f"{FOLDER}/{form}", make, (about, rows), costly=True)
    yield Job(f"{FOLDER}/index.html", download_page, (counts,))


def _json(about: About, rows: Rows) -> Iterator[SiteFile]:
    yield SiteFile(DOWNLOADS["json"], "", json_bytes(about, rows))


def _sqlite(about: About, rows: Rows) -> Iterator[SiteFile]:
    yield SiteFile(DOWNLOADS["sqlite"], "", sqlite_bytes(about, rows))


def _csv(about: About, rows: Rows) -> Iterator[SiteFile]:  # noqa: ARG001 - a table of text has no place for it
    yield from _each("csv", csv_files(rows))


def _parquet(about: About, rows: Rows) -> Iterator[SiteFile]:  # noqa: ARG001 - a table of values has no place for it
    yield from _each("parquet", parquet_files(rows))


def _each(form: str, files: Mapping[str, bytes]) -> Iterator[SiteFile]:
    """Yield the file of each table, and all in one."""
    for name, content in files.items():
        yield SiteFile(f"{FOLDER}/{form}/{name}", "", content)
    yield SiteFile(DOWNLOADS[form], "", zip_bytes(files))


_FORMS: Mapping[str, Callable[[About, Rows], Iterable[SiteFile]]] = {
    "json": _json,
    "sqlite": _sqlite,
    "csv": _csv,
    "parquet": _parquet,
}


def download_page(counts: tuple[int, ...]) -> Iterator[SiteFile]:
    """Yield the page of downloads, with the documentation of every column; no counts where none were made."""
    values = {"tables": TABLES, "counts": counts, "name": NAME}
    uri = f"{FOLDER}/index.html"
    description = "The whole base as JSON, CSV, SQLite and Parquet, and what its tables and columns hold."
    yield page("downloads.html", uri, "Downloads", description=description, values=values)
