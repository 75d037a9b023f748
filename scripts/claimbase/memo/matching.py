"""Whether a rule fires in an environment of which not everything may be known; the same steps as `assets/memo.js`."""

from collections.abc import Iterator, Mapping
from itertools import product

from claimbase.model import Applicability

from .sheet import ClaimSheet, LookedAtSheet, RuleSheet

Left = Mapping[str, tuple[str, ...]]
"""The values that are still possible, by dimension."""

APPLIES, MAY, NOT = Applicability.APPLIES, Applicability.MAY_APPLY, Applicability.DOES_NOT_APPLY


def state_of(rule: RuleSheet, claims: Mapping[str, ClaimSheet], left: Left) -> Applicability:
    """Return whether a rule fires: in each environment that is left, in some of them, or in none.

    Several claims are joined as if their dimensions were independent, so that a rule may be said to fire perhaps
    where it cannot.
    """
    states = [APPLIES]
    inside = dict(left)
    for name, wanted in rule.when:
        here = left.get(name, ())
        inside[name] = tuple(value for value in here if value in wanted)
        states.append(_of(len(inside[name]), len(here)))
    for looked in rule.looks_at:
        claim = claims.get(looked.claim)
        states.append(_looked(looked, claim, inside) if claim else NOT)
    if NOT in states:
        return NOT
    return MAY if MAY in states else APPLIES


def _of(hits: int, all_of_them: int) -> Applicability:
    if not hits:
        return NOT
    return APPLIES if hits == all_of_them else MAY


def _looked(looked: LookedAtSheet, claim: ClaimSheet, left: Left) -> Applicability:
    """Return whether a claim has one of the outcomes in each, some or none of the environments left."""
    at, hits, cells = dict(looked.at), 0, 1
    places = []
    for name, values in claim.scope:
        here = (at[name],) if name in at else left.get(name, ())
        places.append([place for place, value in enumerate(values) if value in here])
        cells *= len(here)
    for chosen in product(*places):
        number, size = 0, 1
        for place, (_, values) in zip(reversed(chosen), reversed(claim.scope), strict=True):
            number, size = number + place * size, size * len(values)
        hits += claim.outcomes[number] in looked.outcomes
    return _of(hits, cells)


def missing(rule: RuleSheet, claims: Mapping[str, ClaimSheet], left: Left) -> tuple[str, ...]:
    """Return the dimensions whose answer decides, alone or with others, whether a rule fires, in the order of `left`.

    They are those for which one of the values makes another state of the rule; all that it depends on where none does.
    """
    open_ones = [name for name in left if name in set(_depends(rule, claims)) and len(left[name]) > 1]
    deciding = [
        name
        for name in open_ones
        if any(state_of(rule, claims, {**left, name: (value,)}) is not MAY for value in left[name])
    ]
    return tuple(deciding or open_ones)


def _depends(rule: RuleSheet, claims: Mapping[str, ClaimSheet]) -> Iterator[str]:
    for name, _ in rule.when:
        yield name
    for looked in rule.looks_at:
        fixed = {name for name, _ in looked.at}
        if looked.claim in claims:
            yield from (name for name, _ in claims[looked.claim].scope if name not in fixed)
