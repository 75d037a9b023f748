"""Lint: what the models cannot say, one rule for each requirement; RULES documents and checks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from ..assessment import Assessment
from ..codes import Code, by_code
from ..environment import PROFILE_CODES
from ..errors import Problem
from ..model import Claim, Source
from ..repository import READ_CODES, KnowledgeBase
from . import article as article
from . import bindings as bindings
from . import claim as claim
from . import data_cells as data_cells
from . import editions as editions
from . import environment as environment
from . import evidence as evidence
from . import names as names
from . import recommendations as recommendations
from . import references as references
from . import results as results
from . import reviews as reviews
from . import scope as scope
from . import words as words
from .exceptions import EXCEPTION_CODES, Breach, excusable_codes, excused
from .rule import RULES, Context, Found, Rule, subjects

__all__ = ["RULES", "Checked", "Context", "Found", "Rule", "check", "codes", "recheck"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, for the next one: where nothing has changed it need not look again."""

    problems: tuple[Problem, ...]
    """Every breach of every rule, sorted."""
    surroundings: tuple[object, ...]
    """Everything but the claims themselves that a rule about a claim may look at."""
    claims: Mapping[str, tuple[Claim, Assessment | None, tuple[Problem, ...]]]
    """Each claim with its assessment, as they were checked, and the breaches of the rules about it."""


def check(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment] | None = None,
    as_of: str = "",
    off: frozenset[str] = frozenset(),
) -> tuple[Problem, ...]:
    """Return every breach of every rule but those that are off, sorted.

    Without assessments, overrides are not compared with verdicts; without a day, no review is due.
    """
    return recheck(kb, assessments or {}, None, as_of, off).problems


def recheck(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    before: Checked | None,
    as_of: str = "",
    off: frozenset[str] = frozenset(),
) -> Checked:
    """Check the base; rules about a claim are not asked again where claim, assessment and surroundings are as before.

    So a rule about a claim looks at no content of another claim: such a rule is one about the base.
    """
    context, surroundings = Context(kb, assessments, as_of), (as_of, off, *_surroundings(kb))
    kept = before.claims if before is not None and before.surroundings == surroundings else {}
    rules = [rule for rule in RULES if rule.doc.code not in off]
    about_claims = [rule for rule in rules if rule.subject == "claim"]
    claims: dict[str, tuple[Claim, Assessment | None, tuple[Problem, ...]]] = {}
    for name, subject in kb.claims.items():
        old, assessment = kept.get(name), assessments.get(name)
        if old is not None and old[0] is subject and old[1] is assessment:
            claims[name] = old
        else:
            claims[name] = (subject, assessment, tuple(_about(context, about_claims, name, subject)))
    problems = {problem for _, _, found in claims.values() for problem in found}
    about_sources = [rule for rule in rules if rule.subject == "source"]
    for name, source in kb.sources.items():
        problems.update(_about(context, about_sources, name, source))
    for rule in rules:
        if rule.subject not in ("claim", "source"):
            for file, arguments in subjects(context, rule):
                problems.update(_place(kb, rule.doc, file, found) for found in rule.check(context, *arguments))
    return Checked(tuple(sorted(problems)), surroundings, claims)


def _about(context: Context, rules: Iterable[Rule], name: str, subject: Claim | Source) -> Iterator[Problem]:
    """Yield what is wrong with one file, but for its exceptions."""
    breaches: Iterator[Breach] = ((rule.doc, found) for rule in rules for found in rule.check(context, subject))
    if subject.exceptions:
        breaches = excused(subject.exceptions, breaches, _EXCUSABLE)
    for code, found in breaches:
        yield _place(context.kb, code, name, found)


def _surroundings(kb: KnowledgeBase) -> tuple[object, ...]:
    """Return all of the base but the content of claims; of those, which there are."""
    own = {"claims", "files", "parsed", "_marks"}
    return (tuple(kb.claims), *(getattr(kb, part.name) for part in fields(kb) if part.name not in own))


def codes() -> tuple[Code, ...]:
    """Return the documentation of every code, those of reader, model, files and profiles included, sorted."""
    return tuple(
        sorted(by_code([*READ_CODES, *EXCEPTION_CODES, *PROFILE_CODES, *(rule.doc for rule in RULES)]).values())
    )


def _place(kb: KnowledgeBase, code: Code, file: str, found: Found) -> Problem:
    path = kb.files[found.file or file]
    line, column = kb.position(path, found.at, found.key) if found.at else (1, 1)
    return Problem(path, line, column, code.code, found.message, found.fix or code.fix, code.level)


_EXCUSABLE = excusable_codes((rule.doc, rule.subject) for rule in RULES)
