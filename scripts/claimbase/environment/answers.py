"""From what was written to the answers that can be used, with a problem for each that cannot."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from claimbase.errors import Problem
from claimbase.model import Dimension, Facets, Profile
from claimbase.yamlio.scalar import shorten

from .codes import PROFILE_CODES
from .possible import possible

Place = tuple[str, int, int]
"""Path, line and column."""


_LEVELS = {code.code: code.level for code in PROFILE_CODES}


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a profile."""

    profile: Profile
    """What of it can be used."""
    problems: tuple[Problem, ...]
    """What cannot, and why, sorted by place."""


@dataclass(frozen=True, slots=True)
class Written:
    """One answer as it was written."""

    dimension: str
    """What stands for the dimension."""
    at: Place
    """Where."""
    values: tuple[tuple[str, Place], ...]
    """What stands for each value, and where."""
    cut: bool = False
    """Whether the text ends here, so that the last value may be cut off."""


@dataclass
class Gatherer:
    """Takes written answers one by one and keeps those that can be used."""

    facets: Facets
    problems: list[Problem] = field(default_factory=list)
    _taken: dict[str, tuple[Written, tuple[str, ...]]] = field(default_factory=dict)

    def found(self) -> tuple[Problem, ...]:
        """Return the problems, sorted by place, each with the level of its code."""
        return tuple(sorted(self.problems))

    def say(self, at: Place, code: str, message: str, fix: str) -> None:
        """Report a problem."""
        self.problems.append(Problem(*at, code, message, fix, _LEVELS[code]))

    def take(self, written: Written) -> None:
        """Keep the values of an answer that its question has."""
        known = {each.id: each for each in self.facets.dimensions}
        dimension = known.get(written.dimension)
        if dimension is None:
            self.say(
                written.at, "P901", f"there is no facet {shown(written.dimension)}", meant(written.dimension, known)
            )
        elif written.dimension in self._taken:
            self.say(
                written.at,
                "P908",
                f"{written.dimension} is answered twice; the first answer is used",
                "keep one of the two, or give both values in one answer",
            )
        else:
            values = self._values(written, dimension)
            if values:
                self._taken[written.dimension] = (written, values)

    def _values(self, written: Written, dimension: Dimension) -> tuple[str, ...]:
        known = {value.id: value for value in dimension.values}
        given = []
        for place, (value, at) in enumerate(written.values):
            if value in known:
                given.append(value)
            else:
                last = written.cut and place == len(written.values) - 1
                cut = last and any(name.startswith(value) for name in known)
                message = f"{written.dimension} has no value {shown(value)}"
                self.say(at, "P902", message + ("; it may be cut off" if cut else ""), meant(value, known))
        return tuple(value for value in known if value in given)

    def answers(self) -> dict[str, tuple[str, ...]]:
        """Return the answers that can be used together, in the order of facets.yml."""
        taken = {dimension: values for dimension, (_, values) in self._taken.items()}
        left = possible(taken, self.facets)
        for dimension, clash in left.clashes:
            others = [name for name in clash.answers if name != dimension and name in left.used]
            against = " and ".join(f"{name} {' or '.join(left.used[name])}" for name in others) or "the other answers"
            self.say(
                self._taken[dimension][0].at,
                "P904",
                f"{dimension} {' or '.join(taken[dimension])} cannot be true together with {against}, and is not used: "
                + clash.why.rstrip("."),
                "correct one of the two answers",
            )
        return dict(left.used)


def meant(word: str, known: Iterable[str]) -> str:
    """Return what to write instead: the nearest of the known words, or all of them."""
    words = list(known)
    close = difflib.get_close_matches(word.lower()[:80], words, 1, 0.6)
    listed = ", ".join(words)
    return f"did you mean {close[0]}? known are {listed}" if close else f"known are {listed}"


def shown(text: str) -> str:
    """Return a text of unknown origin in quotes, in one line, without what does not show."""
    plain = "".join(character if character.isprintable() else "?" for character in text[:200])
    return f"“{shorten(plain)}”"
