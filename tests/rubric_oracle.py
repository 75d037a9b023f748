"""The rubric once more, written naively from its text: each variant of a claim is judged anew."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from claimbase.model import Claim, LocatedEvidence, SearchRecord

START = {
    "source-code": 4,
    "test-run": 4,
    "package-record": 4,
    "release-document": 3,
    "change-record": 3,
    "maintainer-statement": 3,
    "reported-measurement": 3,
    "third-party-report": 2,
    "vendor-statement": 1,
    "survey-statistic": 1,
    "inference": 1,
}


def verdict(claim: Claim) -> str:
    """Return the verdict of a claim of located evidence and search records; a source is its own origin."""
    outcomes = [_outcome(claim, dict(zip(claim.scope, cell, strict=True))) for cell in product(*_scope(claim).values())]
    holds, fails = outcomes.count("holds"), outcomes.count("fails")
    contested, every = outcomes.count("contested"), len(outcomes)
    if holds == every:
        return "supported"
    if holds and not fails and not contested:
        return "supported-with-limits"
    if holds and fails:
        return "overstated"
    if contested:
        return "contested"
    if fails:
        return "refuted"
    return "unsupported" if any(isinstance(item, SearchRecord) for item in claim.evidence) else "not-assessed"


def _outcome(claim: Claim, cell: dict[str, str]) -> str:
    level = {side: _side(claim, cell, side) for side in ("supports", "contradicts")}
    supports, contradicts = level["supports"], level["contradicts"]
    if max(supports, contradicts) < 2:
        return "open"
    if min(supports, contradicts) >= 2 and abs(supports - contradicts) < 2:
        return "contested"
    return "holds" if supports > contradicts else "fails"


def _side(claim: Claim, cell: dict[str, str], side: str) -> int:
    asserters = {asserter.source for asserter in claim.asserted_by}
    best: dict[str, int] = {}
    for item in claim.evidence:
        if not isinstance(item, LocatedEvidence) or item.direction != side:
            continue
        if side == "supports" and item.source in asserters:
            continue
        if all(item.applies_to[name] == "all" or value in item.applies_to[name] for name, value in cell.items()):
            level = max(0, START[item.kind] - sum(limit.steps for limit in item.limits))
            best[item.source] = max(best.get(item.source, 0), level)
    levels = sorted(best.values(), reverse=True)
    return 3 if levels[:2] == [2, 2] else max(levels, default=0)


def _edited(claim: Claim, **changes: Any) -> Claim:
    return claim.model_copy(update=changes)


def load_bearing(claim: Claim) -> set[tuple[str, str, str]]:
    """Return (what, name, verdict without it) of every part without which the verdict would be another."""
    now = verdict(claim)
    return {(what, name, then) for what, name, variant in _variants(claim) if (then := verdict(variant)) != now}


def _variants(claim: Claim) -> Iterator[tuple[str, str, Claim]]:
    origins = {_origin(item) for item in claim.evidence}
    for origin in origins:
        kept = tuple(item for item in claim.evidence if _origin(item) != origin)
        yield "origin", origin, _edited(claim, evidence=kept)
    for item in claim.evidence:
        yield (
            "item",
            item.id,
            _edited(claim, evidence=tuple(other for other in claim.evidence if other != item)),
        )
        if isinstance(item, LocatedEvidence):
            for limit in item.limits:
                freed = item.model_copy(update={"limits": tuple(other for other in item.limits if other != limit)})
                swapped = tuple(freed if other is item else other for other in claim.evidence)
                yield "limit", f"{item.id}/{limit.domain}", _edited(claim, evidence=swapped)
    for name, values in _scope(claim).items():
        for value in values if len(values) > 1 else ():
            scope = {**claim.scope, name: tuple(other for other in values if other != value)}
            yield "facet-value", f"{name}={value}", _edited(claim, scope=scope)


def _scope(claim: Claim) -> dict[str, tuple[str, ...]]:
    """Return the values of each facet of the scope; the oracle's claims have no partial facets."""
    return {name: values for name, values in claim.scope.items() if isinstance(values, tuple)}


def _origin(item: Any) -> str:
    return "this-project" if isinstance(item, SearchRecord) else str(item.source)
