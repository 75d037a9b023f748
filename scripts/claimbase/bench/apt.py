"""Packages from Debian's archive, without root: apt with a state of its own, which checks the signatures."""

import functools
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import BenchError

Tell = Callable[[str], None]
"""Takes a sentence that says what is being done."""

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
"""The keys of Debian's archive, as Debian and its descendants install them."""

_PROGRAMS = {"apt-get": "apt", "apt-cache": "apt", "apt-config": "apt", "dpkg-deb": "dpkg", "dpkg": "dpkg"}
_SPARE_BYTES = 200 << 20
_SHOWN_LINES = 5


@dataclass(frozen=True)
class Package:
    """A package file in the archive."""

    name: str
    """Name of the package."""
    version: str
    """Version of the package, with epoch."""
    file: str
    """Name of the file."""
    bytes: int
    """Size of the file."""
    sha256: str
    """Hash of the file, as the signed index says; empty where the index names another kind."""


def system_mirror() -> str:
    """Return the mirror that this machine takes Debian from; raises BenchError where it takes none."""
    _need("apt-get")
    listed = _run(["apt-get", "indextargets", "--format", "$(ORIGIN)|$(CODENAME)|$(REPO_URI)", "Created-By: Packages"])
    for line in listed.splitlines():
        origin, codename, address = line.split("|", 2)
        # The archive of security updates and others have suites of their own, named suite-something.
        if origin == "Debian" and "-" not in codename:
            return address
    raise BenchError(
        "this machine takes no packages from Debian, so no mirror is known",
        "name a mirror of Debian: --mirror ADDRESS (and run apt-get update once if this is a Debian)",
    )


class Apt:
    """Apt with a private state for one target suite; nothing of the system's own is read but keys and proxies."""

    def __init__(self, folder: Path, suites: Sequence[str], mirror: str, keyring: Path = KEYRING) -> None:
        """Take packages from the last of the suites first, and from the others where they are needed beside it."""
        for program in _PROGRAMS:
            _need(program)
        if not keyring.is_file():
            raise BenchError("the keys of Debian's archive are missing", "install the package debian-archive-keyring")
        if not re.fullmatch(r"[a-z][a-z0-9+.-]*:/[\x21-\x7e]*", mirror) or set("[]#") & set(mirror):
            raise BenchError(f"{mirror!r} is no address of a mirror", "give one such as http://HOST/debian")
        self._folder, self._target = folder, suites[-1]
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("APT_")},
            "APT_CONFIG": str(folder / "apt.conf"),
            "LC_ALL": "C",
            "DEBIAN_FRONTEND": "noninteractive",
        }
        for each in ("state/lists/partial", "cache/archives/partial", "none/partial", "empty"):
            (folder / each).mkdir(parents=True, exist_ok=True)
        (folder / "status").write_text("", "utf-8")
        (folder / "sources.list").write_text(
            "".join(f"deb [signed-by={keyring}] {mirror} {suite} main\n" for suite in suites), "utf-8"
        )
        (folder / "apt.conf").write_text(configuration(folder, self._target, _proxies()), "utf-8")

    def update(self) -> None:
        """Bring the lists of packages; raises BenchError without a network or with a wrong signature."""
        self._apt("apt-get", "update", "--error-on=any")

    def plan(self, packages: Sequence[str]) -> list[Package]:
        """Return the packages and all that they depend on, libc included."""
        # Of packages that are in its store apt prints nothing: it is shown an empty one.
        empty = f"--option=Dir::Cache::archives={self._folder / 'none'}"
        printed = self._apt("apt-get", "install", empty, "--print-uris", "-qq", *packages)
        return read_plan(printed)

    def newest(self, package: str) -> str:
        """Return the version of a package that would be taken; raises BenchError where the suite has none."""
        found = re.search(r"Candidate: (\S+)", self._apt("apt-cache", "policy", package))
        if found is None or found[1] == "(none)":
            raise BenchError(f"Debian {self._target} has no package {package} any more", "take another suite")
        return found[1]

    def depends(self, package: str) -> list[str]:
        """Return the names of the packages that one depends on directly."""
        told = self._apt("apt-cache", "depends", "--important", package)
        return re.findall(r"^  (?:Pre)?Depends: (\S+)$", told, re.MULTILINE)

    def download(self, packages: Sequence[str]) -> list[Path]:
        """Bring packages and all that they depend on; what is there already is checked and kept."""
        plan = self.plan(packages)
        need_space(self._folder, sum(package.bytes for package in plan) * 5)
        self._apt("apt-get", "install", "--download-only", "-qq", *packages)
        return [self._folder / "cache" / "archives" / package.file for package in plan]

    def download_alone(self, package: str) -> Path:
        """Bring one package without what it depends on."""
        printed = self._apt("apt-get", "download", "--print-uris", "-qq", package)
        wanted = read_plan(printed)[0]
        archives = self._folder / "cache" / "archives"
        need_space(self._folder, wanted.bytes * 5)
        self._apt("apt-get", "download", "-qq", package, folder=archives)
        return archives / wanted.file

    def forget_archives(self) -> None:
        """Remove the package files that were brought."""
        shutil.rmtree(self._folder / "cache" / "archives", ignore_errors=True)

    def _apt(self, *command: str, folder: Path | None = None) -> str:
        try:
            return _run(command, self._environment, folder)
        except BenchError as error:
            raise explained(error, self._target) from None


def configuration(folder: Path, target: str, proxies: Iterable[str]) -> str:
    """Return apt's configuration: every file of its state in one folder, and nothing of the system's own."""
    settings = {
        "Dir::State": folder / "state",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::main": "/dev/null",
        "Dir::Etc::parts": folder / "empty",
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": folder / "empty",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": folder / "empty",
        "Dir::Log": folder / "state",
        # As root apt would change to a user who may not be able to enter the folder.
        "APT::Sandbox::User": "root",
        "APT::Default-Release": target,
        "APT::Install-Recommends": "false",
        "APT::Get::Assume-Yes": "true",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "Acquire::http::Timeout": "30",
    }
    return "".join([*(f'{name} "{value}";\n' for name, value in settings.items()), *proxies])


def read_plan(printed: str) -> list[Package]:
    """Return the packages of what `apt-get --print-uris` prints: address, file, size and hash a line."""
    plan = []
    for line in printed.splitlines():
        if match := re.fullmatch(r"'[^']+' ((\S+?)_(\S+?)_\S+\.deb) (\d+) ?(\S*)", line):
            kind, _, value = match[5].partition(":")
            version = match[3].replace("%3a", ":")
            plan.append(Package(match[2], version, match[1], int(match[4]), value if kind == "SHA256" else ""))
    return plan


def unpack(package: Path, folder: Path) -> None:
    """Unpack a package file into a folder."""
    _run(["dpkg-deb", "--extract", str(package), str(folder)])


def need_space(folder: Path, wanted: int) -> None:
    """Raise BenchError where the disk of a folder has less room than is wanted, in bytes."""
    free = shutil.disk_usage(folder).free
    if free < wanted + _SPARE_BYTES:
        raise BenchError(
            f"{(wanted + _SPARE_BYTES) >> 20} MiB of disk space are needed, {free >> 20} MiB are free",
            "make room, or name a cache folder on another disk",
        )


_REASONS = (
    (
        r"Could not resolve|Could not connect|Connection failed|Unable to connect|Network is unreachable|timed out",
        "the mirror cannot be reached",
        "see that the network works, or name another mirror: --mirror ADDRESS",
    ),
    (
        r"NO_PUBKEY|not signed|signatures? (?:were|could).*(?:invalid|verif)|EXPKEYSIG|BADSIG",
        "the signature of the archive cannot be checked",
        "install the newest package debian-archive-keyring; nothing unsigned is taken",
    ),
    (r"No space left", "the disk is full", "make room, or name a cache folder on another disk"),
    (
        r"does not have a Release file|404  ?Not Found",
        "the mirror does not carry this suite",
        "name a full mirror of Debian: --mirror ADDRESS",
    ),
    (
        r"Unable to locate package|has no installation candidate|No packages found",
        "the suite does not have the package any more",
        "take another suite, or a QEMU of your own: --qemu PATH",
    ),
    (r"Could not get lock|Unable to lock", "another fetch is under way", "wait until it ends"),
    (r"Permission denied", "the cache folder cannot be written", "name one that can"),
)


def explained(error: BenchError, suite: str) -> BenchError:
    """Return what a message of apt means."""
    text = "\n".join((error.message, *error.log))
    for pattern, meaning, mend in _REASONS:
        if re.search(pattern, text):
            return BenchError(f"Debian {suite}: {meaning}", mend, error.log)
    return BenchError(f"Debian {suite}: {error.message}", error.mend, error.log)


@functools.cache
def _need(program: str) -> None:
    if shutil.which(program) is None:
        raise BenchError(
            f"there is no {program} on this machine",
            f"on Debian and its descendants install the package {_PROGRAMS[program]}; elsewhere build QEMU or take"
            " the packages of your system, and name the binary: --qemu PATH",
        )


def _proxies() -> list[str]:
    """Return the lines of the system's configuration that say how the network is reached."""
    lines = _run(["apt-config", "dump"]).splitlines(keepends=True)
    return [line for line in lines if re.match(r"Acquire::(?:http|https)::(?:Proxy|ProxyAutoDetect|Proxy-Auto)", line)]


def _run(command: Sequence[str], environment: dict[str, str] | None = None, folder: Path | None = None) -> str:
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environment, cwd=folder
        )
    except OSError as error:
        raise BenchError(f"{command[0]} cannot be run: {error.strerror}", "see that it is installed") from None
    if done.returncode:
        told = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
        telling = tuple(line for line in told if line.startswith(("E:", "W:"))) or tuple(told)
        first = telling[0] if telling else f"it ended with {done.returncode}"
        raise BenchError(f"{command[0]} fails: {first[:200]}", "see its own message", telling[:_SHOWN_LINES])
    return done.stdout.decode("utf-8", "replace")
