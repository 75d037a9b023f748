"""A small client of the language server protocol over standard input and output: what an editor does with a file."""

import contextlib
import json
import subprocess
import threading
from pathlib import Path
from queue import Empty, Queue
from typing import Any

TIMEOUT = 60
"""Seconds until an answer must have come; on a free machine it takes less than one."""


class LanguageServer:
    """A running server with one open workspace; use it in a `with` statement."""

    def __init__(self, command: list[str], root: Path, settings: dict[str, Any]) -> None:
        self._command = command
        self._root = root
        self._settings = settings
        self._came: Queue[dict[str, Any]] = Queue()
        self._waiting: list[dict[str, Any]] = []
        self._number = 0

    def __enter__(self) -> "LanguageServer":
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True},
        }
        uri = self._root.as_uri()
        folders = [{"uri": uri, "name": "base"}]
        self.ask(
            "initialize",
            {"processId": None, "rootUri": uri, "workspaceFolders": folders, "capabilities": capabilities},
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self._settings})
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()

    def open(self, path: Path, text: str) -> str:
        """Open a file with this text and return its address."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def problems(self, uri: str) -> list[dict[str, Any]]:
        """What the server says is wrong with an open file."""
        told = self._wait(
            lambda told: told.get("method") == "textDocument/publishDiagnostics" and told["params"]["uri"] == uri
        )
        found: list[dict[str, Any]] = told["params"]["diagnostics"]
        return found

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """Ask and return the result."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        return self._wait(lambda told: told.get("id") == number and "method" not in told).get("result")

    def at(self, method: str, uri: str, line: int, column: int) -> Any:
        """Ask about a place in an open file; line and column count from 1."""
        position = {"line": line - 1, "character": column - 1}
        return self.ask(method, {"textDocument": {"uri": uri}, "position": position})

    def tell(self, method: str, params: dict[str, Any]) -> None:
        """Tell the server something that it does not answer."""
        self._send({"method": method, "params": params})

    def _wait(self, wanted: Any) -> dict[str, Any]:
        for told in self._waiting:
            if wanted(told):
                self._waiting.remove(told)
                return told
        while True:
            try:
                told = self._came.get(timeout=TIMEOUT)
            except Empty:
                raise AssertionError("the language server does not answer") from None
            if told.get("method") == "workspace/configuration":
                sections = [item.get("section", "") for item in told["params"]["items"]]
                self._send({"id": told["id"], "result": [self._settings.get(name) for name in sections]})
            elif "method" in told and "id" in told:
                self._send({"id": told["id"], "result": None})
            elif wanted(told):
                return told
            else:
                self._waiting.append(told)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while line := stream.readline():
            length = int(line.split(b":")[1])
            while stream.readline().strip():
                pass  # other headers
            self._came.put(json.loads(stream.read(length)))
