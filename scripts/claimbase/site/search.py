"""The index of full-text search: made by Pagefind from the extracts of all pages, and kept by their content."""

import gzip
import hashlib
import importlib.util
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from claimbase.errors import Problem
from claimbase.model import Level
from claimbase.render import Kind, row_order

FOLDER = "pagefind"
"""Folder of the index in the site; its bytes vary from run to run, what it finds does not."""
_ROWS = "rows.json"
_MADE = "addresses.json"
_SIGNATURE = b"pagefind_dcd"
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "wasm.unknown.pagefind")
"""What the program writes for interfaces that the site does not have."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index that was made."""

    folder: Path
    """Where its files lie."""
    addresses: Mapping[str, str]
    """The address of each page that is in it, by the program's name for the page."""


class IndexingError(Exception):
    """What kept the index from being made: one line for the user."""


def program() -> Path | None:
    """Return Pagefind's compiled program; None where its package is not installed."""
    found = importlib.util.find_spec("pagefind_bin")
    for folder in (found.submodule_search_locations or ()) if found else ():
        for name in ("pagefind", "pagefind.exe"):
            if (Path(folder) / name).is_file():
                return Path(folder) / name
    return None


def index_of(cache: Path, extracts: Mapping[str, str], started: Callable[[], None]) -> Index | None:
    """Return the index of extracts, given by address; None where the program is not installed.

    It comes from the cache if no extract has changed. `started` is called before it is made.
    Raises IndexingError where the program fails.
    """
    binary = program()
    if binary is None:
        return None
    folder = cache / f"search-{_key(extracts)}"
    kept = _read(folder)
    if kept is not None:
        return kept
    started()
    _make(binary, cache, folder, extracts)
    made = _read(folder)
    if made is None:
        raise IndexingError("the index of full-text search changed while it was read")
    for old in cache.glob("search-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    return made


def missing() -> Problem:
    """Return the warning that full-text search is not in the site."""
    message = "the site has no full-text search, because the program pagefind is not installed"
    return Problem("requirements.in", 1, 1, "B109", message, "install what requirements.lock names", Level.WARNING)


def failed(error: IndexingError) -> Problem:
    """Return the error that the index could not be made."""
    return Problem("requirements.in", 1, 1, "B108", str(error), "see what the program says, or install it anew")


def place(index: Index, out: Path, claims: Sequence[str], titles: Mapping[str, str], note: str = "") -> None:
    """Put an index into a site: its files, and which row of the table or which other page each of its pages is.

    `claims` are the ids in the order of the table, `titles` those of the pages by address.
    `note` tells readers what they should know of the index, such as that it has not followed the pages.
    """
    if not (out / FOLDER).exists():
        shutil.copytree(index.folder, out / FOLDER)
    (out / FOLDER / _ROWS).write_bytes(_rows(index, claims, titles, note))


def _rows(index: Index, claims: Sequence[str], titles: Mapping[str, str], note: str) -> bytes:
    named = {uri: name for name, uri in index.addresses.items()}
    pages = {
        name: [_kind(uri), uri, titles[uri]] for uri, name in named.items() if uri in titles and _kind(uri) != "claim"
    }
    rows = {
        "order": row_order(claims),
        "claims": [named.get(f"claims/{claim}.html", "") for claim in claims],
        "pages": pages,
        "note": note,
    }
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _kind(uri: str) -> str:
    folder = uri.partition("/")[0]
    folders = {"claims": Kind.CLAIM, "sources": Kind.SOURCE, "benchmarks": Kind.BENCHMARK, "topics": Kind.TOPIC}
    return folders.get(folder, Kind.PAGE).value


def _key(extracts: Mapping[str, str]) -> str:
    digest = hashlib.sha256(f"pagefind {version('pagefind')}\0".encode())
    for uri in sorted(extracts):
        content = extracts[uri].encode()
        digest.update(f"{uri}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:32]


def _make(binary: Path, cache: Path, folder: Path, extracts: Mapping[str, str]) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".search-") as scratch:
        pages, made = Path(scratch) / "pages", Path(scratch) / "made"
        for uri, html in extracts.items():
            (pages / uri).parent.mkdir(parents=True, exist_ok=True)
            (pages / uri).write_text(html, encoding="utf-8")
        _run([str(binary), "--site", str(pages), "--output-path", str(made), "--keep-index-url", "--silent"])
        for pattern in _UNUSED:
            for path in made.glob(pattern):
                path.unlink()
        addresses = dict(_addresses(made))
        if set(addresses.values()) != set(extracts):
            raise IndexingError("the program pagefind left pages out of the index of full-text search")
        (Path(scratch) / _MADE).write_text(json.dumps(addresses), encoding="utf-8")
        shutil.rmtree(pages)
        shutil.rmtree(folder, ignore_errors=True)
        Path(scratch).rename(folder)
        Path(scratch).mkdir()  # for TemporaryDirectory to remove


def _run(command: Sequence[str]) -> None:
    try:
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    except OSError as error:
        raise IndexingError(f"the program pagefind cannot be run: {error.strerror}") from None
    if ran.returncode != 0:
        said = " ".join((ran.stderr or ran.stdout).split()) or f"it ended with code {ran.returncode}"
        raise IndexingError(f"the program pagefind failed: {said}")


def _addresses(made: Path) -> Iterator[tuple[str, str]]:
    """Yield the program's name and the address of each page of an index, from the fragments that it wrote."""
    for path in sorted((made / "fragment").glob("*.pf_fragment")):
        content = gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE)
        yield path.stem, str(json.loads(content)["url"]).lstrip("/")


def _read(folder: Path) -> Index | None:
    """Return an index that was kept; None where there is none."""
    try:
        addresses = json.loads((folder / _MADE).read_text(encoding="utf-8"))
        return Index(folder / "made", addresses) if (folder / "made/pagefind.js").is_file() else None
    except (OSError, ValueError):
        return None
