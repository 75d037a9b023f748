"""Who speaks for himself: what of a change its maker, or whoever made a claim, has a hand in.

Nothing is accused; the reviewer is told what is the same. Compared are the origin and the interest of the source of an
item with those of the sources that make the claim, and who wrote the commits with who wrote the source.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from claimbase.model import Direction, LocatedEvidence, PersonName, Source

from .values import ClaimChange, ItemChange, OwnCase

Contributor = tuple[str, str]
"""Name and e-mail address of who wrote a commit."""

SHARED_HOSTS = frozenset(
    [
        "github.com",
        "gitlab.com",
        "codeberg.org",
        "sr.ht",
        "kernel.org",
        "gmail.com",
        "gmx.net",
        "outlook.com",
        "example",
    ]
)
"""Hosts whose address says nothing of who wrote what is there."""


def own_cases(
    claims: Sequence[ClaimChange], sources: Mapping[str, Source], contributors: Sequence[Contributor]
) -> Iterator[OwnCase]:
    """Yield every case, in the order of claims and items; looked at are new and rewritten items."""
    for change in claims:
        if change.after is None:
            continue
        asserters = [sources[each.source] for each in change.after.claim.asserted_by if each.source in sources]
        for item in change.items:
            if item.rewritten and isinstance(item.new, LocatedEvidence) and item.new.source in sources:
                source = sources[item.new.source]
                yield from _asserted(change.id, item, source, asserters)
                yield from _contributed(change.id, item.id, source, contributors)


def _asserted(claim: str, item: ItemChange, source: Source, asserters: Sequence[Source]) -> Iterator[OwnCase]:
    """Yield where support comes from the origin, or shares the interest, of who makes the claim."""
    weighed = item.after
    if weighed is None or weighed.side is not Direction.SUPPORTS:
        return
    for other in asserters:
        if other.id == source.id and weighed.level is None:
            what = "makes the claim that it supports; the item has no level"
        elif other.origin in (source.origin, weighed.origin):
            what = f"has the origin {other.origin}, as has {other.id}, which makes the claim that it supports"
        elif source.interest and other.interest and source.interest.favours == other.interest.favours:
            what = f"gains from the same as {other.id}, which makes the claim: {source.interest.favours}"
        else:
            continue
        yield OwnCase(claim, item.id, source.id, what)


def _contributed(claim: str, item: str, source: Source, contributors: Sequence[Contributor]) -> Iterator[OwnCase]:
    """Yield where who wrote a commit also wrote the source, by name or by the domain of his address."""
    names = {_plain(name) for name in _author_names(source)}
    host = (urlsplit(source.URL).hostname or "") if source.URL else ""
    for name, address in contributors:
        domain = address.rpartition("@")[2].lower()
        if _plain(name) in names:
            yield OwnCase(claim, item, source.id, f"was written by {name}, who also wrote a commit of this change")
        elif _of_host(domain, host):
            what = f"lies at {host}, the domain of {name}, who wrote a commit of this change"
            yield OwnCase(claim, item, source.id, what)


def _author_names(source: Source) -> Iterator[str]:
    for author in source.author:
        if isinstance(author, PersonName):
            given = author.given or ""
            yield from (f"{given} {author.family}", f"{author.family} {given}")
        else:
            yield author.literal
    if source.publisher:
        yield source.publisher


def _plain(name: str) -> str:
    """Return a name without accents, case and punctuation."""
    parted = unicodedata.normalize("NFKD", name)
    letters = "".join(each for each in parted if not unicodedata.combining(each))
    return " ".join(re.findall(r"\w+", letters.casefold()))


def _of_host(domain: str, host: str) -> bool:
    if (
        not domain
        or "." not in domain
        or any(domain == shared or domain.endswith(f".{shared}") for shared in SHARED_HOSTS)
    ):
        return False
    return host == domain or host.endswith(f".{domain}")
