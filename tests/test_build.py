"""A build is whole or nothing, makes the same bytes each time, checks every link, and keeps what it may keep."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from claimbase.site import Preview, build_site
from claimbase.site.build import cache_of
from claimbase.site.links import LinkChecker, check_pages
from claimbase.site.staging import alone, replacing
from site_base import claim_text, write_base


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder, without the index of full-text search: its bytes vary from run to run."""
    return {name: content for name, content in whole_tree(folder).items() if not name.startswith("pagefind/")}


def whole_tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def quiet(*_: object) -> None:
    pass


@pytest.fixture
def root(tmp_path):
    return write_base(tmp_path / "base")


def test_two_builds_are_the_same_bytes(root, tmp_path):
    assert build_site(root, tmp_path / "one", quiet).built
    other = write_base(tmp_path / "elsewhere" / "base")
    assert build_site(other, tmp_path / "two", quiet).built
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_build_reports_progress_and_counts(root):
    seen = []
    report = build_site(root, root / "site", lambda *step: seen.append(step))
    assert list(dict.fromkeys(step[0] for step in seen)) == [
        "reading claims",
        "rendering hand-written pages",
        "writing citations",
        "writing pages",
        "checking links",
        "indexing text",
    ]
    assert report.files == len(whole_tree(root / "site"))
    assert report.pages == sum(uri.endswith(".html") for uri in tree(root / "site"))


def test_removed_claim_loses_its_page_and_nothing_is_left_beside_the_site(root):
    assert build_site(root, root / "site", quiet).built
    (root / "claims/options/option-y.yml").unlink()
    assert build_site(root, root / "site", quiet).built
    assert not (root / "site/claims/option-y.html").exists()
    assert not [path for path in root.iterdir() if path.name.startswith(".site")]


def test_failed_build_leaves_the_site_as_it_was(root):
    assert build_site(root, root / "site", quiet).built
    before = whole_tree(root / "site")
    (root / "claims/options/option-x.yml").write_text("title: [", encoding="utf-8")
    report = build_site(root, root / "site", quiet)
    assert not report.built
    assert report.problems[0].path == "claims/options/option-x.yml"
    assert whole_tree(root / "site") == before


def test_dead_links_end_the_build(root):
    assert build_site(root, root / "site", quiet).built
    before = tree(root / "site")
    about = root / "docs/about.md"
    text = "\n\n[a](claims/no-such.md) [b](method.md#no-such) <img src='https://example.org/x.png' alt=''>\n"
    about.write_text(about.read_text(encoding="utf-8") + text.replace("'", '"'), encoding="utf-8")
    claim = root / "claims/options/option-x.yml"
    claim.write_text(claim_text(statement="'It is [here](nowhere.html).'"), encoding="utf-8")
    report = build_site(root, root / "site", quiet)
    found = {(problem.code, problem.path) for problem in report.problems}
    assert {("B102", "about.html"), ("B103", "about.html"), ("B104", "about.html")} <= found
    assert ("B102", "claims/options/option-x.yml") in found
    assert tree(root / "site") == before


def test_folder_of_somebody_else_is_not_replaced(root, tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter.txt").write_text("dear", encoding="utf-8")
    report = build_site(root, precious, quiet)
    assert [problem.code for problem in report.problems] == ["B105"]
    assert tree(precious) == {"letter.txt": b"dear"}


BUILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, "scripts")
from claimbase.site import build_site

def progress(what, done, total):
    print(what, flush=True)
    if what == sys.argv[1]:
        time.sleep(60)

try:
    build_site(Path(".").resolve(), Path("site").resolve(), progress)
except KeyboardInterrupt:
    sys.exit(130)
"""


def interrupt(root: Path, step: str, number: signal.Signals) -> int:
    """Start a build that halts at a step, send it a signal there, and return its exit code."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", BUILD, step]
    with subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any(line.strip() == step for line in process.stdout)
        process.send_signal(number)
        return process.wait(20)


@pytest.mark.parametrize("step", ["reading claims", "writing pages", "checking links", "indexing text"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_interrupted_build_leaves_the_site_as_it_was(root, step, number):
    assert build_site(root, root / "site", quiet).built
    before = tree(root / "site")
    (root / "claims/options/option-x.yml").write_text(claim_text("Another title"), encoding="utf-8")
    code = interrupt(root, step, number)
    assert code == (-signal.SIGKILL if number is signal.SIGKILL else 130)
    assert tree(root / "site") == before
    left = [path.name for path in root.iterdir() if path.name.startswith(".site")]
    assert left == [] or number is signal.SIGKILL
    # The next build cleans up and is not kept out by the dead one's lock.
    assert build_site(root, root / "site", quiet).built
    assert b"Another title" in (root / "site/claims/option-x.html").read_bytes()
    assert not [path for path in root.iterdir() if path.name.startswith(".site")]


def test_site_is_found_again_when_a_build_died_between_two_renames(tmp_path):
    out = tmp_path / "site"
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old/index.html").write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), replacing(out):
        raise RuntimeError
    assert tree(out) == {"index.html": b"old"}


def test_site_is_replaced_where_folders_cannot_be_exchanged(tmp_path, monkeypatch):
    monkeypatch.setattr("claimbase.site.staging._exchange", lambda one, other: False)
    out = tmp_path / "site"
    for text in ("one", "two"):
        with replacing(out) as folder:
            (folder / "index.html").write_text(text, encoding="utf-8")
    assert tree(tmp_path) == {"site/index.html": b"two"}


def test_second_build_waits_for_the_first(tmp_path):
    lock = tmp_path / "lock"
    waits = []
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\nfrom claimbase.site.staging import alone\n"
        "with alone(Path(sys.argv[1]), lambda: None):\n    print('held', flush=True)\n    time.sleep(1)\n"
    )
    scripts = str(Path(__file__).parent.parent / "scripts")
    command = [sys.executable, "-c", code, str(lock), scripts]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with alone(lock, lambda: waits.append(1)):
            assert process.wait(10) == 0
    assert waits == [1]


# The cache of the chrome


def test_chrome_is_rendered_once_and_again_when_a_page_changed_or_the_cache_is_damaged(root):
    def rendered() -> bool:
        seen: list[str] = []
        assert build_site(root, root / "site", lambda what, *_: seen.append(what)).built
        return "rendering hand-written pages" in seen

    assert rendered()
    clean = tree(root / "site")
    assert not rendered()
    assert tree(root / "site") == clean
    (folder,) = cache_of(root).glob("chrome-*")
    (folder / "site/about.html").write_text("damaged", encoding="utf-8")
    assert rendered()
    assert tree(root / "site") == clean
    (root / "docs/about.md").write_text("# About\n\nChanged.\n", encoding="utf-8")
    assert rendered()
    assert b"Changed." in (root / "site/about.html").read_bytes()
    assert len(list(cache_of(root).glob("chrome-*"))) == 1


def test_warnings_of_hand_written_pages_are_problems(root):
    (root / "docs/about.md").write_text("# About\n\n[x](nowhere)\n", encoding="utf-8")
    report = build_site(root, root / "site", quiet)
    assert not report.built
    assert {problem.code for problem in report.problems} == {"B101"}


def test_page_that_cannot_be_rendered_is_a_problem_and_no_traceback(root):
    (root / "CONTRIBUTING.md").unlink()
    report = build_site(root, root / "site", quiet)
    assert {problem.code for problem in report.problems} == {"B101"}
    assert any("CONTRIBUTING.md" in problem.message for problem in report.problems)


# Links


FILES = ["a.html", "claims/b.html", "claims/c d.html", "x.css"]


@pytest.mark.parametrize(
    ("page", "html", "codes"),
    [
        ("a.html", '<a href="claims/b.html">', []),
        ("a.html", '<a href="claims/c%20d.html">', []),
        ("claims/b.html", '<a href="../a.html"><link rel="stylesheet" href="../x.css">', []),
        ("claims/b.html", '<p id="e1"><a href="#e1">', []),
        ("claims/b.html", '<a href="#e2">', ["B103"]),
        ("a.html", '<a href="claims/b.html#e1">', ["B103"]),
        ("a.html", '<a class="k"\n href="none.html">', ["B102"]),
        ("a.html", '<a href="../a.html">', ["B102"]),
        ("a.html", '<a href="/claims/b.html">', []),
        ("a.html", '<a href="https://example.org/none">', []),
        ("a.html", '<img src="https://example.org/none">', ["B104"]),
        ("a.html", '<script src="//example.org/none">', ["B104"]),
        ("a.html", '<link rel="canonical" href="https://example.org/a.html">', []),
        ("a.html", '<img src="data:image/png;base64,x">', []),
        ("a.html", '<a href="mailto:a@example.org">', []),
        ("a.html", '<a href="https://[">', []),
        ("a.html", '<img src="http://[">', ["B104"]),
        ("a.html", '<p\n\tid="e1"><p class="k"\nid="e2"><a href="#e1"><a href="#e2">', []),
        ("a.html", '<p id="a b"><a href="#a%20b"><a href="a.html#a%20b">', []),
        ("a.html", '<p id="e1"><a href="a.html#e1"><a href="./a.html#e2">', ["B103"]),
        ("claims/b.html", '<a href="./b.html"><a href="../claims/./b.html"><a href="?q=1"><a href="">', []),
        ("claims/b.html", '<a href="../../x.css"><a href="//example.org/a.html">', ["B102"]),
    ],
)
def test_links_are_checked(page, html, codes):
    assert [problem.code for problem in check_pages([(page, html)], FILES)] == codes


def test_absolute_links_start_at_the_sites_own_address():
    checker = LinkChecker("https://example.org/qemu/")
    assert checker.add_file("a.html")
    assert not checker.add_file("a.html")
    checker.add_page("404.html", '<a href="/qemu/a.html"><a href="/a.html">')
    assert [problem.code for problem in checker.problems()] == []


# The preview


def test_preview_writes_only_what_changed(root, tmp_path):
    out = tmp_path / "preview"
    preview = Preview(root, out)
    assert preview.rebuild() == ()
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
    time.sleep(0.02)
    (root / "claims/options/option-y.yml").write_text(claim_text("A new title"), encoding="utf-8")
    assert preview.rebuild() == ()
    changed = {path.relative_to(out).as_posix() for path, stamp in stamps.items() if path.stat().st_mtime_ns != stamp}
    assert "claims/option-y.html" in changed
    assert "sources/index.html" not in changed
    assert "environment.html" not in changed
    # A preview has no downloads: they would have to be made anew at each keystroke.
    assert build_site(root, tmp_path / "site", quiet, exports=False).built
    assert tree(out) == tree(tmp_path / "site")


def test_preview_keeps_good_pages_and_forgets_removed_ones(root, tmp_path):
    preview = Preview(root, tmp_path / "preview")
    preview.rebuild()
    page = tmp_path / "preview/claims/option-y.html"
    before = page.read_bytes()
    claim = root / "claims/options/option-y.yml"
    claim.write_text("title: [", encoding="utf-8")
    assert preview.rebuild()
    assert "claims/options/option-y.yml:1:" in preview.banner()
    assert page.read_bytes() == before
    claim.unlink()
    assert preview.rebuild() == ()
    assert preview.banner() == ""
    assert not page.exists()
