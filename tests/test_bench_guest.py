"""The guest: its programs compile cleanly, its initramfs is the same each time, and it boots and beats."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import machine
import pytest
from claimbase.bench import guest as guests
from claimbase.bench.binaries import probe
from claimbase.bench.debian import Kernel, take_kernel
from claimbase.bench.errors import BenchError
from claimbase.bench.guest import BOOT_SECTOR, BOOT_SECTOR_FLAGS, FLAGS, SOURCE, archive, compiled
from claimbase.bench.process import Lab

SECONDS = 120.0


def members(data):
    """The files of a newc archive: name, mode and content, by the description in the kernel's documentation."""
    at = 0
    found: list[tuple[str, int, bytes]] = []
    while True:
        assert data[at : at + 6] == b"070701"
        numbers = [int(data[at + 6 + 8 * i : at + 14 + 8 * i], 16) for i in range(13)]
        mode, size, length = numbers[1], numbers[6], numbers[11]
        name = data[at + 110 : at + 110 + length]
        assert name.endswith(b"\0")
        start = (at + 110 + length + 3) // 4 * 4
        if name == b"TRAILER!!!\0":
            return found
        found.append((name[:-1].decode(), mode, data[start : start + size]))
        at = (start + size + 3) // 4 * 4


def test_archive_gives_back_what_was_put_into_it():
    files = [("dev", 0o40755, b""), ("init", 0o100755, b"abcde"), ("modules/x.ko", 0o100644, b"1234")]
    assert members(archive(files)) == files
    assert len(archive(files)) % 4 == 0


@pytest.mark.needs("cpio")
def test_cpio_reads_the_archive(tmp_path):
    data = archive([("init", 0o100755, b"abcde"), ("dev", 0o40755, b"")])
    told = subprocess.run(["cpio", "-tv", "--quiet"], input=data, capture_output=True, check=True).stdout.decode()
    assert [line.split()[-1] for line in told.splitlines()] == ["init", "dev"]
    assert told.startswith("-rwxr-xr-x")


@pytest.mark.needs("gcc")
@pytest.mark.parametrize(("source", "flags"), [(SOURCE, FLAGS), (BOOT_SECTOR, BOOT_SECTOR_FLAGS)])
def test_program_compiles_without_a_warning_to_the_same_bytes_wherever_it_lies(tmp_path, source, flags):
    copy = tmp_path / "another folder" / source.name
    copy.parent.mkdir()
    shutil.copyfile(source, copy)
    assert compiled(source, [*flags, "-Werror"]) == compiled(copy, flags)


@pytest.mark.needs("gcc")
def test_boot_sector_fits_and_is_marked_as_one():
    image = guests.boot_sector()
    assert image[510:512] == b"\x55\xaa"
    assert set(image[512:]) == {0}


@pytest.mark.needs("gcc")
def test_program_that_does_not_compile_is_told_with_the_line(tmp_path):
    source = tmp_path / "init.c"
    source.write_text("int begin(void) { return nothing; }\n")
    with pytest.raises(BenchError, match="does not compile") as failed:
        compiled(source)
    assert any("init.c:1" in line for line in failed.value.log)


@pytest.fixture
def kernel(tmp_path):
    folder = tmp_path / "kernel"
    (folder / "modules").mkdir(parents=True)
    (folder / "vmlinuz").write_bytes(b"kernel")
    (folder / "modules" / "disk0.ko").write_bytes(b"module")
    return Kernel(folder / "vmlinuz", folder / "modules", "6.12-test")


@pytest.mark.needs("gcc")
def test_initramfs_is_made_once_and_the_same_each_time(tmp_path, kernel):
    said: list[str] = []
    made = [guests.prepare_with(kernel, tmp_path / each, tell=said.append) for each in ("one", "two", "two")]
    assert len({hashlib.sha256(each.initrd.read_bytes()).hexdigest() for each in made}) == 1
    assert len(said) == 2
    names = [name for name, _, _ in members(made[0].initrd.read_bytes())]
    assert {"init", "modules/disk0.ko"} <= set(names)


def test_machine_without_a_compiler_gets_the_marked_fallback(tmp_path, kernel, monkeypatch):
    busybox = tmp_path / "busybox.deb"
    monkeypatch.setattr(guests, "COMPILER", "no-such-compiler")
    monkeypatch.setattr(guests, "bring_package", lambda *_, **__: busybox)
    monkeypatch.setattr(guests, "unpack", lambda _, folder: unpack_busybox(folder))
    poor = guests.prepare_with(kernel, tmp_path)
    assert poor.fallback
    assert poor.sha256 != guests.source_sha256()
    files = {name: content for name, _, content in members(poor.initrd.read_bytes())}
    assert files["busybox"] == b"static"
    assert files["init"].startswith(b"#!/busybox sh\n")
    assert "claimbase.fill_mib=8" in poor.options(fill_mib=8)[-1]
    with pytest.raises(BenchError, match="cannot do check, disk"):
        poor.options(check=1, disk=1, net=0)


def unpack_busybox(folder):
    (folder / "usr/bin").mkdir(parents=True)
    (folder / "usr/bin/busybox").write_bytes(b"static")


def test_modules_come_out_of_a_kernel_package_uncompressed_and_in_loading_order(tmp_path):
    import lzma

    tree, folder = tmp_path / "tree", tmp_path / "folder"
    folder.mkdir()
    (tree / "deep").mkdir(parents=True)
    for name in ("virtio_blk", "failover", "net_failover"):
        (tree / "deep" / f"{name}.ko.xz").write_bytes(lzma.compress(name.encode()))
    (tree / "vmlinuz-6").write_bytes(b"kernel")
    with pytest.raises(BenchError, match="vmlinuz-6 has no module virtio_net"):
        take_kernel(tree / "vmlinuz-6", tree, folder)
    (tree / "virtio_net.ko").write_bytes(b"virtio_net")
    shutil.rmtree(folder / "modules")
    take_kernel(tree / "vmlinuz-6", tree, folder)
    held = {path.name: path.read_bytes().decode() for path in sorted((folder / "modules").iterdir())}
    assert held == {
        "disk0.ko": "virtio_blk",
        "net0.ko": "failover",
        "net1.ko": "net_failover",
        "net2.ko": "virtio_net",
    }


@pytest.fixture(scope="module")
def booted(tmp_path_factory):
    """What the guest writes on this machine's QEMU and kernel."""
    cache = tmp_path_factory.mktemp("cache")
    image = Path(str(machine.cloud_kernel()))
    (cache / "kernel").mkdir()
    release = image.name.removeprefix("vmlinuz-")
    take_kernel(image, Path("/lib/modules") / release, cache / "kernel")
    guest = guests.prepare_with(Kernel(cache / "kernel/vmlinuz", cache / "kernel/modules", release), cache)
    qemu = probe(Path(str(shutil.which("qemu-system-x86_64"))))
    with Lab() as lab:
        serial = lab.serial()
        # Disk and network are not asked for: which modules they need differs from kernel to kernel.
        options = ("-machine", "q35,accel=tcg", "-m", "256", *serial.options)
        lab.start(qemu, [*options, *guest.options(beat_us=20000, fill_mib=8, check=1, dirty_mib_s=8)])
        serial.wait("^ready", SECONDS)
        serial.wait("^m ok 2", SECONDS)
        yield [text for _, text in serial.lines()]


@pytest.mark.needs("qemu", "gcc", "cloud_kernel")
def test_guest_boots_fills_its_memory_and_beats_by_its_schedule(booted):
    start = booted.index("ready")
    assert booted[start : start + 2] == ["ready", "filled"]
    beats = [int(text[2:]) for text in booted if text.startswith("b ")]
    assert beats[0] >= 1
    assert beats == sorted(set(beats))


@pytest.mark.needs("qemu", "gcc", "cloud_kernel")
def test_memory_of_the_guest_is_found_in_order_while_it_is_written(booted):
    assert [text for text in booted if text.startswith("m ") and " ok " not in text] == []
    assert not any(text.startswith("e ") for text in booted)
