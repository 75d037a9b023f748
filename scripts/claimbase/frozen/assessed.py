"""An assessment as a plain value, the same in editions, in the JSON beside a page and in the API."""

from typing import Any

from claimbase.assess import scope_values
from claimbase.assessment import Assessment, ItemAssessment
from claimbase.model import Claim, Outcome

LETTERS = {Outcome.HOLDS: "h", Outcome.FAILS: "f", Outcome.CONTESTED: "c", Outcome.OPEN: "o"}
"""The letter of each outcome in rows of outcomes."""
LEGEND = {letter: str(outcome) for outcome, letter in LETTERS.items()}
"""The outcome of each letter."""


def assessment_value(claim: Claim, assessment: Assessment) -> dict[str, Any]:
    """Return what the rules compute of a claim; keys are never renamed."""
    return {
        "verdict": assessment.verdict,
        "computed": assessment.computed,
        "certainty": assessment.certainty,
        "rule": assessment.rule,
        "certainty_rule": assessment.certainty_rule,
        "reason": assessment.reason,
        "counts": assessment.counts,
        "cells": {
            "dimensions": assessment.dimensions,
            "values": [list(values) for values in scope_values(claim).values()],
            "outcomes": "".join([LETTERS[cell.outcome] for cell in assessment.cells]),
            "legend": LEGEND,
        },
        "items": [_item(item) for item in assessment.items],
        "single_origin": assessment.single_origin,
        "hangs_on": [{"what": part.what, "name": part.name, "verdict": part.verdict} for part in assessment.left_out],
        "would_change": [
            {
                "side": wanted.side,
                "level": wanted.level,
                "kinds": wanted.kinds,
                "cell": wanted.values,
                "verdict": wanted.verdict,
            }
            for wanted in assessment.requests
        ],
    }


def _item(item: ItemAssessment) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "side": item.side,
        "start": item.start,
        "steps": [{"domain": step.domain, "steps": step.steps} for step in item.steps],
        "level": item.level,
        "without_level": item.without_level,
        "origin": item.origin,
        "cells": item.cells,
        "load_bearing": item.load_bearing,
    }
