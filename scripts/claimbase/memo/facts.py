"""The facts that fill the template of a memo; everything that a reader gave is escaped here.

`assets/memo.js` has the same functions under the same names, in the same order; a test compares what they make.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from claimbase.environment import fragment_of, profile_text

from .inline import escaped
from .matching import APPLIES, MAY
from .record import record_lines
from .result import Fired, Found, Memo
from .sheet import QEMU
from .template import WORDS
from .vocabulary import CERTAINTIES, EFFECTS, OUTCOMES, RECOMMENDATIONS, VERDICTS

Facts: TypeAlias = "Mapping[str, str | Sequence[Facts]]"
"""Lines and lists by name; the entries of a list are facts as well."""


def facts_of(memo: Memo) -> Facts:
    """Return everything that the template fills in."""
    return _Facts(memo).all()


class _Facts:
    """Words the facts of one memo."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo

    def all(self) -> Facts:
        """Return everything that the template fills in."""
        return {
            **self._heads(),
            **self._vocabulary(),
            "decisions": [self._decision(number) for number in range(len(self._memo.sheet.decisions))],
            "answers": self._answers(),
            "unanswered": self._dimensions(
                name for name in self._memo.titles if name not in self._memo.profile.answers
            ),
            "findings": [self._finding(found) for found in self._memo.findings],
            "weak": self._listed(found.claim for found in self._memo.findings if found.certainty == "low"),
            **self._open(),
            "applied": [self._applied(each) for each in self._memo.fired],
            "terms": self._terms(),
            **self._renewal(),
        }

    def _heads(self) -> Facts:
        chosen = self._values(QEMU, self._memo.profile.answers.get(QEMU, ()))
        name = escaped(self._memo.profile.name) if self._memo.profile.name else WORDS["no-name"]
        return {
            "series": WORDS["series"].replace("{series}", chosen) if chosen else WORDS["no-series"],
            "masthead": [
                {"what": WORDS["environment"], "value": name},
                {"what": WORDS["made-on"], "value": self._memo.date},
                {"what": WORDS["expires"], "value": self._memo.expires or WORDS["no-day"]},
            ],
            "date": self._memo.date,
            "expires": self._memo.expires,
            "overdue": "yes" if self._memo.expires and self._memo.expires <= self._memo.date else "",
            "edition": self._memo.sheet.edition,
            "once": [{}],
        }

    def _vocabulary(self) -> Facts:
        standings = [self._memo.standings[found.claim] for found in self._memo.findings]
        judged = [each for standing in standings for each in (standing.here or standing.general, standing.general)]
        verdicts, certainties = {str(each.verdict) for each in judged}, {str(each.certainty) for each in judged}
        answers = {answer for answer, _ in self._memo.answers}
        return {
            "verdicts": _told(VERDICTS, verdicts),
            "certainties": _told(CERTAINTIES, certainties),
            "answers-used": [
                {"answer": words, "meaning": meaning}
                for name, (words, meaning) in RECOMMENDATIONS.items()
                if name in answers
            ],
        }

    def _decision(self, number: int) -> Facts:
        decision, (answer, rule) = self._memo.sheet.decisions[number], self._memo.answers[number]
        own = [each for each in self._memo.fired if each.decision == number]

        def chosen(effects: Sequence[str], certain: bool) -> list[Facts]:
            return [self._rule(each) for each in own if each.rule.effect in effects and each.certain is certain]

        conditions, maybe = chosen(["condition"], True), chosen(["condition"], False)
        count = WORDS["count"].replace("{certain}", str(len(conditions))).replace("{perhaps}", str(len(maybe)))
        any_condition, waits = bool(conditions or maybe), answer == "wait"
        return {
            "title": decision.title,
            "question": decision.question,
            "answer": RECOMMENDATIONS[answer][0],
            "rule": rule,
            "blocks": chosen(["block"], True),
            "may-block": chosen(["block"], False),
            "allows": chosen(["allow"], True),
            "may-allow": chosen(["allow"], False),
            "risks": chosen(["block", "condition"], True),
            "may-risks": chosen(["block", "condition"], False),
            "any-risk": "yes" if any(each.rule.effect != "allow" for each in own) else "",
            "conditions": conditions,
            "may-conditions": maybe,
            "any-condition": "yes" if any_condition else "",
            "count": count if any_condition and not waits else "",
            "later": "yes" if any_condition and waits else "",
        }

    def _rule(self, fired: Fired) -> Facts:
        rule = fired.rule
        return {
            "because": rule.because,
            "do": rule.do,
            "label": self._memo.labels.get(rule.id, ""),
            "findings": self._listed(looked.claim for looked in rule.looks_at),
            "depends": self._dimensions(fired.missing),
        }

    def _answers(self) -> list[Facts]:
        return [
            {"question": question.title, "answer": self._values(question.id, self._memo.profile.answers[question.id])}
            for question in self._memo.sheet.questions
            if question.id in self._memo.profile.answers
        ]

    def _finding(self, found: Found) -> Facts:
        claim, standing = self._memo.claims[found.claim], self._memo.standings[found.claim]
        general = WORDS["in-general"].replace("{verdict}", VERDICTS[str(standing.general.verdict)][0])
        return {
            "number": self._memo.numbers[found.claim],
            "title": claim.title,
            "statement": claim.statement,
            "token": claim.token,
            "applies": self._applies(found),
            "verdict": VERDICTS[found.verdict][0],
            "certainty": WORDS["none"] if found.certainty == "none" else CERTAINTIES[found.certainty][0],
            "general": general.replace("{certainty}", str(standing.general.certainty or WORDS["none"]))
            if standing.differs
            else WORDS["same"],
        }

    def _applies(self, found: Found) -> str:
        if found.applies == str(APPLIES):
            return WORDS["yes"]
        if found.applies == str(MAY):
            names = [ground.dimension for ground in self._memo.standings[found.claim].grounds]
            return WORDS["depends"].replace("{depends}", self._dimensions(names))
        fixed = [
            f"{self._memo.titles[name]} {self._values(name, (value,))}"
            for fired in self._memo.fired
            for looked in fired.rule.looks_at
            if looked.claim == found.claim
            for name, value in looked.at
        ]
        return WORDS["at"].replace("{at}", WORDS["list"].join(dict.fromkeys(fixed)))

    def _open(self) -> Facts:
        questions, tests = self._questions(), self._tests()
        return {"questions": questions, "tests": tests, "any-open": "yes" if questions or tests else ""}

    def _questions(self) -> list[Facts]:
        counts = {name: dict.fromkeys(EFFECTS, 0) for name in self._memo.left}
        for fired in self._memo.fired:
            for name in fired.missing:
                counts[name][fired.rule.effect] += 1
        asked = [question for question in self._memo.sheet.questions if any(counts[question.id].values())]
        asked.sort(key=lambda question: [-counts[question.id][effect] for effect in EFFECTS])
        return [
            {
                "question": question.question,
                "find-out": question.find_out,
                "decides": WORDS["list"].join(
                    WORDS["decides"].replace("{count}", str(count)).replace("{effect}", WORDS[effect])
                    for effect, count in counts[question.id].items()
                    if count
                ),
            }
            for question in asked
        ]

    def _tests(self) -> list[Facts]:
        tests: list[Facts] = []
        for found in self._memo.findings:
            standing = self._memo.standings[found.claim]
            outcomes = {str(outcome) for outcome in standing.outcomes} if standing.here else set()
            contested = "contested" in outcomes or found.verdict == "contested"
            if contested or "open" in outcomes or found.verdict in {"unsupported", "not-assessed"}:
                state = WORDS["contested" if contested else "open"]
                number = self._memo.numbers[found.claim]
                tests.append({"number": number, "state": state, "test": self._memo.claims[found.claim].test})
        return tests

    def _applied(self, fired: Fired) -> Facts:
        looks_for = [
            WORDS["looks-for"]
            .replace("{number}", self._memo.numbers[looked.claim])
            .replace("{outcomes}", WORDS["or"].join(OUTCOMES[each] for each in looked.outcomes))
            for looked in fired.rule.looks_at
        ]
        return {
            "id": fired.rule.id,
            "title": self._memo.sheet.decisions[fired.decision].title,
            "effect": fired.rule.effect,
            "looks-for": WORDS["list"].join(looks_for),
            "state": WORDS["fires" if fired.certain else "may-fire"],
        }

    def _terms(self) -> list[Facts]:
        used = {*(found.claim for found in self._memo.findings), *(fired.rule.id for fired in self._memo.fired)}
        spoken = {number for name, numbers in self._memo.sheet.spoken if name in used for number in numbers}
        return [
            {"word": escaped(term.word), "definition": term.definition}
            for number, term in enumerate(self._memo.sheet.terms)
            if number in spoken
        ]

    def _renewal(self) -> Facts:
        days: dict[str, list[str]] = {}
        releases: dict[str, list[str]] = {}
        events: dict[str, list[str]] = {}
        for found in self._memo.findings:
            claim = self._memo.claims[found.claim]
            for kept, texts in ((days, claim.days), (releases, claim.releases), (events, claim.events)):
                for text in texts:
                    kept.setdefault(text, []).append(found.claim)
        happenings = [*releases.items(), *events.items()]
        return {
            "days": [{"day": day, "findings": self._listed(days[day])} for day in sorted(days)],
            "happenings": [{"what": what, "findings": self._listed(names)} for what, names in happenings],
            "fragment": fragment_of(self._memo.profile),
            "profile-lines": [{"line": line} for line in profile_text(self._memo.profile).splitlines()],
            "commands": [{"line": WORDS["make"]}, {"line": WORDS["compare"]}],
            "record-lines": [{"line": line} for line in record_lines(self._memo)],
        }

    def _listed(self, claims: Iterable[str]) -> str:
        return WORDS["list"].join(self._memo.numbers[name] for name in dict.fromkeys(claims))

    def _dimensions(self, names: Iterable[str]) -> str:
        return WORDS["list"].join(self._memo.titles[name] for name in dict.fromkeys(names))

    def _values(self, dimension: str, values: Iterable[str]) -> str:
        known = next((dict(question.values) for question in self._memo.sheet.questions if question.id == dimension), {})
        return WORDS["or"].join(known[value] for value in values)


def _told(vocabulary: Mapping[str, tuple[str, str]], used: set[str]) -> list[Facts]:
    return [{"word": words, "meaning": meaning} for name, (words, meaning) in vocabulary.items() if name in used]
