"""The commands about citations in documents; each returns its exit code and imports what it needs when it runs."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from claimbase import __version__
from claimbase.errors import stopping
from claimbase.files import write_atomically

from .commands import OK, PROBLEMS
from .terminal import encoded, print_lines, report, say, shown

if TYPE_CHECKING:
    from claimbase.checker import Report, Standing
    from claimbase.model.api import Registry


def standings(text: str) -> "frozenset[Standing]":
    """Return the standings that a list names; raises what argparse reports where it names another word."""
    from claimbase.checker import Standing

    if text in {"all", "none"}:
        return frozenset(Standing) - {Standing.CURRENT} if text == "all" else frozenset()
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in set(Standing):
            there = ", ".join(each for each in Standing if each is not Standing.CURRENT)
            raise argparse.ArgumentTypeError(f"{name!r} is none of {there}, all, none")
    return frozenset(standing for standing in Standing if standing in names)


def check_citations(root: Path, options: argparse.Namespace) -> int:
    """Say how the citations in documents stand."""
    from claimbase.checker import FAILING, check

    registry = _registry_file(options.registry) if options.registry else _registry_of_base(root)
    if registry is None:
        return PROBLEMS
    failing = FAILING if options.fail_on is None else options.fail_on
    found = check(options.files, registry, options.site, failing, options.seconds)
    _tell(found, options)
    return PROBLEMS if found.failed else OK


def _registry_file(path: Path) -> "Registry | None":
    from claimbase.checker import read_registry

    registry, problem = read_registry(path)
    if problem:
        report([problem])
    return registry


def _registry_of_base(root: Path, site: str = "") -> "Registry | None":
    """Return the registry of a base; tell what is wrong and return None where there is none or it has errors."""
    from claimbase.pipeline import examine
    from claimbase.registry.making import registry_of
    from claimbase.render import with_data

    if not (root / "claims").is_dir():
        say("claimbase: there is no claims/ folder here, above or beside the program; give --registry FILE")
        return None
    examination = examine(root)
    if examination.sound is None:
        report(stopping(examination.problems))
        say(f"the base in {shown(root)} has errors; mend them, or give --registry FILE")
        return None
    kb = with_data(examination.sound, examination.evaluations)
    return registry_of(kb, examination.assessments, examination.evaluations, examination.as_of, site or _site(root))


def _site(root: Path) -> str:
    """Return the public address of the site as `mkdocs.yml` gives it; empty where it gives none."""
    try:
        text = (root / "mkdocs.yml").read_text("utf-8", "replace")
    except OSError:
        return ""
    found = re.search(r"^site_url:[ \t]*[\"']?(https?://[^\s\"'#]+)", text, re.MULTILINE)
    return found[1] if found else ""


def _tell(found: "Report", options: argparse.Namespace) -> None:
    """Print or write what was found; as text, problems go where the citations go."""
    from claimbase.checker import as_sarif, summary

    text = _written(found, options)
    if options.output:
        write_atomically(options.output, text.encode())
    elif options.format == "text":
        print_lines(text.splitlines())
    else:
        sys.stdout.write(encoded(text))
    if options.sarif:
        write_atomically(options.sarif, as_sarif(found, __version__).encode())
    sys.stdout.flush()
    say(summary(found))


def _written(found: "Report", options: argparse.Namespace) -> str:
    from claimbase.checker import Standing, as_json, as_problems, as_sarif, line
    from claimbase.problem_formats import as_annotations

    if options.format == "json":
        return as_json(found)
    if options.format == "sarif":
        return as_sarif(found, __version__)
    if options.format == "github":
        return as_annotations(as_problems(found))
    told = [
        line(document.path, judgement)
        for document in found.documents
        for judgement in document.judgements
        if not (options.quiet and judgement.standing is Standing.CURRENT)
    ]
    return "".join(f"{each}\n" for each in [*told, *map(str, found.problems)])


def registry(root: Path, options: argparse.Namespace) -> int:
    """Write the registry of the base, or with --check only compare."""
    from claimbase.registry import dump_registry

    made = _registry_of_base(root, options.site or "")
    if made is None:
        return PROBLEMS
    content = dump_registry(made)
    target: Path | None = options.output
    if target is None:
        sys.stdout.write(content.decode())
    elif options.check:
        if not target.is_file() or target.read_bytes() != content:
            print(f"{shown(target)} is not what the base says — run claimbase registry --output {shown(target)}")
            return PROBLEMS
    elif not target.is_file() or target.read_bytes() != content:
        write_atomically(target, content)
        print(f"wrote {shown(target)}")
    return OK
