"""Cell outcomes as JSON, so that a browser looks verdicts up and never computes them."""

import json
from collections.abc import Iterator
from itertools import combinations

from claimbase.assess.rules import Tally, verdict_rule
from claimbase.assessment import Assessment
from claimbase.model import Outcome

from .files import SiteFile

LETTERS = {Outcome.HOLDS: "h", Outcome.FAILS: "f", Outcome.CONTESTED: "c", Outcome.OPEN: "o"}
"""One letter for each outcome."""
LEGEND = {letter: str(outcome) for outcome, letter in LETTERS.items()}
"""The outcome of each letter."""


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def cells_file(assessment: Assessment, scope: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[SiteFile]:
    """Yield the outcomes of one claim's cells: a letter each, in the order of the product of the scope's values."""
    value = {
        "claim": assessment.claim,
        "verdict": str(assessment.verdict),
        "computed": str(assessment.computed),
        "certainty": str(assessment.certainty) if assessment.certainty else None,
        "rule": assessment.rule,
        "dimensions": [name for name, _ in scope],
        "values": [list(values) for _, values in scope],
        "outcomes": "".join(LETTERS[cell.outcome] for cell in assessment.cells),
        "legend": LEGEND,
    }
    yield SiteFile(f"data/cells/{assessment.claim}.json", "", _json(value))


def verdict_table() -> Iterator[SiteFile]:
    """Yield the verdict for every set of outcomes, with and without a record that somebody looked."""
    table = {
        "".join(LETTERS[outcome] for outcome in chosen): {
            "looked": str(verdict_rule(Tally(frozenset(chosen), looked=True)).verdict),
            "not-looked": str(verdict_rule(Tally(frozenset(chosen), looked=False)).verdict),
        }
        for size in range(1, len(Outcome) + 1)
        for chosen in combinations(Outcome, size)
    }
    yield SiteFile("data/verdict-table.json", "", _json({"legend": LEGEND, "verdicts": table}))
