"""What moved a verdict: each change is undone in turn, and the claim is assessed without it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from claimbase.assess import assess, assessable
from claimbase.assessment import Assessment
from claimbase.evaluation import Evaluations
from claimbase.model import Claim, Evidence, LocatedEvidence, Source

from .values import Cause

DECIDING_PARTS = ("type", "asserted_by", "scope", "objection", "due", "not_assessed", "override")
"""The keys of a claim, evidence left out, on which an assessment depends."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the assessment of one claim is made from."""

    claim: Claim
    """The claim."""
    sources: Mapping[str, Source]
    """The sources of the base."""
    evaluations: Evaluations
    """What data say about its items."""
    as_of: str
    """The day."""

    def assessed(self) -> Assessment | None:
        """Return the assessment; None where there can be none."""
        if not assessable(self.claim, self.sources):
            return None
        return assess(self.claim, self.sources, self.as_of, self.evaluations)


def causes(before: Case, after: Case, came_out: Callable[[Assessment], object]) -> tuple[Cause, ...]:
    """Return the changes without which the claim would come out otherwise; `came_out` says what is looked at.

    Where no single change does it, all of them are returned on which the outcome of some environment rests.
    """
    reached = after.assessed()
    if reached is None:
        return ()
    undone = [(cause, case.assessed()) for cause, case in _undone(before, after)]
    telling = [(cause, found) for cause, found in undone if found is not None and _core(found) != _core(reached)]
    alone = tuple(cause for cause, found in telling if came_out(found) != came_out(reached))
    return alone or tuple(replace(cause, alone=False) for cause, _ in telling)


def _core(found: Assessment) -> object:
    """Return what the answer is made from: items that take no side before and after are not part of it."""
    return found.cells, found.looked, found.rule, found.verdict, found.certainty


def _undone(before: Case, after: Case) -> Iterator[tuple[Cause, Case]]:
    """Yield each change with the case in which it alone is undone."""
    old, new = _items(before.claim), _items(after.claim)
    for name in dict.fromkeys([*new, *old]):
        same_data = before.evaluations.get(name) == after.evaluations.get(name)
        if old.get(name) != new.get(name) or not same_data:
            yield Cause("item", name, alone=True), _without_item_change(before, after, name)
    for part in DECIDING_PARTS:
        held = getattr(before.claim, part)
        if held != getattr(after.claim, part):
            yield Cause("part", part, alone=True), replace(after, claim=after.claim.model_copy(update={part: held}))
    for name in sorted(_sources_of(after.claim)):
        known = before.sources.get(name)
        if known is not None and known != after.sources.get(name):
            yield Cause("source", name, alone=True), replace(after, sources={**after.sources, name: known})
    if before.as_of != after.as_of:
        yield Cause("day", after.as_of, alone=True), replace(after, as_of=before.as_of)


def _items(claim: Claim) -> dict[str, Evidence]:
    return {item.id: item for item in claim.evidence}


def _without_item_change(before: Case, after: Case, name: str) -> Case:
    """Return the case after, with one item and its data as they were before."""
    old = _items(before.claim).get(name)
    evidence = [old if item.id == name else item for item in after.claim.evidence]
    if old is not None and old not in evidence:
        evidence.append(old)
    kept = tuple(item for item in evidence if item is not None)
    evaluations = {key: found for key, found in after.evaluations.items() if key != name}
    if name in before.evaluations:
        evaluations[name] = before.evaluations[name]
    return replace(after, claim=after.claim.model_copy(update={"evidence": kept}), evaluations=evaluations)


def _sources_of(claim: Claim) -> set[str]:
    return {item.source for item in claim.evidence if isinstance(item, LocatedEvidence)}
