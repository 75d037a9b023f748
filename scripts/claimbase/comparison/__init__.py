"""Two states of a base, compared: what a change moves, as values and as a text for its reviewer."""

from collections import Counter
from collections.abc import Sequence

from claimbase.errors import Problem
from claimbase.pipeline import Examination

from .cited import citations, memo_rules
from .claims import claim_changes
from .own_cases import Contributor, own_cases
from .review import review
from .rules import breaches
from .sources import other_changes, source_changes
from .values import Cause, Citation, ClaimChange, Comparison, ItemChange, MemoRule, OwnCase, SourceChange, State

__all__ = [
    "Cause",
    "Citation",
    "ClaimChange",
    "Comparison",
    "Contributor",
    "ItemChange",
    "MemoRule",
    "OwnCase",
    "SourceChange",
    "State",
    "compare",
    "review",
]


def compare(before: Examination, after: Examination, contributors: Sequence[Contributor] = ()) -> Comparison:
    """Return everything that differs between two states; `contributors` wrote the change.

    Of the base after, files are read again to place what breaks a rule.
    """
    unread = frozenset().union(*(side.kb.failed for side in (before, after) if side.kb))
    claims = tuple(claim_changes(before, after, unread))
    new, mended = _problems(before.problems, after.problems)
    both = (before.kb, after.kb) if before.kb and after.kb else None
    return Comparison(
        claims=claims,
        sources=tuple(source_changes(before, after, unread)),
        citations=tuple(citations(after.kb, claims)) if after.kb else (),
        memo_rules=tuple(memo_rules(after.kb, claims)) if after.kb else (),
        others=tuple(other_changes(*both)) if both else (),
        own_cases=tuple(own_cases(claims, after.kb.sources, contributors)) if after.kb else (),
        breaches=tuple(sorted(breaches(claims, *both))) if both else (),
        new_problems=new,
        mended=mended,
        unread=tuple(sorted(unread)),
        claims_before=len(before.kb.claims) if before.kb else 0,
        claims_after=len(after.kb.claims) if after.kb else 0,
    )


def _problems(before: Sequence[Problem], after: Sequence[Problem]) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the problems that are new and those that are gone; one that only stands in another line is neither."""
    old, new = Counter(map(_sort, before)), Counter(map(_sort, after))
    return tuple(_beyond(after, old)), tuple(_beyond(before, new))


def _sort(problem: Problem) -> tuple[str, str, str]:
    return problem.path, problem.code, problem.message


def _beyond(problems: Sequence[Problem], known: Counter[tuple[str, str, str]]) -> list[Problem]:
    left = Counter(known)
    found = []
    for problem in problems:
        if left[_sort(problem)]:
            left[_sort(problem)] -= 1
        else:
            found.append(problem)
    return found
