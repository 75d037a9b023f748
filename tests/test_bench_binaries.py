"""Binaries: what is a QEMU, which one is meant, and what is said of those that cannot be used."""

from pathlib import Path

import pytest
from claimbase.bench import binaries, probing
from claimbase.bench.errors import BenchError
from fake_qemu import program, version_then


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(binaries, "_PROBE_SECONDS", 2.0)
    monkeypatch.setattr(probing, "_SECONDS", 2.0)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("echo something else", "is no QEMU system emulator: it calls itself 'something else'"),
        ("echo 'cannot load libfoo.so' >&2; exit 127", "fails (exit code 127): cannot load libfoo.so"),
        ("kill -SEGV $$", "fails (killed by signal 11)"),
        ("exec sleep 1000", "--version hangs"),
    ],
)
def test_what_is_no_qemu_is_refused_in_one_sentence(tmp_path, body, said):
    with pytest.raises(BenchError) as refused:
        binaries.probe(program(tmp_path / "qemu", body))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_binary_too_old_for_qmp_is_refused(tmp_path):
    with pytest.raises(BenchError, match=r"QEMU 0\.9\.1, too old for the QMP"):
        binaries.probe(version_then(tmp_path / "qemu", "", version="0.9.1"))


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("echo 'no such machine' >&2; exit 1", "does not answer over QMP .*ended before it answered.*no such machine"),
        ("exec sleep 1000", "does not answer over QMP .*did not answer over QMP within 2 s"),
    ],
)
def test_binary_that_crashes_or_hangs_at_start_is_refused_with_what_it_said(tmp_path, rest, said):
    with pytest.raises(BenchError, match=said):
        binaries.probe(version_then(tmp_path / "qemu", rest))


@pytest.mark.parametrize("missing", ["nothing-here", "plain-file"])
def test_path_that_cannot_be_executed_is_refused(tmp_path, missing):
    (tmp_path / "plain-file").write_text("x")
    with pytest.raises(BenchError, match=r"no such file|cannot be executed"):
        binaries.probe(tmp_path / missing)


def held(version: str, path: str) -> binaries.QemuBinary:
    series = ".".join(version.split(".")[:2])
    return binaries.QemuBinary(Path(path), version, series, "", "", "0" * 64, frozenset())


def test_series_means_its_newest_version_and_a_version_itself():
    here = [held("10.0.2", "/a"), held("10.0.13", "/b"), held("10.2.2", "/c")]
    assert [each.version for each in binaries.select(["10.2", "10.0"], here)] == ["10.0.13", "10.2.2"]
    assert [each.version for each in binaries.select(["10.0.2"], here)] == ["10.0.2"]


def test_unknown_version_is_refused_with_those_that_are_here():
    with pytest.raises(BenchError, match=r"no QEMU 9\.9 here \(there are: 10\.2\.2\)"):
        binaries.select(["9.9"], [held("10.2.2", "/c")])


def test_versions_sort_as_numbers():
    names = ["10.0.13", "10.0.2", "7.2.22", "11.1.3"]
    assert sorted(names, key=binaries.version_key) == ["7.2.22", "10.0.2", "10.0.13", "11.1.3"]


def test_unusable_binary_in_the_cache_is_passed_over_but_not_one_that_was_named(tmp_path):
    broken = tmp_path / "qemu" / "9.9.9" / "bin" / binaries.PROGRAM
    broken.parent.mkdir(parents=True)
    program(broken, "exit 1")
    assert binaries.find([], tmp_path, search_path=False) == []
    with pytest.raises(BenchError):
        binaries.find([broken], tmp_path, search_path=False)


@pytest.mark.needs("qemu")
def test_installed_qemu_is_known_with_version_accelerator_and_build():
    found = binaries.find([], Path("/nonexistent"))
    assert found
    assert "tcg" in found[-1].features
    assert found[-1].version in found[-1].reported
    assert found[-1].built
