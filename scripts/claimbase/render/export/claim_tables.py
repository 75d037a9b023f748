"""Tables of claims: claims, their cells, evidence and limits, and what they are connected with."""

from collections.abc import Iterator, Mapping

from claimbase.citing import changed_on
from claimbase.evaluation import NO_EVALUATIONS
from claimbase.model import BoundTestRun, Claim, Counted, Evidence, LocatedEvidence, Measurement, Outcome

from ..places import place
from .table import Base, Column, Row, table


@table(
    "claims",
    "A claim with its verdict.",
    Column("id", "Id of the claim; its page is claims/<id>.html."),
    Column("topic", "Its topic.", refers_to="topics"),
    Column("title", "Neutral; names the subject."),
    Column("statement", "The claim as made."),
    Column("type", "What sort of sentence it is."),
    Column("verdict", "The verdict as shown."),
    Column("certainty", "How sure it is; null where the verdict has none.", required=False),
    Column("computed", "The verdict before an override."),
    Column("rule", "Id of the verdict rule on the method page."),
    Column("holds", "Number of cells that hold.", "integer"),
    Column("fails", "Number of cells that fail.", "integer"),
    Column("contested", "Number of contested cells.", "integer"),
    Column("open", "Number of open cells.", "integer"),
    Column("single_origin", "The one origin that carries the verdict; null where there are several.", required=False),
    Column("test", "The observation that would decide it."),
    Column("objection", "The best counter-argument.", required=False),
    Column("answer", "The reply to it.", required=False),
    Column("due", "For predictions: the day from which it can be assessed.", required=False),
    Column("changed", "Day of the last change."),
)
def claims(base: Base) -> Iterator[Row]:
    """Yield the claims, by id."""
    moved = {change.claim: change.date for change in base.kb.changes}
    for claim in base.kb.claims.values():
        found = base.assessments[claim.id]
        objection = claim.objection
        yield (
            claim.id,
            claim.topic,
            claim.title,
            claim.statement,
            str(claim.type),
            str(found.verdict),
            str(found.certainty) if found.certainty else None,
            str(found.computed),
            found.rule,
            *(found.counts[outcome] for outcome in (Outcome.HOLDS, Outcome.FAILS, Outcome.CONTESTED, Outcome.OPEN)),
            found.single_origin or None,
            claim.test,
            objection.text if objection else None,
            objection.answer if objection else None,
            claim.due,
            changed_on(claim, moved.get(claim.id, "")),
        )


@table(
    "cells",
    "One environment of a claim's scope.",
    Column("claim", "The claim.", refers_to="claims"),
    Column("cell", "Number of the cell within the claim, from 1.", "integer"),
    Column("outcome", "What the evidence comes to there: holds, fails, contested or open."),
    Column("supports", "Level of the supporting side, 0 to 4.", "integer"),
    Column("contradicts", "Level of the contradicting side, 0 to 4.", "integer"),
    Column("certainty", "How sure the outcome is.", required=False),
    key=("claim", "cell"),
)
def cells(base: Base) -> Iterator[Row]:
    """Yield the cells of each claim, in the order of the product of the scope's values."""
    for name in base.kb.claims:
        for number, cell in enumerate(base.assessments[name].cells, 1):
            certainty = str(cell.certainty) if cell.certainty else None
            yield name, number, str(cell.outcome), cell.supports, cell.contradicts, certainty


@table(
    "cell_values",
    "The value of one dimension in one cell.",
    Column("claim", "The claim.", refers_to="claims"),
    Column("cell", "The cell.", "integer"),
    Column("dimension", "The dimension.", refers_to="dimensions"),
    Column("value", "The value."),
    key=("claim", "cell", "dimension"),
)
def cell_values(base: Base) -> Iterator[Row]:
    """Yield the values of each cell, by dimension in scope order."""
    for name in base.kb.claims:
        found = base.assessments[name]
        for number, cell in enumerate(found.cells, 1):
            for dimension, value in zip(found.dimensions, cell.values, strict=True):
                yield name, number, dimension, value


@table(
    "evidence",
    "An item of evidence with its level.",
    Column("claim", "The claim.", refers_to="claims"),
    Column("id", "Id of the item within the claim; the anchor on its page."),
    Column("kind", "What sort of observation it is."),
    Column("side", "The side that it takes: supports, contradicts or context."),
    Column("level", "Level after the limits, 0 to 4; null where it has none.", "integer", required=False),
    Column("start", "Level by kind, before the limits.", "integer", required=False),
    Column("origin", "Who first made the observation."),
    Column("load_bearing", "Whether the verdict would be another without it.", "boolean"),
    Column("finding", "What it says, in our own words."),
    Column("source", "The source that it comes from.", refers_to="sources", required=False),
    Column("place", "Where in the source it stands.", required=False),
    Column("url", "Public address of that place.", required=False),
    Column("benchmark", "The benchmark to whose data it is bound.", refers_to="benchmarks", required=False),
    Column("data_outcome", "What the data say about its assertion.", required=False),
    Column("effect", "The statistic that was asserted about.", "real", required=False),
    Column("low", "Lower end of its 95 % interval.", "real", required=False),
    Column("high", "Upper end of its 95 % interval.", "real", required=False),
    key=("claim", "id"),
)
def evidence(base: Base) -> Iterator[Row]:
    """Yield the items of each claim, in file order."""
    for claim in base.kb.claims.values():
        found = base.evaluations.get(claim.id, NO_EVALUATIONS)
        for item, judged in zip(claim.evidence, base.assessments[claim.id].items, strict=True):
            data = found.get(item.id)
            low, high = data.interval if data and data.interval else (None, None)
            yield (
                claim.id,
                item.id,
                str(item.kind),
                str(judged.side),
                judged.level,
                judged.start,
                judged.origin,
                judged.load_bearing,
                item.finding,
                *_located(item, base),
                item.benchmark if isinstance(item, Measurement | BoundTestRun) else None,
                str(data.outcome) if data else None,
                data.effect if data else None,
                low,
                high,
            )


def _located(item: Evidence, base: Base) -> tuple[str | None, str | None, str | None]:
    if not isinstance(item, LocatedEvidence):
        return None, None, None
    where = place(item.locator, base.kb.sources.get(item.source))
    return item.source, where.label, where.url or None


@table(
    "limits",
    "A reason why an item counts for less than its kind.",
    Column("claim", "The claim.", refers_to="claims"),
    Column("evidence", "The item."),
    Column("number", "Place among the limits of the item, from 1.", "integer"),
    Column("domain", "The domain of the limit."),
    Column("steps", "Levels that it costs.", "integer"),
    Column("why", "The reason."),
    key=("claim", "evidence", "number"),
)
def limits(base: Base) -> Iterator[Row]:
    """Yield the limits of each item, in file order."""
    for claim, item in _items(base):
        for number, limit in enumerate(item.limits if isinstance(item, Counted) else (), 1):
            yield claim.id, item.id, number, str(limit.domain), limit.steps, limit.why


@table(
    "applies_to",
    "A value of a dimension of which an item speaks.",
    Column("claim", "The claim.", refers_to="claims"),
    Column("evidence", "The item."),
    Column("dimension", "The dimension.", refers_to="dimensions"),
    Column("value", "The value, or all."),
    key=("claim", "evidence", "dimension", "value"),
)
def applies_to(base: Base) -> Iterator[Row]:
    """Yield the values of each item, in file order."""
    for claim, item in _items(base):
        selections: Mapping[str, str | tuple[str, ...]] = item.applies_to if isinstance(item, Counted) else {}
        for dimension, chosen in selections.items():
            for value in (chosen,) if isinstance(chosen, str) else chosen:
                yield claim.id, item.id, dimension, value


@table(
    "asserters",
    "A source that makes a claim.",
    Column("claim", "The claim.", refers_to="claims"),
    Column("number", "Place among those who make it, from 1.", "integer"),
    Column("source", "The source.", refers_to="sources"),
    Column("place", "Where in the source it is made."),
    key=("claim", "number"),
)
def asserters(base: Base) -> Iterator[Row]:
    """Yield who makes each claim, in file order."""
    for claim in base.kb.claims.values():
        for number, each in enumerate(claim.asserted_by, 1):
            yield claim.id, number, each.source, place(each.locator, base.kb.sources.get(each.source)).label


@table(
    "relations",
    "How one claim bears on another.",
    Column("claim", "The claim.", refers_to="claims"),
    Column("kind", "Depends-on, refines, contradicts, same-as; or assumes."),
    Column("other", "Id of the other claim, which may be retired."),
    key=("claim", "kind", "other"),
)
def relations(base: Base) -> Iterator[Row]:
    """Yield the relations of each claim, and which other claims it assumes."""
    for claim in base.kb.claims.values():
        found = [(str(each.kind), each.claim) for each in claim.relations]
        found += [("assumes", each) for each in claim.assumptions if each in base.kb.files]
        for kind, other in dict.fromkeys(found):
            yield claim.id, kind, other


@table(
    "advice",
    "What to do about a claim.",
    Column("claim", "The claim.", refers_to="claims"),
    Column("number", "Place among the advice of the claim, from 1.", "integer"),
    Column("environment", "For whom: dimension=value by spaces; null for everyone.", required=False),
    Column("what", "What to do."),
    key=("claim", "number"),
)
def advice(base: Base) -> Iterator[Row]:
    """Yield the advice of each claim, in file order."""
    for claim in base.kb.claims.values():
        for number, each in enumerate(claim.advice, 1):
            when = " ".join(
                f"{dimension}={chosen if isinstance(chosen, str) else ','.join(chosen)}"
                for dimension, chosen in each.when.items()
            )
            yield claim.id, number, when or None, each.do


@table(
    "sentence_claims",
    "A claim that answers a sentence of the examined article.",
    Column("sentence", "Number of the sentence.", "integer", refers_to="article_sentences"),
    Column("claim", "The claim.", refers_to="claims"),
    key=("sentence", "claim"),
)
def sentence_claims(base: Base) -> Iterator[Row]:
    """Yield the claims of each sentence, in order."""
    for sentence in base.kb.article.sentences if base.kb.article else ():
        for claim in dict.fromkeys(sentence.claims):
            if claim in base.kb.claims:
                yield sentence.number, claim


@table(
    "verdict_changes",
    "A move of a verdict.",
    Column("number", "Place among the moves, from 1, oldest first.", "integer"),
    Column("date", "Day of the move."),
    Column("claim", "Id of the claim, which may be retired."),
    Column("before", "The verdict before."),
    Column("after", "The verdict after."),
    Column("evidence", "Ids of the items that carry the new verdict, by spaces.", required=False),
)
def verdict_changes(base: Base) -> Iterator[Row]:
    """Yield the moves, oldest first."""
    for number, each in enumerate(base.kb.changes, 1):
        yield number, each.date, each.claim, str(each.before), str(each.after), " ".join(each.evidence) or None


def _items(base: Base) -> Iterator[tuple[Claim, Evidence]]:
    for claim in base.kb.claims.values():
        for item in claim.evidence:
            yield claim, item
