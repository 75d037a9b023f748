"""Rules that only two states of a base together can break, documented like every other one."""

from .codes import Code

CHANGE_CODES = (
    Code(
        "L121",
        "verdict moved without a history entry",
        "Readers of the claim see its history; a verdict that moves without a word looks like a mistake.",
        "the verdict moves from supported to contested, the history is as it was",
        'history: […, {date: "2026-11-26", change: "New run of 11.1 added (e9)."}]',
        "add an entry to the claim's history that says what changed",
    ),
    Code(
        "L122",
        "claim deleted",
        "Its address is cited somewhere; ids are never deleted.",
        "the file of the claim is gone",
        "the file says retired: {how: withdrawn, …}",
        "put the file back, or retire the claim with a reason",
    ),
    Code(
        "L123",
        "evidence deleted",
        "Whoever cited the item finds nothing, and nobody sees what it said.",
        "e2 is gone",
        "e2 with direction: context and a finding that says why it does not count",
        "put the item back; what no longer counts becomes context, with the reason in its finding",
    ),
    Code(
        "L124",
        "history rewritten",
        "The history is only added to, or nobody can rely on it.",
        "an entry of the history is gone or says something else",
        "one more entry",
        "put the earlier entries back as they were; add an entry that corrects them",
    ),
    Code(
        "L125",
        "retired id in use again",
        "Whoever cited the retired claim would be led to another one.",
        "the tombstone of an id is a claim again",
        "a new claim with an id of its own",
        "put the tombstone back and give the claim another id",
    ),
    Code(
        "L126",
        "recorded move taken away",
        "Feeds and histories are made from the recorded moves, which are only added to.",
        "an entry of verdict-changes.yml is gone or says something else",
        "one more entry at the end",
        "put the earlier entries back as they were",
    ),
    Code(
        "L127",
        "edition taken away or rewritten",
        "Reports cite editions; what they cite never changes.",
        "claims/editions/2026.12.json is gone, or another",
        "one more edition",
        "put the edition back as it was; make another one with what is to be corrected",
    ),
)
"""What `diff` and `try` can find."""
