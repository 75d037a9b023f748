"""The moment of the first answer of a QEMU over QMP, seen without the cost of a client library."""

import socket
import time
from pathlib import Path

from .errors import BenchError
from .process import Lab
from .process_cost import processor_seconds
from .qemu import START_SECONDS, Qemu

_RETRY_SECONDS = 0.001
_CAPABILITIES = b'{"execute": "qmp_capabilities"}\n'


def first_answer(lab: Lab, qemu: Qemu) -> tuple[float, float]:
    """Return the moment of the greeting, on the monotonic clock, and the processor seconds to the next answer.

    That is the answer to qmp_capabilities. The QEMU was started with `connect=False`; it is connected when this
    returns. Raises BenchError where it ends.
    """
    path, end = lab.folder / f"{qemu.name}.qmp", time.monotonic() + START_SECONDS
    while time.monotonic() < end and qemu.alive():
        try:
            greeting = _asked(path)
        except OSError:
            time.sleep(_RETRY_SECONDS)
            continue
        used = processor_seconds(qemu.pid)
        qemu.connect()
        return greeting, used
    # Says why, with what it printed.
    qemu.connect(seconds=0.1)
    raise BenchError(f"QEMU {qemu.name} did not answer over QMP within {START_SECONDS:.0f} s")


def _asked(path: Path) -> float:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(START_SECONDS)
        connection.connect(str(path))
        _line(connection)
        greeting = time.monotonic()
        connection.sendall(_CAPABILITIES)
        _line(connection)
        return greeting


def _line(connection: socket.socket) -> None:
    text = b""
    while not text.endswith(b"\n"):
        more = connection.recv(65536)
        if not more:
            raise ConnectionResetError
        text += more
