"""Staleness: claims whose review is due."""

import re
from collections.abc import Iterator

from ..model import Claim, Level
from ..model.review import review_trigger
from .rule import Context, Found, rule

_NEARLY = re.compile(r"qemu\b.*\d|\d{4}-\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}", re.IGNORECASE)


@rule(
    "C710",
    "review is due",
    why="The claim may no longer be so; its author said when to look again.",
    bad='review_when: ["2026-05-01"], and it is later than that',
    good='review_when: ["2027-05-01"], after a look and an entry in history',
    fix="look at the claim again, add what came of it to history, and name the next day or release in review_when",
    level=Level.WARNING,
)
def review_due(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each trigger whose day has come or whose release the base knows."""
    for index, text in enumerate(claim.review_when):
        if review_trigger(text).is_due(context.as_of, context.newest_series):
            yield Found(("review_when", index), f"the review that {text} asks for is due", "")


@rule(
    "C711",
    "review trigger that nothing can tell",
    why="Only `qemu>=<series>` and days are noticed by the checks; other words are for people.",
    bad='review_when: ["QEMU 11.2"]',
    good='review_when: ["qemu>=11.2"]',
    fix='write a release as "qemu>=11.2", a day as "2027-05-01"',
    level=Level.WARNING,
)
def trigger_understood(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each trigger that looks like a release or a day and is written as neither."""
    for index, text in enumerate(claim.review_when):
        trigger = review_trigger(text)
        if trigger.release is None and not trigger.day and len(text) <= 24 and _NEARLY.match(text):
            yield Found(("review_when", index), f"{text} is read as an event, which only people notice", "")
