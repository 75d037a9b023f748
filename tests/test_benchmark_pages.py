"""Pages and data files of benchmarks: every run is accounted for, and the files hold what was measured."""

import csv
import gzip
import io
import json
import re
from dataclasses import replace

import pytest
from claimbase.definition import definition_hash
from claimbase.evaluation import Evaluation, SideSamples
from claimbase.model import Measurement, MeasurementOutcome, ResultFile
from claimbase.pipeline import examine
from claimbase.render import Renderer, SiteSettings, iter_files
from claimbase.render.benchmark_files import csv_bytes, json_bytes
from claimbase.render.benchmark_pages import BenchmarkInputs, benchmark_list, benchmark_page, summary
from claimbase.render.figures import figure
from claimbase.render.measured import measured
from claimbase.render.metric_views import metric_views, names_of, number_tables
from claimbase.render.outcome_matrices import matrices
from claimbase.render.pages import environment
from claimbase.render.runs import STANDINGS, all_runs, groups
from invented_runs import BENCHMARK, MACHINE, VERSIONS, results
from site_base import write_base

SETTINGS = SiteSettings("QEMU 10.2, examined")
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"


def body(found=None, benchmark=BENCHMARK) -> str:
    files = results(benchmark) if found is None else found
    inputs = BenchmarkInputs(benchmark, files, (MACHINE,), (), "claims/x.yml", SETTINGS)
    (page,) = benchmark_page(inputs)
    return str(page.body)


def changed(files, **update: object):
    """The result files with every run changed."""
    return tuple(
        (path, file.model_copy(update={"runs": tuple(run.model_copy(update=update) for run in file.runs)}))
        for path, file in files
    )


@pytest.fixture(scope="module")
def examination(tmp_path_factory):
    examined = examine(write_base(tmp_path_factory.mktemp("base")))
    assert not examined.problems
    return examined


@pytest.fixture(scope="module")
def site(examination):
    made = iter_files(examination.sound, examination.assessments, SETTINGS, examination.evaluations)
    return {file.uri: file for file in made}


# The data files


def rows() -> list[dict[str, str]]:
    text = csv_bytes(BENCHMARK, results()).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_every_sample_is_a_row_of_the_csv_with_its_conditions():
    expected = [
        (file.subject.version, str(run.number), str(run.setting["mode"]), str(run.setting["memory"]), metric, value)
        for _, file in results()
        for run in file.runs
        for metric, samples in run.samples.items()
        for value in samples
    ]
    found = [
        (row["version"], row["run"], row["mode"], row["memory"], row["metric"], float(row["value"]))
        for row in rows()
        if row["metric"]
    ]
    assert found == expected


def test_every_outcome_and_every_failure_is_a_row_of_the_csv():
    found = [(row["version"], row["expected"], row["observed"]) for row in rows() if row["observed"]]
    assert found.count(("7.2.22", "started", "refused")) == 3
    assert len(found) == 6 * len(VERSIONS)
    failed = [row for row in rows() if row["standing"] == "failed"]
    assert [row["why"] for row in failed] == ['no answer within 30 s, "gave" up'] * len(VERSIONS)


def test_csv_ends_its_lines_as_the_standard_says_and_holds_no_formula():
    data = csv_bytes(BENCHMARK, results())
    assert data.count(b"\r\n") == len(rows()) + 1
    assert b"\n" not in data.replace(b"\r\n", b"")
    reasons = {row["why"] for row in rows() if row["standing"] == "set aside"}
    assert reasons == {"'=another program ran meanwhile"}


def test_parameter_that_is_named_like_a_column_keeps_its_values():
    parameters = (BENCHMARK.parameters[0].model_copy(update={"id": "value"}), *BENCHMARK.parameters[1:])
    benchmark = BENCHMARK.model_copy(update={"parameters": parameters})
    head = csv_bytes(benchmark, results()).decode().splitlines()[0].split(",")
    assert "parameter:value" in head
    assert len(head) == len(set(head))


def test_json_holds_the_definition_and_every_run():
    value = json.loads(json_bytes(BENCHMARK, results(), (MACHINE,)))
    assert value["definition"]["id"] == BENCHMARK.id
    assert value["definition_hash"] == definition_hash(BENCHMARK)
    assert value["machines"][0]["id"] == MACHINE.id
    for each, (path, file) in zip(value["results"], results(), strict=True):
        assert each.pop("file") == path
        assert ResultFile.model_validate(each) == file


def test_same_runs_make_the_same_bytes():
    assert csv_bytes(BENCHMARK, results()) == csv_bytes(BENCHMARK, results())
    assert json_bytes(BENCHMARK, results(), ()) == json_bytes(BENCHMARK, results(), ())
    assert body() == body()


# The page of a benchmark


def test_runs_that_do_not_count_are_counted_with_their_reasons():
    page = body()
    each = all_runs(BENCHMARK, results())
    assert f"{len(each)} runs:" in page
    for standing, number in (("evaluated", 93), ("warm-up", 12), ("set aside", 3), ("failed", 3)):
        assert sum(one.standing == standing for one in each) == number
        assert f"<strong>{number}</strong> {standing}" in page
        assert STANDINGS[standing] in page
    assert "no answer within 30 s" in page
    assert "=another program ran meanwhile" in page


def test_runs_of_another_definition_are_counted_and_not_mixed():
    files = results()
    old = (files[0][0], files[0][1].model_copy(update={"definition": "sha256:" + "f" * 64}))
    each = all_runs(BENCHMARK, (old, *files[1:]))
    assert {one.standing for one in each if one.path == old[0]} == {"other definition"}
    assert {group.conditions[1] for group in groups(each)} == set(VERSIONS) - {old[1].subject.version}
    assert "other definition" in body((old, *files[1:]))


def test_page_names_what_was_examined_and_how_it_was_made():
    page = body()
    for text in (
        definition_hash(BENCHMARK),
        "Each mode is started in turns.",
        "The machine is virtual.",
        "QEMU emulator version 10.2.2",
        "claimbase bench run option-cost",
        "Anything else.",
        'href="option-cost.csv"',
        'href="option-cost.json"',
        'href="index.html#machine-invented-host"',
    ):
        assert text in page


def test_benchmark_without_runs_says_so():
    page = body(())
    assert "No runs are in the base yet." in page
    assert "<svg" not in page
    (listed,) = benchmark_list((summary(BENCHMARK, (), ()),), ())
    assert "No runs are in the base yet." in listed.body
    assert "No claim rests on it yet." in listed.body


def test_metric_is_drawn_by_setting_on_one_axis_and_counts_as_a_line():
    found = groups(all_runs(BENCHMARK, results()))
    views = {view.metric.id: view for view in metric_views(names_of(BENCHMARK, {}), found)}
    heads = [told for told, _ in views["start-ms"].shown]
    assert heads == [f"mode {mode}, memory {size}\N{NO-BREAK SPACE}MiB" for mode in ("quick", "slow")
                     for size in (512, 1024)]  # fmt: skip
    axes = {chart.marks[-1].text for _, chart in views["start-ms"].shown}
    assert len(axes) == 1
    ((told, line),) = views["options"].shown
    assert told == "mode slow, memory 512\N{NO-BREAK SPACE}MiB"
    assert [mark.kind for mark in line.marks].count("line") == 1


def test_numbers_stand_in_tables():
    found = groups(all_runs(BENCHMARK, results()))
    exact, start = number_tables(names_of(BENCHMARK, {}), found)
    assert [values for values, _ in exact.rows] == [(version,) for version in VERSIONS]
    assert len(start.rows) == 12
    group = next(each for each in found if each.samples("start-ms"))
    assert start.rows[0][1] == ("6", *(figure(x, 4) for x in (
        group.median("start-ms"), min(group.samples("start-ms")), max(group.samples("start-ms")))))  # fmt: skip


def test_outcomes_stand_in_a_matrix_and_what_was_not_expected_is_said():
    found = groups(all_runs(BENCHMARK, results()))
    (matrix,) = matrices(names_of(BENCHMARK, {}), found)
    assert matrix.corner == "QEMU"
    assert (matrix.across, matrix.columns) == ("mode", ("quick", "slow"))
    assert [row for row, _ in matrix.rows] == list(VERSIONS)
    ((refused,),) = matrix.rows[0][1][:1]
    assert (refused.word, refused.number, refused.unexpected) == ("refused", 3, 3)
    page = body()
    assert "refused ×\N{NO-BREAK SPACE}3 <strong>(not as expected)</strong>" in page
    assert "<strong>refused</strong>: it said no &amp; ended" in page
    kept = [file for file in results() if file[1].subject.version != "10.0.13"]
    only = tuple(
        (path, file.model_copy(update={"runs": tuple(
            run for run in file.runs if not (run.observed and run.setting["mode"] == "quick" and "10.2" in path))}))
        for path, file in kept
    )  # fmt: skip
    assert "not run" in body(only)


def hand_overs(modes):
    """Matrices of hand-overs between all versions in these ways."""
    parameters = [{"id": "to-version", "title": "new QEMU"}, {"id": "to-series", "title": "its series"},
                  {"id": "mode", "title": "way"}]  # fmt: skip
    benchmark = BENCHMARK.model_validate({**BENCHMARK.model_dump(), "parameters": parameters})
    path, file = results(benchmark)[0]
    files = []
    for version in VERSIONS:
        subject = file.subject.model_copy(update={"version": version})
        runs = tuple(
            file.runs[-1].model_copy(update={"setting": {"to-version": to, "to-series": to[:4], "mode": mode}})
            for to in VERSIONS
            for mode in modes
        )
        files.append((path, file.model_copy(update={"subject": subject, "runs": runs})))
    found = groups(all_runs(benchmark, tuple(files)))
    return list(matrices(names_of(benchmark, {}), found))


def test_hand_overs_stand_in_a_matrix_from_version_to_version():
    made = hand_overs("abcd")
    assert [matrix.caption for matrix in made] == [f"way {mode}" for mode in "abcd"]
    assert {(matrix.corner, matrix.across, matrix.columns) for matrix in made} == {("QEMU", "new QEMU", VERSIONS)}


def test_third_condition_joins_the_rows_where_there_would_be_many_matrices():
    (matrix,) = hand_overs("abcde")
    assert matrix.corner == "QEMU, way"
    assert [row for row, _ in matrix.rows] == [f"{version}, {mode}" for version in VERSIONS for mode in "abcde"]
    assert all(len(cells) == len(VERSIONS) and all(cells) for _, cells in matrix.rows)


def test_words_of_result_files_come_out_escaped():
    files = changed(results(), set_aside=HOSTILE)
    subject = files[0][1].subject.model_copy(update={"built": HOSTILE, "reported": HOSTILE, "features": (HOSTILE,)})
    session = files[0][1].session.model_copy(update={"command": HOSTILE, "harness": HOSTILE})
    host = files[0][1].host.model_copy(update={"kernel": HOSTILE, "warnings": (HOSTILE,)})
    file = files[0][1].model_copy(update={"subject": subject, "session": session, "host": host})
    page = body(((files[0][0], file), *files[1:])) + body(changed(results(), setting={"mode": HOSTILE, "memory": 1}))
    assert page.count("&lt;script&gt;") > 10
    assert "<script" not in page
    assert "<img" not in page


def test_page_grows_slowly_with_runs():
    small, large = (len(gzip.compress(body(results(count=n)).encode(), 9)) for n in (6, 20))
    assert large < 2 * small


# The page of a claim


def test_claim_page_shows_data_in_words_drawing_table_and_links(site):
    page = site["claims/option-start-time.html"].body
    assert page.count("<svg") == 2
    assert "data support it" in page
    assert "inconclusive" in page
    assert "6 runs: it started" in page
    assert 'href="../benchmarks/option-cost.html"' in page
    assert 'href="../benchmarks/option-cost.csv"' in page
    assert 'href="../benchmarks/index.html#machine-invented-host"' in page
    assert page.count("<code>claimbase bench run option-cost</code>") == 3
    table = page.split("Samples of e1")[1].split("</table>")[0]
    assert re.findall(r"(\d+\.?\d*); ", table)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert len(gzip.compress(page.encode(), 9)) < 10_000


def test_level_table_says_what_data_say_where_an_item_has_no_level(site):
    page = site["claims/option-start-time.html"].body
    table = page.split('id="levels-caption"')[1].split("</table>")[0]
    assert "none: inconclusive. The interval lies across the threshold." in table


def test_benchmark_pages_and_claims_name_one_another(site):
    page, listed = site["benchmarks/option-cost.html"].body, site["benchmarks/index.html"].body
    assert 'href="../claims/option-start-time.html#e3"' in page
    assert "1 claim rests on it" in listed
    assert 'href="../claims/option-start-time.html"' in listed


def test_new_runs_make_only_what_shows_them_anew(examination):
    kb, assessments, evaluations = examination.sound, examination.assessments, examination.evaluations
    renderer = Renderer(SETTINGS, exports=False)
    before = {file.uri: file for file in renderer.files(kb, assessments, evaluations)}
    fewer = {BENCHMARK.id: kb.results[BENCHMARK.id][1:]}
    after = {file.uri: file for file in renderer.files(replace(kb, results=fewer), assessments, evaluations)}
    assert {uri for uri, file in after.items() if file is not before[uri]} == {
        "api/v1/benchmarks/option-cost.json",
        "benchmarks/index.html",
        "benchmarks/option-cost.html",
        "benchmarks/option-cost.csv",
        "benchmarks/option-cost.json",
    }


def test_runs_of_several_machines_are_drawn_one_by_one():
    item = Measurement.model_validate(
        {
            "id": "e1",
            "kind": "measurement",
            "benchmark": "option-cost",
            "finding": "x",
            "assertion": {
                "metric": "start-ms",
                "compare": {"a": {"mode": "quick"}, "b": {"mode": "slow"}},
                "statistic": "ratio-of-medians",
                "holds_if": "< 0.5",
                "smallest_effect": 0.1,
            },
        }
    )
    quick, slow = SideSamples("quick", (1.0, 2.0), 1.5), SideSamples("slow", (3.0,), 3.0)
    one, two = (
        Evaluation(MeasurementOutcome.SUPPORTS, "So.", machines=(name,), a=quick, b=slow, effect=0.5)
        for name in ("m1", "m2")
    )
    whole = replace(one, machines=("m1", "m2"), parts=(one, two))
    view = measured(item, whole, None, {"m1": "First"})
    assert [drawing.heading for drawing in view.drawings] == ["First", "m2"]
    template = '{% from "measured.html" import measured %}{{ measured(view, "../") }}'
    page = environment().from_string(template).render(view=view)
    assert page.count("<svg") == 2
    assert 'href="../benchmarks/index.html#machine-m1"' in page
    assert "machine-m2" not in page
    assert "benchmarks/option-cost" not in page
