"""Writing files so that a killed process leaves either the old content or the new one."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the file by one with this content, in one step; raises OSError where that is not possible."""
    handle, name = _beside(path)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes a private file; keep the mode of the old one, or what a new file would get.
        new = Path(name)
        new.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        with _named(path):
            new.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def create_atomically(path: Path, content: bytes) -> None:
    """Make a file of this content, in one step; raises FileExistsError where there is one, and leaves that alone."""
    handle, name = _beside(path)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~_umask())
        # Unlike a move, a link never takes the place of a file that came meanwhile.
        with _named(path):
            path.hardlink_to(name)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()


def _beside(path: Path) -> tuple[int, str]:
    """Open a file of a name of its own in the same folder, where it can take the place of the other in one step."""
    with _named(path):
        return tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let an OSError name the file that was to be written, not the one that was to take its place."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
