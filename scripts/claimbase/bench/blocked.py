"""Runs a command with io_uring denied to it, as a container or a hardened host does: `… blocked.py COMMAND…`.

Standard library only: it is run by its path. The filter needs no privileges and holds for all that the command starts.
"""

import ctypes
import errno
import os
import struct
import sys

_IO_URING = (425, 426, 427)  # setup, enter, register: the same numbers on every architecture
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
# linux/bpf_common.h: load a word; jump if equal; return a constant
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def filter_program(error: int = errno.EPERM) -> bytes:
    """Return the filter: system calls of io_uring fail with an error, all others pass.

    An instruction is `struct sock_filter` of linux/filter.h: code, jump if true, jump if false, constant. The number
    of the system call is the first word of `struct seccomp_data`.
    """
    count = len(_IO_URING)
    checks = [(_JUMP_IF_EQUAL, count - place, 0, number) for place, number in enumerate(_IO_URING)]
    program = [(_LOAD, 0, 0, 0), *checks, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERRNO | error)]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)


def block() -> None:
    """Deny io_uring to this process and its children for good; raises OSError where the kernel refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    code = filter_program()
    program = _Program(len(code) // 8, code)
    zero = ctypes.c_ulong(0)
    calls = (
        (_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero),
        (_PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), ctypes.byref(program)),
    )
    for option, first, second in calls:
        if libc.prctl(option, first, second, zero, zero):
            raise OSError(ctypes.get_errno(), "the filter cannot be set")


def main(command: list[str]) -> None:
    """Block, and become the command; raises OSError where there is none."""
    block()
    os.execvp(command[0], command)  # noqa: S606 - an argument list, never a shell


LAUNCHER = (sys.executable, "-I", "-S", __file__)
"""What is put before a command."""

if __name__ == "__main__":
    main(sys.argv[1:])
