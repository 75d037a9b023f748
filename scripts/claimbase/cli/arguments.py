"""What options of several commands take."""

import argparse
import datetime


def day(text: str) -> str:
    """Return a day that an option gives; anything else is a wrong call."""
    try:
        found = datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        found = ""
    # fromisoformat also takes 20261123 and week dates, which files do not.
    if found != text:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-23")
    return found
