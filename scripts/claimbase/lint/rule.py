"""Rules as objects: what a rule looks at, what it says, and how it came to be registered."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

from ..assessment import Assessment
from ..codes import Code
from ..errors import Path
from ..model import Benchmark, Claim, Level, Source, Tombstone
from ..model.review import series
from ..repository import KnowledgeBase


class Found(NamedTuple):
    """Something that a rule found in one file."""

    at: Path
    """Keys and indexes that lead to it."""
    message: str
    """What is wrong."""
    fix: str
    """How to mend it; empty where the rule's own words do."""
    key: bool = False
    """Whether the key is meant, not its value."""
    file: str = ""
    """Id or part of the file, where it is another than the one that the rule looks at."""


@dataclass(frozen=True)
class Context:
    """What a rule may look at besides its subject."""

    kb: KnowledgeBase
    """The base."""
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    """The assessments by claim id; empty where none were computed."""
    as_of: str = ""
    """The day as of which reviews are due; on no day where it is empty."""

    @cached_property
    def dimensions(self) -> Mapping[str, tuple[str, ...]]:
        """The values of each dimension, in file order."""
        return {dimension.id: tuple(value.id for value in dimension.values) for dimension in self.kb.facets.dimensions}

    @cached_property
    def sentences(self) -> frozenset[int]:
        """The numbers of the article's sentences."""
        article = self.kb.article
        return frozenset(sentence.number for sentence in article.sentences) if article else frozenset()

    @cached_property
    def newest_series(self) -> tuple[int, int]:
        """The newest release series that facets.yml knows."""
        return max(map(series, self.dimensions.get("qemu", ())), default=(0, 0))

    def unknown(self, identifier: str, among: Mapping[str, Any]) -> bool:
        """Whether nothing has the id; a file that exists but could not be read has its own problem already."""
        return identifier not in among and identifier not in self.kb.failed


class Rule(NamedTuple):
    """One rule: its documentation and the function that yields what breaks it."""

    doc: Code
    """Code, title, reason, examples, mend, level."""
    subject: Literal["claim", "tombstone", "source", "benchmark", "base"]
    """What the function is given, besides the context: each claim, …; for the base nothing."""
    check: Callable[..., Iterator[Found]]
    """Yields one Found for each breach."""


RULES: list[Rule] = []
"""Every rule, in the order of registration; the package's modules fill it when they are imported."""

C = TypeVar("C", bound=Callable[..., Iterator[Found]])

_SUBJECTS: Mapping[str, str] = {
    "claim": "claims",
    "tombstone": "tombstones",
    "source": "sources",
    "benchmark": "benchmarks",
}


def rule(  # noqa: PLR0913 - the documentation of a rule has that many parts
    code: str,
    title: str,
    *,
    why: str,
    bad: str,
    good: str,
    fix: str,
    subject: Literal["claim", "tombstone", "source", "benchmark", "base"] = "claim",
    level: Level = Level.ERROR,
) -> Callable[[C], C]:
    """Register the decorated function as the rule with this code."""

    def register(check: C) -> C:
        RULES.append(Rule(Code(code, title, why, bad, good, fix, level), subject, check))
        return check

    return register


def subjects(context: Context, rule: Rule) -> Iterator[tuple[str, tuple[Claim | Tombstone | Source | Benchmark, ...]]]:
    """Yield, for each subject of the rule, the id of its file and the arguments that the function takes."""
    if rule.subject == "base":
        yield "", ()
        return
    for identifier, value in getattr(context.kb, _SUBJECTS[rule.subject]).items():
        yield identifier, (value,)
