"""How each citation stands: what its edition holds, compared with what the registry says of today."""

import difflib
from dataclasses import dataclass

from claimbase.model import FrozenKind, RetirementNotice
from claimbase.model.api import RegisteredId, Registry, State
from claimbase.model.base import ID_MAX_LENGTH
from claimbase.tokens import DIGITS

from .places import Citation
from .standing import RETIRED, Standing

_MOST_SHOWN = 40
"""Characters of what a document gives as the name of an edition that are shown."""
_MOST_HINTS = 50
"""For how many unknown ids a similar one is looked for."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a citation stands, and why."""

    citation: Citation
    """The citation."""
    standing: Standing
    """How it stands."""
    message: str
    """What is so, in a sentence without a full stop."""
    title: str = ""
    """Title of what is cited; empty where nothing is known of it."""
    edition: str = ""
    """The edition that it was compared with; for a hash alone the one that holds it."""
    then: State | None = None
    """What the edition holds."""
    now: State | None = None
    """What the base says today."""
    changed: tuple[str, ...] = ()
    """What is another today: verdict, certainty, wording, evidence."""
    instead: tuple[str, ...] = ()
    """Ids that took the place of a retired claim, or that are meant perhaps."""


class Judge:
    """Says how citations stand, by one registry."""

    def __init__(self, registry: Registry) -> None:
        """Take the registry."""
        self._registry = registry
        # To look for a similar id takes a moment, and a document may have any number of wrong ones.
        self._hints_left = _MOST_HINTS

    def judge(self, citation: Citation) -> Judgement:
        """Return how a citation stands."""
        registry = self._registry
        if not citation.id:
            return _whole(citation, registry)
        entry = registry.ids.get(citation.id)
        if entry is None:
            return self._unknown_id(citation)
        if citation.edition and citation.edition not in registry.editions:
            return _unknown_edition(citation, registry, entry)
        if citation.edition and citation.edition not in entry.editions:
            return _not_in_edition(citation, entry)
        name = citation.edition or _edition_of(citation.digest, entry)
        if citation.digest and not (name and _fits(citation.digest, entry.held_in(name))):
            return _mismatch(citation, entry)
        return _compared(citation, entry, name)

    def _unknown_id(self, citation: Citation) -> Judgement:
        near: tuple[str, ...] = ()
        if self._hints_left:
            self._hints_left -= 1
            near = tuple(difflib.get_close_matches(citation.id[:ID_MAX_LENGTH], self._registry.ids, 1, 0.8))
        hint = f"; is {near[0]} meant?" if near else ""
        message = f"there is and was no claim or source {citation.id[:ID_MAX_LENGTH]}{hint}"
        return Judgement(citation, Standing.UNKNOWN_ID, message, instead=near)


def _whole(citation: Citation, registry: Registry) -> Judgement:
    edition = registry.editions.get(citation.edition)
    if edition is None:
        return _unknown_edition(citation, registry, None)
    if citation.digest and not _matches(citation.digest, edition.sha256):
        message = f"the hash of edition {citation.edition} begins with {edition.sha256[:DIGITS]}"
        return Judgement(citation, Standing.HASH_MISMATCH, message, edition=citation.edition)
    message = f"the edition is there, as of {edition.date}"
    return Judgement(citation, Standing.CURRENT, message, edition=citation.edition)


def _unknown_edition(citation: Citation, registry: Registry, entry: RegisteredId | None) -> Judgement:
    there = f"there are {', '.join(registry.editions)}" if registry.editions else "there is none yet"
    message = f"no edition has the name {citation.edition[:_MOST_SHOWN]}; {there}"
    if entry is None:
        return Judgement(citation, Standing.UNKNOWN_EDITION, message)
    message += _today(entry)
    return Judgement(citation, Standing.UNKNOWN_EDITION, message, title=entry.title, now=entry.today)


def _not_in_edition(citation: Citation, entry: RegisteredId) -> Judgement:
    held = f"it is in {', '.join(entry.editions)}" if entry.editions else "it is in no edition yet"
    message = f"edition {citation.edition} does not hold it; {held}{_today(entry)}"
    return Judgement(citation, Standing.NOT_IN_EDITION, message, title=entry.title, now=entry.today)


def _mismatch(citation: Citation, entry: RegisteredId) -> Judgement:
    then = entry.held_in(citation.edition)
    other = _edition_of(citation.digest, entry)
    if then is None:
        message = f"no edition holds it with a hash that begins with {citation.digest}"
    else:
        message = f"the hash of {citation.id} in {citation.edition} begins with {then.sha256[:DIGITS]}"
    if other:
        message += f"; {citation.digest} is that of edition {other}"
    message += _today(entry)
    return Judgement(citation, Standing.HASH_MISMATCH, message, entry.title, citation.edition, then, entry.today)


def _compared(citation: Citation, entry: RegisteredId, edition: str) -> Judgement:
    """Return how a citation stands that names nothing wrong; `edition` is empty where it names none."""
    then, now = entry.held_in(edition), entry.today
    if entry.retired is not None:
        standing, message = RETIRED[entry.retired.how], _retired(entry.retired)
        return Judgement(citation, standing, message, entry.title, edition, then, now, instead=entry.retired.to)
    if now is None:
        return Judgement(citation, Standing.WITHDRAWN, "the base does not have it any more", entry.title, edition, then)
    if then is None:
        message = f"not compared with a frozen text{_today(entry)}"
        return Judgement(citation, Standing.NO_EDITION, message, entry.title, now=now)
    standing, changed = _change(then, now)
    return Judgement(citation, standing, _message(then, now, changed), entry.title, edition, then, now, changed)


def _change(then: State, now: State) -> tuple[Standing, tuple[str, ...]]:
    """Return the gravest change between two states, and the names of all that changed."""
    differs = {
        "verdict": then.verdict is not now.verdict,
        "wording": then.wording != now.wording,
        "certainty": then.certainty is not now.certainty,
        "evidence": then.evidence != now.evidence,
    }
    changed = tuple(name for name, other in differs.items() if other)
    if differs["verdict"]:
        return Standing.VERDICT_CHANGED, changed
    if differs["wording"]:
        return Standing.WORDING_CHANGED, changed
    return (Standing.EVIDENCE_CHANGED if changed else Standing.CURRENT), changed


def _message(then: State, now: State, changed: tuple[str, ...]) -> str:
    if then.kind is FrozenKind.SOURCE:
        return "the entry of the source is another" if changed else "the source is as cited"
    if "verdict" in changed:
        also = [name for name in changed if name in {"wording", "evidence"}]
        added = f"; {' and '.join(also)} changed as well" if also else ""
        return f"was {_verdict(then)}, is {_verdict(now)}{added}"
    if "wording" in changed:
        return f"reads otherwise today; still {_verdict(now)}{_certainty(then, now)}"
    if changed:
        return f"still {_verdict(now)}, on other evidence{_certainty(then, now)}"
    return f"still {_verdict(now)}"


def _verdict(state: State) -> str:
    words = state.verdict.words if state.verdict else "without a verdict"
    return f"{words} ({state.certainty})" if state.certainty else words


def _certainty(then: State, now: State) -> str:
    if then.certainty is now.certainty:
        return ""
    return f"; its certainty was {then.certainty or 'none'}"


def _retired(notice: RetirementNotice) -> str:
    to = f"; see {', '.join(notice.to)}" if notice.to else ""
    return f"{notice.how} on {notice.date}: {' '.join(notice.reason.split()).rstrip('.')}{to}"


def _today(entry: RegisteredId) -> str:
    """Return what is so today, as the end of a sentence."""
    if entry.retired is not None:
        return f"; {_retired(entry.retired)}"
    if entry.today is None:
        return "; the base does not have it any more"
    return f"; today {_verdict(entry.today)}" if entry.today.kind is FrozenKind.CLAIM else "; the source is there"


def _edition_of(digest: str, entry: RegisteredId) -> str:
    """Return the newest edition that holds the id with this hash; empty where there is none."""
    return next((name for name in entry.newest_first if _fits(digest, entry.held_in(name))), "")


def _fits(digest: str, state: State | None) -> bool:
    return state is not None and _matches(digest, state.sha256)


def _matches(digest: str, sha256: str) -> bool:
    return len(digest) >= DIGITS and sha256.startswith(digest)
