"""What data say about assertions, through the real pipeline: sides, reasons, origins, data cells."""

import json
from pathlib import Path
from typing import Any

import pytest
from claimbase.definition import definition_hash
from claimbase.evaluate import data_of, evaluate_item, filled
from claimbase.evaluate.cells import NO_VALUE, number
from claimbase.evaluation import NO_EVALUATIONS, Evaluation
from claimbase.fingerprint import make_lock
from claimbase.locking import check_lock
from claimbase.model import BoundTestRun, Measurement, MeasurementOutcome, Verdict
from claimbase.pipeline import Examination, examine
from claimbase.render import SiteSettings, iter_files
from edited_base import AS_OF, BENCHMARK, KEPT, MACHINE, MEMORY, PAUSE, RESULT, copy_base, edit, written

PAUSE_ID, MEMORY_ID = "live-update-guest-pause", "memory-backend-shared-requirement"
YES, NO, OPEN, WEAK, NONE = MeasurementOutcome


def examined(root: Path, before: Examination | None = None) -> Examination:
    return examine(root, before, AS_OF)


def found(root: Path, claim: str = PAUSE_ID) -> Evaluation:
    return examined(root).evaluations[claim]["e3"]


def rewritten(root: Path, file: str, change: Any, to: str = "") -> None:
    """Change the tree of a JSON file by a function, or write the changed tree to another file."""
    tree = json.loads((root / "claims" / file).read_text())
    change(tree)
    written(root, {to or file: json.dumps(tree)})


def gaps(tree: dict[str, Any], mode: str, values: list[float]) -> None:
    """Give the evaluable runs of one mode these samples, and leave out the runs for which there is none."""
    runs = [run for run in tree["runs"] if run["setting"]["mode"] == mode and run.keys() & {"samples"}]
    runs = [run for run in runs if not run.keys() & {"warmup", "set_aside"}]
    for run, value in zip(runs, values, strict=False):
        run["samples"] = {"guest-gap-ms": [value]}
    tree["runs"] = [run for run in tree["runs"] if run not in runs[len(values) :]]


@pytest.fixture
def root(tmp_path):
    return copy_base(tmp_path)


def test_the_worked_example_is_evaluated_from_its_samples(root):
    """cpr-exec takes about seven times as long as cpr-transfer: the statement that it is shorter is contradicted."""
    evaluation = found(root)
    assert evaluation.outcome is NO
    assert evaluation.a
    assert evaluation.b
    assert evaluation.interval
    assert evaluation.a.label == "mode cpr-exec"
    assert evaluation.a.values == (212.5, 205.0, 219.0, 208.5, 215.5, 210.0)
    assert (evaluation.a.median, evaluation.b.median, evaluation.n) == (211.25, 30.25, 12)
    assert evaluation.effect == 211.25 / 30.25
    assert evaluation.interval[0] > 6
    assert (evaluation.unit, evaluation.threshold) == ("ms", 0.9)
    assert evaluation.files == (f"claims/{RESULT}",)
    assert evaluation.origin == "fixture-test-runs"


def test_warm_up_and_set_aside_and_failed_runs_are_not_evaluated_and_those_left_out_are_said(root):
    evaluation = found(root)
    assert evaluation.a
    assert evaluation.b
    assert 900.0 not in evaluation.a.values
    assert 400.0 not in evaluation.b.values
    assert "1 run was set aside and 1 run was without result" in evaluation.reason


@pytest.mark.parametrize(
    ("slow", "outcome"),
    [
        ([10.0, 11.0, 10.5, 9.5, 10.2, 9.9], YES),
        ([27.0, 27.5, 26.5, 28.0, 27.2, 26.0], WEAK),
        ([10.0, 11.0, 60.0, 9.5, 90.0, 70.0], WEAK),
        ([10.0, 11.0, 10.5, 9.5], WEAK),
        ([212.5, 205.0, 219.0, 208.5, 215.5, 210.0], NO),
    ],
)
def test_samples_decide_the_side(root, slow, outcome):
    rewritten(root, RESULT, lambda tree: gaps(tree, "cpr-exec", slow))
    assert found(root).outcome is outcome


def test_an_interval_across_the_threshold_that_is_narrow_enough_is_inconclusive(root):
    edit(root, PAUSE, "smallest_effect: 0.1", "smallest_effect: 0.3")
    rewritten(root, RESULT, lambda tree: gaps(tree, "cpr-exec", [27.0, 27.5, 26.5, 28.0, 27.2, 26.0]))
    assert found(root).outcome is OPEN


def test_editing_one_sample_file_flips_exactly_the_statements_bound_to_it(root):
    before = examined(root)
    assert before.assessments[PAUSE_ID].verdict is Verdict.REFUTED
    rewritten(root, RESULT, lambda tree: gaps(tree, "cpr-exec", [10.0, 11.0, 10.5, 9.5, 10.2, 9.9]))
    after = examined(root, before)
    assert after.assessments[PAUSE_ID].verdict is Verdict.CONTESTED
    changed = {name for name in after.assessments if after.assessments[name] != before.assessments[name]}
    assert changed == {PAUSE_ID}
    item = after.assessments[PAUSE_ID].items[2]
    assert (item.id, str(item.side), item.level, item.origin) == ("e3", "supports", 3, "fixture-test-runs")


def test_an_edited_sample_file_moves_the_lock(root):
    before = examined(root)
    assert before.kb
    lock = make_lock(before.kb.claims, before.assessments, AS_OF)
    held = lock.model_dump(mode="json", exclude_none=True)
    written(root, {"verdicts.lock.yml": json.dumps(held)})
    rewritten(root, RESULT, lambda tree: gaps(tree, "cpr-exec", [10.0, 11.0, 10.5, 9.5, 10.2, 9.9]))
    after = examined(root)
    assert after.kb
    said = [problem.message for problem in check_lock(after.kb, after) if problem.code == "L102"]
    assert said == [f"{PAUSE_ID} is locked as refuted and comes out as contested"]


def test_only_what_changed_is_evaluated_again(root):
    before = examined(root)
    rewritten(root, KEPT, lambda tree: tree["runs"].pop())
    edit(root, "facets.yml", "title: ", "title: Again, ")
    after = examined(root, before)
    assert after.evaluations[PAUSE_ID] is before.evaluations[PAUSE_ID]
    assert after.evaluations[MEMORY_ID] != before.evaluations[MEMORY_ID]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PAUSE, "title: ", "title: Again, "),
        (BENCHMARK, "title: ", "title: Again, "),
        (MACHINE, "Invented", "Other"),
        (RESULT, "212.5", "213.5"),
    ],
)
def test_whatever_an_evaluation_rests_on_has_it_evaluated_again(root, file, old, new):
    before = examined(root)
    edit(root, file, old, new)
    after = examined(root, before)
    assert after.evaluations[PAUSE_ID] is not before.evaluations[PAUSE_ID]


def test_results_of_another_definition_are_kept_and_never_mixed(root):
    """A second file, of another procedure, with samples that would turn the outcome: nothing moves but a warning."""
    other = RESULT.replace("10-00-00", "12-00-00")

    def foreign(tree: dict[str, Any]) -> None:
        gaps(tree, "cpr-exec", [1.0] * 6)
        tree["definition"] = "sha256:" + "1" * 64
        tree["session"]["started"] = "2026-11-22T12:00:00Z"

    before = examined(root)
    rewritten(root, RESULT, foreign, other)
    after = examined(root)
    assert [problem.code for problem in after.problems] == ["D211"]
    assert after.kb
    assert len(after.kb.results["in-place-update"]) == 2
    assert after.evaluations == before.evaluations


def test_an_edited_definition_leaves_no_samples(root):
    edit(root, BENCHMARK, "heartbeat every 2 ms", "heartbeat every 5 ms")
    assert found(root).outcome is NONE
    assert examined(root).assessments[PAUSE_ID].items[2].level is None


def second_machine(root: Path, values: list[float], origin: str = "elsewhere") -> None:
    """Add a machine with the same runs, but these samples of cpr-exec."""

    def moved(tree: dict[str, Any]) -> None:
        gaps(tree, "cpr-exec", values)
        tree["machine"] = "another-host"

    rewritten(root, RESULT, moved, RESULT.replace("fixture-host", "another-host"))
    rewritten(root, MACHINE, lambda tree: tree.update(origin=origin), MACHINE.replace("fixture", "another"))


def test_machines_that_agree_are_told_together_with_the_numbers_nearest_to_failing(root):
    second_machine(root, [40.0, 41.0, 40.5, 39.5, 40.2, 39.9])
    evaluation = found(root)
    assert evaluation.outcome is NO
    assert evaluation.machines == ("another-host", "fixture-host")
    assert [part.machines for part in evaluation.parts] == [("another-host",), ("fixture-host",)]
    assert evaluation.a
    assert evaluation.a.median == 40.1
    assert evaluation.origin == "elsewhere"


def test_machines_that_disagree_decide_nothing(root):
    second_machine(root, [10.0, 11.0, 10.5, 9.5, 10.2, 9.9])
    evaluation = found(root)
    assert evaluation.outcome is OPEN
    assert evaluation.reason.startswith("The machines do not agree.")


def test_a_machine_with_one_side_only_is_not_compared_with_another(root):
    second_machine(root, [])
    assert found(root).machines == ("fixture-host",)


def test_machines_of_one_origin_are_one_origin(root):
    second_machine(root, [40.0, 41.0, 40.5, 39.5, 40.2, 39.9], origin="fixture-test-runs")
    assert found(root).origin == "fixture-test-runs"


def test_runs_that_differ_in_what_the_assertion_leaves_open_decide_nothing(root):
    edit(root, PAUSE, ", guest-ram-mib: 1024}", "}")
    assert found(root).outcome is NO
    rewritten(root, RESULT, lambda tree: tree["runs"][1]["setting"].update({"guest-ram-mib": 512}))
    evaluation = found(root)
    assert evaluation.outcome is OPEN
    assert "differ in guest-ram-mib" in evaluation.reason


def test_a_run_of_several_samples_counts_once_by_its_median(root):
    rewritten(root, RESULT, lambda tree: tree["runs"][1]["samples"].update({"guest-gap-ms": [1.0, 212.5, 900.0]}))
    evaluation = found(root)
    assert evaluation.a
    assert evaluation.a.values[0] == 212.5


def test_the_median_of_one_side_is_held_against_a_threshold(root):
    edit(root, PAUSE, ", b: {mode: cpr-transfer}", "")
    edit(root, PAUSE, "statistic: ratio-of-medians", "statistic: median")
    edit(root, PAUSE, '"< 0.9"', '"< 250"')
    evaluation = found(root)
    assert (evaluation.outcome, evaluation.effect, evaluation.b) == (YES, 211.25, None)


def test_an_exact_metric_needs_one_run(root):
    edit(root, BENCHMARK, "unit: ms, better: lower", "unit: ms, better: lower, exact: true")
    kb = examined(root).kb
    assert kb
    new = definition_hash(kb.benchmarks["in-place-update"])

    def counted(tree: dict[str, Any]) -> None:
        tree["definition"] = new
        gaps(tree, "cpr-exec", [12345.0])
        gaps(tree, "cpr-transfer", [12000.0, 12000.0])

    rewritten(root, RESULT, counted)
    evaluation = found(root)
    assert (evaluation.outcome, evaluation.interval) == (NO, (12345 / 12000, 12345 / 12000))
    assert "12,345" in filled_finding(root, "{{ e3.a.median }}")


# Test-runs


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        (["kept", "kept", "kept"], YES),
        (["lost", "lost", "refused"], NO),
        (["kept", "lost", "kept"], OPEN),
        (["kept", "kept"], WEAK),
        ([], NONE),
    ],
)
def test_outcomes_decide_the_side_of_a_bound_test_run(root, seen, outcome):
    def ended(tree: dict[str, Any]) -> None:
        private = [run for run in tree["runs"] if run["setting"]["memory"] == "private"]
        for run, word in zip(private, seen, strict=False):
            run["observed"] = word
        tree["runs"] = [run for run in tree["runs"] if run not in private[len(seen) :]]

    rewritten(root, KEPT, ended)
    evaluation = found(root, MEMORY_ID)
    assert evaluation.outcome is outcome
    assert evaluation.n == len(seen) == sum(evaluation.observed.values())


def test_a_listed_value_without_a_run_is_not_spoken_for(root):
    edit(root, MEMORY, "memory: private,", "memory: [shared, huge],")
    evaluation = found(root, MEMORY_ID)
    assert (evaluation.outcome, evaluation.n) == (WEAK, 3)
    assert "no run has memory huge" in evaluation.reason


def test_an_item_without_a_benchmark_says_that_there_are_no_samples(root):
    kb = examined(root).kb
    assert kb
    for claim in (PAUSE_ID, MEMORY_ID):
        item = kb.claims[claim].evidence[2]
        assert isinstance(item, Measurement | BoundTestRun)
        assert evaluate_item(item, None).outcome is NONE
        assert evaluate_item(item, data_of(kb, item.benchmark)).outcome is NO


# Data cells


def filled_finding(root: Path, text: str, claim: str = PAUSE_ID) -> str:
    """The finding of e3 with this text, filled."""
    examination = examined(root)
    assert examination.kb
    held = examination.kb.claims[claim]
    item = held.evidence[2].model_copy(update={"finding": text})
    full = filled(held.model_copy(update={"evidence": (item,)}), examination.evaluations[claim])
    return full.evidence[0].finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ e3.effect }}", "6.98"),
        ("{{e3.effect}} or {{ e3.n }}", "6.98 or 12"),
        ("{{ e3.a.median }} {{ e3.unit }} against {{ e3.b.median }} {{ e3.unit }}", "211 ms against 30.2 ms"),
        ("{{ e3.a.n }} of {{ e3.a.label }}", "6 of mode cpr-exec"),
        ("{{ e3.threshold }}, {{ e3.outcome }}, {{ e3.machines }}", "0.9, contradicts, fixture-host"),
        ("{{ e3.nothing }} {{ e1.effect }} {{ e3 }}", "{{ e3.nothing }} {{ e1.effect }} {{ e3 }}"),
    ],
)
def test_a_data_cell_reads_what_the_data_say(root, text, expected):
    assert filled_finding(root, text) == expected


def test_an_interval_reads_as_a_range(root):
    low, _, high = filled_finding(root, "{{ e3.interval }}").partition(" to ")
    assert 6 < float(low) < 6.98 < float(high) < 8


def test_cells_of_a_test_run_count_outcomes(root):
    text = "{{ e3.observed.lost }} of {{ e3.runs }}, {{ e3.observed.kept }} kept"
    assert filled_finding(root, text, MEMORY_ID) == "3 of 3, 0 kept"


def test_a_cell_without_data_says_so(root):
    (root / "claims" / RESULT).unlink()
    assert filled_finding(root, "{{ e3.effect }}, {{ e3.interval }}, {{ e3.n }}") == f"{NO_VALUE}, {NO_VALUE}, 0"


def test_a_claim_without_bound_items_is_not_copied(root):
    kb = examined(root).kb
    assert kb
    claim = kb.claims["release-step"]
    assert filled(claim, NO_EVALUATIONS) is claim


def test_no_page_shows_a_data_cell(root):
    edit(root, PAUSE, "title: ", 'title: "{{ e3.effect }} times" # ')
    examination = examined(root)
    assert examination.kb
    made = {
        file.uri: file
        for file in iter_files(examination.kb, examination.assessments, SiteSettings("Site"), examination.evaluations)
    }
    assert made[f"claims/{PAUSE_ID}.html"].title == "6.98 times"
    assert "6.98 times" in str(made["claims/index.html"].body)
    # The pages of the rules about data cells show examples of them.
    shown = [uri for uri, file in made.items() if file.is_page and "{{" in str(file.body)]
    assert {uri for uri in shown if not uri.startswith("rules/")} == set()


@pytest.mark.parametrize(
    ("value", "exact", "expected"),
    [
        (0.0, False, "0"),
        (6.98347, False, "6.98"),
        (0.7, False, "0.700"),
        (0.000123456, False, "0.000123"),
        (211.25, False, "211"),
        (12345.6, False, "12,300"),
        (999.9, False, "1,000"),
        (9.999, False, "10.0"),
        (-3.14159, False, "\N{MINUS SIGN}3.14"),
        (12345.0, True, "12,345"),
        (-2.0, True, "\N{MINUS SIGN}2"),
        (0.25, True, "0.25"),
        (309468 / 302580, True, "1.02"),
        (242.0084 - 301.7063, True, "\N{MINUS SIGN}59.7"),
    ],
)
def test_numbers_have_three_significant_digits_and_exact_ones_all(value, exact, expected):
    assert number(value, exact=exact) == expected
