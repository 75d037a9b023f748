"""How a citation stands: the vocabulary of the checker, from which messages, SARIF rules and the docs are made."""

from claimbase.model import Retirement, Term


class Standing(Term):
    """What has become of what a citation cites; the gravest that fits."""

    CURRENT = "current", "What was cited is what the base says today: wording, verdict and evidence are the same."
    NO_EDITION = (
        "no-edition",
        "The citation names no edition, so that nothing frozen can be compared; the id exists.",
    )
    EVIDENCE_CHANGED = (
        "evidence-changed",
        "Wording and verdict are the same; the evidence, what it amounts to, or the certainty is not.",
    )
    WORDING_CHANGED = "wording-changed", "The verdict is the same; what is claimed, tested or advised reads otherwise."
    VERDICT_CHANGED = "verdict-changed", "The verdict is another one today."
    MOVED = "moved", "The claim is retired; another claim has taken its place."
    SPLIT = "split", "The claim is retired; several claims have taken its place."
    WITHDRAWN = "withdrawn", "The claim is retired and should not have been made."
    HASH_MISMATCH = "hash-mismatch", "The hash is not that of what the edition holds: the citation was altered."
    NOT_IN_EDITION = "not-in-edition", "The id and the edition exist, but the edition does not hold the id."
    UNKNOWN_EDITION = "unknown-edition", "There is no edition of this name."
    UNKNOWN_ID = "unknown-id", "There is and was no claim or source of this id."

    @property
    def words(self) -> str:
        """How messages word it."""
        return {
            Standing.NO_EDITION: "no edition named",
            Standing.HASH_MISMATCH: "hash does not match",
            Standing.NOT_IN_EDITION: "not in this edition",
        }.get(self, str(self).replace("-", " "))

    @property
    def mend(self) -> str:
        """What the author of a document does about it; empty where there is nothing to do."""
        cite_anew = "read what the claim says today, word the report by it and cite the newest edition"
        return {
            Standing.CURRENT: "",
            Standing.NO_EDITION: "cite an edition, with the token of its page",
            Standing.EVIDENCE_CHANGED: "look at what changed in the evidence; cite the newest edition",
            Standing.MOVED: "look at the claim that took its place, and cite that",
            Standing.SPLIT: "look at the claims that took its place, and cite what is meant",
            Standing.WITHDRAWN: "take out what rests on it",
            Standing.HASH_MISMATCH: "copy the token again from the page of the edition",
            Standing.NOT_IN_EDITION: "cite an edition that holds it",
            Standing.UNKNOWN_EDITION: "copy the token again; or take a newer registry",
            Standing.UNKNOWN_ID: "copy the token again; or take a newer registry",
        }.get(self, cite_anew)


FAILING = frozenset(Standing) - {Standing.CURRENT, Standing.NO_EDITION, Standing.EVIDENCE_CHANGED}
"""The standings that fail a check unless it is told otherwise."""

RETIRED = {
    Retirement.MOVED: Standing.MOVED,
    Retirement.SPLIT: Standing.SPLIT,
    Retirement.WITHDRAWN: Standing.WITHDRAWN,
}
"""The standing of a citation of a retired claim."""
