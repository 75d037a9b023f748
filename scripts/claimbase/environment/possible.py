"""Which values of each dimension are still possible, given answers and what excludes each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations

from claimbase.model import Contradiction, Facets

Answers = Mapping[str, tuple[str, ...]]
"""Values by dimension; where there are several, it is one of them and not known which."""


@dataclass(frozen=True, slots=True)
class Possible:
    """What answers leave."""

    values: Answers
    """The values of each dimension that are still possible, in the order of facets.yml."""
    used: Answers
    """The answers that could be used, in that order."""
    clashes: tuple[tuple[str, Contradiction], ...]
    """The dimensions whose answer cannot be true together with those before it, and why."""


def possible(answers: Answers, facets: Facets) -> Possible:
    """Return what answers leave.

    They are taken in the order of facets.yml; one that excludes an earlier one counts for nothing, as do unknown
    dimensions and values.
    """
    left: Answers = {each.id: tuple(value.id for value in each.values) for each in facets.dimensions}
    used: dict[str, tuple[str, ...]] = {}
    clashes = []
    for dimension, values in left.items():
        chosen = tuple(value for value in values if value in answers.get(dimension, ()))
        if not chosen:
            continue
        # Once more from all values, so that what is in the way is one of the answers and not what follows from them.
        _, clash = narrowed({**left, **used, dimension: chosen}, facets.contradictions)
        if clash is None:
            used[dimension] = chosen
        else:
            clashes.append((dimension, clash))
    left, _ = narrowed({**left, **used}, facets.contradictions)
    return Possible(left, used, tuple(clashes))


def narrowed(values: Answers, contradictions: Iterable[Contradiction]) -> tuple[Answers, Contradiction | None]:
    """Return the possible values without those that the others exclude, and what leaves a dimension without any.

    A value is excluded where every value that is possible for the other dimension is one that it cannot go with.
    """
    left, known = dict(values), tuple(contradictions)
    moved = True
    while moved:
        moved = False
        for contradiction in known:
            for (one, its), (other, theirs) in permutations(contradiction.answers.items(), 2):
                if not (one in left and other in left and set(left[one]) <= set(its)):
                    continue
                kept = tuple(value for value in left[other] if value not in theirs)
                moved = moved or len(kept) < len(left[other])
                left[other] = kept
                if not kept:
                    return left, contradiction
    return left, None
