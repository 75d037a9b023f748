"""An examination that knows the one before says the same as one that begins anew, whatever was edited in between."""

import random
import re
from pathlib import Path

import pytest
from claimbase.lint import recheck
from claimbase.lint.claim import _ways_to_days
from claimbase.model import Claim, Source, Tombstone
from claimbase.pipeline import examine
from edited_base import AS_OF, PAUSE, copy_base, edit, problems_of
from test_lint_rules import EDITS


def same(one, other) -> bool:
    return all(
        getattr(one, part) == getattr(other, part) for part in ("problems", "evaluations", "assessments", "as_of")
    )


def data_files(root) -> list[Path]:
    return sorted(path for path in (root / "claims").rglob("*.*") if path.suffix in (".yml", ".json"))


def test_examination_is_the_same_as_a_new_one_when_any_file_goes_breaks_and_comes_back(tmp_path):
    root = copy_base(tmp_path)
    edit(root, PAUSE, "assumptions: [memory-backend-shared-requirement]", "assumptions: [old-update-claim]")
    kept = examine(root, as_of=AS_OF)
    for path in data_files(root):
        good = path.read_bytes()
        for content in (None, b"title: [", good):
            path.unlink(missing_ok=True) if content is None else path.write_bytes(content)
            kept = examine(root, kept, as_of=AS_OF)
            assert same(kept, examine(root, as_of=AS_OF)), path


def test_examination_is_the_same_as_a_new_one_after_each_edit_and_back_again(tmp_path):
    root = copy_base(tmp_path)
    kept = examine(root, as_of=AS_OF)
    edits = [(file, old, new) for file, old, new, *_ in EDITS]
    for file, old, new in [*edits, ("topics.yml", "id: live-update", "id: live-migration")]:
        path = root / "claims" / file
        good = path.read_bytes()
        edit(root, file, old, new)
        kept = examine(root, kept, as_of=AS_OF)
        assert same(kept, examine(root, as_of=AS_OF)), (file, new)
        path.write_bytes(good)
        kept = examine(root, kept, as_of=AS_OF)
    assert same(kept, examine(root, as_of=AS_OF))


@pytest.mark.parametrize("seed", range(6))
def test_examination_after_edits_is_the_same_as_a_new_one(tmp_path, seed):
    root, chance = copy_base(tmp_path), random.Random(seed)
    files = {path: path.read_bytes() for path in data_files(root)}
    kept = examine(root, as_of=AS_OF)
    for _ in range(25):
        file, old, new, *_rest = chance.choice(EDITS)
        path = root / "claims" / file
        if chance.random() < 0.3:
            mended = chance.choice(sorted(files))
            mended.write_bytes(files[mended])
        elif chance.random() < 0.1:
            path.unlink(missing_ok=True)
        elif path.exists() and old in path.read_text(encoding="utf-8"):
            edit(root, file, old, new)
        kept = examine(root, kept, as_of=AS_OF)
        assert same(kept, examine(root, as_of=AS_OF))


def test_claims_that_did_not_change_are_not_checked_again(tmp_path):
    root = copy_base(tmp_path)
    before = examine(root, as_of=AS_OF)
    edit(root, PAUSE, "title: ", "title: Again, ")
    after = examine(root, before, as_of=AS_OF)
    assert before.checked is not None
    assert after.checked is not None
    changed = {name for name, kept in after.checked.claims.items() if before.checked.claims.get(name) is not kept}
    assert changed == {"live-update-guest-pause"}


def test_claims_are_checked_again_when_what_they_lean_on_changes(tmp_path):
    root = copy_base(tmp_path)
    before = examine(root, as_of=AS_OF)
    edit(root, "facets.yml", "title: ", "title: Again, ")
    after = examine(root, before, as_of=AS_OF)
    assert before.kb is not None
    assert before.checked is not None
    assert after.checked is not None
    assert all(before.checked.claims[name] is not kept for name, kept in after.checked.claims.items())
    again = recheck(before.kb, before.assessments, before.checked, AS_OF)
    assert all(before.checked.claims[name] is kept for name, kept in again.claims.items())


def test_every_day_of_a_claim_is_looked_at(tmp_path):
    root = copy_base(tmp_path)
    count = 0
    for path in sorted((root / "claims").rglob("*.yml")):
        if path.parent.name == "claims":
            continue
        text, found = re.subn(
            r'\b(date|accessed|due|issued): "?[0-9]{4}-[0-9]{2}-[0-9]{2}"?',
            r'\1: "2026-02-30"',
            path.read_text("utf-8"),
        )
        path.write_text(text, encoding="utf-8")
        count += found
    assert count > 10
    assert sum(problem.code == "C709" for problem in problems_of(root)) == count


@pytest.mark.parametrize(
    ("model", "days", "below"),
    [
        (Claim, ("due",), {"asserted_by", "evidence", "history"}),
        (Tombstone, (), {"history", "retired"}),
        (Source, ("accessed", "issued"), set()),
    ],
)
def test_days_are_found_through_the_fields_of_the_models(model, days, below):
    own, leading = _ways_to_days(model)
    assert own == days
    assert set(leading) == below
