"""What tests may need of the machine, how it is found, and the line that installs it: one table.

`@pytest.mark.needs("chromium")` uses it to skip with that line (requirements_plugin.py).
`.ci/run` uses it to install: `python tests/machine.py` prints the Debian packages of what the tests name
and the machine lacks. Standard library only, so that it runs before anything is set up.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent


def first_on_path(*names: str) -> str | None:
    """The first of these programs that the machine has."""
    return next(filter(None, map(shutil.which, names)), None)


def chromium() -> str | None:
    """The system's Chromium; CHROMIUM names another one."""
    return first_on_path(*filter(None, [os.environ.get("CHROMIUM")]), "chromium", "chromium-browser", "google-chrome")


def node_modules() -> str | None:
    """The folder that `npm ci` makes, with Node.js to run what is in it."""
    path = ROOT / "node_modules" / ".bin"
    return str(path) if first_on_path("node") and path.is_dir() else None


def cloud_kernel() -> str | None:
    """The newest of Debian's kernels for virtual machines on this machine, with its modules."""
    found = [path for path in Path("/boot").glob("vmlinuz-*-cloud-amd64") if os.access(path, os.R_OK)]
    found = [path for path in found if (Path("/lib/modules") / path.name.removeprefix("vmlinuz-")).is_dir()]
    return str(max(found)) if found else None


@dataclass(frozen=True)
class Tool:
    """Something that a test may need: where it is, and how it is installed."""

    find: Callable[[], str | None]
    install: str
    packages: tuple[str, ...] = ()


TOOLS = {
    "apt": Tool(lambda: first_on_path("apt-config"), "take a Debian or one of its descendants"),
    "chromium": Tool(chromium, "apt-get install chromium (or name one: CHROMIUM=/path)", ("chromium",)),
    "cloud_kernel": Tool(
        cloud_kernel, "apt-get install --no-install-recommends linux-image-cloud-amd64", ("linux-image-cloud-amd64",)
    ),
    "cpio": Tool(lambda: first_on_path("cpio"), "apt-get install cpio", ("cpio",)),
    "gcc": Tool(lambda: first_on_path("gcc"), "apt-get install gcc libc6-dev", ("gcc", "libc6-dev")),
    "git": Tool(lambda: first_on_path("git"), "apt-get install git", ("git",)),
    "java": Tool(lambda: first_on_path("java"), "apt-get install default-jre-headless", ("default-jre-headless",)),
    "node": Tool(lambda: first_on_path("node"), "apt-get install nodejs npm", ("nodejs", "npm")),
    "node_modules": Tool(node_modules, "apt-get install nodejs npm && npm ci"),
    "pandoc": Tool(lambda: first_on_path("pandoc"), "apt-get install pandoc", ("pandoc",)),
    "soffice": Tool(
        lambda: first_on_path("soffice"),
        "apt-get install --no-install-recommends libreoffice-writer-nogui",
        ("libreoffice-writer-nogui",),
    ),
    "pdftotext": Tool(lambda: first_on_path("pdftotext"), "apt-get install poppler-utils", ("poppler-utils",)),
    "qemu": Tool(
        lambda: first_on_path("qemu-system-x86_64"),
        "apt-get install qemu-system-x86 qemu-utils",
        ("qemu-system-x86", "qemu-utils"),
    ),
}


def missing(name: str) -> str | None:
    """Why a test that needs this tool cannot run here, with the line that installs it; or nothing."""
    tool = TOOLS[name]
    return None if tool.find() else f"needs {name}, which this machine lacks: {tool.install}"


def named_in_tests(tests: Path = TESTS) -> set[str]:
    """The tools that the tests name, read from their text."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(tests.rglob("*.py")))
    marks = re.findall(r"(?:\bneeds|\brequire)\(([^()]*)\)", text)
    names = {name for mark in marks for name in re.findall(r"[\"'](\w+)[\"']", mark)}
    return names & TOOLS.keys()


def main() -> int:
    """Prints the Debian packages still to be installed, one a line."""
    for name in sorted(named_in_tests()):
        if missing(name):
            print("\n".join(TOOLS[name].packages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
