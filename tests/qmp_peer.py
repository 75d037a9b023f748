"""Peers of a QMP socket: one that replays what a real QEMU answered, and hostile ones.

Recordings lie in tests/fixtures/qmp/, one a version. `python tests/qmp_peer.py NAME PATH-TO-QEMU [ARGUMENT…]` makes one
anew: it starts that QEMU with these arguments, asks it what the collector asks, and keeps of long answers what matters.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

RECORDINGS = Path(__file__).resolve().parent / "fixtures" / "qmp"
GREETING = {"QMP": {"version": {"qemu": {"major": 10, "minor": 2, "micro": 0}, "package": ""}, "capabilities": []}}

Behaviour = Callable[[socket.socket], None]


def recording(name: str) -> dict[str, Any]:
    """What a QEMU answered, and the arguments with which it was started."""
    tree: dict[str, Any] = json.loads((RECORDINGS / f"{name}.json").read_text("utf-8"))
    return tree


def replay(recorded: dict[str, Any]) -> Behaviour:
    """A peer that answers as the recorded QEMU did, and refuses any other command."""
    from claimbase.collector.qmp import QUESTIONS

    names = {json.dumps([command, arguments], sort_keys=True): name for name, (command, arguments) in QUESTIONS.items()}

    def behave(connection: socket.socket) -> None:
        send(connection, GREETING)
        for asked in questions(connection):
            name = names.get(json.dumps([asked["execute"], asked.get("arguments") or {}], sort_keys=True))
            answer = recorded["answers"].get(name) if name else None
            if asked["execute"] == "qmp_capabilities":
                send(connection, {"return": {}}, asked)
            elif answer is None:
                error = {"class": "CommandNotFound", "desc": f"The command {asked['execute']} has not been found"}
                send(connection, {"error": error}, asked)
            else:
                send(connection, {"return": answer}, asked)

    return behave


def questions(connection: socket.socket) -> Generator[dict[str, Any]]:
    """What the client sends, until it goes away; no line feed ends a question."""
    text = ""
    while data := connection.recv(65536):
        text += data.decode("utf-8")
        with contextlib.suppress(json.JSONDecodeError):
            question, end = json.JSONDecoder().raw_decode(text)
            text = text[end:].lstrip()
            yield question


def send(connection: socket.socket, message: dict[str, Any], asked: dict[str, Any] | None = None) -> None:
    """Sends one message as QEMU does, with the id of the question that it answers, if that had one."""
    named = {"id": asked["id"]} if asked and "id" in asked else {}
    connection.sendall(json.dumps(message | named).encode("utf-8") + b"\r\n")


@contextlib.contextmanager
def listening(behave: Behaviour) -> Iterator[str]:
    """A socket at which a peer behaves so towards the first client; yields its path."""
    with tempfile.TemporaryDirectory(prefix="qmp") as folder, socket.socket(socket.AF_UNIX) as server:
        path = os.path.join(folder, "peer")  # noqa: PTH118 - a socket's path is text
        server.bind(path)
        server.listen(1)
        thread = threading.Thread(target=_serve, args=(server, behave), daemon=True)
        thread.start()
        try:
            yield path
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(10)
            assert not thread.is_alive()


def _serve(server: socket.socket, behave: Behaviour) -> None:
    with contextlib.suppress(OSError):
        connection, _ = server.accept()
        with connection:
            behave(connection)


def record(program: str, arguments: list[str]) -> dict[str, Any]:
    """What a QEMU started with these arguments answers; of long answers what matters is kept."""
    from claimbase.collector.qmp import converse

    with tempfile.TemporaryDirectory(prefix="qmp") as folder:
        path = f"{folder}/socket"
        listen = ["-display", "none", "-S", "-qmp", f"unix:{path},server=on,wait=off"]
        qemu = subprocess.Popen([program, *arguments, *listen], cwd=folder)
        try:
            said = None
            while said is None and qemu.poll() is None:
                said, _ = converse(path)
        finally:
            qemu.kill()
            qemu.wait()
    assert said is not None, "QEMU ended before it answered"
    return {"arguments": arguments, "answers": {name: _shortened(name, told) for name, told in said.answers.items()}}


def _shortened(name: str, told: Any) -> Any:
    if name == "machines":
        kept = ("name", "alias", "deprecated")
        return [{key: each[key] for key in kept if key in each} for each in told]
    if name == "schema":
        return [each for each in told if each["meta-type"] == "enum" and {"threads", "native"} <= set(each["values"])]
    if name == "block":
        inserted = ("file", "drv", "node-name", "ro")
        return [
            {key: value for key, value in each.items() if key in {"device", "qdev", "type"}}
            | ({"inserted": {key: each["inserted"][key] for key in inserted}} if "inserted" in each else {})
            for each in told
        ]
    return told


def main(arguments: list[str]) -> None:
    """Records one QEMU."""
    name, program, *rest = arguments
    text = json.dumps(record(program, rest), indent=1, sort_keys=True) + "\n"
    assert str(Path.home()) not in text
    (RECORDINGS / f"{name}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
