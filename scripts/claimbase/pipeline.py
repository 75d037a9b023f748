"""Load → evaluate → assess → check: what every command and the site start from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimbase.assess import assess, assessable
from claimbase.assessment import Assessment
from claimbase.errors import Problem, stopping
from claimbase.evaluate import evaluate
from claimbase.evaluation import NO_EVALUATIONS, Evaluations
from claimbase.garbage import collection_paused
from claimbase.lint import Checked, recheck
from claimbase.repository import KnowledgeBase, load


@dataclass(frozen=True)
class Examination:
    """A knowledge base with its assessments and everything that is wrong with it."""

    kb: KnowledgeBase | None
    """The base; None where not even topics and facets could be read."""
    assessments: Mapping[str, Assessment]
    """The assessment of every claim that can be assessed, by id."""
    as_of: str
    """The day as of which it was assessed."""
    problems: tuple[Problem, ...]
    """All problems, sorted."""
    checked: Checked | None = None
    """What lint found, for the next examination."""
    evaluations: Mapping[str, Evaluations] = field(default_factory=dict)
    """What benchmark data say about the items bound to them, by claim id and evidence id; claims without such items
    are left out."""

    @property
    def sound(self) -> KnowledgeBase | None:
        """The base, if no problem stops a build."""
        return None if stopping(self.problems) else self.kb


def examine(root: Path, previous: Examination | None = None, as_of: str | None = None) -> Examination:
    """Load, assess and check the base under `root`; files unchanged since `previous` are not read again.

    The day is `as_of`; else the lock's; else, in a base without a lock, the latest day of a claim's history.
    """
    with collection_paused():
        kb, problems = load(root, previous.kb if previous else None)
        if kb is None:
            return Examination(None, {}, as_of or "", problems)
        day = as_of or (kb.lock.as_of if kb.lock else _latest_change(kb))
        known = previous.evaluations if previous else {}
        evaluations = evaluate(kb, previous.kb if previous else None, known)
        assessments = _assess(kb, evaluations, day, previous)
        checked = recheck(kb, assessments, previous.checked if previous else None, day)
    return Examination(kb, assessments, day, tuple(sorted({*problems, *checked.problems})), checked, evaluations)


def _latest_change(kb: KnowledgeBase) -> str:
    return max((entry.date for claim in kb.claims.values() for entry in claim.history), default="1970-01-01")


def _assess(
    kb: KnowledgeBase, evaluations: Mapping[str, Evaluations], day: str, previous: Examination | None
) -> dict[str, Assessment]:
    """Assess every claim that can be; an assessment whose claim, evaluations, sources and day are the same is kept."""
    before = previous.kb if previous and previous.as_of == day else None
    kept = before.claims if before and before.sources == kb.sources else {}
    return {
        name: previous.assessments[name]
        if previous
        and kept.get(name) is claim
        and name in previous.assessments
        and previous.evaluations.get(name) == evaluations.get(name)
        else assess(claim, kb.sources, day, evaluations.get(name, NO_EVALUATIONS))
        for name, claim in kb.claims.items()
        if assessable(claim, kb.sources)
    }
