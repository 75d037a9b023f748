"""How a verdict comes about, as a text: made from the same values as the page of the claim, in the same order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claimbase.assess.rules import START_LEVELS
from claimbase.assessment import Assessment, ItemAssessment
from claimbase.evaluation import Evaluations
from claimbase.model import Direction, Outcome, Tombstone, Verdict
from claimbase.outline import (
    Block,
    Bullet,
    Bullets,
    Heading,
    Line,
    Paragraph,
    Span,
    Table,
    Tone,
    code,
    line,
    strong,
    toned,
)
from claimbase.render import SiteSettings, iter_jobs, plain, short_hashes, words
from claimbase.render.claim_page import CellRow, CellTable, ClaimInputs, ItemView, derivation
from claimbase.repository import KnowledgeBase
from claimbase.tones import VERDICT_TONES

_OUTCOME_TONES = {Outcome.HOLDS: Tone.FOR, Outcome.FAILS: Tone.AGAINST, Outcome.CONTESTED: Tone.UNSURE}
_SIDES = {Direction.SUPPORTS: "for", Direction.CONTRADICTS: "against", Direction.CONTEXT: "context"}
_SIDE_TONES = {Direction.SUPPORTS: Tone.FOR, Direction.CONTRADICTS: Tone.AGAINST}


def explain(
    kb: KnowledgeBase, assessments: Mapping[str, Assessment], evaluations: Mapping[str, Evaluations], name: str
) -> tuple[Block, ...]:
    """Return the text for a claim of a sound base, or what a retired claim has left."""
    if name in kb.tombstones:
        return tuple(_retired(kb.tombstones[name]))
    inputs = _inputs(kb, assessments, evaluations, name)
    made = derivation(inputs)
    return (
        Heading(line(plain(inputs.claim.title)), 1),
        Paragraph(line(plain(inputs.claim.statement))),
        Paragraph(_answer(inputs.assessment)),
        *_by_hand(inputs),
        Paragraph(line(strong("What decides it:"), f" {plain(inputs.claim.test)}")),
        *_section("Why", [Bullet(line(plain(reason))) for reason in made["reasons"]]),
        *_levels(made),
        *(_cells(made["table"]) if made["asks_evidence"] else ()),
        *_rules(made, inputs.assessment),
        *_bearing(made, inputs.assessment),
        *_requests(made["requests"]),
        Paragraph(line("File: ", code(inputs.path))),
    )


def _inputs(
    kb: KnowledgeBase, assessments: Mapping[str, Assessment], evaluations: Mapping[str, Evaluations], name: str
) -> ClaimInputs:
    """Return what the page of the claim is made from."""
    key = f"claims/{name}.html"
    job = next(job for job in iter_jobs(kb, assessments, SiteSettings(""), evaluations) if job.key == key)
    inputs: ClaimInputs = job.inputs[0]
    return inputs


def _retired(tombstone: Tombstone) -> Iterator[Block]:
    notice = tombstone.retired
    where = f" to {', '.join(notice.to)}" if notice.to else ""
    yield Heading(line(plain(tombstone.title)), 1)
    yield Paragraph(line(f"Retired on {notice.date}: {notice.how}{where}. {plain(notice.reason)}"))


def _answer(assessment: Assessment) -> Line:
    verdict = assessment.verdict
    rest = words.summary(assessment).removeprefix(verdict.words)
    text = [_verdict(verdict), Span(f"{rest}. {verdict.doc}")]
    return (*text, *line(f" {plain(assessment.reason)}" if assessment.reason else ""))


def _verdict(verdict: Verdict) -> Span:
    return toned(f"{words.VERDICT_SHAPES[verdict]} {verdict.words}", VERDICT_TONES.get(verdict, Tone.STRONG))


def _by_hand(inputs: ClaimInputs) -> Iterator[Block]:
    override = inputs.claim.override
    if override:
        computed = _verdict(inputs.assessment.computed)
        yield Paragraph(line(strong("Set by hand."), " The rubric computes ", computed, f". {plain(override.reason)}"))


def _levels(made: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the level of each item that takes a side or is bound to data, and the reasons of its limits."""
    items: Sequence[ItemAssessment] = made["levelled"]
    if items:
        yield Heading(line("Level of each item"), 2)
        columns = ("Item", "Side", "Kind", "Start", "Limits", "Level", "Origin", "Cells")
        yield Table(columns, tuple(_item_row(item) for item in items))
        steps = [
            Bullet(line(code(item.id), f": {step.steps} for {step.domain} ({plain(step.why)})"))
            for item in items
            for step in item.steps
            if item.level is not None
        ]
        yield from _section("Limits", steps)
        without = [
            Bullet(line(code(item.id), " has none: ", item.without_level)) for item in items if item.level is None
        ]
        yield from _section("Without a level", without)
    told = {item.id for item in items}
    context: Sequence[ItemView] = made[str(Direction.CONTEXT)]
    others = [view.assessed.id for view in context if view.assessed.id not in told]
    if others:
        yield Paragraph(line(f"Context and searches, which have no level: {', '.join(others)}."))


def _item_row(item: ItemAssessment) -> tuple[Line, ...]:
    mark = "*" if item.load_bearing else ""
    start = "–" if item.start is None else str(item.start)
    level = "–" if item.level is None else str(item.level)
    limits = words.limits(item.steps) if item.steps else "–"
    return (
        line(code(item.id), mark),
        line(toned(_SIDES[item.side], _SIDE_TONES.get(item.side, Tone.PLAIN))),
        line(str(item.kind)),
        line(start),
        line(limits),
        line(strong(level)),
        line(short_hashes(item.origin)),
        line(str(item.cells)),
    )


def _cells(table: CellTable) -> Iterator[Block]:
    yield Heading(line("Where it holds"), 2)
    if table.fixed:
        yield Paragraph(line(f"Throughout: {table.fixed}."))
    columns = (*table.columns, *(["Cells"] if table.grouped else []), "Outcome", "For", "Against")
    yield Table(columns, tuple(_cell_row(row, grouped=table.grouped) for row in table.rows))


def _cell_row(row: CellRow, *, grouped: bool) -> tuple[Line, ...]:
    cell = row.cell
    outcome = f"{words.OUTCOME_SHAPES[cell.outcome]} {cell.outcome}"
    return (
        *(line(value) for value in row.values),
        *([line(str(row.count))] if grouped else []),
        line(toned(outcome, _OUTCOME_TONES.get(cell.outcome, Tone.PLAIN))),
        line(_side(cell.supports, cell.supporting)),
        line(_side(cell.contradicts, cell.contradicting)),
    )


def _side(level: int, items: Sequence[str]) -> str:
    return f"{level} ({', '.join(items)})" if items else str(level)


def _rules(made: Mapping[str, Any], assessment: Assessment) -> Iterator[Block]:
    rule, surest = made["rule"], made["certainty_rule"]
    sure = f" Computed: {words.certainty(assessment.certainty)}." if assessment.certainty else ""
    capped = " It would be high if the claim answered its best objection." if assessment.capped else ""
    steps = [
        Bullet(
            line("Verdict by the rule ", strong(rule.title), f": {rule.text} Computed: ", _verdict(assessment.computed))
        ),
        Bullet(line("Certainty by the rule ", strong(surest.title), f": {surest.text}{sure}{capped}")),
    ]
    if made["asks_evidence"]:
        reached = "the higher side wins, below level 2 an environment is open"
        known = Bullet(line(f"An origin counts once on each side; {reached}: {words.counts(assessment.counts)}."))
        top = max(START_LEVELS.values())
        steps = [Bullet(line(f"Each item has a level from 0 to {top}: start by kind, less its limits.")), known, *steps]
    yield Heading(line("Rules that fired"), 2)
    yield Bullets(tuple(steps), numbered=True)


def _bearing(made: Mapping[str, Any], assessment: Assessment) -> Iterator[Block]:
    entries = [Bullet(line(f"Without {what}: ", _verdict(verdict))) for (what, _), verdict in made["left_out"]]
    if assessment.single_origin:
        entries.append(
            Bullet(line(f"Everything that decides comes from one origin, {short_hashes(assessment.single_origin)}."))
        )
    yield from _section("What it hangs on", entries)
    if any(item.load_bearing for item in assessment.items):
        yield Paragraph(line("Items with a * are load-bearing."))


def _requests(requests: Sequence[tuple[str, Verdict]]) -> Iterator[Block]:
    entries = [Bullet(line(f"{what}; the verdict would be ", _verdict(verdict))) for what, verdict in requests]
    yield from _section("What would change it", entries)


def _section(title: str, entries: Sequence[Bullet]) -> Iterator[Block]:
    if entries:
        yield Heading(line(title), 2)
        yield Bullets(tuple(entries))
