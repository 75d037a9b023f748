"""New files and entries from answers: the same questions in a terminal and as options, valid text, nothing invented."""

from collections.abc import Callable
from dataclasses import dataclass

from .benchmark import BENCHMARK, benchmark_draft
from .claim import CLAIM, claim_draft
from .draft import Draft, ScaffoldError, write
from .evidence import EVIDENCE
from .facet import FACET, facet_draft
from .form import Choice, Form, Question
from .items import evidence_draft
from .similar import Similar
from .source import SOURCE, source_draft

__all__ = [
    "SCAFFOLDS",
    "Choice",
    "Draft",
    "Form",
    "Question",
    "Scaffold",
    "ScaffoldError",
    "Similar",
    "write",
]


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What can be made anew."""

    name: str
    """What it is called."""
    about: str
    """What is made, in a sentence."""
    questions: tuple[Question, ...]
    """What is asked, in order."""
    draft: Callable[[Form], Draft]
    """Makes it from the answers."""
    about_one: str = ""
    """The question whose answer stands by itself, without an option's name; empty where there is none."""


SCAFFOLDS = (
    Scaffold("claim", "a file for a new claim, with what only its author can say", CLAIM, claim_draft),
    Scaffold("source", "a file for a new source, with its origin and interest", SOURCE, source_draft),
    Scaffold("evidence", "an item at the end of a claim's evidence; git locators are computed from a clone", EVIDENCE,
             evidence_draft, about_one="claim"),
    Scaffold("benchmark", "the definition of a new benchmark", BENCHMARK, benchmark_draft),
    Scaffold("facet", "a dimension of the reader's environment in facets.yml, or a value of one", FACET, facet_draft),
)  # fmt: skip
"""Everything that `claimbase new` makes."""
