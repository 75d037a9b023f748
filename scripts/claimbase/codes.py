"""What a problem code stands for: title, reason, an example of each sort and the mend."""

from collections.abc import Iterable
from dataclasses import dataclass

from .model import Level


@dataclass(frozen=True, order=True, slots=True)
class Code:
    """The documentation of one problem code; codes are final and never reused."""

    code: str
    """The code, such as Y104; its letter names the family."""
    title: str
    """What is wrong, in a few words."""
    why: str
    """Why it matters, in a sentence."""
    bad: str
    """An example that has the problem."""
    good: str
    """The same without it."""
    fix: str
    """How to mend it."""
    level: Level = Level.ERROR
    """Whether the base can be built in spite of it."""


FAMILIES = {
    "Y": "YAML: the file cannot be read as the strict subset",
    "M": "Model: a key or value is not what the format asks for",
    "I": "Ids, names and files",
    "R": "References",
    "S": "Scope and facets",
    "E": "Evidence",
    "C": "Consistency of a claim",
    "A": "Article, topics, findings and recommendations",
    "W": "Wording",
    "D": "Benchmark data: definitions, results, and what is bound to them",
    "F": "Frozen editions",
    "L": "Lock, schemas and recorded changes",
    "V": "Locators compared with real repositories",
    "B": "Building the site",
    "H": "Host and VM: what the collector cannot read",
    "P": "Profile: what is said of a reader's environment",
    "K": "Checking citations: registries, and documents of others",
}
"""What the first letter of a code means."""


def by_code(codes: Iterable[Code]) -> dict[str, Code]:
    """Return the codes by name; a name that is given twice raises ValueError."""
    table: dict[str, Code] = {}
    for code in codes:
        if code.code in table:
            raise ValueError(f"code {code.code} is given twice")
        table[code.code] = code
    return table
