"""Fetching from Debian: apt keeps to its own folder, programs to their own libraries, and mistakes are told plainly."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from claimbase.bench import apt, debian
from claimbase.bench.errors import BenchError

MIRROR = "http://mirror.example/debian"


@pytest.fixture
def keyring(tmp_path):
    path = tmp_path / "keys.gpg"
    path.write_bytes(b"keys")
    return path


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Stand-ins for apt and dpkg, alone in the search path."""
    folder = tmp_path / "programs"
    folder.mkdir()
    apt._need.cache_clear()
    monkeypatch.setenv("PATH", str(folder))

    def write(name, body="exit 0"):
        path = folder / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    for name in apt._PROGRAMS:
        write(name)
    yield write
    apt._need.cache_clear()


def test_every_place_that_apt_writes_to_or_reads_from_is_in_its_own_folder(tmp_path):
    text = apt.configuration(tmp_path, "trixie", [])
    places = dict(re.findall(r'^(Dir::\S+) "(.*)";$', text, re.MULTILINE))
    assert {"Dir::State", "Dir::State::status", "Dir::Cache", "Dir::Etc::sourcelist", "Dir::Log"} <= places.keys()
    assert {each for each in places.values() if not Path(each).is_relative_to(tmp_path)} == {"/dev/null"}


def test_signatures_are_never_switched_off(tmp_path):
    text = apt.configuration(tmp_path, "trixie", [])
    assert not re.search(r"AllowInsecure|AllowWeak|AllowUnauthenticated|trusted=yes", text, re.IGNORECASE)


@pytest.mark.needs("apt")
def test_apt_understands_its_configuration(tmp_path):
    (tmp_path / "apt.conf").write_text(apt.configuration(tmp_path, "trixie", ['Acquire::http::Proxy "http://p:1";\n']))
    told = subprocess.run(
        ["apt-config", "dump"],
        env={"APT_CONFIG": str(tmp_path / "apt.conf"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f'Dir::Cache "{tmp_path / "cache"}";' in told
    assert 'APT::Default-Release "trixie";' in told
    assert 'Acquire::http::Proxy "http://p:1";' in told


def test_sources_name_the_keys_that_must_have_signed(tmp_path, keyring, programs):
    apt.Apt(tmp_path / "apt", ("trixie", "trixie-backports"), MIRROR, keyring)
    assert (tmp_path / "apt/sources.list").read_text().splitlines() == [
        f"deb [signed-by={keyring}] {MIRROR} trixie main",
        f"deb [signed-by={keyring}] {MIRROR} trixie-backports main",
    ]
    assert (tmp_path / "apt/status").read_text() == ""


@pytest.mark.parametrize("mirror", ["nothing", "http://x y/", "http://x/\nmore", "http://x/ [trusted=yes]", "-o x"])
def test_what_is_no_address_of_a_mirror_is_refused(tmp_path, keyring, programs, mirror):
    with pytest.raises(BenchError, match="no address of a mirror"):
        apt.Apt(tmp_path / "apt", ("trixie",), mirror, keyring)


def test_missing_keys_name_the_package(tmp_path, programs):
    with pytest.raises(BenchError, match="install the package debian-archive-keyring"):
        apt.Apt(tmp_path / "apt", ("trixie",), MIRROR, tmp_path / "none")


def test_machine_without_apt_is_told_what_else_to_do(tmp_path, keyring, programs):
    (tmp_path / "programs" / "apt-get").unlink()
    with pytest.raises(BenchError, match=r"there is no apt-get on this machine — .*--qemu PATH"):
        apt.Apt(tmp_path / "apt", ("trixie",), MIRROR, keyring)


def test_mirror_is_that_of_the_machine_and_not_one_of_other_archives(programs):
    programs(
        "apt-get",
        "echo 'Other|bookworm|http://other.example/'; echo 'Debian|bookworm-security|http://s.example/';"
        " echo 'Debian|bookworm|http://d.example/debian/'",
    )
    assert apt.system_mirror() == "http://d.example/debian/"


def test_machine_that_knows_no_mirror_asks_for_one(programs):
    with pytest.raises(BenchError, match=r"no mirror is known — name a mirror of Debian: --mirror"):
        apt.system_mirror()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("Could not resolve 'x'", "the mirror cannot be reached — see that the network works"),
        ("NO_PUBKEY 6ED0E7B82643E131", "the signature of the archive cannot be checked"),
        ("The repository 'x' is not signed.", "the signature of the archive cannot be checked"),
        ("write (28: No space left on device)", "the disk is full"),
        ("404  Not Found [IP: 1.2.3.4 80]", "the mirror does not carry this suite"),
        ("Unable to locate package qemu", "the suite does not have the package any more"),
        ("Something new", "apt-get fails: E: Something new"),
    ],
)
def test_failure_of_apt_ends_in_one_sentence(tmp_path, keyring, programs, told, said):
    programs("apt-get", f'echo "E: {told}" >&2; exit 100')
    with pytest.raises(BenchError) as failed:
        apt.Apt(tmp_path / "apt", ("trixie",), MIRROR, keyring).update()
    assert str(failed.value).startswith("Debian trixie: ")
    assert said in str(failed.value)


def test_plan_of_apt_is_read_with_sizes_hashes_and_epochs():
    printed = (
        "'http://m/pool/q/qemu_7.2.deb' qemu-system-x86_1%3a7.2+dfsg-7_amd64.deb 8312345 SHA256:ab\n"
        "'http://m/pool/l/libc6_2.deb' libc6_2.36-9_amd64.deb 2700000 MD5Sum:cd\nReading…\n"
    )
    qemu, libc = apt.read_plan(printed)
    assert (qemu.name, qemu.version, qemu.bytes, qemu.sha256) == ("qemu-system-x86", "1:7.2+dfsg-7", 8312345, "ab")
    assert qemu.file == "qemu-system-x86_1%3a7.2+dfsg-7_amd64.deb"
    assert (libc.name, libc.sha256) == ("libc6", "")


def test_disk_without_room_is_noticed_before_the_download(tmp_path):
    with pytest.raises(BenchError, match="MiB of disk space are needed"):
        apt.need_space(tmp_path, shutil.disk_usage(tmp_path).free)


def stands_in(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def version(tmp_path):
    """A version laid out as fetched ones are, with a loader that tells how it was called."""
    loader = Path("usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2")
    folder = tmp_path / "a b" / "7.2.22"
    stands_in(folder / "root" / loader, 'echo "$QEMU_MODULE_DIR"; for each in "$@"; do echo "$each"; done')
    (folder / "bin").mkdir()
    wrapper = folder / "bin" / "qemu-img"
    wrapper.write_text(debian.wrapper_text(loader, "qemu-img"))
    wrapper.chmod(0o755)
    return wrapper


def test_wrapper_runs_the_program_with_the_libraries_beside_it_and_hands_all_arguments_over(version, tmp_path):
    root = version.parent.parent / "root"
    link = tmp_path / "link"
    link.symlink_to(version)
    for called, place in ((version, "/"), (Path("bin/qemu-img"), version.parent.parent), (link, "/")):
        told = subprocess.run(
            [str(called), "-x", "a  b", "", "$HOME"], cwd=place, capture_output=True, text=True, check=True
        ).stdout.splitlines()
        assert told[0] == f"{root}/usr/lib/x86_64-linux-gnu/qemu"
        assert told[1] == "--library-path"
        assert told[2].split(":")[0] == f"{root}/usr/lib/x86_64-linux-gnu"
        assert told[3:] == [f"{root}/usr/bin/qemu-img", "-x", "a  b", "", "$HOME"]


def test_version_is_whole_or_not_there(tmp_path, programs, keyring, monkeypatch):
    monkeypatch.setattr(debian, "system_mirror", lambda: MIRROR)
    monkeypatch.setattr(apt, "KEYRING", keyring)
    monkeypatch.setattr(debian, "Apt", FakeApt)
    monkeypatch.setattr(debian, "unpack", lambda file, root: (_ for _ in ()).throw(BenchError("killed", "")))
    with pytest.raises(BenchError, match="killed"):
        debian.fetch_qemu(tmp_path / "cache", "10.0")
    assert list((tmp_path / "cache/qemu").iterdir()) == []
    monkeypatch.setattr(debian, "unpack", unpack_stand_in)
    wrapper = debian.fetch_qemu(tmp_path / "cache", "10.0")
    assert wrapper == tmp_path / "cache/qemu/10.0.13/bin/qemu-system-x86_64"
    about = json.loads((tmp_path / "cache/qemu/10.0.13/about.json").read_text())
    assert about["package_version"] == "1:10.0.13+ds-0"
    assert about["suite"] == "trixie"
    said: list[str] = []
    assert debian.fetch_qemu(tmp_path / "cache", "10.0", tell=said.append) == wrapper
    assert said[-1] == "QEMU 10.0.13 is there already"


def test_what_a_killed_fetch_left_is_cleared_away_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(debian, "system_mirror", lambda: MIRROR)
    monkeypatch.setattr(debian, "Apt", FakeApt)
    left = tmp_path / "qemu" / ".new-x"
    (left / "root").mkdir(parents=True)
    monkeypatch.setattr(debian, "unpack", unpack_stand_in)
    debian.fetch_qemu(tmp_path, "10.0")
    assert [path.name for path in (tmp_path / "qemu").iterdir()] == ["10.0.13"]


@pytest.mark.parametrize("merged", [True, False])
def test_program_looks_for_its_parts_below_its_own_root(tmp_path, monkeypatch, merged):
    monkeypatch.setattr(debian, "system_mirror", lambda: MIRROR)
    monkeypatch.setattr(debian, "Apt", FakeApt)

    def unpack(file, root):
        unpack_stand_in(file, root)
        if merged:
            (root / "lib").symlink_to("usr/lib")

    monkeypatch.setattr(debian, "unpack", unpack)
    root = debian.fetch_qemu(tmp_path, "10.0").parent.parent / "root"
    assert (root / "usr/lib/x86_64-linux-gnu/qemu-bundle").resolve() == root.resolve()


def test_suite_that_has_another_series_now_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(debian, "system_mirror", lambda: MIRROR)
    monkeypatch.setattr(debian, "Apt", FakeApt)
    with pytest.raises(BenchError, match=r"has QEMU 1:10\.0\.13\+ds-0 now, not 11\.1"):
        debian.fetch_qemu(tmp_path, "sid")


def test_two_fetches_into_one_cache_do_not_meet(tmp_path, monkeypatch):
    monkeypatch.setattr(debian, "system_mirror", lambda: MIRROR)
    monkeypatch.setattr(debian, "Apt", FakeApt)
    with (
        debian._apt(tmp_path, ("trixie",), lambda _: None, None),
        pytest.raises(BenchError, match="another fetch into this cache is under way"),
    ):
        debian.fetch_qemu(tmp_path, "10.0")


class FakeApt:
    """An archive with one package."""

    def __init__(self, folder, suites, mirror):
        self.folder = folder

    def update(self):
        pass

    def newest(self, package):
        return "1:10.0.13+ds-0"

    def download(self, packages):
        file = self.folder / "qemu.deb"
        file.write_bytes(b"package")
        return [file]

    def forget_archives(self):
        pass


def unpack_stand_in(file, root):
    """Lays out a QEMU whose loader is a shell script."""
    stands_in(root / "usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", 'echo "QEMU emulator version 10.0.13 (Debian)"')
    stands_in(root / "usr/bin/qemu-system-x86_64", "exit 1")
