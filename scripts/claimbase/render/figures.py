"""How pages write numbers, units and groups of values."""

import re
from collections.abc import Sequence
from functools import lru_cache

from claimbase.model import Setting

_GROUP = "\N{NARROW NO-BREAK SPACE}"
_PLURAL = re.compile(r"(?<=[a-z]{2})(?:ies|(ss)es|s)\b")


def figure(value: float, digits: int = 3) -> str:
    """Return a number in so many significant digits; whole numbers and digits before the point are kept.

    Thousands are set apart from 10 000 on, a negative number has a minus sign.
    """
    if value < 0:
        return "\N{MINUS SIGN}" + figure(-value, digits)
    if value == int(value) and value < 1e15:
        return _grouped(str(int(value)))
    if value >= 1e15 or value < 1e-4:
        return f"{value:.{digits}g}"
    before = len(str(int(value))) if value >= 1 else 0
    if before >= digits:
        return _grouped(f"{value:.0f}")
    text = f"{value:.{digits - before}f}" if before else _fraction(value, digits)
    return text.rstrip("0").rstrip(".")


def _fraction(value: float, digits: int) -> str:
    """Return a number below 1 with so many digits after the leading zeros."""
    zeros = len(f"{value:.10f}".split(".")[1]) - len(f"{value:.10f}".split(".")[1].lstrip("0"))
    return f"{value:.{zeros + digits}f}"


def _grouped(digits: str) -> str:
    return f"{int(digits):,}".replace(",", _GROUP) if len(digits) > 4 else digits


def with_unit(text: str, unit: str) -> str:
    """Return a number with its unit, not parted at the end of a line; a share of one has none."""
    return f"{text}\N{NO-BREAK SPACE}{_singular(unit) if text == '1' else unit}" if unit else text


def _singular(unit: str) -> str:
    """Return a unit as it follows a one: `ring` for rings, `line per day` for lines per day, `ms` as it is."""
    return _PLURAL.sub(
        lambda found: "y" if found[0] == "ies" else found[0].removesuffix("es" if found[1] else "s"), unit, count=1
    )


def spread(values: Sequence[float], unit: str) -> str:
    """Return where samples lie: `from 11 to 15 ms`, or `always 11 ms`."""
    low, high = min(values), max(values)
    if low == high:
        return f"always {with_unit(figure(low), unit)}"
    return f"from {figure(low)} to {with_unit(figure(high), unit)}"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with the noun that goes with it."""
    return f"{figure(number)} {one if number == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def told(value: Setting) -> str:
    """Return the value of a parameter in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else figure(value, 6)


_DIGITS = re.compile(r"(\d+)")


_END = (1, 0.0, "-~")
"""The end of a word: `10.2-rc1` comes before it, `10.2.1` after it."""


@lru_cache(maxsize=1 << 12)
def natural(value: Setting) -> tuple[tuple[int, float, str], ...]:
    """Return a key that sorts `2` before `10`, `9.2` before `10.0`, and `10.2.0-rc1` before `10.2.0`."""
    if not isinstance(value, str):
        return ((0, float(value), ""),)
    parts = (part for part in _DIGITS.split(value) if part)
    return (*((0, float(part), "") if part.isdecimal() else (1, 0.0, part) for part in parts), _END)
