"""Work in several processes: the same results in the same order, errors passed on, and no process left behind."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from claimbase.site import build_site, workers
from claimbase.site.build import SiteWriter
from claimbase.site.workers import spread
from site_base import claim_text, write_base
from test_build import quiet, tree

FORKS = "fork" in multiprocessing.get_all_start_methods()
pytestmark = pytest.mark.skipif(not FORKS, reason="this system cannot copy a process")


@pytest.fixture
def three(monkeypatch):
    """Three processes, however few the tasks and the cores are."""
    monkeypatch.setattr(workers, "FEWEST", 1)
    monkeypatch.setattr(workers, "_CHUNK", 2)
    monkeypatch.setattr(workers, "cores", lambda: 3)


def test_results_come_in_order_from_several_processes(three):
    results = list(spread(range(100), lambda n: [(n, os.getpid()), (-n, os.getpid())]))
    assert [number for number, _ in results] == [sign * n for n in range(100) for sign in (1, -1)]
    assert len({process for _, process in results}) == 3
    assert os.getpid() not in {process for _, process in results}


def test_few_tasks_stay_in_this_process(monkeypatch):
    monkeypatch.setattr(workers, "cores", lambda: 3)
    assert {process for _, process in spread(range(workers.FEWEST - 1), lambda n: [(n, os.getpid())])} == {os.getpid()}


def test_results_may_be_larger_than_a_pipe(three):
    assert [len(text) for text in spread(range(12), lambda n: ["x" * (n << 18)])] == [n << 18 for n in range(12)]


def test_error_of_a_worker_is_raised_here(three):
    def work(number: int) -> list[int]:
        if number == 30:
            raise FileNotFoundError(2, "gone", "a.html")
        return [number]

    with pytest.raises(FileNotFoundError, match="gone"):
        list(spread(range(100), work))
    assert multiprocessing.active_children() == []


def test_killed_worker_is_an_error_here(three):
    def work(number: int) -> list[int]:
        if number == 30:
            os.kill(os.getpid(), signal.SIGKILL)
        return [number]

    with pytest.raises(ChildProcessError, match="ended before it was done"):
        list(spread(range(100), work))
    assert multiprocessing.active_children() == []


def test_no_worker_outlives_an_iterator_that_is_closed(three):
    def work(number: int) -> list[int]:
        if number >= 6:
            time.sleep(60)
        return [number]

    with contextlib.closing(spread(range(100), work)) as results:
        assert next(results) == 0
    assert multiprocessing.active_children() == []


# The build


def test_build_makes_the_same_bytes_in_one_process_and_in_several(tmp_path, request):
    root = write_base(tmp_path / "base")
    alone = build_site(root, tmp_path / "alone", quiet)
    request.getfixturevalue("three")
    together = build_site(root, tmp_path / "together", quiet)
    assert alone.built
    assert alone == together
    assert tree(tmp_path / "alone") == tree(tmp_path / "together")


def test_build_finds_the_same_problems_in_one_process_and_in_several(tmp_path, request):
    root = write_base(tmp_path / "base")
    for name in ("option-x", "option-y"):
        text = claim_text(statement="'It is [here](nowhere.html) and [there](claims/option-y.html#none).'")
        (root / f"claims/options/{name}.yml").write_text(text, encoding="utf-8")
    alone = build_site(root, tmp_path / "site", quiet)
    request.getfixturevalue("three")
    assert build_site(root, tmp_path / "site", quiet) == alone
    assert {"B102", "B103"} <= {problem.code for problem in alone.problems}


@pytest.mark.parametrize("end", ["error", "kill"])
def test_site_stays_as_it_was_when_a_worker_fails(tmp_path, monkeypatch, three, end):
    root = write_base(tmp_path / "base")
    assert build_site(root, root / "site", quiet).built
    before = tree(root / "site")
    write = SiteWriter.write

    def failing(self, file):
        if file.uri == "claims/option-y.html":
            if end == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(28, "No space left on device", file.uri)
        write(self, file)

    monkeypatch.setattr(SiteWriter, "write", failing)
    with pytest.raises(OSError, match="ended before" if end == "kill" else "No space left"):
        build_site(root, root / "site", quiet)
    assert tree(root / "site") == before
    assert not [path for path in root.iterdir() if path.name.startswith(".site")]
    assert multiprocessing.active_children() == []


BUILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from claimbase.site import build, build_site, workers

workers.FEWEST, workers._CHUNK, workers.cores = 1, 2, lambda: 3
write = build.SiteWriter.write

def slowly(self, file):
    write(self, file)
    time.sleep(0.3)

build.SiteWriter.write = slowly
try:
    build_site(Path(".").resolve(), Path("site").resolve(), lambda what, *_: print(what, flush=True))
except KeyboardInterrupt:
    sys.exit(130)
"""


def processes(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("everyone", [True, False], ids=["group", "first"])
def test_interrupted_build_leaves_the_site_and_no_process(tmp_path, number, everyone):
    root = write_base(tmp_path / "base")
    assert build_site(root, root / "site", quiet).built
    before = tree(root / "site")
    (root / "claims/options/option-x.yml").write_text(claim_text("Another title"), encoding="utf-8")
    command = [sys.executable, "-c", BUILD, str(Path(__file__).parent.parent / "scripts")]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert any(line.strip() == "writing pages" for line in process.stdout)
        (os.killpg if everyone else os.kill)(process.pid, number)
        assert process.wait(20) == (-signal.SIGKILL if number is signal.SIGKILL else 130)
        assert process.stderr.read() == ""
    deadline = time.monotonic() + 10
    while processes(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not processes(process.pid)
    assert tree(root / "site") == before
    if number is not signal.SIGKILL:
        assert not [path for path in root.iterdir() if path.name.startswith(".site")]
    assert build_site(root, root / "site", quiet).built
    assert b"Another title" in (root / "site/claims/option-x.html").read_bytes()
