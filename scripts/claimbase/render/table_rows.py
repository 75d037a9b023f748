"""What the browser's table holds of a claim: plain values, ready to be written in columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from claimbase.assess import capped, scope_values
from claimbase.assess.rules import WEIGHTY
from claimbase.assessment import Assessment, ItemAssessment
from claimbase.frozen import LETTERS
from claimbase.model import Certainty, Claim, Direction, EvidenceKind, PartialFacet, Verdict
from claimbase.repository import KnowledgeBase

from .crossrefs import CrossReferences, Entry
from .labels import Labels
from .prose import plain
from .words import asks_evidence

CERTAINTY_LETTERS = {Certainty.HIGH: "h", Certainty.MODERATE: "m", Certainty.LOW: "l", None: "-"}
"""One letter for each certainty of a cell."""

Answer = tuple[str, tuple[str, ...]]
"""A dimension and some of its values."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim as the table holds it."""

    id: str
    """The claim id."""
    title: str
    """Its title."""
    statement: str
    """The claim as made, as plain text."""
    topic: str
    """Id of its topic."""
    verdict: Verdict
    """The verdict as shown."""
    certainty: Certainty | None
    """How sure it is."""
    counts: str
    """The counts of cells in words; empty where evidence is not asked."""
    kinds: tuple[EvidenceKind, ...]
    """The kinds of its evidence, each once, in the order of the vocabulary."""
    changed: str
    """The latest day on which the claim or its verdict changed."""
    scope: tuple[tuple[str, tuple[str, ...]], ...]
    """Values of each dimension of its scope, in file order."""
    outcomes: str
    """The outcomes of its cells in product order, run-length coded: `h3o` is three that hold and one open."""
    certainties: str
    """How sure the outcome of each cell is, coded in the same way, with the missing objection taken into account."""
    looked: bool
    """Whether somebody looked, which the verdict of open cells depends on."""
    fixed: bool
    """Whether the verdict does not follow from cells: it is set by hand, or evidence is not asked."""
    waived: bool
    """Whether evidence is not asked, because of the claim's type or a due day still to come."""
    sides: tuple[int, int, int, int]
    """Items for, those of weight among them, items against, those of weight among them."""
    advice: tuple[tuple[str, str], ...]
    """When and what to do, as plain text."""
    fits: tuple[tuple[Answer, ...], ...]
    """For each advice the answers that it is given to; none for everyone."""
    whys: tuple[tuple[str, str], ...]
    """Dimension and reason, as plain text, where the scope leaves values out."""
    locked: str
    """Fingerprint of the claim as the lock holds it; empty where it does not."""


def rows_of(
    kb: KnowledgeBase, assessments: Mapping[str, Assessment], refs: CrossReferences, labels: Labels
) -> tuple[Row, ...]:
    """Return the rows of all claims, in the order of lists."""
    moved = {change.claim: change.date for change in kb.changes}
    locked = {name: claim.fingerprint for name, claim in kb.lock.claims.items()} if kb.lock else {}
    return tuple(
        row_of(entry, kb.claims[name], assessments[name], labels, (moved.get(name, ""), locked.get(name, "")))
        for name, entry in refs.entries.items()
    )


def row_of(entry: Entry, claim: Claim, assessment: Assessment, labels: Labels, known: tuple[str, str]) -> Row:
    """Return the row of a claim; `known` are the day of its verdict's last move and its locked fingerprint."""
    moved, locked = known
    kinds = {item.kind for item in claim.evidence}
    waived = not asks_evidence(assessment)
    return Row(
        id=claim.id,
        title=claim.title,
        statement=plain(claim.statement),
        topic=claim.topic,
        verdict=assessment.verdict,
        certainty=assessment.certainty,
        counts=entry.counts,
        kinds=tuple(kind for kind in EvidenceKind if kind in kinds),
        changed=max([moved, *(change.date for change in claim.history)]),
        scope=tuple(scope_values(claim).items()),
        outcomes=run_lengths(LETTERS[cell.outcome] for cell in assessment.cells),
        certainties=run_lengths(CERTAINTY_LETTERS[capped(cell.certainty, claim)[0]] for cell in assessment.cells),
        looked=assessment.looked,
        fixed=waived or claim.override is not None,
        waived=waived,
        sides=_sides(assessment.items),
        advice=tuple((_when(advice.when, labels), plain(advice.do)) for advice in claim.advice),
        fits=tuple(_fits(advice.when) for advice in claim.advice),
        whys=tuple((name, plain(facet.why)) for name, facet in claim.scope.items() if isinstance(facet, PartialFacet)),
        locked=locked,
    )


def run_lengths(letters: Iterable[str]) -> str:
    """Return letters run-length coded: `h3o` for hhho."""
    runs = ((letter, sum(1 for _ in run)) for letter, run in groupby(letters))
    return "".join([letter if length == 1 else f"{letter}{length}" for letter, length in runs])


def _sides(items: tuple[ItemAssessment, ...]) -> tuple[int, int, int, int]:
    levels = {
        side: [item.level or 0 for item in items if item.side is side]
        for side in (Direction.SUPPORTS, Direction.CONTRADICTS)
    }
    counted = [(len(found), sum(level >= WEIGHTY for level in found)) for found in levels.values()]
    return (*counted[0], *counted[1])


def _fits(when: Mapping[str, str | tuple[str, ...]]) -> tuple[Answer, ...]:
    return tuple((name, (chosen,) if isinstance(chosen, str) else chosen) for name, chosen in when.items())


def _when(when: Mapping[str, str | tuple[str, ...]], labels: Labels) -> str:
    return "; ".join(
        f"{labels.dimension(name)}: {labels.selection(name, chosen, ' or ')}" for name, chosen in when.items()
    )
