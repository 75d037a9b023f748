"""What rules and standings come to for one profile on one day: which rules fire, and what a memo finds and answers.

`assets/memo.js` has the same steps under the same names; a test compares what comes of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from claimbase.environment import Standing
from claimbase.model import Profile

from .matching import APPLIES, MAY, NOT, Left, missing, state_of
from .sheet import RuleSheet, Sheet
from .template import WORDS
from .vocabulary import ANSWERS, EFFECTS


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fires or may fire."""

    rule: RuleSheet
    """The rule."""
    decision: int
    """Number of its decision, from 0."""
    certain: bool
    """Whether it fires; else it may, depending on an answer that is missing."""
    missing: tuple[str, ...]
    """The dimensions whose answer is missing."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: a claim that a rule which fires looks at, or that decides."""

    claim: str
    """The claim id."""
    applies: str
    """Whether it speaks of the environment."""
    verdict: str
    """The verdict here; in general where it does not speak of the environment."""
    certainty: str
    """Its certainty; `none` where it has none."""


class Memo:
    """What a memo says of one profile on one day."""

    def __init__(self, sheet: Sheet, standings: Iterable[Standing], left: Left, profile: Profile, date: str) -> None:
        self.sheet, self.left, self.profile, self.date = sheet, left, profile, date
        self.claims = {claim.id: claim for claim in sheet.claims}
        self.standings = {standing.claim: standing for standing in standings}
        self.titles = {question.id: question.title for question in sheet.questions}
        self.fired = self._fired()
        self.findings = self._findings()
        self.numbers = {found.claim: str(number) for number, found in enumerate(self.findings, 1)}
        risks = [each for each in self.fired if each.rule.effect != "allow"]
        ordered = sorted(risks, key=lambda each: (each.decision, not each.certain))
        self.labels = {
            each.rule.id: WORDS["risk"].replace("{number}", str(number)) for number, each in enumerate(ordered, 1)
        }
        self.answers = tuple(self._answer(number) for number in range(len(sheet.decisions)))

    def _fired(self) -> tuple[Fired, ...]:
        fired = []
        for number, decision in enumerate(self.sheet.decisions):
            for rule in decision.rules:
                state = state_of(rule, self.claims, self.left)
                if state is not NOT:
                    asked = missing(rule, self.claims, self.left) if state is MAY else ()
                    fired.append(Fired(rule, number, state is APPLIES, asked))
        return tuple(fired)

    def _findings(self) -> tuple[Found, ...]:
        looked = [each.claim for fired in self.fired for each in fired.rule.looks_at]
        decisive = [name for name in self.sheet.decisive if self.standings[name].applies is not NOT]
        findings = []
        for name in dict.fromkeys([*looked, *decisive]):
            standing = self.standings[name]
            here = standing.here or standing.general
            findings.append(Found(name, str(standing.applies), str(here.verdict), str(here.certainty or "none")))
        return tuple(findings)

    def _answer(self, number: int) -> tuple[str, str]:
        """Return the recommendation of a decision, and the rule that leads to it."""
        letters = ""
        for effect in EFFECTS:
            states = {each.certain for each in self.fired if each.decision == number and each.rule.effect == effect}
            letters += (effect[0].upper() if True in states else "") + (effect[0] if False in states else "")
        return ANSWERS[letters]

    @property
    def expires(self) -> str:
        """The first day on which a finding is due for another look; empty where there is none."""
        return min((day for found in self.findings for day in self.claims[found.claim].days), default="")
