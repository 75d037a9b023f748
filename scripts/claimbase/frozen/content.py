"""Frozen content: values of plain JSON that need neither this base nor these models to be read."""

from collections.abc import Iterator, Mapping
from typing import Any

from claimbase.assessment import Assessment
from claimbase.evaluation import Evaluation, Evaluations, SideSamples
from claimbase.model import BoundTestRun, Claim, LocatedEvidence, Measurement, Model, Source, Tombstone

from .assessed import assessment_value


def claim_value(
    claim: Claim,
    assessment: Assessment,
    evaluations: Evaluations,
    titles: Mapping[str, str],
    samples: Mapping[str, str],
) -> dict[str, Any]:
    """Return what is frozen of a claim whose data cells are filled.

    `titles` are those of all sources and benchmarks by id, `samples` the SHA-256 of all result files by path; of both
    what the claim rests on is kept.
    """
    return {
        "kind": "claim",
        "claim": written(claim),
        "assessment": _plain(assessment_value(claim, assessment)),
        "data": {name: evaluation_value(found) for name, found in evaluations.items()},
        "samples": {path: samples[path] for path in sorted(set(files_of(evaluations))) if path in samples},
        "titles": {name: titles[name] for name in named(claim) if name in titles},
    }


def retired_value(tombstone: Tombstone) -> dict[str, Any]:
    """Return what is frozen of a retired claim."""
    return {"kind": "retired", "retired": written(tombstone)}


def source_value(source: Source) -> dict[str, Any]:
    """Return what is frozen of a source."""
    return {"kind": "source", "source": written(source)}


def written(value: Model) -> dict[str, Any]:
    """Return a model as its file has it; what is not said is left out, also where it was written out."""
    return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def named(claim: Claim) -> tuple[str, ...]:
    """Return the ids of the sources and benchmarks that a claim names, each once."""
    items = [item.source for item in claim.evidence if isinstance(item, LocatedEvidence)]
    bound = [item.benchmark for item in claim.evidence if isinstance(item, Measurement | BoundTestRun)]
    return tuple(dict.fromkeys([*(asserter.source for asserter in claim.asserted_by), *items, *bound]))


def evaluation_value(found: Evaluation) -> dict[str, Any]:
    """Return what benchmark data say about one item; absent is what does not apply."""
    value = {
        "outcome": str(found.outcome),
        "reason": found.reason,
        "machines": list(found.machines),
        "origin": found.origin or None,
        "n": found.n,
        "unit": found.unit or None,
        "effect": found.effect,
        "interval": list(found.interval) if found.interval else None,
        "threshold": found.threshold,
        "a": _side(found.a),
        "b": _side(found.b),
        "asserted": found.asserted or None,
        "observed": dict(found.observed) or None,
    }
    return {key: held for key, held in value.items() if held is not None}


def _side(side: SideSamples | None) -> dict[str, Any] | None:
    return {"label": side.label, "median": side.median, "n": len(side.values)} if side else None


def files_of(evaluations: Evaluations) -> Iterator[str]:
    """Yield the result files that evaluations rest on, from the root."""
    for found in evaluations.values():
        yield from found.files


def _plain(value: Any) -> Any:
    """Return a value with words of the vocabulary as text and tuples as lists, as JSON has them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    return str(value) if isinstance(value, str) else value
