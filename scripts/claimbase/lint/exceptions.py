"""Exceptions: a file may say why a warning does not apply to it; one that nothing needs any more is an error."""

from collections.abc import Iterable, Iterator, Sequence

from ..codes import Code
from ..model import Level, RuleException
from .rule import Found

EXCEPTION_CODES = (
    Code(
        "I318",
        "exception that nothing needs",
        "An exception that outlives its reason would hide the next mistake.",
        "exceptions: [{code: W905, …}] in a file without that warning",
        "no exceptions",
        "delete the exception",
    ),
    Code(
        "I319",
        "exception from a rule that has none",
        "Errors are mended, not excused; and what is about several files cannot be excused in one of them.",
        "exceptions: [{code: R401, …}]",
        "exceptions: [{code: W905, reason: …}]",
        "delete the exception and mend the error",
    ),
)
"""What can be wrong with exceptions."""
_UNNEEDED, _IMPOSSIBLE = EXCEPTION_CODES

Breach = tuple[Code, Found]


def excused(
    exceptions: Sequence[RuleException], breaches: Iterable[Breach], excusable: frozenset[str]
) -> Iterator[Breach]:
    """Yield the breaches that no exception names, and what is wrong with the exceptions themselves."""
    named = {each.code for each in exceptions if each.code in excusable}
    used = set()
    for code, found in breaches:
        if code.code in named:
            used.add(code.code)
        else:
            yield code, found
    for index, each in enumerate(exceptions):
        at = ("exceptions", index, "code")
        if each.code not in excusable:
            yield _IMPOSSIBLE, Found(at, f"{each.code} is no rule that a file may be excepted from", "")
        elif each.code not in used:
            yield _UNNEEDED, Found(at, f"nothing in this file needs the exception from {each.code}", "")


def excusable_codes(codes: Iterable[tuple[Code, str]]) -> frozenset[str]:
    """Return the codes of warnings about a single file; with each code comes what its rule is about."""
    return frozenset(code.code for code, subject in codes if code.level is Level.WARNING and subject != "base")
