"""`claimbase profile` as its user meets it: on this machine, with a real QEMU, without root, and with wrong input."""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from claimbase import collector
from claimbase.cli import main
from claimbase.collector.qmp import Patience, converse
from claimbase.environment import read_fragment, read_profile
from claimbase.yamlio import read
from edited_base import copy_base
from host_tree import LIBVIRT_FILES, LIBVIRT_PRINTED, host
from qmp_peer import listening, recording, replay
from test_collector_host import FACETS

ROOT = Path(__file__).resolve().parents[1]
SERVER = ROOT / "tests" / "fixtures" / "libvirt" / "server.xml"
QEMU = "qemu-system-x86_64"


def profile(*arguments: str) -> int:
    return main(["--root", str(ROOT), "profile", *arguments])


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a recorded host, with libvirt, in place of this machine."""
    system = host(tmp_path / "host", LIBVIRT_FILES, LIBVIRT_PRINTED)
    monkeypatch.setattr(collector, "System", lambda: system)


def test_the_profile_of_this_machine_is_read_back_without_a_problem(capsys) -> None:
    """What is printed is a profile as the page reads it, and the link in it holds the same answers."""
    assert profile() == 0
    text = capsys.readouterr().out
    reading = read_profile(text.encode("utf-8"), "profile.yml", FACETS)
    assert reading.problems == ()
    assert {"host-word-size"} <= reading.profile.answers.keys()
    address = re.search(r"^# environment\.html(#\S+)$", text, flags=re.MULTILINE)
    assert address
    assert read_fragment(address[1], FACETS) == reading


def test_each_answer_says_where_it_comes_from_and_each_unknown_how_to_find_out(debian, capsys) -> None:
    profile()
    known, _, unknown = capsys.readouterr().out.partition("\n# Not known:\n")
    answers = known.partition("\nanswers:\n")[2].splitlines()
    assert len(answers) >= 2
    assert all(line.startswith("  # ") == (number % 2 == 0) for number, line in enumerate(answers))
    assert "#   purpose: no program can see it\n#     Nobody knows better than you.\n" in unknown
    assert "#   updated-today-by: no program can see it\n#     " in unknown


@pytest.mark.parametrize("form", ["yaml", "json", "link"])
def test_nothing_names_the_host_or_the_guest_or_its_disks(form, debian, tmp_path, capsys) -> None:
    (tmp_path / "host/etc/hostname").write_text("rack-7-node-3\n", "utf-8")
    profile("--libvirt-xml", str(SERVER), "--format", form)
    text = capsys.readouterr().out
    definition = SERVER.read_text("utf-8")
    for secret in ("0b5e2a0e", "52:54:00", "/var/lib/libvirt/images", "/dev/vg0", "/srv/share", "192.0.2.1"):
        assert secret in definition
        assert secret not in text
    assert "rack-7" not in text


def test_a_definition_of_libvirt_is_read_from_a_file_and_from_standard_input(debian, capsys, monkeypatch) -> None:
    assert profile("--libvirt-xml", str(SERVER), "--format", "link") == 0
    link = capsys.readouterr().out
    assert "memory-backend=shared" in link
    with SERVER.open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert profile("--libvirt-xml", "-", "--format", "link") == 0
    assert capsys.readouterr().out == link


def test_a_definition_comes_through_a_pipe_as_well(debian, capsys) -> None:
    """As of `<(virsh dumpxml guest)` in a shell."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as stream:
        stream.write(SERVER.read_bytes())
    assert profile("--libvirt-xml", f"/dev/fd/{reading}", "--format", "link") == 0
    os.close(reading)
    assert "memory-backend=shared" in capsys.readouterr().out


def test_json_holds_everything_for_programs(debian, capsys) -> None:
    with listening(replay(recording("10.2.2"))) as path:
        assert profile("--qmp", path, "--format", "json") == 0
    tree = json.loads(capsys.readouterr().out)
    assert tree["profile"]["answers"]["qemu"] == ["10.2"]
    assert {"name": "VM: machine", "value": "pc-q35-7.2, deprecated by its QEMU", "from": "QMP"} in tree["facts"]
    dimensions = [each["dimension"] for each in (*tree["answers"], *tree["unknown"])]
    assert sorted(dimensions) == sorted(each.id for each in FACETS.dimensions)
    assert tree["problems"] == []


@pytest.mark.parametrize("arguments", [["--qmp", "/no/such/socket"], ["--libvirt-xml", "/no/such/file"]])
def test_a_vm_that_cannot_be_read_ends_with_1_and_the_host_is_told_all_the_same(debian, arguments, capsys) -> None:
    assert profile(*arguments) == 1
    captured = capsys.readouterr()
    assert re.match(r"/no/such/\w+: H\d{3} .+ — .+\n$", captured.err)
    assert "# The VM could not be read" in captured.out
    assert read_profile(captured.out.encode(), "x", FACETS).profile.answers


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--qmp", "a", "--libvirt-xml", "b"], "not allowed with"),
        (["--upgrade-to", "99.9"], "10.2"),
        (["--upgrade-to", "newest"], "10.2"),
        (["--qemu", "/no/such/qemu"], "no such file"),
        (["--site", "javascript:alert(1)"], "no address"),
        (["--site", "https://example.org/#x"], "no address"),
        (["--format", "toml"], "invalid choice"),
        (["--force"], "--output"),
        (["--output", "/no/such/folder/host.yml"], "/no/such/folder: there is no such folder"),
        (["extra"], "unrecognized"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why(arguments, told, capsys) -> None:
    assert profile(*arguments) == 2
    captured = capsys.readouterr()
    assert told in captured.err
    assert captured.out == ""


def test_a_file_is_written_once_and_replaced_only_when_told_to(debian, tmp_path, capsys) -> None:
    target = tmp_path / "host.yml"
    assert profile("--output", str(target)) == 0
    assert capsys.readouterr().out == f"wrote {target}\n"
    assert read_profile(target.read_bytes(), "host.yml", FACETS).problems == ()
    target.write_text("mine", "utf-8")
    assert profile("--output", str(target)) == 2
    assert "exists; --force replaces it" in capsys.readouterr().err
    assert target.read_text("utf-8") == "mine"
    assert profile("--output", str(target), "--force") == 0
    assert target.read_text("utf-8") != "mine"


def test_the_link_leads_to_the_site_where_its_address_is_known(debian, tmp_path, capsys) -> None:
    base = copy_base(tmp_path)
    (base / "mkdocs.yml").write_text("site_name: x\n# site_url: https://old.org/\nplugins: !x []\n", "utf-8")
    main(["--root", str(base), "profile", "--format", "link"])
    assert capsys.readouterr().out.startswith("environment.html#profile=1")
    (base / "mkdocs.yml").write_text('site_url: "https://example.org/qemu"  # ours\n', "utf-8")
    main(["--root", str(base), "profile", "--format", "link"])
    assert capsys.readouterr().out.startswith("https://example.org/qemu/environment.html#profile=1")
    main(["--root", str(base), "profile", "--format", "link", "--site", "file:///srv/site/"])
    assert capsys.readouterr().out.startswith("file:///srv/site/environment.html#profile=1")


def test_outside_a_checkout_the_host_is_read_all_the_same(debian, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["profile"]) == 0
    tree, problems = read(capsys.readouterr().out.encode("utf-8"), "x")
    assert problems == ()
    assert tree
    assert tree["format"] == 1
    assert main(["--root", str(tmp_path), "profile"]) == 2
    assert main(["validate"]) == 2


def test_facets_that_cannot_be_used_are_said_to_be_so(tmp_path, capsys) -> None:
    base = copy_base(tmp_path)
    (base / "claims" / "facets.yml").write_text("dimensions: 5\n", "utf-8")
    assert main(["--root", str(base), "profile"]) == 2
    assert "claimbase validate" in capsys.readouterr().err


def test_control_characters_of_a_file_name_do_not_reach_the_terminal(debian, capsys) -> None:
    profile("--libvirt-xml", "/\x1b[31mred")
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err


def test_the_document_shows_what_is_printed(debian, monkeypatch, capsys) -> None:
    """An empty block of YAML in docs/profile.md is filled by this test: look at the difference, and commit it."""
    monkeypatch.chdir(SERVER.parent)
    path = ROOT / "docs" / "profile.md"
    before, shown, after = re.split(r"^```yaml\n(.*?)^```", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    call = re.search(r"asked with `([^`]+)`", before)
    assert call
    assert profile(*call[1].split()) == 0
    printed = capsys.readouterr().out
    if not shown:
        path.write_text(f"{before}```yaml\n{printed}```{after}", "utf-8")
    assert (shown or printed) == printed


# Nothing is changed, nothing is sent, root is not needed

WATCHED = """
import os, sys
import claimbase.collector, claimbase.files, claimbase.validation, claimbase.cli.parser, claimbase.cli.profile_commands
from claimbase import collector
from claimbase.cli import main
from claimbase.collector.qmp import Patience, converse

changed = []

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND) and path != "/dev/null":
            changed.append(f"open {path} {mode}")
    elif event == "subprocess.Popen":
        command = list(arguments[1])
        if command[1:] != ["--version"] and command[1:2] not in (["-S"], ["-qf"]):
            changed.append(f"run {command}")
    elif event == "socket.connect" and not isinstance(arguments[1], str):
        changed.append(f"connect {arguments[1]}")
    elif event in {"socket.bind", "socket.getaddrinfo", "socket.sendto", "os.remove", "os.rename", "os.mkdir",
                   "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate", "os.utime", "os.setxattr",
                   "os.kill", "os.system", "os.exec", "shutil.rmtree"}:
        changed.append(event)

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.addaudithook(watch)
code = main(sys.argv[1:])
print(f"user {os.geteuid()}, code {code}, changed {changed}", file=sys.stderr)
"""


def watched(*arguments: str) -> tuple[str, str]:
    """Runs the command as a user without rights, under a hook that Python tells of each file, process and socket."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", WATCHED, "--root", str(ROOT), "profile", *arguments]
    ran = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.stdout, ran.stderr


def test_the_host_is_read_without_root_and_nothing_is_written_or_sent() -> None:
    out, told = watched()
    assert re.fullmatch(r"user [1-9]\d*, code 0, changed \[\]\n", told), told
    assert read_profile(out.encode(), "x", FACETS).profile.answers


def test_the_hook_of_this_test_would_see_a_file_that_is_written() -> None:
    """In a folder that anybody may write to: those of pytest are for its own user alone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        _, told = watched("--output", f"{folder}/host.yml")
    assert "changed ['open " in told


# A real QEMU


@pytest.fixture
def vm(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts QEMUs of the machine; gives the QMP socket of one."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> str:
        path = str(tmp_path / f"qmp{len(started)}")
        options = ["-display", "none", "-S", "-nodefaults", "-qmp", f"unix:{path},server=on,wait=off"]
        process = subprocess.Popen([QEMU, *options, *arguments], stdin=subprocess.DEVNULL, cwd=tmp_path)
        started.append(process)
        for _ in range(600):
            assert process.poll() is None, "QEMU ended"
            if Path(path).exists():
                return path
            time.sleep(0.05)
        raise AssertionError("QEMU made no socket")

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.needs("qemu")
def test_a_real_vm_is_read_over_qmp_and_runs_on_as_it_was(vm, tmp_path, capsys) -> None:
    (tmp_path / "disk.img").write_bytes(bytes(1 << 20))
    path = vm(
        *("-machine", "q35,memory-backend=m0", "-m", "64", "-accel", "tcg"),
        *("-object", "memory-backend-memfd,id=m0,size=64M,share=on"),
        *("-drive", "file=disk.img,format=raw,if=none,id=d0,aio=threads", "-device", "virtio-blk-pci,drive=d0"),
    )
    assert profile("--qmp", path, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    answers = told["profile"]["answers"]
    assert answers["memory-backend"] == ["shared"]
    assert answers["accelerator"] == ["tcg"]
    assert answers["disk-aio"] == ["threads"]
    assert answers["passthrough"] == ["none"]
    assert answers["machine-type-age"] == ["under-3-years"]
    assert answers["qemu-build"]
    # A second look says the same: nothing was changed, and the socket is free again.
    assert profile("--qmp", path, "--format", "json") == 0
    again = json.loads(capsys.readouterr().out)
    assert again["answers"] == told["answers"]
    # What else runs on the machine of the tests comes and goes; what is told of the VM stays.
    assert [each for each in again["facts"] if each["name"].startswith("VM")] == [
        each for each in told["facts"] if each["name"].startswith("VM")
    ]


@pytest.mark.needs("qemu")
def test_a_vm_whose_monitor_is_taken_is_said_to_be_busy(vm) -> None:
    path = vm("-machine", "none")
    with socket.socket(socket.AF_UNIX) as first:
        first.connect(path)
        assert first.recv(1)
        said, problems = converse(path, Patience(greeting=0.5, answer=0.5, all=2.0))
    assert said is None
    assert [each.code for each in problems] == ["H202"]
