"""All claims as one table in chunks, for the browser: columns as classic scripts, so that they load from files too.

A chunk calls `claimbase.part` with the table's version, its own kind and number, and its rows.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from claimbase.frozen import LETTERS
from claimbase.model import Certainty, EvidenceKind, Facets, Topic, Verdict

from .data_files import table_of_verdicts
from .files import SiteFile
from .table_rows import Row
from .words import OUTCOME_SHAPES, VERDICT_SHAPES

FOLDER = "data/table"
"""Where the chunks lie."""
CHUNKS = {"facts": 2000, "texts": 100, "names": 1000, "ranks": 5000, "cells": 500, "fits": 500, "details": 100}
"""Rows of one chunk of each kind: what every filter needs comes in few files, what a list shows in small ones."""

_VERDICTS, _KINDS, _CERTAINTIES = list(Verdict), list(EvidenceKind), list(Certainty)


Numbers = Callable[[str, Sequence[str]], list[Any]]
"""Gives dimension and values by their places in facets.yml."""


def row_order(ids: Iterable[str]) -> str:
    """Return a sign of the order of the claims; an index of rows fits a table of the same sign alone."""
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:12]


def table_files(
    rows: tuple[Row, ...], topics: tuple[Topic, ...], facets: Facets, site: tuple[str, str]
) -> Iterator[SiteFile]:
    """Yield the head of the table and its chunks; `site` is the name and the public address of the site."""
    ranked = sorted(range(len(rows)), key=lambda place: (rows[place].title.casefold(), rows[place].id))
    rank = {place: number for number, place in enumerate(ranked)}
    numbers = numbers_of(facets)
    write: dict[str, Callable[[Sequence[Row], int], Any]] = {
        "facts": lambda part, _: _facts(part, [topic.id for topic in topics]),
        "texts": lambda part, _: [[row.id, row.title, row.statement, row.counts] for row in part],
        "names": lambda part, _: [[row.id, row.title] for row in part],
        "ranks": lambda part, start: [rank[start + place] for place in range(len(part))],
        "cells": lambda part, _: _cells(part, numbers),
        "fits": lambda part, _: [_fits(row, numbers) for row in part],
        "details": lambda part, _: [[row.sides, row.advice, row.locked] for row in part],
    }
    chunks = {
        (kind, start // size): _compact(write[kind](rows[start : start + size], start))
        for kind, size in CHUNKS.items()
        for start in range(0, len(rows), size)
    }
    head = _head(rows, topics, facets, site)
    version = hashlib.sha256("\n".join([_compact(head), *chunks.values()]).encode()).hexdigest()[:12]
    yield SiteFile(f"{FOLDER}/head.js", "", f"claimbase.head({_compact({'version': version, **head})});\n".encode())
    for (kind, number), content in chunks.items():
        call = f'claimbase.part("{version}","{kind}",{number},{content});\n'
        yield SiteFile(f"{FOLDER}/{kind}.{number}.js", "", call.encode())


def numbers_of(facets: Facets) -> Numbers:
    """Return what gives dimension and values by their places in facets.yml."""
    values = {dimension.id: [value.id for value in dimension.values] for dimension in facets.dimensions}
    order = list(values)
    return lambda name, chosen: [order.index(name), [values[name].index(value) for value in chosen]]


def script(call: str, value: object) -> bytes:
    """Return a classic script that calls a function of ours with a value."""
    return f"{call}({_compact(value)});\n".encode()


def _compact(value: object) -> str:
    # Inside a script, what would end it or a line of it may stand only escaped.
    made = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return made.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _head(rows: Sequence[Row], topics: Sequence[Topic], facets: Facets, site: tuple[str, str]) -> dict[str, Any]:
    """Return the vocabulary that rows refer to by number, and what a verdict of open cells is looked up in."""
    return {
        "order": row_order(row.id for row in rows),
        "size": len(rows),
        "chunks": CHUNKS,
        "site": site,
        "topics": [[topic.id, topic.title] for topic in topics],
        "verdicts": [[verdict, verdict.words, VERDICT_SHAPES[verdict], verdict.doc] for verdict in Verdict],
        "certainties": _CERTAINTIES,
        "kinds": _KINDS,
        "outcomes": {LETTERS[outcome]: [outcome, shape, outcome.doc] for outcome, shape in OUTCOME_SHAPES.items()},
        "dimensions": [
            [dimension.id, dimension.title, [[value.id, value.title] for value in dimension.values]]
            for dimension in facets.dimensions
        ],
        "table": {
            letters: [_VERDICTS.index(not_looked), _VERDICTS.index(looked)]
            for letters, looked, not_looked in table_of_verdicts()
        },
    }


def _facts(rows: Sequence[Row], topics: Sequence[str]) -> dict[str, Any]:
    """Return columns: topic, verdict and certainty by number, kinds as bits, days as places in a list of days."""
    days = sorted({row.changed for row in rows})
    place = {day: number for number, day in enumerate(days)}
    number = {topic: index for index, topic in enumerate(topics)}
    return {
        "topic": [number[row.topic] for row in rows],
        "verdict": [_VERDICTS.index(row.verdict) for row in rows],
        "certainty": [_CERTAINTIES.index(row.certainty) if row.certainty else -1 for row in rows],
        "kinds": [sum(1 << _KINDS.index(kind) for kind in row.kinds) for row in rows],
        "changed": [place[row.changed] for row in rows],
        "days": days,
    }


def _cells(rows: Sequence[Row], numbers: Numbers) -> dict[str, Any]:
    """Return scopes, outcomes and certainties, each once, and which a row has; flags: 1 looked, 2 fixed, 4 waived."""
    scopes = list(dict.fromkeys(row.scope for row in rows))
    outcomes = list(dict.fromkeys(row.outcomes for row in rows))
    certainties = list(dict.fromkeys(row.certainties for row in rows))
    scope_at = {scope: number for number, scope in enumerate(scopes)}
    outcomes_at = {outcome: number for number, outcome in enumerate(outcomes)}
    certainties_at = {certainty: number for number, certainty in enumerate(certainties)}
    return {
        "scopes": [[numbers(name, chosen) for name, chosen in scope] for scope in scopes],
        "outcomes": outcomes,
        "certainties": certainties,
        "scope": [scope_at[row.scope] for row in rows],
        "outcome": [outcomes_at[row.outcomes] for row in rows],
        "certainty": [certainties_at[row.certainties] for row in rows],
        "flags": [row.looked + 2 * row.fixed + 4 * row.waived for row in rows],
    }


def _fits(row: Row, numbers: Numbers) -> list[Any]:
    """Return the answers that each advice is given to, and why the scope leaves values out."""
    whens = [[numbers(name, chosen) for name, chosen in fits] for fits in row.fits]
    return [whens, [[numbers(name, ())[0], why] for name, why in row.whys]]
