"""A new source: its bibliography, who first made its observations, and what it gains if it is believed."""

import re
from collections.abc import Sequence
from typing import Any, get_args
from urllib.parse import urlsplit

from claimbase.model import GitRepository, Interest, SourceDocument
from claimbase.model.base import ID_PATTERN
from claimbase.yamlio import dump, flow

from .draft import Draft, ScaffoldError
from .form import Choice, Form, Question, of_model
from .names import propose, wrong_id
from .similar import Similar, similar

_HEAD = "# yaml-language-server: $schema=../schema/source.schema.json\n"
TYPES = get_args(SourceDocument.model_fields["type"].annotation)
"""The item types of CSL that a source may have."""
_PLAIN = ("type", "title", "issued", "container-title", "publisher", "version", "URL", "accessed", "archived", "note")


def _check_id(form: Form, text: str) -> str:
    return wrong_id(text, form.kb.files, "claim")


def _propose_id(form: Form) -> str:
    where = form.get("container-title") or form.get("publisher")
    return propose(f"{where} {form.get('title')}", form.kb.files)


def _origins(form: Form) -> Sequence[Choice]:
    by_origin: dict[str, list[str]] = {}
    for source in form.kb.sources.values():
        by_origin.setdefault(source.origin, []).append(source.id)
    return [Choice(origin, ", ".join(names)) for origin, names in sorted(by_origin.items())]


def author(text: str) -> dict[str, str]:
    """Return `Family, Given` as a person, anything else as the name of a body."""
    family, comma, given = text.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma and given.strip() else {"literal": text}


def _check_author(form: Form, text: str) -> str:
    return of_model(SourceDocument, "author", lambda given: [author(given)])(form, text)


def _check_origin(form: Form, text: str) -> str:
    if re.fullmatch(ID_PATTERN, text):
        return of_model(SourceDocument, "origin")(form, text)
    return f"{text!a} is no id: lower-case words joined by hyphens, such as qemu-project"


def _part(model: Any, key: str) -> Any:
    return of_model(model, key)


SOURCE: tuple[Question, ...] = (
    Question("type", "What is it?", "item type of CSL", metavar="TYPE",
             choices=lambda _form: [Choice(each) for each in TYPES]),
    Question("title", "Its title, as published?", "title as published", check=of_model(SourceDocument, "title")),
    Question("author", "Who wrote it? Family, Given; or the name of a body. One a line.",
             "an author, in order: 'Family, Given' or a body", metavar="AUTHOR", many=True, optional=True,
             check=_check_author),
    Question("issued", "When was it published? 2025, 2025-12 or 2025-12-24.", "when it was published", metavar="DATE",
             optional=True, check=of_model(SourceDocument, "issued")),
    Question("container-title", "On which site, or in which journal or series?", "site, journal or series",
             optional=True, check=of_model(SourceDocument, "container-title")),
    Question("publisher", "Who publishes it?", "who publishes it", optional=True,
             check=of_model(SourceDocument, "publisher")),
    Question("version", "Which version did you read?", "the version that was read", optional=True, asked=False,
             check=of_model(SourceDocument, "version")),
    Question("url", "Its public address?", "public address", metavar="URL", optional=True,
             check=of_model(SourceDocument, "URL")),
    Question("accessed", "On which day did you read it?", "day on which it was read", metavar="YYYY-MM-DD",
             optional=True, propose=lambda form: form.today, check=of_model(SourceDocument, "accessed"),
             due=lambda form: bool(form.get("url"))),
    Question("archived", "The address of an archived copy?", "address of an archived copy", metavar="URL",
             optional=True, check=of_model(SourceDocument, "archived")),
    Question("note", "What should a reader know, such as which copy was read?", "what a reader should know",
             optional=True, check=of_model(SourceDocument, "note")),
    Question("origin", "Who first made the observations in it? One of these if it repeats them, else a new id.",
             "who first made the observations in it", metavar="ORIGIN", choices=_origins, closed=False,
             check=_check_origin),
    Question("favours", "From which outcome does it gain if readers believe it?",
             "the outcome from which it gains", optional=True, check=_part(Interest, "favours")),
    Question("favours-why", "How does it gain?", "how it gains", due=lambda form: bool(form.get("favours")),
             check=_part(Interest, "why")),
    Question("repository", "If it is a git repository: what do locators call it?",
             "git sources: the name that locators use", metavar="NAME", optional=True,
             check=_part(GitRepository, "name")),
    Question("repository-file", "The address of lines of a file, with {commit}, {path}, {first} and {last}?",
             "address of lines of a file, with {commit}, {path}, {first}, {last}", metavar="URL",
             due=lambda form: bool(form.get("repository")), check=_part(GitRepository, "file")),
    Question("repository-commit", "The address of a commit, with {commit}?", "address of a commit, with {commit}",
             metavar="URL", due=lambda form: bool(form.get("repository")), check=_part(GitRepository, "commit")),
    Question("id", "Its id?", "its id (default: made from site and title)", metavar="ID", propose=_propose_id,
             assumed=True, check=_check_id),
)  # fmt: skip
"""What is asked for a new source."""


def source_draft(form: Form) -> Draft:
    """Return the file of a new source; raises ScaffoldError where no id can be made from its title."""
    name = form.get("id") or _propose_id(form)
    if not name:
        raise ScaffoldError("no id can be made from this title: give one with --id")
    path, text = f"claims/sources/{name}.yml", _text(form)
    return Draft(
        path=path,
        text=text,
        was=None,
        part=text,
        alike=_alike(form),
        next=(
            f"claimbase new evidence CLAIM --source {name}    cite it",
            f"claimbase new claim --source {name}    or examine what it says",
        ),
    )


def _text(form: Form) -> str:
    authors = [author(text) for text in form.all("author")]
    answers = {key: form.get(key.lower()) for key in _PLAIN}
    parts = [_HEAD]
    for key in _PLAIN:
        if answers[key]:
            parts.append(dump({key: answers[key]}))
        if key == "title" and authors:
            parts.append(f"author: {flow(authors)}\n")
    parts += ["# Who first made the observations; sources that repeat one another share it.\n"]
    parts += [dump({"origin": form.get("origin")})]
    if form.get("favours"):
        parts.append(dump({"interest": {"favours": form.get("favours"), "why": form.get("favours-why")}}))
    if form.get("repository"):
        keys = {"name": "repository", "file": "repository-file", "commit": "repository-commit"}
        parts.append(dump({"repository": {key: form.get(name) for key, name in keys.items()}}))
    return "".join(parts)


def _alike(form: Form) -> tuple[Similar, ...]:
    """Return sources of the same address or a similar title."""
    address = _address(form.get("url"))
    same = [
        Similar(name, source.URL or "", 1.0)
        for name, source in form.kb.sources.items()
        if address and _address(source.URL or "") == address
    ]
    known: dict[str, tuple[str, ...]] = {name: (source.title,) for name, source in form.kb.sources.items()}
    others = similar((form.get("title"),), known)
    # Parts of one work share its title (patch series, cover letter and replies): that alone is no second copy.
    told = [Similar(each.id, each.text, min(each.likeness, 0.99)) for each in others]
    return (*same, *(each for each in told if each.id not in {one.id for one in same}))


def _address(url: str) -> str:
    """Return an address without what does not change where it leads."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}" if host else ""
