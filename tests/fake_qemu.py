"""Programs that stand for QEMU binaries of every sort, so that tests need none."""

import stat
from pathlib import Path


def program(path: Path, body: str) -> Path:
    """Writes an executable shell script."""
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def version_then(path: Path, rest: str, version: str = "10.2.2") -> Path:
    """Writes a script that reports a QEMU version and, started as an emulator, does the rest."""
    return program(path, f'if [ "$1" = --version ]; then echo "QEMU emulator version {version}"; exit 0; fi\n{rest}')
