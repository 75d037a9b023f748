"""Labs: whatever happens to a run or to the harness, nothing of it is left behind."""

import os
import select
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from claimbase.bench import host
from claimbase.bench.binaries import PROGRAM, QemuBinary, find
from claimbase.bench.errors import BenchError, Died, QmpRefused
from claimbase.bench.memory_group import memory_group
from claimbase.bench.process import Lab
from claimbase.bench.serial import gaps
from fake_qemu import program, version_then

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


def standing_in(path: Path) -> QemuBinary:
    return QemuBinary(path, "10.2.2", "10.2", "", "", "0" * 64, frozenset({"tcg"}))


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_run_leaves_neither_process_nor_folder(tmp_path):
    with Lab(tmp_path) as lab:
        qemu = lab.start(standing_in(program(tmp_path / "qemu", "exec sleep 1000")), [], connect=False)
        shared = lab.shared_memory_folder()
        assert qemu.alive()
    assert gone(qemu.pid)
    assert not shared.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["qemu"]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_harness_leaves_no_process_no_folder_and_no_memory_group(tmp_path, number):
    script = textwrap.dedent(f"""
        import sys; sys.path.insert(0, {str(SCRIPTS)!r})
        from pathlib import Path
        from claimbase.bench.binaries import QemuBinary
        from claimbase.bench.process import Lab
        binary = QemuBinary(Path({str(tmp_path / "qemu")!r}), "1", "1", "", "", "", frozenset())
        lab = Lab(Path({str(tmp_path)!r}))
        group = lab.memory_group()
        qemu = lab.start(binary, [], connect=False, group=group)
        print(qemu.pid, lab._reaper.pid, lab.shared_memory_folder(), group.folder, flush=True)
        sys.stdin.read()
    """)
    program(tmp_path / "qemu", "sleep 1000 & exec sleep 1000")
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as harness:
        assert harness.stdout
        qemu, reaper, shared, group = harness.stdout.readline().decode().split()
        harness.send_signal(number)
    # The reaper ends when all is cleared; it is not our child, so its end is seen by its pid.
    handle = os.pidfd_open(int(reaper)) if not gone(int(reaper)) else None
    if handle is not None:
        assert select.select([handle], [], [], 20)[0], "the reaper does not end"
        os.close(handle)
    assert gone(int(qemu))
    assert not Path(shared).exists()
    assert group == "None" or not Path(group).exists()
    assert [path.name for path in tmp_path.iterdir()] == ["qemu"]


def test_program_that_takes_too_long_is_ended(tmp_path):
    with Lab(tmp_path) as lab, pytest.raises(BenchError, match="did not end within"):
        lab.run([str(program(tmp_path / "slow", "exec sleep 1000"))], 0.2)


def test_program_that_is_not_there_is_said_plainly(tmp_path):
    with Lab(tmp_path) as lab, pytest.raises(BenchError, match="cannot be started: No such file"):
        lab.run([str(tmp_path / "nothing")], 1)


def test_output_of_a_program_is_returned_with_its_exit_code(tmp_path):
    with Lab(tmp_path) as lab:
        done = lab.run([str(program(tmp_path / "talks", "echo out; echo err >&2; exit 3"))], 10)
    assert (done.returncode, done.stdout, done.stderr) == (3, "out\n", "err\n")


def test_qemu_that_ends_at_start_is_told_with_what_it_printed(tmp_path):
    binary = standing_in(version_then(tmp_path / "qemu", "echo 'bad option' >&2; exit 1"))
    with Lab(tmp_path) as lab, pytest.raises(Died) as died:
        lab.start(binary, [])
    assert died.value.log == ("bad option",)


def test_lines_of_a_guest_are_stamped_in_order_and_waited_for(tmp_path):
    with Lab(tmp_path) as lab:
        serial = lab.serial()
        with serial.path.open("w") as port:
            port.write("ready\nb 1\nb 2\nb 4\nm ok 1\nhalf")
        last = serial.wait("^m ok", 10)
        lines = serial.lines()
        assert [text for _, text in lines] == ["ready", "b 1", "b 2", "b 4", "m ok 1"]
        assert last == lines[-1][0]
        assert serial.telling() == ("ready", "m ok 1")
        with pytest.raises(BenchError, match="did not write"):
            serial.wait("never", 0.05)


def test_gaps_lie_between_beats_alone():
    lines = [(1.0, "b 1"), (1.5, "m ok 1"), (3.0, "b 2"), (3.25, "b 3")]
    assert gaps(lines) == [(2.0, 3.0), (0.25, 3.25)]


def test_memory_is_sampled_and_marked_so_where_there_is_no_cgroup():
    group = memory_group("x", candidates=())
    group.add(os.getpid())
    group.reset()
    held = bytearray(os.urandom(1)) * (64 * 1024 * 1024)
    peak = group.peak_mib()
    group.close()
    assert group.how == "pss-sampling"
    assert peak >= 64
    assert len(held)


def test_share_of_others_is_what_is_busy_and_not_ours():
    before = host.ProcessorTime(moment=10.0, everybody=100.0, own=1.0)
    cores = os.cpu_count() or 1
    after = host.ProcessorTime(moment=12.0, everybody=100.0 + cores, own=1.0)
    assert after.others_since(before) == 0.5
    assert host.ProcessorTime(12.0, 101.0, 2.0).others_since(before) == 0.0


def test_machine_is_described_without_its_name():
    described = host.describe()
    assert os.uname().nodename not in {value for _, value in described}
    assert described.cores == os.cpu_count()


@pytest.mark.needs("qemu")
def test_real_qemu_answers_refuses_and_leaves(tmp_path):
    binary = next(each for each in find([], tmp_path) if each.path.name == PROGRAM)
    with Lab(tmp_path) as lab:
        group = lab.memory_group()
        qemu = lab.start(binary, ["-machine", "none"], group=group)
        assert qemu.status() == "running"
        assert group.now_mib() > 1
        with pytest.raises(QmpRefused, match="not found"):
            qemu.qmp("qom-get", path="/nothing", property="x")
        qemu.qmp("stop")
        assert qemu.wait_event("STOP", 10)["event"] == "STOP"
        os.kill(qemu.pid, signal.SIGKILL)
        qemu.process.wait()
        with pytest.raises(Died):
            qemu.qmp("query-status")
    assert not lab.folder.exists()
