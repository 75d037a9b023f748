"""Fingerprints and the lock: what changes a fingerprint, what does not, and what a comparison of locks says."""

import hashlib
import json

from claimbase.assess import assess
from claimbase.fingerprint import carrying, compare, fingerprint, make_lock, moves
from claimbase.model import Claim
from evidence_sets import DAY, ONE_CELL, SOURCES, claim, con, measured, pro


def lock_of(made: Claim, as_of: str = DAY):
    return make_lock({made.id: made}, {made.id: assess(made, SOURCES, as_of)}, as_of)


def test_a_fingerprint_is_the_hash_of_sorted_compact_json() -> None:
    """RFC 8785 of a claim without exotic numbers is what the standard library writes with sorted keys."""
    made = claim(ONE_CELL, [pro(4), measured()])
    held = made.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert fingerprint(made) == hashlib.sha256(text.encode()).hexdigest()


def test_the_order_of_keys_in_a_file_changes_no_fingerprint() -> None:
    made = claim(ONE_CELL, [pro(4)])
    turned = dict(reversed(json.loads(made.model_dump_json(by_alias=True, exclude_defaults=True)).items()))
    assert fingerprint(Claim.model_validate_json(json.dumps(turned))) == fingerprint(made)


def test_every_field_that_a_reader_sees_is_part_of_the_fingerprint() -> None:
    """Another title, statement, item, scope, id or topic gives another fingerprint."""
    variants = [
        claim(ONE_CELL, [pro(4)]),
        claim(ONE_CELL, [pro(4)], title="Another title"),
        claim(ONE_CELL, [pro(4)], statement="It is not so."),
        claim(ONE_CELL, [pro(3)]),
        claim({"qemu": ["10.1"]}, [pro(4)]),
        claim(ONE_CELL, [pro(4)], id="another-claim"),
        claim(ONE_CELL, [pro(4)], topic="complexity"),
        claim(ONE_CELL, [pro(4)], objection=None),
    ]
    assert len({fingerprint(made) for made in variants}) == len(variants)


def test_equal_locks_differ_in_nothing() -> None:
    made = claim(ONE_CELL, [pro(4)])
    assert list(compare(lock_of(made), lock_of(made))) == []


def test_a_difference_is_worded_by_what_moved_most() -> None:
    """A gone claim, a new claim, a moved verdict, a moved certainty and mere wording are told apart, in this order."""
    held = lock_of(claim(ONE_CELL, [pro(4)]))
    empty = make_lock({}, {}, DAY)
    words = {
        "is not in the lock": compare(empty, held),
        "is in the lock but not in the base": compare(held, empty),
        "is locked as supported and comes out as refuted": compare(held, lock_of(claim(ONE_CELL, [con(4)]))),
        "is locked with certainty high and has moderate": compare(held, lock_of(claim(ONE_CELL, [pro(3)]))),
        "has changed since it was locked": compare(held, lock_of(claim(ONE_CELL, [pro(4)], title="New title"))),
    }
    for expected, differences in words.items():
        assert [each.words for each in differences] == [expected]


def test_only_a_moved_verdict_is_a_change_and_it_names_what_carries_it() -> None:
    """New claims, gone claims and mere wording are no verdict changes."""
    before, after = claim(ONE_CELL, [pro(4)]), claim(ONE_CELL, [pro(1), con(4)])
    assessments = {after.id: assess(after, SOURCES, DAY)}
    (change,) = moves(lock_of(before), lock_of(after), assessments, DAY)
    assert (change.before, change.after, change.evidence) == ("supported", "refuted", ("e2",))
    reworded = claim(ONE_CELL, [pro(4)], title="New title")
    assert list(moves(lock_of(before), lock_of(reworded), {}, DAY)) == []
    assert list(moves(make_lock({}, {}, DAY), lock_of(after), assessments, DAY)) == []
    assert list(moves(lock_of(before), make_lock({}, {}, DAY), {}, DAY)) == []


def test_where_no_single_item_bears_a_verdict_all_of_weight_carry_it() -> None:
    made = claim(ONE_CELL, [pro(4, "a"), pro(4, "b"), pro(1, "c")])
    assert carrying(assess(made, SOURCES, DAY)) == ("e1", "e2")
