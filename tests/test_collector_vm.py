"""What the collector makes of a VM: libvirt's XML and what real QEMUs answered over QMP, and of hostile ones."""

import contextlib
import json
import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from claimbase.collector import Answer, Wanted, collect, command_line, domain_xml, process, qmp_answers
from claimbase.collector import host as hosts
from claimbase.collector.io_uring import io_uring
from claimbase.collector.qmp import QUESTIONS, Patience, ask, converse
from claimbase.collector.texts import Version
from claimbase.collector.vm import QemuProcess, age, machine_version
from host_tree import STATUS, host
from hypothesis import given
from hypothesis import strategies as st
from qmp_peer import GREETING, RECORDINGS, listening, questions, recording, replay, send
from test_collector_host import FACETS

LIBVIRT = Path(__file__).resolve().parent / "fixtures" / "libvirt"
VERSIONS = sorted(path.stem for path in RECORDINGS.glob("*.json"))
LONG = Patience(greeting=60.0, answer=60.0, all=200.0)
"""So long that only what the peer does ends a conversation, however busy the machine is."""
NO_GREETING = Patience(greeting=0.3, answer=60.0, all=200.0)
NO_ANSWER = Patience(greeting=60.0, answer=0.3, all=200.0)


def of_xml(root: Path, name: str, **more: Any) -> dict[str, tuple[str, ...]]:
    wanted = Wanted(libvirt_xml=str(LIBVIRT / f"{name}.xml"), **more)
    report = collect(host(root), wanted, FACETS)
    assert report.problems == ()
    return dict(report.profile.answers)


def read_xml(text: str | bytes) -> list[str]:
    data = text.encode("utf-8") if isinstance(text, str) else text
    vm, problems = domain_xml.read(data, "guest.xml")
    assert (vm is None) == bool(problems)
    return [problem.code for problem in problems]


# libvirt's XML


def test_a_server_of_libvirt_is_answered(tmp_path) -> None:
    """Two disks of the host differ in aio; the network disk and the empty drive have none."""
    assert of_xml(tmp_path, "server") == {
        "qemu": ("10.0",),
        "memory-backend": ("shared",),
        "accelerator": ("kvm",),
        "io-uring": ("available",),
        "disk-aio": ("native", "io-uring"),
        "management-layer": ("libvirt",),
        "passthrough": ("vfio", "vhost"),
        "host-word-size": ("64-bit",),
        "qemu-build": ("distribution-package",),
        "machine-type-age": ("under-3-years",),
    }


def test_the_age_of_a_machine_type_is_counted_as_the_series_that_will_run_it_does(tmp_path) -> None:
    """pc-q35-7.2 is young for 10.0 and deprecated by 10.2."""
    assert of_xml(tmp_path, "server", upgrade_to="10.2")["machine-type-age"] == ("3-to-6-years",)


def test_a_desktop_shows_what_its_definition_leaves_open(tmp_path) -> None:
    """vhost-net is used where the host offers it; Red Hat's machine type has no version of QEMU; qemu:arg counts."""
    answers = of_xml(tmp_path, "desktop")
    assert answers["passthrough"] == ("none", "vhost")
    assert answers["disk-aio"] == ("threads", "native")
    assert answers["memory-backend"] == ("private",)
    # Its emulator is not on this host, so nothing is said of series and build.
    assert {"machine-type-age", "qemu", "qemu-build", "io-uring"} & answers.keys() == set()


def test_an_emulated_board_with_a_usb_device_of_the_host(tmp_path) -> None:
    answers = of_xml(tmp_path, "arm-board")
    assert answers["accelerator"] == ("tcg",)
    assert answers["memory-backend"] == ("shared", "private")
    assert answers["machine-type-age"] == ("under-3-years",)
    assert {"passthrough", "disk-aio"} & answers.keys() == set()


DOMAIN = "<domain type='kvm'><os><type machine='{machine}'>hvm</type></os>{memory}<devices>{devices}</devices></domain>"


@pytest.mark.parametrize(
    ("memory", "expected"),
    [
        ("", [("anonymous", False)]),
        ("<memoryBacking/>", [("anonymous", False)]),
        ("<memoryBacking><hugepages/></memoryBacking>", [("hugepages", False)]),
        ("<memoryBacking><hugepages/><access mode='shared'/></memoryBacking>", [("hugepages", True)]),
        ("<memoryBacking><source type='file'/></memoryBacking>", [("file", False)]),
        ("<memoryBacking><source type='memfd'/></memoryBacking>", [("memfd", True)]),
        ("<memoryBacking><source type='memfd'/><access mode='private'/></memoryBacking>", [("memfd", False)]),
        ("<memoryBacking><access mode='sideways'/></memoryBacking>", [("anonymous", False)]),
        ("<cpu><numa><cell/><cell memAccess='shared'/></numa></cpu>", [("anonymous", False), ("anonymous", True)]),
    ],
)
def test_sharing_of_memory_in_the_definition(memory, expected) -> None:
    vm, _ = domain_xml.read(DOMAIN.format(machine="q35", memory=memory, devices="").encode(), "x")
    assert vm
    assert [(each.kind, each.shared) for each in vm.memory] == expected


VIRTIO = "<model type='virtio'/>"


@pytest.mark.parametrize(
    ("devices", "expected", "possible"),
    [
        ("", (), False),
        (f"<interface type='user'>{VIRTIO}</interface>", (), False),
        (f"<interface type='network'>{VIRTIO}</interface>", (), True),
        (f"<interface type='bridge'>{VIRTIO}<driver name='qemu'/></interface>", (), False),
        (f"<interface type='bridge'>{VIRTIO}<driver name='vhost'/></interface>", ("vhost",), False),
        ("<interface type='bridge'><model type='e1000e'/></interface>", (), False),
        ("<interface type='vhostuser'/>", ("vhost",), False),
        ("<interface type='vdpa'/>", ("vhost",), False),
        ("<interface type='hostdev'/>", ("vfio",), False),
        ("<hostdev mode='subsystem' type='pci'/>", ("vfio",), False),
        ("<hostdev mode='subsystem' type='mdev' model='vfio-pci'/>", ("vfio",), False),
        ("<hostdev type='scsi_host'><source protocol='vhost' wwpn='naa.5'/></hostdev>", ("vhost",), False),
        ("<hostdev mode='subsystem' type='usb'/>", ("other",), False),
        ("<disk type='vhostuser'/>", ("vhost",), False),
        ("<filesystem><driver type='path'/></filesystem>", (), False),
        ("<vsock model='virtio'><cid auto='yes'/></vsock>", ("vhost",), False),
        ("<video><driver name='vhostuser'/></video>", ("vhost",), False),
    ],
)
def test_devices_of_the_host_in_the_definition(devices, expected, possible) -> None:
    vm, _ = domain_xml.read(DOMAIN.format(machine="q35", memory="", devices=devices).encode(), "x")
    assert vm
    assert (vm.passthrough, bool(vm.vhost_possible)) == (expected, possible)


def test_the_emulator_that_a_definition_names_is_never_run(tmp_path) -> None:
    """Only binaries that were found as QEMU are: a definition may come from anybody."""
    ran: list[str] = []
    told = host(tmp_path)

    def run(command: Sequence[str]) -> str | None:
        ran.append(command[0])
        return told.run(command)

    system = replace(told, run=run)
    evil = tmp_path / "evil.xml"
    evil.write_text(DOMAIN.format(machine="q35", memory="", devices="<emulator>/usr/bin/evil</emulator>"), "utf-8")
    report = collect(system, Wanted(libvirt_xml=str(evil)), FACETS)
    assert "/usr/bin/evil" not in ran
    assert "qemu" not in report.profile.answers


def test_an_emulator_that_is_a_link_is_the_binary_that_it_leads_to(tmp_path) -> None:
    system = host(tmp_path)
    (tmp_path / "usr/bin/kvm").symlink_to("qemu-system-x86_64")
    text = DOMAIN.format(machine="q35", memory="", devices="<emulator>/usr/bin/kvm</emulator>")
    report = collect(system, Wanted(libvirt_xml="x", xml_bytes=text.encode()), FACETS)
    assert report.profile.answers["qemu"] == ("10.0",)


@pytest.mark.parametrize("emulator", ["qemu-system-x86_64", "../../etc/passwd", "", "/", "/usr/bin", "//"])
def test_an_emulator_of_any_form_is_no_traceback(emulator, tmp_path) -> None:
    text = DOMAIN.format(machine="q35", memory="", devices=f"<emulator>{emulator}</emulator>")
    report = collect(host(tmp_path), Wanted(libvirt_xml="x", xml_bytes=text.encode()), FACETS)
    assert "qemu" not in report.profile.answers


BOMB = "<!DOCTYPE d [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB + "]><domain type='kvm'><name>&i;</name></domain>", "H103"),
        (BOMB + "]><domain type='kvm' name='&i;'/>", "H103"),
        ("<!DOCTYPE d SYSTEM 'file:///etc/passwd'><domain type='kvm'/>", "H103"),
        ("<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain type='kvm'>&x;</domain>", "H103"),
        ("<?xml version='1.0'?>\n<!-- a --><?b c?>\n <!DOCTYPE d><domain type='kvm'/>", "H103"),
        ("\ufeff<!DOCTYPE d><domain type='kvm'/>", "H103"),
        ("<domain type='kvm'>&x;</domain>", "H104"),
        ("<domain type='kvm'>", "H104"),
        ("", "H104"),
        ("not xml", "H104"),
        ("<domain type='kvm'/><domain type='kvm'/>", "H104"),
        ("<domain type='kvm' type='qemu'/>", "H104"),
        ("<domain type='kvm'>\x01</domain>", "H104"),
        (b"\xff\xfe<\0d\0>\0", "H102"),
        ("<domain type='kvm'/>".encode("utf-16"), "H102"),
        ("<?xml version='1.0' encoding='utf-7'?><domain type='kvm'/>", "H102"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><domain type='kvm'/>", "H102"),
        (b"<domain type='kvm'><name>\xff\xfe</name></domain>", "H104"),
        ("<domain type='kvm'>" + "<a>" * 60 + "</a>" * 60 + "</domain>", "H102"),
        ("<domain type='kvm'>" + "<a>" * 5000 + "</a>" * 5000 + "</domain>", "H104"),
        ("<domain type='kvm'>" + "<a/>" * 300_000 + "</domain>", "H102"),
        ("<network><name>default</name></network>", "H105"),
        ("<domain type='xen'/>", "H105"),
        ("<domain/>", "H105"),
        ("<x:domain xmlns:x='urn:x' type='kvm'/>", "H105"),
        ("<html/>", "H105"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_hostile_or_foreign_xml_is_one_problem(data, code) -> None:
    assert read_xml(data) == [code]


def test_what_is_wrong_in_xml_has_its_place(tmp_path) -> None:
    _, (problem,) = domain_xml.read(b"<domain type='kvm'>\n  <devices>\n</domain>\n", "guest.xml")
    assert (problem.line, problem.code) == (3, "H104")
    assert "\n" not in str(problem)


def test_comments_and_processing_instructions_hide_nothing_and_harm_nothing() -> None:
    assert (
        read_xml("<!-- <!DOCTYPE d> --><?x <!DOCTYPE d> ?><domain type='kvm'><!-- x --><os><?y z?></os></domain>") == []
    )


@pytest.mark.parametrize("name", ["no-such-file.xml", "", "a\0b"])
def test_a_definition_that_is_not_there_is_a_problem_and_the_host_is_told(name, tmp_path) -> None:
    report = collect(host(tmp_path), Wanted(libvirt_xml=name and str(tmp_path / name)), FACETS)
    assert [each.code for each in report.problems] == ["H101"]
    assert report.profile.answers["qemu"] == ("10.0",)


@given(st.text(max_size=200))
def test_no_text_in_place_of_xml_is_a_traceback(text) -> None:
    domain_xml.read(text.encode("utf-8", "surrogatepass"), "x")
    domain_xml.read(DOMAIN.format(machine="q35", memory=text, devices="").encode("utf-8", "surrogatepass"), "x")


# QMP


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "7.2.22",
            {
                "qemu": ("7.2",),
                "memory-backend": ("private",),
                "accelerator": ("tcg",),
                "machine-type-age": ("under-3-years",),
                "passthrough": ("none", "vhost"),
            },
        ),
        (
            "10.0.13",
            {
                "qemu": ("10.0",),
                "memory-backend": ("shared",),
                "accelerator": ("tcg",),
                "machine-type-age": ("under-3-years",),
                "passthrough": ("none",),
            },
        ),
        (
            "10.2.2",
            {
                "qemu": ("10.2",),
                "memory-backend": ("shared",),
                "accelerator": ("tcg",),
                "machine-type-age": ("3-to-6-years",),
                "passthrough": ("none",),
            },
        ),
        (
            "11.1.3",
            {
                "qemu": ("11.1",),
                "memory-backend": ("shared", "private"),
                "accelerator": ("kvm",),
                "machine-type-age": ("under-3-years",),
                "passthrough": ("none",),
            },
        ),
    ],
)
def test_what_real_qemus_answered_is_understood(name, expected, tmp_path) -> None:
    """The process at the other end is this test, so that what its command line would tell is unknown."""
    with listening(replay(recording(name))) as path:
        report = collect(host(tmp_path), Wanted(qmp=path), FACETS, LONG)
    assert report.problems == ()
    assert dict(report.profile.answers) == expected | {"host-word-size": ("64-bit",)}


@pytest.mark.parametrize(
    ("name", "aio", "passthrough"),
    [
        ("7.2.22", ("threads",), ("none",)),
        ("10.0.13", ("io-uring",), ("none",)),
        ("10.2.2", ("native", "threads"), ("none",)),
        ("11.1.3", None, ("none",)),
    ],
)
def test_the_command_line_of_the_process_adds_what_qmp_does_not_tell(name, aio, passthrough, tmp_path) -> None:
    recorded = recording(name)
    arguments = ["/usr/bin/qemu-system-x86_64", *recorded["arguments"]]
    system = host(tmp_path, {"/proc/7/cmdline": "\0".join(arguments) + "\0", "/proc/7/status": STATUS})
    running, line = process.read(system, 7)
    assert running
    assert line
    vm = qmp_answers.read(recorded["answers"], line, running)
    assert (vm.aio and tuple(mode.replace("_", "-") for mode in vm.aio)) == aio
    assert (vm.passthrough or ("none",)) == passthrough
    assert not vm.vhost_possible


@pytest.mark.parametrize("name", VERSIONS)
def test_age_by_version_agrees_with_what_qemu_calls_deprecated(name) -> None:
    """From 10.0 on QEMU marks exactly the types that are three to six years old; no older one is there from 10.2 on."""
    recorded = recording(name)
    numbers = recorded["answers"]["version"]["qemu"]
    series = (numbers["major"], numbers["minor"])
    for each in recorded["answers"]["machines"]:
        version = machine_version(each["name"])
        if version is not None and series >= (10, 0):
            old = age(version, series)
            assert (old != "under-3-years") == each["deprecated"], each
            assert series < (10, 2) or old != "over-6-years", each


@pytest.mark.parametrize(
    ("machine", "version"),
    [
        ("pc-q35-10.0", (10, 0)),
        ("pc-i440fx-2.12", (2, 12)),
        ("virt-7.2", (7, 2)),
        ("s390-ccw-virtio-9.1", (9, 1)),
        ("pc-q35-9.2+pve1", (9, 2)),
        ("pc-q35-rhel9.6.0", None),
        ("pc-q35-noble", None),
        ("microvm", None),
        ("xenfv-4.2", (4, 2)),
    ],
)
def test_versions_in_names_of_machine_types(machine, version) -> None:
    assert machine_version(machine) == version


def test_shared_plain_memory_counts_from_the_version_on_that_can_hand_it_over() -> None:
    told = recording("10.2.2")["answers"]
    old = told | {"version": {"qemu": {"major": 9, "minor": 2, "micro": 0}}}
    assert [each.shared for each in qmp_answers.read(told).memory] == [True]
    assert [each.shared for each in qmp_answers.read(old).memory] == [None]


def test_devices_are_told_apart() -> None:
    def passed(*kinds: str, line: command_line.CommandLine | None = None) -> tuple[str, ...]:
        told = [{"name": str(n), "type": f"child<{kind}>"} for n, kind in enumerate(kinds)]
        return qmp_answers.read({"devices": told}, line).passthrough

    assert passed("virtio-blk-pci") == ()
    assert passed("vfio-pci", "vhost-user-fs-pci") == ("vfio", "vhost")
    assert passed("vhost-vdpa-device-pci") == ("vhost",)
    assert passed("usb-host", "scsi-block") == ("other",)
    assert passed(line=command_line.read(["qemu", "-netdev", "tap,id=n,vhost=on"])) == ("vhost",)
    assert passed(line=command_line.read(["qemu", "-netdev", '{"type":"tap","vhostfd":"3","id":"n"}'])) == ("vhost",)


def test_a_disk_that_was_added_later_leaves_aio_unknown() -> None:
    recorded = recording("10.2.2")
    line = command_line.read(recorded["arguments"][:-4])
    vm = qmp_answers.read(recorded["answers"], line)
    assert vm.aio is None
    assert "added later" in vm.aio_why


@pytest.mark.parametrize(
    ("status", "line", "sysctl", "links", "expected"),
    [
        (STATUS, "", "0", {}, "available"),
        (STATUS.replace("Seccomp:\t0", "Seccomp:\t2"), "", "0", {}, None),
        (STATUS.replace("\t0\nSeccomp_filters:\t0", "\t2\nSeccomp_filters:\t1"), "", "0", {}, None),
        (
            STATUS.replace("\t0\nSeccomp_filters:\t0", "\t2\nSeccomp_filters:\t1"),
            "-sandbox\0on,spawn=deny\0",
            "0",
            {},
            "available",
        ),
        (STATUS.replace("\t0\nSeccomp_filters:\t0", "\t2\nSeccomp_filters:\t2"), "-sandbox\0on\0", "0", {}, None),
        (STATUS, "", "1", {}, "blocked"),
        (STATUS.replace("1000", "0"), "", "1", {}, "available"),
        (STATUS, "", "2", {}, "blocked"),
        (STATUS, "", "1", {"9": "anon_inode:[io_uring]"}, "available"),
        ("", "", "0", {}, None),
        (STATUS, "", "0", {"9": "anon_inode:[eventpoll]"}, "blocked"),
    ],
)
def test_io_uring_of_a_running_vm_is_told_by_its_own_process(status, line, sysctl, links, expected, tmp_path) -> None:
    files = {
        "/proc/7/cmdline": f"qemu-system-x86_64\0{line}",
        "/proc/7/status": status,
        "/proc/sys/kernel/io_uring_disabled": sysctl,
    }
    system = host(tmp_path, files)
    (tmp_path / "proc/7/fd").mkdir(parents=True)
    for name, target in links.items():
        (tmp_path / "proc/7/fd" / name).symlink_to(target)
    running, read = process.read(system, 7)
    vm = qmp_answers.read(recording("10.2.2")["answers"], read, running)
    answer = io_uring(hosts.look(system), vm, ())
    assert getattr(answer, "values", (None,)) == (expected,)


def test_a_process_without_a_ring_says_nothing_before_the_series_that_opens_one_at_the_start(tmp_path) -> None:
    told = recording("10.0.13")["answers"]
    running = QemuProcess(7, 1000, 0, 0, sandbox=False, ring=False, program=None, replaced=False)
    for answers, expected in (
        (told, "available"),
        (told | {"version": recording("11.1.3")["answers"]["version"]}, "blocked"),
    ):
        vm = qmp_answers.read(answers, None, running)
        answer = io_uring(hosts.look(host(tmp_path)), vm, ())
        assert isinstance(answer, Answer)
        assert answer.values == (expected,)


def test_a_build_without_io_uring_is_seen_over_qmp(tmp_path) -> None:
    recorded = recording("10.2.2")
    recorded["answers"]["schema"][0]["values"] = ["threads", "native"]
    with listening(replay(recorded)) as path:
        report = collect(host(tmp_path), Wanted(qmp=path), FACETS, LONG)
    assert report.profile.answers["io-uring"] == ("blocked",)


def test_a_program_that_was_replaced_is_not_taken_for_the_one_that_runs(tmp_path) -> None:
    """After a package upgrade the file of the old QEMU is gone; its successor tells nothing of it."""
    system = host(tmp_path, {"/proc/7/cmdline": "qemu-system-x86_64\0", "/proc/7/status": STATUS})
    (tmp_path / "proc/7/exe").symlink_to("/usr/bin/qemu-system-x86_64 (deleted)")
    running, _ = process.read(system, 7)
    assert running
    assert (running.program, running.replaced) == (None, True)


def test_a_peer_that_is_no_qemu_process_is_not_looked_at(tmp_path) -> None:
    system = host(tmp_path, {"/proc/7/cmdline": "socat\0UNIX-LISTEN:x\0", "/proc/7/status": STATUS})
    assert process.read(system, 7) == (None, None)
    assert process.read(system, None) == (None, None)


# Hostile peers


def silent(connection: socket.socket) -> None:
    connection.recv(1)


def endless_line(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"[" * 65536)


def floods_of_events(connection: socket.socket) -> None:
    send(connection, GREETING)
    event = json.dumps({"event": "STOP", "timestamp": {"seconds": 0, "microseconds": 0}}).encode() + b"\r\n"
    while True:
        connection.sendall(event * 100)


def greets_and(*messages: Any) -> Any:
    """A peer that greets, accepts the negotiation, and answers each question with the next of these messages."""

    def behave(connection: socket.socket) -> None:
        send(connection, GREETING)
        with contextlib.closing(questions(connection)) as asked:
            send(connection, {"return": {}}, next(asked))
            for message in messages:
                question = next(asked)
                if isinstance(message, bytes):
                    connection.sendall(message)
                else:
                    send(connection, {"return": message}, question)
            next(asked, None)

    return behave


@pytest.mark.parametrize(
    ("behave", "code", "patience"),
    [
        (silent, "H202", NO_GREETING),
        (lambda connection: None, "H204", LONG),
        (lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n"), "H203", LONG),
        (lambda connection: connection.sendall(b"\xff\x00\n"), "H203", LONG),
        (lambda connection: connection.sendall(b"[]\n"), "H203", LONG),
        (lambda connection: connection.sendall(b'{"QMP": []}\n'), "H203", LONG),
        (lambda connection: connection.sendall(b'{"QMP": {"version": 5, "capabilities": 1}}\n'), "H20", LONG),
        (lambda connection: connection.sendall(b'{"return": {}}\n'), "H203", LONG),
        (lambda connection: connection.sendall(b"[" * 100_000 + b"\n"), "H20", LONG),
        (endless_line, "H20", NO_GREETING),
        (lambda connection: send(connection, GREETING), "H20", LONG),
        (floods_of_events, "H20", NO_GREETING),
        (greets_and(), "H204", NO_ANSWER),
        (greets_and(b"garbage\n"), "H204", LONG),
        (greets_and(b"[" * 100_000 + b"\n"), "H204", LONG),
        (greets_and(b'{"return": {}, "id": "another"}\n'), "H204", NO_ANSWER),
        (greets_and({}, b'{"error": 5}\n'), "H204", LONG),
    ],
)
def test_a_hostile_peer_ends_in_one_problem_within_its_time(behave, code, patience) -> None:
    with listening(behave) as path:
        _, problems = converse(path, patience)
    assert len(problems) == 1
    assert problems[0].code.startswith(code)


def test_what_was_said_before_the_end_is_used(tmp_path) -> None:
    version = recording("10.2.2")["answers"]["version"]
    with listening(greets_and(version, {"running": True, "status": "running"})) as path:
        report = collect(host(tmp_path), Wanted(qmp=path), FACETS, LONG)
    assert [each.code for each in report.problems] == ["H204"]
    assert report.profile.answers["qemu"] == ("10.2",)


@pytest.mark.parametrize("path", ["/no/such/socket", "", "x" * 200, "a\0b", "/dev/null", "/"])
def test_a_path_at_which_nobody_listens_is_said_to_be_so(path) -> None:
    said, problems = converse(path, NO_GREETING)
    assert said is None
    assert [each.code for each in problems] == ["H201"]


def test_a_socket_with_somebody_else_connected_and_the_queue_full_is_said_to_be_busy(tmp_path) -> None:
    """QEMU accepts one client and lets the kernel hold one more; a third is turned away at once."""
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as first:
        server.bind(path)
        server.listen(0)
        first.connect(path)
        _, (problem,) = converse(path, NO_GREETING)
    assert problem.code == "H202"
    assert "connected" in problem.message


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "type", "qemu", "major", "share", "id", "enabled", "values", "meta-type", "inserted"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(QUESTIONS, JUNK)))
def test_answers_of_any_form_are_no_traceback(answers) -> None:
    vm = qmp_answers.read(answers)
    assert vm.version is None or isinstance(vm.version, Version)


@given(st.lists(st.sampled_from(["-drive", "-blockdev", "-netdev", "-sandbox"]) | st.text(max_size=30), max_size=8))
def test_command_lines_of_any_form_are_no_traceback(arguments) -> None:
    command_line.read(arguments)


@pytest.mark.parametrize("command", ["quit", "qom-set", "migrate", "human-monitor-command", "x-query-virtio"])
def test_a_command_that_could_change_something_is_never_sent(command) -> None:
    with pytest.raises(ValueError, match="no question"):
        ask(None, command, {}).send(None)  # type: ignore[arg-type]


def test_only_questions_are_asked() -> None:
    assert {command for command, _ in QUESTIONS.values() if not command.startswith("query-")} == {"qom-get", "qom-list"}
