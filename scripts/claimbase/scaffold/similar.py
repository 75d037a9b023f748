"""Near-duplicates: what is in the base already and might be the same, most similar first."""

import difflib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .names import telling

MOST_SHOWN = 5
"""Near-duplicates that are shown; nobody reads more before he writes."""

ALIKE = 0.57
"""From here on two texts may say the same; of a hundred claims on one release, one in a few hundred pairs is above."""
SAME = 0.999
"""From here on they do."""


@dataclass(frozen=True, slots=True)
class Similar:
    """Something in the base that may be the same."""

    id: str
    """Its id."""
    text: str
    """What is similar in it: title or statement."""
    likeness: float
    """From 0 to 1."""

    @property
    def same(self) -> bool:
        """Whether it is the same but for order, case and little words."""
        return self.likeness >= SAME


def similar(texts: Sequence[str], known: Mapping[str, Sequence[str]]) -> tuple[Similar, ...]:
    """Return what is alike among known texts by id, most similar first; title is compared with title, and so on."""
    rare = _Rarity(text for each in known.values() for text in each)
    found = []
    for name, others in known.items():
        alike = [(rare.likeness(one, other), other) for one, other in zip(texts, others, strict=False) if one and other]
        best, text = max(alike, default=(0.0, ""))
        if best >= ALIKE:
            found.append(Similar(name, text, best))
    return tuple(sorted(found, key=lambda each: (-each.likeness, each.id))[:MOST_SHOWN])


class _Rarity:
    """Weighs words: those that many texts share say little."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words = {text: _stems(text) for text in texts}
        self._counts = Counter(word for words in self._words.values() for word in words)

    def _weight(self, words: Iterable[str]) -> float:
        total = len(self._words) + 1
        return sum(math.log(total / (1 + self._counts[word])) + 0.1 for word in words)

    def likeness(self, one: str, other: str) -> float:
        """Return how alike two texts are: the weight of the words that they share, or their spelling, 0 to 1."""
        these, those = _stems(one), self._words.get(other) or _stems(other)
        if not these or not those:
            return 0.0
        shared = 2 * self._weight(these & those) / (self._weight(these) + self._weight(those))
        return max(shared, _spelling(these, those))


@lru_cache(maxsize=256)
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(_stem, telling(text)))


def _spelling(these: frozenset[str], those: frozenset[str]) -> float:
    """Return how alike the sorted words are, letter by letter; 0 where a quick look excludes it."""
    matcher = difflib.SequenceMatcher(None, " ".join(sorted(these)), " ".join(sorted(those)), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    # Two texts of the same letters are not yet alike: only nearly the same spelling counts.
    ratio = matcher.ratio()
    return ratio if ratio >= 0.85 else 0.0


def _stem(word: str) -> str:
    """Return a word without the endings of plural and tense; crude, but the same for both texts."""
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
