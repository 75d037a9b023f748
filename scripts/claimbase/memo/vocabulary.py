"""The controlled vocabulary as memos word it; exported, so that the page words it alike."""

from collections.abc import Mapping
from typing import Any

from claimbase.model import Certainty, Effect, Outcome, Recommendation, Verdict

from .inline import line_of
from .rules import table_of_answers

VERDICTS: Mapping[str, tuple[str, str]] = {str(each): (each.words, line_of(each.doc)) for each in Verdict}
"""Words and meaning of each verdict."""
CERTAINTIES: Mapping[str, tuple[str, str]] = {str(each): (str(each), line_of(each.doc)) for each in Certainty}
"""Words and meaning of each certainty."""
RECOMMENDATIONS: Mapping[str, tuple[str, str]] = {str(each): (each.words, line_of(each.doc)) for each in Recommendation}
"""Words and meaning of each recommendation."""
OUTCOMES: Mapping[str, str] = {str(each)[0]: str(each) for each in Outcome}
"""The word of each letter of an outcome."""
EFFECTS = tuple(map(str, Effect))
"""The effects of rules."""
ANSWERS: Mapping[str, tuple[str, str]] = {
    letters: (str(rule.recommendation), line_of(rule.text)) for letters, rule in table_of_answers()
}
"""For every set of firings the recommendation, and the rule that leads to it."""


def vocabulary() -> dict[str, Any]:
    """Return the vocabulary for the page."""
    return {
        "verdicts": VERDICTS,
        "certainties": CERTAINTIES,
        "recommendations": RECOMMENDATIONS,
        "outcomes": OUTCOMES,
        "effects": EFFECTS,
        "answers": ANSWERS,
    }
