"""Zip files that a stranger made: parts are read within bounds of size, growth and number."""

import zipfile
import zlib
from collections.abc import Iterator

from claimbase.checker.documents import UnreadableError

_MOST_ENTRIES = 10_000
_MOST_BYTES = 128 * 1024 * 1024
"""The most that all parts of a document together may unpack to."""
_FREE = 8 * 1024 * 1024
"""Up to this size a part may grow as much as it likes."""
_MOST_GROWTH = 200
"""How many times its packed size a larger part may have; text seldom has more than 20."""
_CHUNK = 64 * 1024
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1


class Package:
    """A zip file and what may still be read of it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Take over an archive; raises UnreadableError where it has too many entries."""
        self._archive = archive
        self._left = _MOST_BYTES
        entries = archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise UnreadableError("K205", f"the zip file has {len(entries)} entries; at most {_MOST_ENTRIES} are read")
        self.names = frozenset(entry.filename for entry in entries)
        """The names of its parts."""

    def read(self, name: str) -> bytes:
        """Return a part as a whole; raises as `chunks` does."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part in pieces; raises UnreadableError where it is too large, packed otherwise or damaged."""
        entry = self._archive.getinfo(name)
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableError("K206", "it asks for a password")
        if entry.compress_type not in _METHODS:
            raise UnreadableError("K203", f"its part {name!r} is packed in a way that office programs do not use")
        if _outgrows(entry, entry.file_size):
            raise _outgrown(name)
        size = 0
        try:
            with self._archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise UnreadableError("K205", f"it unpacks to more than {_MOST_BYTES // 2**20} MiB")
                    if _outgrows(entry, size):
                        raise _outgrown(name)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise UnreadableError("K204", f"its part {name!r} is damaged: {error}") from None


def _outgrows(entry: zipfile.ZipInfo, size: int) -> bool:
    return size > _FREE and size > _MOST_GROWTH * max(1, entry.compress_size)


def _outgrown(name: str) -> UnreadableError:
    return UnreadableError("K205", f"its part {name!r} unpacks to more than {_MOST_GROWTH} times its size")
