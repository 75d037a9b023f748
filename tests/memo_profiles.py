"""Memos of the real base and of the fixtures, and the profiles over which they are compared."""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from claimbase.environment import fragment_of, profile_text
from claimbase.memo import Frozen, Memo, Sheet, memo_of, sheet_of
from claimbase.model import Facets, Profile
from claimbase.pipeline import Examination, examine
from claimbase.render import SiteSettings, citing_of, frozen_of, terms_of, with_data
from edited_base import AS_OF, BASE

__all__ = ["BASE", "DAY", "NAMES", "ROOT", "asked", "examined", "facets_of", "memo", "memo_for", "profiles", "sheet"]

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-11-26"

NAMES = (
    None,
    "web hosts",
    "1. of *all* hosts, `x` | _y_ <b onclick=alert(1)>",
    "- [a](javascript:alert(1)) ![b](http://example.org/c) &amp; &#x3c;",
    "# \\ ``` ~~~ --> {{ name }} {date} $& $1 %s é 漢字 🦊",
)
"""What a reader may call an environment."""


@cache
def examined(root: Path) -> Examination:
    """The base below a folder, read once."""
    return examine(root, as_of=AS_OF if root == BASE else None)


def facets_of(root: Path) -> Facets:
    """The dimensions of a base."""
    kb = examined(root).kb
    assert kb
    return kb.facets


@cache
def sheet(root: Path = BASE) -> Sheet:
    """The sheet of a base, with the real glossary."""
    found = examined(root)
    assert found.kb
    terms = terms_of((ROOT / "docs" / "glossary.md").read_text("utf-8"))
    told = [(term.word, term.meaning) for term in terms]
    full = with_data(found.kb, found.evaluations)
    cite = citing_of(full, found.assessments, SiteSettings(""), found.evaluations, lambda _: ())
    frozen = frozen_of(found.kb, cite) if found.kb.editions else Frozen()
    made = sheet_of(found.kb, found.assessments, found.evaluations, told, frozen)
    assert made
    return made


def memo(answers: dict[str, str], root: Path = BASE, name: str | None = None, date: str = DAY) -> Memo:
    """The memo of answers such as `{"qemu": "10.2"}`; several values stand with commas between them."""
    profile = Profile(name=name, answers={each: tuple(values.split(",")) for each, values in answers.items()})
    return memo_for(profile, root, date)


def memo_for(profile: Profile, root: Path = BASE, date: str = DAY) -> Memo:
    """The memo of a profile."""
    found = examined(root)
    assert found.kb
    return memo_of(sheet(root), found.kb, found.assessments, profile, date)


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
            # Every third profile holds no list of several values.
            if chosen and (place % 3 or size == 1):
                answers[dimension] = tuple(value for value in known if value in chosen)
        yield Profile(name=NAMES[place % len(NAMES)], answers=answers)


def asked(made: Memo) -> dict[str, Any]:
    """What the page gives the script of the memo for the same environment (MemoAsked in sheet.d.ts)."""

    def judged(judgement: Any) -> dict[str, str | None]:
        return {"verdict": str(judgement.verdict), "certainty": str(judgement.certainty or "") or None}

    return {
        "name": made.profile.name or "",
        "answers": dict(made.profile.answers),
        "left": dict(made.left),
        "standings": {
            name: {
                "applies": str(standing.applies),
                "grounds": [ground.dimension for ground in standing.grounds],
                "outcomes": [str(outcome) for outcome in standing.outcomes],
                "here": judged(standing.here) if standing.here else None,
                "general": judged(standing.general),
                "differs": standing.differs,
            }
            for name, standing in made.standings.items()
        },
        "text": profile_text(made.profile),
        "fragment": fragment_of(made.profile),
    }
