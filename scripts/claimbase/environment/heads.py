"""What stands in a profile besides answers: the number of the format, and a name."""

from claimbase.model import PROFILE_FORMAT

from .answers import Gatherer, Place, shown

MAX_NAME = 80
"""Characters of a name that are kept."""


def format_known(gatherer: Gatherer, given: object, at: Place, fix: str) -> None:
    """Report a format number that is missing (None), no number, or newer than what is understood."""
    if given is None:
        gatherer.say(at, "P906", f"there is no format number; it is read as format {PROFILE_FORMAT}", fix)
    elif isinstance(given, bool) or not isinstance(given, int) or given < 1:
        message = f"the format is a number; it is read as format {PROFILE_FORMAT}"
        gatherer.say(at, "P907", message, fix)
    elif given > PROFILE_FORMAT:
        message = (
            f"this profile has format {given}, and {PROFILE_FORMAT} is the newest that is understood here; "
            "answers that are known are used, and may mean something else"
        )
        gatherer.say(at, "P903", message, "use the page or program of the newer format")


def name_of(gatherer: Gatherer, given: object, at: Place) -> str | None:
    """Return the name in one line of printable text; None where there is none."""
    if not isinstance(given, str):
        gatherer.say(at, "P907", "the name is text", "put it in quotes, or leave it out")
        return None
    line = " ".join("".join(character if character.isprintable() else " " for character in given[:400]).split())
    if line != given or len(line) > MAX_NAME:
        message = f"the name {shown(given)} is not one line of at most {MAX_NAME} characters; it is cut to that"
        gatherer.say(at, "P907", message, "shorten it")
    return line[:MAX_NAME].rstrip() or None
