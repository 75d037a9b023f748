"""A claim as JSON beside its page: as written, and as assessed; equal inputs make equal bytes."""

import json
from typing import Any

from claimbase.assess import scope_values
from claimbase.assessment import Assessment, ItemAssessment
from claimbase.model import Claim, LocatedEvidence
from claimbase.tokens import token

from .data_files import LEGEND
from .files import SiteFile
from .table_rows import LETTERS

FORMAT = 1
"""Number of the format; it rises when a key changes its meaning or goes."""


def claim_json(claim: Claim, assessment: Assessment, path: str) -> SiteFile:
    """Return the file `claims/<id>.json`; addresses in it are relative to the file, `path` to the repository."""
    about = {
        "format": FORMAT,
        "id": claim.id,
        "topic": claim.topic,
        "page": f"{claim.id}.html",
        "written_in": path,
        "cite_as": token(claim.id),
        "licence": "CC-BY-4.0",
        "assessment": _assessment(assessment, [list(values) for values in scope_values(claim).values()]),
        "sources": {name: f"../sources/{name}.html" for name in _sources(claim)},
    }
    told = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
    written = claim.model_dump_json(by_alias=True, exclude_unset=True, exclude={"id", "topic"})
    return SiteFile(f"claims/{claim.id}.json", "", f'{told[:-1]},"claim":{written}}}\n'.encode())


def _sources(claim: Claim) -> list[str]:
    located = [item.source for item in claim.evidence if isinstance(item, LocatedEvidence)]
    return list(dict.fromkeys([*(asserter.source for asserter in claim.asserted_by), *located]))


def _assessment(assessment: Assessment, values: list[list[str]]) -> dict[str, Any]:
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
            "values": values,
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
