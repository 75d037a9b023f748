"""Cell outcomes as JSON, so that a browser looks verdicts up and never computes them."""

import json
from collections.abc import Iterator
from itertools import combinations

from claimbase.assess.rules import Tally, verdict_rule
from claimbase.assessment import Assessment
from claimbase.frozen import LEGEND, LETTERS
from claimbase.model import Outcome, Verdict

from .files import SiteFile


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
        "looked": assessment.looked,
        "dimensions": [name for name, _ in scope],
        "values": [list(values) for _, values in scope],
        "outcomes": "".join(LETTERS[cell.outcome] for cell in assessment.cells),
        "legend": LEGEND,
    }
    yield SiteFile(f"data/cells/{assessment.claim}.json", "", _json(value))


def table_of_verdicts() -> Iterator[tuple[str, Verdict, Verdict]]:
    """Yield every set of outcomes, by letters in the order of the vocabulary, with its verdict.

    The first verdict is the one where somebody looked, the second the one where nobody did.
    """
    for size in range(1, len(Outcome) + 1):
        for chosen in combinations(Outcome, size):
            looked, not_looked = (verdict_rule(Tally(frozenset(chosen), flag)).verdict for flag in (True, False))
            yield "".join(LETTERS[outcome] for outcome in chosen), looked, not_looked


def verdict_table() -> Iterator[SiteFile]:
    """Yield the verdict for every set of outcomes, with and without a record that somebody looked."""
    table = {letters: {"looked": yes, "not-looked": no} for letters, yes, no in table_of_verdicts()}
    yield SiteFile("data/verdict-table.json", "", _json({"legend": LEGEND, "verdicts": table}))
