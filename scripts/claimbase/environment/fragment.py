"""Profiles in the fragment of an address: `#profile=1&qemu=10.2&accelerator=kvm,tcg`."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote_to_bytes

from claimbase.model import Facets, Profile

from .answers import Gatherer, Place, Reading, Written, shown
from .heads import format_known, name_of

MAX_FRAGMENT = 4000
"""Characters of a fragment that are read."""
PATH = "address"
"""What stands for the file in problems of a fragment."""

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AGAIN = "copy the whole address again"


def fragment_of(profile: Profile) -> str:
    """Return the fragment, without #, that stands for a profile; the same profile always gives the same text."""
    name = [f"name={quote(profile.name, safe='')}"] if profile.name else []
    answers = [f"{dimension}={','.join(values)}" for dimension, values in profile.answers.items()]
    return "&".join([f"profile={profile.format}", *name, *answers])


def read_fragment(text: str, facets: Facets) -> Reading:
    """Return what can be used of a fragment, with or without its #, and what is wrong with it."""
    text = text.removeprefix("#")
    if not text:
        return Reading(Profile(), ())
    gatherer = Gatherer(facets)
    if len(text) > MAX_FRAGMENT:
        gatherer.say(
            (PATH, 1, MAX_FRAGMENT + 1), "P905", f"only the first {MAX_FRAGMENT:,} characters are read", _AGAIN
        )
        text = text[:MAX_FRAGMENT]
    heads: dict[str, tuple[str, Place]] = {}
    for key, value, at, last in _parts(gatherer, text):
        if key in ("profile", "name"):
            if key in heads:
                gatherer.say(at, "P908", f"{key} is given twice; the first is used", "keep one of the two")
            heads.setdefault(key, (value, (PATH, 1, at[2] + len(key) + 1)))
        elif value.strip(","):
            gatherer.take(_written(key, value, at, last))
        else:
            gatherer.say(at, "P905", f"{shown(key)} has no value", _AGAIN)
    start = (PATH, 1, 1)
    number, at = heads.get("profile", ("", start))
    given = None if "profile" not in heads else int(number) if re.fullmatch(r"[0-9]{1,6}", number) else shown(number)
    format_known(gatherer, given, at, "begin with profile=1")
    name = name_of(gatherer, *heads["name"]) if "name" in heads else None
    return Reading(Profile(name=name, answers=gatherer.answers()), gatherer.found())


def _parts(gatherer: Gatherer, text: str) -> Iterator[tuple[str, str, Place, bool]]:
    """Yield key, value, place and whether the text ends there; what has not both is reported."""
    column, parts = 1, text.split("&")
    for number, part in enumerate(parts):
        at, last = (PATH, 1, column), number == len(parts) - 1
        column += len(part) + 1
        key, equals, value = (_decoded(piece) for piece in part.partition("="))
        if not part:
            # A double & loses nothing.
            continue
        if key is None or value is None:
            gatherer.say(at, "P905", f"{shown(part)} holds an escape that stands for no text", _AGAIN)
        elif not equals or not key or not value:
            end = "; the address may be cut off" if last else ""
            gatherer.say(at, "P905", f"{shown(part)} is not a facet, = and a value{end}", _AGAIN)
        else:
            yield key, value, at, last


def _decoded(piece: str) -> str | None:
    if _BAD_ESCAPE.search(piece):
        return None
    try:
        return unquote_to_bytes(piece).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _written(key: str, value: str, at: Place, last: bool) -> Written:
    column = at[2] + len(key) + 1
    values = []
    for each in value.split(","):
        if each:
            values.append((each, (PATH, 1, column)))
        column += len(each) + 1
    return Written(key, at, tuple(values), last)
