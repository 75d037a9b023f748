"""Makes `.venv` from a lock file, once; says in one line what is missing when it cannot.

`make` runs this before everything else, under whatever `python3` the machine has.
So it uses the standard library alone and must parse on Python 3.6, to be able to say that 3.11 is needed:
no `from __future__ import annotations`, no walrus, no `list[str]`.

Three rules make it dependable:

* The stamp is removed first and written last: a set-up that was interrupted is done again.
* The stamp names all that the set-up came from (interpreter, place, lock file): what changed is redone.
* A lock (flock) keeps two of them apart.
"""

import os
import sys
from typing import Any, Callable, Dict, List, Optional

NEEDED = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
FORMAT = "1"  # raise it when a set-up made by an older version of this file must not be used any more

NO_NETWORK = (
    "NewConnectionError",
    "Name or service not known",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "ConnectTimeoutError",
    "ConnectionRefusedError",
    "Connection refused",
    "ProxyError",
    "Read timed out",
)

LAUNCHER = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from claimbase.cli import run

sys.exit(run())
"""


class SetupError(Exception):
    """What keeps the set-up from being done: one line for the user."""


def version_problem(version: Any = sys.version_info) -> Optional[str]:
    """Says that this Python is too old, or nothing."""
    if tuple(version[:2]) >= NEEDED:
        return None
    return (
        "Python {}.{} or later is needed, this is {}.{} ({}). "
        "Install it, or name another one: make setup PYTHON=/path/to/python3"
    ).format(NEEDED[0], NEEDED[1], version[0], version[1], sys.executable)


def venv_problem(has_module: Optional[Callable[[str], bool]] = None) -> Optional[str]:
    """Says which package is missing where Python comes without venv or ensurepip, as Debian's does."""
    if has_module is None:
        from importlib.util import find_spec

        def has_module(name: str) -> bool:
            return find_spec(name) is not None

    missing = [name for name in ("venv", "ensurepip") if not has_module(name)]
    if not missing:
        return None
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    return ("{} has no module {}: install the package {} (or python3-venv), for instance: apt-get install {}").format(
        sys.executable, " and no module ".join(missing), package, package
    )


def fingerprint(root: str, venv: str, level: str, requested: str) -> str:
    """Everything a set-up of this level comes from, as one line of the stamp."""
    import hashlib

    with open(os.path.join(root, LOCKS[level]), "rb") as file:
        lock = hashlib.sha256(file.read()).hexdigest()
    python = "{} {}.{}.{}".format(sys.implementation.name, *sys.version_info[:3])
    return " ".join([level, FORMAT, lock, python, repr(requested), venv])


def read_stamp(venv: str) -> List[str]:
    """The fingerprints of what is set up; none when nothing is, or not to the end."""
    try:
        with open(os.path.join(venv, ".set-up"), encoding="utf-8") as file:
            return file.read().splitlines()
    except (OSError, ValueError):
        return []


def write_stamp(venv: str, lines: List[str]) -> None:
    """Writes the stamp in one step, as the last thing of a set-up."""
    path = os.path.join(venv, ".set-up")
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    os.replace(path + ".new", path)


def run(command: List[str], log: str, failure: str) -> None:
    """Runs a command silently; its output goes to the log, and its failure becomes one clear message."""
    import subprocess

    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    environment.pop("PYTHONHOME", None)
    environment.pop("PYTHONPATH", None)
    with open(log, "ab") as file:
        file.write(("$ " + " ".join(command) + "\n").encode("utf-8"))
        file.flush()
        start = file.tell()
        code = subprocess.call(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=environment)
    if code:
        with open(log, "rb") as file:
            file.seek(start)
            raise SetupError(explain(file.read().decode("utf-8", "replace"), failure, log))


def explain(output: str, failure: str, log: str) -> str:
    """Turns what pip or venv printed into one message."""
    where = "the whole output is in " + os.path.relpath(log, os.getcwd())
    if "No space left on device" in output:
        return "{}: no space left on the disk; {}".format(failure, where)
    if any(sign in output for sign in NO_NETWORK):
        return "{}: pip cannot reach its package index; check the network or pip's settings ({})".format(failure, where)
    errors = [line.strip() for line in output.splitlines() if line.strip().startswith("ERROR:")]
    last = errors[-1:] or output.strip().splitlines()[-1:] or ["no output"]
    return "{}: {} ({})".format(failure, last[0], where)


def make_venv(venv: str, base: str, log: str) -> None:
    """Makes the virtual environment anew, with the package and its command in it."""
    import glob
    import shutil

    if os.path.islink(venv):
        os.unlink(venv)
    elif os.path.exists(venv):
        shutil.rmtree(venv)
    run([base, "-I", "-m", "venv", venv], log, "the virtual environment could not be made")
    site_packages = glob.glob(os.path.join(venv, "lib", "python3*", "site-packages"))
    # The package is used where it lies: a path file needs no network and no build tool.
    with open(os.path.join(site_packages[0], "claimbase.pth"), "w", encoding="utf-8") as file:
        file.write(os.path.join(ROOT, "scripts") + "\n")
    launcher = os.path.join(venv, "bin", "claimbase")
    with open(launcher, "w", encoding="utf-8") as file:
        file.write(LAUNCHER.format(python=os.path.join(venv, "bin", "python")))
    os.chmod(launcher, 0o755)  # noqa: S103 - a command that everyone may run


def install(root: str, venv: str, level: str, log: str) -> None:
    """Installs one lock file's packages; a package whose hash differs is refused."""
    pip = [os.path.join(venv, "bin", "python"), "-I", "-m", "pip", "install"]
    options = ["--quiet", "--progress-bar", "off", "--retries", "2", "--require-hashes", "--no-deps"]
    lock = os.path.join(root, LOCKS[level])
    run(pip + options + ["-r", lock], log, "the packages could not be installed")


def inside(path: str, folder: str) -> bool:
    """Whether a file lies in a folder, links not followed."""
    return os.path.abspath(path).startswith(os.path.abspath(folder) + os.sep)


def base_python(venv: str) -> str:
    """The interpreter to build on; never the one in the environment that is about to be removed."""
    if inside(sys.executable, venv):
        return str(getattr(sys, "_base_executable", sys.executable))
    return sys.executable


def set_up(root: str, level: str, requested: str) -> bool:
    """Brings `.venv` to this level; returns whether there was anything to do."""
    venv = os.path.join(root, ".venv")
    wanted = {name: fingerprint(root, venv, name, requested) for name in LOCKS}  # type: Dict[str, str]
    # What the tests need holds all that the site needs, at the same versions.
    enough = {wanted[level], wanted["test"]}
    if enough.intersection(read_stamp(venv)):
        return False
    hand_over(venv, requested)
    problem = venv_problem()
    if problem:
        raise SetupError(problem)
    cache = os.path.join(root, ".cache")
    if not os.path.isdir(cache):
        os.makedirs(cache)
    with open(os.path.join(cache, "set-up.lock"), "w", encoding="utf-8") as lock:
        wait_for(lock)
        done = read_stamp(venv)
        if enough.intersection(done):  # another one did it while this one waited
            return False
        build(root, venv, level, wanted, done)
    return True


def build(root: str, venv: str, level: str, wanted: Dict[str, str], done: List[str]) -> None:
    """The set-up itself: remove the stamp, make what is missing, write the stamp."""
    log = os.path.join(root, ".cache", "set-up.log")
    open(log, "wb").close()
    sys.stderr.write("Setting up .venv from {}, this takes a moment …\n".format(LOCKS[level]))
    sys.stderr.flush()
    if done == [wanted["run"]]:  # made for the site alone: the tests' packages come on top
        os.unlink(os.path.join(venv, ".set-up"))
    else:
        make_venv(venv, base_python(venv), log)
    install(root, venv, level, log)
    write_stamp(venv, [wanted["run"]] + ([wanted["test"]] if level == "test" else []))


def hand_over(venv: str, requested: str) -> None:
    """Goes on under the requested interpreter, if this is the environment's own one.

    `make` asks the environment's interpreter whether all is done, as that is the faster one to start.
    """
    import shutil

    if not inside(sys.executable, venv):
        return
    path = shutil.which(requested)
    if path is None:
        raise SetupError("there is no {} on this machine".format(requested))
    if not inside(path, venv):
        os.execv(path, [path, "-I", os.path.abspath(__file__)] + sys.argv[1:])  # noqa: S606, RUF005 - for 3.6


def wait_for(lock: Any) -> None:
    """Waits until no other set-up of this folder is under way."""
    try:
        import fcntl
    except ImportError:  # not on this system: two at a time are then the user's own care
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.stderr.write("Another set-up of this folder is under way; waiting for it …\n")
        fcntl.flock(lock, fcntl.LOCK_EX)


def main(argv: List[str]) -> int:
    """Sets up `run` (the site) or `test` (everything); 0 when that is there, 1 with one line when not."""
    problem = version_problem()
    if problem:
        sys.stderr.write(problem + "\n")
        return 1
    level = argv[0] if argv else "test"
    requested = argv[1] if len(argv) > 1 else sys.executable
    if level not in LOCKS:
        sys.stderr.write("usage: bootstrap.py [run|test] [python]\n")
        return 2
    try:
        set_up(ROOT, level, requested)
    except SetupError as error:
        sys.stderr.write("Set-up failed: {}\n".format(error))
        return 1
    except OSError as error:
        sys.stderr.write("Set-up failed: {}\n".format(error))
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nSet-up interrupted; the next run does it again.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
