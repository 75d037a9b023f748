"""What holds of the rubric whatever the evidence: order, copies, monotony, agreement, openness, overrides."""

from typing import Any

import rubric_oracle
from claimbase.assess import assess, may_override
from claimbase.assessment import Assessment
from claimbase.model import Certainty, Claim, Outcome, PartialFacet, Verdict
from evidence_sets import DAY, FOUR_CELLS, ONE_CELL, SOURCES, TWO_CELLS, claim, con, pro, search
from hypothesis import assume, given, settings
from hypothesis import strategies as st

RANK = {
    Verdict.REFUTED: 0,
    Verdict.OVERSTATED: 1,
    Verdict.CONTESTED: 1,
    Verdict.UNSUPPORTED: 1,
    Verdict.NOT_ASSESSED: 1,
    Verdict.SUPPORTED_WITH_LIMITS: 2,
    Verdict.SUPPORTED: 3,
}
SURENESS = {None: -1, Certainty.LOW: 0, Certainty.MODERATE: 1, Certainty.HIGH: 2}
Item = dict[str, Any]
SIX_CELLS: dict[str, Any] = {"qemu": ["10.1", "10.2", "11.0"], "accelerator": ["tcg", "kvm"]}

scopes = st.sampled_from([ONE_CELL, TWO_CELLS, FOUR_CELLS, SIX_CELLS])


def selections(scope: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw an applies_to: for each dimension all values, or some of them."""
    each = {
        name: st.one_of(st.just("all"), st.lists(st.sampled_from(values), min_size=1, unique=True))
        for name, values in scope.items()
    }
    return st.fixed_dictionaries(each)


@st.composite
def sided(draw: st.DrawFn, scope: dict[str, Any], side: str | None = None) -> Item:
    """Draw a supporting or contradicting item."""
    steps = draw(st.lists(st.integers(1, 2), max_size=2))
    make = {"supports": pro, "contradicts": con}[side or draw(st.sampled_from(["supports", "contradicts"]))]
    return make(draw(st.integers(0, 4)), draw(st.sampled_from("abc")), draw(selections(scope)), steps)


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], list[Item]]:
    """Draw a scope and up to six items, search records among them."""
    scope = draw(scopes)
    one = st.one_of(sided(scope), sided(scope), sided(scope), st.just(search()))
    return scope, draw(st.lists(one, max_size=6))


def judged(scope: dict[str, Any], items: list[Item], **fields: Any) -> Assessment:
    return assess(claim(scope, items, **fields), SOURCES, DAY)


def bearing(assessment: Assessment, what: str) -> set[str]:
    return {part.name for part in assessment.left_out if part.what == what}


@given(cases(), st.randoms(use_true_random=False))
def test_order_never_matters(case, random) -> None:
    """Items, limits, scope and selections in another order give the same verdict and bearing origins."""
    scope, items = case
    shuffled = [{**item} for item in items]
    random.shuffle(shuffled)
    for item in shuffled:
        for key in ("applies_to", "limits"):
            if key in item:
                item[key] = _shuffled(item[key], random)
    first, second = judged(scope, items), judged(_shuffled(scope, random), shuffled)
    assert (first.verdict, first.certainty) == (second.verdict, second.certainty)
    assert bearing(first, "origin") == bearing(second, "origin")
    assert bearing(first, "facet-value") == bearing(second, "facet-value")
    assert (first.counts, first.single_origin) == (second.counts, second.single_origin)


def _shuffled(value: Any, random: Any) -> Any:
    if isinstance(value, dict):
        names = list(value)
        random.shuffle(names)
        return {name: _shuffled(value[name], random) for name in names}
    if isinstance(value, list):
        return random.sample(value, len(value))
    return value


@given(cases(), st.data())
def test_a_copy_changes_nothing(case, data) -> None:
    """An item of the same origin, side and cells, no stronger, moves no verdict, certainty or origin."""
    scope, items = case
    positions = [index for index, item in enumerate(items) if "applies_to" in item]
    assume(positions)
    original = items[data.draw(st.sampled_from(positions))]
    extra = {"domain": "publication-bias", "steps": data.draw(st.integers(1, 2)), "why": "w"}
    copy = {**original, "limits": [*original["limits"], *([extra] if data.draw(st.booleans()) else [])]}
    before, after = judged(scope, items), judged(scope, [*items, copy])
    assert (before.verdict, before.certainty) == (after.verdict, after.certainty)
    assert bearing(before, "origin") == bearing(after, "origin")
    assert before.single_origin == after.single_origin


@given(cases(), st.data())
def test_support_never_moves_a_verdict_down(case, data) -> None:
    """Adding a supporting item never lowers the verdict on its scale."""
    scope, items = case
    added = data.draw(sided(scope, "supports"))
    assert RANK[judged(scope, [*items, added]).verdict] >= RANK[judged(scope, items).verdict]


@given(cases(), st.data())
def test_contradiction_never_moves_a_verdict_up(case, data) -> None:
    """Adding a contradicting item never raises the verdict on its scale."""
    scope, items = case
    added = data.draw(sided(scope, "contradicts"))
    assert RANK[judged(scope, [*items, added]).verdict] <= RANK[judged(scope, items).verdict]


@given(cases(), st.data())
def test_agreeing_evidence_never_lowers_certainty(case, data) -> None:
    """Where a verdict stays supported or refuted, evidence that agrees with it never makes it less sure."""
    scope, items = case
    before = judged(scope, items)
    sides = {Verdict.SUPPORTED: "supports", Verdict.REFUTED: "contradicts"}
    assume(before.verdict in sides)
    after = judged(scope, [*items, data.draw(sided(scope, sides[before.verdict]))])
    if after.verdict is before.verdict:
        assert SURENESS[after.certainty] >= SURENESS[before.certainty]


@given(cases())
def test_a_cell_without_evidence_is_open(case) -> None:
    """A cell of which no item speaks is open, whatever is known of other cells."""
    scope, items = case
    for cell in judged(scope, items).cells:
        if not cell.supporting and not cell.contradicting:
            assert cell.outcome is Outcome.OPEN


@settings(max_examples=400)
@given(cases())
def test_what_bears_the_verdict_is_what_brute_force_finds(case) -> None:
    """Verdict and every load-bearing part agree with judging each variant of the claim anew."""
    scope, items = case
    made = claim(scope, [_without_twin_limits(item) for item in items])
    assessment = assess(made, SOURCES, DAY)
    assert assessment.verdict == rubric_oracle.verdict(made)
    found = {(part.what, part.name, str(part.verdict)) for part in assessment.left_out}
    assert found == rubric_oracle.load_bearing(made)


def _without_twin_limits(item: Item) -> Item:
    """Keep one limit a domain, as the checks ask: the oracle tells limits apart by domain."""
    if "limits" not in item:
        return item
    return {**item, "limits": list({limit["domain"]: limit for limit in item["limits"]}.values())}


@given(cases())
def test_what_would_change_it_does_change_it(case) -> None:
    """Each request, carried out by an item of a new origin, gives the verdict that the request names."""
    scope, items = case
    assessment = judged(scope, items)
    for request in assessment.requests:
        where = {name: [value] for name, value in zip(scope, request.values, strict=bool(request.values))}
        make = {"supports": pro, "contradicts": con}.get(request.side)
        added = make(request.level, "h", where) if make else search()
        assert judged(scope, [*items, added]).verdict is request.verdict is not assessment.verdict


@given(cases(), st.sampled_from(["supports", "contradicts"]), st.integers(2, 4))
def test_no_cheaper_evidence_would_change_it(case, side, level) -> None:
    """Below the level that is requested of a side, an item in any one cell leaves the verdict as it is."""
    scope, items = case
    assessment = judged(scope, items)
    asked = [request.level for request in assessment.requests if request.side == side]
    assume(level < min(asked, default=5))
    make = {"supports": pro, "contradicts": con}[side]
    for cell in assessment.cells:
        where = {name: [value] for name, value in zip(scope, cell.values, strict=True)}
        assert judged(scope, [*items, make(level, "h", where)]).verdict is assessment.verdict


@given(cases())
def test_an_override_only_weakens_and_has_no_certainty(case) -> None:
    """An override that is allowed leads to contested, unsupported or not assessed, and has no certainty."""
    scope, items = case
    computed = judged(scope, items).verdict
    for wanted in Verdict:
        if may_override(computed, wanted):
            override = {"replaces": str(computed), "verdict": str(wanted), "reason": "r"}
            shown = judged(scope, items, override=override)
            assert (shown.verdict, shown.computed, shown.certainty) == (wanted, computed, None)
            assert wanted in {Verdict.CONTESTED, Verdict.UNSUPPORTED, Verdict.NOT_ASSESSED} - {computed}


def test_a_verdict_carried_by_one_origin_says_so() -> None:
    """One origin behind all deciding cells is named; two are not."""
    assert judged(ONE_CELL, [pro(4, "a"), pro(3, "a")]).single_origin == "a"
    assert judged(ONE_CELL, [pro(4, "a"), pro(3, "c")]).single_origin == ""
    assert judged(
        TWO_CELLS, [pro(4, "a", {"accelerator": ["tcg"]}), con(4, "a", {"accelerator": ["kvm"]})]
    ).single_origin


def test_an_item_too_light_to_decide_carries_nothing() -> None:
    """An inference of another origin beside an observation does not make the verdict rest on two origins."""
    assert judged(ONE_CELL, [pro(4, "a"), pro(1, "c")]).single_origin == "a"


def test_a_level_that_is_shown_is_never_below_zero() -> None:
    """Six steps on an item that starts at 4 leave level 0."""
    (shown,) = judged(ONE_CELL, [pro(0, steps=[2, 2, 2])]).items
    assert (shown.start, shown.level) == (4, 0)


def test_a_partial_facet_spans_only_its_values() -> None:
    """A facet that leaves out values spans cells for the values that it names."""
    made: Claim = claim({"qemu": ["10.2"], "accelerator": {"values": ["tcg"], "why": "w"}}, [])
    assert isinstance(made.scope["accelerator"], PartialFacet)
    assert [cell.values for cell in assess(made, SOURCES, DAY).cells] == [("10.2", "tcg")]


def test_as_of_alone_decides_whether_a_prediction_is_due() -> None:
    """The same prediction is not assessed the day before it is due and assessed on the day."""
    made = claim(ONE_CELL, [con(4)], type="prediction", due="2027-01-01")
    assert assess(made, SOURCES, "2026-12-31").verdict is Verdict.NOT_ASSESSED
    assert assess(made, SOURCES, "2027-01-01").verdict is Verdict.REFUTED
