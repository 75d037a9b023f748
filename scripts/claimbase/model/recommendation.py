"""What a decision memo recommends: rules that say which outcomes of which claims block, condition or allow."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from .base import FacetValue, Id, Line, Model, Prose
from .vocabulary import Effect, Outcome

Environments = Mapping[Id, FacetValue | Annotated[tuple[FacetValue, ...], Field(min_length=1)]]
"""A value, or several of them, by dimension; a dimension that is not named may have any."""


class LookedAt(Model):
    """A claim that a rule looks at, and the outcomes for which it fires."""

    claim: Id
    """The claim."""
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    """The outcomes in the reader's environment for which the rule fires."""
    at: Mapping[Id, FacetValue] = Field(default_factory=dict)
    """Values at which the claim is looked at whatever the reader's are, such as the series of which it speaks."""


class RecommendationRule(Model):
    """One rule of a decision: it fires where every claim that it looks at has one of the outcomes that it names."""

    id: Id
    """Identifier; unique among the rules, its anchor on the page of the rules."""
    effect: Effect
    """What it means for the answer that the rule fires."""
    looks_at: Annotated[tuple[LookedAt, ...], Field(min_length=1)]
    """The claims that it looks at; all of them must have one of their outcomes."""
    when: Environments = Field(default_factory=dict)
    """The environments for which it is meant; without it, every one."""
    because: Prose
    """What is so where the rule fires, and why it matters, in a sentence."""
    do: Prose | None = None
    """What to do: the condition to meet, or what to do instead of what is blocked."""


class Decision(Model):
    """One question that a memo answers, and the rules that answer it."""

    id: Id
    """Identifier; unique among the decisions."""
    title: Line
    """The subject, in a few words."""
    question: Line
    """The question, to be answered with go or wait."""
    rules: Annotated[tuple[RecommendationRule, ...], Field(min_length=1)]
    """The rules, most important first."""


class Recommendations(Model):
    """The questions that a memo answers."""

    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    """The questions; the first is the one that the memo is about."""
