"""Fingerprints of claims, and the lock that holds them beside the computed verdicts."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import rfc8785

from claimbase.assessment import Assessment
from claimbase.model import Claim, Lock, LockedClaim, VerdictChange


def fingerprint(claim: Claim) -> str:
    """Return the SHA-256 of the claim's canonical JSON (RFC 8785), as 64 hexadecimal digits."""
    held = claim.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return hashlib.sha256(rfc8785.dumps(held)).hexdigest()


def make_lock(claims: Mapping[str, Claim], assessments: Mapping[str, Assessment], as_of: str) -> Lock:
    """Return the lock of claims and their assessments as of a day."""
    return Lock(
        as_of=as_of,
        claims={
            name: LockedClaim(
                verdict=assessments[name].verdict,
                certainty=assessments[name].certainty,
                fingerprint=fingerprint(claim),
            )
            for name, claim in claims.items()
        },
    )


@dataclass(frozen=True, slots=True)
class Stale:
    """A claim for which the committed lock is not what the base says."""

    claim: str
    """The claim id."""
    held: LockedClaim | None
    """What the committed lock holds; None where it lacks the claim."""
    computed: LockedClaim | None
    """What the base says; None where the claim is gone."""

    @property
    def words(self) -> str:
        """What differs, in words."""
        if self.held is None:
            return "is not in the lock"
        if self.computed is None:
            return "is in the lock but not in the base"
        if self.held.verdict is not self.computed.verdict:
            return f"is locked as {self.held.verdict} and comes out as {self.computed.verdict}"
        if self.held.certainty is not self.computed.certainty:
            return f"is locked with certainty {self.held.certainty} and has {self.computed.certainty}"
        return "has changed since it was locked"


def compare(held: Lock, computed: Lock) -> Iterator[Stale]:
    """Yield each claim for which two locks differ, in id order."""
    for name in sorted(held.claims.keys() | computed.claims.keys()):
        before, after = held.claims.get(name), computed.claims.get(name)
        if before != after:
            yield Stale(name, before, after)


def moves(held: Lock, computed: Lock, assessments: Mapping[str, Assessment], date: str) -> Iterator[VerdictChange]:
    """Yield the verdict changes between two locks, each with the items that carry the new verdict."""
    for stale in compare(held, computed):
        before, after = stale.held, stale.computed
        if before is None or after is None or before.verdict is after.verdict:
            continue
        yield VerdictChange.model_validate(
            {
                "date": date,
                "claim": stale.claim,
                "from": before.verdict,
                "to": after.verdict,
                "evidence": carrying(assessments[stale.claim]),
            }
        )


def carrying(assessment: Assessment) -> tuple[str, ...]:
    """Return the ids of the items that carry a verdict: the load-bearing, or else all that have weight."""
    bearing = tuple(item.id for item in assessment.items if item.load_bearing)
    return bearing or tuple(item.id for item in assessment.items if (item.level or 0) >= 2)
