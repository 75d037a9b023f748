"""Recommendations: each rule looks at claims and environments that exist, says what to do, and can fire."""

from collections.abc import Iterator

from ..assess import follows_from_cells
from ..assessment import Assessment
from ..errors import Path
from ..model import Effect, FacetValue, Level, LookedAt, Outcome, RecommendationRule
from .rule import Context, Found, rule

FILE = "recommendations"
"""Under which name the base knows the file."""


@rule(
    "A811",
    "id given twice in the recommendations",
    why="A memo names the rules that fired, and an old memo is compared by them.",
    bad="rules: [{id: a, …}, {id: a, …}]",
    good="rules: [{id: a, …}, {id: b, …}]",
    fix="give one of the two another id",
    subject="base",
)
def rule_ids_once(context: Context) -> Iterator[Found]:
    """Yield each id that a decision or a rule has in common with an earlier one."""
    seen: set[str] = set()
    decisions = context.kb.recommendations.decisions if context.kb.recommendations else ()
    named = [(("decisions", number, "id"), decision.id) for number, decision in enumerate(decisions)]
    for at, name in [*named, *(((*at, "id"), each.id) for at, each in _rules(context))]:
        if name in seen:
            yield Found(at, f"the id {name} is given twice", "", file=FILE)
        seen.add(name)


@rule(
    "A812",
    "unknown environment in a rule",
    why="Dimensions and values are listed in facets.yml; a reader's profile has no others.",
    bad="when: {acelerator: kvm}",
    good="when: {accelerator: kvm}",
    fix="correct the name, or add it to facets.yml",
    subject="base",
)
def environments_known(context: Context) -> Iterator[Found]:
    """Yield each dimension and value of a rule that facets.yml does not have."""
    for at, dimension, chosen in _environments(context):
        known = context.dimensions.get(dimension)
        if known is None:
            # That `qemu` itself is missing has a rule of its own.
            if dimension == "qemu":
                continue
            fix = f"the dimensions are {', '.join(context.dimensions)}"
            yield Found(at, f"there is no dimension {dimension}", fix, key=True, file=FILE)
            continue
        for index, value in enumerate(_listed(chosen)):
            if value not in known:
                place = at if isinstance(chosen, str) else (*at, index)
                fix = f"its values are {', '.join(known)}"
                yield Found(place, f"{dimension} has no value {value}", fix, file=FILE)


@rule(
    "A813",
    "rule without what to do",
    why="Whoever is stopped or given a condition must learn what to do about it; what allows asks for nothing.",
    bad="effect: condition, without do",
    good="effect: condition, with do: Write the versioned machine name.",
    fix="add do to what blocks or is a condition, and leave it out of what allows",
    subject="base",
)
def says_what_to_do(context: Context) -> Iterator[Found]:
    """Yield each blocking rule and condition that has no `do`, and each allowing rule that has one."""
    for at, each in _rules(context):
        if (each.effect is Effect.ALLOW) is (each.do is not None):
            has = "and says what to do" if each.do is not None else "and does not say what to do"
            yield Found((*at, "effect"), f"the effect is {each.effect} {has}", "", file=FILE)


@rule(
    "A814",
    "rule that fires nowhere",
    why="Either it never did, or a verdict has moved and the recommendation with it.",
    bad="outcomes: [fails] of a claim that holds in every environment",
    good="outcomes: [holds]",
    fix="look at the claim again, and correct or delete the rule",
    subject="base",
    level=Level.WARNING,
)
def fires_somewhere(context: Context) -> Iterator[Found]:
    """Yield each claim that a rule looks at and that has none of the outcomes in any environment of the rule."""
    for at, looked, each in _looked_at(context):
        assessment = context.assessments.get(looked.claim)
        claim = context.kb.claims.get(looked.claim)
        if claim is None or assessment is None or not _known(context, looked, each):
            continue
        # Of a verdict that does not follow from cells, no cell says more than that it is open.
        known = None if follows_from_cells(claim, assessment) else Outcome.OPEN
        if not _fires(assessment, known, looked, each):
            outcomes = " or ".join(looked.outcomes)
            where = " in the environments of the rule" if each.when else ""
            yield Found((*at, "outcomes"), f"{looked.claim} {outcomes} nowhere{where}", "", file=FILE)


def _known(context: Context, looked: LookedAt, each: RecommendationRule) -> bool:
    """Return whether facets.yml has every environment that is named; where it has not, that is the problem."""
    named = [*each.when.items(), *looked.at.items()]
    return all(set(_listed(chosen)) <= set(context.dimensions.get(name, ())) for name, chosen in named)


def _fires(assessment: Assessment, known: Outcome | None, looked: LookedAt, each: RecommendationRule) -> bool:
    wanted = {name: _listed(chosen) for name, chosen in each.when.items()}
    wanted.update({name: (value,) for name, value in looked.at.items()})
    if not looked.at.keys() <= set(assessment.dimensions):
        return False
    return any(
        (known or cell.outcome) in looked.outcomes
        and all(
            value in wanted.get(name, (value,)) for name, value in zip(assessment.dimensions, cell.values, strict=True)
        )
        for cell in assessment.cells
    )


def _rules(context: Context) -> Iterator[tuple[Path, RecommendationRule]]:
    for number, decision in enumerate(context.kb.recommendations.decisions if context.kb.recommendations else ()):
        for index, each in enumerate(decision.rules):
            yield ("decisions", number, "rules", index), each


def _looked_at(context: Context) -> Iterator[tuple[Path, LookedAt, RecommendationRule]]:
    for at, each in _rules(context):
        for index, looked in enumerate(each.looks_at):
            yield (*at, "looks_at", index), looked, each


def _environments(context: Context) -> Iterator[tuple[Path, str, str | tuple[str, ...]]]:
    """Yield place, dimension and values of every environment that a rule names."""
    for at, each in _rules(context):
        for dimension, chosen in each.when.items():
            yield (*at, "when", dimension), dimension, chosen
        for index, looked in enumerate(each.looks_at):
            for dimension, value in looked.at.items():
                yield (*at, "looks_at", index, "at", dimension), dimension, value


def _listed(chosen: FacetValue | tuple[FacetValue, ...]) -> tuple[FacetValue, ...]:
    return (chosen,) if isinstance(chosen, str) else chosen
