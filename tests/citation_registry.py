"""An invented registry in which something has become of each claim, and tokens that cite them all."""

import hashlib

from claimbase.checker import Standing
from claimbase.model import RetirementNotice
from claimbase.model.api import RegisteredEdition, Registry, State
from claimbase.registry import Snapshot, make_registry

EDITION = "2026.12"
SITE = "https://example.org/qemu-10-2/"


def sha256(text: str) -> str:
    """The hash that stands for a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def state(id_: str, time: str = "then", verdict: str = "supported", certainty: str = "high", **other: str) -> State:
    """The state of a claim at a time."""
    return State.model_validate(
        {
            "kind": "claim",
            "sha256": sha256(f"{id_} {time}"),
            "wording": sha256(other.get("wording", "words")),
            "evidence": sha256(other.get("evidence", "items")),
            "verdict": verdict,
            "certainty": certainty,
        }
    )


def source(id_: str, time: str = "then") -> State:
    """The state of a source at a time."""
    words = sha256(f"{id_} {time}")
    return State.model_validate({"kind": "source", "sha256": words, "wording": words, "evidence": sha256("")})


def retired(id_: str) -> State:
    """The state of a retired claim."""
    return State.model_validate(
        {"kind": "retired", "sha256": sha256(id_), "wording": sha256(id_), "evidence": sha256("")}
    )


def notice(how: str, *to: str) -> RetirementNotice:
    """Why a claim is retired."""
    return RetirementNotice.model_validate({"how": how, "to": to, "date": "2026-12-20", "reason": "It was two things."})


CLAIMS = (
    "cpr-exec",
    "cpr-exec-peak-memory",
    "first-fire-offline",
    "claim-judged-otherwise",
    "claim-reworded",
    "claim-with-other-evidence",
    "claim-less-certain",
    "claim-with-other-advice-day",
    "claim-moved",
    "claim-split",
    "claim-withdrawn",
)
"""What the edition holds, besides a source."""

_NOW = {
    "claim-judged-otherwise": state("claim-judged-otherwise", "now", "refuted", "moderate", evidence="others"),
    "claim-reworded": state("claim-reworded", "now", wording="others"),
    "claim-with-other-evidence": state("claim-with-other-evidence", "now", evidence="others"),
    "claim-less-certain": state("claim-less-certain", "now", certainty="low"),
    "claim-with-other-advice-day": state("claim-with-other-advice-day", "now"),
    "claim-moved": retired("claim-moved"),
    "claim-split": retired("claim-split"),
    "claim-withdrawn": retired("claim-withdrawn"),
    "claim-of-later": state("claim-of-later"),
    "some-source": source("some-source"),
    "source-described-anew": source("source-described-anew", "now"),
}
_RETIRED = {
    "claim-moved": notice("moved", "cpr-exec"),
    "claim-split": notice("split", "cpr-exec", "cpr-exec-peak-memory"),
    "claim-withdrawn": notice("withdrawn"),
}
_THEN = {
    **{name: state(name) for name in CLAIMS},
    "some-source": source("some-source"),
    "source-described-anew": source("source-described-anew"),
}


def registry(site: str = SITE) -> Registry:
    """The registry."""
    now = {**_THEN, **_NOW}
    titles = {name: name.replace("-", " ").capitalize() for name in now}
    edition = RegisteredEdition(date="2026-12-01", sha256=sha256(EDITION))
    then = Snapshot(_THEN, titles, EDITION, edition)
    return make_registry([then], Snapshot(now, titles, retired=_RETIRED), "2026-12-24", site)


def token(id_: str) -> str:
    """The token of what the edition holds under an id."""
    return f"qemu-10-2/{id_}@{EDITION}#{sha256(f'{id_} then')[:8]}"


CITED: dict[str, Standing] = {
    token("cpr-exec"): Standing.CURRENT,
    token("claim-with-other-advice-day"): Standing.CURRENT,
    token("some-source"): Standing.CURRENT,
    f"qemu-10-2/cpr-exec@{EDITION}": Standing.CURRENT,
    f"qemu-10-2/cpr-exec#{sha256('cpr-exec then')[:8]}": Standing.CURRENT,
    f"qemu-10-2@{EDITION}#{sha256(EDITION)[:8]}": Standing.CURRENT,
    f"qemu-10-2@{EDITION}": Standing.CURRENT,
    "qemu-10-2/cpr-exec-peak-memory": Standing.NO_EDITION,
    token("claim-with-other-evidence"): Standing.EVIDENCE_CHANGED,
    token("claim-less-certain"): Standing.EVIDENCE_CHANGED,
    token("claim-reworded"): Standing.WORDING_CHANGED,
    token("source-described-anew"): Standing.WORDING_CHANGED,
    token("claim-judged-otherwise"): Standing.VERDICT_CHANGED,
    f"qemu-10-2/claim-judged-otherwise@{EDITION}": Standing.VERDICT_CHANGED,
    token("claim-moved"): Standing.MOVED,
    "qemu-10-2/claim-moved": Standing.MOVED,
    token("claim-split"): Standing.SPLIT,
    token("claim-withdrawn"): Standing.WITHDRAWN,
    f"qemu-10-2/cpr-exec@{EDITION}#00000000": Standing.HASH_MISMATCH,
    f"qemu-10-2/cpr-exec@{EDITION}#1234": Standing.HASH_MISMATCH,
    "qemu-10-2/cpr-exec#00000000": Standing.HASH_MISMATCH,
    f"qemu-10-2@{EDITION}#00000000": Standing.HASH_MISMATCH,
    f"qemu-10-2/claim-of-later@{EDITION}#00000000": Standing.NOT_IN_EDITION,
    "qemu-10-2/cpr-exec@2027.01#00000000": Standing.UNKNOWN_EDITION,
    "qemu-10-2/cpr-exec@2026.13": Standing.UNKNOWN_EDITION,
    "qemu-10-2/cpr-exec@latest": Standing.UNKNOWN_EDITION,
    "qemu-10-2@2027.01": Standing.UNKNOWN_EDITION,
    "qemu-10-2/cpr-exec-peek-memory": Standing.UNKNOWN_ID,
    f"qemu-10-2/no-such-claim@{EDITION}#00000000": Standing.UNKNOWN_ID,
}
"""How each token stands."""

LINKED: dict[str, Standing] = {
    f"{SITE}claims/cpr-exec.html": Standing.NO_EDITION,
    f"{SITE}claims/cpr-exec.html#e1": Standing.NO_EDITION,
    f"{SITE}claims/claim-withdrawn.html": Standing.WITHDRAWN,
    f"{SITE}sources/some-source.html": Standing.NO_EDITION,
    f"{SITE}editions/{EDITION}/cpr-exec.html": Standing.CURRENT,
    f"{SITE}editions/{EDITION}/cpr-exec.json": Standing.CURRENT,
    f"{SITE}editions/{EDITION}/claim-judged-otherwise.html": Standing.VERDICT_CHANGED,
    f"{SITE}editions/{EDITION}/": Standing.CURRENT,
    f"{SITE}editions/2027.01/cpr-exec.html": Standing.UNKNOWN_EDITION,
    f"{SITE}claims/no-such-claim.html": Standing.UNKNOWN_ID,
    "http://EXAMPLE.org/qemu-10-2/claims/claim-split.html": Standing.SPLIT,
    "../claims/claim-moved.html": Standing.MOVED,
    f"editions/{EDITION}/claim-reworded.html": Standing.WORDING_CHANGED,
}
"""How each address stands."""
