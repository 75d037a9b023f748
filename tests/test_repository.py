"""The loader: every file read once, every problem of every file in one run, each where it stands."""

import time

import pytest
from claimbase.layout import FILE_CODES
from claimbase.model import Tombstone
from claimbase.repository import load
from claimbase.wording import MODEL_CODES
from edited_base import (
    AVAILABLE,
    BASE,
    MEMORY,
    PAUSE,
    RUNNING,
    SOURCE,
    copy_base,
    edit,
    problems_of,
    said,
    written,
)

# File, text, what takes its place, and every problem that follows.
EDITS = [
    (RUNNING, "title:", "titel:", ["live-update/live-update-while-running.yml:2:1: M201"]),
    (
        RUNNING,
        "    applies_to: {qemu: all}",
        "    aplies_to: {qemu: all}",
        ["live-update/live-update-while-running.yml:23:5: M201"],
    ),
    (RUNNING, "{sentence: 1}", "{sentence: 1, page: 2}", ["live-update/live-update-while-running.yml:6:69: M201"]),
    (
        MEMORY,
        "why: Under emulation nobody promises it.}",
        "why: Nobody promises it., reason: x}",
        ["live-update/memory-backend-shared-requirement.yml:10:58: M201"],
    ),
    (SOURCE, "container-title", "container_title", ["sources/diskinternals-qemu-10-2-impact.yml:5:1: M201"]),
    (
        SOURCE,
        "{literal: DiskInternals}",
        "{literl: DiskInternals}",
        [
            "sources/diskinternals-qemu-10-2-impact.yml:4:10: M202",
            "sources/diskinternals-qemu-10-2-impact.yml:4:11: M201",
        ],
    ),
    (
        RUNNING,
        "test: Watch the run state over QMP during an update through cpr-exec; a stopped guest refutes.\n",
        "",
        ["live-update/live-update-while-running.yml:2:1: M202"],
    ),
    (
        RUNNING,
        "    finding: Every CPR mode stops the guest before its memory is saved.\n",
        "",
        ["live-update/live-update-while-running.yml:11:5: M202"],
    ),
    (
        RUNNING,
        "      path: docs/devel/migration/CPR.rst\n",
        "",
        ["live-update/live-update-while-running.yml:16:7: M202"],
    ),
    (
        MEMORY,
        ", why: Under emulation nobody promises it.}",
        "}",
        ["live-update/memory-backend-shared-requirement.yml:10:16: M202"],
    ),
    (SOURCE, "origin: diskinternals\n", "", ["sources/diskinternals-qemu-10-2-impact.yml:2:1: M202"]),
    ("topics.yml", "    order: 1\n", "", ["topics.yml:3:5: M202"]),
    (
        PAUSE,
        "assumptions: [memory-backend-shared-requirement]",
        "assumptions: memory-backend-shared-requirement",
        ["live-update/live-update-guest-pause.yml:65:14: M203"],
    ),
    (
        RUNNING,
        "asserted_by:\n  - {source: diskinternals-qemu-10-2-impact, locator: {sentence: 1}}",
        "asserted_by: {source: a}",
        ["live-update/live-update-while-running.yml:5:14: M203"],
    ),
    (RUNNING, "steps: 1", 'steps: "1"', ["live-update/live-update-while-running.yml:24:44: M203"]),
    (RUNNING, 'qemu: ["10.2"]', "qemu: tcg", ["live-update/live-update-while-running.yml:8:9: M203"]),
    (
        RUNNING,
        "applies_to: {qemu: all}",
        "applies_to: {qemu: every}",
        ["live-update/live-update-while-running.yml:23:24: M203"],
    ),
    ("topics.yml", "order: 1", "order: 1.5", ["topics.yml:6:12: M203"]),
    (
        SOURCE,
        "author: [{literal: DiskInternals}]",
        "author: [DiskInternals]",
        ["sources/diskinternals-qemu-10-2-impact.yml:4:10: M203"],
    ),
    (
        MEMORY,
        "override:\n  replaces: refuted\n  verdict: contested\n  reason: A fixture needs an override.\n",
        "override: true\n",
        ["live-update/memory-backend-shared-requirement.yml:39:11: M203"],
    ),
    (RUNNING, 'qemu: ["10.2"]', "qemu: [10.2]", ["live-update/live-update-while-running.yml:8:10: M204"]),
    (PAUSE, '{version: "10.2.2",', "{version: [x],", ["live-update/live-update-guest-pause.yml:48:24: M203"]),
    (
        SOURCE,
        "title: The examined article on QEMU 10.2",
        "title: 10",
        ["sources/diskinternals-qemu-10-2-impact.yml:3:8: M204"],
    ),
    (
        AVAILABLE,
        'when: {qemu: "10.1"}',
        "when: {qemu: 10.1}",
        ["live-update/cpr-exec-availability-by-version.yml:36:19: M204"],
    ),
    (
        RUNNING,
        "finding: Every CPR mode stops the guest before its memory is saved.",
        "finding: true",
        ["live-update/live-update-while-running.yml:22:14: M204"],
    ),
    (RUNNING, "type: question", "type: qestion", ["live-update/live-update-while-running.yml:4:7: M205"]),
    (RUNNING, "type: question", "type: 5", ["live-update/live-update-while-running.yml:4:7: M205"]),
    (
        RUNNING,
        "direction: contradicts",
        "direction: against",
        ["live-update/live-update-while-running.yml:13:16: M205"],
    ),
    (RUNNING, "kind: release-document", "kind: []", ["live-update/live-update-while-running.yml:12:11: M205"]),
    (
        RUNNING,
        "kind: release-document",
        "kind: release-docs",
        ["live-update/live-update-while-running.yml:12:11: M205"],
    ),
    (
        MEMORY,
        "direction: context",
        "direction: supports",
        ["live-update/memory-backend-shared-requirement.yml:28:16: M205"],
    ),
    (SOURCE, "type: webpage", "type: website", ["sources/diskinternals-qemu-10-2-impact.yml:2:7: M205"]),
    (
        PAUSE,
        "statistic: ratio-of-medians",
        "statistic: ratio-of-means",
        ["live-update/live-update-guest-pause.yml:49:18: M205"],
    ),
    (
        RUNNING,
        'date: "2026-11-22"\n',
        'date: "22 Nov 2026"\n',
        ["live-update/live-update-while-running.yml:31:13: M206"],
    ),
    (
        RUNNING,
        "commit: 698104725efad4b29079d857dfdebbd804e34c99",
        "commit: 698104725e",
        ["live-update/live-update-while-running.yml:17:15: M206"],
    ),
    (RUNNING, "sha256:22d1", "22d1", ["live-update/live-update-while-running.yml:21:15: M206"]),
    (RUNNING, "source: qemu-source", "source: QEMU source", ["live-update/live-update-while-running.yml:14:13: M206"]),
    (RUNNING, "id: e2", "id: second", ["live-update/live-update-while-running.yml:25:9: M206"]),
    (
        RUNNING,
        "applies_to: {qemu: all}",
        "applies_to: {QEMU: all, qemu: all}",
        ["live-update/live-update-while-running.yml:23:18: M206"],
    ),
    (PAUSE, '"< 0.9"', '"below 0.9"', ["live-update/live-update-guest-pause.yml:50:17: M206"]),
    ("sources/qemu-source.yml", "URL: https://", "URL: javascript://", ["sources/qemu-source.yml:6:6: M206"]),
    ("sources/qemu-source.yml", "/-/commit/{commit}", "/-/commit/", ["sources/qemu-source.yml:11:11: M206"]),
    ("sources/own-test-runs.yml", '"2026-11"', '"Nov 2026"', ["sources/own-test-runs.yml:5:9: M206"]),
    (
        RUNNING,
        "title: State of the guest",
        "title: State of the guest and of its host and of its host and of its host and of its host and of its host",
        ["live-update/live-update-while-running.yml:2:8: M207"],
    ),
    (
        RUNNING,
        "title: State of the guest during an in-place update",
        'title: ""',
        ["live-update/live-update-while-running.yml:2:8: M207"],
    ),
    (
        RUNNING,
        "statement: QEMU is",
        "statement: QEMU " + "is " * 1400,
        ["live-update/live-update-while-running.yml:3:12: M207"],
    ),
    (RUNNING, "steps: 1", "steps: 3", ["live-update/live-update-while-running.yml:24:44: M208"]),
    (RUNNING, "{sentence: 1}", "{sentence: 0}", ["live-update/live-update-while-running.yml:6:66: M208"]),
    (PAUSE, "smallest_effect: 0.1", "smallest_effect: 0", ["live-update/live-update-guest-pause.yml:51:24: M208"]),
    (RUNNING, "lines: [15, 16]", "lines: [15]", ["live-update/live-update-while-running.yml:19:14: M209"]),
    (RUNNING, 'qemu: ["10.2"]', "qemu: []", ["live-update/live-update-while-running.yml:8:9: M209"]),
    (
        RUNNING,
        'review_when: ["qemu>=11.2"]',
        "review_when: []",
        ["live-update/live-update-while-running.yml:42:14: M209"],
    ),
    (RUNNING, "{sentence: 1}", "{page: 3}", ["live-update/live-update-while-running.yml:6:55: M210"]),
    (RUNNING, "{sentence: 1}", "fifth sentence", ["live-update/live-update-while-running.yml:6:55: M210"]),
    (RUNNING, "lines: [15, 16]", "lines: [16, 15]", ["live-update/live-update-while-running.yml:19:14: M211"]),
    (
        RUNNING,
        "title:",
        "id: live-update-while-running\ntitle:",
        ["live-update/live-update-while-running.yml:2:1: M212"],
    ),
    (RUNNING, "title:", "topic: live-update\ntitle:", ["live-update/live-update-while-running.yml:2:1: M212"]),
    (
        RUNNING,
        'steps: 1, why: "the manual says so, no guest was watched"',
        "steps: 3, why: no",
        ["live-update/live-update-while-running.yml:24:52: Y120"],
    ),
    (
        RUNNING,
        "title: State of the guest during an in-place update\n",
        "titel: x\nobjektion: no\n",
        ["live-update/live-update-while-running.yml:2:1: M201", "live-update/live-update-while-running.yml:3:12: Y120"],
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), EDITS)
def test_one_edit_gives_its_problems_and_no_other(tmp_path, file, old, new, expected):
    root = copy_base(tmp_path)
    edit(root, file, old, new)
    assert said(problems_of(root)) == expected


def test_every_model_code_has_a_row():
    assert {code.code for code in MODEL_CODES} <= {
        problem.split()[-1] for *_, expected in EDITS for problem in expected
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (RUNNING, 'qemu: ["10.2"]', "qemu: [10.2]",
         '10.2 without quotes looks like the number 10.2; an entry of qemu is text — write "10.2"'),
        (RUNNING, "test:", "tset:", "the key tset is unknown — did you mean test?"),
        (SOURCE, "container-title", "container_title",
         "the key container_title is unknown — did you mean container-title?"),
        (RUNNING, "type: question", "type: qestion",
         '"qestion" is not a word for type — did you mean question? the words are'),
        (RUNNING, "steps: 1", 'steps: "1"', "steps is text, not a whole number — write 1 without quotes"),
        (PAUSE, "assumptions: [memory-backend-shared-requirement]", "assumptions: none known",
         'assumptions is text, not a list — write ["none known"]'),
        (RUNNING, 'date: "2026-11-22"\n', 'date: "22.11.2026"\n',
         '"22.11.2026" is not a day as year-month-day — write it like "2026-11-23"'),
    ],
)  # fmt: skip
def test_says_the_mend(tmp_path, file, old, new, message):
    root = copy_base(tmp_path)
    edit(root, file, old, new)
    assert message in str(problems_of(root)[0])


def test_the_base_is_read_whole():
    kb, problems = load(BASE)
    assert problems == ()
    assert kb is not None
    assert [topic.id for topic in kb.topics] == ["live-update", "sources-and-statistics"]
    assert list(kb.claims) == sorted(kb.claims)
    assert len(kb.claims) == 6
    assert isinstance(kb.tombstones["old-update-claim"], Tombstone)
    assert list(kb.benchmarks) == ["in-place-update", "memory-kept"]
    assert list(kb.machines) == ["fixture-host"]
    assert {name: len(files) for name, files in kb.results.items()} == {"in-place-update": 1, "memory-kept": 1}
    assert kb.claims["release-step"].topic == "sources-and-statistics"
    assert kb.files["release-step"] == "claims/sources-and-statistics/release-step.yml"
    assert kb.files["topics"] == "claims/topics.yml"
    assert kb.article
    assert kb.findings
    assert kb.changes[0].before == "unsupported"
    assert kb.lock is None
    assert kb.position(kb.files["release-step"], ("title",)) == (2, 8)
    assert kb.position(kb.files["release-step"], ("title",), key=True) == (2, 1)


def files_wrong(tmp_path, files):
    root = copy_base(tmp_path)
    written(root, files)
    return said(load(root)[1])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("live-update/Peak_Memory.yml", "I301"),
        ("live-update/-x.yml", "I301"),
        ("live-update/" + "x" * 61 + ".yml", "I301"),
        ("Live-Update/x.yml", "I301"),
        ("sources/a b.yml", "I301"),
        ("live-update/x.yaml", "I302"),
        ("live-update/x.YML", "I302"),
        ("facets.yaml", "I302"),
        ("notes.txt", "I303"),
        ("other.yml", "I303"),
        ("live-update/notes.md", "I303"),
        ("benchmarks/stray.yml", "I303"),
        ("benchmarks/in-place-update/other.yml", "I303"),
    ],
)
def test_files_that_do_not_belong(tmp_path, name, code):
    path = name.split("/")[0] if name.startswith("Live") else name
    assert files_wrong(tmp_path, {name: "a: b\n"}) == [f"{path}:1:1: {code}"]


def test_folders_inside_a_topic_do_not_belong(tmp_path):
    assert files_wrong(tmp_path, {"live-update/deeper/x.yml": "a: b\n"}) == ["live-update/deeper:1:1: I303"]


def test_what_editors_leave_behind_is_ignored(tmp_path):
    names = ["live-update/x.yml~", "live-update/.x.yml.swp", ".DS_Store", "#x.yml#", "live-update/.gitkeep"]
    assert files_wrong(tmp_path, dict.fromkeys(names, "x")) == []


def test_schemas_are_left_alone(tmp_path):
    assert files_wrong(tmp_path, {"schema/claim.schema.json": "{}"}) == []


def test_symbolic_links_are_refused(tmp_path):
    root = copy_base(tmp_path / "base")
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "x.yml").write_text("a: b\n")
    (root / "claims/live-update/link.yml").symlink_to(secret / "x.yml")
    (root / "claims/linked").symlink_to(secret)
    assert said(load(root)[1]) == ["linked:1:1: I304", "live-update/link.yml:1:1: I304"]


def test_required_files(tmp_path):
    root = copy_base(tmp_path)
    for name in ("topics.yml", "facets.yml", "benchmarks/in-place-update/benchmark.yml"):
        (root / "claims" / name).unlink()
    kb, problems = load(root)
    assert kb is None
    assert said(problems) == [
        "benchmarks/in-place-update/benchmark.yml:1:1: I305",
        "facets.yml:1:1: I305",
        "topics.yml:1:1: I305",
    ]


def test_no_folder_at_all(tmp_path):
    kb, problems = load(tmp_path)
    assert kb is None
    assert {problem.code for problem in problems} == {"I305", "I306"}


def test_an_id_used_twice(tmp_path):
    root = copy_base(tmp_path)
    for target in (
        "sources-and-statistics/live-update-guest-pause.yml",
        "live-update/qemu-source.yml",
        "live-update/topics.yml",
    ):
        (root / "claims" / target).write_text((root / "claims" / PAUSE).read_text())
    assert said(load(root)[1]) == [
        "live-update/qemu-source.yml:1:1: I309",
        "live-update/topics.yml:1:1: I309",
        "sources-and-statistics/live-update-guest-pause.yml:1:1: I309",
    ]


def test_a_file_that_vanishes_is_a_problem_not_a_traceback(tmp_path, monkeypatch):
    root = copy_base(tmp_path)

    def gone(*_):
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr("claimbase.repository._bytes", gone)
    assert {problem.code for problem in load(root)[1]} == {"I306"}


def test_every_file_code_has_a_test():
    assert [code.code for code in FILE_CODES] == [
        "I301",
        "I302",
        "I303",
        "I304",
        "I305",
        "I306",
        "I309",
        "D210",
        "F107",
    ]


def test_a_large_file_is_not_read(tmp_path):
    root = copy_base(tmp_path)
    (root / "claims" / PAUSE).write_bytes(b"#" * (10 * 1024 * 1024))
    start = time.process_time()
    assert said(load(root)[1]) == [f"{PAUSE}:1:1: Y106"]
    assert time.process_time() - start < 2


def test_all_problems_of_all_files_in_one_run(tmp_path):
    root = copy_base(tmp_path)
    edit(root, PAUSE, "steps: 1", "steps: 9")
    edit(root, PAUSE, "type: comparison", "type: no")
    edit(root, RUNNING, "title: State", "title: Yes: State")
    edit(root, AVAILABLE, "type: fact", "type: true")
    written(root, {"stray.txt": ""})
    kb, problems = load(root)
    assert said(problems) == [
        f"{AVAILABLE}:4:7: M205",
        f"{PAUSE}:4:7: Y120",
        f"{PAUSE}:41:44: M208",
        f"{RUNNING}:2:11: Y126",
        "stray.txt:1:1: I303",
    ]
    assert kb is not None
    assert kb.failed == {"live-update-guest-pause", "live-update-while-running", "cpr-exec-availability-by-version"}


def test_unchanged_files_are_not_read_again(tmp_path, monkeypatch):
    root = copy_base(tmp_path)
    edit(root, PAUSE, "steps: 1", "steps: 9")
    first, problems = load(root)
    read = []
    from claimbase import repository

    original = repository._bytes

    def watched(root, path, limit):
        read.append(path)
        return original(root, path, limit)

    monkeypatch.setattr(repository, "_bytes", watched)
    assert load(root, first)[1] == problems
    assert read == []
    edit(root, RUNNING, "goes on running", "goes on and on")
    second, _ = load(root, first)
    assert read == [f"claims/{RUNNING}"]
    assert second is not None
    assert first is not None
    assert second.claims["live-update-while-running"].statement.endswith("goes on and on.")
    assert second.claims["release-step"] is first.claims["release-step"]
    (root / "claims" / AVAILABLE).unlink()
    third, _ = load(root, second)
    assert third is not None
    assert "cpr-exec-availability-by-version" not in third.claims
    assert load(root)[0] == third
