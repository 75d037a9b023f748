"""When a claim is to be looked at again: what an entry of `review_when` means."""

import re
from dataclasses import dataclass

_RELEASE = re.compile(r"qemu\s*>=\s*([0-9]+)\.([0-9]+)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class ReviewTrigger:
    """One entry of `review_when`; an entry that is neither release nor day is an event that a person must notice."""

    text: str
    """The entry as written."""
    release: tuple[int, int] | None = None
    """The release series from which on the review is due, as in `qemu>=11.2`."""
    day: str = ""
    """The day from which on the review is due; empty where no day is meant."""

    def is_due(self, as_of: str, newest: tuple[int, int]) -> bool:
        """Whether the review is due as of a day, when `newest` is the newest release series that the base knows."""
        if self.release is not None:
            return newest >= self.release
        return bool(self.day) and bool(as_of) and as_of >= self.day


def review_trigger(text: str) -> ReviewTrigger:
    """Return what an entry of `review_when` means."""
    if _DAY.fullmatch(text):
        return ReviewTrigger(text, day=text)
    found = _RELEASE.fullmatch(text)
    return ReviewTrigger(text, (int(found[1]), int(found[2]))) if found else ReviewTrigger(text)


def series(text: str) -> tuple[int, int]:
    """Return a release series such as 10.2 as two numbers, which sort; (0, 0) for what is none."""
    major, point, minor = text.partition(".")
    return (int(major), int(minor)) if point and major.isdecimal() and minor.isdecimal() else (0, 0)
