"""What a memo says as data, in its last lines: written here, and read back to say what has changed since."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from claimbase.environment import profile_text, read_profile
from claimbase.errors import Problem
from claimbase.model import Applicability, Certainty, Facets, Model, Profile, Recommendation, Verdict
from claimbase.model.base import Day, Id, Integer
from claimbase.validation import validate
from claimbase.yamlio import Tree, dump, parse

if TYPE_CHECKING:
    from .result import Memo

RECORD_FORMAT = 1
"""The number of the format that is written and read."""
MAX_MEMO_BYTES = 1024 * 1024
"""The largest memo that is read, in bytes."""

_BLOCK = re.compile(r"^```yaml\n(memo: .*?)^```$", re.DOTALL | re.MULTILINE)
_AGAIN = "give the memo as this program or the page has written it, in Markdown"

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]


class RecordedRule(Model):
    """A rule that fired."""

    id: Id
    """The rule id."""
    fires: Literal["yes", "perhaps"]
    """Whether it did, or may have."""


class RecordedFinding(Model):
    """A finding as it was."""

    id: Id
    """The claim id."""
    applies: Applicability
    """Whether it spoke of the environment."""
    verdict: Verdict
    """The verdict there."""
    certainty: Certainty | Literal["none"]
    """Its certainty."""
    text: Digest
    """First digits of the claim's fingerprint."""


class Record(Model):
    """What a memo says as data."""

    memo: Integer
    """Number of the format."""
    date: Day
    """The day on which it was made."""
    expires: Day | Literal["none"]
    """The day on which it expires."""
    edition: Annotated[str, Field(max_length=40)]
    """The edition that its tokens name; none where they name none."""
    recommendations: Mapping[Id, Recommendation]
    """The answers, by decision."""
    rules: tuple[RecordedRule, ...]
    """The rules that fired or may have."""
    findings: tuple[RecordedFinding, ...]
    """The findings, in order."""


@dataclass(frozen=True, slots=True)
class OldMemo:
    """A memo that was read back."""

    record: Record
    """What it says."""
    profile: Profile
    """The profile that it was made for, as far as it can still be used."""
    problems: tuple[Problem, ...]
    """What of the profile cannot."""


class UnreadableMemoError(Exception):
    """Nothing can be compared with a file; the message says why, and what to do."""


def record_lines(memo: "Memo") -> Iterator[str]:
    """Yield the lines of the record; every word in it is an id or a word of the vocabulary, but for the profile."""
    yield f"memo: {RECORD_FORMAT}"
    yield f'date: "{memo.date}"'
    yield f'expires: "{memo.expires or "none"}"'
    yield f'edition: "{memo.sheet.edition or "none"}"'
    yield "profile:"
    yield from (f"  {line}" for line in profile_text(memo.profile).splitlines())
    yield "recommendations:"
    for decision, (answer, _) in zip(memo.sheet.decisions, memo.answers, strict=True):
        yield f"  {decision.id}: {answer}"
    yield "rules:" if memo.fired else "rules: []"
    for fired in memo.fired:
        yield f'  - {{id: {fired.rule.id}, fires: "{"yes" if fired.certain else "perhaps"}"}}'
    yield "findings:" if memo.findings else "findings: []"
    for found in memo.findings:
        words = f"applies: {found.applies}, verdict: {found.verdict}, certainty: {found.certainty}"
        yield f'  - {{id: {found.claim}, {words}, text: "{memo.claims[found.claim].digest}"}}'


def read_memo(data: bytes, path: str, facets: Facets) -> OldMemo:
    """Return what a memo in Markdown says; raises UnreadableMemoError with a message for whoever gave the file."""
    if len(data) > MAX_MEMO_BYTES:
        raise UnreadableMemoError(f"{path} is larger than a memo can be ({MAX_MEMO_BYTES:,} bytes); {_AGAIN}")
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise UnreadableMemoError(f"{path} is no text; {_AGAIN}") from None
    blocks = list(_BLOCK.finditer(text))
    if len(blocks) != 1:
        many = "holds more than one memo" if blocks else "does not hold the lines by which memos are compared"
        raise UnreadableMemoError(f"{path} {many}; {_AGAIN}")
    line = text.count("\n", 0, blocks[0].start(1)) + 1
    return _read_block(blocks[0][1], f"{path}, from line {line},", path, facets)


def _read_block(block: str, where: str, path: str, facets: Facets) -> OldMemo:
    tree, problems = parse(block.encode(), path)
    if tree is None or problems:
        raise UnreadableMemoError(f"{where} cannot be read: {problems[0].message}; {_AGAIN}")
    number = tree.get("memo")
    if isinstance(number, int) and number > RECORD_FORMAT:
        message = f"has format {number}, and {RECORD_FORMAT} is the newest that is understood here"
        raise UnreadableMemoError(f"{where} {message}; use the program that made it, or a newer one")
    profile = tree.pop("profile", None)
    if not isinstance(profile, dict):
        raise UnreadableMemoError(f"{where} does not say for which profile it was made; {_AGAIN}")
    record, faults = validate(Record, tree)
    if record is None:
        raise UnreadableMemoError(f"{where} is not as a memo writes it: {faults[0].message}; {_AGAIN}")
    reading = read_profile(_dumped(profile, where), path, facets)
    return OldMemo(record, reading.profile, reading.problems)


def _dumped(profile: Tree, where: str) -> bytes:
    try:
        return dump(profile).encode()
    except ValueError:
        raise UnreadableMemoError(f"{where} has a profile that cannot be written as text; {_AGAIN}") from None
