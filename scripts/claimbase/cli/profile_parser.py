"""The arguments of `claimbase profile`."""

import argparse
import re
from typing import TypeAlias

from . import profile_commands as commands
from .help_text import HelpText

Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_ABOUT = """\
Read this host, and with --qmp or --libvirt-xml a VM, into a profile for the page "Your environment".
Nothing is changed and nothing is sent; root is not needed. What cannot be seen stays unknown.

  claimbase profile                                       the host
  claimbase profile --qmp /run/guest.qmp                  and a running VM: a UNIX socket given to QEMU with -qmp
  virsh dumpxml guest | claimbase profile --libvirt-xml -  and a VM that libvirt defines
  claimbase profile --upgrade-to 10.2 --output host.yml   what would apply after an upgrade

Of QEMU only questions are asked (query-…, qom-get, qom-list), and its binaries are run with --version alone.
In a checkout, answers are compared with claims/facets.yml; elsewhere they are given as they are.
"""

_EPILOG = "exit codes: 0 all is well, 1 the VM could not be read (the host is told all the same), 2 the call was wrong"


def add_profile(group: Group) -> None:
    """Add the command `profile`."""
    parser = group.add_parser(
        "profile",
        help="read this host, or a VM on it, into a profile that says which claims apply",
        description=_ABOUT,
        epilog=_EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument("--root", default=argparse.SUPPRESS, type=commands.folder, help=argparse.SUPPRESS)
    vm = parser.add_mutually_exclusive_group()
    vm.add_argument("--qmp", metavar="SOCKET", help="the QMP socket of a running VM")
    vm.add_argument("--libvirt-xml", metavar="FILE", help="what `virsh dumpxml` prints of a VM; - reads standard input")
    parser.add_argument(
        "--qemu", action="append", default=[], metavar="PATH", help="a QEMU binary that is not in the search path"
    )
    parser.add_argument(
        "--upgrade-to",
        metavar="SERIES",
        help="the release series that you plan to run, such as 10.2; what runs today becomes the series upgraded from",
    )
    parser.add_argument(
        "--format", choices=("yaml", "link", "json"), default="yaml", help="what to print (default: %(default)s)"
    )
    parser.add_argument("--output", metavar="FILE", type=commands.folder, help="write to a file instead")
    parser.add_argument("--force", action="store_true", help="replace the file of --output where it exists")
    parser.add_argument(
        "--site",
        type=_address,
        metavar="ADDRESS",
        help="address of the site, for the link (default: site_url of mkdocs.yml)",
    )
    parser.set_defaults(command=commands.profile, base_optional=True)


def _address(text: str) -> str:
    if not re.fullmatch(r"(?:https?|file)://[^\s<>\"'`\\#?]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address of a site, such as https://example.org/qemu/")
    return text
