"""The base as one SQLite file: typed tables with keys, and their documentation beside them."""

import sqlite3
from collections.abc import Iterator

from .about import About
from .table import TABLES, Column, Row, Table

_TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "boolean": "INTEGER"}
_DOCUMENTATION = """\
CREATE TABLE "about" ("name" TEXT PRIMARY KEY, "value" TEXT NOT NULL);
CREATE TABLE "table_docs" ("table_name" TEXT PRIMARY KEY, "doc" TEXT NOT NULL);
CREATE TABLE "column_docs" (
  "table_name" TEXT NOT NULL REFERENCES "table_docs",
  "column_name" TEXT NOT NULL,
  "doc" TEXT NOT NULL,
  PRIMARY KEY ("table_name", "column_name")
);
"""


def sqlite_bytes(about: About, rows: tuple[tuple[Row, ...], ...]) -> bytes:
    """Return the file; the same rows make the same bytes with the same version of SQLite."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.executescript(_DOCUMENTATION + "".join(map(create, TABLES)))
        connection.executemany('INSERT INTO "about" VALUES (?, ?)', about.entries().items())
        connection.executemany('INSERT INTO "table_docs" VALUES (?, ?)', ((table.name, table.doc) for table in TABLES))
        connection.executemany('INSERT INTO "column_docs" VALUES (?, ?, ?)', _column_docs())
        for table, held in zip(TABLES, rows, strict=True):
            marks = ", ".join("?" * len(table.columns))
            # The names of tables are our own.
            connection.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', held)  # noqa: S608
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def create(table: Table) -> str:
    """Return the statement that makes a table; what each column holds stands beside it as a comment."""
    lines = [f"  {_definition(column)}, -- {column.doc}" for column in table.columns]
    key = ", ".join(f'"{name}"' for name in table.key)
    return "\n".join([f'CREATE TABLE "{table.name}" ( -- {table.doc}', *lines, f"  PRIMARY KEY ({key})", ");\n"])


def _definition(column: Column) -> str:
    required = " NOT NULL" if column.required else ""
    refers = f' REFERENCES "{column.refers_to}"' if column.refers_to else ""
    return f'"{column.name}" {_TYPES[column.sort]}{required}{refers}'


def _column_docs() -> Iterator[tuple[str, str, str]]:
    for table in TABLES:
        for column in table.columns:
            yield table.name, column.name, column.doc
