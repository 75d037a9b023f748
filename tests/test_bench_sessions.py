"""Sessions: the order is fair, every run is kept, what was interrupted goes on, and nothing is written over."""

import json
from collections import Counter

import pytest
from bench_stand_in import DEFINITION, MACHINE, StandIn, begun, binary
from claimbase.bench import session as sessions
from claimbase.bench.errors import BenchError
from claimbase.bench.report import comparison_lines, run_lines, session_lines, summary
from claimbase.bench.runner import DISTURBED_SHARE, Progress, Runner
from claimbase.bench.scenario import Choice, Observation, Plan
from claimbase.bench.session import load, named, order
from claimbase.bench.store import encoded, machine_id, result_files, submission, write
from claimbase.definition import definition_hash
from claimbase.model import ResultFile
from claimbase.repository import load as load_base

BINARIES = [binary("10.0.13"), binary("10.2.2")]


def took(value: float, **more) -> Observation:
    return Observation(samples={"time-ms": (value,)}, **more)


def run(session, scenario, told=None):
    runner = Runner(scenario, session, BINARIES, Choice(), told or (lambda _progress: None), wait=False)
    return runner.run()


def plans(repetitions: int) -> list[Plan]:
    return [Plan(each, {"mode": mode}, repetitions) for each in BINARIES for mode in ("one", "other")]


def test_each_round_has_every_setting_once_and_rounds_differ_in_order():
    _, steps = order(plans(20), seed=7, quick=False)
    warm, measured = steps[:2], steps[2:]
    assert [step.subject for step in warm] == [0, 1]
    assert all(step.warmup for step in warm)
    rounds = [measured[start : start + 4] for start in range(0, len(measured), 4)]
    keys = [[(step.subject, step.setting["mode"]) for step in each] for each in rounds]
    assert all(len(set(each)) == 4 for each in keys)
    assert len({tuple(each) for each in keys}) > 5


def test_same_seed_gives_the_same_order_and_another_seed_another_one():
    assert order(plans(5), 1, quick=False) == order(plans(5), 1, quick=False)
    assert order(plans(5), 1, quick=False) != order(plans(5), 2, quick=False)


def test_quick_session_runs_each_setting_once_without_warm_up():
    _, steps = order(plans(9), 1, quick=True)
    assert len(steps) == 4
    assert not any(step.warmup for step in steps)


def test_every_run_is_on_the_disk_before_the_next_one_begins(tmp_path):
    counts = []

    def observe(_plan):
        counts.append(len(load(next(sessions.sessions(tmp_path))).runs))
        return took(1.0)

    scenario = StandIn(observe)
    run(begun(tmp_path, scenario, BINARIES), scenario)
    assert counts == list(range(14))


def test_interrupted_session_keeps_what_it_has_and_goes_on_where_it_stopped(tmp_path):
    made: list[tuple[str, object]] = []

    def observe(plan):
        if len(made) == 5:
            made.append(("interrupt", ""))
            raise KeyboardInterrupt
        made.append((plan.binary.version, plan.setting["mode"]))
        return took(1.0)

    scenario = StandIn(observe)
    session = begun(tmp_path, scenario, BINARIES)
    with pytest.raises(KeyboardInterrupt):
        run(session, scenario)
    again = load(named(tmp_path, "stand-in"))
    assert len(again.runs) == 5
    assert run(again, scenario) == 0
    assert Counter(made)[("10.2.2", "one")] + Counter(made)[("10.2.2", "other")] == 7
    assert sorted(load(again.path).done) == list(range(1, 15))


def test_line_that_a_crash_cut_off_is_left_out_and_its_run_made_again(tmp_path):
    scenario = StandIn(lambda _plan: took(1.0))
    session = begun(tmp_path, scenario, BINARIES)
    run(session, scenario)
    whole = session.path.read_bytes()
    session.path.write_bytes(whole[:-40])
    cut = load(session.path)
    assert len(cut.runs) == 13
    session.path.write_bytes(whole[: whole[:-1].rindex(b"\n") + 1])
    again = load(session.path)
    run(again, scenario)
    assert sorted(load(session.path).done) == list(range(1, 15))


def test_session_of_the_same_name_is_never_written_over(tmp_path):
    scenario = StandIn(lambda _plan: took(1.0))
    begun(tmp_path, scenario, BINARIES)
    with pytest.raises(BenchError, match=r"there is a session .* already"):
        begun(tmp_path, scenario, BINARIES)


def test_disk_that_is_full_is_said_and_the_runs_before_are_kept(tmp_path, monkeypatch):
    scenario = StandIn(lambda _plan: took(1.0))
    session = begun(tmp_path, scenario, BINARIES)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BenchError, match="No space left on device; the runs before this one are kept"):
        run(session, scenario)


def test_disturbed_run_is_kept_aside_and_made_again(tmp_path):
    shares = iter([0.0, 0.0, DISTURBED_SHARE + 0.1] + [0.0] * 20)
    scenario = StandIn(lambda _plan: took(1.0, others_cpu=next(shares)))
    session = begun(tmp_path, scenario, BINARIES)
    run(session, scenario)
    aside = [made for _, made in session.runs if made.set_aside]
    assert [made.number for made in aside] == [3]
    assert "30%" in (aside[0].set_aside or "")
    assert aside[0].samples
    assert len(session.runs) == 15
    assert "14 of 14 runs made, 0 without result, 1 set aside" in list(session_lines(session))


def test_run_that_stays_disturbed_is_never_counted_and_tried_again_when_resumed(tmp_path):
    disturbed = True

    def observe(plan):
        there = disturbed and plan.setting["mode"] == "other" and plan.binary.version == "10.2.2"
        return took(1.0, others_cpu=0.9 if there else 0.0)

    scenario = StandIn(observe)
    session = begun(tmp_path, scenario, BINARIES)
    run(session, scenario)
    counted = [made for _, made in session.runs if made.set_aside is None]
    assert all((made.others_cpu or 0) < DISTURBED_SHARE or made.warmup for made in counted)
    assert len(session.done) < 14
    disturbed = False
    run(session, scenario)
    assert len(session.done) == 14


def test_run_that_fails_is_kept_with_its_reason_and_the_session_goes_on(tmp_path):
    def observe(plan):
        if plan.setting["mode"] == "other":
            raise BenchError("it would not", log=("last words",))
        return took(1.0)

    scenario = StandIn(observe)
    session = begun(tmp_path, scenario, BINARIES)
    assert run(session, scenario) == 6
    failed = next(made for _, made in session.runs if made.failed)
    assert failed.failed == "it would not"
    assert any("last words" in line for line in run_lines(session, failed.number))


def test_folders_of_this_machine_do_not_get_into_results(tmp_path):
    scenario = StandIn(lambda plan: took(1.0, log=(f"cannot open {plan.binary.path}: \x1b[31mno",)))
    session = begun(tmp_path, scenario, BINARIES)
    run(session, scenario)
    assert {line for _, made in session.runs for line in made.log} == {
        f"cannot open …/{each.version}:  [31mno" for each in BINARIES
    }


def test_progress_tells_what_is_run_and_how_long_it_will_take(tmp_path):
    told: list[Progress] = []
    scenario = StandIn(lambda _plan: took(1.0))
    run(begun(tmp_path, scenario, BINARIES), scenario, told.append)
    assert [each.done for each in told] == list(range(15))
    assert told[0].seconds_left == 14.0
    assert told[0].what == "10.0.13 one (warm-up)"
    assert told[-1].seconds_left == 0.0


@pytest.fixture
def measured(tmp_path):
    values = iter(range(1, 100))
    scenario = StandIn(lambda plan: took(next(values) + (100 if plan.setting["mode"] == "other" else 0)))
    session = begun(tmp_path, scenario, BINARIES)
    run(session, scenario)
    return session


def test_sides_are_compared_by_their_medians_with_an_interval(measured):
    lines = list(comparison_lines(measured, "time-ms", {"a": {"mode": "one"}, "b": {"mode": "other"}}, {}, ratio=False))
    assert lines[0].startswith("a  mode=one")
    assert "a - b = -" in lines[2]
    assert "95 % interval" in lines[2]
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("metric", "side", "said"),
    [
        ("time-s", {"mode": "one"}, "no metric time-s"),
        ("time-ms", {"way": "one"}, "no parameter way"),
        ("time-ms", {"mode": "third"}, "no run of the session has mode=third"),
    ],
)
def test_comparison_of_what_is_not_there_is_refused_plainly(measured, metric, side, said):
    with pytest.raises(BenchError, match=said):
        list(comparison_lines(measured, metric, {"a": side, "b": {"mode": "other"}}, {}, ratio=True))


def test_summary_tells_name_state_and_versions(measured):
    assert "whole" in summary(measured)
    assert "10.0.13, 10.2.2" in summary(measured)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not a session"),
        (b"not json\n", "is not a session"),
        (b'{"format": 99}\n', "has the format 99, this program knows 1"),
        (b'{"format": 1, "benchmark": 3}\n', "is damaged"),
    ],
)
def test_file_that_is_no_session_is_refused_plainly(tmp_path, content, said):
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    with pytest.raises(BenchError, match=said):
        load(path)


def test_unknown_session_is_refused_with_those_that_there_are(measured):
    with pytest.raises(BenchError, match=r"there is no session nothing .*stand-in-2026"):
        named(measured.path.parent.parent, "nothing")


# What goes into the base


@pytest.fixture
def base(tmp_path):
    root = tmp_path / "base"
    (root / "claims").mkdir(parents=True)
    head = "# yaml-language-server: $schema=schema/x.schema.json\n"
    topic = "topics:\n  - {id: a, title: A, question: Why?, order: 1}\n"
    values = '{id: "10.0", title: old}, {id: "10.2", title: new}'
    facet = f"dimensions:\n  - {{id: qemu, title: QEMU, question: Which?, find_out: Look., values: [{values}]}}\n"
    (root / "claims/format.yml").write_text("# yaml-language-server: $schema=schema/format.schema.json\nformat: 1\n")
    (root / "claims/topics.yml").write_text(head + topic)
    (root / "claims/facets.yml").write_text(head + facet)
    return root


def test_submission_is_read_back_by_the_base_without_a_problem(base, measured):
    files = submission(base, measured, "some-machine")
    assert sorted(files) == [
        "claims/benchmarks/machines/some-machine.json",
        "claims/benchmarks/stand-in/benchmark.yml",
        "claims/benchmarks/stand-in/results/some-machine/10.0.13/2026-11-26T12-00-00Z.json",
        "claims/benchmarks/stand-in/results/some-machine/10.2.2/2026-11-26T12-00-00Z.json",
    ]
    write(base, files)
    kb, problems = load_base(base)
    assert not problems
    assert kb is not None
    assert definition_hash(kb.benchmarks["stand-in"]) == definition_hash(DEFINITION)
    held = [made for _, result in kb.results["stand-in"] for made in result.runs]
    assert sorted(held, key=lambda made: made.number) == [made for _, made in measured.runs]


def test_submitting_again_changes_nothing(base, measured):
    write(base, submission(base, measured, "some-machine"))
    assert submission(base, measured, "some-machine") == {}


def test_result_that_is_there_with_other_content_is_never_written_over(base, measured):
    files = submission(base, measured, "some-machine")
    write(base, files)
    path = base / max(files)
    path.write_bytes(path.read_bytes().replace(b'"time-ms": [', b'"time-ms": [1', 1))
    before = path.read_bytes()
    with pytest.raises(BenchError, match="is there already with other content"):
        submission(base, measured, "some-machine")
    assert path.read_bytes() == before


def test_results_of_another_definition_are_not_submitted(base, measured):
    files = dict(submission(base, measured, "some-machine"))
    path = "claims/benchmarks/stand-in/benchmark.yml"
    write(base, {path: files[path].replace(b"Nothing is done.", b"Something is done.")})
    with pytest.raises(BenchError, match="another definition of stand-in"):
        submission(base, measured, "some-machine")


def test_result_file_keeps_a_line_for_each_run_and_every_digit(measured):
    path, held = next(iter(result_files(measured, "some-machine")))
    text = encoded(held).decode()
    assert ResultFile.model_validate(json.loads(text)) == held
    assert sum(line.lstrip().startswith('{"number"') for line in text.splitlines()) == len(held.runs)
    assert path.endswith("10.0.13/2026-11-26T12-00-00Z.json")


def test_session_without_runs_has_nothing_to_submit(base, tmp_path):
    with pytest.raises(BenchError, match="has no runs yet"):
        submission(base, begun(tmp_path, StandIn(lambda _plan: took(1.0)), BINARIES), "some-machine")


def test_machine_is_called_by_its_kind():
    assert machine_id(MACHINE) == "vm-x86-64-some-5000-2-core"
