"""Profiles as YAML text; whatever is wrong with a text, what can be understood of it is used."""

from collections.abc import Iterator
from typing import Any

from claimbase.errors import Path, Problem
from claimbase.model import Facets, Profile
from claimbase.yamlio import Marks, Tree, parse

from .answers import Gatherer, Place, Reading, Written, meant, shown
from .heads import format_known, name_of

MAX_PROFILE_BYTES = 64 * 1024
"""The largest profile that is read, in bytes."""

_KEYS = ("format", "name", "answers")


def read_profile(data: bytes, path: str, facets: Facets) -> Reading:
    """Return what can be used of a profile's text, and what is wrong with it; `path` is for the problems."""
    tree, problems = parse(data, path, max_bytes=MAX_PROFILE_BYTES)
    text = data
    if tree is None and problems:
        # What stands above the first line that cannot be read may be whole.
        text = b"".join(data[:MAX_PROFILE_BYTES].splitlines(keepends=True)[: problems[0].line - 1])
        tree, others = parse(text, path)
        # That nothing is above it has been said already.
        problems = (*problems, *(each for each in others if tree is not None))
    if tree is None:
        return Reading(Profile(), problems)
    return _Examiner(path, text.decode("utf-8", "replace"), facets, problems).read(tree)


class _Examiner:
    """Looks at a tree key by key."""

    def __init__(self, path: str, text: str, facets: Facets, problems: tuple[Problem, ...]) -> None:
        self._path = path
        self._marks = Marks(text)
        # A line that the reader of YAML complained about is not complained about again.
        self._taken = {problem.line for problem in problems}
        self._gatherer = Gatherer(facets)
        self._before = problems

    def read(self, tree: Tree) -> Reading:
        gatherer = self._gatherer
        for key in tree:
            if key not in _KEYS:
                at = self._at(key, is_key=True)
                gatherer.say(at, "P909", f"{shown(key)} is no part of a profile", meant(key, _KEYS))
        format_known(gatherer, tree.get("format"), self._at("format"), "begin with the line format: 1")
        name = name_of(gatherer, tree["name"], self._at("name")) if "name" in tree else None
        answers: Any = tree.get("answers", {})
        if isinstance(answers, dict):
            for written in self._written(answers):
                gatherer.take(written)
        else:
            message = "answers is no mapping of facets to values"
            gatherer.say(self._at("answers"), "P907", message, "write answers: {accelerator: kvm}")
        profile = Profile(name=name, answers=gatherer.answers())
        added = [problem for problem in gatherer.found() if problem.line not in self._taken]
        return Reading(profile, tuple(sorted([*self._before, *added])))

    def _written(self, answers: dict[str, Any]) -> Iterator[Written]:
        for dimension, value in answers.items():
            at: Path = ("answers", dimension)
            if value == []:
                message = f"{shown(dimension)} has no value"
                self._gatherer.say(self._at(*at), "P907", message, "give a value, or leave the facet out")
                continue
            entries = enumerate(value) if isinstance(value, list) else [(None, value)]
            places = [(self._text(each, at if place is None else (*at, place)), place) for place, each in entries]
            values = tuple(
                (text, self._at(*at) if place is None else self._at(*at, place))
                for text, place in places
                if text is not None
            )
            yield Written(dimension, self._at(*at, is_key=True), values)

    def _text(self, value: Any, at: Path) -> str | None:
        """Return a value as text; None where it cannot be one."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            what = "a truth value" if isinstance(value, bool) else "a list or a mapping"
            message = f"an answer of {shown(str(at[1]))} is {what}, not text"
            self._gatherer.say(self._at(*at), "P907", message, "write one value, or several as [kvm, tcg]")
            return None
        message = f"{value} without quotes looks like a number; it is read as the text"
        self._gatherer.say(self._at(*at), "P910", message, f'write "{value}"')
        return str(value)

    def _at(self, *at: str | int, is_key: bool = False) -> Place:
        return (self._path, *self._marks.position(at, key=is_key))
