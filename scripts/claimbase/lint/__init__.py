"""Lint: what the models cannot say, one rule for each requirement; RULES documents and checks."""

from collections.abc import Mapping

from ..assessment import Assessment
from ..codes import Code, by_code
from ..errors import Problem
from ..repository import READ_CODES, KnowledgeBase
from . import article as article
from . import claim as claim
from . import evidence as evidence
from . import names as names
from . import references as references
from . import scope as scope
from . import words as words
from .rule import RULES, Context, Found, Rule, subjects

__all__ = ["RULES", "Context", "Found", "Rule", "check", "codes"]


def check(kb: KnowledgeBase, assessments: Mapping[str, Assessment] | None = None) -> tuple[Problem, ...]:
    """Return every breach of every rule, sorted; without assessments, overrides are not compared with verdicts."""
    context = Context(kb, assessments or {})
    problems = set()
    for rule in RULES:
        for file, arguments in subjects(context, rule):
            for found in rule.check(context, *arguments):
                problems.add(_place(kb, rule, file, found))
    return tuple(sorted(problems))


def codes() -> tuple[Code, ...]:
    """Return the documentation of every code, those of reader, model and files included, sorted by code."""
    return tuple(sorted(by_code([*READ_CODES, *(rule.doc for rule in RULES)]).values()))


def _place(kb: KnowledgeBase, rule: Rule, file: str, found: Found) -> Problem:
    path = kb.files[found.file or file]
    line, column = kb.position(path, found.at, found.key) if found.at else (1, 1)
    return Problem(path, line, column, rule.doc.code, found.message, found.fix or rule.doc.fix, rule.doc.level)
