"""Invented claims of varied scope, with the questions that they hang on, and every profile of those questions."""

import itertools
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from claimbase.assess import assess
from claimbase.assessment import Assessment
from claimbase.model import Claim, Facets, Profile, Source

AS_OF = "2026-11-23"
VALUES = {
    "qemu": ("10.0", "10.1", "10.2"),
    "accelerator": ("tcg", "kvm"),
    "memory": ("shared", "private"),
    "update": ("restart", "transfer", "hand-over"),
}
OUTSIDE = {"qemu": "version-out-of-range", "accelerator": "feature-not-used", "update": "component-not-built"}
VALUE_OUTSIDE = {"shared": "mitigated-by-configuration"}

FACETS = Facets.model_validate(
    {
        "dimensions": [
            {
                "id": name,
                "title": name.title(),
                "question": f"Which {name}?",
                "find_out": "Ask.",
                **({"outside": OUTSIDE[name]} if name in OUTSIDE else {}),
                "values": [
                    {
                        "id": each,
                        "title": f"the {each}",
                        **({"outside": VALUE_OUTSIDE[each]} if each in VALUE_OUTSIDE else {}),
                    }
                    for each in values
                ],
            }
            for name, values in VALUES.items()
        ],
        "contradictions": [
            {"answers": {"memory": ["private"], "update": ["transfer", "hand-over"]}, "why": "It ends."},
            {"answers": {"qemu": ["10.0"], "update": ["hand-over"]}, "why": "It is newer."},
        ],
    }
)

_LOCATOR = {"url": "https://example.org/page", "section": "All of it", "accessed": "2026-11-22"}
_KINDS = ("source-code", "release-document", "third-party-report", "vendor-statement")
"""Kinds of start level 4, 3, 2 and 1."""


def sources() -> dict[str, Source]:
    """Three sources of different origins."""
    return {
        name: Source.model_validate(
            {
                "id": name,
                "type": "webpage",
                "title": name,
                "URL": "https://example.org/",
                "accessed": "2026-11-22",
                "origin": f"origin-{name}",
            }
        )
        for name in ("one", "two", "three")
    }


def claims(count: int, seed: int) -> dict[str, Claim]:
    """Claims with scopes of one to four dimensions, in part or whole, and with evidence of all levels and sides."""
    made = (_claim(f"claim-{number}", Random(f"{seed}/{number}")) for number in range(count))
    return {claim.id: claim for claim in sorted(made, key=lambda claim: claim.id)}


def _some(random: Random, values: tuple[str, ...]) -> list[str]:
    chosen = [value for value in values if random.random() < 0.6]
    return chosen or [random.choice(values)]


def _claim(name: str, random: Random) -> Claim:
    scope: dict[str, Any] = {"qemu": _some(random, VALUES["qemu"])}
    for dimension in ("accelerator", "memory", "update"):
        if random.random() < 0.5:
            values = _some(random, VALUES[dimension]) if random.random() < 0.4 else list(VALUES[dimension])
            whole = len(values) == len(VALUES[dimension])
            scope[dimension] = values if whole else {"values": values, "why": f"Of {dimension} it says no more."}
    inside = {key: value["values"] if isinstance(value, dict) else value for key, value in scope.items()}
    evidence = [_item(f"e{number + 1}", inside, random) for number in range(random.randrange(6))]
    if random.random() < 0.4:
        searched = [{"where": "here", "query": "it", "date": "2026-11-22", "hits": 0}]
        evidence.append(
            {"id": "e9", "kind": "search-record", "direction": "context", "finding": "Nothing.", "searched": searched}
        )
    parts: dict[str, Any] = {
        "id": name,
        "topic": "live-update",
        "title": f"The {name}",
        "statement": f"It is {name}.",
        "type": "fact",
        "asserted_by": [{"source": "one", "locator": _LOCATOR}],
        "scope": scope,
        "test": "Look.",
        "evidence": evidence,
        "advice": [_advice(random) for _ in range(random.randrange(1, 4))],
        "review_when": ["2027-05-01"],
        "history": [{"date": "2026-11-22", "change": "First version."}],
    }
    if random.random() < 0.6:
        parts["objection"] = {"text": "But.", "answer": "Yet."}
    if random.random() < 0.1:
        parts |= {"type": "opinion", "not_assessed": "Nothing decides it."}
    elif random.random() < 0.1:
        parts["override"] = {"replaces": "supported", "verdict": "contested", "reason": "A test."}
    return Claim.model_validate(parts)


def _item(name: str, inside: Mapping[str, list[str]], random: Random) -> dict[str, Any]:
    return {
        "id": name,
        "kind": random.choice(_KINDS),
        "direction": random.choice(("supports", "contradicts")),
        "source": random.choice(("one", "two", "three")),
        "locator": _LOCATOR,
        "finding": "So it is.",
        "applies_to": {
            dimension: "all" if random.random() < 0.4 else _some(random, tuple(values))
            for dimension, values in inside.items()
        },
    }


def _advice(random: Random) -> dict[str, Any]:
    when = {}
    for dimension, values in VALUES.items():
        if random.random() < 0.3:
            chosen = _some(random, values)
            when[dimension] = chosen[0] if len(chosen) == 1 else chosen
    return {"when": when, "do": "Do it."}


def assessments(made: Mapping[str, Claim], known: Mapping[str, Source]) -> dict[str, Assessment]:
    """The assessment of each claim."""
    return {name: assess(claim, known, AS_OF) for name, claim in made.items()}


def profiles() -> Iterator[Profile]:
    """Every profile: for each question no answer, one value, or several."""
    ways = []
    for name, values in VALUES.items():
        several = [chosen for size in range(1, len(values) + 1) for chosen in itertools.combinations(values, size)]
        ways.append([(name, ()), *((name, chosen) for chosen in several)])
    for answers in itertools.product(*ways):
        yield Profile(answers={name: chosen for name, chosen in answers if chosen})
