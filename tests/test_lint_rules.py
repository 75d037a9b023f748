"""Every rule of lint on the fixture base with one edit: what is said, and where; and that one cause is said once."""

import re

import pytest
from claimbase import lint
from claimbase.codes import FAMILIES
from claimbase.lint import RULES, check, codes
from claimbase.model import Level
from claimbase.repository import load
from edited_base import (
    AS_OF,
    AVAILABLE,
    BASE,
    BENCHMARK,
    FUTURE,
    KEPT,
    MEMORY,
    PAUSE,
    RESULT,
    RETIRED,
    RUNNING,
    SOURCE,
    STEP,
    copy_base,
    edit,
    problems_of,
    said,
    written,
)

PROFILE_DIMENSION = (
    "  - {id: profile, title: A, question: B, find_out: C, values: [{id: a, title: A}, {id: b, title: B}]}\n"
)
SERVERS_AGAIN = "  - {id: servers, title: A, description: B, answers: {accelerator: {values: [kvm], why: C}}}\n"

# File, text, what takes its place, and every problem that follows.
EDITS = [
    (
        PAUSE,
        "# yaml-language-server: $schema=../schema/claim.schema.json\n",
        "",
        ["live-update/live-update-guest-pause.yml:1:1: I307"],
    ),
    ("topics.yml", "$schema=schema/", "$schema=", ["topics.yml:1:1: I307"]),
    (
        "topics.yml",
        "topics:\n",
        "topics:\n  - {id: live-update, title: Again, question: Why?, order: 9}\n",
        ["topics.yml:4:9: I312"],
    ),
    (
        "facets.yml",
        "dimensions:\n",
        (
            "dimensions:\n  - {id: accelerator, title: A, question: B?, find_out: C, "
            "values: [{id: tcg, title: T}, {id: kvm, title: K}]}\n"
        ),
        ["facets.yml:38:9: I313"],
    ),
    (
        "facets.yml",
        "      - {id: kvm,",
        "      - {id: tcg, title: again}\n      - {id: kvm,",
        ["facets.yml:43:14: I314"],
    ),
    ("facets.yml", "id: qemu\n", "id: qemu-series\n", ["facets.yml:2:1: I315"]),
    ("facets.yml", "dimensions:\n", f"dimensions:\n{PROFILE_DIMENSION}", ["facets.yml:3:10: I317"]),
    ("presets.yml", "presets:\n", f"presets:\n{SERVERS_AGAIN}", ["presets.yml:4:9: I330"]),
    ("presets.yml", "source: qemu-source", "source: qemu-sorce", ["presets.yml:7:73: R413"]),
    ("presets.yml", "accelerator: {values: [kvm]", "accelerator: {values: [kmv]", ["presets.yml:7:30: S515"]),
    ("presets.yml", "accelerator:", "acelerator:", ["presets.yml:7:7: S515"]),
    ("presets.yml", "[shared]", "[private]", ["presets.yml:8:7: S516"]),
    ("facets.yml", "[private], up", "[privat], up", ["facets.yml:45:32: S513"]),
    ("facets.yml", "{memory-backend: [p", "{memory: [p", ["facets.yml:45:15: S513"]),
    (
        "facets.yml",
        "[live-migration-shared-memory, ",
        "[guest-reboot, cpr-reboot, live-migration-same-host, live-migration-shared-memory, ",
        ["facets.yml:45:42: S514"],
    ),
    (
        BENCHMARK,
        "id: peak-memory-mib",
        "id: guest-gap-ms",
        ["benchmarks/in-place-update/benchmark.yml:6:10: I316", f"{RESULT}:4:16: D211"],
    ),
    (
        PAUSE,
        "source: diskinternals-qemu-10-2-impact",
        "source: no-such-source",
        ["live-update/live-update-guest-pause.yml:6:14: R401"],
    ),
    (PAUSE, "source: qemu-source", "source: qemu-sorce", ["live-update/live-update-guest-pause.yml:19:13: R401"]),
    (
        PAUSE,
        "benchmark: in-place-update",
        "benchmark: in-place-updat",
        ["live-update/live-update-guest-pause.yml:44:16: R402"],
    ),
    (PAUSE, "metric: guest-gap-ms", "metric: guest-gap", ["live-update/live-update-guest-pause.yml:46:15: R403"]),
    (
        PAUSE,
        "claim: live-update-while-running",
        "claim: no-such-claim",
        ["live-update/live-update-guest-pause.yml:67:28: R404"],
    ),
    (RETIRED, "to: [live-update-guest-pause,", "to: [no-such-claim,", ["live-update/old-update-claim.yml:5:8: R404"]),
    ("article.yml", "claims: [release-step]", "claims: [no-such-claim]", ["article.yml:6:87: R404"]),
    ("findings.yml", "claim: memory-backend-shared-requirement", "claim: no-such-claim", ["findings.yml:4:13: R404"]),
    (
        "findings.yml",
        "claims: [cpr-exec-availability-by-version]",
        "claims: [no-such-claim]",
        ["findings.yml:6:66: R404"],
    ),
    (
        PAUSE,
        "assumptions: [memory-backend-shared-requirement]",
        "assumptions: [no-such-claim]",
        ["live-update/live-update-guest-pause.yml:65:15: R405"],
    ),
    (
        PAUSE,
        "claim: live-update-while-running",
        "claim: live-update-guest-pause",
        ["live-update/live-update-guest-pause.yml:67:28: R406"],
    ),
    (
        PAUSE,
        "assumptions: [memory-backend-shared-requirement]",
        "assumptions: [live-update-guest-pause]",
        ["live-update/live-update-guest-pause.yml:65:15: R406"],
    ),
    (
        PAUSE,
        "claim: live-update-while-running",
        "claim: old-update-claim",
        ["live-update/live-update-guest-pause.yml:67:28: R407"],
    ),
    (
        PAUSE,
        "assumptions: [memory-backend-shared-requirement]",
        "assumptions: [old-update-claim]",
        ["live-update/live-update-guest-pause.yml:65:15: R407"],
    ),
    ("article.yml", "claims: [release-step]", "claims: [old-update-claim]", ["article.yml:6:87: R407"]),
    (RETIRED, "how: split", "how: moved", ["live-update/old-update-claim.yml:4:8: R408"]),
    (RETIRED, "how: split", "how: withdrawn", ["live-update/old-update-claim.yml:4:8: R408"]),
    (PAUSE, "repo: qemu", "repo: qemu-web", ["live-update/live-update-guest-pause.yml:21:13: R409"]),
    (
        RUNNING,
        "source: qemu-source",
        "source: own-test-runs",
        ["live-update/live-update-while-running.yml:16:13: R409"],
    ),
    (
        RUNNING,
        "{source: diskinternals-qemu-10-2-impact, locator",
        "{source: own-test-runs, locator",
        ["live-update/live-update-while-running.yml:6:38: R410"],
    ),
    (RUNNING, "{sentence: 1}", "{sentence: 99}", ["live-update/live-update-while-running.yml:6:66: R411"]),
    (
        RUNNING,
        "path: docs/devel/migration/CPR.rst",
        "path: ../CPR.rst",
        ["live-update/live-update-while-running.yml:18:13: R412"],
    ),
    (STEP, 'qemu: ["10.2"]', "accelerator: [tcg, kvm]", ["sources-and-statistics/release-step.yml:7:1: S501"]),
    (
        PAUSE,
        "  accelerator: [tcg, kvm]\n",
        "  accelerator: [tcg, kvm]\n  kernel: [new]\n",
        ["live-update/live-update-guest-pause.yml:11:3: S502"],
    ),
    (
        MEMORY,
        "when: {memory-backend: private}",
        "when: {memory: private}",
        ["live-update/memory-backend-shared-requirement.yml:46:13: S502"],
    ),
    (
        RUNNING,
        'qemu: ["10.2"]\ntest',
        'qemu: ["10.2", "10.9"]\ntest',
        ["live-update/live-update-while-running.yml:8:18: S503"],
    ),
    (
        MEMORY,
        "accelerator: {values: [kvm]",
        "accelerator: {values: [kvm, xen]",
        ["live-update/memory-backend-shared-requirement.yml:10:31: S503"],
    ),
    (
        MEMORY,
        "when: {memory-backend: private}",
        "when: {memory-backend: secret}",
        ["live-update/memory-backend-shared-requirement.yml:46:29: S503"],
    ),
    (
        PAUSE,
        "when: {updated-today-by: [live-migration-same-host, cpr-transfer]}",
        "when: {updated-today-by: [live-migration-same-host, cpr]}",
        ["live-update/live-update-guest-pause.yml:71:58: S503"],
    ),
    (
        PAUSE,
        "updated-today-by: [guest-reboot, cpr-reboot,",
        "updated-today-by: [guest-reboot,",
        ["live-update/live-update-guest-pause.yml:9:3: S504"],
    ),
    (
        MEMORY,
        "{values: [kvm],",
        "{values: [kvm, tcg],",
        ["live-update/memory-backend-shared-requirement.yml:10:3: S505"],
    ),
    (
        PAUSE,
        "accelerator: [tcg, kvm]\ntest",
        "accelerator: [tcg, kvm, tcg]\ntest",
        ["live-update/live-update-guest-pause.yml:10:27: S506"],
    ),
    (PAUSE, "accelerator: [tcg]}", "accelerator: [tcg, tcg]}", ["live-update/live-update-guest-pause.yml:53:87: S506"]),
    (RUNNING, "    applies_to: {qemu: all}\n", "", ["live-update/live-update-while-running.yml:11:5: S508"]),
    (
        PAUSE,
        "updated-today-by: [cpr-transfer], accelerator: [tcg]}",
        "updated-today-by: [cpr-transfer]}",
        ["live-update/live-update-guest-pause.yml:53:5: S509"],
    ),
    (
        RUNNING,
        "applies_to: {qemu: all}",
        "applies_to: {qemu: all, accelerator: all}",
        ["live-update/live-update-while-running.yml:23:29: S510"],
    ),
    (
        RUNNING,
        'applies_to: {qemu: ["10.2"]}',
        'applies_to: {qemu: ["10.1"]}',
        ["live-update/live-update-while-running.yml:35:25: S511"],
    ),
    ("findings.yml", '{qemu: "10.1"', '{qemu: "10.9"', ["findings.yml:6:12: S512"]),
    ("findings.yml", '{qemu: "7.2"', '{qemu: "10.1"', ["findings.yml:7:12: S512"]),
    (
        RUNNING,
        "    direct: The run state was read during the update.\n",
        "",
        ["live-update/live-update-while-running.yml:25:5: E601"],
    ),
    (
        RUNNING,
        "direct: The run state was read during the update.",
        "direct: The run state was read.\n    limits: [{domain: indirectness, steps: 1, why: not really}]",
        ["live-update/live-update-while-running.yml:36:5: E602"],
    ),
    (
        AVAILABLE,
        "    disinterested: Whether the mode exists is of no use to a seller of recovery software.\n",
        "",
        ["live-update/cpr-exec-availability-by-version.yml:26:5: E603"],
    ),
    (
        RUNNING,
        "direct: The run state was read during the update.",
        "direct: The run state was read.\n    interest: Our own run.",
        ["live-update/live-update-while-running.yml:25:5: E603"],
    ),
    (
        AVAILABLE,
        "direct: It names the mode and the release.",
        "direct: It names the mode.\n    limits: [{domain: risk-of-bias, steps: 1, why: it sells}]",
        ["live-update/cpr-exec-availability-by-version.yml:35:5: E604"],
    ),
    (
        RUNNING,
        "direct: The run state was read during the update.",
        "direct: The run state was read.\n    disinterested: We gain nothing.",
        ["live-update/live-update-while-running.yml:37:5: E605"],
    ),
    (
        RUNNING,
        "limits: [{domain: indirectness",
        "limits: [{domain: indirectness, steps: 1, why: twice}, {domain: indirectness",
        ["live-update/live-update-while-running.yml:24:69: E606"],
    ),
    (
        PAUSE,
        "finding: Every CPR mode stops",
        "limits: [{domain: imprecision, steps: 1, why: none}]\n    finding: Every CPR mode stops",
        ["live-update/live-update-guest-pause.yml:27:5: E607"],
    ),
    (
        RUNNING,
        "kind: release-document",
        "kind: package-record",
        ["live-update/live-update-while-running.yml:12:11: E608"],
    ),
    (RUNNING, "kind: test-run", "kind: source-code", ["live-update/live-update-while-running.yml:26:11: E608"]),
    (RUNNING, "id: e2", "id: e1", ["live-update/live-update-while-running.yml:25:9: E609"]),
    (
        RUNNING,
        "direct: The run state was read during the update.",
        "direct: The run state was read.\n    introduced_by: 698104725efad4b29079d857dfdebbd804e34c99",
        ["live-update/live-update-while-running.yml:37:5: E610"],
    ),
    (FUTURE, 'due: "2027-06-30"\n', "", ["sources-and-statistics/future-use.yml:4:7: C701"]),
    (STEP, "test: None", 'due: "2027-06-30"\ntest: None', ["sources-and-statistics/release-step.yml:9:1: C702"]),
    (
        STEP,
        "not_assessed: It praises; no observation could decide it.\n",
        "",
        ["sources-and-statistics/release-step.yml:4:7: C703"],
    ),
    (
        RUNNING,
        "test: Watch",
        "not_assessed: too hard\ntest: Watch",
        ["live-update/live-update-while-running.yml:9:1: C704"],
    ),
    (
        MEMORY,
        "verdict: contested",
        "verdict: supported",
        ["live-update/memory-backend-shared-requirement.yml:41:12: C705"],
    ),
    (
        MEMORY,
        "verdict: contested",
        "verdict: refuted",
        ["live-update/memory-backend-shared-requirement.yml:41:12: C705"],
    ),
    (
        MEMORY,
        "replaces: refuted",
        "replaces: overstated",
        ["live-update/memory-backend-shared-requirement.yml:40:13: C706"],
    ),
    (
        RUNNING,
        '{date: "2026-11-23", change: A test',
        '{date: "2026-11-21", change: A test',
        ["live-update/live-update-while-running.yml:45:12: C707"],
    ),
    (
        RETIRED,
        "change: Split in two.}",
        'change: Split in two.}\n  - {date: "2026-11-20", change: Earlier.}',
        ["live-update/old-update-claim.yml:10:12: C708"],
    ),
    (
        RUNNING,
        'date: "2026-11-22"\n',
        'date: "2026-02-30"\n',
        ["live-update/live-update-while-running.yml:31:13: C709"],
    ),
    (
        SOURCE,
        'accessed: "2026-11-23"',
        'accessed: "2026-02-31"',
        ["sources/diskinternals-qemu-10-2-impact.yml:6:11: C709"],
    ),
    (
        AVAILABLE,
        'review_when: ["2027-05-01"]',
        'review_when: ["2026-11-23"]',
        ["live-update/cpr-exec-availability-by-version.yml:38:15: C710"],
    ),
    (RUNNING, '"qemu>=11.2"', '"qemu>=10.2"', ["live-update/live-update-while-running.yml:42:15: C710"]),
    (RUNNING, '"qemu>=11.2"', '"QEMU 11.2"', ["live-update/live-update-while-running.yml:42:15: C711"]),
    ("article.yml", "source: diskinternals-qemu-10-2-impact", "source: no-such-source", ["article.yml:2:9: A801"]),
    ("article.yml", "{number: 7", "{number: 8", ["article.yml:10:14: A802"]),
    ("article.yml", ", claims: [release-step]}", "}", ["article.yml:6:5: A803"]),
    ("article.yml", "unanswered:", "claims: [release-step], unanswered:", ["article.yml:10:5: A803"]),
    (
        "article.yml",
        "paraphrase: The next part begins.",
        "paraphrase: " + " ".join(["word"] * 21),
        ["article.yml:9:29: A804"],
    ),
    ("article.yml", "claims: [release-step]", "claims: [release-step, release-step]", ["article.yml:6:101: A805"]),
    (
        "findings.yml",
        "claim: memory-backend-shared-requirement",
        "claim: live-update-guest-pause",
        ["findings.yml:4:13: A805"],
    ),
    (RUNNING, "goes on running.", "goes on running", ["live-update/live-update-while-running.yml:3:12: W901"]),
    (
        RUNNING,
        "goes on running.",
        "goes on running. It does so often.",
        ["live-update/live-update-while-running.yml:3:12: W902"],
    ),
    (
        RUNNING,
        "goes on running.",
        "goes on " + "and on " * 50 + "running.",
        ["live-update/live-update-while-running.yml:3:12: W903"],
    ),
    (PAUSE, "shortens the pause", "can shorten the pause", ["live-update/live-update-guest-pause.yml:3:12: W904"]),
    (
        RUNNING,
        "goes on running.",
        "goes on running, and nobody notices.",
        ["live-update/live-update-while-running.yml:3:12: W905"],
    ),
    # Benchmark data: bindings.
    (PAUSE, "guest-ram-mib: 1024}", "guest-ram: 1024}", [f"{PAUSE}:48:34: D101"]),
    (PAUSE, "a: {mode: cpr-exec}", "a: {modus: cpr-exec}", [f"{PAUSE}:47:21: D101", f"{PAUSE}:47:42: D103"]),
    (MEMORY, "where: {memory: private,", "where: {ram: private,", [f"{MEMORY}:35:25: D101"]),
    (PAUSE, "guest-ram-mib: 1024}", "guest-ram-mib: 512}", [f"{PAUSE}:48:49: D102"]),
    (PAUSE, 'version: "10.2.2"', "version: 10.2", [f"{PAUSE}:48:24: D102"]),
    (PAUSE, "b: {mode: cpr-transfer}", "b: {mode: live}", [f"{PAUSE}:47:48: D102"]),
    (MEMORY, "where: {memory: private,", "where: {memory: [private, secret],", [f"{MEMORY}:35:33: D102"]),
    (PAUSE, "b: {mode: cpr-transfer}", "b: {mode: cpr-exec}", [f"{PAUSE}:47:41: D103"]),
    (PAUSE, "b: {mode: cpr-transfer}", "b: {guest-ram-mib: 1024}", [f"{PAUSE}:47:41: D103"]),
    (PAUSE, "statistic: ratio-of-medians", "statistic: median", [f"{PAUSE}:47:38: D104"]),
    (PAUSE, ", b: {mode: cpr-transfer}", "", [f"{PAUSE}:47:16: D104"]),
    (PAUSE, 'holds_if: "< 0.9"', 'holds_if: "< -1"', [f"{PAUSE}:50:17: D105"]),
    (PAUSE, "smallest_effect: 0.1", "smallest_effect: 1", [f"{PAUSE}:51:24: D105"]),
    (
        MEMORY,
        "benchmark: memory-kept",
        "benchmark: in-place-update",
        [f"{MEMORY}:34:16: D106", f"{MEMORY}:35:25: D101", f"{MEMORY}:36:14: D301"],
    ),
    (MEMORY, "outcome: kept}", "outcome: keeps}", [f"{MEMORY}:35:71: D107"]),
    (PAUSE, 'where: {version: "10.2.2"', 'where: {mode: cpr-exec, version: "10.2.2"', [f"{PAUSE}:48:15: D108"]),
    (
        "benchmarks/memory-kept/benchmark.yml",
        "id: lost",
        "id: kept",
        ["benchmarks/memory-kept/benchmark.yml:6:10: D109", f"{KEPT}:4:16: D211"],
    ),
    (
        BENCHMARK,
        "id: guest-ram-mib",
        "id: version",
        [f"{BENCHMARK}:9:10: D110", f"{RESULT}:4:16: D211", f"{PAUSE}:48:34: D101"],
    ),
    # Benchmark data: results.
    (RESULT, '"guest-gap-ms": [900.0]', '"guest-gap": [900.0]', [f"{RESULT}:29:133: D208"]),
    (RESULT, '"mode": "cpr-exec"', '"modus": "cpr-exec"', [f"{RESULT}:29:3: D209", f"{RESULT}:29:73: D208"]),
    (KEPT, '"observed": "kept"', '"observed": "keeps"', [f"{KEPT}:29:117: D208"]),
    (
        BENCHMARK,
        "A guest writes a heartbeat every 2 ms",
        "A guest writes a heartbeat every 5 ms",
        [f"{RESULT}:4:16: D211"],
    ),
    # Recommendations.
    (
        "recommendations.yml",
        "id: newer-available",
        "id: stands-still",
        ["recommendations.yml:12:13: A811"],
    ),
    (
        "recommendations.yml",
        "claim: live-update-guest-pause, outcomes: [fails]",
        "claim: no-such-claim, outcomes: [fails]",
        ["recommendations.yml:24:21: R404"],
    ),
    (
        "recommendations.yml",
        "when: {accelerator: tcg}",
        "when: {acelerator: tcg}",
        ["recommendations.yml:26:16: A812"],
    ),
    (
        "recommendations.yml",
        'at: {qemu: "10.2"}',
        'at: {qemu: "10.3"}',
        ["recommendations.yml:14:85: A812"],
    ),
    (
        "recommendations.yml",
        "        do: Take another way.\n",
        "",
        ["recommendations.yml:22:17: A813"],
    ),
    (
        "recommendations.yml",
        "because: The mode is there.",
        "because: The mode is there.\n        do: Use it.",
        ["recommendations.yml:36:17: A813"],
    ),
    (
        "recommendations.yml",
        "availability-by-version, outcomes: [holds]",
        "availability-by-version, outcomes: [fails]",
        ["recommendations.yml:37:72: A814"],
    ),
    # Data cells.
    (PAUSE, "{{ e3.effect }}", "{{ e9.effect }}", [f"{PAUSE}:52:14: D301"]),
    (PAUSE, "{{ e3.effect }}", "{{ e1.effect }}", [f"{PAUSE}:52:14: D301"]),
    (PAUSE, "{{ e3.effect }}", "{{ e3.runs }}", [f"{PAUSE}:52:14: D301"]),
    (MEMORY, "{{ e3.observed.kept }}", "{{ e3.observed.keeps }}", [f"{MEMORY}:36:14: D301"]),
    (RUNNING, "statement: ", 'statement: "{{ e1.n }}" # ', [f"{RUNNING}:3:12: D301", f"{RUNNING}:3:12: W901"]),
    (PAUSE, "{{ e3.effect }}", "{{ e3 effect }}", [f"{PAUSE}:52:14: D302"]),
    (PAUSE, "{{ e3.effect }}", "{ e3.effect }}", [f"{PAUSE}:52:14: D302"]),
    (PAUSE, "{{ e3.effect }}", "{{ e3.effect }", [f"{PAUSE}:52:14: D302"]),
    (PAUSE, "{{ e3.effect }}", "6.98 times", [f"{PAUSE}:52:14: D303"]),
    (PAUSE, "{{ e3.effect }}", "200ms", [f"{PAUSE}:52:14: D303"]),
    (MEMORY, "With private memory", "With private memory, 3 times", [f"{MEMORY}:36:14: D303"]),
]


def test_the_fixture_base_has_no_problem():
    assert problems_of(BASE) == ()


@pytest.mark.parametrize(("file", "old", "new", "expected"), EDITS)
def test_one_edit_gives_its_problem_and_no_other(tmp_path, file, old, new, expected):
    root = copy_base(tmp_path)
    edit(root, file, old, new)
    assert said(problems_of(root)) == expected


@pytest.mark.parametrize(("file", "old", "new", "expected"), EDITS)
def test_a_rule_that_is_off_says_nothing(tmp_path, file, old, new, expected):
    root = copy_base(tmp_path)
    edit(root, file, old, new)
    kb, _ = load(root)
    assert kb is not None
    codes_off = frozenset(line.split()[-1] for line in expected)
    assert [problem.code for problem in check(kb, as_of=AS_OF, off=codes_off) if problem.code in codes_off] == []


@pytest.mark.parametrize("place", range(len(RULES)), ids=[rule.doc.code for rule in RULES])
def test_a_rule_is_asked_unless_it_is_off(monkeypatch, place):
    """Whatever a rule finds: off, it is not asked at all."""

    def found(*_):
        raise LookupError

    kb, _ = load(BASE)
    assert kb is not None
    code = RULES[place].doc.code
    others = [rule for rule in RULES if rule.doc.code != code]
    monkeypatch.setattr(lint, "RULES", [*others, RULES[place]._replace(check=found)])
    check(kb, as_of=AS_OF, off=frozenset([code]))
    with pytest.raises(LookupError):
        check(kb, as_of=AS_OF)


def test_a_folder_that_is_no_topic(tmp_path):
    root = copy_base(tmp_path)
    (root / "claims/new-topic").mkdir()
    (root / "claims" / STEP).rename(root / "claims/new-topic/release-step.yml")
    assert said(problems_of(root)) == ["new-topic/release-step.yml:1:1: I311"]


def test_a_verdict_word_in_an_id(tmp_path):
    root = copy_base(tmp_path)
    (root / "claims" / FUTURE).rename(root / "claims/sources-and-statistics/future-use-refuted.yml")
    edit(root, "article.yml", "claims: [future-use]", "claims: [future-use-refuted]")
    problems = problems_of(root)
    assert said(problems) == ["sources-and-statistics/future-use-refuted.yml:1:1: I308"]
    assert problems[0].level is Level.WARNING


def test_too_many_cells(tmp_path):
    root = copy_base(tmp_path)
    values = [f"v{number}" for number in range(70)]
    for name in ("first", "second"):
        listed = ", ".join(f"{{id: {value}, title: x}}" for value in values)
        dimension = f"dimensions:\n  - {{id: {name}, title: A, question: B, find_out: C, values: [{listed}]}}\n"
        edit(root, "facets.yml", "dimensions:\n", dimension)
        edit(root, STEP, 'qemu: ["10.2"]\n', f'qemu: ["10.2"]\n  {name}: [{", ".join(values)}]\n')
    assert said(problems_of(root)) == [f"{STEP}:7:1: S507"]


def test_a_sentence_without_an_article(tmp_path):
    root = copy_base(tmp_path)
    (root / "claims/article.yml").unlink()
    assert {problem.code for problem in problems_of(root)} == {"R410"}


@pytest.mark.parametrize("file", ["sources/qemu-source.yml", SOURCE, BENCHMARK, RUNNING, RETIRED, "article.yml"])
def test_a_file_that_cannot_be_read_is_the_only_problem(tmp_path, file):
    root = copy_base(tmp_path)
    edit(root, file, "\n", "\nx: [\n")
    problems = problems_of(root)
    assert len(problems) == 1, problems
    assert problems[0].path == f"claims/{file}"


def test_every_rule_has_a_test():
    elsewhere = {"I311", "I308", "S507", "D207", "D212"}
    # tests/test_editions.py
    elsewhere |= {"F108", "F109", "F110", "F111", "F112", "F113", "F114"}
    tested = {problem.split()[-1] for *_, expected in EDITS for problem in expected}
    assert {rule.doc.code for rule in RULES} == tested | elsewhere


def test_rules_are_documented():
    for rule in RULES:
        assert rule.check.__doc__
        assert rule.check.__doc__.startswith("Yield ")
    names = [code.code for code in codes()]
    assert names == sorted(set(names))
    for code in codes():
        assert code.code[0] in FAMILIES
        assert all((code.title, code.why, code.bad, code.good, code.fix)), code


def test_level_is_said_to_stop_a_build_only_where_it_does():
    outside = {code.code for code in codes() if code.level_means != code.level.doc}
    assert outside == {code.code for code in codes() if re.match("[HKPV]|L12", code.code)}


def test_all_problems_in_one_sorted_run(tmp_path):
    root = copy_base(tmp_path)
    edit(root, PAUSE, "metric: guest-gap-ms", "metric: guest-gap")
    edit(root, RUNNING, "goes on running.", "goes on running")
    edit(root, FUTURE, 'due: "2027-06-30"\n', "")
    problems = problems_of(root)
    assert [problem.code for problem in problems] == ["R403", "W901", "C701"]
    assert list(problems) == sorted(problems)


def test_lint_works_without_assessments():
    kb, problems = load(BASE)
    assert kb is not None
    assert (*problems, *check(kb)) == ()


def test_an_override_is_compared_with_the_verdict_of_today(tmp_path):
    root = copy_base(tmp_path)
    edit(root, MEMORY, "direction: contradicts", "direction: supports")
    assert said(problems_of(root)) == [f"{MEMORY}:40:13: C706"]


def test_more_files_do_not_matter(tmp_path):
    root = copy_base(tmp_path)
    written(root, {"schema/more.schema.json": "{}"})
    assert said(problems_of(root)) == []
