"""A page for each rule of the checks, made from the rule itself, and the list of all."""

from collections.abc import Iterator
from itertools import groupby

from claimbase.codes import FAMILIES, Code

from .files import SiteFile
from .pages import page


def rule_pages(codes: tuple[tuple[Code, bool], ...]) -> Iterator[SiteFile]:
    """Yield the list of rules by family and a page for each; with each code goes whether `claimbase fix` mends it."""
    groups = {letter: tuple(group) for letter, group in groupby(codes, key=lambda each: each[0].code[0])}
    families = [(name, letter, groups[letter]) for letter, name in FAMILIES.items() if letter in groups]
    description = "Every mistake that the checks know: what is wrong, why it matters, and how to mend it."
    yield page("rules.html", "rules/index.html", "Rules", description=description, values={"families": families})
    for code, is_fixed in codes:
        values = {"code": code, "family": FAMILIES[code.code[0]], "is_fixed": is_fixed}
        title = f"{code.code}: {code.title}"
        yield page("rule.html", f"rules/{code.code}.html", title, description=code.why, values=values)
