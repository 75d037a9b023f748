"""`claimbase fix` mends what a program can mend, `migrate` brings an old base up to date, `rule` explains a code."""

import argparse
import difflib
import sys
from pathlib import Path
from typing import TypeAlias

from claimbase.errors import stopping

from .commands import OK, PROBLEMS, WRONG_CALL
from .terminal import count, printable, report, say

_CHECK = "write nothing; show the changes and fail if there are any"
Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_mending(group: Group) -> None:
    """Add the commands `fix`, `migrate` and `rule`."""
    text = "mend what can be mended safely: quotes, invisible characters, schema lines"
    parser = group.add_parser("fix", help=text, description=f"{text[0].upper()}{text[1:]}. Nothing else is touched.")
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; show the changes and fail if there are any"
    )
    parser.set_defaults(command=fix)
    text = "take the base to the newest format, step by step; comments and layout stay"
    parser = group.add_parser("migrate", help=text, description=f"{text[0].upper()}{text[1:]}.")
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help=_CHECK)
    parser.set_defaults(command=migrate)
    text = "say what a code means, why it matters, and how to mend it"
    parser = group.add_parser("rule", help=text, description=f"{text[0].upper()}{text[1:]}.")
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument("code", nargs="?", help="a code such as Y123; without one, all are listed")
    parser.set_defaults(command=rule, base_optional=True)


def fix(root: Path, options: argparse.Namespace) -> int:
    """Mend the files of the base, or with --check show how; what is left is reported."""
    from claimbase.files import write_atomically
    from claimbase.fixing import fixed

    found = fixed(root)
    if options.check:
        for path, text in found.files.items():
            _show(path, (root / path).read_bytes().decode(), text)
        return PROBLEMS if found.files else OK
    for path, text in found.files.items():
        write_atomically(root / path, text.encode())
    for problem in found.mended:
        print(printable(f"{problem.path}:{problem.line}: {problem.code} mended: {problem.message}"))
    say(f"mended {count(len(found.mended), 'problem')} in {count(len(found.files), 'file')}")
    report(found.left)
    return PROBLEMS if stopping(found.left) else OK


def migrate(root: Path, options: argparse.Namespace) -> int:
    """Take the base to the newest format, or with --check show how."""
    from claimbase.files import write_atomically
    from claimbase.migration import MigrationError, migrated

    try:
        found = migrated(root)
    except MigrationError as error:
        say(f"claimbase: {error}")
        return PROBLEMS
    for step in found.taken:
        print(f"format {step.before} to {step.before + 1}: {step.title}")
    for path, text in found.files.items():
        if options.check:
            _show(path, (root / path).read_bytes().decode() if (root / path).exists() else "", text)
        else:
            write_atomically(root / path, text.encode())
            print(f"wrote {path}")
    if not found.taken:
        print(f"the base has format {found.after}, the newest")
    return PROBLEMS if options.check and found.files else OK


def _show(path: str, before: str, after: str) -> None:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, n=1, lineterm="")
    for line in lines:
        sys.stdout.write(printable(line) + "\n")


def rule(_root: Path, options: argparse.Namespace) -> int:
    """Print one rule, or the list of all."""
    from claimbase.documented import documented, is_fixed

    codes = {code.code: code for code in documented()}
    if options.code is None:
        for code in codes.values():
            print(f"{code.code}  {code.level.value:7}  {code.title}")
        return OK
    wanted = codes.get(options.code.upper())
    if wanted is None:
        near = difflib.get_close_matches(options.code.upper(), codes, 3, 0.7)
        say(f"claimbase: there is no code {options.code!r}" + (f"; there are {', '.join(near)}" if near else ""))
        return WRONG_CALL
    print(f"{wanted.code}: {wanted.title} ({wanted.level.value})\n\n{wanted.why}\n")
    for word, example in (("wrong", wanted.bad), ("right", wanted.good)):
        print(f"{word}:\n" + "".join(f"    {line}\n" for line in example.splitlines()))
    print(f"to mend it: {wanted.fix}" + (" (claimbase fix does it)" if is_fixed(wanted.code) else ""))
    return OK
