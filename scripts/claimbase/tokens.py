"""Tokens: the short words by which a report cites a claim, such as `qemu-10-2/cpr-exec-peak-memory@2026.12#1a2b3c4d`.

A token names a claim or source; it may say in which edition it was read, and the first digits of the hash of what
that edition holds of it. Without an id it names an edition as a whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .model.base import EDITION_PATTERN, ID_MAX_LENGTH, ID_PATTERN

PREFIX = "qemu-10-2"
"""What every token of this knowledge base begins with."""
DIGITS = 8
"""How many hexadecimal digits of a hash a token holds."""

_ID = ID_PATTERN.strip("^$").replace("(", "(?:")
_EDITION = EDITION_PATTERN.strip("^$").replace("(", "(?:")
PATTERN = (
    rf"{PREFIX}(?:/(?P<id>{_ID})(?:@(?P<edition>{_EDITION})(?:#(?P<digest>[0-9a-f]{{{DIGITS}}}))?)?"
    rf"|@(?P<whole>{_EDITION})(?:#(?P<whole_digest>[0-9a-f]{{{DIGITS}}}))?)"
)
"""The regular expression of a token."""
_TOKEN = re.compile(PATTERN)
# Neither a part of an address or path (…/qemu-10-2/claims/x.html, qemu-10-2/setup.py) nor of a longer word.
_IN_TEXT = re.compile(rf"(?<![A-Za-z0-9_./-]){PATTERN}(?![A-Za-z0-9_/@#-]|\.[A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Token:
    """A token, taken apart."""

    id: str
    """Id of the claim or source; empty where an edition as a whole is meant."""
    edition: str = ""
    """Name of the edition; empty where none is named."""
    digest: str = ""
    """First digits of the hash of what the edition holds; empty where none is given."""

    def __str__(self) -> str:
        """Return the token as it is written."""
        name = f"{PREFIX}/{self.id}" if self.id else PREFIX
        edition = f"@{self.edition}" if self.edition else ""
        return f"{name}{edition}#{self.digest}" if edition and self.digest else name + edition


def token(claim_id: str, edition: str | None = None, digest: str | None = None) -> str:
    """Return the token of a claim or source, or of an edition as a whole where the id is empty.

    `digest` is a SHA-256 in hexadecimal digits, whole or cut, with or without `sha256:` in front; it says nothing
    without an edition, and is left out then.
    """
    return str(Token(claim_id, edition or "", (digest or "").removeprefix("sha256:")[:DIGITS]))


def parse(text: str) -> Token | None:
    """Return the token that a text is, as a whole; None where it is none."""
    match = _TOKEN.fullmatch(text)
    return _token(match) if match and len(match["id"] or "") <= ID_MAX_LENGTH else None


def find(text: str) -> Iterator[tuple[int, Token]]:
    """Yield the place and parts of each token in a text; parts of addresses and of longer words are none."""
    for match in _IN_TEXT.finditer(text):
        yield match.start(), _token(match)


def _token(match: re.Match[str]) -> Token:
    edition, digest = match["edition"] or match["whole"], match["digest"] or match["whole_digest"]
    return Token(match["id"] or "", edition or "", digest or "")
