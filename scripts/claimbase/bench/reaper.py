"""Ends what a killed harness left: a small process of its own that waits until the harness is gone.

It reads its standard input, which the harness holds open. When that ends, however the harness ended, it kills
every process group named in the folder's list, and removes the memory groups and the folder. Run as a file,
with nothing but the standard library, so that it starts at once.
"""

import contextlib
import os
import shutil
import signal
import sys
import time
from pathlib import Path

LIST = "started"
"""Name of the list in the folder: a line `group PID` or `cgroup PATH` for each thing that was started."""


def reap(folder: Path) -> None:
    """End everything that the folder's list names, and remove the folder."""
    lines = _lines(folder / LIST)
    for kind, name in lines:
        if kind == "group":
            with contextlib.suppress(OSError, ValueError):
                os.killpg(int(name), signal.SIGKILL)
    for kind, name in lines:
        if kind == "cgroup":
            _remove_cgroup(Path(name))
        elif kind == "folder":
            shutil.rmtree(name, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _lines(path: Path) -> list[tuple[str, str]]:
    try:
        text = path.read_text("utf-8")
    except OSError:
        return []
    return [(kind, name) for kind, _, name in (line.partition(" ") for line in text.splitlines()) if name]


def _remove_cgroup(folder: Path) -> None:
    for _ in range(50):
        try:
            folder.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            # Its processes are dying; the group can be removed when the last one is gone.
            time.sleep(0.02)
        else:
            return


def main() -> None:
    """Wait for the end of standard input, then reap the folder that is the first argument."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    reap(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
