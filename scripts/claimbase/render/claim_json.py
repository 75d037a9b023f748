"""A claim as JSON, beside its page and in the interface for programs: as written, as assessed, where it is frozen."""

import json
from typing import Any

from claimbase.assessment import Assessment
from claimbase.citing import changed_on
from claimbase.frozen import assessment_value
from claimbase.model import Claim, LocatedEvidence, Tombstone
from claimbase.model.api import API_FORMAT, LICENCE
from claimbase.tokens import token

from .crossrefs import Editions
from .files import SiteFile


def claim_json(
    folder: str, claim: Claim, assessment: Assessment, path: str, editions: Editions = (), moved: str = ""
) -> SiteFile:
    """Return the file `<folder>/<id>.json`; addresses in it are relative to the file, `path` to the repository.

    `moved` is the day on which the verdict last moved; empty where it never did.
    """
    up = "../" * (folder.count("/") + 1)
    about = {
        "format": API_FORMAT,
        "id": claim.id,
        "topic": claim.topic,
        "page": f"{claim.id}.html" if folder == "claims" else f"{up}claims/{claim.id}.html",
        "written_in": path,
        "cite_as": token(claim.id),
        "licence": LICENCE,
        "changed": changed_on(claim, moved),
        "assessment": assessment_value(claim, assessment),
        "sources": {name: f"{up}sources/{name}.html" for name in _sources(claim)},
        "editions": in_editions(claim.id, editions, up),
    }
    told = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
    written = claim.model_dump_json(by_alias=True, exclude_unset=True, exclude={"id", "topic"})
    return SiteFile(f"{folder}/{claim.id}.json", "", f'{told[:-1]},"claim":{written}}}\n'.encode())


def retired_json(folder: str, tombstone: Tombstone, path: str, editions: Editions) -> SiteFile:
    """Return the file `<folder>/<id>.json` of a retired claim, which stays at the address of the claim."""
    up = "../" * (folder.count("/") + 1)
    about = {
        "format": API_FORMAT,
        "licence": LICENCE,
        "id": tombstone.id,
        "page": f"{up}claims/{tombstone.id}.html",
        "written_in": path,
        "cite_as": token(tombstone.id),
        "editions": in_editions(tombstone.id, editions, up),
    }
    told = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
    written = tombstone.model_dump_json(by_alias=True, exclude_unset=True, exclude={"id", "topic"})
    return SiteFile(f"{folder}/{tombstone.id}.json", "", f'{told[:-1]},"retired":{written}}}\n'.encode())


def in_editions(name: str, editions: Editions, up: str) -> dict[str, Any]:
    """Return what editions hold under an id: hash, token and page; `up` leads to the site's root."""
    return {
        edition: {
            "sha256": entry.frozen,
            "token": token(name, edition, entry.frozen),
            "page": f"{up}editions/{edition}/{name}.html",
        }
        for edition, entry in editions
    }


def _sources(claim: Claim) -> list[str]:
    located = [item.source for item in claim.evidence if isinstance(item, LocatedEvidence)]
    return list(dict.fromkeys([*(asserter.source for asserter in claim.asserted_by), *located]))
