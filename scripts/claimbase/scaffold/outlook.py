"""Whether the base stays sound with a draft, and what it would move."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from claimbase.comparison import Comparison, compare
from claimbase.errors import Problem, stopping
from claimbase.trial import drafted

from .draft import Draft


@dataclass(frozen=True, slots=True)
class Outlook:
    """What writing a draft would do."""

    errors: tuple[Problem, ...]
    """New problems that stop a build: then it is not written."""
    warnings: tuple[Problem, ...]
    """New problems that do not."""
    comparison: Comparison
    """Everything that it would move."""


@contextlib.contextmanager
def outlook(root: Path, draft: Draft) -> Iterator[Outlook]:
    """Examine the base with the draft; raises TrialError where it cannot be."""
    with drafted(root, {}, {draft.path: draft.text.encode()}) as (before, after):
        comparison = compare(before, after)
        errors = stopping(comparison.new_problems)
        warnings = tuple(problem for problem in comparison.new_problems if problem not in errors)
        yield Outlook(errors, warnings, comparison)
