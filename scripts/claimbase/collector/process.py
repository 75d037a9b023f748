"""The process of a running QEMU, as /proc shows it to any user."""

from pathlib import PurePosixPath

from . import command_line, texts
from .command_line import CommandLine
from .host import QEMU_NAME, arguments_of
from .system import System
from .vm import QemuProcess

_RING = "anon_inode:[io_uring]"
_REPLACED = " (deleted)"
_MAX_DESCRIPTORS = 10_000


def read(system: System, pid: int | None) -> tuple[QemuProcess | None, CommandLine | None]:
    """Return the process and its command line; None where it may not be seen, or is no QEMU."""
    arguments = arguments_of(system, pid) if pid is not None else ()
    # A wrapper may start QEMU through the dynamic loader: then its path comes a few arguments later.
    if pid is None or not any(QEMU_NAME.fullmatch(PurePosixPath(each).name) for each in arguments[:8]):
        return None, None
    line = command_line.read(arguments)
    status = system.read(f"/proc/{pid}/status").text or ""
    users, modes = texts.status_numbers(status, "Uid"), texts.status_numbers(status, "Seccomp")
    filters = texts.status_numbers(status, "Seccomp_filters")
    program = system.link(f"/proc/{pid}/exe") or ""
    own = QEMU_NAME.fullmatch(PurePosixPath(program.removesuffix(_REPLACED)).name)
    return QemuProcess(
        pid=pid,
        user=users[1] if len(users) > 1 else None,
        seccomp=modes[0] if modes else None,
        filters=filters[0] if filters else None,
        sandbox=line.sandbox,
        ring=_holds_ring(system, pid),
        program=program if own and not program.endswith(_REPLACED) else None,
        replaced=bool(own) and program.endswith(_REPLACED),
    ), line


def _holds_ring(system: System, pid: int) -> bool | None:
    links = [system.link(f"/proc/{pid}/fd/{name}") for name in system.names(f"/proc/{pid}/fd")[:_MAX_DESCRIPTORS]]
    if _RING in links:
        return True
    # A process that runs has descriptors; where none shows, they may not be read.
    return False if links and None not in links else None
