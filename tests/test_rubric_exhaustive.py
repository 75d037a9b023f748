"""The rubric enumerated: all levels of a cell, all mixes of cells, all small sets with every addition."""

from itertools import combinations, product

import pytest
from claimbase.assess import assess, may_override
from claimbase.assess.cells import grid_of
from claimbase.assess.levels import side_level
from claimbase.assess.rubric import RUBRIC
from claimbase.assess.rules import (
    CERTAINTY_RULES,
    OUTCOME_RULES,
    START_LEVELS,
    VERDICT_RULES,
    Tally,
    cell_certainty,
    outcome_of,
    verdict_rule,
)
from claimbase.model import Certainty, EvidenceKind, Outcome, Verdict
from evidence_sets import DAY, SOURCES, TWO_CELLS, claim, con, pro, search
from test_rubric_properties import RANK, SURENESS

# Rows: level for the statement, 0 to 4; columns: level against it, 0 to 4.
TABLE = [
    ["open", "open", "fails", "fails", "fails"],
    ["open", "open", "fails", "fails", "fails"],
    ["holds", "holds", "contested", "contested", "fails"],
    ["holds", "holds", "contested", "contested", "contested"],
    ["holds", "holds", "holds", "contested", "contested"],
]


@pytest.mark.parametrize(("supports", "contradicts"), list(product(range(5), repeat=2)))
def test_every_pair_of_levels_has_the_outcome_of_the_table(supports, contradicts) -> None:
    """A cell's outcome is what the written-out table says, and sides are treated alike."""
    outcome = outcome_of(supports, contradicts)
    assert outcome == TABLE[supports][contradicts]
    mirrored = {Outcome.HOLDS: Outcome.FAILS, Outcome.FAILS: Outcome.HOLDS}
    assert outcome_of(contradicts, supports) is mirrored.get(outcome, outcome)


@pytest.mark.parametrize(("supports", "contradicts"), list(product(range(5), repeat=2)))
def test_a_cell_is_as_sure_as_its_winner_less_a_weighty_loser(supports, contradicts) -> None:
    """Certainty of a cell follows the winner's level, one down for a loser of at least 2."""
    decided = TABLE[supports][contradicts] in {"holds", "fails"}
    scale = [None, None, Certainty.LOW, Certainty.MODERATE, Certainty.HIGH]
    expected = scale[max(supports, contradicts) - (min(supports, contradicts) >= 2)] if decided else None
    assert cell_certainty(supports, contradicts) is expected


def test_every_mix_of_outcomes_has_one_verdict() -> None:
    """For each set of outcomes that cells can have, looked or not, the verdict is the rubric table's."""
    for size in range(1, 5):
        for mix in combinations(Outcome, size):
            for looked in (False, True):
                verdict = verdict_rule(Tally(frozenset(mix), looked)).verdict
                assert verdict is _expected(set(mix), looked), (mix, looked)


def _expected(mix: set[Outcome], looked: bool) -> Verdict:
    holds, fails = Outcome.HOLDS in mix, Outcome.FAILS in mix
    if holds and fails:
        return Verdict.OVERSTATED
    if Outcome.CONTESTED in mix:
        return Verdict.CONTESTED
    if holds:
        return Verdict.SUPPORTED_WITH_LIMITS if Outcome.OPEN in mix else Verdict.SUPPORTED
    if fails:
        return Verdict.REFUTED
    return Verdict.UNSUPPORTED if looked else Verdict.NOT_ASSESSED


def test_a_waived_claim_is_not_assessed_whatever_the_cells_say() -> None:
    """No mix of outcomes gives a waived claim another verdict."""
    mixes = [frozenset(mix) for size in range(1, 5) for mix in combinations(Outcome, size)]
    assert {verdict_rule(Tally(mix, True, waived=True)).verdict for mix in mixes} == {Verdict.NOT_ASSESSED}


@pytest.mark.parametrize("levels", list(product(range(5), repeat=3)))
def test_only_two_origins_at_two_add_up(levels) -> None:
    """Three origins at any levels come to the best of them, or to 3 where the best is 2 and occurs twice."""
    voices = [(origin, level) for origin, level in zip("abc", levels, strict=True)]
    expected = 3 if max(levels) == 2 and levels.count(2) >= 2 else max(levels)
    assert side_level(voices) == expected
    assert side_level([("same", level) for level in levels]) == max(levels)


# What one side can say in a cell: nothing, or a level, or two reports of two origins.
VOICES = ((), (1,), (2,), (2, 2), (3,), (4,))


def _items(voices, make, origins, cell):
    return [make(level, origin, {"accelerator": [cell]}) for level, origin in zip(voices, origins, strict=False)]


def _small_sets():
    for tcg_for, tcg_against, kvm_for, kvm_against in product(VOICES, repeat=4):
        yield (
            _items(tcg_for, pro, "ab", "tcg")
            + _items(tcg_against, con, "cd", "tcg")
            + _items(kvm_for, pro, "ab", "kvm")
            + _items(kvm_against, con, "cd", "kvm")
        )


def _light(items):
    made = claim(TWO_CELLS, items)
    return assess(made, SOURCES, DAY)


def test_no_addition_to_a_small_evidence_set_moves_its_verdict_the_wrong_way() -> None:
    """Over two cells and every mix of levels, an addition moves the verdict its own way or not."""
    additions = [(make, level) for make in (pro, con) for level in (2, 3, 4)]
    known: dict[tuple, tuple[Verdict, Certainty | None]] = {}

    def judged(items):
        key = tuple(sorted((i["direction"], i["kind"], i["source"], *i["applies_to"]["accelerator"]) for i in items))
        if key not in known:
            assessment = _light(items)
            known[key] = (assessment.verdict, assessment.certainty)
        return known[key]

    for items in _small_sets():
        before = judged(items)
        for make, level in additions:
            after = judged([*items, make(level, "e", {"accelerator": ["kvm"]})])
            rise = RANK[after[0]] - RANK[before[0]]
            assert rise >= 0 if make is pro else rise <= 0, (items, make, level)
            agrees = {Verdict.SUPPORTED: pro, Verdict.REFUTED: con}.get(before[0]) is make
            if agrees and after[0] is before[0]:
                assert SURENESS[after[1]] >= SURENESS[before[1]], (items, make, level)


def test_cells_are_the_product_of_the_scope_in_file_order() -> None:
    """The set of cells of a value holds exactly the cells that have it, for scopes of up to three facets."""
    for sizes in product((1, 2, 3), repeat=3):
        scope = {f"d{number}": [f"v{value}" for value in range(size)] for number, size in enumerate(sizes)}
        grid = grid_of(claim(scope, []))
        cells = list(grid.cells())
        assert len(cells) == grid.size
        for position, masks in enumerate(grid.masks):
            for value, mask in masks.items():
                assert mask == sum(1 << index for index, cell in enumerate(cells) if cell[position] == value)


def test_every_kind_has_a_start_level_or_is_known_to_have_none() -> None:
    """Each evidence kind but the search record starts at a level from 1 to 4."""
    assert set(EvidenceKind) - set(START_LEVELS) == {EvidenceKind.SEARCH_RECORD}
    assert set(START_LEVELS.values()) <= {1, 2, 3, 4}


def test_every_rule_has_an_id_of_its_own_and_words() -> None:
    """Rule ids are unique, every rule has a title and a text, every verdict and outcome has a rule."""
    rules = [rule for _, section in RUBRIC for rule in section]
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.title and rule.text.endswith(".") for rule in rules)
    assert {rule.verdict for rule in VERDICT_RULES} == set(Verdict)
    assert {rule.outcome for rule in OUTCOME_RULES} == set(Outcome)
    assert {verdict for rule in CERTAINTY_RULES for verdict in rule.verdicts} == set(Verdict)


def test_overrides_go_down_one_scale_and_never_to_themselves() -> None:
    """Every allowed pair leads from a verdict that states more to one that states less."""
    scale = [Verdict.NOT_ASSESSED, Verdict.UNSUPPORTED, Verdict.CONTESTED]
    for computed, wanted in product(Verdict, repeat=2):
        place = scale.index(computed) if computed in scale else len(scale)
        assert may_override(computed, wanted) == (wanted in scale and scale.index(wanted) < place)


def test_searching_turns_not_assessed_into_unsupported() -> None:
    """The cheapest request for a claim that nobody looked at is a search record, and it does what it says."""
    nobody = _light([])
    assert nobody.requests[0].kinds == (EvidenceKind.SEARCH_RECORD,)
    assert _light([search()]).verdict is nobody.requests[0].verdict
