"""How a recommendation follows from the rules that fire, as rule objects; page, program and memo use the same."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from claimbase.model import Applicability, Effect, Recommendation


@dataclass(frozen=True, slots=True)
class Firing:
    """That at least one rule of an effect fires, or may fire."""

    effect: Effect
    """The effect."""
    state: Applicability
    """Whether it fires, or may: then it depends on an answer that is missing."""

    @property
    def letter(self) -> str:
        """One letter for it: that of the effect, large where a rule fires and small where one may."""
        first = str(self.effect)[0]
        return first.upper() if self.state is Applicability.APPLIES else first


_BLOCKS = Firing(Effect.BLOCK, Applicability.APPLIES)
_MAY_BLOCK = Firing(Effect.BLOCK, Applicability.MAY_APPLY)
_ALLOWS = Firing(Effect.ALLOW, Applicability.APPLIES)
_ASKS = (Firing(Effect.CONDITION, Applicability.APPLIES), Firing(Effect.CONDITION, Applicability.MAY_APPLY))

FIRINGS = (_BLOCKS, _MAY_BLOCK, *_ASKS, _ALLOWS, Firing(Effect.ALLOW, Applicability.MAY_APPLY))
"""Everything that a recommendation is made from."""


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """Says what a memo answers to a question; the first that fits decides."""

    id: str
    """Stable identifier; its anchor on the page of the rules."""
    title: str
    """Name of the rule."""
    text: str
    """The rule in a sentence."""
    recommendation: Recommendation
    """The answer where the rule fits."""
    fits: Callable[[frozenset[Firing]], bool]
    """Whether it fits what fires."""


ANSWER_RULES = (
    AnswerRule(
        "answer-wait",
        "Wait",
        "Something that was examined stands in the way.",
        Recommendation.WAIT,
        lambda firing: _BLOCKS in firing,
    ),
    AnswerRule(
        "answer-missing",
        "Not enough known: an answer is missing",
        "Whether something stands in the way depends on an answer that is missing.",
        Recommendation.NOT_ENOUGH_KNOWN,
        lambda firing: _MAY_BLOCK in firing,
    ),
    AnswerRule(
        "answer-nothing-for-it",
        "Not enough known: nothing speaks for it",
        "Nothing that was examined is known to speak for it here.",
        Recommendation.NOT_ENOUGH_KNOWN,
        lambda firing: _ALLOWS not in firing,
    ),
    AnswerRule(
        "answer-conditions",
        "Go with conditions",
        "Something speaks for it, and there are conditions to meet, or may be.",
        Recommendation.GO_WITH_CONDITIONS,
        lambda firing: any(asks in firing for asks in _ASKS),
    ),
    AnswerRule(
        "answer-go",
        "Go",
        "Something speaks for it, nothing stands in the way, and there is no condition to meet.",
        Recommendation.GO,
        lambda _: True,
    ),
)
"""In order; the first that fits decides, and for any set of firings one does."""


def answer_rule(firing: Iterable[Firing]) -> AnswerRule:
    """Return the first rule that fits what fires or may fire."""
    those = frozenset(firing)
    return next(rule for rule in ANSWER_RULES if rule.fits(those))


def letters_of(firing: Iterable[Firing]) -> str:
    """Return what fires as letters, in the order of `FIRINGS`."""
    those = frozenset(firing)
    return "".join(each.letter for each in FIRINGS if each in those)


def table_of_answers() -> Iterator[tuple[str, AnswerRule]]:
    """Yield every set of firings, by letters, with the rule that decides: the browser looks up and does not decide."""
    for size in range(len(FIRINGS) + 1):
        for chosen in combinations(FIRINGS, size):
            yield letters_of(chosen), answer_rule(chosen)
