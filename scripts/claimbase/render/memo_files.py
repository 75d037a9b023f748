"""What the decision memo needs of the site: its sheet as a script, and the page of its rules."""

import json
from collections.abc import Iterator, Mapping, Sequence

from claimbase.assessment import Assessment
from claimbase.evaluate import filled
from claimbase.evaluation import NO_EVALUATIONS, Evaluations
from claimbase.memo import ANSWER_RULES, Frozen, Sheet, exported, sheet_of
from claimbase.model import Effect, Recommendation, Recommendations
from claimbase.repository import KnowledgeBase

from .citables import Citing
from .cite import Standing
from .files import SiteFile, SiteSettings
from .glossary import GlossaryTerm, teller
from .job import Job
from .labels import Labels, labels_of
from .pages import page
from .table import row_order


def memo_jobs(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    evaluations: Mapping[str, Evaluations],
    ids: Sequence[str],
    settings: SiteSettings,
    cite: Citing,
) -> Iterator[Job]:
    """Yield the jobs for the sheet and for the page of the rules; `ids` are the claims in the order of the table.

    The claims of the base are as written: a sheet holds their fingerprints.
    """
    told = [(term.word, term.meaning) for term in settings.terms]
    sheet = sheet_of(kb, assessments, evaluations, told, frozen_of(kb, cite))
    if sheet is not None:
        place = {name: number for number, name in enumerate(ids)}
        rows = tuple(place[claim.id] for claim in sheet.claims)
        yield Job("data/memo.js", memo_data, (sheet, row_order(ids), rows))
    recommendations = kb.recommendations
    decisions = recommendations.decisions if recommendations else ()
    looked = {each.claim for decision in decisions for rule in decision.rules for each in rule.looks_at}
    titles = tuple(
        (name, filled(kb.claims[name], evaluations.get(name, NO_EVALUATIONS)).title)
        for name in sorted(looked)
        if name in kb.claims
    )
    path = kb.files.get("recommendations", "")
    inputs = (recommendations, titles, labels_of(kb.facets), settings.terms, path)
    yield Job("recommendations.html", recommendations_page, inputs)


def frozen_of(kb: KnowledgeBase, cite: Citing) -> Frozen:
    """Return what of the newest edition tokens of a memo name: the claims of which it holds what is said today."""
    last = kb.editions[-1] if kb.editions else None
    if last is None:
        return Frozen()
    same = (name for name in kb.claims if cite.standings.get(name) is Standing.SAME)
    return Frozen(last.name, tuple((name, last.head.entries[name].frozen) for name in same))


def memo_data(sheet: Sheet, order: str, rows: tuple[int, ...]) -> Iterator[SiteFile]:
    """Yield the sheet as a classic script; `rows` are the places of its claims in the table of this order."""
    told = {**exported(sheet), "order": order, "rows": rows}
    made = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    # Inside a script, what would end it or a line of it may stand only escaped.
    safe = made.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    yield SiteFile("data/memo.js", "", f"claimbase.sheet({safe});\n".encode())


def recommendations_page(
    recommendations: Recommendations | None,
    titles: tuple[tuple[str, str], ...],
    labels: Labels,
    terms: tuple[GlossaryTerm, ...],
    path: str,
) -> Iterator[SiteFile]:
    """Yield the page of the rules by which memos recommend; `titles` of the claims that they look at."""
    values = {
        "tell": teller(terms, ""),
        "answer_rules": ANSWER_RULES,
        "effects": tuple(Effect),
        "recommendations": tuple(Recommendation),
        "decisions": recommendations.decisions if recommendations else (),
        "titles": dict(titles),
        "labels": labels,
    }
    description = "The rules by which a decision memo says go or wait: which outcomes of which claims they look at."
    yield page(
        "recommendations.html", "recommendations.html", "Rules of recommendation",
        edit_path=path, description=description, values=values,
    )  # fmt: skip
