"""Profiles over which memos are compared: none, each answer alone, full ones, several values, hostile names."""

import random
from collections.abc import Iterator

from claimbase.model import Facets, Profile

NAMES = (
    None,
    "web hosts",
    "1. of *all* hosts, `x` | _y_ <b onclick=alert(1)>",
    "- [a](javascript:alert(1)) ![b](http://example.org/c) &amp; &#x3c;",
    "# \\ ``` ~~~ --> {{ name }} {date} $& $1 %s é 漢字 🦊",
)
"""What a reader may call an environment."""


def profiles(facets: Facets, number: int) -> Iterator[Profile]:
    """The empty profile, each value alone, and as many at random, the same ones in every run."""
    chance = random.Random(20261126)
    values = {each.id: [value.id for value in each.values] for each in facets.dimensions}
    yield Profile()
    for dimension, known in values.items():
        yield from (Profile(answers={dimension: (value,)}) for value in known)
    for place in range(number):
        answers = {}
        for dimension, known in values.items():
            size = chance.choice([0, 1, 1, 1, 1, 2])
            chosen = chance.sample(known, min(size, len(known)))
            if chosen and (place % 3 or size == 1):
                answers[dimension] = tuple(value for value in known if value in chosen)
        yield Profile(name=NAMES[place % len(NAMES)], answers=answers)
