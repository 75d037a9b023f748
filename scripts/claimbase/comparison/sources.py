"""Sources that are new, gone or described otherwise, and what else of a base differs."""

from collections.abc import Iterator, Mapping, Set
from typing import Any

from claimbase.model import Source, SourceDocument
from claimbase.pipeline import Examination
from claimbase.repository import KnowledgeBase

from .values import SourceChange


def source_changes(before: Examination, after: Examination, unread: Set[str]) -> Iterator[SourceChange]:
    """Yield the changes of sources, sorted by id."""
    old, new = _sources(before), _sources(after)
    for name in sorted((old.keys() | new.keys()) - unread):
        was, now = old.get(name), new.get(name)
        if was != now:
            origin = now.origin if now else ""
            others = (other.id for other in new.values() if other.origin == origin and other.id != name)
            yield SourceChange(name, was, now, _parts(was, now), tuple(others))


def _sources(examination: Examination) -> Mapping[str, Source]:
    return examination.kb.sources if examination.kb else {}


def _parts(was: Source | None, now: Source | None) -> tuple[str, ...]:
    if was is None or now is None:
        return ()
    fields = SourceDocument.model_fields.items()
    return tuple(field.alias or name for name, field in fields if getattr(was, name) != getattr(now, name))


def other_changes(before: KnowledgeBase, after: KnowledgeBase) -> Iterator[str]:
    """Yield, in words, what differs besides claims and sources; the lock is left out, it follows from the rest."""
    yield from _listed("topic", {t.id: t for t in before.topics}, {t.id: t for t in after.topics})
    old, new = ({each.id: each for each in kb.facets.dimensions} for kb in (before, after))
    yield from _listed("dimension of the environment", old, new)
    for name in ("findings", "article", "recommendations"):
        if getattr(before, name) != getattr(after, name):
            yield f"{name}.yml says something else"
    yield from _listed("benchmark", before.benchmarks, after.benchmarks)
    yield from _listed("machine", before.machines, after.machines)
    yield from _listed("result file", _results(before), _results(after))
    yield from _listed(
        "edition", {e.name: e.sha256 for e in before.editions}, {e.name: e.sha256 for e in after.editions}
    )
    if before.changes != after.changes[: len(before.changes)]:
        yield "recorded moves of verdicts were taken away or rewritten"


def _results(kb: KnowledgeBase) -> dict[str, Any]:
    return {path: result for files in kb.results.values() for path, result in files}


def _listed(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield which of a sort are new, gone or changed."""
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            yield f"new {what} {name}"
        elif name not in new:
            yield f"the {what} {name} is gone"
        elif old[name] != new[name]:
            yield f"the {what} {name} says something else"
