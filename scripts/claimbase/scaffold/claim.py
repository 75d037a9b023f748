"""A new claim: its file, with what only the author can say asked for, and what comes later as comments."""

import re
from collections.abc import Sequence

from claimbase.model import ClaimDocument, ClaimType
from claimbase.yamlio import dump, flow

from .draft import Draft, ScaffoldError
from .form import Choice, Form, Question, in_list, of_model, terms
from .locators import LOCATOR, locator, source_choices
from .names import propose, wrong_id
from .similar import similar

_HEAD = "# yaml-language-server: $schema=../schema/claim.schema.json\n"
_SERIES = "qemu"


def _type(form: Form) -> ClaimType | None:
    return next((each for each in ClaimType if each == form.get("type")), None)


def _topics(form: Form) -> Sequence[Choice]:
    return [Choice(topic.id, topic.title) for topic in form.kb.topics]


def _series(form: Form) -> Sequence[Choice]:
    return [Choice(value) for value in _values(form, _SERIES)]


def _values(form: Form, dimension: str) -> tuple[str, ...]:
    return next((tuple(v.id for v in each.values) for each in form.kb.facets.dimensions if each.id == dimension), ())


def parse_facet(form: Form, text: str) -> tuple[str, list[str], str] | str:
    """Return dimension, values and reason of `accelerator`, or of `accelerator=tcg: why`; or what is wrong with it."""
    head, _, why = text.partition(":")
    name, _, chosen = head.partition("=")
    name, known = name.strip(), _values(form, name.strip())
    others = [each.id for each in form.kb.facets.dimensions if each.id != _SERIES]
    if name not in others:
        return f"{name!a} is no dimension; there are {', '.join(others)}"
    values = [value.strip() for value in chosen.split(",") if value.strip()] or list(known)
    if values == ["all"]:
        values = list(known)
    unknown = [value for value in values if value not in known]
    if unknown:
        return f"{name} has no value {unknown[0]!a}; it has {', '.join(known)}"
    if set(values) != set(known) and not why.strip():
        return f"it leaves out {', '.join(v for v in known if v not in values)}: say why, as in {name}=…: reason"
    if set(values) == set(known) and why.strip():
        return f"all values of {name} are there: no reason is needed"
    return name, values, why.strip()


def _check_facet(form: Form, text: str) -> str:
    parsed = parse_facet(form, text)
    return parsed if isinstance(parsed, str) else ""


def _check_statement(form: Form, text: str) -> str:
    wrong = of_model(ClaimDocument, "statement")(form, text)
    return wrong or ("" if text.endswith(".") else "a statement is a sentence that ends with a full stop")


def _check_id(form: Form, text: str) -> str:
    return wrong_id(text, form.kb.files, "claim")


def _propose_id(form: Form) -> str:
    return propose(form.get("title"), form.kb.files)


def _propose_review(form: Form) -> str:
    """Return the release series after the newest that the base knows; QEMU has three in a year: 11.0, 11.1, 11.2."""
    known = [re.fullmatch(r"(\d+)\.(\d+)", value) for value in _values(form, _SERIES)]
    newest = max(((int(each[1]), int(each[2])) for each in known if each), default=None)
    if newest is None:
        return ""
    major, minor = newest
    return f"qemu>={major}.{minor + 1}" if minor < 2 else f"qemu>={major + 1}.0"


CLAIM: tuple[Question, ...] = (
    Question("topic", "Which topic?", "the topic, which is the folder", metavar="TOPIC", choices=_topics),
    Question("title", "Title: a few words that name the subject, not the answer?", "names the subject, not the answer",
             check=of_model(ClaimDocument, "title")),
    Question("statement", "The claim as made: one checkable sentence, without hedges?",
             "the claim as made, one checkable sentence", check=_check_statement),
    Question("type", "What sort of sentence is it?", "what sort of sentence it is", metavar="TYPE",
             choices=terms(ClaimType)),
    Question("due", "From which day can the prediction be assessed?", "predictions only: the day from which it counts",
             metavar="YYYY-MM-DD", due=lambda form: _type(form) is ClaimType.PREDICTION,
             check=of_model(ClaimDocument, "due")),
    Question("not-assessed", "Why is it not assessed?", "promotion, advice, opinion only: why it is not assessed",
             due=lambda form: (kind := _type(form)) is not None and not kind.assessable,
             check=of_model(ClaimDocument, "not_assessed")),
    Question("source", "Who says so? The id of a source; claimbase new source makes one.", "the source that says so",
             metavar="SOURCE", choices=source_choices),
    *LOCATOR,
    Question("qemu", "Which release series does it speak of?", "release series that it speaks of", metavar="SERIES",
             many=True, choices=_series),
    Question("facet", "On what else of the environment does the answer depend? Such as accelerator, for all "
             "its values, or accelerator=tcg: why.", "a property of the environment on which the answer depends",
             metavar="DIMENSION[=VALUES: WHY]", many=True, optional=True, check=_check_facet),
    Question("test", "Which observation would decide it, and which result would refute it?",
             "what would decide it, and what would refute it", check=of_model(ClaimDocument, "test")),
    Question("advice", "What should an evaluator do about it?", "what an evaluator should do about it",
             check=of_model(ClaimDocument, "advice", lambda text: [{"do": text}])),
    Question("review-when", "When is it to be looked at again? A release, a day or an event.",
             "when it is looked at again: a release condition, a day or an event", metavar="WHEN", many=True,
             propose=_propose_review, assumed=True, check=of_model(ClaimDocument, "review_when", in_list)),
    Question("id", "Its id? It is the file's name and its address, and never changes.",
             "its id (default: made from the title)", metavar="ID", propose=_propose_id, assumed=True, check=_check_id),
)  # fmt: skip
"""What is asked for a new claim."""


def claim_draft(form: Form) -> Draft:
    """Return the file of a new claim; raises ScaffoldError where no id can be made from its title."""
    name = form.get("id") or _propose_id(form)
    if not name:
        raise ScaffoldError("no id can be made from this title: give one with --id")
    path = f"claims/{form.get('topic')}/{name}.yml"
    text = _text(form, name)
    return Draft(
        path=path,
        text=text,
        was=None,
        part=text,
        alike=similar(_texts(form.get("title"), form.get("statement")), _known(form)),
        next=(
            f"claimbase new evidence {name}    as often as there is evidence; seek what speaks against it as hard",
            f"{path}    add the best objection and its answer: without, certainty is moderate at most",
            f"claimbase explain {name}    look how the verdict comes about",
            "claimbase lock    note the verdict; then commit the files together",
        ),
    )


def _texts(title: str, statement: str, name: str = "") -> tuple[str, str, str]:
    """Return what is compared: title with title, statement with statement, and all together."""
    return title, statement, f"{title} {statement} {name.replace('-', ' ')}"


def _known(form: Form) -> dict[str, tuple[str, ...]]:
    claims = {name: _texts(claim.title, claim.statement, name) for name, claim in form.kb.claims.items()}
    return {**claims, **{name: (tombstone.title,) for name, tombstone in form.kb.tombstones.items()}}


def _text(form: Form, name: str) -> str:
    scope: list[tuple[str, object]] = [(_SERIES, list(form.all("qemu")))]
    for given in form.all("facet"):
        parsed = parse_facet(form, given)
        if not isinstance(parsed, str):
            dimension, values, why = parsed
            scope.append((dimension, {"values": values, "why": why} if why else values))
    only = [(key, form.get(key.replace("_", "-"))) for key in ("due", "not_assessed")]
    parts = [
        _HEAD,
        "# A verdict is never written here: it is computed from the evidence. Each step: docs/propose.md\n",
        dump({"title": form.get("title"), "statement": form.get("statement"), "type": form.get("type")}),
        *(dump({key: value}) for key, value in only if value),
        f"asserted_by:\n  - {flow({'source': form.get('source'), 'locator': locator(form)})}\n",
        "# Release series, and what else of the environment the answer depends on: all values, or why not all.\n",
        "scope:\n",
        *(f"  {dimension}: {flow(values)}\n" for dimension, values in scope),
        "# The observation that decides, and the result that refutes.\n",
        dump({"test": form.get("test")}),
        f"# What speaks for it and against it: claimbase new evidence {name}\n",
        "# The best counter-argument and the reply; without them certainty is moderate at most:\n",
        "# objection:\n#   text: …\n#   answer: …\n",
        f"advice:\n  - {flow({'do': form.get('advice')})}\n",
        f"review_when: {flow(list(form.all('review-when') or [_propose_review(form)]))}\n",
        f"history:\n  - {flow({'date': form.today, 'change': 'First version.'})}\n",
    ]
    return "".join(parts)
