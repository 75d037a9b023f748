"""What the collector makes of a host: recorded trees in, answers out; the machine of the tests is not looked at."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from claimbase.collector import Answer, Report, Sureness, System, Unknown, Wanted, collect, texts
from claimbase.collector.elf import UNKNOWN, build_of
from claimbase.model import Facets
from claimbase.yamlio import read
from host_tree import DPKG, LIBVIRTD, QEMU, STATUS, elf, host

ROOT = Path(__file__).resolve().parents[1]

FILTERED = STATUS.replace("Seccomp:\t0", "Seccomp:\t2").replace("filters:\t0", "filters:\t1")


def facets() -> Facets:
    tree, _ = read((ROOT / "claims" / "facets.yml").read_bytes(), "facets.yml")
    return Facets.model_validate(tree)


FACETS = facets()


def found_of(report: Report) -> list[Answer | Unknown]:
    return [*report.answers, *report.unknown]


def answered(system: System, wanted: Wanted | None = None) -> dict[str, tuple[str, ...]]:
    return dict(collect(system, wanted or Wanted(), FACETS).profile.answers)


def found(system: System, dimension: str) -> Answer | Unknown:
    report = collect(system, Wanted(), FACETS)
    return next(each for each in found_of(report) if each.dimension == dimension)


def fact(system: System, name: str) -> str:
    return "; ".join(each.value for each in collect(system, Wanted(), FACETS).facts if each.name == name)


def test_a_plain_debian_host_is_answered_as_far_as_a_host_can_tell(tmp_path) -> None:
    assert answered(host(tmp_path)) == {
        "qemu": ("10.0",),
        "accelerator": ("tcg",),
        "io-uring": ("available",),
        "management-layer": ("none", "other"),
        "host-word-size": ("64-bit",),
        "qemu-build": ("distribution-package",),
    }


def test_every_dimension_is_answered_or_named_as_unknown_with_a_reason(tmp_path) -> None:
    report = collect(host(tmp_path), Wanted(), FACETS)
    named = [each.dimension for each in found_of(report)]
    assert sorted(named) == sorted(each.id for each in FACETS.dimensions)
    assert all(each.origin for each in report.answers)
    assert all(each.why for each in report.unknown)


def test_an_upgrade_moves_todays_series_to_upgraded_from(tmp_path) -> None:
    system = host(tmp_path)
    assert answered(system, Wanted(upgrade_to="10.2"))["qemu"] == ("10.2",)
    assert answered(system, Wanted(upgrade_to="10.2"))["upgraded-from"] == ("10.0",)
    assert "upgraded-from" not in answered(system)


@pytest.mark.parametrize(
    ("version", "series"),
    [("9.2.4", "9.x"), ("9.0.0", "9.x"), ("7.2.22", "8.x-or-older"), ("10.1.90", None), ("2.11.1", "8.x-or-older")],
)
def test_series_before_an_upgrade_are_joined_as_the_facet_joins_them(version, series, tmp_path) -> None:
    """10.1.90 is a release candidate of 10.2, from which nobody in the list upgrades."""
    system = host(tmp_path, printed={f"{QEMU} --version": f"QEMU emulator version {version}\n"})
    expected = (series,) if series else None
    assert answered(system, Wanted(upgrade_to="10.2")).get("upgraded-from") == expected


def test_a_step_back_is_no_upgrade(tmp_path) -> None:
    answers = answered(host(tmp_path), Wanted(upgrade_to="9.2"))
    assert answers["qemu"] == ("9.2",)
    assert "upgraded-from" not in answers


def test_a_series_that_no_claim_knows_stays_unknown(tmp_path) -> None:
    system = host(tmp_path, printed={f"{QEMU} --version": "QEMU emulator version 6.2.0\n"})
    unknown = found(system, "qemu")
    assert isinstance(unknown, Unknown)
    assert "6.2 is not among the answers" in unknown.why


def test_two_binaries_of_different_series_are_one_of_these(tmp_path) -> None:
    other = "/usr/bin/qemu-system-aarch64"
    told = {f"{other} --version": "QEMU emulator version 10.2.0\n"}
    told[f"{DPKG} -S {other} {QEMU}"] = f"qemu-system-x86: {QEMU}\n"
    system = host(tmp_path, {other: elf("liburing.so.2")}, told)
    (tmp_path / "usr/bin/qemu-system-aarch64").chmod(0o755)
    assert answered(system)["qemu"] == ("10.0", "10.2")
    assert answered(system)["qemu-build"] == ("distribution-package", "source-without-rust")


def test_a_path_does_not_tell_the_name_of_the_user(tmp_path) -> None:
    own = "/people/ann/qemu/build/qemu-system-x86_64"
    system = host(tmp_path, {own: elf("liburing.so.2")}, {f"{own} --version": "QEMU emulator version 10.2.0\n"})
    report = collect(replace(system, home="/people/ann"), Wanted(qemu=(own,)), FACETS)
    assert "ann" not in str(report)
    assert "~/qemu/build/qemu-system-x86_64" in str(report.facts)


def test_without_qemu_nothing_is_said_of_it(tmp_path) -> None:
    system = host(tmp_path)
    (tmp_path / QEMU.removeprefix("/")).unlink()
    assert {"qemu", "qemu-build", "io-uring"} & answered(system).keys() == set()
    assert "search path" in str(found(system, "qemu"))


# io_uring


@pytest.mark.parametrize(
    ("files", "call", "expected"),
    [
        ({}, "EFAULT", "available"),
        ({}, "EINVAL", "available"),
        ({"/proc/sys/kernel/io_uring_disabled": ""}, "EFAULT", "available"),
        ({"/proc/sys/kernel/io_uring_disabled": "2\n"}, "EPERM", "blocked"),
        ({}, "ENOSYS", "blocked"),
        ({QEMU: elf("libglib-2.0.so.0")}, "EFAULT", "blocked"),
        ({QEMU: elf("io_uring")}, "EFAULT", None),
        ({QEMU: b"#!/bin/sh\n"}, "EFAULT", None),
        ({"/proc/sys/kernel/io_uring_disabled": "1\n"}, "EPERM", None),
        ({}, "EPERM", None),
        ({"/proc/self/status": FILTERED}, "EFAULT", None),
        ({"/proc/self/status": "Name:\tcat\n"}, "EFAULT", None),
        ({"/sys/fs/selinux/enforce": "1"}, "EFAULT", None),
        ({"/proc/sys/kernel/io_uring_disabled": "yes\n"}, "EFAULT", "available"),
    ],
)
def test_io_uring_is_answered_only_where_nothing_unseen_can_decide(files, call, expected, tmp_path) -> None:
    """Available: kernel, filter and build let it; blocked: one of them surely does not; else unknown."""
    assert answered(host(tmp_path, files, call=call)).get("io-uring") == ((expected,) if expected else None)


@pytest.mark.parametrize("files", [{"/proc/self/status": FILTERED}, {"/sys/fs/selinux/enforce": "0"}])
def test_the_kernel_is_not_asked_where_a_filter_could_punish_or_log_it(files, tmp_path) -> None:
    asked: list[str] = []

    def ask() -> str:
        asked.append("io_uring_setup")
        return "EFAULT"

    collect(replace(host(tmp_path, files), try_io_uring=ask), Wanted(), FACETS)
    assert not asked


# How QEMU was built


@pytest.mark.parametrize(
    ("files", "printed", "expected"),
    [
        ({}, {}, "distribution-package"),
        ({}, {f"{DPKG} -S {QEMU}": ""}, "source-without-rust"),
        ({QEMU: elf("liburing.so.2", "RUST_BACKTRACE")}, {f"{DPKG} -S {QEMU}": ""}, "source-with-rust"),
        ({QEMU: b"#!/bin/sh\n"}, {f"{DPKG} -S {QEMU}": ""}, None),
        ({}, {f"{DPKG} -S {QEMU}": f"diversion by other from: {QEMU}\n"}, "source-without-rust"),
        ({}, {f"{DPKG} -S {QEMU}": f"qemu-a, qemu-b: {QEMU}\n"}, "distribution-package"),
        ({}, {f"{DPKG} -S {QEMU}": f"qemu-system-x86:amd64: {QEMU}\n"}, "distribution-package"),
    ],
)
def test_origin_of_the_binary_comes_from_the_package_tool_and_rust_from_its_file(
    files, printed, expected, tmp_path
) -> None:
    assert answered(host(tmp_path, files, printed)).get("qemu-build") == ((expected,) if expected else None)


def test_rpm_is_asked_where_there_is_no_dpkg_and_qemu_kvm_is_found_outside_the_search_path(tmp_path) -> None:
    path = "/usr/libexec/qemu-kvm"
    printed = {f"{path} --version": "QEMU emulator version 9.1.0 (qemu-kvm-9.1.0-15.el9)\n"}
    printed |= {f"/usr/bin/rpm -qf {path}": "qemu-kvm-core-9.1.0-15.el9.x86_64\n"}
    system = host(tmp_path, {path: elf("liburing.so.2")}, printed)
    for gone in (QEMU, DPKG):
        (tmp_path / gone.removeprefix("/")).unlink()
    (tmp_path / "usr/libexec/qemu-kvm").chmod(0o755)
    assert answered(system)["qemu"] == ("9.1",)
    assert answered(system)["qemu-build"] == ("distribution-package",)
    assert "qemu-kvm-core-9.1.0-15.el9.x86_64" in fact(system, "QEMU")


def test_without_a_package_tool_the_origin_stays_unknown(tmp_path) -> None:
    system = host(tmp_path)
    (tmp_path / DPKG.removeprefix("/")).unlink()
    assert "neither dpkg nor rpm" in str(found(system, "qemu-build"))


def test_a_link_to_the_binary_is_one_binary_and_its_package_is_that_of_the_file(tmp_path) -> None:
    system = host(tmp_path)
    (tmp_path / "usr/bin/kvm").symlink_to("qemu-system-x86_64")
    report = collect(system, Wanted(), FACETS)
    assert len([each for each in report.facts if each.name == "QEMU"]) == 1
    assert "distribution-package" in report.profile.answers["qemu-build"]


def test_a_32_bit_binary_makes_a_32_bit_host_whatever_the_kernel_is(tmp_path) -> None:
    assert answered(host(tmp_path, {QEMU: elf("liburing.so.2", bits=32)}))["host-word-size"] == ("32-bit",)


def test_an_elf_file_that_is_cut_off_shows_nothing() -> None:
    assert build_of(None) == build_of(b"") == build_of(elf()[:63]) == build_of(b"MZ" * 40) == UNKNOWN


# KVM, libvirt, Proxmox VE


@pytest.mark.parametrize("path", ["/dev/kvm", "/sys/module/kvm/x", "/.dockerenv", "/run/.containerenv"])
def test_a_host_that_may_have_kvm_leaves_the_accelerator_open(path, tmp_path) -> None:
    system = host(tmp_path, {path: "x"})
    assert "accelerator" not in answered(system)


def test_libvirt_is_told_with_its_sandbox_and_does_not_decide_what_starts_guests(tmp_path) -> None:
    conf = "#seccomp_sandbox = 1\n  seccomp_sandbox = 0 # tried\n"
    system = host(
        tmp_path, {"/etc/libvirt/qemu.conf": conf}, {f"{LIBVIRTD} --version": f"{LIBVIRTD} (libvirt) 11.3.0\n"}
    )
    assert fact(system, "libvirt") == f"{LIBVIRTD} 11.3.0; seccomp_sandbox in /etc/libvirt/qemu.conf off"
    assert isinstance(found(system, "management-layer"), Unknown)


@pytest.mark.parametrize(
    ("conf", "told"), [("#seccomp_sandbox = 1\n", "not set"), ("", "unknown: there is no such file")]
)
def test_a_sandbox_setting_that_is_not_seen_is_not_made_up(conf, told, tmp_path) -> None:
    system = host(tmp_path, {"/etc/libvirt/qemu.conf": conf}, {f"{LIBVIRTD} --version": "x (libvirt) 9.0.0\n"})
    assert told in fact(system, "libvirt")


def test_a_file_that_may_not_be_read_is_said_to_be_so(tmp_path, monkeypatch) -> None:
    """libvirt's configuration is for root alone on most systems; the tests may run as root, who reads everything."""
    system = host(tmp_path, {"/etc/libvirt/qemu.conf": "seccomp_sandbox = 1\n"}, {f"{LIBVIRTD} --version": "x"})
    opened = os.open

    def refuse(path, *rest, **more) -> int:
        if str(path).endswith("qemu.conf"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    assert "may not be read by this user" in fact(system, "libvirt")


def test_proxmox_follows_from_its_being_installed(tmp_path) -> None:
    layer = found(host(tmp_path, {"/etc/pve/x": "x"}), "management-layer")
    assert isinstance(layer, Answer)
    assert (layer.values, layer.sureness) == (("proxmox",), Sureness.DERIVED)


@pytest.mark.parametrize(
    ("line", "layer"),
    [
        ("/usr/bin/qemu-system-x86_64\0-name\0guest=a\0-chardev\0socket,id=charmonitor,fd=30\0", ("libvirt",)),
        ("/usr/bin/kvm\0-id\x00100\0-chardev\0socket,id=qmp,path=/var/run/qemu-server/100.qmp\0", ("proxmox",)),
        ("qemu-system-x86_64\0-m\x0064\0", ("none", "other")),
    ],
)
def test_processes_that_run_tell_what_starts_guests(line, layer, tmp_path) -> None:
    system = host(tmp_path, {"/proc/42/comm": "qemu-system-x86\n", "/proc/42/cmdline": line})
    assert answered(system)["management-layer"] == layer


def test_threads_of_the_kernel_are_no_guests(tmp_path) -> None:
    system = host(tmp_path, {"/proc/42/comm": "kvm-nx-lpage-recovery\n"})
    assert fact(system, "running") == ""


# Hostile and odd files


@pytest.mark.parametrize(
    "text",
    ["x" * 300_000, "\x00\x01\xff", "PRETTY_NAME=", 'PRETTY_NAME="a\nb"', "", 'NAME="x\x1b[31m"\n'],
    ids=["huge", "binary", "empty value", "broken line", "empty", "control characters"],
)
def test_an_os_release_of_any_sort_is_read_or_passed_over(text, tmp_path) -> None:
    system = host(tmp_path, {"/etc/os-release": text or " "})
    assert len(fact(system, "distribution")) < 100
    assert answered(system)["qemu"] == ("10.0",)


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path) -> None:
    system = host(tmp_path, {"/etc/os-release": ""})
    os.mkfifo(tmp_path / "etc-pipe")
    (tmp_path / "etc").mkdir(exist_ok=True)
    (tmp_path / "etc-pipe").rename(tmp_path / "etc/os-release")
    assert system.read("/etc/os-release").why == "it is no ordinary file"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("QEMU emulator version 10.2.0", "10.2"),
        ("QEMU emulator version 10.1.50 (v10.1.0-1-gabc)", "10.2"),
        ("QEMU emulator version 9.2.91 (v10.0.0-rc1)", "10.0"),
        ("QEMU emulator version 10.2", "10.2"),
        ("qemu 10.2.0", None),
        ("QEMU emulator version 999999999999.1.0", None),
        ("", None),
    ],
)
def test_a_version_is_read_or_refused(printed, expected) -> None:
    told = texts.qemu_version(printed)
    assert (told[0].series if told else None) == expected
