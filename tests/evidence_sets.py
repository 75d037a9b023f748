"""Short spellings of claims for the rubric's tests: sides, levels, origins and cells, nothing else."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimbase.assess import assess
from claimbase.assessment import Assessment
from claimbase.evaluation import Evaluation
from claimbase.model import Claim, MeasurementOutcome, Source

DAY = "2026-11-23"
ONE_CELL: dict[str, Any] = {"qemu": ["10.2"]}
TWO_CELLS: dict[str, Any] = {"qemu": ["10.2"], "accelerator": ["tcg", "kvm"]}
FOUR_CELLS: dict[str, Any] = {
    "qemu": ["10.2"],
    "accelerator": ["tcg", "kvm"],
    "io-uring": ["available", "blocked"],
}
TCG = {"accelerator": ["tcg"]}
KVM = {"accelerator": ["kvm"]}
_KIND_AT = {4: "source-code", 3: "release-document", 2: "third-party-report", 1: "inference"}
_LOCATOR = {"url": "https://example.org/", "section": "one", "accessed": DAY}

SOURCES: Mapping[str, Source] = {
    name: Source.model_validate({"id": name, "type": "webpage", "title": name, "origin": name})
    for name in (*"abcdefgh", "asserter")
}


def item(side: str, level: int, origin: str, where: Mapping[str, Any], steps: Sequence[int]) -> dict[str, Any]:
    """Return an item of a final level before id and applies_to are complete."""
    limits = _limits(steps)
    start = min(4, level + sum(steps))
    kind = _KIND_AT[max(1, start)]
    return {
        "kind": kind,
        "direction": side,
        "source": origin,
        "locator": _LOCATOR,
        "finding": "f",
        "applies_to": dict(where),
        "limits": limits,
    }


_DOMAINS = ("indirectness", "risk-of-bias", "imprecision", "inconsistency")


def _limits(steps: Sequence[int]) -> list[dict[str, Any]]:
    return [{"domain": name, "steps": step, "why": "w"} for name, step in zip(_DOMAINS, steps, strict=False)]


def pro(
    level: int, origin: str = "a", where: Mapping[str, Any] | None = None, steps: Sequence[int] = ()
) -> dict[str, Any]:
    """Return a supporting item; `where` restricts dimensions, the others are `all`."""
    return item("supports", level, origin, where or {}, steps)


def con(
    level: int, origin: str = "b", where: Mapping[str, Any] | None = None, steps: Sequence[int] = ()
) -> dict[str, Any]:
    """Return a contradicting item; `where` restricts dimensions, the others are `all`."""
    return item("contradicts", level, origin, where or {}, steps)


def context(origin: str = "c") -> dict[str, Any]:
    """Return a context item."""
    return {**item("context", 4, origin, {}, ()), "applies_to": {}}


def search() -> dict[str, Any]:
    """Return a search record."""
    looked = {"where": "w", "query": "q", "date": DAY, "hits": 0}
    return {"kind": "search-record", "direction": "context", "searched": [looked], "finding": "f"}


def measured(where: Mapping[str, Any] | None = None, steps: Sequence[int] = ()) -> dict[str, Any]:
    """Return a measurement; what its samples say is an argument of `assessed`."""
    assertion = {
        "metric": "m",
        "compare": {"a": {"mode": "x"}, "b": {"mode": "y"}},
        "statistic": "ratio-of-medians",
        "holds_if": "< 0.9",
        "smallest_effect": 0.1,
    }
    limits = _limits(steps)
    return {
        "kind": "measurement",
        "benchmark": "bench",
        "assertion": assertion,
        "finding": "f",
        "applies_to": dict(where or {}),
        "limits": limits,
    }


def claim(scope: Mapping[str, Any], items: Iterable[Mapping[str, Any]], **fields: Any) -> Claim:
    """Return a claim whose items are numbered in order and name every facet of the scope."""
    evidence = []
    for number, given in enumerate(items, start=1):
        numbered = {"id": f"e{number}", **given}
        if "applies_to" in given:
            numbered["applies_to"] = {name: given["applies_to"].get(name, "all") for name in scope}
        evidence.append(numbered)
    document = {
        "id": "the-claim",
        "topic": "efficiency",
        "title": "The claim",
        "statement": "It is so.",
        "type": "fact",
        "asserted_by": [{"source": "asserter", "locator": {"sentence": 1}}],
        "scope": dict(scope),
        "test": "t",
        "evidence": evidence,
        "objection": {"text": "t", "answer": "a"},
        "advice": [{"do": "d"}],
        "review_when": ["qemu>=11.2"],
        "history": [{"date": DAY, "change": "c"}],
        **fields,
    }
    return Claim.model_validate_json(json.dumps(document))


def assessed(
    scope: Mapping[str, Any],
    items: Iterable[Mapping[str, Any]],
    outcome: MeasurementOutcome | None = None,
    **fields: Any,
) -> Assessment:
    """Return the assessment of a claim; every measurement in it has the one outcome given."""
    made = claim(scope, items, **fields)
    evaluations = {each.id: Evaluation(outcome, "") for each in made.evidence if outcome is not None}
    return assess(made, SOURCES, DAY, evaluations)
