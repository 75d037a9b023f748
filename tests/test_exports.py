"""Downloads: the same rows in every form, documented columns, the same bytes each time; the examples are run."""

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest
from claimbase.model.api import LICENCE
from claimbase.pipeline import examine
from claimbase.render import Job, SiteFile, SiteSettings, iter_jobs
from claimbase.render.export import DOWNLOADS, TABLES
from claimbase.site import build_site
from claimbase.site import kept as site_kept
from edition_history import history, with_history
from site_base import write_base

ROOT = Path(__file__).resolve().parents[1]
QUERY = (ROOT / "docs/query.md").read_text("utf-8")
API = (ROOT / "docs/api.md").read_text("utf-8")


def downloads_of(root: Path) -> dict[str, bytes]:
    examined = examine(root)
    assert examined.sound, examined.problems
    settings = SiteSettings("A site")
    jobs = iter_jobs(examined.sound, examined.assessments, settings, examined.evaluations)
    files = [file for job in jobs if job.costly for file in job.make(*job.inputs)]
    return {file.uri: file.body for file in files if isinstance(file.body, bytes)}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The downloads of the small base with three editions."""
    return downloads_of(history(tmp_path_factory))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The downloads of the real base, as files in a folder."""
    folder = tmp_path_factory.mktemp("downloads")
    for uri, content in downloads_of(ROOT).items():
        path = folder / uri.removeprefix("downloads/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def rows_of_json(content: bytes) -> dict[str, list[tuple]]:
    held = json.loads(content)["tables"]
    return {name: [tuple(row.values()) for row in rows] for name, rows in held.items()}


def opened(content: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    return connection


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_holds_the_same_rows_in_every_form(small, tmp_path, table):
    columns = [column.name for column in table.columns]
    rows = rows_of_json(small[DOWNLOADS["json"]])[table.name]
    listed = ", ".join(f'"{name}"' for name in columns)
    found = opened(small[DOWNLOADS["sqlite"]]).execute(f'SELECT {listed} FROM "{table.name}" ORDER BY rowid').fetchall()
    assert found == rows
    (tmp_path / "table.parquet").write_bytes(small[f"downloads/parquet/{table.name}.parquet"])
    made = duckdb.connect().execute(f"SELECT {listed} FROM '{tmp_path}/table.parquet'").fetchall()
    assert made == rows
    text = list(csv.reader(io.StringIO(small[f"downloads/csv/{table.name}.csv"].decode(), newline="")))
    assert text[0] == columns
    told = {None: "", True: "true", False: "false"}
    # A text that a spreadsheet would run has an apostrophe in front.
    bare = [[field[1:] if field.startswith("'=") else field for field in row] for row in text[1:]]
    assert bare == [[told[v] if v is None or isinstance(v, bool) else str(v) for v in row] for row in rows]


def test_every_table_has_rows_in_a_base_that_has_everything(small):
    assert {name for name, rows in rows_of_json(small[DOWNLOADS["json"]]).items() if not rows} == set()


def test_keys_are_unique_and_references_lead_somewhere(real):
    connection = opened((real / "qemu-10-2.sqlite").read_bytes())
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_tables_agree_with_the_base(small, real):
    kb = examine(ROOT).kb
    assert kb
    connection = opened((real / "qemu-10-2.sqlite").read_bytes())
    for table, wanted in (
        ("claims", len(kb.claims)),
        ("sources", len(kb.sources)),
        ("evidence", sum(len(claim.evidence) for claim in kb.claims.values())),
        ("result_files", sum(len(files) for files in kb.results.values())),
    ):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (wanted,)
    verdicts = dict(connection.execute("SELECT id, verdict FROM claims").fetchall())
    assert kb.lock
    assert verdicts == {name: str(locked.verdict) for name, locked in kb.lock.claims.items()}
    text = (real / "qemu-10-2.json").read_text("utf-8")
    assert not re.search(r"\{\{ *e\d", text), "a data cell was not filled"


def test_every_column_is_documented_in_the_file(small):
    connection = opened(small[DOWNLOADS["sqlite"]])
    told = {(table, column) for table, column in connection.execute("SELECT table_name, column_name FROM column_docs")}
    held = {
        (table, row[1])
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if table not in ("about", "table_docs", "column_docs")
        for row in connection.execute(f'PRAGMA table_info("{table}")')
    }
    assert told == held
    assert all(column.doc.endswith(".") for table in TABLES for column in table.columns)
    assert dict(connection.execute("SELECT * FROM about").fetchall())["licence"] == LICENCE


def test_a_table_comes_after_those_that_it_refers_to():
    seen = set()
    for table in TABLES:
        seen.add(table.name)
        assert {column.refers_to for column in table.columns if column.refers_to} <= seen, table.name


def test_the_same_base_makes_the_same_bytes(small, tmp_path):
    again = downloads_of(with_history(tmp_path))
    assert again.keys() == small.keys()
    assert [uri for uri in again if again[uri] != small[uri]] == []


def test_the_archives_hold_the_single_files(small):
    for form in ("csv", "parquet"):
        with zipfile.ZipFile(io.BytesIO(small[DOWNLOADS[form]])) as archive:
            held = {f"downloads/{form}/{name}": archive.read(name) for name in archive.namelist()}
        assert held == {uri: content for uri, content in small.items() if uri.startswith(f"downloads/{form}/")}


def test_text_that_a_spreadsheet_would_run_is_disarmed(tmp_path):
    root = write_base(tmp_path)
    path = root / "claims/options/option-y.yml"
    path.write_text(path.read_text("utf-8").replace("{do: Use it.}", '{do: "=1+1"}'), "utf-8")
    made = downloads_of(root)
    assert b",'=1+1\r\n" in made["downloads/csv/advice.csv"]
    assert b'"what":"=1+1"' in made[DOWNLOADS["json"]]


# Building with and without


def test_downloads_are_not_made_anew_while_the_data_are_the_same(tmp_path, monkeypatch):
    root = write_base(tmp_path)
    quiet = lambda *_: None  # noqa: E731 - a progress that nobody sees
    assert build_site(root, root / "site", quiet, full_text=False).built
    first = {uri: (root / "site" / uri).read_bytes() for uri in DOWNLOADS.values()}

    def refuse(*_: object) -> None:
        raise AssertionError("made anew")

    monkeypatch.setattr("claimbase.render.export.jobs.parquet_files", refuse)
    monkeypatch.setattr("claimbase.render.export.jobs.sqlite_bytes", refuse)
    assert build_site(root, root / "site", quiet, full_text=False).built
    assert {uri: (root / "site" / uri).read_bytes() for uri in DOWNLOADS.values()} == first


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"x")])
def test_a_damaged_cache_is_made_again(tmp_path, damage):
    job = Job("downloads/x", lambda text: [SiteFile("downloads/x.txt", "", text.encode())], ("text",), costly=True)
    assert [file.body for file in site_kept.made(job, tmp_path)] == [b"text"]
    (kept,) = tmp_path.glob("downloads-x-*")
    damage(kept / "0")
    assert [file.body for file in site_kept.made(job, tmp_path)] == [b"text"]
    other = Job("downloads/x", job.make, ("other",), costly=True)
    assert [file.body for file in site_kept.made(other, tmp_path)] == [b"other"]
    assert len(list(tmp_path.glob("downloads-x-*"))) == 1


def test_a_site_can_be_built_without_downloads_and_says_so(tmp_path):
    root = write_base(tmp_path)
    report = build_site(root, root / "site", lambda *_: None, full_text=False, exports=False)
    assert report.problems == ()
    assert [path.name for path in (root / "site/downloads").iterdir()] == ["index.html"]
    assert "built without them" in (root / "site/downloads/index.html").read_text("utf-8")
    assert json.loads((root / "site/api/v1/index.json").read_text("utf-8"))["downloads"] == {}


# The examples of the documents


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("query", blocks(QUERY, "sql"))
def test_questions_have_answers_and_both_programs_give_the_same(real, query):
    found = opened((real / "qemu-10-2.sqlite").read_bytes()).execute(query).fetchall()
    assert found
    if "column_docs" in query:
        return
    connection = duckdb.connect()
    for table in TABLES:
        connection.execute(f"CREATE VIEW {table.name} AS FROM '{real}/parquet/{table.name}.parquet'")
    assert connection.execute(query).fetchall() == found


def test_the_example_for_datasette_counts_claims_by_verdict(real, tmp_path):
    (command,) = blocks(QUERY, "sh")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
    }
    ran = subprocess.run(command, shell=True, cwd=real, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    counts = {row["verdict"]: row["claims"] for row in json.loads(ran.stdout)}
    kb = examine(ROOT).kb
    assert kb
    assert sum(counts.values()) == len(kb.claims)


def test_the_example_for_duckdb_prints_a_table(real):
    (program,) = blocks(QUERY, "python")
    ran = subprocess.run([sys.executable, "-c", program], cwd=real, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "source-code" in ran.stdout


def test_the_example_for_the_interface_lists_refuted_claims(tmp_path):
    root = tmp_path
    (root / "claims").symlink_to(ROOT / "claims")
    examined = examine(ROOT)
    assert examined.sound
    jobs = iter_jobs(examined.sound, examined.assessments, SiteSettings("A"), examined.evaluations, exports=False)
    for job in jobs:
        if job.key.startswith(("api/v1/", "claims/")):
            for file in job.make(*job.inputs):
                if file.uri.startswith("api/v1/") and isinstance(file.body, bytes):
                    (root / "site" / file.uri).parent.mkdir(parents=True, exist_ok=True)
                    (root / "site" / file.uri).write_bytes(file.body)
    (program,) = blocks(API, "python")
    ran = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("items of evidence") == 3
