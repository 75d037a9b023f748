"""Tokens in folded text, also where the end of a line or markup breaks them.

Of the readings of a broken token that is taken which names most of what the registry knows; where nothing is known,
the one that joins least.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from claimbase.model.base import EDITION_PATTERN, ID_PATTERN
from claimbase.tokens import DIGITS, PREFIX

from .readings import GAP, Reading, broken, readings


@dataclass(frozen=True, slots=True)
class Known:
    """What a registry knows, as far as finding needs it."""

    ids: frozenset[str]
    """Every id of a claim or source, retired ones among them."""
    editions: Mapping[str, Mapping[str, str]]
    """The hash of each claim and source by edition and id; that of the edition as a whole under the empty id."""
    sites: tuple[str, ...] = ()
    """Addresses of the site, without scheme and with a closing slash."""


class Found(NamedTuple):
    """A token or address in folded text."""

    start: int
    """Where it begins."""
    end: int
    """Where it ends."""
    id: str
    """Id; empty where an edition as a whole is meant."""
    edition: str = ""
    """Edition, or what stands in its place; empty where there is none."""
    digest: str = ""
    """Digits of the hash, or what stands in their place; empty where there are none."""
    written: str = ""
    """The token put together again."""


ID = ID_PATTERN.strip("^$").replace("(", "(?:")
EDITION = EDITION_PATTERN.strip("^$").replace("(", "(?:")

# Neither a part of an address or path nor of a longer word stands before a token.
_START = re.compile(rf"(?<![A-Za-z0-9_./\\@%~+-]){broken(PREFIX)}{GAP}(?=[/@])", re.IGNORECASE)
# What looks like an edition or hash and is none is read as well, so that a mistake in it is told.
_TOKEN = re.compile(
    rf"(?:/(?P<id>{ID}))?"
    rf"(?:@(?P<edition>{EDITION}(?!\.?[a-z0-9])|[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)*)(?:#(?P<digest>[a-z0-9]{{1,64}}))?"
    rf"|#(?P<bare>[0-9a-f]{{{DIGITS}}}(?![a-z0-9])))?",
)
_GOES_ON = re.compile(r"[a-z0-9_/]|[.@][a-z0-9]")
_MAIL = re.compile(r"[a-z0-9-]*[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*\.[a-z]{2}")
_DIGEST = re.compile(rf"[0-9a-f]{{{DIGITS},64}}")


def tokens(text: str, known: Known) -> Iterator[Found]:
    """Yield each token of a folded text, in order."""
    end = 0
    for match in _START.finditer(text):
        if match.start() < end:
            continue
        found = best(_candidates(match.start(), readings(text, match.end()), known), known)
        if found:
            end = found.end
            yield found


class Candidate(NamedTuple):
    """One way to read a citation."""

    found: Found
    """What it would be."""
    reading: Reading
    """How it was put together."""


def best(candidates: Iterable[Candidate], known: Known) -> Found | None:
    """Return the candidate that names most of what is known; among equal ones that which joins least."""

    def rank(candidate: Candidate) -> tuple[int, int, int]:
        return _weight(candidate.found, known), -candidate.reading.weak, candidate.reading.strong

    chosen = max(candidates, key=rank, default=None)
    return chosen.found if chosen else None


def _weight(found: Found, known: Known) -> int:
    weight = 8 if found.id in known.ids else 0
    edition = known.editions.get(found.edition)
    if edition is not None:
        weight += 4
    if _DIGEST.fullmatch(found.digest):
        weight += 1
        if edition and edition.get(found.id, "").startswith(found.digest):
            weight += 2
    return weight


def _candidates(start: int, ways: Iterable[Reading], known: Known) -> list[Candidate]:
    candidates = [each for each in map(partial(_candidate, start), ways) if each is not None]
    # However it is broken, an e-mail address is none with what comes before or after it left out.
    if any(_MAIL.match(each.found.edition) for each in candidates):
        return [each for each in candidates if each.found.edition in known.editions]
    return candidates


def _candidate(start: int, way: Reading) -> Candidate | None:
    text = way.text.lower()
    match = _TOKEN.match(text)
    # What ends before the last piece was seen with fewer pieces.
    if not match or match.end() <= max(0, way.last_piece) or _GOES_ON.match(text, match.end()):
        return None
    edition, digest = match["edition"] or "", match["digest"] or match["bare"] or ""
    if not (match["id"] or edition):
        return None
    found = Found(start, way.place(match.end()), match["id"] or "", edition, digest, PREFIX + match.group())
    return Candidate(found, way)
