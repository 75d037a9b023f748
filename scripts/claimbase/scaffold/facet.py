"""A new dimension of the reader's environment, or a new value of one; added to facets.yml, all else of it stays."""

from collections.abc import Sequence
from typing import Any

from claimbase.model import Dimension, DimensionValue
from claimbase.yamlio import dump, flow

from .draft import Draft, ScaffoldError
from .edits import EditError, append_entry, same_but
from .form import Choice, Form, Question, of_model
from .names import propose
from .similar import similar

_PATH = "claims/facets.yml"


def _known_dimensions(form: Form) -> Sequence[Choice]:
    return [Choice(each.id, each.title) for each in form.kb.facets.dimensions]


def _new(form: Form) -> bool:
    return not form.get("to")


def value(text: str) -> dict[str, str]:
    """Return the value of `kvm: the host processor runs the guest`; one without a title is its own."""
    name, colon, title = text.partition(":")
    return {"id": name.strip(), "title": title.strip() if colon else name.strip()}


def _check_value(form: Form, text: str) -> str:
    made = value(text)
    for key in ("id", "title"):
        wrong = of_model(DimensionValue, key)(form, made[key])
        if wrong:
            return wrong
    taken = next((each for each in form.kb.facets.dimensions if each.id == form.get("to")), None)
    if taken and made["id"] in [each.id for each in taken.values]:
        return f"{taken.id} has the value {made['id']} already"
    return ""


def _check_id(form: Form, text: str) -> str:
    wrong = of_model(Dimension, "id")(form, text)
    taken = [each.id for each in form.kb.facets.dimensions]
    return wrong or (f"there is a dimension {text} already" if text in taken else "")


def _propose_id(form: Form) -> str:
    return propose(form.get("title"), {each.id for each in form.kb.facets.dimensions})


FACET: tuple[Question, ...] = (
    Question("to", "To which dimension is a value added? None: a new dimension.",
             "add a value to this dimension; without it, a new dimension is made", metavar="DIMENSION", optional=True,
             choices=_known_dimensions),
    Question("title", "Name of the dimension, in plain words?", "name of a new dimension, in plain words", due=_new,
             check=of_model(Dimension, "title")),
    Question("question", "The question to the reader?", "the question to the reader", due=_new,
             check=of_model(Dimension, "question")),
    Question("find-out", "How does the reader find the answer?", "how the reader finds the answer", due=_new,
             check=of_model(Dimension, "find_out")),
    Question("value", "Which answers are there? ID: what it means, one a line; they exclude each other.",
             "an answer, and what it means", metavar="'ID: TITLE'", many=True, check=_check_value),
    Question("id", "Its id, the key in scopes?", "id of a new dimension (default: made from the title)", metavar="ID",
             due=_new, propose=_propose_id, assumed=True, check=_check_id),
)  # fmt: skip
"""What is asked for a new dimension, or a value of one."""


def facet_draft(form: Form) -> Draft:
    """Return facets.yml with what is new appended; raises ScaffoldError where it cannot be."""
    was = (form.kb.root / _PATH).read_bytes()
    values = [value(text) for text in form.all("value")]
    try:
        if form.get("to"):
            return _with_values(form, was, values)
        return _with_dimension(form, was, values)
    except (EditError, UnicodeDecodeError) as error:
        raise ScaffoldError(str(error)) from None


def _with_values(form: Form, was: bytes, values: list[dict[str, str]]) -> Draft:
    number = next(i for i, each in enumerate(form.kb.facets.dimensions) if each.id == form.get("to"))
    text = edited = was.decode("utf-8")
    rows = [f"- {flow(each)}" for each in values]
    for row in rows:
        edited = append_entry(edited, ("dimensions", number, "values"), [row])

    def expected(tree: Any) -> None:
        tree["dimensions"][number]["values"] += values

    same_but(text, edited, _PATH, expected)
    known = {each.id: (each.title,) for each in form.kb.facets.dimensions[number].values}
    # Numbers of releases are all alike.
    told = [made["title"] for made in values if any(letter.isalpha() for letter in made["title"])]
    alike = [each for title in told for each in similar((title,), known)]
    part = "".join(f"{row}\n" for row in rows)
    return Draft(_PATH, edited, was, part, tuple(alike), _next_of_value(form.get("to")))


def _with_dimension(form: Form, was: bytes, values: list[dict[str, str]]) -> Draft:
    name = form.get("id") or _propose_id(form)
    if not name:
        raise ScaffoldError("no id can be made from this title: give one with --id")
    plain = {"title": form.get("title"), "question": form.get("question"), "find_out": form.get("find-out")}
    rows = dump({"id": name, **plain}).splitlines()
    rows = [f"- {rows[0]}", *(f"  {row}" for row in rows[1:]), "  values:", *(f"    - {flow(each)}" for each in values)]
    text = was.decode("utf-8")
    edited = append_entry(text, ("dimensions",), rows)

    def expected(tree: Any) -> None:
        tree["dimensions"].append({"id": name, **plain, "values": values})

    same_but(text, edited, _PATH, expected)
    known = {each.id: (each.title, each.question) for each in form.kb.facets.dimensions}
    alike = similar((form.get("title"), form.get("question")), known)
    return Draft(_PATH, edited, was, "".join(f"{row}\n" for row in rows), alike, _next(name))


def _next_of_value(name: str) -> tuple[str, ...]:
    return (
        f"claims/TOPIC/CLAIM.yml    name the value in {name} where a claim, or evidence for it, speaks of it",
        "claimbase validate    look which claims ask for another look now",
    )


def _next(name: str) -> tuple[str, ...]:
    return (
        f"claims/TOPIC/CLAIM.yml    name {name} in the scope of the claims whose answer depends on it,",
        "    and in applies_to of each of their items that takes a side",
        "claimbase try    look what that moves",
    )
