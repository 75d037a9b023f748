"""Invented sources: one for five claims, of several kinds; and the two real ones that most claims use."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from perf.invented_text import scalar, sentence, title

GIT = "qemu-source"
"""The source of git evidence, copied from the real base; more than half of the claims use it."""
ARTICLE = "diskinternals-qemu-10-2-impact"
"""The examined article, copied from the real base."""
CLAIMS_PER_SOURCE = 5
"""Claims for which one source is invented."""

_DAY = "2026-11-23"
_KINDS = ("maintainer-statement", "third-party-report", "vendor-statement", "package-record")
_TYPES = {
    "maintainer-statement": "post",
    "third-party-report": "post-weblog",
    "vendor-statement": "webpage",
    "package-record": "dataset",
}


@dataclass(frozen=True)
class InventedSource:
    """A source as a file, and how evidence is located in it."""

    id: str
    """Identifier."""
    kind: str
    """Kind of the evidence that it yields."""
    text: str
    """The YAML text."""
    asserting: str
    """The locator of where it makes a claim."""
    locator: Callable[[Random], str]
    """Makes the locator of an item in it."""


@lru_cache(maxsize=64)
def source(number: int, seed: int) -> InventedSource:
    """Return source number `number`."""
    chance = Random(f"{seed}/source/{number}")
    kind = _KINDS[number % len(_KINDS)]
    name = f"invented-source-{number}"
    message = f"{chance.getrandbits(64):016x}@example.org"
    url = f"https://www.example.org/{name}.html"

    def locate(chance: Random) -> str:
        if kind == "maintainer-statement":
            return f'{{message-id: "<{message}>", list: qemu-devel}}'
        if kind == "package-record":
            package = f'package: qemu-system-x86, version: "1:10.2.0+ds-{number + 1}"'
            return f'{{{package}, suite: debian/sid, accessed: "{_DAY}"}}'
        section = scalar(title(chance.randrange(1000), seed)[0], in_flow=True)
        return f'{{url: "{url}", section: {section}, accessed: "{_DAY}"}}'

    return InventedSource(name, kind, _text(number, seed, chance, url), locate(chance), locate)


def _text(number: int, seed: int, chance: Random, url: str) -> str:
    kind = _KINDS[number % len(_KINDS)]
    lines = [
        "# yaml-language-server: $schema=../schema/source.schema.json",
        f"type: {_TYPES[kind]}",
        f"title: Notes on {title(number * 3, seed)[1]}",
        "author: [{family: Example, given: Alex}]",
        'issued: "2026-05-12"',
        "container-title: Invented Proceedings",
        f"URL: {url}",
        f'accessed: "{_DAY}"',
        f"note: {scalar(sentence(chance, 90))}",
        f"origin: origin-{number if number % 7 else 0}",
    ]
    if kind == "vendor-statement":
        why = scalar(sentence(chance, 60, end=""), in_flow=True)
        lines.append(f"interest: {{favours: the product that it sells, why: {why}}}")
    return "\n".join(lines) + "\n"
