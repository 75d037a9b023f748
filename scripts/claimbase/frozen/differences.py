"""What differs between two states of a claim or source: verdict, wording, evidence.

Both are plain JSON, one of them perhaps written years ago by another program: nothing is taken for granted of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimbase.model import Difference

_WORDING = (
    *("title", "statement", "type", "scope", "test", "objection", "assumptions", "advice"),
    *("due", "not_assessed", "override"),
)
_EVIDENCE = ("evidence", "asserted_by", "relations")
_SHOWN = ("verdict", "certainty")


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that reads otherwise."""

    name: str
    """What it is: a key of the file, or an evidence id."""
    before: str
    """What it was; empty where it was not there."""
    now: str
    """What it is; empty where it is gone."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs, by sort; empty tuples where nothing does."""

    gravest: Difference
    """The gravest sort of difference."""
    verdict: tuple[Changed, ...] = ()
    """Verdict and certainty."""
    wording: tuple[Changed, ...] = ()
    """What is claimed, tested, objected, advised; of a source, what is said of it."""
    evidence: tuple[Changed, ...] = ()
    """Items that were added, reworded, judged otherwise, or are gone; what they say, in words."""
    others: tuple[str, ...] = ()
    """What else differs, by name."""


def parts_of(value: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the part of a frozen value that is wording, and the part that is evidence and assessment."""
    if value.get("kind") != "claim":
        return {key: held for key, held in value.items() if key != "kind"}, {}
    claim, assessment = _mapping(value, "claim"), _mapping(value, "assessment")
    wording = {key: claim[key] for key in _WORDING if key in claim}
    evidence = {key: claim[key] for key in _EVIDENCE if key in claim}
    computed = {key: held for key, held in assessment.items() if key != "verdict"}
    rests = {key: value[key] for key in ("data", "samples") if key in value}
    return wording, {**evidence, "assessment": computed, **rests}


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Differences:
    """Return how a state differs from an earlier one of the same id."""
    if before == now:
        return Differences(Difference.NONE)
    if before.get("kind") != now.get("kind"):
        return Differences(Difference.RETIRED if now.get("kind") == "retired" else Difference.NEW)
    if before.get("kind") != "claim":
        return Differences(Difference.WORDING, wording=_keys(_document(before), _document(now)))
    return _of_claims(before, now)


def _of_claims(before: Mapping[str, Any], now: Mapping[str, Any]) -> Differences:
    (old_words, old_evidence), (words, evidence) = parts_of(before), parts_of(now)
    judged = _keys(_chosen(before, _SHOWN), _chosen(now, _SHOWN))
    if _text(_mapping(before, "assessment").get("verdict")) != _text(_mapping(now, "assessment").get("verdict")):
        gravest = Difference.VERDICT
    elif old_words != words:
        gravest = Difference.WORDING
    else:
        gravest = Difference.RECORD if old_evidence == evidence else Difference.EVIDENCE
    others = [key for key in _EVIDENCE[1:] if old_evidence.get(key) != evidence.get(key)]
    if old_evidence.get("samples") != evidence.get("samples"):
        others.append("samples")
    old, new = _mapping(before, "claim"), _mapping(now, "claim")
    others += [key for key in ("history", "review_when", "topic") if old.get(key) != new.get(key)]
    if before.get("titles") != now.get("titles"):
        others.append("titles")
    return Differences(gravest, judged, _keys(old_words, words), _items(before, now), tuple(others))


def _keys(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Changed, ...]:
    names = list(dict.fromkeys([*now, *before]))
    return tuple(
        Changed(name, _text(before.get(name)), _text(now.get(name)))
        for name in names
        if before.get(name) != now.get(name)
    )


def _items(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Changed, ...]:
    """Return the evidence items that differ, by id: as written, as assessed or in their data."""
    old, new = _items_of(before), _items_of(now)
    names = list(dict.fromkeys([*new, *old]))
    return tuple(
        Changed(name, _told(old.get(name)), _told(new.get(name))) for name in names if old.get(name) != new.get(name)
    )


def _items_of(value: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    judged = {_text(item.get("id")): item for item in _list(_mapping(value, "assessment").get("items"))}
    data = _mapping(value, "data")
    return {
        (name := _text(item.get("id"))): {"written": item, "judged": judged.get(name, {}), "data": data.get(name)}
        for item in _list(_mapping(value, "claim").get("evidence"))
    }


def _told(item: Mapping[str, Any] | None) -> str:
    """Return side, level and finding of an item in words; empty where there is none."""
    if item is None:
        return ""
    judged, written = item["judged"], item["written"]
    level = judged.get("level")
    told = f"{_text(judged.get('side'))}, level {level}" if level is not None else _text(judged.get("side"))
    return f"{told}: {_text(written.get('finding'))}"


def _document(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(value, _text(value.get("kind")))


def _chosen(value: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    assessment = _mapping(value, "assessment")
    return {key: assessment[key] for key in keys if assessment.get(key) is not None}


def _mapping(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = value.get(key)
    return found if isinstance(found, Mapping) else {}


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Return a value of JSON in words: lists by commas, entries of mappings by semicolons."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_text(held)}" for key, held in value.items())
    if isinstance(value, list):
        joint = " / " if any(isinstance(entry, Mapping) for entry in value) else ", "
        return joint.join(map(_text, value))
    return str(value)
