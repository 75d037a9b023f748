"""Feeds of verdict changes, and of nothing else: Atom (RFC 4287) and JSON Feed 1.1."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from claimbase.citing import AUTHORS
from claimbase.model import VerdictChange
from claimbase.repository import KnowledgeBase
from claimbase.tokens import token

from .files import SiteFile, SiteSettings

FOLDER = "feeds/"
NAME = "verdict-changes"
LONGEST = 100
"""Entries of a feed: the newest; the page of changes has all."""

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "qemu-10-2/verdict-changes")
"""Ids come from it and the change alone, so that they stay when the site moves."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One move of a verdict as feeds show it."""

    id: str
    title: str
    text: str
    uri: str
    day: str


def as_of(kb: KnowledgeBase) -> str:
    """Return the day of the base: the lock's, else the latest day of a claim's history."""
    if kb.lock:
        return kb.lock.as_of
    return max((entry.date for claim in kb.claims.values() for entry in claim.history), default="1970-01-01")


def feeds(
    changes: tuple[VerdictChange, ...], titles: tuple[tuple[str, str], ...], day: str, settings: SiteSettings
) -> Iterator[SiteFile]:
    """Yield both feeds, newest move first; without a move they are as of `day`."""
    entries = _entries(changes, dict(titles), settings.site_url)
    updated = max((entry.day for entry in entries), default=day)
    yield SiteFile(f"{FOLDER}{NAME}.atom", "", _atom(entries, updated, settings))
    yield SiteFile(f"{FOLDER}{NAME}.json", "", _json_feed(entries, settings))


def _entries(changes: tuple[VerdictChange, ...], titles: dict[str, str], site_url: str) -> tuple[_Entry, ...]:
    made: list[_Entry] = []
    seen: dict[str, int] = {}
    for change in changes:
        name = f"{change.claim} {change.date} {change.before}-{change.after}"
        # A verdict may move to and fro on one day.
        seen[name] = number = seen.get(name, 0) + 1
        moved = f"from “{change.before.words}” to “{change.after.words}”"
        evidence = f" Evidence: {', '.join(change.evidence)}." if change.evidence else ""
        made.append(
            _Entry(
                uuid.uuid5(_NAMESPACE, name if number == 1 else f"{name} {number}").urn,
                f"{titles.get(change.claim, change.claim)}: {change.after.words}",
                f"The verdict of {token(change.claim)} moved {moved}.{evidence}",
                f"{_base(site_url)}claims/{change.claim}.html",
                change.date,
            )
        )
    made.reverse()
    return tuple(sorted(made, key=lambda entry: entry.day, reverse=True)[:LONGEST])


def _base(site_url: str) -> str:
    """Return what leads to the site's root: its address, or the way up from the folder of the feeds."""
    return site_url.rstrip("/") + "/" if site_url else "../"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _atom(entries: tuple[_Entry, ...], updated: str, settings: SiteSettings) -> bytes:
    base = _base(settings.site_url)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{_NAMESPACE.urn}</id>",
        f"<title>{escape(settings.name)}: verdict changes</title>",
        f"<updated>{_moment(updated)}</updated>",
        f"<author><name>{AUTHORS[0].literal}</name></author>",
        f'<link rel="alternate" type="text/html" href={quoteattr(base + "changes.html")}/>',
    ]
    if settings.site_url:
        lines.append(f'<link rel="self" type="application/atom+xml" href={quoteattr(f"{base}{FOLDER}{NAME}.atom")}/>')
    for entry in entries:
        lines += [
            "<entry>",
            f"<id>{entry.id}</id>",
            f"<title>{escape(entry.title)}</title>",
            f"<updated>{_moment(entry.day)}</updated>",
            f'<link rel="alternate" type="text/html" href={quoteattr(entry.uri)}/>',
            f"<summary>{escape(entry.text)}</summary>",
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""]).encode()


def _json_feed(entries: tuple[_Entry, ...], settings: SiteSettings) -> bytes:
    base = _base(settings.site_url)
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{settings.name}: verdict changes",
        "home_page_url": f"{base}changes.html",
        "authors": [{"name": AUTHORS[0].literal}],
        "language": "en",
    }
    if settings.site_url:
        feed["feed_url"] = f"{base}{FOLDER}{NAME}.json"
    feed["items"] = [
        {
            "id": entry.id,
            "url": entry.uri,
            "title": entry.title,
            "content_text": entry.text,
            "date_published": _moment(entry.day),
        }
        for entry in entries
    ]
    return json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"
