import ast
import os
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path

import bootstrap
import pytest

SCRIPT = Path(bootstrap.__file__)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A repository of its own, whose lock files ask for nothing, so that no network is needed."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "bootstrap.py").write_text(SCRIPT.read_text(encoding="utf-8"))
    for lock in bootstrap.LOCKS.values():
        (tmp_path / lock).write_text("# nothing\n")
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    return tmp_path


def run(root, *arguments, env=None):
    command = [sys.executable, str(root / "scripts" / "bootstrap.py"), *arguments]
    environment = os.environ | {"PIP_NO_INDEX": "1"} | (env or {})
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment,
        stdin=subprocess.DEVNULL,
        cwd=root,
        check=False,
    )


def test_parses_on_the_python_that_it_turns_away():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 9), (3, 10, 14), (2, 7, 18)])
def test_old_python_is_told_what_is_needed(version, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "version_problem", lambda old=bootstrap.version_problem: old(version))
    assert bootstrap.main(["run"]) == 1
    message = capsys.readouterr().err
    assert message.startswith(f"Python 3.11 or later is needed, this is {version[0]}.{version[1]} (")
    assert message.count("\n") == 1


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 15, 1), (4, 0, 0)])
def test_new_enough(version):
    assert bootstrap.version_problem(version) is None


@pytest.mark.parametrize("absent", [{"ensurepip"}, {"venv", "ensurepip"}])
def test_python_without_venv_names_the_package(absent, root, monkeypatch, capsys):
    problem = bootstrap.venv_problem
    monkeypatch.setattr(bootstrap, "venv_problem", lambda: problem(lambda name: name not in absent))
    assert bootstrap.main(["run"]) == 1
    message = capsys.readouterr().err
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert f"install the package {package} (or python3-venv)" in message
    assert message.count("\n") == 1
    assert not (root / ".venv").exists()


def test_set_up_is_one_line_and_a_second_run_does_nothing(root):
    first = run(root, "run")
    assert (first.returncode, first.stdout) == (0, ""), first.stderr
    assert first.stderr.count("\n") == 1
    stamp = root / ".venv" / ".set-up"
    before = stamp.stat()
    start = time.perf_counter()
    second = run(root, "run")
    seconds = time.perf_counter() - start
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert stamp.stat().st_mtime_ns == before.st_mtime_ns
    assert seconds < 5  # some hundredths in truth; wide, because the machine may be busy
    assert (root / ".venv" / "bin" / "claimbase").stat().st_mode & 0o111


@pytest.fixture
def fast(root, monkeypatch):
    """Does in this process what a set-up does, but with no pip: the logic alone, in milliseconds."""
    commands = []

    def fake_run(command, log, failure):
        commands.append(command)
        if "venv" in command:
            venv.create(command[-1], with_pip=False)

    monkeypatch.setattr(bootstrap, "run", fake_run)

    def set_up(level="run", requested=sys.executable, at=root):
        commands.clear()
        done = bootstrap.set_up(str(at), level, requested)
        return ["venv" if "venv" in command else Path(command[-1]).name for command in commands] if done else None

    return set_up


def test_what_the_tests_need_is_enough_for_the_site(fast):
    assert fast("test") == ["venv", "requirements-test.lock"]
    assert fast("run") is None
    assert fast("test") is None


def test_site_is_extended_for_the_tests_and_not_made_anew(fast):
    assert fast("run") == ["venv", "requirements.lock"]
    assert fast("test") == ["requirements-test.lock"]
    assert fast("run") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "requirements.lock").write_text("# changed\n"),
        lambda root: (root / ".venv" / ".set-up").unlink(),  # as an interruption leaves it
        lambda root: (root / ".venv" / ".set-up").write_bytes(b"\xff\xfe"),
    ],
    ids=["lock file changed", "interrupted", "stamp unreadable"],
)
def test_what_changed_is_made_anew(root, fast, change):
    fast()
    (root / ".venv" / "old").touch()
    change(root)
    assert fast() == ["venv", "requirements.lock"]
    assert not (root / ".venv" / "old").exists()


def test_another_python_is_made_anew(fast, monkeypatch):
    fast()
    assert fast(requested="python3.99") == ["venv", "requirements.lock"]
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    assert "cpython 3.99.0" in bootstrap.fingerprint(bootstrap.ROOT, ".venv", "run", "python3.99")


def test_changed_test_lock_is_made_anew_so_that_no_old_package_stays(root, fast):
    fast("test")
    (root / "requirements-test.lock").write_text("# changed\n")
    assert fast("run") is None
    assert fast("test") == ["venv", "requirements-test.lock"]


def test_absent_python_is_named(root, fast, monkeypatch):
    fast()
    monkeypatch.setattr(sys, "executable", str(root / ".venv" / "bin" / "python"))
    with pytest.raises(bootstrap.SetupError, match=r"there is no python3\.99 on this machine"):
        fast(requested="python3.99")


def test_environments_own_python_hands_over_before_it_is_removed(root, fast, monkeypatch):
    requested = sys.executable
    fast()
    monkeypatch.setattr(sys, "executable", str(root / ".venv" / "bin" / "python"))
    (root / "requirements.lock").write_text("# changed\n")
    calls = []
    monkeypatch.setattr(os, "execv", lambda *arguments: calls.append(arguments))
    fast(requested=requested)
    assert calls[0][0] == requested
    assert bootstrap.base_python(str(root / ".venv")) == getattr(sys, "_base_executable", None)


def test_copied_to_another_place_it_is_made_anew(root, fast, tmp_path_factory):
    fast()
    other = tmp_path_factory.mktemp("copy") / "a b"
    subprocess.run(["cp", "-a", root, other], check=True)
    assert fast(at=other) == ["venv", "requirements.lock"]
    (other / ".venv" / "lib").rename(other / ".venv" / "gone")
    launcher = subprocess.run([other / ".venv" / "bin" / "claimbase"], capture_output=True, text=True, check=False)
    # The package cannot be found any more: that Python says so shows that the command starts it, blank in the
    # path or not.
    assert "No module named 'claimbase'" in launcher.stderr


def test_failed_installation_leaves_no_stamp(root, fast, monkeypatch):
    fast()
    (root / "requirements.lock").write_text("# changed\n")

    def fail(*arguments):
        raise bootstrap.SetupError("no")

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "install", fail)
        with pytest.raises(bootstrap.SetupError):
            fast()
    assert fast() == ["venv", "requirements.lock"]


def test_interruption_is_said_and_leaves_no_stamp(root):
    (root / "requirements.lock").write_text("absent-package==1 --hash=sha256:" + "0" * 64 + "\n")
    command = [sys.executable, str(root / "scripts" / "bootstrap.py"), "run"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stderr
        process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(30) == 130
    assert "interrupted" in rest
    assert "Traceback" not in rest
    assert not (root / ".venv" / ".set-up").exists()


def test_without_network_the_message_is_clear(root):
    (root / "requirements.lock").write_text("absent-package==1 --hash=sha256:" + "0" * 64 + "\n")
    nowhere = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull}
    result = run(root, "run", env=nowhere)
    assert result.returncode == 1
    assert "pip cannot reach its package index" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (root / ".venv" / ".set-up").exists()


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("x\nERROR: one\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n", "DO NOT MATCH THE HASHES"),
        ("OSError: [Errno 28] No space left on device", "no space left on the disk"),
        ("", "no output"),
        ("only this", "only this"),
    ],
)
def test_failure_is_told_in_one_line(output, expected, tmp_path):
    message = bootstrap.explain(output, "it failed", str(tmp_path / "log"))
    assert message.startswith("it failed: ")
    assert expected in message
    assert "\n" not in message


def test_lock_files_pin_everything_and_name_no_index():
    root = SCRIPT.parent.parent
    pinned = {}
    for level, name in bootstrap.LOCKS.items():
        text = (root / name).read_text(encoding="utf-8")
        entries = [entry for entry in text.split("\n") if entry and not entry.startswith(("#", " "))]
        assert all("==" in entry and entry.endswith("\\") for entry in entries)
        assert "--index-url" not in text
        assert "://" not in text
        pinned[level] = {entry.rstrip(" \\") for entry in entries}
    assert pinned["run"] < pinned["test"]
