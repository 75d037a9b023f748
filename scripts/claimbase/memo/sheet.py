"""Everything that memos are made from besides a profile and a day: computed once, and the same for page and program.

Texts are lines of the memo (`inline`), outcomes are letters, so that `assets/memo.js` reads the same sheet as JSON.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimbase.assess import follows_from_cells, scope_values
from claimbase.assessment import Assessment
from claimbase.evaluate import filled
from claimbase.evaluation import NO_EVALUATIONS, Evaluations
from claimbase.fingerprint import fingerprint
from claimbase.model import Claim, Decision, Dimension, Facets, Outcome, RecommendationRule
from claimbase.model.review import review_trigger, series
from claimbase.repository import KnowledgeBase
from claimbase.tokens import DIGITS, token

from .inline import line_of, plain, runs
from .template import WORDS

Chosen = tuple[tuple[str, tuple[str, ...]], ...]
"""Values by dimension, as pairs."""

QEMU = "qemu"
"""The dimension of the release series."""


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """A claim that a rule looks at, or that decides."""

    id: str
    """The claim id."""
    title: str
    """Its title."""
    statement: str
    """The claim as made."""
    test: str
    """What observation would decide it."""
    token: str
    """The token by which it is cited."""
    digest: str
    """First digits of its fingerprint, by which a change of wording is seen."""
    scope: Chosen
    """The values of its scope."""
    outcomes: str
    """The outcome of each cell as a letter, in product order; open throughout where the verdict does not follow from
    cells."""
    days: tuple[str, ...]
    """Days on which it is to be looked at again."""
    releases: tuple[str, ...]
    """Releases at which it is, in words."""
    events: tuple[str, ...]
    """What else asks for another look."""


@dataclass(frozen=True, slots=True)
class LookedAtSheet:
    """A claim that a rule looks at."""

    claim: str
    """The claim id."""
    outcomes: str
    """The outcomes for which the rule fires, as letters."""
    at: tuple[tuple[str, str], ...]
    """Values at which it is looked at whatever the reader's are."""


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """A rule of a decision."""

    id: str
    """The rule id."""
    effect: str
    """Its effect."""
    looks_at: tuple[LookedAtSheet, ...]
    """The claims that it looks at."""
    when: Chosen
    """The environments for which it is meant."""
    because: str
    """What is so where it fires."""
    do: str
    """What to do; empty where it allows."""


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """A question that a memo answers."""

    id: str
    """The decision id."""
    title: str
    """Its subject."""
    question: str
    """The question."""
    rules: tuple[RuleSheet, ...]
    """Its rules."""


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """A question to the reader."""

    id: str
    """The dimension id."""
    title: str
    """Its title."""
    question: str
    """The question."""
    find_out: str
    """How to find the answer."""
    values: tuple[tuple[str, str], ...]
    """Id and title of each answer."""


@dataclass(frozen=True, slots=True)
class TermSheet:
    """A term of the glossary."""

    word: str
    """The term as text."""
    definition: str
    """What it means."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What memos are made from."""

    edition: str
    """The edition that tokens name; empty where there is none."""
    decisions: tuple[DecisionSheet, ...]
    """The questions, in order."""
    claims: tuple[ClaimSheet, ...]
    """The claims that rules look at, in the order of the rules, then the others that decide."""
    decisive: tuple[str, ...]
    """The claims that decide whatever the rules look at, in order."""
    questions: tuple[QuestionSheet, ...]
    """The dimensions, in order."""
    terms: tuple[TermSheet, ...]
    """The terms that a text of the sheet holds, in the order of the glossary."""
    spoken: tuple[tuple[str, tuple[int, ...]], ...]
    """The terms, by number, of each claim and rule."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What of an edition tokens name."""

    edition: str = ""
    """Name of the edition; empty where there is none."""
    digests: tuple[tuple[str, str], ...] = ()
    """Hash of each claim of which the edition holds what is said today."""


def letter(outcome: Outcome) -> str:
    """Return the letter of an outcome."""
    return str(outcome)[0]


def sheet_of(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    evaluations: Mapping[str, Evaluations],
    glossary: Sequence[tuple[str, str]],
    frozen: Frozen,
) -> Sheet | None:
    """Return the sheet of a base; None where it has no recommendations. `glossary` holds terms and their meaning."""
    if kb.recommendations is None:
        return None
    digests = dict(frozen.digests)
    decisions = tuple(map(_decision, kb.recommendations.decisions))
    looked = (each.claim for decision in decisions for rule in decision.rules for each in rule.looks_at)
    decisive = tuple(finding.claim for finding in kb.findings.findings) if kb.findings else ()
    named = [name for name in dict.fromkeys([*looked, *decisive]) if name in assessments and name in kb.claims]
    claims = tuple(
        _claim(
            kb.claims[name],
            filled(kb.claims[name], evaluations.get(name, NO_EVALUATIONS)),
            assessments[name],
            token(name, frozen.edition if name in digests else None, digests.get(name)),
            kb.facets,
        )
        for name in named
    )
    texts = list(_texts(decisions, claims))
    terms = tuple(TermSheet(plain(word), line_of(meaning)) for word, meaning in glossary)
    return Sheet(
        edition=frozen.edition,
        decisions=decisions,
        claims=claims,
        decisive=tuple(name for name in decisive if name in named),
        questions=tuple(map(_question, kb.facets.dimensions)),
        terms=terms,
        spoken=tuple((name, found) for name, text in texts if (found := _spoken(text, terms))),
    )


def _decision(decision: Decision) -> DecisionSheet:
    rules = tuple(map(_rule, decision.rules))
    return DecisionSheet(decision.id, line_of(decision.title), line_of(decision.question), rules)


def _rule(rule: RecommendationRule) -> RuleSheet:
    looks_at = tuple(
        LookedAtSheet(each.claim, "".join(map(letter, each.outcomes)), tuple(each.at.items())) for each in rule.looks_at
    )
    when = tuple((name, (chosen,) if isinstance(chosen, str) else tuple(chosen)) for name, chosen in rule.when.items())
    return RuleSheet(
        rule.id, str(rule.effect), looks_at, when, line_of(rule.because), line_of(rule.do) if rule.do else ""
    )


def _claim(claim: Claim, full: Claim, assessment: Assessment, cited: str, facets: Facets) -> ClaimSheet:
    """Return the sheet of a claim; `full` is the claim with its data cells filled."""
    outcomes = "".join(letter(cell.outcome) for cell in assessment.cells)
    triggers = [review_trigger(text) for text in claim.review_when]
    return ClaimSheet(
        id=claim.id,
        title=line_of(full.title),
        statement=line_of(full.statement),
        test=line_of(full.test),
        token=cited,
        digest=fingerprint(claim)[:DIGITS],
        scope=tuple(scope_values(claim).items()),
        outcomes=outcomes if follows_from_cells(claim, assessment) else letter(Outcome.OPEN) * len(outcomes),
        days=tuple(sorted(each.day for each in triggers if each.day)),
        releases=tuple(_release(each.release, facets) for each in triggers if each.release),
        events=tuple(line_of(each.text) for each in triggers if not each.day and not each.release),
    )


def _release(wanted: tuple[int, int], facets: Facets) -> str:
    """Return in words at which release a claim is to be looked at; and that it is out, where the base knows it."""
    known = next((each.values for each in facets.dimensions if each.id == QEMU), ())
    out = " (it is out already)" if any(series(value.id) >= wanted for value in known) else ""
    return f"QEMU {wanted[0]}.{wanted[1]} or later is released{out}"


def _question(dimension: Dimension) -> QuestionSheet:
    values = tuple((value.id, line_of(value.title)) for value in dimension.values)
    commands = [command for command in dimension.commands if "`" not in command]
    listed = "; ".join(WORDS["command"].replace("{command}", command) for command in commands)
    found = line_of(dimension.find_out) + (WORDS["commands"].replace("{commands}", listed) if commands else "")
    return QuestionSheet(dimension.id, line_of(dimension.title), line_of(dimension.question), found, values)


def _texts(decisions: Iterable[DecisionSheet], claims: Iterable[ClaimSheet]) -> Iterator[tuple[str, str]]:
    for claim in claims:
        yield claim.id, f"{claim.statement} {claim.test}"
    for decision in decisions:
        for rule in decision.rules:
            yield rule.id, f"{decision.question} {rule.because} {rule.do}"


def _spoken(text: str, terms: Sequence[TermSheet]) -> tuple[int, ...]:
    """Return the numbers of the terms that a text holds; words inside code, options and paths are none."""
    words = " ".join(run.text for run in runs(text) if run.style != "code")
    return tuple(
        number
        for number, term in enumerate(terms)
        if re.search(
            rf"(?<![\w./=-]){re.escape(term.word[0])}{re.escape(term.word[1:])}(?=s?(?:[^\w./=-]|[.-]\W|[.-]?$))",
            words,
            re.IGNORECASE if term.word[0].islower() else 0,
        )
    )
