"""The three sentences of a claim's page: they name what decides, and say nothing that the assessment does not."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from claimbase.model import MeasurementOutcome, Verdict
from claimbase.render.prose import prose
from claimbase.render.reasons import reasons
from evidence_sets import KVM, ONE_CELL, TCG, TWO_CELLS, assessed, claim, con, context, measured, pro, search
from test_rubric_table import ROWS


class Case(NamedTuple):
    """An evidence set, and what its three sentences have to hold."""

    why: str
    scope: Mapping[str, Any]
    items: list[dict[str, Any]]
    verdict: Verdict
    supports: str
    contradicts: str
    limits: str
    fields: Mapping[str, Any] = {}


OPINION = {"type": "opinion", "not_assessed": "It values, no observation decides."}
LATER = {"type": "prediction", "due": "2027-06-30"}
BY_HAND = {"override": {"replaces": "supported", "verdict": "contested", "reason": "The code is dead"}}
UNANSWERED = {"objection": None}
CASES = [
    Case(
        "supported by one item", ONE_CELL, [pro(4)], Verdict.SUPPORTED,
        "[e1](#e1), source code at level 4, decides for it: f.",
        "Nothing on this page speaks against it.",
        "Certainty is high, as [e1](#e1) was observed directly and the best objection is answered.",
    ),
    Case(
        "a limit is named where it costs certainty", ONE_CELL, [pro(3, steps=[1])], Verdict.SUPPORTED,
        "at level 3, decides for it",
        "Nothing on this page",
        "Certainty is moderate, as [e1](#e1) loses 1 level for indirectness (w).",
    ),
    Case(
        "two origins that count together", ONE_CELL, [pro(2, "a"), pro(2, "c")], Verdict.SUPPORTED,
        "[e1](#e1), a third-party report at level 2, decides for it",
        "Nothing",
        "several origins of level 2 count as level 3",
    ),
    Case(
        "an objection without answer", ONE_CELL, [pro(4)], Verdict.SUPPORTED,
        "decides for it", "Nothing", "moderate and not high, as no objection is answered", UNANSWERED,
    ),
    Case(
        "opposed, but not outweighed enough to fail", ONE_CELL, [pro(4), con(2)], Verdict.SUPPORTED,
        "[e1](#e1), source code at level 4, decides for it",
        "[e2](#e2), a third-party report at level 2, speaks against it but is outweighed: f.",
        "Certainty is moderate, as [e2](#e2), a third-party report at level 2, stands on the other side.",
    ),
    Case(
        "holds where checked", TWO_CELLS, [pro(4, where=TCG)], Verdict.SUPPORTED_WITH_LIMITS,
        "decides for it in 1 of 2 environments",
        "Nothing",
        "1 of 2 environments is open, as nothing of level 2 or more speaks of it; certainty is high",
    ),
    Case(
        "overstated", TWO_CELLS, [pro(4, where=TCG), con(3, where=KVM)], Verdict.OVERSTATED,
        "[e1](#e1), source code at level 4, decides for it in 1 of 2 environments",
        "[e2](#e2), a release document at level 3, decides against it in 1 of 2 environments",
        "Certainty is moderate, as the best that decides it is [e2](#e2), a release document at level 3.",
    ),
    Case(
        "refuted, by two items that divide the environments", TWO_CELLS,
        [con(4, where=TCG), con(4, "c", where=KVM)], Verdict.REFUTED,
        "Nothing on this page speaks for it.",
        "[e1](#e1) and [e2](#e2) decide against it in both environments; the first, source code at level 4, says: f.",
        "Certainty is high",
    ),
    Case(
        "contested", ONE_CELL, [pro(4), con(3)], Verdict.CONTESTED,
        "speaks for it and is not outweighed",
        "speaks against it and is not outweighed",
        "The one environment is contested, as both sides have level 2 or more there",
    ),
    Case(
        "unsupported after a search", ONE_CELL, [pro(1), search()], Verdict.UNSUPPORTED,
        "Nothing of weight speaks for it; [e1](#e1), an inference, comes to level 1, and level 2 is the least",
        "Nothing on this page",
        "The one environment is open; [e2](#e2) tells where we looked.",
    ),
    Case(
        "nobody looked", TWO_CELLS, [context()], Verdict.NOT_ASSESSED,
        "Nothing", "Nothing", "All 2 environments are open, and nobody has looked for evidence yet.",
    ),
    Case(
        "support from who makes the claim", ONE_CELL, [pro(4, "asserter"), search()], Verdict.UNSUPPORTED,
        "Only [e1](#e1) speaks for it, without a level: its source makes the claim itself.",
        "Nothing", "[e2](#e2) tells where we looked",
    ),
    Case(
        "an opinion", ONE_CELL, [context()], Verdict.NOT_ASSESSED,
        "The claim is an opinion, which evidence does not decide.",
        "It values, no observation decides.",
        "What is known about its subject is in [e1](#e1).",
        OPINION,
    ),
    Case(
        "a prediction that is not due", ONE_CELL, [], Verdict.NOT_ASSESSED,
        "evidence decides it from 2027-06-30 on", "due on 2027-06-30", "No evidence has been collected.", LATER,
    ),
    Case(
        "set by hand", ONE_CELL, [pro(4)], Verdict.CONTESTED,
        "decides for it", "Nothing",
        "The rules compute “supported”; the verdict is set by hand: The code is dead.",
        BY_HAND,
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.why for case in CASES])
def test_sentences_say_what_decides(case):
    made, assessment = claim(case.scope, case.items, **case.fields), assessed(case.scope, case.items, **case.fields)
    assert assessment.verdict is case.verdict
    supports, contradicts, limits = reasons(made, assessment)
    assert case.supports in supports
    assert case.contradicts in contradicts
    assert case.limits in limits


def test_every_verdict_has_a_case():
    assert {case.verdict for case in CASES} == set(Verdict)


@pytest.mark.parametrize("row", ROWS, ids=[row.why for row in ROWS])
def test_every_evidence_set_of_the_rubric_gets_three_sentences_that_end(row):
    """No set of evidence is left without words, and no sentence names an item that is not there."""
    made = claim(row.scope, row.items, **row.fields)
    sentences = reasons(made, assessed(row.scope, row.items, row.outcome, **row.fields))
    for sentence in sentences:
        assert sentence[0].isupper() or sentence[0].isdigit() or sentence.startswith("[e")
        assert sentence.endswith(".")
        assert set(re.findall(r"\(#(e\d+)\)", sentence)) <= {item.id for item in made.evidence}
        assert 'href="#' in prose(sentence) or "](" not in sentence


def test_samples_that_do_not_decide_are_named():
    items = [measured()]
    sentences = reasons(claim(ONE_CELL, items), assessed(ONE_CELL, items, MeasurementOutcome.INCONCLUSIVE))
    assert "the samples of [e1](#e1) do not decide it" in sentences[2]


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ("It is off. Nobody said so.", ": It is off."),
        ("QEMU 10.2. starts; see e.g. Debian", ": QEMU 10.2. starts; see e.g. Debian."),
        ("One\n  line? Yes.", ": One line?"),
    ],
)
def test_only_the_first_sentence_of_a_finding_is_repeated(finding, said):
    item = {**pro(4), "finding": finding}
    assert reasons(claim(ONE_CELL, [item]), assessed(ONE_CELL, [item]))[0].endswith(said)
