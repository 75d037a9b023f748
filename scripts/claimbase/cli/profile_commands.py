"""The command `profile`: reads host and VM, prints or writes the profile."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .commands import OK, PROBLEMS, WRONG_CALL
from .terminal import printable, say, shown

if TYPE_CHECKING:
    from claimbase.collector import Report
    from claimbase.model import Facets

folder = Path
_FACETS = "claims/facets.yml"
_SITE_URL = re.compile(r"""^site_url:[ \t]*["']?(https?://[^\s"'#]+)["']?[ \t]*(?:#.*)?$""", re.MULTILINE)


def profile(root: Path, options: argparse.Namespace) -> int:
    """Read host and VM and give out the profile; a VM that cannot be read ends with 1, and the host is told."""
    from claimbase.collector import System, Wanted, collect

    facets, wrong = _facets(root)
    wrong = wrong or _wrong_call(options, facets)
    if wrong:
        say(f"claimbase: {wrong}")
        return WRONG_CALL
    wanted = Wanted(
        qmp=options.qmp,
        libvirt_xml="standard input" if options.libvirt_xml == "-" else options.libvirt_xml,
        xml_bytes=_piped(options.libvirt_xml),
        qemu=tuple(str(Path(each).absolute()) for each in options.qemu),
        upgrade_to=options.upgrade_to,
    )
    report = collect(System(), wanted, facets)
    text = _text(report, options, facets, options.site or _site_url(root))
    for problem in report.problems:
        say(printable(f"{problem.path}: {problem.code} {problem.message} — {problem.fix}"))
    if options.output is None:
        print("\n".join(map(printable, text.splitlines())))
    else:
        _write(options.output, text)
        print(f"wrote {shown(options.output.absolute())}")
    return PROBLEMS if report.problems else OK


def _text(report: "Report", options: argparse.Namespace, facets: "Facets | None", site: str) -> str:
    from claimbase.collector import json_text, link, yaml_text

    if options.format == "yaml":
        return yaml_text(report, site, facets)
    return json_text(report, site) if options.format == "json" else link(report.profile, site) + "\n"


def _facets(root: Path) -> tuple["Facets | None", str]:
    """Return the facets of the base, None outside one, and what is wrong with them."""
    from claimbase.model import Facets
    from claimbase.validation import validate
    from claimbase.yamlio import read

    path = root / _FACETS
    if not path.is_file():
        return None, ""
    tree, problems = read(path.read_bytes(), _FACETS)
    facets, faults = validate(Facets, tree) if tree is not None else (None, ())
    return facets, (f"{_FACETS} cannot be used; run claimbase validate" if problems or faults else "")


def _wrong_call(options: argparse.Namespace, facets: "Facets | None") -> str:
    """Return what is wrong with the call beyond what argparse sees, or empty text."""
    if options.output is not None and options.output.exists() and not options.force:
        return f"{shown(options.output.absolute())} exists; --force replaces it"
    if options.output is not None and not options.output.parent.is_dir():
        return f"{options.output.parent}: there is no such folder"
    if options.force and options.output is None:
        return "--force goes with --output FILE"
    missing = next((each for each in options.qemu if not Path(each).is_file()), None)
    if missing is not None:
        return f"{missing}: there is no such file"
    known = next(([v.id for v in d.values] for d in facets.dimensions if d.id == "qemu"), None) if facets else None
    if options.upgrade_to is not None and known is not None and options.upgrade_to not in known:
        return f"{options.upgrade_to} is no release series that the claims know; they know {', '.join(known)}"
    if options.upgrade_to is not None and not re.fullmatch(r"\d{1,2}\.\d{1,2}", options.upgrade_to):
        return f"{options.upgrade_to} is no release series, such as 10.2"
    return ""


def _piped(path: str | None) -> bytes | None:
    """Return what comes on standard input or through a pipe, as of `<(virsh dumpxml guest)`; None for a file."""
    from claimbase.collector.domain_xml import MAX_BYTES

    # One byte more than is ever read of a definition, so that it is seen to be too large.
    if path == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    if path is not None and "\0" not in path and Path(path).is_fifo():
        with Path(path).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    return None


def _site_url(root: Path) -> str:
    """Return the address of the site where mkdocs.yml, which is not plain YAML, has a line with one."""
    try:
        found = _SITE_URL.search((root / "mkdocs.yml").read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return found[1] if found else ""


def _write(path: Path, text: str) -> None:
    from claimbase.files import write_atomically

    write_atomically(path, text.encode("utf-8"))
