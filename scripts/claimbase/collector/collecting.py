"""From a machine to a report: the VM first, because it says which QEMU binary is meant, then the host."""

from dataclasses import dataclass, replace
from pathlib import Path

from claimbase.errors import Problem
from claimbase.model import Facets

from . import domain_xml, host, process, qmp, qmp_answers, telling
from .answers import Seen, answers
from .facts import Answer, Unknown
from .report import Report
from .system import System, head
from .trouble import problem
from .vm import Vm


@dataclass(frozen=True)
class Wanted:
    """What the user asks for."""

    qmp: str | None = None
    """The QMP socket of a running VM."""
    libvirt_xml: str | None = None
    """The file that defines a VM of libvirt, or what stands for it in messages where its bytes are given."""
    xml_bytes: bytes | None = None
    """Those bytes, as they came on standard input."""
    qemu: tuple[str, ...] = ()
    """Further QEMU binaries."""
    upgrade_to: str | None = None
    """The release series that is planned."""


def collect(system: System, wanted: Wanted, facets: Facets | None, patience: qmp.Patience | None = None) -> Report:
    """Return what was found; a VM that cannot be read is a problem, and the host is read all the same."""
    vm, problems = _vm(system, wanted, patience)
    running = vm.process.program if vm is not None and vm.process is not None else None
    # The program of a process is QEMU; one that a definition names may be anything, and is only compared.
    seen = host.look(system, (*wanted.qemu, *([running] if running else [])))
    program = running or (vm.emulator if vm is not None else None)
    known = system.real(program) if program and program.startswith("/") else None
    found = answers(Seen(seen, vm, known, wanted.upgrade_to), facets)
    facts = (*telling.host_facts(seen), *(telling.vm_facts(vm) if vm is not None else ()))
    return Report(
        tuple(replace(each, origin=_without(each.origin, system.home)) for each in found if isinstance(each, Answer)),
        tuple(replace(each, why=_without(each.why, system.home)) for each in found if isinstance(each, Unknown)),
        tuple(replace(each, origin=_without(each.origin, system.home)) for each in facts),
        problems,
    )


def _without(text: str, home: str) -> str:
    """Return the text with paths below the home as the shell writes them: the home may hold the user's name."""
    return text.replace(f"{home}/", "~/") if home else text


def _vm(system: System, wanted: Wanted, patience: qmp.Patience | None) -> tuple[Vm | None, tuple[Problem, ...]]:
    if wanted.qmp is not None:
        said, problems = qmp.converse(wanted.qmp, patience)
        if said is None:
            return None, problems
        running, line = process.read(system, said.pid)
        return qmp_answers.read(said.answers, line, running), problems
    if wanted.libvirt_xml is not None:
        data, why = wanted.xml_bytes, ""
        if data is None:
            data, why = head(Path(wanted.libvirt_xml), domain_xml.MAX_BYTES + 1)
        if data is None:
            return None, (problem("H101", wanted.libvirt_xml, f"the file cannot be read: {why}"),)
        return domain_xml.read(data, wanted.libvirt_xml)
    return None, ()
