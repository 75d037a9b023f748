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
    """How grave it is; `level_means` says what that is where the code is found."""

    @property
    def level_means(self) -> str:
        """What the level means for whoever meets the code: not every one is about the base."""
        told = next((told for start, told in _ELSEWHERE.items() if self.code.startswith(start)), {})
        return told.get(self.level, self.level.doc)


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

_ELSEWHERE = {
    "H": {Level.ERROR: "What it keeps from being read stays unknown; the rest of the profile is written."},
    "K": {
        Level.ERROR: "What it keeps from being read was not checked, so the check does not pass.",
        Level.WARNING: "Deserves a look; the check can still pass.",
    },
    "L12": {Level.ERROR: "Must be mended before the change is taken in; the base builds with it."},
    "P": {
        Level.ERROR: "What it is about is left out; the rest of the profile is used.",
        Level.WARNING: "The profile is used as it was meant.",
    },
    "V": {Level.ERROR: "Makes claimbase verify fail; the base builds with it, as a build looks into no repository."},
}
"""What a level means where a code is not about building the base, by the beginning of the code."""


def by_code(codes: Iterable[Code]) -> dict[str, Code]:
    """Return the codes by name; a name that is given twice raises ValueError."""
    table: dict[str, Code] = {}
    for code in codes:
        if code.code in table:
            raise ValueError(f"code {code.code} is given twice")
        table[code.code] = code
    return table
