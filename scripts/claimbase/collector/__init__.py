"""Reads a host, and a running or defined VM, into a profile: without root, without a network, and changing nothing.

The one way through:

    report = collect(System(), Wanted(qmp="/run/guest.qmp"), kb.facets)
    yaml_text(report, site, kb.facets)         # the profile, with where each answer comes from
    link(report.profile, site)                 # the address that opens the page with it

`system.py` alone touches the machine and `qmp.py` alone a socket; everything else is pure: from texts, bytes and what
QEMU answered to values. What was not seen is not answered.
"""

from .collecting import Wanted, collect
from .facts import Answer, Fact, Sureness, Unknown
from .report import Report, json_text, link, yaml_text
from .system import System

__all__ = [
    "Answer",
    "Fact",
    "Report",
    "Sureness",
    "System",
    "Unknown",
    "Wanted",
    "collect",
    "json_text",
    "link",
    "yaml_text",
]
