"""One claim of a comparison in words; verdict, counts of cells and certainty as its page shows them."""

from collections.abc import Iterator, Sequence

from claimbase.assessment import Assessment, ItemAssessment, LeftOut
from claimbase.model import Direction, SearchRecord
from claimbase.outline import Bullet, Line, Span, Tone, code, line, quiet, strong, toned
from claimbase.render import plain, words
from claimbase.tones import VERDICT_TONES

from .values import Cause, ClaimChange, ItemChange

MOST_SHOWN = 12
"""Entries of a list inside one claim; more are counted."""

_SIDES = {Direction.SUPPORTS: "for it", Direction.CONTRADICTS: "against it", Direction.CONTEXT: "context"}
_PARTS = {"asserted_by": "who says so", "review_when": "when it is looked at again", "not_assessed": "not assessed"}


def moved(change: ClaimChange) -> Iterator[Bullet]:
    """Yield what is said of a claim whose verdict or certainty moves."""
    yield Bullet(line("From ", *summary(_before(change))))
    yield Bullet(line("To ", *summary(_after(change))))
    yield from _causes(change)
    yield from _bearing(change)
    if change.used_by:
        yield Bullet(line("Shown by: ", "; ".join(change.used_by[:MOST_SHOWN]), _more(change.used_by), "."))
    yield from _rewritten(change)


def added(change: ClaimChange) -> Iterator[Bullet]:
    """Yield what is said of a new claim."""
    if change.after is None:
        return
    claim, assessment = change.after.claim, change.after.assessment
    yield Bullet(line(plain(claim.statement), quiet(f" ({claim.type}, in {claim.topic})")))
    yield Bullet(summary(assessment))
    yield Bullet(line("Says so: ", ", ".join(dict.fromkeys(each.source for each in claim.asserted_by)), "."))
    yield from _bearing(change)
    yield from (_item(item) for item in change.items)


def retired(change: ClaimChange) -> Iterator[Bullet]:
    """Yield what is said of a claim that is no longer one."""
    yield Bullet(line("It was ", *summary(_before(change))))
    if change.tombstone is None:
        yield Bullet(line(strong("It is gone without a word. "), "Ids are never deleted."))
        return
    notice = change.tombstone.retired
    where = f" to {', '.join(notice.to)}" if notice.to else ""
    yield Bullet(line(f"{str(notice.how).capitalize()}{where} on {notice.date}: {plain(notice.reason)}"))


def changed(change: ClaimChange) -> Iterator[Bullet]:
    """Yield what is said of a claim whose verdict and certainty stay."""
    was, now = _before(change), _after(change)
    if was and now and was.counts != now.counts:
        yield Bullet(line("From ", *summary(was)))
        yield Bullet(line("To ", *summary(now)))
    else:
        yield Bullet(line("It stays ", *summary(now)))
    yield from _bearing(change)
    yield from _rewritten(change)


def summary(assessment: Assessment | None) -> Line:
    """Return verdict, counts and certainty, the verdict in its tone."""
    if assessment is None:
        return line("what cannot be assessed: a source is missing, or it has too many cells")
    verdict = assessment.verdict
    rest = words.summary(assessment).removeprefix(verdict.words)
    return line(toned(verdict.words, VERDICT_TONES.get(verdict, Tone.STRONG)), rest)


def _before(change: ClaimChange) -> Assessment | None:
    return change.before.assessment if change.before else None


def _after(change: ClaimChange) -> Assessment | None:
    return change.after.assessment if change.after else None


def _causes(change: ClaimChange) -> Iterator[Bullet]:
    if not change.causes:
        return
    alone = all(cause.alone for cause in change.causes)
    items = {item.id: item for item in change.items}
    below = tuple(_cause(cause, items.get(cause.name)) for cause in change.causes)
    if alone:
        many = (
            "Moved by this change"
            if len(below) == 1
            else "Moved by each of these changes; without any one it would not"
        )
        yield Bullet(line(f"{many}:"), below)
    else:
        yield Bullet(
            line("Moved by these changes together; without any one of them it would have moved all the same:"), below
        )


def _cause(cause: Cause, item: ItemChange | None) -> Bullet:
    match cause.what:
        case "item" if item is not None:
            return _item(item)
        case "item":
            return Bullet(line(code(cause.name), ": its data say something else"))
        case "part":
            return Bullet(line(f"{_part(cause.name)} says something else"))
        case "source":
            return Bullet(line("the source ", code(cause.name), " is described otherwise"))
        case "day":
            return Bullet(line(f"the day as of which it is assessed is now {cause.name}"))


def _item(change: ItemChange) -> Bullet:
    """Return an item with what is new about it, and its finding where it was written or rewritten."""
    if change.new is None:
        return Bullet(line(code(change.id), strong(" is gone"), *_was(change.before)))
    how = f"rewritten: {', '.join(change.parts)}" if change.parts else "weighs otherwise"
    how = "new" if change.old is None else how
    kind = str(change.new.kind)
    said = change.old is None or "finding" in change.parts
    finding = (Bullet(line(plain(change.new.finding))),) if said else ()
    if isinstance(change.new, SearchRecord):
        return Bullet(line(code(change.id), f" ({how}): {kind}, takes no side"), finding)
    before = (
        _was(change.before) if change.before is not None and _weighs(change.before) != _weighs(change.after) else ()
    )
    return Bullet(line(code(change.id), f" ({how}): {kind}, ", *_standing(change.after), *before), finding)


def _weighs(item: ItemAssessment | None) -> object:
    return (item.side, item.level, item.origin, item.cells) if item else None


def _was(item: ItemAssessment | None) -> tuple[Span, ...]:
    return line("; before: ", *_standing(item)) if item else ()


def _standing(item: ItemAssessment | None) -> Line:
    if item is None:
        return line("not assessed")
    if item.side is Direction.CONTEXT:
        # That context takes no side needs no words; that data decide nothing does.
        bound = "assertion" in item.without_level
        return line(
            strong(_SIDES[item.side]), f" as {item.without_level}" if bound else "", ", origin ", code(item.origin)
        )
    level = f"level {item.level}" if item.level is not None else f"no level as {item.without_level}"
    cells = f"in {item.cells} environment{'' if item.cells == 1 else 's'}"
    return line(strong(_SIDES[item.side]), f" {cells}, {level}, origin ", code(item.origin))


def _bearing(change: ClaimChange) -> Iterator[Bullet]:
    for told, parts in (("Load-bearing now", change.bearing), ("No longer load-bearing", change.no_longer_bearing)):
        if parts:
            shown = "; ".join(_left_out(part, with_verdict=parts is change.bearing) for part in parts[:MOST_SHOWN])
            yield Bullet(line(f"{told}: {shown}{_more(parts)}."))
    was, now = _before(change), _after(change)
    if now and now.single_origin and (was is None or was.single_origin != now.single_origin):
        yield Bullet(line("All that decides comes from one origin: ", code(now.single_origin), "."))
    elif was and was.single_origin and now and not now.single_origin:
        yield Bullet(line("It no longer rests on one origin; before: ", code(was.single_origin), "."))


def _left_out(part: LeftOut, *, with_verdict: bool) -> str:
    what = {"origin": "origin ", "facet-value": "environments with ", "limit": "limit ", "item": ""}[part.what]
    return f"{what}{part.name} (without it: {part.verdict.words})" if with_verdict else f"{what}{part.name}"


def _rewritten(change: ClaimChange) -> Iterator[Bullet]:
    """Yield what the file says otherwise, as far as it was not named as a cause."""
    told = {cause.name for cause in change.causes}
    parts = [_part(part) for part in change.parts if part not in told and part != "history"]
    if parts:
        yield Bullet(line(f"Rewritten: {', '.join(parts)}."))
    yield from (_item(item) for item in change.items if item.id not in told)
    if change.before and change.after:
        new = [entry for entry in change.after.claim.history if entry not in change.before.claim.history]
        yield from (Bullet(line(f"History, {entry.date}: {plain(entry.change)}")) for entry in new)


def _part(name: str) -> str:
    return _PARTS.get(name, name)


def _more(these: Sequence[object]) -> str:
    return f" and {len(these) - MOST_SHOWN} more" if len(these) > MOST_SHOWN else ""
