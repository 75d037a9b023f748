"""What single files of the QEMU sources tell: options, keys, deprecated and removed features, machine types."""

import re
from collections.abc import Iterable

Series = tuple[int, int]
"""The first two numbers of a version."""

_OPTION = re.compile(r'^DEF\("', re.MULTILINE)
_HELP_LINE = re.compile(r'^ *".*', re.MULTILINE)
_HELP_KEY = re.compile(r'[\[\],|"][a-z][a-z0-9_.-]*=')
_HMP_COMMAND = re.compile(r"^ +\.name +=", re.MULTILINE)
_MESON_OPTION = re.compile(r"^option\(", re.MULTILINE)
_CONFIGURE_CASE = re.compile(r"^ +((?:--[a-z][a-z0-9-]*(?:=\*)?\|?)+)(?:\)|\\$)", re.MULTILINE)
_SINCE = re.compile(r"\(since ")
_RECENTLY_REMOVED = re.compile(r"^(@\w+ )?Recently removed features$", re.MULTILINE | re.IGNORECASE)
_PC_NAMED = re.compile(r'^DEFINE_(?:I440FX|Q35)_MACHINE\(\w+,\s*"[\w.-]*?(\d+)\.(\d+)', re.MULTILINE)
_PC_NUMBERED = re.compile(r"^DEFINE_(?:I440FX|Q35)_MACHINE(?:_\w+)?\((\d+), (\d+)", re.MULTILINE)
_CUTOFF = re.compile(r"^#define MACHINE_VER_DELETION_MAJOR (\d+)$", re.MULTILINE)


def command_line(options_hx: str) -> dict[str, int]:
    """Return the top-level options of qemu-options.hx, and the keys that its help shows before a `=`.

    A key counts as often as the help shows it; lines of help are those that begin with a quote.
    """
    shown = (_HELP_KEY.findall(line) for line in _HELP_LINE.findall(options_hx))
    return {"command-line-options": len(_OPTION.findall(options_hx)), "option-keys": sum(map(len, shown))}


def hmp_commands(hmp_commands_hx: str) -> int:
    """Return the number of commands of the human monitor, without the words after `info`."""
    return len(_HMP_COMMAND.findall(hmp_commands_hx))


def meson_options(text: str) -> int:
    """Return the number of options in meson_options.txt."""
    return len(_MESON_OPTION.findall(text))


def configure_options(texts: Iterable[str]) -> int:
    """Return the number of distinct options that the script configure takes, --enable-x and --disable-x as one.

    They are the labels of its `case` branches, and of those in scripts/meson-buildoptions.sh.
    """
    names = set()
    for text in texts:
        for label in _CONFIGURE_CASE.findall(text):
            names |= {re.sub(r"^--(enable|disable|with|without)-", "--", name) for name in label.split("|") if name}
    return len({name.removesuffix("=*") for name in names})


def deprecated(text: str) -> int:
    """Return the lines of the list of deprecated features that say since when; what was removed is left out."""
    removed = _RECENTLY_REMOVED.search(text)
    held = text[: removed.start()] if removed else text
    return sum(1 for line in held.splitlines() if _SINCE.search(line))


def removed_in(text: str, series: Series) -> int:
    """Return the entries of a list of removed features that went in a series, such as `(removed in 10.2)`."""
    major, minor = series
    return len(re.findall(rf"\(removed in (?:QEMU )?v?{major}\.{minor}(?:\.0)?\)", text))


def pc_machine_types(sources: Iterable[str], boards_h: str, series: Series) -> int:
    """Return the versioned pc and q35 machine types that a build of a release offers.

    Those defined in pc_piix.c and pc_q35.c, less the ones that MACHINE_VER_DELETION leaves out by their age: from
    10.1 on, where it no longer waits for a setting of the environment.
    """
    defined = []
    for text in sources:
        for pattern in (_PC_NAMED, _PC_NUMBERED):
            defined += [(int(major), int(minor)) for major, minor in pattern.findall(text)]
    cutoff = _CUTOFF.search(boards_h)
    if cutoff is None or "QEMU_DELETE_MACHINES" in boards_h:
        return len(defined)
    return sum(not _expired(version, series, int(cutoff[1])) for version in defined)


def _expired(version: Series, series: Series, cutoff: int) -> bool:
    """Whether a machine type is left out; as `_MACHINE_VER_IS_CURRENT_EXPIRED` of QEMU's boards.h."""
    age = series[0] - version[0]
    return age > cutoff or (age == cutoff and series[1] >= version[1])
