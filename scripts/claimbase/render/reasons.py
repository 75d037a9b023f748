"""Why a claim has its verdict: three sentences made from its evidence and its assessment, and from nothing else."""

import re
from collections.abc import Mapping, Sequence

from claimbase.assess.rules import WEIGHTY, best
from claimbase.assessment import Assessment, Cell, ItemAssessment
from claimbase.model import Certainty, Claim, Direction, EvidenceKind, Outcome, Verdict

_KINDS: Mapping[EvidenceKind, str] = {
    EvidenceKind.SOURCE_CODE: "source code",
    EvidenceKind.MAINTAINER_STATEMENT: "a maintainer’s statement",
    EvidenceKind.THIRD_PARTY_REPORT: "a third-party report",
    EvidenceKind.VENDOR_STATEMENT: "a vendor’s statement",
    EvidenceKind.INFERENCE: "an inference",
}
"""Kinds that do not read well as “a” and the word itself."""

_WON = {Direction.SUPPORTS: Outcome.HOLDS, Direction.CONTRADICTS: Outcome.FAILS}
_SPEAKS = {Direction.SUPPORTS: "for it", Direction.CONTRADICTS: "against it"}
_DECIDING = {
    Verdict.SUPPORTED: {Outcome.HOLDS},
    Verdict.SUPPORTED_WITH_LIMITS: {Outcome.HOLDS},
    Verdict.REFUTED: {Outcome.FAILS},
    Verdict.OVERSTATED: {Outcome.HOLDS, Outcome.FAILS},
}
_SENTENCE_ENDS = re.compile(r"(?<=[a-z0-9`)”\]]{2}[.!?])\s+(?=[A-Z“`\[])")


def reasons(claim: Claim, assessment: Assessment) -> tuple[str, str, str]:
    """Return what decides for the claim, what decides against it, and what limits the answer or leaves it open.

    Each is one sentence of inline Markdown that links to the items it names.
    """
    if assessment.rule == "verdict-waived" and not claim.override:
        return _waived(claim, assessment)
    findings = {item.id: item.finding for item in claim.evidence}
    return (
        _side(assessment, Direction.SUPPORTS, findings),
        _side(assessment, Direction.CONTRADICTS, findings),
        _limits(assessment),
    )


def _waived(claim: Claim, assessment: Assessment) -> tuple[str, str, str]:
    kind = f"The claim is {'an' if claim.type[0] in 'ao' else 'a'} {claim.type}, which evidence does not decide"
    if claim.due:
        kind = f"The claim is a prediction, and evidence decides it from {claim.due} on"
    items = [item.id for item in assessment.items]
    below = f"What is known about its subject is in {_named(items)}" if items else "No evidence has been collected"
    return f"{kind}.", _ended(f"{assessment.reason[:1].upper()}{assessment.reason[1:]}"), f"{below}."


def _side(assessment: Assessment, side: Direction, findings: Mapping[str, str]) -> str:
    """Return what the items of one side come to."""
    items = [item for item in assessment.items if item.side is side]
    light = sorted((item for item in items if item.level is not None), key=_weight)
    weighty = [item for item in light if (item.level or 0) >= WEIGHTY]
    about = _SPEAKS[side]
    if not items:
        return f"Nothing on this page speaks {about}."
    if not light:
        names = _named([item.id for item in items])
        return f"Only {names} {_verb(len(items), 'speak')} {about}, without a level: {items[0].without_level}."
    if not weighty:
        first = light[0]
        return (
            f"Nothing of weight speaks {about}; {_link(first.id)}, {_kind(first)}, "
            f"comes to level {first.level}, and level {WEIGHTY} is the least that counts."
        )
    said = _first_sentence(findings[weighty[0].id])
    won = [cell for cell in assessment.cells if cell.outcome is _WON[side]]
    if won:
        return _deciding(weighty, won, side, len(assessment.cells), findings)
    if assessment.counts[Outcome.CONTESTED]:
        return f"{_link(weighty[0].id)}, {_at_level(weighty[0])}, speaks {about} and is not outweighed: {said}"
    return f"{_link(weighty[0].id)}, {_at_level(weighty[0])}, speaks {about} but is outweighed: {said}"


def _deciding(
    weighty: Sequence[ItemAssessment], won: Sequence[Cell], side: Direction, total: int, findings: Mapping[str, str]
) -> str:
    """Return which items win the cells that a side has won, the weightiest first, and what that one says."""
    left = set(range(len(won)))
    speaking = [set(cell.supporting if side is Direction.SUPPORTS else cell.contradicting) for cell in won]
    chosen: list[ItemAssessment] = []
    for item in weighty:
        covered = {index for index in left if item.id in speaking[index]}
        if covered:
            chosen.append(item)
            left -= covered
    where = _where(len(won), total)
    said = _first_sentence(findings[chosen[0].id])
    if len(chosen) == 1:
        return f"{_link(chosen[0].id)}, {_at_level(chosen[0])}, decides {_SPEAKS[side]}{where}: {said}"
    names = _named([item.id for item in chosen])
    return f"{names} decide {_SPEAKS[side]}{where}; the first, {_at_level(chosen[0])}, says: {said}"


def _where(won: int, total: int) -> str:
    """Return in how many of all environments a side decides; nothing where there is only one."""
    if total == 1:
        return ""
    if won < total:
        return f" in {won} of {total} environments"
    return " in both environments" if total == 2 else f" in all {total} environments"


def _limits(assessment: Assessment) -> str:
    """Return what is set by hand, open or contested, and why the verdict is as sure as it is."""
    if assessment.verdict is not assessment.computed:
        computed = assessment.computed.words
        return f"The rules compute “{computed}”; the verdict is set by hand: {_ended(assessment.reason)}"
    told = [part for part in (_open(assessment), _contested(assessment), _certainty(assessment)) if part]
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _open(assessment: Assessment) -> str:
    count, total = assessment.counts[Outcome.OPEN], len(assessment.cells)
    if not count:
        return ""
    if count < total:
        return (
            f"{count} of {total} environments {'is' if count == 1 else 'are'} open, "
            f"as nothing of level {WEIGHTY} or more speaks of {'it' if count == 1 else 'them'}"
        )
    every = "the one environment is" if total == 1 else f"all {total} environments are"
    looked = [item.id for item in assessment.items if item.kind is EvidenceKind.SEARCH_RECORD]
    if assessment.verdict is Verdict.NOT_ASSESSED:
        return f"{every} open, and nobody has looked for evidence yet"
    if looked:
        return f"{every} open; {_named(looked)} {_verb(len(looked), 'tell')} where we looked"
    measured = [item.id for item in assessment.items if item.kind is EvidenceKind.MEASUREMENT]
    return f"{every} open, and the samples of {_named(measured)} do not decide it"


def _contested(assessment: Assessment) -> str:
    count, total = assessment.counts[Outcome.CONTESTED], len(assessment.cells)
    if not count:
        return ""
    many = f"{count} of {total} environments {'is' if count == 1 else 'are'}"
    where = "the one environment is" if total == 1 else many
    return f"{where} contested, as both sides have level {WEIGHTY} or more there and are less than 2 levels apart"


def _certainty(assessment: Assessment) -> str:
    """Return why the certainty is what it is, read off the cell that the certainty rule goes by."""
    certainty = assessment.certainty
    if certainty is None:
        return ""
    if assessment.capped:
        return "certainty is moderate and not high, as no objection is answered"
    cell = _cell_of(assessment, certainty)
    holds = cell.outcome is Outcome.HOLDS
    names, others = (cell.supporting, cell.contradicting) if holds else (cell.contradicting, cell.supporting)
    first = min((item for item in assessment.items if item.id in names), key=_weight)
    if certainty is Certainty.HIGH:
        return f"certainty is high, as {_link(first.id)} was observed directly and the best objection is answered"
    begun = f"certainty is {certainty}, as "
    if min(cell.supports, cell.contradicts) >= WEIGHTY:
        against = min((item for item in assessment.items if item.id in others), key=_weight)
        return f"{begun}{_link(against.id)}, {_at_level(against)}, stands on the other side"
    if max(cell.supports, cell.contradicts) > (first.level or 0):
        return f"{begun}several origins of level {first.level} count as level {max(cell.supports, cell.contradicts)}"
    if first.steps:
        return f"{begun}{_link(first.id)} loses {_steps(first)}"
    return f"{begun}the best that decides it is {_link(first.id)}, {_at_level(first)}"


def _cell_of(assessment: Assessment, certainty: Certainty) -> Cell:
    """Return a cell that the certainty rule goes by; of an overstated verdict one on the side that is less sure."""
    deciding = [cell for cell in assessment.cells if cell.outcome in _DECIDING[assessment.verdict]]
    equal = [cell for cell in deciding if cell.certainty is certainty]
    surer = {cell.outcome for cell in deciding if cell.certainty and best([cell.certainty, certainty]) is not certainty}
    if assessment.verdict is Verdict.OVERSTATED:
        return next((cell for cell in equal if cell.outcome not in surer), equal[0])
    return equal[0]


def _weight(item: ItemAssessment) -> tuple[int, int]:
    """Return a key that puts the weightiest item first, then the one that speaks of more environments."""
    return -(item.level or 0), -item.cells


def _steps(item: ItemAssessment) -> str:
    told = [
        f"{step.steps} {'level' if step.steps == 1 else 'levels'} for {step.domain} ({step.why.rstrip('. ')})"
        for step in item.steps
    ]
    return " and ".join(told)


def _kind(item: ItemAssessment) -> str:
    return _KINDS.get(item.kind) or f"a {item.kind.replace('-', ' ')}"


def _at_level(item: ItemAssessment) -> str:
    return f"{_kind(item)} at level {item.level}"


def _link(name: str) -> str:
    return f"[{name}](#{name})"


def _named(names: Sequence[str]) -> str:
    """Return links to items as a list in words."""
    links = [_link(name) for name in names]
    return links[0] if len(links) == 1 else f"{', '.join(links[:-1])} and {links[-1]}"


def _verb(count: int, verb: str) -> str:
    return f"{verb}s" if count == 1 else verb


def _first_sentence(text: str) -> str:
    """Return the first sentence of a text, whole; where it is not certain that it ends, more of the text."""
    return _ended(_SENTENCE_ENDS.split(" ".join(text.split()), maxsplit=1)[0])


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
