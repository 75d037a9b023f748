"""`explain`, `try` and `diff` as their user meets them, over real repositories; the work tree is never touched."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from claimbase.cli import main
from claimbase.clones import Clone
from claimbase.outline import GITHUB_LIMIT
from claimbase.pipeline import examine
from claimbase.render import SiteSettings, iter_files
from claimbase.trees import TreeError, copy, lay
from claimbase.trial import TrialError, commits
from edited_base import AVAILABLE, RUNNING, copy_base, edit
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import commit, git, repository
from test_comparison import NAME, with_item

pytestmark = pytest.mark.needs("git")
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A repository with the fixture base as its one commit."""
    folder = repository(tmp_path / "base")
    copy_base(folder)
    commit(folder, "The base")
    return folder


def told(base: Path, capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    capsysbinary.readouterr()
    code = main(["--root", str(base), *arguments])
    captured = capsysbinary.readouterr()
    return code, captured.out.decode(), captured.err.decode()


def state(folder: Path) -> dict[str, bytes]:
    """Every file of the work tree and of the repository itself."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# diff


def test_diff_of_a_commit_with_itself_is_empty(base, capsysbinary) -> None:
    code, out, _ = told(base, capsysbinary, "diff", "HEAD..HEAD")
    assert code == 0
    assert "Nothing differs." in out


def test_diff_tells_a_move_and_leaves_work_tree_index_and_repository_alone(base, capsysbinary) -> None:
    with_item(base)
    commit(base, "An item")
    edit(base, RUNNING, "title: ", "title: Not committed, ")
    before = state(base)
    code, out, _ = told(base, capsysbinary, "diff", "HEAD~1..HEAD")
    assert code == 0
    assert "**1 verdict moves**" in out
    assert "Not committed" not in out
    assert state(base) == before


def test_the_order_of_the_two_commits_turns_the_move_round(base, capsysbinary) -> None:
    with_item(base)
    commit(base, "An item")
    _, out, _ = told(base, capsysbinary, "diff", "HEAD..HEAD~1")
    assert out.index("From overstated;") < out.index("To holds where checked;")


def test_verdict_counts_and_certainty_are_byte_for_byte_what_the_pages_show(base, capsysbinary) -> None:
    """Of each claim that moves, what diff says it moves to stands on its page of the built site."""
    with_item(base)
    edit(base, RUNNING, "direction: contradicts", "direction: supports")
    commit(base, "Two moves")
    _, out, _ = told(base, capsysbinary, "diff", "HEAD~1..HEAD")
    moved = re.findall(r"^### .*`([a-z0-9-]+)`\n\n- From .*\n- To (.*)$", out, flags=re.MULTILINE)
    assert len(moved) == 2
    found = examine(base)
    assert found.kb is not None
    pages = {file.uri: file for file in iter_files(found.kb, found.assessments, SiteSettings("x"), found.evaluations)}
    for name, summary in moved:
        page = pages[f"claims/{name}.html"]
        assert page.description.startswith(f"{summary.capitalize()}. ")
        assert all(f">{part}<" in str(page.body) for part in summary.split("; ")[1:]), summary
    table = pages["claims/index.html"]
    assert all(summary.split("; ")[1] in str(table.body) for _, summary in moved)


def test_a_move_without_a_word_in_the_history_fails(base, capsysbinary) -> None:
    with_item(base, entry="")
    commit(base, "An item, no word")
    code, out, _ = told(base, capsysbinary, "diff", "HEAD~1..HEAD")
    assert code == 1
    assert "`L121`" in out


def test_a_base_that_does_not_build_fails_and_says_why(base, capsysbinary) -> None:
    edit(base, AVAILABLE, "type: fact", "type: fatc")
    commit(base, "A mistake")
    code, out, _ = told(base, capsysbinary, "diff", "HEAD~1..HEAD")
    assert code == 1
    assert "`M205`" in out
    assert f"`{NAME}` cannot be read" in out


def test_three_points_compare_with_where_the_two_part(base, capsysbinary) -> None:
    """What main did meanwhile is no change of the branch."""
    git(base, "checkout", "--quiet", "-b", "branch")
    with_item(base)
    commit(base, "On the branch")
    git(base, "checkout", "--quiet", "main")
    edit(base, RUNNING, "title: ", "title: Meanwhile, ")
    commit(base, "On main")
    _, two, _ = told(base, capsysbinary, "diff", "main..branch")
    _, three, _ = told(base, capsysbinary, "diff", "main...branch")
    assert "live-update-while-running" in two
    assert "live-update-while-running" not in three
    assert NAME in three


def test_one_commit_alone_is_compared_with_the_newest(base, capsysbinary) -> None:
    with_item(base)
    commit(base, "An item")
    assert "1 verdict moves" in told(base, capsysbinary, "diff", "HEAD~1")[1]


@pytest.mark.parametrize(
    "name",
    ["no-such", "--output=/tmp/x..HEAD", "-p..HEAD", "HEAD..--all", "HEAD^{tree}..HEAD", "a b..HEAD", "$(x)..HEAD",
     "HEAD:claims..HEAD", "..no-such", "\x1b[31m..HEAD", ":/The..HEAD", "HEAD..HEAD..HEAD", "HEAD\n..HEAD"],
)  # fmt: skip
def test_a_hostile_or_unknown_name_is_one_line_and_a_wrong_call(base, capsysbinary, name) -> None:
    before = state(base)
    code, out, err = told(base, capsysbinary, "diff", "--", name)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert state(base) == before


@given(st.text(max_size=20))
@settings(max_examples=30)
def test_no_name_of_a_commit_ends_in_a_traceback(text) -> None:
    clone = Clone(ROOT)
    assert clone.commit(text) is None or re.fullmatch(r"[0-9a-f]{40}", clone.commit(text) or "")
    clone.close()


def test_a_tree_cannot_lead_out_of_its_folder(base, tmp_path) -> None:
    """A crafted tree with a part `..` is refused before anything is written."""
    blob = git(base, "hash-object", "-w", "--stdin", text="x")
    inner = git(base, "mktree", text=f"100644 blob {blob}\tevil.yml\n")
    middle = git(base, "mktree", text=f"040000 tree {inner}\t..\n")
    top = git(base, "mktree", text=f"040000 tree {middle}\tclaims\n")
    made = git(base, "commit-tree", top, "-m", "Crafted")
    into = tmp_path / "into"
    into.mkdir()
    clone = Clone(base)
    with pytest.raises(TreeError, match="leads out"):
        lay(clone, made, into)
    with pytest.raises(TrialError, match="leads out"), commits(clone, made, made):
        pass
    clone.close()
    assert list(into.iterdir()) == []


def test_links_and_repositories_in_a_tree_are_named_and_not_followed(base, capsysbinary) -> None:
    (base / "claims/live-update/link.yml").symlink_to("/etc/passwd")
    commit(base, "A link")
    hashed = git(base, "rev-parse", "HEAD")
    git(base, "update-index", "--add", "--cacheinfo", f"160000,{hashed},claims/live-update/module")
    git(base, "commit", "--quiet", "-m", "A repository inside")
    code, out, _ = told(base, capsysbinary, "diff", "HEAD~2..HEAD")
    assert code == 1
    assert "`I304`" in out
    assert "root:" not in out


def test_what_attributes_hide_from_an_archive_is_compared_all_the_same(base, capsysbinary) -> None:
    """A pull request cannot hide a file from its review by `export-ignore`."""
    (base / ".gitattributes").write_text("* export-ignore\n", "utf-8")
    with_item(base)
    commit(base, "Hidden")
    assert "1 verdict moves" in told(base, capsysbinary, "diff", "HEAD~1..HEAD")[1]


def test_files_that_come_go_and_change_places_are_laid_as_the_commit_has_them(base, tmp_path) -> None:
    """Laid over the commit before, a tree is the same as laid alone."""
    first = git(base, "rev-parse", "HEAD")
    shutil.rmtree(base / "claims/live-update")
    (base / "claims/live-update").write_text("a file where a folder was", "utf-8")
    second = commit(base, "Places")
    clone = Clone(base)
    over, alone = tmp_path / "over", tmp_path / "alone"
    for folder in (over, alone):
        folder.mkdir()
    held = lay(clone, first, over)
    lay(clone, first, over, lay(clone, second, over, held))
    lay(clone, first, alone)
    clone.close()
    names = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (over, alone)
    ]
    assert names[0] == names[1]


def test_a_base_below_the_top_of_the_repository_is_found(tmp_path, capsysbinary) -> None:
    top = repository(tmp_path / "top")
    copy_base(top / "below")
    commit(top, "The base")
    with_item(top / "below")
    commit(top, "An item")
    assert "1 verdict moves" in told(top / "below", capsysbinary, "diff", "HEAD~1")[1]


def test_a_hostile_title_stays_text_in_the_comment(base, capsysbinary) -> None:
    edit(base, AVAILABLE, "title: ", "title: '@octocat #1 <img src=x> [x](https://evil.example) ' #")
    commit(base, "Hostile")
    _, out, _ = told(base, capsysbinary, "diff", "HEAD~1")
    assert "@octocat" not in out
    assert "<img" not in out
    assert "https://evil" not in out
    assert "@&#8203;octocat" in out


def test_a_text_over_the_limit_of_a_comment_is_cut_and_says_how_to_read_all(base, capsysbinary) -> None:
    text = (base / "claims" / AVAILABLE).read_text("utf-8")
    for number in range(90):
        (base / "claims/live-update" / f"another-{number}.yml").write_text(text, "utf-8")
    commit(base, "Many")
    _, out, _ = told(base, capsysbinary, "diff", "HEAD~1")
    assert len(out.encode()) <= GITHUB_LIMIT
    assert out.endswith("`claimbase diff --whole HEAD~1` shows all of it.\n")
    _, whole, _ = told(base, capsysbinary, "diff", "--whole", "HEAD~1")
    assert len(whole) > len(out)
    assert whole.startswith(out.partition("\n**Cut here**")[0])


def test_the_same_comparison_gives_the_same_bytes(base, capsysbinary) -> None:
    with_item(base)
    commit(base, "An item")
    assert told(base, capsysbinary, "diff", "HEAD~1") == told(base, capsysbinary, "diff", "HEAD~1")


def test_without_a_repository_diff_says_so(tmp_path, capsysbinary) -> None:
    copy_base(tmp_path)
    code, _, err = told(tmp_path, capsysbinary, "diff", "HEAD~1")
    assert code == 2
    assert "not a git repository" in err


def test_what_becomes_of_citations_of_a_real_edition_is_told(base, capsysbinary) -> None:
    """An edition is frozen, a verdict moves: its token is named with what a report that holds it will be told."""
    told(base, capsysbinary, "lock", "--date", "2026-12-01")
    assert told(base, capsysbinary, "edition", "2026.12", "--date", "2026-12-01")[0] == 0
    commit(base, "An edition")
    _, out, _ = told(base, capsysbinary, "diff", "HEAD~1")
    assert "new edition 2026.12" in out
    with_item(base)
    commit(base, "An item")
    _, out, _ = told(base, capsysbinary, "diff", "HEAD~1")
    what = r"verdict changed from holds where checked to overstated"
    assert re.search(rf"`qemu-10-2/{NAME}@2026\.12#[0-9a-f]{{8}}`: {what}\n", out)
    (base / "claims/editions/2026.12.json").unlink()
    commit(base, "Gone")
    code, out, _ = told(base, capsysbinary, "diff", "HEAD~1")
    assert code == 1
    assert "`L127`" in out


# try


def test_try_shows_what_the_work_tree_would_move(base, capsysbinary) -> None:
    code, out, _ = told(base, capsysbinary, "try")
    assert code == 0
    assert "Nothing differs." in out
    with_item(base)
    (base / "claims" / "live-update" / "new-one.yml").write_bytes((base / "claims" / RUNNING).read_bytes())
    code, out, _ = told(base, capsysbinary, "try")
    assert code == 0
    assert "1 verdict moves; 1 claim is new" in out
    assert "From holds where checked;" in out


def test_try_of_one_file_leaves_the_other_changes_out(base, capsysbinary) -> None:
    with_item(base)
    edit(base, RUNNING, "direction: contradicts", "direction: supports")
    _, out, _ = told(base, capsysbinary, "try", str(base / "claims" / AVAILABLE))
    assert NAME in out
    assert "live-update-while-running" not in out


def test_try_of_a_file_that_was_taken_away_shows_what_is_lost(base, capsysbinary) -> None:
    path = base / "claims" / AVAILABLE
    path.unlink()
    code, out, _ = told(base, capsysbinary, "try", str(path))
    assert code == 1
    assert "L122" in out


def test_try_of_a_draft_finds_its_place_by_its_name_and_writes_nothing(base, tmp_path, capsysbinary) -> None:
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    with_item(base)
    shutil.copy(base / "claims" / AVAILABLE, drafts)
    git(base, "checkout", "--quiet", "--", ".")
    before = state(base)
    code, out, _ = told(base, capsysbinary, "try", str(drafts / Path(AVAILABLE).name))
    assert code == 0
    assert "1 verdict moves" in out
    assert state(base) == before


def test_a_draft_whose_place_nothing_tells_is_asked_for(base, tmp_path, capsysbinary) -> None:
    draft = tmp_path / "brand-new.yml"
    draft.write_bytes((base / "claims" / RUNNING).read_bytes())
    code, _, err = told(base, capsysbinary, "try", str(draft))
    assert code == 2
    assert "--as claims/TOPIC/NAME" in err
    place = "claims/live-update/brand-new.yml"
    code, out, _ = told(base, capsysbinary, "try", "--as", place, str(draft))
    assert code == 0
    assert "brand-new" in out
    for wrong in ("../x.yml", "claims/../x.yml", "/etc/passwd", "claims"):
        assert told(base, capsysbinary, "try", "--as", wrong, str(draft))[0] == 2


def test_a_draft_without_a_repository_can_be_tried(tmp_path, capsysbinary) -> None:
    root = copy_base(tmp_path)
    draft = tmp_path / Path(AVAILABLE).name
    draft.write_text((root / "claims" / AVAILABLE).read_text("utf-8").replace("steps: 1", "steps: 2"), "utf-8")
    code, out, _ = told(root, capsysbinary, "try", str(draft))
    assert code == 0
    assert "certainty moves" in out


def test_a_draft_with_a_mistake_is_named_with_its_place(base, tmp_path, capsysbinary) -> None:
    draft = tmp_path / Path(AVAILABLE).name
    draft.write_text((base / "claims" / AVAILABLE).read_text("utf-8").replace("type: fact", "type: fatc"), "utf-8")
    code, out, _ = told(base, capsysbinary, "try", str(draft))
    assert code == 1
    assert f"claims/{AVAILABLE}:4:7" in out
    assert "M205" in out


def test_nothing_is_left_in_the_folder_of_temporary_files(base, tmp_path, monkeypatch, capsysbinary) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    told(base, capsysbinary, "try")
    told(base, capsysbinary, "diff", "HEAD..HEAD")
    told(base, capsysbinary, "diff", "HEAD..no-such")
    assert list(scratch.iterdir()) == []


# explain


def test_explain_shows_levels_origins_cells_rule_and_what_would_change_it(base, capsysbinary) -> None:
    code, out, err = told(base, capsysbinary, "explain", NAME)
    assert (code, err) == (0, "")
    found = examine(base).assessments[NAME]
    for item in found.items:
        assert item.id in out
        assert item.origin[: len("commit-") + 12] in out
    assert all(f"{cell.supports}" in out for cell in found.cells)
    for heading in (
        "Why",
        "Level of each item",
        "Where it holds",
        "Rules that fired",
        "What it hangs on",
        "What would change it",
    ):
        assert f"\n{heading}\n" in out
    flat = " ".join(out.split())
    assert "Verdict by the rule Holds where checked: Some cells hold, the others are open." in flat
    assert "e1: 1 for indirectness (the manual was read instead of the schema)" in flat


def test_the_copy_of_a_base_that_may_only_be_read_may_be_written(base, tmp_path) -> None:
    folder = base / "claims" / "live-update"
    folder.chmod(0o500)
    try:
        copy(base, tmp_path / "copy")
    finally:
        folder.chmod(0o700)
    assert (tmp_path / "copy" / "claims" / "live-update").stat().st_mode & 0o777 == 0o700


def test_explain_tells_the_test_which_an_item_of_evidence_is_held_against(base, capsysbinary) -> None:
    _, out, _ = told(base, capsysbinary, "explain", NAME)
    found = examine(base).kb
    assert found is not None
    assert f"What decides it: {' '.join(found.claims[NAME].test.split())}" in " ".join(out.split())


def test_explain_says_what_the_page_says(base, capsysbinary) -> None:
    """The requests, the reasons and the rule come from the same values as the page."""
    _, out, _ = told(base, capsysbinary, "explain", NAME)
    found = examine(base)
    assert found.kb is not None
    pages = {
        file.uri: str(file.body)
        for file in iter_files(found.kb, found.assessments, SiteSettings("x"), found.evaluations)
    }
    flat = " ".join(out.split())
    wanted = re.findall(r"<li>(one item [^;]*;? ?[^;<]*); the verdict would be", pages[f"claims/{NAME}.html"])
    assert wanted
    assert all(each in flat for each in wanted)


@pytest.mark.parametrize("width", [20, 40, 80, 132])
def test_explain_keeps_to_the_width_of_the_terminal(base, capsysbinary, monkeypatch, width) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    _, out, _ = told(base, capsysbinary, "explain", NAME)
    longest = max(len(word) for word in out.split())
    assert all(len(row) <= max(width, longest + 6) for row in out.splitlines())
    assert "\x1b" not in out


def test_an_unknown_claim_is_a_wrong_call_with_a_hint(base, capsysbinary) -> None:
    code, out, err = told(base, capsysbinary, "explain", "cpr-exec-availability")
    assert (code, out) == (2, "")
    assert NAME in err


def test_a_retired_claim_says_what_became_of_it(base, capsysbinary) -> None:
    code, out, _ = told(base, capsysbinary, "explain", "old-update-claim")
    assert code == 0
    assert "Retired on" in out


@pytest.mark.parametrize(
    "name", ["future-use", "release-step", "live-update-guest-pause", "memory-backend-shared-requirement"]
)
def test_every_sort_of_claim_can_be_explained(base, capsysbinary, name) -> None:
    code, out, _ = told(base, capsysbinary, "explain", name)
    assert code == 0
    assert "Rules that fired" in out


@pytest.mark.needs("git")
@pytest.mark.parametrize(("extra", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_is_for_terminals_that_want_it(base, extra, coloured) -> None:
    """In a real terminal the verdict is coloured, unless NO_COLOR or the terminal says otherwise."""
    import pty

    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "TERM": "xterm", **extra}
    if "NO_COLOR" not in extra:
        environment.pop("NO_COLOR", None)
    program = "import sys; from claimbase.cli import main; sys.exit(main(sys.argv[1:]))"
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program, "--root", str(base), "explain", NAME],
        stdout=theirs, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
    )  # fmt: skip
    os.close(theirs)
    out = b""
    try:
        while chunk := os.read(ours, 4096):
            out += chunk
    except OSError:
        pass  # how Linux says that the other end was closed
    os.close(ours)
    assert process.wait() == 0
    assert (b"\x1b[" in out) is coloured
