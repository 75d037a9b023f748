"""Claims that were added, changed or retired, and those whose answer moved without their file."""

from collections.abc import Iterator, Mapping, Set

from claimbase.assessment import Assessment, ItemAssessment, LeftOut
from claimbase.evaluate import filled
from claimbase.evaluation import NO_EVALUATIONS
from claimbase.model import Claim, ClaimDocument, Evidence, RelationKind
from claimbase.pipeline import Examination
from claimbase.repository import KnowledgeBase

from .causes import Case, causes
from .values import Cause, ClaimChange, ItemChange, State


def claim_changes(before: Examination, after: Examination, unread: Set[str]) -> Iterator[ClaimChange]:
    """Yield the changes of claims, sorted by id; nothing is said of claims that one state cannot read."""
    old, new = _claims(before), _claims(after)
    uses = _Uses(after.kb) if after.kb else None
    for name in sorted((old.keys() | new.keys()) - unread):
        was, is_now = _state(before, name), _state(after, name)
        if was != is_now:
            yield _change(name, was, is_now, (before, after), uses)


def _claims(examination: Examination) -> Mapping[str, Claim]:
    return examination.kb.claims if examination.kb else {}


def _state(examination: Examination, name: str) -> State | None:
    claim = _claims(examination).get(name)
    return State(claim, examination.assessments.get(name)) if claim is not None else None


def _change(
    name: str, was: State | None, now: State | None, sides: tuple[Examination, Examination], uses: "_Uses | None"
) -> ClaimChange:
    before, after = sides
    moved_by = _moved_by(was, now, before, after)
    left_out = _left_out(was), _left_out(now)
    return ClaimChange(
        id=name,
        before=was,
        after=now,
        tombstone=after.kb.tombstones.get(name) if after.kb and now is None else None,
        parts=_parts(was, now),
        items=tuple(_items(was, now, after)),
        causes=moved_by,
        bearing=_only(left_out[1], left_out[0]),
        no_longer_bearing=_only(left_out[0], left_out[1]),
        used_by=tuple(uses.of(name)) if uses and _answer(was) != _answer(now) else (),
    )


def _answer(state: State | None) -> object:
    found = state.assessment if state else None
    return (found.verdict, found.certainty) if found else None


def _moved_by(was: State | None, now: State | None, before: Examination, after: Examination) -> tuple[Cause, ...]:
    if was is None or now is None or _answer(was) == _answer(now) or was.assessment is None or now.assessment is None:
        return ()
    same_verdict = was.assessment.verdict is now.assessment.verdict

    def came_out(found: Assessment) -> object:
        return (found.verdict, found.certainty) if same_verdict else found.verdict

    return causes(_case(was.claim, before), _case(now.claim, after), came_out)


def _case(claim: Claim, examination: Examination) -> Case:
    sources = examination.kb.sources if examination.kb else {}
    return Case(claim, sources, examination.evaluations.get(claim.id, NO_EVALUATIONS), examination.as_of)


def _parts(was: State | None, now: State | None) -> tuple[str, ...]:
    if was is None or now is None:
        return ()
    names = [*(name for name in ClaimDocument.model_fields if name != "evidence"), "topic"]
    return tuple(name for name in names if getattr(was.claim, name) != getattr(now.claim, name))


def _items(was: State | None, now: State | None, after: Examination) -> Iterator[ItemChange]:
    if now is None:
        return
    full = filled(now.claim, after.evaluations.get(now.claim.id, NO_EVALUATIONS))
    old, new, told = _by_id(was), _by_id(now), {item.id: item for item in full.evidence}
    weighed_before, weighed = _weighed(was), _weighed(now)
    for name in dict.fromkeys([*new, *old]):
        first, second = old.get(name), new.get(name)
        # That an item bears the verdict now is told with what is load-bearing.
        weighs_otherwise = _weight(weighed_before.get(name)) != _weight(weighed.get(name))
        if first != second or (was is not None and weighs_otherwise):
            states = weighed_before.get(name), weighed.get(name)
            yield ItemChange(name, *states, first, told.get(name), _keys(first, second))


def _keys(first: Evidence | None, second: Evidence | None) -> tuple[str, ...]:
    """Return the keys of an item that say something else, in the order of the format."""
    if first is None or second is None:
        return ()
    one, other = (dict(each) for each in (first, second))
    return tuple(name for name in dict.fromkeys([*other, *one]) if one.get(name) != other.get(name))


def _by_id(state: State | None) -> dict[str, Evidence]:
    return {item.id: item for item in state.claim.evidence} if state else {}


def _weighed(state: State | None) -> dict[str, ItemAssessment]:
    return {item.id: item for item in state.assessment.items} if state and state.assessment else {}


def _weight(item: ItemAssessment | None) -> object:
    return (item.side, item.level, item.origin, item.cells) if item else None


def _left_out(state: State | None) -> tuple[LeftOut, ...]:
    return state.assessment.left_out if state and state.assessment else ()


def _only(these: tuple[LeftOut, ...], others: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
    known = {(part.what, part.name) for part in others}
    return tuple(part for part in these if (part.what, part.name) not in known)


class _Uses:
    """Where the answer of a claim is shown, beside its own page and lists."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._by_claim: dict[str, list[str]] = {}
        for place, name in [*_from_findings(kb), *_from_article(kb), *_from_claims(kb)]:
            self._by_claim.setdefault(name, []).append(place)

    def of(self, name: str) -> list[str]:
        """Return the places in words, each once."""
        return list(dict.fromkeys(self._by_claim.get(name, ())))


def _from_findings(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    if kb.findings:
        yield from (("the findings that decide", finding.claim) for finding in kb.findings.findings)
        for start in kb.findings.starting_from:
            yield from ((f"what to do from {start.qemu}", claim) for claim in start.claims)


def _from_article(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    for sentence in kb.article.sentences if kb.article else ():
        yield from ((f"sentence {sentence.number} of the article", claim) for claim in sentence.claims)


def _from_claims(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    for claim in kb.claims.values():
        for relation in claim.relations:
            if relation.kind is RelationKind.DEPENDS_ON:
                yield f"the claim {claim.id}, which depends on it", relation.claim
        yield from ((f"the claim {claim.id}, which assumes it", named) for named in claim.assumptions)
