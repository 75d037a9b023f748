"""A claim as JSON beside its page: as written, and as assessed; equal inputs make equal bytes."""

import json

from claimbase.assessment import Assessment
from claimbase.frozen import assessment_value
from claimbase.model import Claim, LocatedEvidence
from claimbase.tokens import token

from .files import SiteFile

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
        "assessment": assessment_value(claim, assessment),
        "sources": {name: f"../sources/{name}.html" for name in _sources(claim)},
    }
    told = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
    written = claim.model_dump_json(by_alias=True, exclude_unset=True, exclude={"id", "topic"})
    return SiteFile(f"claims/{claim.id}.json", "", f'{told[:-1]},"claim":{written}}}\n'.encode())


def _sources(claim: Claim) -> list[str]:
    located = [item.source for item in claim.evidence if isinstance(item, LocatedEvidence)]
    return list(dict.fromkeys([*(asserter.source for asserter in claim.asserted_by), *located]))
