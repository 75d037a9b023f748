"""Counts: what is read from schema text, from single files, from a clone, and from a binary's own answers."""

import re
import subprocess
from pathlib import Path

import pytest
from claimbase.bench import qapi_text, qmp_counts, source_text
from claimbase.bench.command_line_table import COMMAND_LINES
from claimbase.bench.errors import BenchError
from claimbase.bench.process import Lab
from claimbase.bench.scenario import Choice
from claimbase.bench.scenarios import ids, scenario
from claimbase.bench.scenarios.command_lines import arguments, outcome
from claimbase.definition import definition_hash
from claimbase.model import SourceTree

SCHEMA = """\
# -*- Mode: Python -*-
##
# = Things ('quoted' in a comment)
##
{ 'include': 'common.json' }
{ 'pragma': { 'doc-required': true } }
{ 'enum': 'MigMode', 'data': [ 'normal', { 'name': 'cpr-exec', 'features': [ 'unstable' ] } ] }
{ 'enum': 'MigrationCapability', 'data': [ 'xbzrle' ], 'prefix': 'CAP' }
{ 'struct': 'MigrationParameters',  # a comment after code
  'data': { '*a': 'int', '*b': { 'type': 'str', 'features': [ 'deprecated' ], 'if': 'CONFIG_X' } } }
{ 'struct': 'Child', 'base': 'MigrationParameters', 'data': { 'c': [ 'str' ] } }
{ 'union': 'Choice', 'base': { 'kind': 'MigMode', 'size': 'int' }, 'discriminator': 'kind',
  'data': { 'normal': 'Child' } }
{ 'alternate': 'Either', 'data': { 'one': 'int', 'two': 'str' } }
{ 'command': 'do-it', 'data': { 'x': 'int' }, 'returns': 'Child',
  'features': [ { 'name': 'deprecated', 'if': { 'all': [ 'A', { 'not': 'B' } ] } } ] }
{ 'command': 'boxed', 'data': 'Child', 'boxed': true }
{ 'event': 'DONE' }
"""


def test_schema_text_is_counted_by_the_rule():
    assert qapi_text.counts([SCHEMA]) == {
        "qapi-commands": 2,
        "qapi-events": 1,
        "qapi-members": 2 + 1 + 2 + 1,
        "qapi-enum-values": 3,
        "qapi-deprecated": 2,
        "qapi-unstable": 1,
        "migration-parameters": 2,
        "migration-capabilities": 1,
        "migration-modes": 2,
    }


@pytest.mark.parametrize(
    "text", ["{ 'command': ", "{ 'command' 'x' }", "[ 'x' ]", "{ \"command\": 'x' }", "{ 'a': } }"]
)
def test_text_that_is_no_schema_is_refused(text):
    with pytest.raises(qapi_text.QapiTextError):
        list(qapi_text.expressions(text))


def test_options_and_the_keys_of_their_help_are_counted():
    text = (
        'DEFHEADING(Standard options:)\nDEF("smp", HAS_ARG, QEMU_OPTION_smp,\n    "-smp [cpus=]n[,maxcpus=n]\\n"\n'
        '    "  text, no key\\n", ARCH)\nSRST\n``-smp cpus=``\nERST\nDEF("S", 0, Q, "", A)\n'
    )
    assert source_text.command_line(text) == {"command-line-options": 2, "option-keys": 2}


def test_enable_and_disable_are_one_option_of_configure():
    text = (
        "  --enable-kvm) kvm=yes\n  --disable-kvm) kvm=no\n"
        '  --cc=*) CC="$optarg"\n  --host=*|--build=*|\\\n  echo --not-this\n'
    )
    assert source_text.configure_options([text]) == 4


def test_deprecated_list_ends_where_the_removed_one_begins():
    text = "``a`` (since 9.0)\n'''\n``b`` (since 9.1)\n\nRecently removed features\n====\n``c`` (since 4.2.0)\n"
    assert source_text.deprecated(text) == 2


def test_removed_are_those_of_the_series_alone():
    text = "``a`` (removed in 5.0)\n``b`` (removed in 5.0.0)\n``c`` (removed in 5.0.1)\n``d`` (removed in 15.0)\n"
    assert source_text.removed_in(text, (5, 0)) == 2


BOARDS = "#define MACHINE_VER_DELETION_MAJOR 6\n"


@pytest.mark.parametrize(
    ("boards", "series", "expected"),
    [
        ("", (9, 0), 3),
        (BOARDS, (10, 2), 2),
        (BOARDS, (11, 0), 2),
        (BOARDS + 'getenv("QEMU_DELETE_MACHINES")', (10, 2), 3),
    ],
)
def test_machine_types_too_old_for_a_release_are_not_on_offer(boards, series, expected):
    source = (
        "#define DEFINE_Q35_MACHINE(major, minor) \\\nDEFINE_Q35_MACHINE_AS_LATEST(10, 2);\nDEFINE_Q35_MACHINE(5, 1);\n"
    )
    old = 'DEFINE_I440FX_MACHINE(v4_2, "pc-i440fx-4.2", NULL,\n'
    assert source_text.pc_machine_types([source, old], boards, series) == expected


# A clone


def git(folder: Path, *arguments: str, day: str = "2025-01-01") -> str:
    who = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    moments = {f"GIT_{role}_DATE": f"{day}T12:00:00Z" for role in ("AUTHOR", "COMMITTER")}
    environment = {
        **who,
        **moments,
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_SYSTEM": "/dev/null",
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def clone(tmp_path):
    git(tmp_path, "init", "-q")
    for version, day, lines in (("10.1.0", "2025-08-26", 3), ("10.2.0", "2025-12-23", 13)):
        files = {
            "VERSION": f"{version}\n",
            "main.c": "x\n" * lines,
            "lib.rs": "y\n",
            "qapi/all.json": SCHEMA,
            "docs/system/start.rst": "Some words here\n",
            "docs/devel/x.rst": "More words\n",
            "docs/about/removed-features.rst": f"``x`` (removed in {version[:4]})\n",
        }
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        git(tmp_path, "add", "-A", day=day)
        git(tmp_path, "commit", "-qm", f"Update version for the v{version} release", day=day)
    return tmp_path


@pytest.mark.needs("git")
def test_release_is_counted_against_the_one_before(clone):
    counts, choice = scenario("source-counts"), Choice(repo=clone)
    (plan,) = counts.plans([], choice)
    assert isinstance(plan.subject, SourceTree)
    assert (plan.subject.version, plan.subject.commit) == ("10.2.0", git(clone, "rev-parse", "HEAD"))
    with Lab(clone) as lab:
        samples = {name: value for name, (value,) in counts.run(plan, lab, choice).samples.items()}
    expected = {
        "c-lines": 13,
        "rust-lines": 1,
        "code-lines": 14,
        "code-lines-growth": 10,
        "code-lines-growth-per-day": 10 / 119,
        "manual-words": 5,
        "user-manual-words": 3 + 0,
        "commits": 1,
        "authors": 1,
        "days": 119,
        "migration-settings": 5,
        "removed-features": 1,
    }
    # docs/about is a part for users as well
    expected["manual-words"], expected["user-manual-words"] = 5 + 4, 3 + 4
    assert {name: samples[name] for name in expected} == expected
    assert "meson-options" not in samples


@pytest.mark.needs("git")
def test_clone_without_releases_is_refused(tmp_path):
    git(tmp_path, "init", "-q")
    with pytest.raises(BenchError, match="no release of QEMU"):
        list(scenario("source-counts").plans([], Choice(repo=tmp_path)))
    with pytest.raises(BenchError, match="not a git repository"):
        list(scenario("source-counts").plans([], Choice(repo=tmp_path / "none")))


# The answers of a binary


def test_machine_types_and_the_deprecated_among_them_are_counted():
    machines: qmp_counts.Answer = [
        {"name": "pc-q35-5.0", "deprecated": True},
        {"name": "none"},
        {"name": "microvm", "deprecated": False},
    ]
    assert qmp_counts.machine_types(machines) == {"machine-types": 3, "machine-types-deprecated": 1}


ENTRIES: qmp_counts.Answer = [
    {"name": "migrate-set-parameters", "meta-type": "command", "arg-type": "1", "ret-type": "0"},
    {
        "name": "1",
        "meta-type": "object",
        "members": [{"name": "mode", "type": "2", "features": ["unstable"]}, {"name": "x", "type": "int"}],
    },
    {
        "name": "2",
        "meta-type": "enum",
        "members": [{"name": "normal"}, {"name": "cpr-exec"}],
        "values": ["normal", "cpr-exec"],
    },
    {
        "name": "migrate-set-capabilities",
        "meta-type": "command",
        "arg-type": "3",
        "ret-type": "0",
        "features": ["deprecated"],
    },
    {"name": "3", "meta-type": "object", "members": [{"name": "capabilities", "type": "[4]"}]},
    {"name": "[4]", "meta-type": "array", "element-type": "4"},
    {
        "name": "4",
        "meta-type": "object",
        "members": [{"name": "capability", "type": "5"}, {"name": "state", "type": "bool"}],
    },
    {"name": "5", "meta-type": "enum", "values": ["xbzrle", "multifd", "events"]},
    {"name": "STOP", "meta-type": "event", "arg-type": "0"},
]


def test_schema_over_qmp_is_counted_by_the_rule():
    assert qmp_counts.schema(ENTRIES) == {
        "qmp-commands": 2,
        "qmp-events": 1,
        "qmp-members": 2 + 1 + 2,
        "qmp-enum-values": 2 + 3,
        "qmp-deprecated": 1,
        "qmp-unstable": 1,
        "migration-parameters": 2,
        "migration-capabilities": 3,
        "migration-modes": 2,
        "migration-settings": 7,
    }


def test_help_is_counted_by_its_lines():
    listed = 'USB devices:\nname "usb-tablet", bus usb-bus\nname "x-x86_64-cpu"\nname "usb-tablet", bus usb-bus\n'
    assert qmp_counts.devices(listed) == ("usb-tablet",)
    assert (
        qmp_counts.help_options(
            "usage: x\n-h or -help     help\n--preconfig     x\n                -not-this\n-h  again\n"
        )
        == 2
    )


# The command lines


def test_command_lines_are_about_fifty_and_each_has_its_own_id():
    names = [line.id for line in COMMAND_LINES]
    assert len(set(names)) == len(names)
    assert 45 <= len(names) <= 65
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and len(name) <= 40 for name in names)
    assert all(line.use and line.options.strip() for line in COMMAND_LINES)


def test_no_command_line_names_a_place_of_one_machine():
    places = [word for line in COMMAND_LINES for word in line.options.split() if re.search(r"(^|[=:])/(?!dev/)", word)]
    assert not places


@pytest.mark.parametrize("line", COMMAND_LINES, ids=lambda line: line.id)
def test_what_a_command_line_names_is_made(line, tmp_path):
    words = arguments(line, tmp_path)
    assert not [word for word in words if "{" in word]
    named = {"disk": "disk.img", "iso": "disk.iso", "floppy": "floppy.img"}
    assert all((tmp_path / file).stat().st_size for word, file in named.items() if f"{{{word}}}" in line.options)


def test_refusal_is_told_from_what_the_host_lacks():
    kvm = next(line for line in COMMAND_LINES if line.id == "enable-kvm")
    assert outcome(kvm, started=True, told=[]) == "starts"
    assert outcome(kvm, started=True, told=["qemu: warning: x is deprecated"]) == "starts-with-warning"
    assert outcome(kvm, started=False, told=["Could not access KVM kernel module: No such file"]) == "needs-host"
    assert outcome(kvm, started=False, told=["-enable-kvm: invalid option"]) == "refused"


# The definitions

OURS = ("interface-counts", "command-lines", "start-up", "main-loop", "source-counts")


@pytest.mark.parametrize("name", OURS)
def test_definition_names_its_scenario_and_its_hash_does_not_hang_on_wording(name):
    definition = scenario(name).definition
    assert name in ids()
    assert definition.id == name
    assert definition.metrics or definition.outcomes
    assert definition.cannot_show
    assert definition.command
    reworded = definition.model_copy(update={"title": "Another", "question": "Another?", "command": None})
    assert definition_hash(reworded) == definition_hash(definition)
    changed = definition.model_copy(update={"procedure": definition.procedure + " And more."})
    assert definition_hash(changed) != definition_hash(definition)
