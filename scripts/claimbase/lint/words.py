"""Wording: a statement is one checkable sentence without hedges."""

import re
from collections.abc import Iterator

from ..model import Claim, ClaimType, Level
from .rule import Context, Found, rule

MAX_STATEMENT = 300
"""The largest number of characters of a statement."""

_CODE = re.compile(r"`[^`]*`")
_HEDGE = re.compile(
    r"\b(can|could|may|might|potential|potentially|possibly|perhaps|likely|probably|arguably)\b",
    re.IGNORECASE,
)
_SECOND_SENTENCE = re.compile(r"(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\betc)[.!?]\s+[A-Z]")
_JOINED = re.compile(r", and |; ")
_HEDGED_TYPES = (ClaimType.QUESTION, ClaimType.PREDICTION)


@rule(
    "W901",
    "statement does not end with a full stop",
    why="A statement is a sentence; a question is worded as what it takes for granted.",
    bad="statement: Is efficiency universal?",
    good="statement: The gain in efficiency is the same in every set-up.",
    fix="word it as a statement that ends with a full stop",
)
def ends_with_full_stop(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each statement that does not end with a full stop."""
    if not claim.statement.rstrip().endswith("."):
        yield Found(("statement",), "the statement does not end with a full stop", "")


@rule(
    "W902",
    "statement of several sentences",
    why="Each sentence may have another verdict.",
    bad="statement: It is fast. It is small.",
    good="statement: It is fast.",
    fix="write one claim for each sentence",
    level=Level.WARNING,
)
def one_sentence(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each statement in which a second sentence begins."""
    if _SECOND_SENTENCE.search(_CODE.sub("x", claim.statement)):
        yield Found(("statement",), "the statement has more than one sentence", "")


@rule(
    "W903",
    "statement too long",
    why="What cannot be said in 300 characters is more than one claim.",
    bad="a statement of 400 characters",
    good="a statement of 120 characters",
    fix=f"cut it to at most {MAX_STATEMENT} characters, or split the claim",
)
def statement_short(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each statement of more than 300 characters."""
    if len(claim.statement.strip()) > MAX_STATEMENT:
        yield Found(("statement",), f"the statement has {len(claim.statement.strip())} characters", "")


@rule(
    "W904",
    "hedge in a statement",
    why="What can or may be so is hard to refute; who made the claim gets a verdict on nothing.",
    bad="statement: cpr-exec can shorten the pause.",
    good="statement: cpr-exec shortens the pause.",
    fix="state what is so, as strongly as its author meant it",
    level=Level.WARNING,
)
def no_hedge(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each statement with a hedge, questions and predictions excepted."""
    if claim.type.assessable and claim.type not in _HEDGED_TYPES:
        words = sorted({word.lower() for word in _HEDGE.findall(_CODE.sub("x", claim.statement))})
        if words:
            yield Found(("statement",), f"the statement hedges with {', '.join(words)}", "")


@rule(
    "W905",
    "statement that joins two claims",
    why="Each half may have another verdict.",
    bad="statement: It is faster, and it needs less memory.",
    good="statement: It is faster.",
    fix="write one claim for each half",
    level=Level.WARNING,
)
def not_joined(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each statement that joins two clauses by a comma and `and`, or by a semicolon."""
    if _JOINED.search(_CODE.sub("x", claim.statement)):
        yield Found(("statement",), "the statement seems to join two claims", "")
