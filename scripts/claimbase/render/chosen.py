"""What somebody asks to cite: claims and sources by id, today or in an edition, alone or with their sources."""

import difflib
from collections.abc import Iterable, Iterator, Sequence

from claimbase.citing import Citable, sources_of
from claimbase.repository import KnowledgeBase

from .citables import Citing
from .reviews import sources_then


class UnknownError(Exception):
    """What was asked for and is not there: one line for the user."""


def chosen(
    kb: KnowledgeBase, citing: Citing, names: Sequence[str], edition: str, *, with_sources: bool
) -> tuple[Citable, ...]:
    """Return what is to be cited, each once: claims and sources of these ids, or without one the whole.

    An empty `edition` means the base as it is today. Raises UnknownError for an edition or id that is not there, and
    OSError where the file of an edition has changed since it was read.
    """
    if edition and edition not in citing.editions:
        raise UnknownError(_no_edition(edition, citing.editions))
    if not names:
        return (citing.editions[edition] if edition else citing.whole,)
    found: dict[str, Citable] = {}
    for name in names:
        item = _item(kb, citing, name, edition)
        found.setdefault(item.key, item)
        for source in _sources(kb, citing, name, edition) if with_sources else ():
            found.setdefault(source.key, source)
    return tuple(found.values())


def _item(kb: KnowledgeBase, citing: Citing, name: str, edition: str) -> Citable:
    if edition:
        found = citing.frozen.get((edition, name))
        known = {held for each, held in citing.frozen if each == edition}
        missing = f"edition {edition} holds no claim or source {name}"
    else:
        found = citing.claims.get(name) or citing.sources.get(name)
        known = {*citing.claims, *citing.sources}
        missing = f"there is no claim or source {name}"
    if found is not None:
        return found
    if name in kb.tombstones and not edition:
        raise UnknownError(_retired(kb, citing, name))
    raise UnknownError(f"{missing}{_suggestion(name, sorted(known))}")


def _retired(kb: KnowledgeBase, citing: Citing, name: str) -> str:
    """Return that a claim is retired, and what can be cited instead."""
    notice = kb.tombstones[name].retired
    held = [edition for edition, each in citing.frozen if each == name]
    ways = [" and ".join(notice.to), f"an edition that holds it: {', '.join(held)}" if held else ""]
    instead = ", or ".join(filter(None, ways))
    return f"the claim {name} is retired ({notice.how})" + (f"; cite {instead}" if instead else "")


def _sources(kb: KnowledgeBase, citing: Citing, name: str, edition: str) -> Iterator[Citable]:
    """Yield the sources that a claim names, or named then."""
    if not edition:
        claim = kb.claims.get(name)
        yield from (citing.sources[each] for each in (sources_of(claim) if claim else ()) if each in citing.sources)
        return
    editions = {each.name: each for each in kb.editions}
    holder = editions[editions[edition].head.entries[name].held_in]
    for each in sources_then(holder.held(name).value):
        item = citing.frozen.get((edition, each))
        if item:
            yield item


def _no_edition(name: str, known: Iterable[str]) -> str:
    names = ", ".join(known)
    return f"there is no edition {name}; " + (f"there are {names}" if names else "none has been made yet")


def _suggestion(name: str, known: Sequence[str]) -> str:
    """Return the ids that are written most alike, as a question; empty where none is alike."""
    alike = difflib.get_close_matches(name, known, n=3) or [each for each in known if name in each][:3]
    return f"; did you mean {', '.join(alike)}?" if name and alike else ""
