"""The ways in which the QEMU of a running guest is replaced by another one on the same host."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .binaries import QemuBinary
from .errors import BenchError
from .memory_group import MemoryGroup
from .process import Lab
from .qemu import Qemu

_UNLIMITED = 10_000_000_000
_SECONDS = 60.0
_BROKEN = {"internal-error", "io-error", "guest-panicked", "shutdown"}


@dataclass(frozen=True)
class Mode:
    """One way of updating."""

    id: str
    """The word that results use."""
    memory: str
    """What backs guest memory: `private`, `file` or `memfd`."""
    needs: str = ""
    """The feature that a binary must have; empty where every version has it."""


MODES = (
    Mode("guest-restart", "private"),
    Mode("live-migration", "private"),
    Mode("live-migration-shared-memory", "file"),
    Mode("live-migration-shared-memory-again", "file"),
    Mode("cpr-reboot", "file", "cpr-reboot"),
    Mode("cpr-transfer", "memfd", "cpr-transfer"),
    Mode("cpr-exec", "memfd", "cpr-exec"),
)
"""The ways, in the order of what they ask of the host."""


@dataclass
class Machine:
    """A guest that is to be updated, and the QEMU that has it."""

    binary: QemuBinary
    """The binary of the old QEMU."""
    ram_mib: int
    """Guest memory in MiB."""
    accelerator: str
    """Accelerator."""
    options: tuple[str, ...]
    """Options besides machine and memory."""
    type: str = "pc"
    """Machine type."""
    to: QemuBinary | None = None
    """The binary of the new QEMU; None for the same one."""
    qemu: Qemu | None = None
    """The QEMU that has the guest."""
    file: Path | None = None
    """The file that backs guest memory."""
    started: list[Qemu] = field(default_factory=list)
    """Every QEMU that was started for the guest."""

    @property
    def new_binary(self) -> QemuBinary:
        """The binary of the new QEMU."""
        return self.to or self.binary

    def command(self, memory: str) -> tuple[str, ...]:
        """Return the options with guest memory of a kind."""
        size = f"{self.ram_mib}M"
        options = {"private": "", "file": ",memory-backend=ram0", "memfd": ",memory-backend=ram0,aux-ram-share=on"}
        backing = {
            "private": (),
            "file": ("-object", f"memory-backend-file,id=ram0,size={size},mem-path={self.file},share=on"),
            "memfd": ("-object", f"memory-backend-memfd,id=ram0,size={size},share=on"),
        }
        machine = f"{self.type},accel={self.accelerator}{options[memory]}"
        return ("-machine", machine, "-m", size, *backing[memory], *self.options)

    def start(self, lab: Lab, mode: Mode, group: MemoryGroup | None) -> None:
        """Start the guest in the old QEMU."""
        if mode.memory == "file":
            self.file = lab.shared_memory_folder() / "ram"
        self.qemu = self._start(lab, self.binary, self.command(mode.memory), "a", group)

    def _start(
        self,
        lab: Lab,
        binary: QemuBinary,
        command: tuple[str, ...],
        name: str,
        group: MemoryGroup | None,
        *,
        connect: bool = True,
    ) -> Qemu:
        qemu = lab.start(binary, command, name=name, group=group, connect=connect)
        self.started.append(qemu)
        return qemu

    def start_new(self, lab: Lab, mode: Mode, group: MemoryGroup | None, *incoming: str, connect: bool = True) -> Qemu:
        """Start the new QEMU, waiting for the guest."""
        command = (*self.command(mode.memory), *incoming)
        return self._start(lab, self.new_binary, command, "b", group, connect=connect)

    def start_old_again(self, lab: Lab, mode: Mode, *incoming: str) -> Qemu:
        """Start the old QEMU once more, waiting for the guest."""
        return self._start(lab, self.binary, (*self.command(mode.memory), *incoming), "c", None)

    @property
    def current(self) -> Qemu:
        """The QEMU that has the guest; raises BenchError where none was started."""
        if self.qemu is None:
            raise BenchError("the guest was not started")
        return self.qemu

    def wait_running(self) -> float:
        """Return the moment at which the QEMU that has the guest was seen to run it."""
        self.current.wait_status("running", _SECONDS)
        return time.monotonic()


def update(machine: Machine, mode: Mode, lab: Lab, group: MemoryGroup | None) -> float:
    """Update a guest one way and return the moment of the first step.

    Raises BenchError where it fails; `machine.qemu` is then the old QEMU if that is there still.
    """
    first_step = time.monotonic()
    _WAYS[mode.id](machine, mode, lab, group)
    return first_step


def _restart(machine: Machine, mode: Mode, lab: Lab, group: MemoryGroup | None) -> None:
    machine.current.quit()
    machine.qemu = machine.start_new(lab, mode, group)


def _live(machine: Machine, mode: Mode, lab: Lab, group: MemoryGroup | None) -> None:
    new = machine.start_new(lab, mode, group, "-incoming", "defer")
    old, address = machine.current, f"unix:{lab.folder}/m"
    shared = mode.memory == "file"
    for qemu in (old, new):
        if shared:
            _capability(qemu, "x-ignore-shared")
    old.qmp("migrate-set-parameters", max_bandwidth=_UNLIMITED)
    new.qmp("migrate-incoming", uri=address)
    old.qmp("migrate", uri=address)
    old.wait_migration(_SECONDS)
    machine.qemu = new
    # Without a return path the old QEMU cannot know whether the new one has the guest: it stays until it is seen to.
    new.wait_status("running", _SECONDS)
    old.quit()


def _reboot(machine: Machine, mode: Mode, lab: Lab, group: MemoryGroup | None) -> None:
    old, address = machine.current, f"file:{lab.folder}/state"
    _capability(old, "x-ignore-shared")
    old.qmp("migrate-set-parameters", mode="cpr-reboot")
    old.qmp("migrate", uri=address)
    old.wait_migration(_SECONDS)
    old.quit()
    new = machine.start_new(lab, mode, group, "-incoming", "defer")
    machine.qemu = new
    _restore(new, address)


def _restore(new: Qemu, address: str) -> None:
    """Let a new QEMU take over what cpr-reboot saved."""
    _capability(new, "x-ignore-shared")
    new.qmp("migrate-set-parameters", mode="cpr-reboot")
    new.qmp("migrate-incoming", uri=address)
    _continue(new)


def take_back(machine: Machine, mode: Mode, lab: Lab) -> None:
    """Start the old QEMU again with what cpr-reboot saved; raises BenchError where it does not run then."""
    old = machine.start_old_again(lab, mode, "-incoming", "defer")
    machine.qemu = old
    _restore(old, f"file:{lab.folder}/state")


def _transfer(machine: Machine, mode: Mode, lab: Lab, group: MemoryGroup | None) -> None:
    main, cpr = f"{lab.folder}/m", f"{lab.folder}/c"
    channel = f'{{"channel-type": "cpr", "addr": {{"transport": "socket", "type": "unix", "path": "{cpr}"}}}}'
    # The new QEMU reads the cpr channel before it has a monitor: it answers only after the old one has begun.
    new = machine.start_new(lab, mode, group, "-incoming", f"unix:{main}", "-incoming", channel, connect=False)
    _wait_for(Path(cpr), new)
    old = machine.current
    old.qmp("migrate-set-parameters", mode="cpr-transfer")
    channels = [_channel("main", main), _channel("cpr", cpr)]
    old.qmp("migrate", channels=channels)
    new.connect()
    old.wait_migration(_SECONDS)
    machine.qemu = new
    _continue(new)
    old.quit()


def _exec(machine: Machine, mode: Mode, lab: Lab, _group: MemoryGroup | None) -> None:
    old, address = machine.current, f"file:{lab.folder}/state"
    command = [*lab.arguments(machine.new_binary, machine.command(mode.memory)), "-incoming", address]
    old.qmp("migrate-set-parameters", mode="cpr-exec", cpr_exec_command=command)
    old.qmp("migrate", uri=address)
    _wait_dropped(old)
    # The process is the same one; its monitor is another.
    old.connect()
    _continue(old)


_WAYS: dict[str, Callable[[Machine, Mode, Lab, MemoryGroup | None], None]] = {
    "guest-restart": _restart,
    "live-migration": _live,
    "live-migration-shared-memory": _live,
    "live-migration-shared-memory-again": _live,
    "cpr-reboot": _reboot,
    "cpr-transfer": _transfer,
    "cpr-exec": _exec,
}


def _capability(qemu: Qemu, name: str) -> None:
    qemu.qmp("migrate-set-capabilities", capabilities=[{"capability": name, "state": True}])


def _channel(kind: str, path: str) -> dict[str, object]:
    return {"channel-type": kind, "addr": {"transport": "socket", "type": "unix", "path": path}}


def _wait_for(path: Path, qemu: Qemu) -> None:
    end = time.monotonic() + _SECONDS
    while not path.exists():
        if not qemu.alive() or time.monotonic() > end:
            raise BenchError("the new QEMU does not wait for the guest", log=qemu.stderr_tail())
        time.sleep(0.002)


def _wait_dropped(qemu: Qemu) -> None:
    """Wait until the QEMU has replaced itself: its monitor drops the connection."""
    end = time.monotonic() + _SECONDS
    while qemu.still_connected():
        if time.monotonic() > end:
            raise BenchError("the old QEMU did not hand over", log=qemu.stderr_tail())


def _continue(qemu: Qemu) -> None:
    """Let the guest go on where the new QEMU left it stopped."""
    end = time.monotonic() + _SECONDS
    while (status := qemu.status()) != "running":
        if status in {"paused", "postmigrate"}:
            qemu.qmp("cont")
        elif status in _BROKEN or time.monotonic() > end:
            raise BenchError(f"the new QEMU stays in state {status}", log=qemu.stderr_tail())
        else:
            time.sleep(0.002)
