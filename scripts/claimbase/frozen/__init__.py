"""What an edition freezes of a claim, a retired claim and a source; and how that differs from another such state."""

from .assessed import LEGEND, LETTERS, assessment_value
from .content import claim_value, evaluation_value, files_of, named, retired_value, source_value
from .differences import Changed, Differences, differences, parts_of

__all__ = [
    "LEGEND",
    "LETTERS",
    "Changed",
    "Differences",
    "assessment_value",
    "claim_value",
    "differences",
    "evaluation_value",
    "files_of",
    "named",
    "parts_of",
    "retired_value",
    "source_value",
]
