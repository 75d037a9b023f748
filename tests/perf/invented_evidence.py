"""Invented evidence items, each of a level known beforehand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from perf.invented_sources import GIT, InventedSource
from perf.invented_text import paragraph, phrase, scalar, sentence

Region = dict[str, str | tuple[str, ...]]
"""Values of each dimension, or `all`."""

_FOLDERS = ("hw/core", "migration", "block", "net", "docs/system", "docs/devel", "accel/tcg", "qapi", "util", "monitor")
_FILES = ("channel.c", "queue.c", "overview.rst", "commands.json", "device.c", "options.c", "state.c", "common.rst")


class Facing(StrEnum):
    """Which side an item takes."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


@dataclass(frozen=True)
class Item:
    """An evidence item, all but its id."""

    kind: str
    """Kind of evidence."""
    facing: Facing
    """Which side it takes."""
    where: Region
    """The environments that it speaks of; empty for context."""
    body: tuple[str, ...]
    """The lines after kind and direction, indented."""

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines of the item."""
        yield f"  - id: {name}"
        yield f"    kind: {self.kind}"
        yield f"    direction: {self.facing}"
        yield from self.body
        if self.where:
            yield f"    applies_to: {_region(self.where)}"


def deciding(chance: Random, facing: Facing, where: Region, level: int | None = None) -> Item:
    """Return an item of level 2 to 4 that speaks of a region."""
    makers = {
        4: (_source_code, _test_run),
        3: (_change_record, _release_document),
    }
    start = 4 if level == 4 else chance.choice([3, 4])
    wanted = level or chance.randint(2, start)
    kind, *body = chance.choice(makers[start])(chance)
    body.append(f"    finding: {scalar(sentence(chance, 190))}")
    if wanted == start:
        body.append(f"    direct: {scalar(sentence(chance, 80))}")
    else:
        why = scalar(phrase(chance, 80), in_flow=True)
        body.append("    limits:")
        body.append(f"      - {{domain: indirectness, steps: {start - wanted}, why: {why}}}")
    return Item(kind, facing, where, tuple(body))


def weightless(chance: Random, where: Region, known: InventedSource) -> Item:
    """Return an item that takes a side but stays below level 2."""
    facing = chance.choice([Facing.SUPPORTS, Facing.CONTRADICTS])
    body = (
        f"    source: {known.id}",
        f"    locator: {known.locator(chance)}",
        f"    finding: {scalar(sentence(chance, 190))}",
        "    limits:",
        f"      - {{domain: indirectness, steps: 1, why: {scalar(phrase(chance, 80), in_flow=True)}}}",
        f"      - {{domain: risk-of-bias, steps: 1, why: {scalar(phrase(chance, 60), in_flow=True)}}}",
    )
    kind = "inference" if known.kind == "package-record" else known.kind
    steps = {"maintainer-statement": 2}.get(kind, 1)
    body = (*body[:4], body[4].replace("steps: 1", f"steps: {steps}"), body[5])
    return Item(kind, facing, where, body)


def context(chance: Random, known: InventedSource) -> Item:
    """Return an item that takes no side, from the source or from the git repository."""
    if chance.random() < 0.5:
        kind, *body = _release_document(chance)
    else:
        kind, body = known.kind, [f"    source: {known.id}", f"    locator: {known.locator(chance)}"]
    body.append(f"    finding: {scalar(sentence(chance, 200))}")
    return Item(kind, Facing.CONTEXT, {}, tuple(body))


def search(chance: Random, day: str) -> Item:
    """Return the record of two or three searches."""
    body = ["    searched:"]
    for _ in range(chance.randint(2, 3)):
        query = scalar(phrase(chance, 70), in_flow=True)
        body.append(f'      - {{where: stored public web pages, query: {query}, date: "{day}", hits: 0}}')
    body.append(f"    finding: {scalar(sentence(chance, 120))}")
    return Item("search-record", Facing.CONTEXT, {}, tuple(body))


def _source_code(chance: Random) -> Iterator[str]:
    return _git_file(chance, "source-code")


def _release_document(chance: Random) -> Iterator[str]:
    return _git_file(chance, "release-document")


def _git_file(chance: Random, kind: str) -> Iterator[str]:
    first = chance.randint(1, 2000)
    path = f"{chance.choice(_FOLDERS)}/{chance.choice(_FILES)}"
    yield kind
    yield f"    source: {GIT}"
    yield (
        f"    locator: {{repo: qemu, commit: {_hash(chance)}, path: {path},"
        f" lines: [{first}, {first + chance.randint(0, 20)}], blob: {_hash(chance)},"
        f' digest: "sha256:{chance.getrandbits(256):064x}"}}'
    )
    yield f"    introduced_by: {_hash(chance)}"


def _change_record(chance: Random) -> Iterator[str]:
    subject = scalar(f"{chance.choice(_FOLDERS)}: {phrase(chance, 40)}"[:70].rstrip(" ,"), in_flow=True)
    yield "change-record"
    yield f"    source: {GIT}"
    yield f"    locator: {{repo: qemu, commit: {_hash(chance)}, subject: {subject}}}"


def _test_run(chance: Random) -> Iterator[str]:
    yield "test-run"
    yield f"    source: {GIT}"
    yield "    locator:"
    yield "      machine: two-core virtual machine"
    yield '      date: "2026-11-23"'
    yield "      commands:"
    for _ in range(chance.randint(1, 3)):
        path = f"{chance.choice(_FOLDERS)}/{chance.choice(_FILES)}"
        yield f"        - \"git show {_hash(chance)}:{path} | grep -c '^DEF('\""
    yield f"      observed: {scalar(paragraph(chance, 120))}"


def _hash(chance: Random) -> str:
    # The first digit is a letter: all digits, or digits around one e, would be a number to YAML.
    return f"{chance.choice('abcdf')}{chance.getrandbits(156):039x}"


def _region(where: Mapping[str, str | tuple[str, ...]]) -> str:
    chosen = (
        f"{name}: {values}" if isinstance(values, str) else f"{name}: [{', '.join(map(_value, values))}]"
        for name, values in where.items()
    )
    return "{" + ", ".join(chosen) + "}"


def _value(value: str) -> str:
    return scalar(value, in_flow=True)
