"""Hand-written pages, theme files and shells, kept by the content that they are made from."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from claimbase.adapters.shell import Shells, cut
from claimbase.errors import Problem, stopping
from claimbase.render import PAGE_FOLDERS, GlossaryTerm, SiteSettings

_TOOLS = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Pygments", "Jinja2")
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Chrome:
    """Everything of the site that does not depend on the claims."""

    folder: Path
    """Where its files lie."""
    settings: SiteSettings
    """What pages say about the site."""
    placeholders: tuple[str, ...]
    """Addresses of the placeholder pages; generated pages of the navigation are among them."""
    files: tuple[str, ...]
    """Addresses of the files that go into the site as they are."""
    shells: Shells
    """The placeholder pages, cut."""


def chrome_of(root: Path, cache: Path, started: Callable[[], None]) -> tuple[Chrome | None, tuple[Problem, ...]]:
    """Return the chrome of the site below `root`, from the cache if nothing that it is made of has changed.

    `started` is called before it is rendered, which takes seconds. A damaged cache is rendered again.
    """
    folder = cache / f"chrome-{_key(root)}"
    kept = _read(folder)
    if kept is not None:
        return kept, ()
    started()
    problems = _render(root, cache, folder)
    if stopping(problems):
        return None, problems
    made = _read(folder)
    if made is None:
        raise OSError(f"{folder} changed while it was read")
    for old in cache.glob("chrome-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    return made, problems


def sources(root: Path) -> tuple[Path, ...]:
    """Return the files and folders that the chrome is made from, some of which may not exist."""
    adapters = Path(__file__).parents[1] / "adapters"
    # A hand-written page includes CONTRIBUTING.md.
    return (root / "mkdocs.yml", root / "docs", root / "CONTRIBUTING.md", adapters)


def _key(root: Path) -> str:
    digest = hashlib.sha256("\0".join(PAGE_FOLDERS).encode())  # each has a placeholder
    for tool in _TOOLS:
        digest.update(f"{tool} {version(tool)}\0".encode())
    for source in sources(root):
        for path in _walk(source):
            content = path.read_bytes()
            name = path.relative_to(source.parent).as_posix()
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:32]


def _walk(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
    elif source.is_dir():
        yield from (p for p in sorted(source.rglob("*")) if p.is_file() and "__pycache__" not in p.parts)


def _render(root: Path, cache: Path, folder: Path) -> tuple[Problem, ...]:
    # Importing the generator costs a third of a second, which a build with a warm cache need not pay.
    from claimbase.adapters.mkdocs import render_chrome

    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".chrome-") as scratch:
        site = Path(scratch) / "site"
        settings, placeholders, problems = render_chrome(root / "mkdocs.yml", site)
        if stopping(problems):
            return problems
        manifest = {
            "settings": asdict(settings),
            "placeholders": placeholders,
            "files": {path.relative_to(site).as_posix(): _digest(path) for path in _walk(site)},
        }
        (Path(scratch) / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        Path(scratch).rename(folder)
        Path(scratch).mkdir()  # for TemporaryDirectory to remove
    return problems


def _settings(kept: dict[str, Any]) -> SiteSettings:
    terms = tuple(GlossaryTerm(**term) for term in kept.pop("terms"))
    return SiteSettings(**kept, terms=terms)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(folder: Path) -> Chrome | None:
    """Return a chrome that was kept; None where it is missing or damaged."""
    site = folder / "site"
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if any(_digest(site / uri) != digest for uri, digest in manifest["files"].items()):
            return None
        placeholders = tuple(manifest["placeholders"])
        return Chrome(
            site,
            _settings(manifest["settings"]),
            placeholders,
            tuple(sorted(manifest["files"].keys() - set(placeholders))),
            Shells({uri: cut((site / uri).read_text(encoding="utf-8"), uri) for uri in placeholders}),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
