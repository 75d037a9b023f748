"""Claims, sources, editions and the base itself as what can be cited."""

import re
from dataclasses import dataclass

from claimbase.model import Claim, LiteralName, LocatedEvidence, Source
from claimbase.tokens import token

from .citable import Citable

AUTHORS = (LiteralName(literal="Contributors"),)
"""No publisher is known, and none is invented."""


@dataclass(frozen=True, slots=True)
class Base:
    """What citations say about the knowledge base."""

    name: str
    """Its name."""
    url: str = ""
    """Its public address, with a closing slash; empty as long as it is not known."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The edition in which something is cited."""

    edition: str
    """Name of the edition."""
    date: str
    """The day on which it was made."""
    digest: str = ""
    """SHA-256 of what it holds of the thing cited."""


def changed_on(claim: Claim, moved: str = "") -> str:
    """Return the day of the last change of a claim; `moved` is the day on which its verdict last moved."""
    return max([*(entry.date for entry in claim.history), moved])


def of_claim(claim: Claim, verdict: str, changed: str, base: Base) -> Citable:
    """Return a claim as it is today, with its verdict in words and the day of its last change."""
    return Citable(
        key=claim.id,
        type="dataset",
        title=_plain(claim.title),
        authors=AUTHORS,
        issued=changed,
        container=base.name,
        # What is not frozen has no version but the day of its last change.
        version=changed,
        url=f"{base.url}claims/{claim.id}.html" if base.url else "",
        token=token(claim.id),
        ours=True,
        note=f"Verdict: {verdict}",
    )


def of_frozen_claim(name: str, title: str, verdict: str, base: Base, frozen: Frozen) -> Citable:
    """Return a claim as an edition holds it, which never changes."""
    return Citable(
        key=f"{name}-{frozen.edition}",
        type="dataset",
        title=_plain(title),
        authors=AUTHORS,
        issued=frozen.date,
        container=base.name,
        version=frozen.edition,
        url=f"{base.url}editions/{frozen.edition}/{name}.html" if base.url else "",
        token=token(name, frozen.edition, frozen.digest),
        ours=True,
        note=f"Verdict: {verdict}" if verdict else "",
    )


def of_source(source: Source, frozen: Frozen | None = None) -> Citable:
    """Return a source as its own bibliographic fields say; what this base says of it is not part of that."""
    return Citable(
        key=source.id,
        type=source.type,
        title=source.title,
        authors=tuple(AUTHORS[0] if _ours(author) else author for author in source.author),
        issued=source.issued or "",
        container=source.container_title or "",
        publisher=source.publisher or "",
        version=source.version or "",
        url=source.URL or "",
        accessed=source.accessed or "",
        language=source.language or "",
        token=token(source.id, frozen.edition, frozen.digest) if frozen else token(source.id),
    )


def of_base(base: Base, day: str, frozen: Frozen | None = None) -> Citable:
    """Return the whole base, as it is today or as an edition."""
    return Citable(
        key=f"qemu-10-2-examined-{frozen.edition}" if frozen else "qemu-10-2-examined",
        type="dataset",
        title=base.name,
        authors=AUTHORS,
        issued=frozen.date if frozen else day,
        version=frozen.edition if frozen else "",
        url=(f"{base.url}editions/{frozen.edition}/index.html" if frozen else base.url) if base.url else "",
        token=token("", frozen.edition, frozen.digest) if frozen else "",
        ours=True,
    )


def sources_of(claim: Claim) -> tuple[str, ...]:
    """Return the ids of the sources that a claim names, each once: those that say so, then those of the evidence."""
    located = (item.source for item in claim.evidence if isinstance(item, LocatedEvidence))
    return tuple(dict.fromkeys([*(asserter.source for asserter in claim.asserted_by), *located]))


def _ours(author: object) -> bool:
    return isinstance(author, LiteralName) and author.literal == "contributors"


def _plain(text: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(text.split())).replace("`", "").replace("*", "")
