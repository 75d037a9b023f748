"""A folder served over loopback, as a static host would: compressed, with its own page for a missing address."""

import functools
import gzip
import http.server
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".atom", ".txt", ".csv"}
"""What a static host compresses on its way; pictures, fonts and the index of search are compressed already."""


def on_the_wire(path: Path) -> bytes:
    """The bytes of a file as they travel."""
    content = path.read_bytes()
    return gzip.compress(content, 9, mtime=0) if path.suffix in COMPRESSED else content


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Requests are not worth a line."""

    def send_head(self) -> io.BytesIO:
        """Sends what comes before the body, and gives the body."""
        path, status = Path(self.translate_path(self.path)), HTTPStatus.OK
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            path, status = Path(self.directory) / "404.html", HTTPStatus.NOT_FOUND
        squeezed = path.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        body = b"" if not path.is_file() else on_the_wire(path) if squeezed else path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if squeezed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return io.BytesIO(body)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """A browser that goes on to the next page may leave in the middle of a file."""
        try:
            super().copyfile(source, outputfile)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def handle_one_request(self) -> None:
        """A browser that is closed leaves a connection that it kept."""
        try:
            super().handle_one_request()
        except ConnectionResetError:
            self.close_connection = True


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The origin at which the folder is served for the time of the block."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
