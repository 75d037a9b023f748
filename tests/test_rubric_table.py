"""Hand-made evidence sets, each with the verdict and certainty that a careful reader expects."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from claimbase.model import Certainty, MeasurementOutcome, Verdict
from evidence_sets import (
    FOUR_CELLS,
    KVM,
    ONE_CELL,
    TCG,
    TWO_CELLS,
    assessed,
    con,
    context,
    measured,
    pro,
    search,
)

SUPPORTED, LIMITED, OVERSTATED, CONTESTED, REFUTED, UNSUPPORTED, UNASSESSED = Verdict
HIGH, MODERATE, LOW = Certainty
Items = list[dict[str, Any]]


class Row(NamedTuple):
    """An evidence set and what is expected of it."""

    why: str
    scope: Mapping[str, Any]
    items: Items
    verdict: Verdict
    certainty: Certainty | None
    outcome: MeasurementOutcome | None = None
    fields: Mapping[str, Any] = {}


BLOCKED = {"io-uring": ["blocked"]}
TCG_BLOCKED = {"accelerator": ["tcg"], "io-uring": ["blocked"]}
ASSERTER = "asserter"
M = MeasurementOutcome

ROWS = [
    # One cell, one side.
    Row("a direct observation supports", ONE_CELL, [pro(4)], SUPPORTED, HIGH),
    Row("a release document supports", ONE_CELL, [pro(3)], SUPPORTED, MODERATE),
    Row("a third-party report supports", ONE_CELL, [pro(2)], SUPPORTED, LOW),
    Row("an inference alone is too light and nobody looked", ONE_CELL, [pro(1)], UNASSESSED, None),
    Row("an inference and a search: we looked", ONE_CELL, [pro(1), search()], UNSUPPORTED, None),
    Row("a direct observation contradicts", ONE_CELL, [con(4)], REFUTED, HIGH),
    Row("a release document contradicts", ONE_CELL, [con(3)], REFUTED, MODERATE),
    Row("a third-party report contradicts", ONE_CELL, [con(2)], REFUTED, LOW),
    Row("an inference against is too light", ONE_CELL, [con(1)], UNASSESSED, None),
    Row("no evidence, nobody looked", ONE_CELL, [], UNASSESSED, None),
    Row("only a search", ONE_CELL, [search()], UNSUPPORTED, None),
    Row("only context", ONE_CELL, [context()], UNASSESSED, None),
    Row("context and a search", ONE_CELL, [context(), search()], UNSUPPORTED, None),
    # Limits.
    Row("one step of indirectness on code", ONE_CELL, [pro(3, steps=[1])], SUPPORTED, MODERATE),
    Row("two steps on code", ONE_CELL, [pro(2, steps=[2])], SUPPORTED, LOW),
    Row("three steps on code leave too little", ONE_CELL, [pro(1, steps=[2, 1])], UNASSESSED, None),
    Row("limits never go below zero", ONE_CELL, [pro(0, steps=[2, 2, 2])], UNASSESSED, None),
    Row("a limited contradiction still decides alone", ONE_CELL, [con(2, steps=[1, 1])], REFUTED, LOW),
    # Origins.
    Row("two origins at 2 make 3", ONE_CELL, [pro(2, "a"), pro(2, "c")], SUPPORTED, MODERATE),
    Row(
        "three origins at 2 make 3, not more",
        ONE_CELL,
        [pro(2, "a"), pro(2, "c"), pro(2, "d")],
        SUPPORTED,
        MODERATE,
    ),
    Row("one origin twice at 2 stays 2", ONE_CELL, [pro(2, "a"), pro(2, "a")], SUPPORTED, LOW),
    Row("two origins at 3 stay 3", ONE_CELL, [pro(3, "a"), pro(3, "c")], SUPPORTED, MODERATE),
    Row("two origins at 1 stay 1", ONE_CELL, [pro(1, "a"), pro(1, "c"), search()], UNSUPPORTED, None),
    Row("3 and 2 stay 3", ONE_CELL, [pro(3, "a"), pro(2, "c")], SUPPORTED, MODERATE),
    Row("an origin counts at its best level", ONE_CELL, [pro(2, "a"), pro(4, "a")], SUPPORTED, HIGH),
    Row(
        "an origin at 3 does not lend its lower item",
        ONE_CELL,
        [pro(2, "a"), pro(1, "a"), pro(1, "c")],
        SUPPORTED,
        LOW,
    ),
    Row("two origins at 2 against make 3", ONE_CELL, [con(2, "a"), con(2, "c")], REFUTED, MODERATE),
    # Two sides in one cell.
    Row("2 against 2 is contested", ONE_CELL, [pro(2), con(2)], CONTESTED, None),
    Row("3 against 2 is contested", ONE_CELL, [pro(3), con(2)], CONTESTED, None),
    Row("4 against 3 is contested", ONE_CELL, [pro(4), con(3)], CONTESTED, None),
    Row("4 against 4 is contested", ONE_CELL, [pro(4), con(4)], CONTESTED, None),
    Row("4 overrules 2, less sure", ONE_CELL, [pro(4), con(2)], SUPPORTED, MODERATE),
    Row("2 is overruled by 4, less sure", ONE_CELL, [pro(2), con(4)], REFUTED, MODERATE),
    Row("4 is not troubled by 1", ONE_CELL, [pro(4), con(1)], SUPPORTED, HIGH),
    Row("3 is not troubled by 1", ONE_CELL, [pro(3), con(1)], SUPPORTED, MODERATE),
    Row("2 is not troubled by 1", ONE_CELL, [pro(2), con(1)], SUPPORTED, LOW),
    Row(
        "two reports against make 3 and contest 4",
        ONE_CELL,
        [pro(4), con(2, "c"), con(2, "d")],
        CONTESTED,
        None,
    ),
    Row("one origin may take both sides", ONE_CELL, [pro(3, "a"), con(3, "a")], CONTESTED, None),
    Row("1 against 1 is open", ONE_CELL, [pro(1), con(1), search()], UNSUPPORTED, None),
    # Two cells.
    Row("both cells hold", TWO_CELLS, [pro(4)], SUPPORTED, HIGH),
    Row(
        "the weakest cell gives the certainty",
        TWO_CELLS,
        [pro(4, where=TCG), pro(2, where=KVM)],
        SUPPORTED,
        LOW,
    ),
    Row("one holds, one is open", TWO_CELLS, [pro(4, where=TCG)], LIMITED, HIGH),
    Row(
        "one holds, light evidence in the other",
        TWO_CELLS,
        [pro(3, where=TCG), con(1, where=KVM)],
        LIMITED,
        MODERATE,
    ),
    Row("one holds, one fails", TWO_CELLS, [pro(4, where=TCG), con(4, where=KVM)], OVERSTATED, HIGH),
    Row(
        "overstated is as sure as the less sure side",
        TWO_CELLS,
        [pro(4, where=TCG), con(2, where=KVM)],
        OVERSTATED,
        LOW,
    ),
    Row("one fails, one is open", TWO_CELLS, [con(3, where=KVM)], REFUTED, MODERATE),
    Row(
        "the best failing cell gives the certainty",
        TWO_CELLS,
        [con(4, where=TCG), con(2, where=KVM)],
        REFUTED,
        HIGH,
    ),
    Row("one holds, one is contested", TWO_CELLS, [pro(3), con(3, where=KVM)], CONTESTED, None),
    Row("one fails, one is contested", TWO_CELLS, [con(3), pro(3, where=KVM)], CONTESTED, None),
    Row("contested and open", TWO_CELLS, [pro(2, where=TCG), con(2, where=TCG)], CONTESTED, None),
    Row(
        "evidence of another cell is not carried over",
        TWO_CELLS,
        [pro(4, where=TCG), search()],
        LIMITED,
        HIGH,
    ),
    Row("all open, we looked", TWO_CELLS, [pro(1, where=TCG), search()], UNSUPPORTED, None),
    # Four cells.
    Row(
        "holds, fails and open",
        FOUR_CELLS,
        [pro(3, where=TCG), con(3, where={**KVM, **BLOCKED})],
        OVERSTATED,
        MODERATE,
    ),
    Row(
        "holds, fails and contested is overstated first",
        FOUR_CELLS,
        [pro(4, where=TCG), con(4, where=KVM), con(4, "d", where=TCG_BLOCKED)],
        OVERSTATED,
        HIGH,
    ),
    Row("one cell of four fails", FOUR_CELLS, [pro(4), con(4, where=TCG_BLOCKED)], CONTESTED, None),
    Row(
        "a weak general claim, a strong exception",
        FOUR_CELLS,
        [pro(2), con(4, where=TCG_BLOCKED)],
        OVERSTATED,
        LOW,
    ),
    Row(
        "three hold surely, the exception decides",
        FOUR_CELLS,
        [pro(2), con(4, where=BLOCKED)],
        OVERSTATED,
        LOW,
    ),
    Row(
        "limits of the best holding cell",
        FOUR_CELLS,
        [pro(2, where=TCG), pro(3, where=TCG_BLOCKED)],
        LIMITED,
        MODERATE,
    ),
    # Who makes the claim.
    Row("support from who makes the claim has no level", ONE_CELL, [pro(4, ASSERTER)], UNASSESSED, None),
    Row("support from who makes it and a search", ONE_CELL, [pro(4, ASSERTER), search()], UNSUPPORTED, None),
    Row("an admission by who makes the claim counts", ONE_CELL, [con(3, ASSERTER)], REFUTED, MODERATE),
    Row("the asserter adds nothing to a report", ONE_CELL, [pro(2, "a"), pro(2, ASSERTER)], SUPPORTED, LOW),
    # Measurements.
    Row("samples support", ONE_CELL, [measured()], SUPPORTED, HIGH, M.SUPPORTS),
    Row("samples contradict", ONE_CELL, [measured()], REFUTED, HIGH, M.CONTRADICTS),
    Row("samples are inconclusive", ONE_CELL, [measured()], UNSUPPORTED, None, M.INCONCLUSIVE),
    Row("samples are too few", ONE_CELL, [measured()], UNSUPPORTED, None, M.UNDERPOWERED),
    Row("no samples", ONE_CELL, [measured()], UNASSESSED, None, M.NO_SAMPLES),
    Row("limited samples in one cell", TWO_CELLS, [measured(TCG, steps=[1])], LIMITED, MODERATE, M.SUPPORTS),
    Row(
        "samples against a release document",
        ONE_CELL,
        [measured(steps=[1]), pro(2)],
        CONTESTED,
        None,
        M.CONTRADICTS,
    ),
    # The objection.
    Row("high needs an answered objection", ONE_CELL, [pro(4)], SUPPORTED, MODERATE, None, {"objection": None}),
    Row("moderate does not", ONE_CELL, [pro(3)], SUPPORTED, MODERATE, None, {"objection": None}),
    Row("high refutation needs it as well", ONE_CELL, [con(4)], REFUTED, MODERATE, None, {"objection": None}),
    # Types.
    Row(
        "promotion is not assessed",
        ONE_CELL,
        [pro(4)],
        UNASSESSED,
        None,
        None,
        {"type": "promotion", "not_assessed": "r"},
    ),
    Row(
        "advice is not assessed",
        ONE_CELL,
        [con(4)],
        UNASSESSED,
        None,
        None,
        {"type": "advice", "not_assessed": "r"},
    ),
    Row(
        "opinion is not assessed",
        ONE_CELL,
        [search()],
        UNASSESSED,
        None,
        None,
        {"type": "opinion", "not_assessed": "r"},
    ),
    Row(
        "a prediction waits",
        ONE_CELL,
        [con(4)],
        UNASSESSED,
        None,
        None,
        {"type": "prediction", "due": "2026-11-24"},
    ),
    Row(
        "a due prediction is assessed",
        ONE_CELL,
        [con(4)],
        REFUTED,
        HIGH,
        None,
        {"type": "prediction", "due": "2026-11-23"},
    ),
    Row("a question is assessed", ONE_CELL, [con(3)], REFUTED, MODERATE, None, {"type": "question"}),
    # Overrides.
    Row(
        "an override is shown and has no certainty",
        ONE_CELL,
        [pro(4)],
        CONTESTED,
        None,
        None,
        {"override": {"replaces": "supported", "verdict": "contested", "reason": "r"}},
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.why.replace(" ", "-"))
def test_an_evidence_set_has_the_expected_verdict_and_certainty(row: Row) -> None:
    """Each hand-made evidence set comes to the verdict and certainty that the rubric's text asks for."""
    assessment = assessed(row.scope, row.items, row.outcome, **row.fields)
    assert (assessment.verdict, assessment.certainty) == (row.verdict, row.certainty)


def test_the_table_is_large_and_knows_every_verdict_and_certainty() -> None:
    """At least 60 sets, among them every verdict, every certainty and verdicts without one."""
    assert len(ROWS) >= 60
    assert {row.verdict for row in ROWS} == set(Verdict)
    assert {row.certainty for row in ROWS} == {*Certainty, None}
