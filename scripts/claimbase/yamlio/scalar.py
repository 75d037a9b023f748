"""Plain scalars: what unquoted text means, and the surprises of YAML 1.1 that are refused."""

import re
from itertools import product
from typing import NamedTuple

Scalar = str | int | float | bool


class Surprise(NamedTuple):
    """An unquoted text that readers disagree about."""

    code: str
    """The code of the problem."""
    message: str
    """What is wrong."""
    fix: str
    """How to mend it."""


_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")

WORDS = frozenset(
    "".join(letters) for word in _WORDS for letters in product(*zip(word.lower(), word.upper(), strict=True))
)
"""The plain words, in any case, that mean something else than themselves to some reader."""

LONGEST_WORD = max(map(len, WORDS))
"""The length of the longest word that means something else than itself."""

SUSPECT_FIRST = frozenset(["", *"0123456789+-.=<~"])
"""What a plain text begins with that may mean something else than itself; all other such texts are words."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:.*)?")
# The union of what YAML 1.1 and the core schema of YAML 1.2 take for a number.
_NUMBER = re.compile(
    r"""[-+]?(?: 0[bB]?[0-7_]+ | 0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+
      | [0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
      | [0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)? | \.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?
      | \.(?:inf|Inf|INF) ) | \.(?:nan|NaN|NAN)""",
    re.VERBOSE,
)
_MAX_DIGITS = 15


def resolve(text: str) -> Scalar | Surprise:
    """Return what a plain text means, or why it must be quoted."""
    if text.isdecimal() and text.isascii() and text[0] != "0" and len(text) <= _MAX_DIGITS:
        return int(text)
    if text in ("true", "false"):
        return text == "true"
    word = text.lower()
    if word in ("", "~", "null"):
        return Surprise("Y118", "there is no value here", "give a value or leave the key out")
    if word in _WORDS:
        return _boolean(text, word)
    if text == "<<":
        return Surprise("Y115", "the merge key << hides keys", "write the keys out")
    if text == "=":
        return Surprise("Y124", "a bare = has a meaning of its own in YAML 1.1", 'write "=" in quotes')
    if _DATE.fullmatch(text):
        return Surprise("Y121", f"{shorten(text)} is a date to some readers, text to others", f"write {quote(text)}")
    return _number(text) if _NUMBER.fullmatch(text) else text


def quote(text: str) -> str:
    """Return the text in double quotes, shortened where it is long."""
    return '"' + shorten(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def shorten(text: str, limit: int = 60) -> str:
    """Return the text in one line of at most `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _boolean(text: str, word: str) -> Surprise:
    meaning = "true" if word in ("true", "yes", "on", "y") else "false"
    if word in ("true", "false"):
        return Surprise("Y120", f"{text} is text to some readers", f"write {meaning}, or {quote(text)} for the text")
    return Surprise(
        "Y120",
        f"the bare word {text} is {meaning} to some readers, text to others",
        f"write {quote(text)} for the text, {meaning} for the truth value",
    )


def _number(text: str) -> int | float | Surprise:
    if len(text) <= _MAX_DIGITS:
        if _INTEGER.fullmatch(text) and text != "-0":
            return int(text)
        if _DECIMAL.fullmatch(text):
            value = float(text)
            if repr(value) == text:
                return value
            meant = f"write {quote(text)} for the text, {value!r} for the number"
            return Surprise("Y123", f"{text} would be read as the number {value!r}", meant)
    return Surprise(
        "Y122",
        f"{shorten(text)} is a number in a notation that readers disagree about",
        f"write {quote(text)} for the text, or a plain decimal number of at most {_MAX_DIGITS} digits",
    )
