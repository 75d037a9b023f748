"""Writing files so that a killed process leaves either the old content or the new one."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the file by one with this content, in one step; raises OSError where that is not possible."""
    with _beside(path, content) as new:
        if path.exists():
            new.chmod(path.stat().st_mode & 0o777)
        with _named(path):
            new.replace(path)


def create_atomically(path: Path, content: bytes) -> None:
    """Make a file of this content, in one step; raises FileExistsError where there is one, and leaves that alone."""
    # Unlike a move, a link never takes the place of a file that came meanwhile.
    with _beside(path, content) as new, _named(path):
        path.hardlink_to(new)


@contextlib.contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    """Write the content to a file of a name of its own in the same folder, whose name is gone in the end."""
    with _named(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes a private file; this one gets what any new file would.
        new.chmod(0o666 & ~_umask())
        yield new
    finally:
        with contextlib.suppress(FileNotFoundError):
            new.unlink()


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
