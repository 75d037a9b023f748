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


FAILING = frozenset(Standing) - {Standing.CURRENT, Standing.NO_EDITION, Standing.EVIDENCE_CHANGED}
"""The standings that fail a check unless it is told otherwise."""

RETIRED = {
    Retirement.MOVED: Standing.MOVED,
    Retirement.SPLIT: Standing.SPLIT,
    Retirement.WITHDRAWN: Standing.WITHDRAWN,
}
"""The standing of a citation of a retired claim."""
