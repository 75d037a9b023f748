"""io_uring blocked, disk works, and settings: what a session of main-loop and start-up runs."""

import subprocess
import sys
from pathlib import Path

import pytest
from claimbase.bench import image_bench
from claimbase.bench.binaries import QemuBinary, find
from claimbase.bench.blocked import LAUNCHER, filter_program
from claimbase.bench.process import Lab
from claimbase.bench.process_cost import io_pressure_seconds
from claimbase.bench.scenario import Choice
from claimbase.bench.scenarios import scenario

ALL = frozenset({"tcg", "kvm", "io_uring"})


def binary(features: frozenset[str] = ALL, img: Path | None = Path("qemu-img")) -> QemuBinary:
    return QemuBinary(Path("qemu"), "10.2.2", "10.2", "", "", "0" * 64, features, (), img)


PROBE = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
print(libc.syscall(ctypes.c_long(425), ctypes.c_uint(1), None), os.strerror(ctypes.get_errno()))
"""


def test_io_uring_is_denied_behind_the_launcher_and_all_else_works():
    done = subprocess.run([*LAUNCHER, sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "-1 Operation not permitted"


def test_filter_is_whole_instructions():
    assert len(filter_program()) == 8 * 6


def test_no_work_asks_for_what_cannot_be():
    plans = list(scenario("main-loop").plans([binary()], Choice()))
    ways = {(plan.setting["io-uring"], plan.setting["aio"], plan.setting["work"]) for plan in plans}
    assert len(ways) == len(plans)
    assert ("blocked", "io_uring", "read-4k-1") not in ways
    assert ("available", "native", "cached-read-4k-1") not in ways
    assert ("blocked", "io_uring", "start-with-disk") in ways


def test_what_a_build_lacks_is_left_out():
    told: list[str] = []
    choice = Choice(left_out=told.append)
    plans = list(scenario("main-loop").plans([binary(frozenset({"tcg"}), None)], choice))
    assert {plan.setting["aio"] for plan in plans} == {"none", "threads", "native"}
    assert {plan.setting["work"] for plan in plans} == {"idle", "idle-io-thread", "start-with-disk"}
    assert any("qemu-img" in text for text in told)
    assert not list(scenario("start-up").plans([binary(frozenset({"tcg"}))], Choice(accelerators=("kvm",))))


@pytest.mark.parametrize("name", ["main-loop", "start-up", "command-lines"])
def test_settings_name_every_parameter_and_quick_ones_are_fewer(name):
    found = scenario(name)
    plans, quick = (list(found.plans([binary()], Choice(quick=quick))) for quick in (False, True))
    assert {frozenset(plan.setting) for plan in plans} == {frozenset(each.id for each in found.definition.parameters)}
    assert 0 < len(quick) < len(plans)


def test_pressure_is_the_total_of_some_tasks(tmp_path):
    record = tmp_path / "io"
    record.write_text("some avg10=0.00 avg60=0.00 avg300=0.00 total=2500000\nfull avg10=0.00 total=7\n")
    assert io_pressure_seconds(record) == 2.5
    assert io_pressure_seconds(tmp_path / "none") is None


def test_file_system_is_the_one_of_the_nearest_mount(tmp_path):
    mounts = f"/dev/a / ext4 rw 0 0\ntmpfs {tmp_path.parent} tmpfs rw 0 0\nx {tmp_path}more xfs rw 0 0\n"
    assert image_bench.filesystem(tmp_path, mounts) == "tmpfs"
    assert image_bench.filesystem(Path("/"), mounts) == "ext4"


def system_binaries(tmp_path: Path) -> list[QemuBinary]:
    return find((), tmp_path)


@pytest.mark.needs("qemu")
def test_real_qemu_counts_what_it_offers(tmp_path):
    counts, choice = scenario("interface-counts"), Choice(quick=True)
    for plan in list(counts.plans(system_binaries(tmp_path), choice))[:1]:
        with Lab(tmp_path) as lab:
            samples = counts.run(plan, lab, choice).samples
        assert set(samples) == {metric.id for metric in counts.definition.metrics}
        assert all(
            value > 0 for (value,) in (samples[name] for name in ("machine-types", "qmp-commands", "device-types"))
        )


@pytest.mark.needs("qemu")
@pytest.mark.parametrize(("line", "expected"), [("vga-cirrus", "starts"), ("soundhw", "refused")])
def test_real_qemu_starts_what_it_knows_and_refuses_the_rest(tmp_path, line, expected):
    lines, choice = scenario("command-lines"), Choice()
    plans = [plan for plan in lines.plans(system_binaries(tmp_path), choice) if plan.setting["command-line"] == line]
    for plan in plans[:1]:
        with Lab(tmp_path) as lab:
            seen = lines.run(plan, lab, choice)
        assert (seen.expected, seen.observed) == ("starts", expected)
