"""The base as Parquet, a file for each table."""

import json
import tempfile
from pathlib import Path

from .table import TABLES, Row, Table

_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "real": "DOUBLE", "boolean": "BOOLEAN"}


def parquet_files(rows: tuple[tuple[Row, ...], ...]) -> dict[str, bytes]:
    """Return the Parquet file of each table, by name; the same rows make the same bytes with the same DuckDB."""
    # Imported here: it takes as long as a small site, and most commands need it not.
    import duckdb

    files = {}
    with tempfile.TemporaryDirectory(prefix="claimbase-") as name, duckdb.connect(":memory:") as connection:
        folder = Path(name)
        # With several threads the order of row groups would vary; nothing may be fetched.
        connection.execute("SET threads = 1")
        connection.execute("SET autoinstall_known_extensions = false")
        for table, held in zip(TABLES, rows, strict=True):
            names = [column.name for column in table.columns]
            lines = [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in held]
            (folder / "rows.json").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            connection.execute(_copy(table, folder))
            files[f"{table.name}.parquet"] = (folder / "table.parquet").read_bytes()
    return files


def _copy(table: Table, folder: Path) -> str:
    columns = ", ".join(f"'{column.name}': '{_TYPES[column.sort]}'" for column in table.columns)
    rows, target = (str(folder / each).replace("'", "''") for each in ("rows.json", "table.parquet"))
    read = f"read_json('{rows}', format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = 67108864)"
    return f"COPY (SELECT * FROM {read}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608 - names are our own
