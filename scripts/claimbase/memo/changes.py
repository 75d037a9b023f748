"""What has changed since an old memo: answers, profile, findings, rules, and whether it has expired."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimbase.model import Profile, Tombstone

from .blocks import Block, filled
from .facts import Facts
from .inline import line_of
from .matching import NOT
from .record import OldMemo, RecordedFinding, RecordedRule
from .result import Fired, Memo
from .template import WORDS, heading, listed, table, text_piece
from .vocabulary import RECOMMENDATIONS, VERDICTS

_TEMPLATE = (
    heading("What has changed since the memo of {old-date}", 1),
    text_piece("Nothing has changed until {date}.", lacking="changed"),
    text_piece("**The old memo has expired**, on {expired}.", given="expired"),
    listed("It was to expire: {before}. It now would: {after}.", "expires"),
    listed("Its tokens named edition: {before}. They now would name: {after}.", "editions"),
    heading("Recommendations", given="answers"),
    table(("Question", "Before", "Now"), ("{title}", "{before}", "**{after}**"), "answers"),
    heading("Environment", given="profile"),
    table(("Question", "Before", "Now"), ("{title}", "{before}", "{after}"), "profile"),
    heading("Verdicts that moved", given="moved"),
    table(
        ("Statement examined", "Before", "Now", "Token"), ("{statement}", "{before}", "{after}", "`{token}`"), "moved"
    ),
    heading("Findings that speak of this environment otherwise", given="differing"),
    table(
        ("Statement examined", "Before", "Now", "Token"),
        ("{statement}", "{before}", "{after}", "`{token}`"),
        "differing",
    ),
    heading("Findings that are new", given="new"),
    table(("Statement examined", "Verdict here", "Token"), ("{statement}", "{after}", "`{token}`"), "new"),
    heading("Findings that are gone", given="gone"),
    listed("`{claim}`: {why}", "gone"),
    heading("Findings whose text or evidence changed", given="reworded"),
    listed("{statement} (`{token}`)", "reworded"),
    heading("Rules that fire now, or may", given="firing"),
    listed("{effect}: {because}{do} (`{id}`; fires: {state})", "firing"),
    heading("Rules of which more, or less, is known", given="settled"),
    listed("{effect}: {because}{do} (`{id}`; fires now: {state})", "settled"),
    heading("Rules that no longer fire", given="silent"),
    listed("{because} (`{id}`)", "silent"),
)

_WORDS = {
    **WORDS,
    "applies": "speaks of it",
    "may-apply": "may speak of it",
    "does-not-apply": "speaks of others",
    "unknown": "not known",
    "not-asked": "not asked",
    "retired": "It is retired: {reason}",
    "successors": " It is followed by {claims}.",
    "unused": "No rule that fires looks at it here any more.",
    "elsewhere": "It does not speak of this environment.",
    "unknown-claim": "There is no such claim any more.",
    "no-rule": "There is no such rule any more.",
    "then": " {do}",
}


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed."""

    blocks: tuple[Block, ...]
    """The document that says so."""
    any: bool
    """Whether anything has."""


def changes_since(memo: Memo, old: OldMemo, retired: Mapping[str, Tombstone]) -> Changes:
    """Return what a memo says otherwise than an old one; `retired` are the claims that are no longer."""
    lists = {
        "answers": list(_answers(memo, old)),
        "profile": list(_profile(memo, old.profile)),
        **_findings(memo, {each.id: each for each in old.record.findings}, retired),
        **_rules(memo, {each.id: each for each in old.record.rules}),
    }
    before, after = old.record.expires, memo.expires or "none"
    expired = before if before != "none" and before <= memo.date else ""
    edition = memo.sheet.edition or "none"
    facts: Facts = {
        **lists,
        "old-date": old.record.date,
        "date": memo.date,
        "expired": expired,
        "expires": [{"before": before, "after": after}] if before != after else [],
        "editions": [{"before": old.record.edition, "after": edition}] if old.record.edition != edition else [],
    }
    changed = bool(expired or before != after or old.record.edition != edition or any(lists.values()))
    return Changes(tuple(filled(_TEMPLATE, {**facts, "changed": "yes" if changed else ""})), changed)


def _answers(memo: Memo, old: OldMemo) -> Iterable[Facts]:
    now = {decision.id: answer for decision, (answer, _) in zip(memo.sheet.decisions, memo.answers, strict=True)}
    titles = {decision.id: decision.title for decision in memo.sheet.decisions}
    before = {name: str(answer) for name, answer in old.record.recommendations.items()}
    for name in dict.fromkeys([*now, *before]):
        if now.get(name) != before.get(name):
            yield {
                "title": titles.get(name, name),
                "before": RECOMMENDATIONS[before[name]][0] if name in before else _WORDS["not-asked"],
                "after": RECOMMENDATIONS[now[name]][0] if name in now else _WORDS["not-asked"],
            }


def _profile(memo: Memo, before: Profile) -> Iterable[Facts]:
    for question in memo.sheet.questions:
        old, new = (profile.answers.get(question.id, ()) for profile in (before, memo.profile))
        if old != new:
            yield {
                "title": question.title,
                "before": _values(question.values, old),
                "after": _values(question.values, new),
            }


def _values(known: Sequence[tuple[str, str]], values: Sequence[str]) -> str:
    titles = dict(known)
    return _WORDS["or"].join(titles[value] for value in values) or _WORDS["unknown"]


def _findings(
    memo: Memo, before: Mapping[str, RecordedFinding], retired: Mapping[str, Tombstone]
) -> dict[str, list[Facts]]:
    moved, differing, reworded, new = list[Facts](), list[Facts](), list[Facts](), list[Facts]()
    for found in memo.findings:
        old, claim = before.get(found.claim), memo.claims[found.claim]
        facts = {"statement": claim.statement, "token": claim.token, "after": _judged(found.verdict, found.certainty)}
        if old is None:
            new.append(facts)
            continue
        facts["before"] = _judged(str(old.verdict), str(old.certainty))
        if (str(old.verdict), str(old.certainty)) != (found.verdict, found.certainty):
            moved.append(facts)
        if str(old.applies) != found.applies:
            differing.append({**facts, "before": _WORDS[str(old.applies)], "after": _WORDS[found.applies]})
        if old.text != claim.digest:
            reworded.append(facts)
    gone = [_gone(name, memo, retired) for name in before if name not in memo.numbers]
    return {"moved": moved, "differing": differing, "reworded": reworded, "new": new, "gone": gone}


def _gone(name: str, memo: Memo, retired: Mapping[str, Tombstone]) -> Facts:
    if name in retired:
        notice = retired[name].retired
        successors = _WORDS["list"].join(notice.to)
        to = _WORDS["successors"].replace("{claims}", successors) if successors else ""
        return {"claim": name, "why": _WORDS["retired"].replace("{reason}", line_of(notice.reason)) + to}
    if name not in memo.claims:
        return {"claim": name, "why": _WORDS["unknown-claim"]}
    here = memo.standings[name].applies is not NOT
    return {"claim": name, "why": _WORDS["unused" if here else "elsewhere"]}


def _judged(verdict: str, certainty: str) -> str:
    return (
        _WORDS["in-general"]
        .replace("{verdict}", VERDICTS[verdict][0])
        .replace("{certainty}", _WORDS["none"] if certainty == "none" else certainty)
    )


def _rules(memo: Memo, before: Mapping[str, RecordedRule]) -> dict[str, list[Facts]]:
    now = {fired.rule.id: fired for fired in memo.fired}
    known = {rule.id: rule for decision in memo.sheet.decisions for rule in decision.rules}
    firing = [_fired(each) for name, each in now.items() if name not in before]
    settled = [
        _fired(each) for name, each in now.items() if name in before and before[name].fires != _fires(each.certain)
    ]
    silent: list[Facts] = [
        {"id": name, "because": known[name].because if name in known else _WORDS["no-rule"]}
        for name in before
        if name not in now
    ]
    return {"firing": firing, "settled": settled, "silent": silent}


def _fired(fired: Fired) -> Facts:
    rule = fired.rule
    return {
        "id": rule.id,
        "effect": rule.effect,
        "because": rule.because,
        "do": _WORDS["then"].replace("{do}", rule.do) if rule.do else "",
        "state": _WORDS["fires" if fired.certain else "may-fire"],
    }


def _fires(certain: bool) -> str:
    return "yes" if certain else "perhaps"
