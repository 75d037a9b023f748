"""What is asked for a new evidence item."""

from collections.abc import Callable, Sequence
from typing import Any

from claimbase.assess import scope_values
from claimbase.model import (
    Claim,
    Counted,
    Direction,
    EvidenceKind,
    HistoryEntry,
    LimitDomain,
    LocatedEvidence,
    Search,
)

from .bound import BOUND, is_bound
from .form import Choice, Form, Question, of_model, terms
from .locators import LOCATOR, cited_lines, clone_of, repository_source, source_choices, source_of


def claim_of(form: Form) -> Claim | None:
    """Return the claim that the item is for."""
    return form.kb.claims.get(form.get("claim"))


def _claims(form: Form) -> Sequence[Choice]:
    return [Choice(name, claim.title) for name, claim in form.kb.claims.items()]


def is_search(form: Form) -> bool:
    """Whether the item is the record of a search."""
    return form.get("kind") == EvidenceKind.SEARCH_RECORD


def _located(form: Form) -> bool:
    return bool(form.get("kind")) and not is_search(form) and not is_bound(form)


def takes_side(form: Form) -> bool:
    """Whether the item takes a side, or its data may."""
    return is_bound(form) or (_located(form) and form.get("direction") not in ("", Direction.CONTEXT))


def _facets(form: Form) -> dict[str, tuple[str, ...]]:
    claim = claim_of(form)
    return scope_values(claim) if claim else {}


def _single_values(form: Form) -> str:
    """Return where the item applies if the scope leaves no choice."""
    facets = _facets(form)
    if not facets or any(len(values) > 1 for values in facets.values()):
        return ""
    return "; ".join(f"{name}={values[0]}" for name, values in facets.items())


def applies_to(form: Form, text: str) -> dict[str, Any] | str:
    """Return the selections of `qemu=10.2,11.0; accelerator=all`, in the scope's order; or what is wrong with it.

    A facet of one value need not be named.
    """
    facets = _facets(form)
    chosen: dict[str, Any] = {name: list(values) for name, values in facets.items() if len(values) == 1}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, _, listed = (piece.strip() for piece in part.partition("="))
        if name not in facets:
            return f"the scope of the claim has no {name!a}; it has {', '.join(facets)}"
        values = [value.strip() for value in listed.split(",") if value.strip()]
        unknown = [value for value in values if value not in (*facets[name], "all")]
        if unknown or not values:
            told = f"{unknown[0]!a} is outside the scope of {name}" if unknown else f"{name} has no values here"
            return f"{told}; the scope has {', '.join(facets[name])}, and all"
        chosen[name] = "all" if "all" in values else values
    missing = [name for name in facets if name not in chosen]
    if missing:
        return f"it does not say of {', '.join(missing)}: name values, or all"
    return {name: chosen[name] for name in facets}


def _check_applies(form: Form, text: str) -> str:
    found = applies_to(form, text)
    return found if isinstance(found, str) else ""


def _scope_help(form: Form) -> Sequence[Choice]:
    several = {name: values for name, values in _facets(form).items() if len(values) > 1}
    return [Choice(f"{name}=all", f"or some of {', '.join(values)}") for name, values in several.items()]


def limit(text: str, domain: str = "") -> dict[str, Any] | str:
    """Return the limit of `indirectness: 1: why`, or of `1: why` where the domain is known; or what is wrong."""
    parts = text.split(":", 1 if domain else 2)
    head = [] if domain else [parts.pop(0).strip()]
    steps, why = (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else ("", "")
    name = domain or head[0]
    if name not in [str(each) for each in LimitDomain]:
        return f"{name!a} is no domain; there are {', '.join(LimitDomain)}"
    if steps not in ("1", "2") or not why:
        return f"{text!a} is not {'' if domain else 'DOMAIN: '}STEPS: WHY, with 1 or 2 steps"
    return {"domain": name, "steps": int(steps), "why": why}


def _check_limit(domain: str = "") -> Callable[[Form, str], str]:
    def check(_form: Form, text: str) -> str:
        found = limit(text, domain)
        return found if isinstance(found, str) else ""

    return check


def _interest(form: Form) -> bool:
    """Whether source or item has an interest that must be weighed."""
    source = source_of(form)
    return takes_side(form) and bool(form.get("interest") or (source is not None and source.interest))


def _indirect_due(form: Form) -> bool:
    named = any(text.startswith(str(LimitDomain.INDIRECTNESS)) for text in form.given.get("limit", ()))
    return takes_side(form) and not form.get("direct") and not named


def _bias_due(form: Form) -> bool:
    named = any(text.startswith(str(LimitDomain.RISK_OF_BIAS)) for text in form.given.get("limit", ()))
    return _interest(form) and not form.get("disinterested") and not named


def _git(form: Form) -> bool:
    return _located(form) and form.get("at") in ("lines", "commit")


def _check_introduced(form: Form, text: str) -> str:
    clone = clone_of(form)
    commit = clone.commit(text) if clone else None
    if clone is None or commit is None:
        return f"the clone has no commit {text!a}"
    return "" if clone.is_ancestor(commit, form.get("commit")) else f"{text} is no ancestor of the cited commit"


def _full(form: Form, text: str) -> str:
    clone = clone_of(form)
    return (clone.commit(text) if clone else None) or text


def _check_hits(_form: Form, text: str) -> str:
    return "" if text.isdecimal() and len(text) < 10 else f"{text!a} is no number of hits"


def _today(form: Form) -> str:
    return form.today


def _test(form: Form) -> Sequence[str]:
    claim = claim_of(form)
    return [f"the test: {' '.join(claim.test.split())}"] if claim else []


def _statement(form: Form) -> Sequence[str]:
    claim = claim_of(form)
    return [f"the claim: {' '.join(claim.statement.split())}"] if claim else []


def _declared(form: Form) -> Sequence[str]:
    source = source_of(form)
    interest = source.interest if source else None
    return [f"it gains from {interest.favours}: {interest.why}"] if interest else []


_STEPS = "STEPS: WHY"
EVIDENCE: tuple[Question, ...] = (
    Question("claim", "For which claim? Its id.", "the claim that it is for", metavar="CLAIM", choices=_claims),
    Question("kind", "What sort of observation is it?", "what sort of observation it is; gives the start level",
             metavar="KIND", choices=terms(EvidenceKind)),
    *BOUND,
    Question("direction", "Which side does it take?", "which side it takes", metavar="DIRECTION",
             choices=terms(Direction), show=_statement, due=_located),
    Question("source", "From which source? Its id; claimbase new source makes one.", "the source that it comes from",
             metavar="SOURCE", choices=source_choices, known=repository_source, due=_located),
    *LOCATOR,
    Question("searched", "Where did you look? One place a line.", "a place in which you looked", metavar="WHERE",
             many=True, due=is_search, check=of_model(Search, "where")),
    Question("query", "For what did you search there, as typed? One line for each place.",
             "what was searched for there, as typed", metavar="QUERY", many=True, due=is_search,
             check=of_model(Search, "query")),
    Question("hits", "How many hits bore on the claim? One line for each place.", "hits there that bore on the claim",
             metavar="N", many=True, due=is_search, check=_check_hits),
    Question("searched-on", "On which day did you search?", "day of the searches", metavar="YYYY-MM-DD", due=is_search,
             propose=_today, check=of_model(Search, "date")),
    Question("finding", "What does it say, in your own words?", "what it says, in your own words", show=cited_lines,
             check=of_model(LocatedEvidence, "finding")),
    Question("applies-to", "In which environments? Such as qemu=10.2,11.0; accelerator=all.",
             "environments that it speaks of; facets of one value need not be named",
             metavar="'FACET=VALUES; …'", choices=_scope_help, closed=False, due=takes_side, known=_single_values,
             check=_check_applies),
    Question("direct", "Is it the very observation that the claim's test names? Say how.",
             "how it is the very observation that the test names", optional=True, show=_test, due=takes_side,
             check=of_model(Counted, "direct")),
    Question("indirect", "What does it lose for not being it? STEPS: WHY, such as 1: read on 11.1, not on 10.2.",
             "what it loses for not being that observation", metavar=_STEPS, due=_indirect_due,
             check=_check_limit(str(LimitDomain.INDIRECTNESS))),
    Question("interest", "", "an interest of this very item, where its source has none", optional=True, asked=False,
             due=takes_side, check=of_model(Counted, "interest")),
    Question("disinterested", "Its source has an interest. If that does not lie on this side, why not?",
             "why a declared interest does not lie on this side", optional=True, show=_declared,
             due=_interest, check=of_model(Counted, "disinterested")),
    Question("bias", "What does it lose for the interest? STEPS: WHY.", "what it loses for the interest of its source",
             metavar=_STEPS, due=_bias_due, check=_check_limit(str(LimitDomain.RISK_OF_BIAS))),
    Question("limit", "Does anything else make it count for less? DOMAIN: STEPS: WHY, with inconsistency, imprecision "
             "or publication-bias.", "another reason why it counts for less", metavar=f"'DOMAIN: {_STEPS}'", many=True,
             optional=True, due=takes_side, check=_check_limit()),
    Question("introduced-by", "Which commit brought the cited fact in? It is then the origin.",
             "the commit that brought the cited fact in", metavar="COMMIT", optional=True, due=_git,
             check=_check_introduced, read=_full),
    Question("origin", "", "who first made the observation, where that is not the source's origin", metavar="ORIGIN",
             optional=True, asked=False, due=lambda form: not is_search(form), check=of_model(Counted, "origin")),
    Question("change", "An entry for the claim's history? It must have one if the verdict moves.",
             "an entry for the claim's history; a verdict that moves needs one", optional=True,
             check=of_model(HistoryEntry, "change")),
)  # fmt: skip
"""What is asked for a new evidence item."""
