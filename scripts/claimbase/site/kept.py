"""Files that are costly to make, kept by what they are made from: a build whose data did not change makes none anew."""

import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from claimbase.render import Job, SiteFile

_LIST = "files.json"


def made(job: Job, cache: Path) -> Iterable[SiteFile]:
    """Return the files of a job; those of a costly one come from the cache if nothing has changed.

    A damaged cache is made again.
    """
    if not job.costly:
        return job.make(*job.inputs)
    name = job.key.replace("/", "-")
    folder = cache / f"{name}-{_key(job)}"
    kept = _read(folder)
    if kept is None:
        kept = tuple(job.make(*job.inputs))
        _keep(kept, cache, folder)
        for old in cache.glob(f"{name}-*"):
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)
    return kept


def _key(job: Job) -> str:
    digest = hashlib.sha256(f"sqlite {sqlite3.sqlite_version}\0duckdb {_duckdb()}\0{_code()}\0{job.key}\0".encode())
    digest.update(repr(job.inputs).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


def _duckdb() -> str:
    with suppress(PackageNotFoundError):
        return version("duckdb")
    return "none"


def _code() -> str:
    """Return what tells the program that makes the files from another one."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parents[1] / "render" / "export").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _keep(files: Iterable[SiteFile], cache: Path, folder: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".kept-") as scratch:
        listed = []
        for number, file in enumerate(files):
            content = file.body if isinstance(file.body, bytes) else file.body.encode()
            (Path(scratch) / str(number)).write_bytes(content)
            listed.append([file.uri, hashlib.sha256(content).hexdigest()])
        (Path(scratch) / _LIST).write_text(json.dumps(listed), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        Path(scratch).rename(folder)
        Path(scratch).mkdir()  # for TemporaryDirectory to remove


def _read(folder: Path) -> tuple[SiteFile, ...] | None:
    try:
        listed = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        files = tuple(SiteFile(uri, "", (folder / str(number)).read_bytes()) for number, (uri, _) in enumerate(listed))
        sound = all(
            hashlib.sha256(file.body).hexdigest() == digest
            for file, (_, digest) in zip(files, listed, strict=True)
            if isinstance(file.body, bytes)
        )
    except (OSError, ValueError, TypeError):
        return None
    return files if sound else None
