"""Lint: what the models cannot say, one rule for each requirement; RULES documents and checks."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from ..assessment import Assessment
from ..codes import Code, by_code
from ..errors import Problem
from ..model import Claim
from ..repository import READ_CODES, KnowledgeBase
from . import article as article
from . import bindings as bindings
from . import claim as claim
from . import data_cells as data_cells
from . import editions as editions
from . import evidence as evidence
from . import names as names
from . import references as references
from . import results as results
from . import scope as scope
from . import words as words
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


def check(kb: KnowledgeBase, assessments: Mapping[str, Assessment] | None = None) -> tuple[Problem, ...]:
    """Return every breach of every rule, sorted; without assessments, overrides are not compared with verdicts."""
    return recheck(kb, assessments or {}, None).problems


def recheck(kb: KnowledgeBase, assessments: Mapping[str, Assessment], before: Checked | None) -> Checked:
    """Check the base; rules about a claim are not asked again where claim, assessment and surroundings are as before.

    So a rule about a claim looks at no content of another claim: such a rule is one about the base.
    """
    context, surroundings = Context(kb, assessments), _surroundings(kb)
    kept = before.claims if before is not None and before.surroundings == surroundings else {}
    about_claims = [rule for rule in RULES if rule.subject == "claim"]
    claims: dict[str, tuple[Claim, Assessment | None, tuple[Problem, ...]]] = {}
    for name, subject in kb.claims.items():
        old, assessment = kept.get(name), assessments.get(name)
        if old is not None and old[0] is subject and old[1] is assessment:
            claims[name] = old
        else:
            breaches = ((rule, found) for rule in about_claims for found in rule.check(context, subject))
            claims[name] = (subject, assessment, tuple([_place(kb, rule, name, found) for rule, found in breaches]))
    problems = {problem for _, _, found in claims.values() for problem in found}
    for rule in RULES:
        if rule.subject != "claim":
            for file, arguments in subjects(context, rule):
                problems.update(_place(kb, rule, file, found) for found in rule.check(context, *arguments))
    return Checked(tuple(sorted(problems)), surroundings, claims)


def _surroundings(kb: KnowledgeBase) -> tuple[object, ...]:
    """Return all of the base but the content of claims; of those, which there are."""
    own = {"claims", "files", "parsed", "_marks"}
    return (tuple(kb.claims), *(getattr(kb, part.name) for part in fields(kb) if part.name not in own))


def codes() -> tuple[Code, ...]:
    """Return the documentation of every code, those of reader, model and files included, sorted by code."""
    return tuple(sorted(by_code([*READ_CODES, *(rule.doc for rule in RULES)]).values()))


def _place(kb: KnowledgeBase, rule: Rule, file: str, found: Found) -> Problem:
    path = kb.files[found.file or file]
    line, column = kb.position(path, found.at, found.key) if found.at else (1, 1)
    return Problem(path, line, column, rule.doc.code, found.message, found.fix or rule.doc.fix, rule.doc.level)
