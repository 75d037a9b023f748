"""Load → assess → check: what every command and the site start from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from claimbase.assess import assess, assessable
from claimbase.assessment import Assessment
from claimbase.errors import Problem, stopping
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
        assessments = _assess(kb, day, previous)
        checked = recheck(kb, assessments, previous.checked if previous else None)
    return Examination(kb, assessments, day, tuple(sorted({*problems, *checked.problems})), checked)


def _latest_change(kb: KnowledgeBase) -> str:
    return max((entry.date for claim in kb.claims.values() for entry in claim.history), default="1970-01-01")


def _assess(kb: KnowledgeBase, day: str, previous: Examination | None) -> dict[str, Assessment]:
    """Assess every claim that can be; an assessment whose claim, sources and day are the same is kept."""
    before = previous.kb if previous and previous.as_of == day else None
    kept = before.claims if before and before.sources == kb.sources else {}
    return {
        name: previous.assessments[name]
        if previous and kept.get(name) is claim and name in previous.assessments
        else assess(claim, kb.sources, day)
        for name, claim in kb.claims.items()
        if assessable(claim, kb.sources)
    }
