"""Mending what a program can mend safely: quotes, invisible characters, schema lines, names of files.

A fix never decides what somebody meant: it is tried on a copy of the base, and dropped where the place is still wrong.
"""

from .fixers import FIXERS, Edit
from .trial import Fixed, fixed

__all__ = ["FIXERS", "Edit", "Fixed", "fixed"]
