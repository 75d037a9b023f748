"""`claimbase new`: what it writes is valid, in its place, and all else stays as it was."""

import difflib
import re
import shutil
from pathlib import Path

import pytest
from claimbase.cli import main
from claimbase.lint.names import VERDICT_WORDS
from claimbase.model.base import ID_MAX_LENGTH, ID_PATTERN
from claimbase.pipeline import examine
from claimbase.repository import load
from claimbase.scaffold.edits import EditError, append_entry, insert_key, same_but
from claimbase.scaffold.form import Choice, Form, Question
from claimbase.scaffold.names import propose
from claimbase.scaffold.similar import similar
from claimbase.yamlio import read
from edited_base import AVAILABLE, RUNNING, STEP, copy_base, edit
from hypothesis import given
from hypothesis import strategies as st
from repositories import commit, git, repository
from terminal_session import Session

ROOT = Path(__file__).resolve().parents[1]
NAME = "cpr-exec-availability-by-version"
DAY = "2026-12-01"
CLAIM = {
    "topic": "live-update", "title": "Day of the release", "type": "fact", "qemu": "10.2",
    "statement": "QEMU 10.2.0 was released in December 2025.", "source": "diskinternals-qemu-10-2-impact",
    "sentence": "1", "test": "The day of the tag; a day outside December refutes.", "advice": "Name the point release.",
}  # fmt: skip
RUN = {
    "kind": "test-run", "direction": "contradicts", "source": "own-test-runs", "machine": "a host", "ran-on": DAY,
    "command": "look", "observed": "nothing", "finding": "The mode was looked for.", "applies-to": "qemu=10.1",
    "direct": "It looks as the test says.",
}  # fmt: skip


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A copy of the fixture base."""
    return copy_base(tmp_path)


def options(answers: dict[str, str]) -> list[str]:
    return [word for name, value in answers.items() if value for word in (f"--{name}", value)]


def new(base: Path, what: str, *arguments: str, **answers: str) -> int:
    return main(["--root", str(base), "new", what, *arguments, *options(answers), "--date", DAY])


def state(base: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(base.rglob("*")) if path.is_file()}


def sound(base: Path) -> bool:
    return examine(base).sound is not None


# ids


@given(
    st.text(max_size=80) | st.sampled_from(["10.2 and 11.1", "The true story", "Überblick über cpr-exec", "!", "a b"])
)
def test_a_proposed_id_is_an_id_that_gives_no_answer(title) -> None:
    made = propose(title, set())
    if made:
        assert re.fullmatch(ID_PATTERN, made)
        assert len(made) <= ID_MAX_LENGTH
        assert not VERDICT_WORDS.intersection(made.split("-"))
        again = propose(title, {made})
        assert again != made


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Peak memory of an update by cpr-exec", "peak-memory-update-cpr-exec"),
        ("Claim of savings is refuted", "claim-savings"),
        ("10.2 in Debian", "debian-10-2"),
        ("Größe des Überblicks", "grosse-des-uberblicks"),
    ],
)
def test_an_id_names_the_subject(title, expected) -> None:
    assert propose(title, set()) == expected


# near-duplicates, on the real base

REWORDED = [
    (
        "update-peak-memory",
        "Peak memory during an update by cpr-exec",
        "Updating in place needs less memory at its peak.",
    ),
    ("cpr-exec-private-memory-guard", "cpr-exec private memory guard", "QEMU refuses cpr-exec if memory is private."),
    ("rust-minimum-version", "Minimum version of Rust", "QEMU 10.2 needs Rust 1.83 or later to build."),
    ("idle-guest-processor-time", "Idle processor time of guests", "An idle guest uses less processor time with 10.2."),
]
UNLIKE = [
    ("Hot-plug of memory under Hyper-V", "QEMU 10.2 plugs memory into a guest that has Hyper-V enlightenments."),
    ("Sound cards of the 1990s", "A Gravis Ultrasound plays through PipeWire in QEMU 10.2."),
]


def _real_claims() -> dict[str, tuple[str, str, str]]:
    kb, _ = load(ROOT)
    assert kb is not None
    return {
        name: (claim.title, claim.statement, f"{claim.title} {claim.statement} {name.replace('-', ' ')}")
        for name, claim in kb.claims.items()
    }


@pytest.mark.parametrize(("name", "title", "statement"), REWORDED)
def test_a_reworded_claim_of_the_real_base_is_found_first(name, title, statement) -> None:
    found = similar((title, statement, f"{title} {statement}"), _real_claims())
    assert found
    assert found[0].id == name


@pytest.mark.parametrize(("title", "statement"), UNLIKE)
def test_a_claim_about_something_else_is_like_none_of_the_real_base(title, statement) -> None:
    assert similar((title, statement, f"{title} {statement}"), _real_claims()) == ()


def test_few_claims_of_the_real_base_are_taken_for_one_another() -> None:
    """Of every sixth claim, at most one in three would have been shown another one when it was new."""
    claims = _real_claims()
    looked_at = list(claims)[::6]
    others = [{each.id for each in similar(claims[name], claims)} - {name} for name in looked_at]
    assert sum(map(bool, others)) <= len(looked_at) // 3


def test_the_same_words_in_another_order_are_the_same() -> None:
    (found,) = similar(("Memory of QEMU, the peak",), {"x": ("Peak memory of QEMU",)})
    assert found.same


# edits

LISTS = """\
# yaml-language-server: $schema=x
# a comment of the whole
items:
  - id: e1   # beside it
    text: >-
      folded
      text

    # about e1, inside
  # about e2
  - {id: e2}
  # after the last

# about what follows
next: {a: [1, 2]}
"""


def test_an_entry_goes_after_the_last_and_every_line_stays() -> None:
    made = append_entry(LISTS, ("items",), ["- {id: e3}"])
    kept = made.splitlines()
    kept.remove("  - {id: e3}")
    assert kept == LISTS.splitlines()
    assert made.index("{id: e2}") < made.index("{id: e3}") < made.index("# about what follows")
    same_but(LISTS, made, "x.yml", lambda tree: tree["items"].append({"id": "e3"}))


@pytest.mark.parametrize("text", ["items: []\nnext: x\n", "items: []  # none yet\nnext: x\n", "next: x\nitems: []"])
def test_an_empty_list_in_brackets_takes_its_first_entry(text) -> None:
    made = append_entry(text, ("items",), ["- {id: e1}"])
    same_but(text, made, "x.yml", lambda tree: tree["items"].append({"id": "e1"}))
    assert ("none yet" in text) == ("none yet" in made)


@pytest.mark.parametrize("text", ["items: [{id: e1}]\n", "other: x\n", "items: x\n", "items: [\n]\n"])
def test_a_list_that_is_laid_out_otherwise_is_refused(text) -> None:
    with pytest.raises(EditError):
        append_entry(text, ("items",), ["- {id: e2}"])


@given(
    st.lists(
        st.sampled_from(["a plain", "'quoted'", "{id: x}", ">-\n      folded", "|\n      kept\n\n      more", "x # c"])
    ),
    st.sampled_from(["", "\n", "\n\n# comment\n", "next: z\n", "# c\nnext: z\n", "\n  # deep\nnext: z"]),
)
def test_whatever_stands_there_only_the_entry_is_new(values, rest) -> None:
    text = "# head\nitems:\n  - first: 1\n" + "".join(f"  - key: {value}\n" for value in values) + rest
    made = append_entry(text, ("items",), ["- {id: new}"])
    same_but(text, made, "x.yml", lambda tree: tree["items"].append({"id": "new"}))
    lines = made.splitlines()
    lines.remove("  - {id: new}")
    assert lines == text.splitlines()


def test_a_key_goes_above_the_next_one_and_its_comments() -> None:
    text = "title: x\n\n# about c\nc: 1\nd: 2\n"
    assert insert_key(text, "b: 0\n", ["c", "d"]) == "title: x\n\nb: 0\n# about c\nc: 1\nd: 2\n"
    assert insert_key(text, "z: 0\n", ["nothing"]) == text + "z: 0\n"


def test_an_edit_that_changes_anything_else_is_refused() -> None:
    with pytest.raises(EditError, match="by hand"):
        same_but("a: 1\n", "a: 2\n", "x.yml", lambda tree: None)


# new claim


def test_a_new_claim_is_valid_commented_and_says_what_comes_next(base, capsys) -> None:
    assert new(base, "claim", **CLAIM) == 0
    captured = capsys.readouterr()
    path = base / "claims/live-update/day-release.yml"
    assert captured.out == "wrote claims/live-update/day-release.yml\n"
    assert "Next:\n  claimbase new evidence day-release" in captured.err
    text = path.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schema/claim.schema.json\n")
    assert text.count("\n#") >= 4
    found = examine(base)
    assert found.problems == ()
    assert str(found.assessments["day-release"].verdict) == "not-assessed"
    assert f'date: "{DAY}", change: First version.' in text


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("prediction", {"due": "2027-06-30"}),
        ("promotion", {"not-assessed": "It praises."}),
        ("opinion", {"not-assessed": "It values."}),
        ("question", {"facet": "accelerator"}),
        ("comparison", {"facet": "accelerator=tcg: the code is in the translator"}),
    ],
)
def test_every_sort_of_claim_is_valid(base, kind, more, capsys) -> None:
    assert new(base, "claim", **{**CLAIM, "type": kind, **more}) == 0, capsys.readouterr()
    assert sound(base)


def test_what_is_missing_is_named_all_at_once_and_nothing_is_written(base, capsys) -> None:
    before = state(base)
    assert new(base, "claim", title="Some title", topic="live-update") == 2
    told = capsys.readouterr().err
    assert all(f"--{name} " in told for name in ("statement", "type", "source", "qemu", "test", "advice"))
    assert "--title" not in told
    assert state(base) == before


def test_of_many_choices_those_that_are_written_most_alike_are_told(base) -> None:
    examination = examine(base)
    assert examination.kb is not None
    ids = [f"{word}-{number}" for word in ("memory", "speed") for number in range(30)]
    question = Question("claim", "Which?", "the claim", choices=lambda _form: tuple(map(Choice, ids)), closed=True)
    form = Form(examination.kb, "2026-12-01")
    assert form.take(question, ["memry-7"]).startswith(
        "'memry-7' is none of the 60 that there are; did you mean memory-7"
    )
    assert form.take(question, ["x"]) == "'x' is none of the 60 that there are, such as memory-0"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"topic": "liveupdate"}, "is none of live-update"),
        ({"title": "x" * 90}, "90 characters"),
        ({"statement": "Is it so?"}, "full stop"),
        ({"type": "factual"}, "is none of fact"),
        ({"sentence": "99"}, "no sentence of the article"),
        ({"qemu": "10.9"}, "is none of 7.2"),
        ({"facet": "acelerator"}, "no dimension"),
        ({"facet": "accelerator=tcg"}, "say why"),
        ({"id": "Bad_Id"}, "is no id"),
        ({"id": NAME}, "is taken"),
        ({"id": "memory-is-refuted"}, "never the answer"),
        ({"due": "2027-06-30"}, "does not go with"),
        ({"title": "hidden\u200btext"}, "U+200B"),
        ({"title": "red\x1b[31m"}, "U+001B"),
    ],
)
def test_a_wrong_answer_is_one_line_that_names_its_option(base, answer, message, capsys) -> None:
    before = state(base)
    assert new(base, "claim", **{**CLAIM, **answer}) == 2
    told = capsys.readouterr().err
    assert f"--{next(iter(answer))}" in told
    assert message in told
    assert "\x1b" not in told
    assert state(base) == before


def test_the_same_claim_is_refused_and_shown(base, capsys) -> None:
    answers = {**CLAIM, "title": "Series of the release that have cpr-exec", "id": "other-name"}
    assert new(base, "claim", "--different-from", NAME, **answers) == 1
    told = capsys.readouterr().err
    assert NAME in told
    assert "100 % alike" in told
    assert not (base / "claims/live-update/other-name.yml").exists()


def test_a_near_duplicate_is_shown_and_written_once_its_author_says_that_it_is_none(base, capsys) -> None:
    answers = {**CLAIM, "title": "Release series of Debian that have cpr-exec", "id": "other-name"}
    assert new(base, "claim", **answers) == 1
    assert f"--different-from {NAME}" in capsys.readouterr().err
    assert new(base, "claim", "--different-from", NAME, **answers) == 0


def test_a_warning_is_shown_and_does_not_keep_the_file_from_being_written(base, capsys) -> None:
    assert new(base, "claim", **{**CLAIM, "statement": "It may be released in December 2025."}) == 0
    assert "W904 warning" in capsys.readouterr().out


def test_a_dry_run_shows_the_file_and_writes_nothing(base, capsys) -> None:
    before = state(base)
    assert new(base, "claim", "--dry-run", **CLAIM) == 0
    assert "title: Day of the release" in capsys.readouterr().out
    assert state(base) == before


def test_a_base_with_errors_is_mended_first(base, capsys) -> None:
    edit(base, AVAILABLE, "type: fact", "type: fatc")
    assert new(base, "claim", **CLAIM) == 1
    assert "mend these first" in capsys.readouterr().err


# new evidence


def test_evidence_is_appended_with_the_next_id_and_all_else_stays_to_the_byte(base, capsys) -> None:
    path = base / "claims" / AVAILABLE
    before = path.read_text("utf-8")
    assert new(base, "evidence", NAME, change="Looked at 10.1 (e3).", **RUN) == 0, capsys.readouterr().err
    assert f"With it a verdict moves: {NAME}" in capsys.readouterr().err
    after = path.read_text("utf-8")
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert added[0] == "  - id: e3"
    kept = after.splitlines()
    for line in before.splitlines():
        assert line in kept
    assert after.index("- id: e2") < after.index("- id: e3") < after.index("\nadvice:")
    assert after.endswith(f'  - {{date: "{DAY}", change: Looked at 10.1 (e3).}}\n')
    assert sound(base)


def test_the_first_item_of_a_claim_makes_the_list(base, capsys) -> None:
    answers = {**RUN, "direction": "context", "applies-to": "", "direct": ""}
    assert new(base, "evidence", "release-step", **answers) == 0, capsys.readouterr().err
    text = (base / "claims" / STEP).read_text("utf-8")
    assert (
        text.index("\ntest:") < text.index("\nevidence:\n  - id: e1\n") < text.index("\nnot_assessed:")
        or "advice" in text
    )
    assert sound(base)


def test_the_same_place_cited_twice_is_refused(base, capsys) -> None:
    assert new(base, "evidence", NAME, **RUN) == 0
    assert new(base, "evidence", NAME, **{**RUN, "finding": "Quite other words for it."}) == 1
    assert "cites the same" in capsys.readouterr().err


def test_support_must_say_how_it_is_direct_or_what_it_loses(base, capsys) -> None:
    assert new(base, "evidence", NAME, **{**RUN, "direct": ""}) == 2
    assert "--indirect STEPS: WHY" in capsys.readouterr().err
    assert new(base, "evidence", NAME, **{**RUN, "direct": "", "indirect": "1: read and not run"}) == 0
    assert "domain: indirectness, steps: 1, why: read and not run" in (base / "claims" / AVAILABLE).read_text("utf-8")


def test_an_interest_of_the_source_must_be_weighed(base, capsys) -> None:
    answers = {
        "kind": "vendor-statement", "direction": "contradicts", "source": "diskinternals-qemu-10-2-impact",
        "sentence": "3", "finding": "It says so.", "applies-to": "qemu=all", "direct": "It names it.",
    }  # fmt: skip
    assert new(base, "evidence", NAME, **answers) == 2
    assert "--bias STEPS: WHY" in capsys.readouterr().err
    assert new(base, "evidence", NAME, **answers, bias="1: it sells") == 0
    assert sound(base)


@pytest.mark.parametrize("where", ["qemu=10.2,11.1", "qemu=", "kernel=6", "10.2"])
def test_environments_outside_the_scope_are_refused(base, where, capsys) -> None:
    assert new(base, "evidence", NAME, **{**RUN, "applies-to": where}) == 2
    assert "--applies-to" in capsys.readouterr().err


def test_a_search_record_has_a_line_for_each_place(base, capsys) -> None:
    more = ["--searched", "the manual", "--query", "cpr-exec", "--hits", "0"]
    more += ["--searched", "the list", "--query", "cpr exec", "--hits", "2"]
    answers = {"kind": "search-record", "searched-on": DAY, "finding": "Two hits."}
    assert new(base, "evidence", NAME, *more, **answers) == 0, capsys.readouterr().err
    assert new(base, "evidence", NAME, *more[:2], **{**answers, "query": "x", "hits": "no"}) == 2
    assert sound(base)


def test_an_item_bound_to_data_is_evaluated_at_once(base, capsys) -> None:
    name = "live-update-guest-pause"
    choices = [
        "--a",
        "mode=cpr-exec",
        "--b",
        "mode=cpr-transfer",
        "--where",
        "version=10.2.2",
        "--where",
        "guest-ram-mib=1024",
    ]
    answers = {
        "kind": "measurement", "benchmark": "in-place-update", "metric": "guest-gap-ms", "holds-if": "< 0.5",
        "statistic": "ratio-of-medians", "smallest-effect": "0.1", "finding": "It is {{ e99.effect }} times as long.",
        "applies-to": "qemu=10.2; updated-today-by=cpr-transfer; accelerator=tcg", "indirect": "1: under emulation",
    }  # fmt: skip
    number = 1 + max(
        int(each) for each in re.findall(r"id: e(\d+)", (base / "claims/live-update" / f"{name}.yml").read_text())
    )
    answers["finding"] = f"It is {{{{ e{number}.effect }}}} times as long."
    assert new(base, "evidence", name, *choices, **answers) == 0, capsys.readouterr()
    assert f"e{number}" in examine(base).evaluations[name]
    wrong = [*choices[:-1], "guest-ram-mib=7"]
    assert new(base, "evidence", name, *wrong, **answers) == 2
    assert "no run has guest-ram-mib '7'" in capsys.readouterr().err


@pytest.mark.needs("git")
class TestGitLocators:
    """Against a repository that the test makes."""

    @pytest.fixture
    def upstream(self, tmp_path: Path) -> Path:
        folder = repository(tmp_path / "upstream")
        (folder / "a.txt").write_text("one\ntwo\nthree\nlast", "utf-8")
        commit(folder, "First subject")
        git(folder, "tag", "v1")
        return folder

    def cite(self, base: Path, upstream: Path, *more: str, **answers: str) -> int:
        given = {
            "kind": "source-code", "direction": "supports", "repo": f"qemu={upstream}", "commit": "v1", "path": "a.txt",
            "lines": "2-3", "finding": "It is there.", "applies-to": "qemu=10.1", "direct": "It is the schema.",
        }  # fmt: skip
        return new(base, "evidence", NAME, *more, **{**given, **answers})

    def test_blob_and_digest_are_computed_and_verify(self, base, upstream, capsys) -> None:
        assert self.cite(base, upstream) == 0, capsys.readouterr().err
        shown = capsys.readouterr().err
        assert "     2  two\n" in shown
        assert "     3  three\n" in shown
        text = (base / "claims" / AVAILABLE).read_text("utf-8")
        assert git(upstream, "rev-parse", "v1") in text
        assert git(upstream, "rev-parse", "v1:a.txt") in text
        main(["--root", str(base), "verify-sources", "--repo", f"qemu={upstream}"])
        assert "git locators: 1 ok" in capsys.readouterr().out

    def test_the_commit_that_brought_it_in_becomes_the_origin(self, base, upstream, capsys) -> None:
        assert self.cite(base, upstream, **{"introduced-by": "HEAD"}) == 0, capsys.readouterr().err
        found = examine(base).assessments[NAME]
        assert found.items[-1].origin == f"commit-{git(upstream, 'rev-parse', 'v1')}"

    def test_a_commit_as_a_whole_is_cited_with_its_subject(self, base, upstream, capsys) -> None:
        assert self.cite(base, upstream, kind="change-record", path="", lines="") == 0, capsys.readouterr().err
        assert "subject: First subject" in (base / "claims" / AVAILABLE).read_text("utf-8")

    @pytest.mark.parametrize(
        ("answer", "message"),
        [
            ({"commit": "v2"}, "has no commit"),
            ({"commit": "HEAD^{tree}"}, "has no commit"),
            ({"path": "b.txt"}, "there is no file b.txt"),
            ({"path": "../a.txt"}, "there is no file"),
            ({"lines": "3-2"}, "no range of lines"),
            ({"lines": "4-5"}, "has 4 lines"),
            ({"lines": "0"}, "no range"),
            ({"repo": "linux=."}, "is qemu, not linux"),
            ({"repo": "qemu=/no/such"}, "not a git repository"),
            ({"introduced-by": "v9"}, "has no commit"),
        ],
    )
    def test_what_the_clone_does_not_have_is_named(self, base, upstream, answer, message, capsys) -> None:
        before = state(base)
        assert self.cite(base, upstream, source="qemu-source", **answer) == 2
        assert message in capsys.readouterr().err
        assert state(base) == before


# new source, benchmark, facet


def test_a_new_source_is_valid_with_origin_and_interest(base, capsys) -> None:
    answers = {
        "type": "webpage", "title": "A page about updates", "author": "Lovelace, Ada", "url": "https://example.org/a",
        "accessed": DAY, "origin": "example-org", "favours": "sales", "favours-why": "it sells updates",
        "container-title": "Example",
    }  # fmt: skip
    assert new(base, "source", **answers) == 0, capsys.readouterr().err
    text = (base / "claims/sources/example-page-about-updates.yml").read_text("utf-8")
    assert "author: [{family: Lovelace, given: Ada}]" in text
    assert "favours: sales" in text
    assert sound(base)
    again = {**answers, "title": "Quite another title", "url": "http://www.example.org/a/", "id": "again"}
    assert new(base, "source", "--different-from", "example-page-about-updates", **again) == 1
    assert "example-page-about-updates" in capsys.readouterr().err


def test_a_git_source_says_how_its_pages_are_addressed(base, capsys) -> None:
    answers = {
        "type": "software", "title": "Some repository", "origin": "some-project", "repository": "some",
        "repository-file": "https://example.org/{commit}/{path}#L{first}-{last}",
        "repository-commit": "https://example.org/commit/{commit}", "id": "some-repository",
    }  # fmt: skip
    assert new(base, "source", **answers) == 0, capsys.readouterr().err
    assert sound(base)
    assert new(base, "source", **{**answers, "id": "other", "repository-file": "http://x"}) == 2


def test_a_new_benchmark_is_valid(base, capsys) -> None:
    answers = {
        "title": "Boot time of a guest", "question": "How long does a guest take to boot?",
        "metric": "boot-ms: ms: lower: time to the login prompt", "parameter": "guest-ram: memory of the guest: MiB",
        "procedure": "Start the guest and wait for its prompt.",
    }  # fmt: skip
    assert new(base, "benchmark", **answers) == 0, capsys.readouterr().err
    assert (base / "claims/benchmarks/boot-time-guest/benchmark.yml").is_file()
    assert sound(base)
    assert new(base, "benchmark", **{**answers, "metric": "boot-ms"}) == 2
    assert new(base, "benchmark", **{**answers, "metric": "", "title": "Other things"}) == 1


def test_a_new_dimension_and_a_new_series_are_added_and_the_rest_of_the_file_stays(base, capsys) -> None:
    path = base / "claims/facets.yml"
    edit(base, "facets.yml", "  - id: accelerator", "  # a comment that stays\n  - id: accelerator")
    before = path.read_text("utf-8").splitlines()
    values = ["--value", "old: an old kernel", "--value", "new: a new one"]
    answers = {"title": "Kernel of the host", "question": "Which kernel?", "find-out": "Run uname -r."}
    assert new(base, "facet", *values, **answers) == 0, capsys.readouterr().err
    assert new(base, "facet", "--value", "11.2", to="qemu") == 0, capsys.readouterr().err
    after = path.read_text("utf-8").splitlines()
    assert [line for line in difflib.ndiff(before, after) if line[0] == "-"] == []
    assert '      - {id: "11.2", title: "11.2"}' in after
    assert "  - id: kernel-host" in after
    assert sound(base)


def test_a_value_that_would_leave_claims_incomplete_is_not_added(base, capsys) -> None:
    """A claim that lists every accelerator would silently leave the new one out: it has to take a stand first."""
    before = state(base)
    assert new(base, "facet", "--value", "hvf: Apple's hypervisor", to="accelerator") == 1
    captured = capsys.readouterr()
    assert "S504" in captured.out
    assert "would not be valid" in captured.err
    assert state(base) == before


def test_a_file_that_changed_meanwhile_is_not_overwritten(base) -> None:
    from claimbase.scaffold import Draft, ScaffoldError, write

    target = base / "claims" / RUNNING
    draft = Draft(f"claims/{RUNNING}", "new", b"what it was", "new")
    with pytest.raises(ScaffoldError, match="changed meanwhile"):
        write(base, draft)
    with pytest.raises(ScaffoldError, match="exists by now"):
        write(base, Draft(f"claims/{RUNNING}", "new", None, "new"))
    assert target.read_text("utf-8") != "new"
    assert not [path for path in target.parent.iterdir() if path.name.startswith(".")]


# in a terminal


def test_a_terminal_is_asked_one_question_after_the_other(base) -> None:
    """A wrong answer is asked again, a question mark shows the help, Enter takes the proposal."""
    with Session("new", "claim", "--date", DAY, repository=base) as session:
        session.answer("Which topic?", "?", "nowhere", "live-update")
        session.answer("Title", "Day of the release")
        session.answer("The claim as made", "QEMU 10.2.0 was released in December 2025.")
        session.answer("What sort of sentence", "fact")
        session.answer("Who says so?", "diskinternals-qemu-10-2-impact")
        session.answer("Where does it stand?", "sentence")
        session.answer("Which sentence", "1")
        session.answer("Which release series", "10.1, 10.2", "")
        session.answer("On what else", "")
        session.answer("Which observation", "The day of the tag; a day outside December refutes.")
        session.answer("What should an evaluator do", "Name the point release.")
        session.answer("When is it to be looked at again?", "")
        session.answer("Its id?", "")
        session.until("Write claims/live-update/day-release.yml? [Y/n]")
        session.type("y")
        assert session.end() == 0, session.said
        assert "the topic, which is the folder" in session.said
        assert "'nowhere' is none of" in session.said
        assert "Next:" in session.said
    text = (base / "claims/live-update/day-release.yml").read_text("utf-8")
    assert 'qemu: ["10.1", "10.2"]' in text
    assert 'review_when: ["qemu>=11.2"]' in text
    assert examine(base).problems == ()


@pytest.mark.parametrize(("key", "code"), [(b"\x03", 130), (b"\x04", 1)])
def test_ctrl_c_and_ctrl_d_leave_nothing_behind(base, key, code) -> None:
    before = state(base)
    with Session("new", "evidence", NAME, repository=base) as session:
        session.answer("What sort of observation", "test-run")
        session.until("Which benchmark?")
        session.until("> ")
        session.insist(key, "nothing was")
        assert session.end() == code, session.said
        assert "Traceback" not in session.said
    assert state(base) == before


def test_who_says_no_at_the_end_has_written_nothing(base) -> None:
    before = state(base)
    with Session("new", "claim", *options(CLAIM), repository=base) as session:
        session.answer("On what else", "")
        session.answer("When is it", "")
        session.answer("Its id?", "")
        session.until("[Y/n]")
        session.type("n")
        assert session.end() == 0, session.said
    assert state(base) == before


def test_a_pipe_is_no_terminal(base, monkeypatch, capsys) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("live-update\n" * 50))
    assert new(base, "claim") == 2
    assert "this is not a terminal" in capsys.readouterr().err


def test_every_comment_of_the_template_is_read_as_one(base) -> None:
    assert new(base, "claim", **CLAIM) == 0
    data = (base / "claims/live-update/day-release.yml").read_bytes()
    tree, problems = read(data, "x.yml")
    assert problems == ()
    assert tree is not None
    assert "objection" not in tree


def test_the_real_base_takes_a_new_claim(tmp_path, capsys) -> None:
    shutil.copytree(ROOT / "claims", tmp_path / "claims")
    answers = {
        **CLAIM, "topic": "hardware", "title": "Sound cards of the 1990s", "id": "gravis-ultrasound-pipewire",
        "statement": "A Gravis Ultrasound plays through PipeWire in QEMU 10.2.", "source": "heise-qemu-10-2",
        "sentence": "", "url": "https://heise.de/-11125706", "section": "first part", "accessed": "2026-11-23",
    }  # fmt: skip
    assert new(tmp_path, "claim", **answers) == 0, capsys.readouterr().err
