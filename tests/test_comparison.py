"""Two states of a base: what moved, by what, and which rules about changes are broken."""

import random
import re
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from claimbase.change_codes import CHANGE_CODES
from claimbase.comparison import Comparison, compare, review
from claimbase.model import Verdict
from claimbase.outline import as_markdown
from claimbase.pipeline import Examination, examine
from claimbase.repository import KnowledgeBase
from edited_base import AVAILABLE, MEMORY, RETIRED, RUNNING, SOURCE, copy_base, edit

NAME = "cpr-exec-availability-by-version"
ITEM = """\
  - id: e3
    kind: test-run
    direction: {direction}
    source: {source}
    locator: {{machine: a host, date: "2026-11-24", commands: [look], observed: it}}
    finding: The mode was looked for.
    applies_to: {{qemu: ["10.1"]}}
    direct: It looks as the test says.
"""
ENTRY = '  - {date: "2026-11-24", change: Looked at 10.1.}\n'


def changed(tmp_path: Path, change: Callable[[Path], None]) -> Comparison:
    """What comes of a change of the fixture base."""
    before, after = copy_base(tmp_path / "before"), copy_base(tmp_path / "after")
    change(after)
    return compare(examine(before), examine(after))


def with_item(root: Path, *, direction: str = "contradicts", source: str = "own-test-runs", entry: str = ENTRY) -> None:
    item = ITEM.format(direction=direction, source=source)
    edit(root, AVAILABLE, "advice:\n", f"{item}advice:\n")
    path = root / "claims" / AVAILABLE
    path.write_text(path.read_text("utf-8") + entry, "utf-8")


def without_file(root: Path, name: str) -> None:
    (root / "claims" / name).unlink()


def test_a_base_compared_with_itself_differs_in_nothing(tmp_path) -> None:
    found = changed(tmp_path, lambda root: None)
    assert found.empty
    assert "Nothing differs." in as_markdown(review(found, "Title"))


def test_a_verdict_moves_by_the_item_without_which_it_would_not(tmp_path) -> None:
    """One item against the claim in the open environment makes it overstated, and is named as what moved it."""
    found = changed(tmp_path, with_item)
    (change,) = [each for each in found.claims if each.moved]
    assert change.id == NAME
    assert change.before is not None
    assert change.after is not None
    assert change.before.assessment is not None
    assert change.after.assessment is not None
    assert (change.before.assessment.verdict, change.after.assessment.verdict) == (
        "supported-with-limits",
        "overstated",
    )
    assert [(cause.what, cause.name, cause.alone) for cause in change.causes] == [("item", "e3", True)]
    assert ("item", "e3") in [(part.what, part.name) for part in change.bearing]
    assert found.breaches == ()
    text = as_markdown(review(found, "Title"))
    assert "From holds where checked; 1 of 2 environments holds, 1 is open; moderate certainty" in text
    assert "To overstated; 1 of 2 environments holds, 1 fails; moderate certainty" in text
    assert "`e3` (new): test-run, **against it** in 1 environment, level 4, origin `fixture-test-runs`" in text


def test_a_certainty_moves_by_what_lowers_it(tmp_path) -> None:
    found = changed(tmp_path, lambda root: edit(root, AVAILABLE, "steps: 1", "steps: 2"))
    (change,) = found.claims
    assert change.surer_or_less
    assert not change.moved
    assert [(cause.what, cause.name) for cause in change.causes] == [("item", "e1")]
    assert "## Certainty that moves" in as_markdown(review(found, "Title"))


def test_a_part_of_the_claim_that_moves_its_verdict_is_named(tmp_path) -> None:
    """A scope that leaves the open environment out makes the claim supported: the scope moved it, no item did."""

    def narrower(root: Path) -> None:
        edit(root, AVAILABLE, 'qemu: ["10.1", "10.2"]', 'qemu: ["10.2"]')
        edit(root, AVAILABLE, '  - {when: {qemu: "10.1"}, do: Upgrade before you plan with cpr-exec.}\n', "")

    (change,) = changed(tmp_path, narrower).claims
    assert [(cause.what, cause.name) for cause in change.causes] == [("part", "scope")]


def test_where_no_single_change_is_needed_all_that_move_it_are_named(tmp_path) -> None:
    """Two new items of which each is enough: without either the verdict would have moved all the same."""

    def two(root: Path) -> None:
        with_item(root)
        second = ITEM.format(direction="contradicts", source="own-test-runs").replace("e3", "e4")
        edit(root, AVAILABLE, "advice:\n", f"{second}advice:\n")

    found = changed(tmp_path, two)
    (change,) = found.claims
    assert [(cause.name, cause.alone) for cause in change.causes] == [("e3", False), ("e4", False)]
    assert "without any one of them it would have moved all the same" in as_markdown(review(found, "Title"))


def test_a_claim_that_cannot_be_assessed_any_more_is_told_and_not_guessed_about(tmp_path) -> None:
    text = as_markdown(review(changed(tmp_path, lambda root: with_item(root, source="nobody")), "Title"))
    assert "cannot be assessed" in text
    assert "`R401`" in text


def test_new_and_retired_claims_are_told_with_where_they_went(tmp_path) -> None:
    def one_new_one_retired(root: Path) -> None:
        text = (root / "claims" / MEMORY).read_text("utf-8")
        (root / "claims" / "live-update" / "another-claim.yml").write_text(text, "utf-8")
        (root / "claims" / AVAILABLE).write_text(
            "# yaml-language-server: $schema=../schema/claim.schema.json\ntitle: Release series that have cpr-exec\n"
            'retired: {how: moved, to: [another-claim], date: "2026-11-24", reason: It says the same.}\n'
            'history:\n  - {date: "2026-11-22", change: First version.}\n',
            "utf-8",
        )

    found = changed(tmp_path, one_new_one_retired)
    assert {change.id for change in found.claims if change.before is None} == {"another-claim"}
    text = as_markdown(review(found, "Title"))
    assert "Moved to another-claim on 2026-11-24: It says the same." in text
    assert "L122" not in text


def _sources(root: Path) -> None:
    edit(root, SOURCE, "interest: {favours: worry about data loss,", "interest: {favours: sales,")
    (root / "claims/sources/new-one.yml").write_text(
        "# yaml-language-server: $schema=../schema/source.schema.json\ntype: webpage\ntitle: A new one\n"
        "origin: diskinternals\ninterest: {favours: sales, why: it sells}\n",
        "utf-8",
    )


def test_new_sources_are_told_with_origin_and_interest_and_changed_ones_with_what_changed(tmp_path) -> None:
    text = as_markdown(review(changed(tmp_path, _sources), "Title"))
    assert "**New:** A new one `new-one`" in text
    assert "Origin: `diskinternals`, which is also that of diskinternals-qemu-10-2-impact." in text
    assert "Interest: it gains from **sales**. it sells" in text
    assert "says something else of: interest." in text


def test_support_from_the_origin_that_makes_the_claim_is_named(tmp_path) -> None:
    def own(root: Path) -> None:
        _sources(root)
        with_item(root, direction="supports", source="new-one")

    found = changed(tmp_path, own)
    assert [(case.claim, case.item, case.source) for case in found.own_cases] == [(NAME, "e3", "new-one")]
    assert "has the origin diskinternals, as has diskinternals-qemu-10-2-impact" in found.own_cases[0].what


def test_evidence_against_ones_own_claim_is_not_named(tmp_path) -> None:
    def against(root: Path) -> None:
        _sources(root)
        with_item(root, direction="contradicts", source="new-one")

    assert changed(tmp_path, against).own_cases == ()


@pytest.mark.parametrize(
    ("contributor", "named"),
    [
        (("Ada Example", "x@nowhere.test"), True),
        (("ADA  éxample", "x@nowhere.test"), True),
        (("Example Ada", "x@nowhere.test"), True),
        (("Bob Other", "x@nowhere.test"), False),
        (("Bob Other", "bob@runs.test"), True),
        (("Bob Other", "bob@github.com"), False),
        (("", ""), False),
    ],
)
def test_a_contributor_who_wrote_the_source_is_named_by_name_or_domain(tmp_path, contributor, named) -> None:
    before, after = copy_base(tmp_path / "before"), copy_base(tmp_path / "after")
    for root in (before, after):
        edit(
            root,
            "sources/own-test-runs.yml",
            "origin:",
            'URL: https://www.runs.test/x\naccessed: "2026-11-24"\norigin:',
        )
    with_item(after)
    found = compare(examine(before), examine(after), [contributor])
    assert [case.source for case in found.own_cases] == (["own-test-runs"] if named else [])


def _back(root: Path) -> None:
    text = (root / "claims" / AVAILABLE).read_text("utf-8")
    (root / "claims" / RETIRED).write_text(text, "utf-8")


def _recorded(root: Path) -> None:
    path = root / "claims/verdict-changes.yml"
    path.write_text("# yaml-language-server: $schema=schema/verdict-changes.schema.json\nchanges: []\n", "utf-8")


BREAKS: dict[str, Callable[[Path], None]] = {
    "L121": lambda root: with_item(root, entry=""),
    "L122": lambda root: without_file(root, "sources-and-statistics/future-use.yml"),
    "L123": lambda root: _cut(root, AVAILABLE, r"  - id: e2\n.*?(?=^advice)"),
    "L124": lambda root: edit(root, RUNNING, "First version.", "The first version."),
    "L125": _back,
    "L126": _recorded,
}


def _cut(root: Path, file: str, pattern: str) -> None:
    path = root / "claims" / file
    text = path.read_text("utf-8")
    cut = re.sub(pattern, "", text, flags=re.DOTALL | re.MULTILINE)
    assert cut != text
    path.write_text(cut, "utf-8")


def test_every_rule_about_changes_has_an_example_that_breaks_it() -> None:
    """L127 has one of its own below."""
    assert {code.code for code in CHANGE_CODES} == {*BREAKS, "L127"}


@pytest.mark.parametrize("code", BREAKS)
def test_a_change_that_breaks_a_rule_is_named_with_its_place(tmp_path, code) -> None:
    found = changed(tmp_path, BREAKS[code])
    told = [breach for breach in found.breaches if breach.code == code]
    assert told, found.breaches
    assert all(breach.path.startswith("claims/") and breach.line >= 1 for breach in told)
    text = as_markdown(review(found, "Title"))
    assert text.index("## To be mended first") < text.index(f"`{code}`")


def test_a_deleted_tombstone_is_a_deleted_claim(tmp_path) -> None:
    found = changed(tmp_path, lambda root: without_file(root, RETIRED))
    assert "L122" in [breach.code for breach in found.breaches]


def test_new_problems_are_told_and_those_that_only_stand_in_another_line_are_not(tmp_path) -> None:
    def hedged(root: Path) -> None:
        edit(root, AVAILABLE, "exists in QEMU", "may exist in QEMU")

    before, after = copy_base(tmp_path / "before"), copy_base(tmp_path / "after")
    hedged(before)
    hedged(after)
    edit(after, AVAILABLE, "title:", "# one line more\ntitle:")
    same = compare(examine(before), examine(after))
    assert (same.new_problems, same.mended) == ((), ())
    edit(after, AVAILABLE, "type: fact", "type: fatc")
    worse = compare(examine(before), examine(after))
    assert [problem.code for problem in worse.new_problems] == ["M205"]
    assert worse.unread == (NAME,)
    assert NAME not in {change.id for change in worse.claims}


def _shuffled(root: Path, seed: int) -> Examination:
    """The base with evidence items and sources of each claim in another order."""
    for path in sorted((root / "claims").glob("*/*.yml")):
        text = path.read_text("utf-8")
        found = re.search(r"^evidence:\n(.*?)(?=^\w|\Z)", text, flags=re.DOTALL | re.MULTILINE)
        if found:
            items = re.split(r"(?m)^(?=  - id: )", found[1])[1:]
            random.Random(seed).shuffle(items)
            path.write_text(text.replace(found[1], "".join(items)), "utf-8")
    return examine(root)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_evidence_never_matters(tmp_path, seed) -> None:
    """Whatever the order of items on either side, the same moves by the same causes come out."""
    before, after = copy_base(tmp_path / "before"), copy_base(tmp_path / "after")
    with_item(after)

    def told(found: Comparison) -> object:
        moves = [(each.id, each.moved, {(c.what, c.name) for c in each.causes}) for each in found.claims if each.items]
        return moves, {(case.claim, case.item) for case in found.own_cases}, [breach.code for breach in found.breaches]

    straight = told(compare(examine(before), examine(after)))
    assert told(compare(_shuffled(before, seed), _shuffled(after, seed + 10))) == straight


def _edition(name: str, verdict: Verdict, digest: str = "1a2b3c4d" * 8) -> SimpleNamespace:
    """An edition, as far as a comparison looks at it, that holds the claim that the tests change."""
    entry = SimpleNamespace(verdict=verdict, frozen=digest)
    return SimpleNamespace(name=name, sha256=digest, head=SimpleNamespace(entries={NAME: entry}))


def _with(kb: KnowledgeBase | None, **more: object) -> KnowledgeBase:
    """The base, as far as a comparison looks at it, with more than it holds."""
    assert kb is not None
    made: Any = SimpleNamespace(**{field.name: getattr(kb, field.name) for field in fields(kb)}, position=kb.position)
    vars(made).update(more)
    base: KnowledgeBase = made
    return base


def _compared(tmp_path: Path, change: Callable[[Path], None], before: Any, after: Any) -> Comparison:
    """What comes of a change where the two bases hold more than the fixture."""
    first, second = copy_base(tmp_path / "before"), copy_base(tmp_path / "after")
    change(second)
    old, new = examine(first), examine(second)
    return compare(replace(old, kb=_with(old.kb, **before)), replace(new, kb=_with(new.kb, **after)))


@pytest.mark.parametrize(
    ("change", "cited", "told"),
    [
        (with_item, Verdict.SUPPORTED_WITH_LIMITS, "verdict changed from holds where checked to overstated"),
        (with_item, Verdict.OVERSTATED, "the verdict is again what was cited: overstated"),
        (lambda root: edit(root, AVAILABLE, "title: ", "title: The "), Verdict.SUPPORTED, "wording changed"),
        (lambda root: edit(root, AVAILABLE, "The manual of", "A manual of"), Verdict.SUPPORTED, "evidence only"),
    ],
)
def test_a_citation_of_an_edition_is_told_with_what_becomes_of_it(tmp_path, change, cited, told) -> None:
    held = {"editions": (_edition("2026.12", cited),)}
    found = _compared(tmp_path, change, held, held)
    assert [(each.token, each.what) for each in found.citations] == [(f"qemu-10-2/{NAME}@2026.12#1a2b3c4d", told)]
    assert f"`qemu-10-2/{NAME}@2026.12#1a2b3c4d`: {told}" in as_markdown(review(found, "Title"))


def test_an_entry_of_the_history_alone_changes_no_citation(tmp_path) -> None:
    held = {"editions": (_edition("2026.12", Verdict.SUPPORTED),)}

    def entry(root: Path) -> None:
        path = root / "claims" / AVAILABLE
        path.write_text(path.read_text("utf-8") + ENTRY, "utf-8")

    assert _compared(tmp_path, entry, held, held).citations == ()


@pytest.mark.parametrize("after", [(), (_edition("2026.12", Verdict.SUPPORTED, "f" * 64),)])
def test_an_edition_that_is_gone_or_another_breaks_a_rule(tmp_path, after) -> None:
    before = {"editions": (_edition("2026.12", Verdict.SUPPORTED),)}
    found = _compared(tmp_path, lambda root: None, before, {"editions": after})
    assert [(breach.code, breach.path) for breach in found.breaches] == [("L127", "claims/editions/2026.12.json")]


def test_rules_of_memos_that_look_at_a_claim_are_told_where_an_environment_comes_out_otherwise(tmp_path) -> None:
    rule = SimpleNamespace(id="cpr-exec-there", effect="allow", looks_at=(SimpleNamespace(claim=NAME),))
    held = {"recommendations": SimpleNamespace(decisions=(SimpleNamespace(title="Upgrade", rules=(rule,)),))}
    found = _compared(tmp_path, with_item, held, held)
    assert f"Upgrade: the rule `cpr-exec-there` (allow) looks at {NAME}" in as_markdown(review(found, "Title"))
    still = _compared(tmp_path / "x", lambda root: edit(root, AVAILABLE, "title: ", "title: The "), held, held)
    assert still.memo_rules == ()
