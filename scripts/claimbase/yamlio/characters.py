"""The characters that a file may hold; invisible ones are refused before anything is parsed."""

import re
import unicodedata
from collections.abc import Iterator

from ..errors import Problem

_PLAIN_ASCII = bytes([*range(0x20, 0x7F), 0x0A])
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufff9-\ufffb\U000e0000-\U000e007f"
_REFUSED = re.compile(
    f"[^\n\r\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\ufeff{_INVISIBLE}]|\r(?!\n)"
)
_REPORTED = 20


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text and the problems of its characters; empty text where it is not UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", (_not_utf8(data, path, error),)
    if data.isascii():
        # One pass in C: what is left after the allowed bytes are taken out is either CRLF or refused.
        return text, () if not data.translate(None, _PLAIN_ASCII) else tuple(_refused(text, path))
    return text, () if text.replace("\n", "").isprintable() else tuple(_refused(text, path))


def refused(text: str) -> str | None:
    """Return the name of the first character of a quoted text that may not be written as an escape either."""
    if text.isprintable():
        return None
    found = _REFUSED.search(text)
    return _name(found.group()) if found else None


def _not_utf8(data: bytes, path: str, error: UnicodeDecodeError) -> Problem:
    before = data[: error.start]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    message = f"byte 0x{data[error.start]:02X} is not UTF-8"
    return Problem(path, before.count(b"\n") + 1, column, "Y101", message, "save the file as UTF-8")


def _refused(text: str, path: str) -> Iterator[Problem]:
    for count, found in enumerate(_REFUSED.finditer(text)):
        if count == _REPORTED:
            return
        start, character = found.start(), found.group()
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        code, message, fix = _explain(character, start)
        yield Problem(path, line, column, code, message, fix)


def _explain(character: str, start: int) -> tuple[str, str, str]:
    if character == "\t":
        return "Y104", "a tab", "use spaces"
    if character == "\r":
        return "Y135", "a carriage return without a line feed", "end lines with LF"
    if character == "\ufeff" and start == 0:
        return "Y102", "the file begins with a byte order mark", "save the file as UTF-8 without a byte order mark"
    if unicodedata.category(character) in ("Cf", "Mn"):
        return "Y105", f"{_name(character)} is invisible and can hide text from reviewers", "delete the character"
    return "Y103", f"{_name(character)} is a control character", "delete the character"


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
