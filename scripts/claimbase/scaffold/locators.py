"""Locators: asked for by sort; what can be computed from a clone is computed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from claimbase.clones import Clone, CloneError
from claimbase.model import (
    FileLocator,
    MessageLocator,
    PackageLocator,
    RunLocator,
    Source,
    WebLocator,
)
from claimbase.verification import digest

from .form import Choice, Form, Question, in_list, of_model

SORTS = {
    "lines": "lines of a file in a git repository",
    "commit": "a commit, for its message or its change as a whole",
    "message": "a message on a mailing list",
    "package": "a package in a distribution's archive",
    "web": "a part of a web page",
    "sentence": "a sentence of the examined article",
    "run": "a run of our own that anybody can repeat",
}
"""The sorts of locators, by the name of the option `--at`."""
_TELLING = {
    "path": "lines",
    "lines": "lines",
    "commit": "commit",
    "message-id": "message",
    "package": "package",
    "url": "web",
    "sentence": "sentence",
    "command": "run",
}
"""Options that say which sort is meant, the first that is given."""


def source_of(form: Form) -> Source | None:
    """Return the source that was chosen."""
    return form.kb.sources.get(form.get("source"))


def source_choices(form: Form) -> Sequence[Choice]:
    """Return the sources as choices."""
    return [Choice(name, source.title) for name, source in form.kb.sources.items()]


def repository_source(form: Form) -> str:
    """Return the source whose repository is meant, where a clone was given and nothing else says the source."""
    names = [text.partition("=")[0] for text in form.given.get("repo", ())]
    declared = (s.id for s in form.kb.sources.values() if s.repository and s.repository.name in names)
    return next(declared, "")


def _meant(form: Form) -> str:
    return next((sort for option, sort in _TELLING.items() if option in form.given), "")


def _sort_choices(form: Form) -> Sequence[Choice]:
    source = source_of(form)
    git = source is not None and source.repository is not None
    article = form.kb.article is not None and form.get("source") == form.kb.article.source
    left_out = {*([] if git else ["lines", "commit"]), *([] if article else ["sentence"])}
    return [Choice(name, words) for name, words in SORTS.items() if name not in left_out]


def _is(*sorts: str) -> Callable[[Form], bool]:
    return lambda form: form.get("at") in sorts


def _repository(form: Form) -> str:
    source = source_of(form)
    return source.repository.name if source and source.repository else ""


def _named_clone(form: Form, text: str) -> tuple[str, str]:
    name, equals, path = text.partition("=")
    return (name, path) if equals else (_repository(form), text)


def _check_clone(form: Form, text: str) -> str:
    name, path = _named_clone(form, text)
    if name != _repository(form):
        return f"the repository of {form.get('source')} is {_repository(form)}, not {name}"
    try:
        form.clones[name] = Clone(Path(path).expanduser())
    except CloneError as error:
        return str(error)
    return ""


def clone_of(form: Form) -> Clone | None:
    """Return the clone in which the locator is looked up."""
    return form.clones.get(_repository(form))


def _check_commit(form: Form, text: str) -> str:
    clone = clone_of(form)
    if clone is None or clone.commit(text):
        return ""
    return f"the clone has no commit {text!a}: fetch it, or name another one"


def _full_hash(form: Form, text: str) -> str:
    clone = clone_of(form)
    return (clone.commit(text) if clone else None) or text


def _content(form: Form, path: str) -> tuple[str, list[bytes]] | None:
    """Return blob hash and lines of a file at the chosen commit."""
    clone = clone_of(form)
    found = clone.object(f"{form.get('commit')}:{path}") if clone else None
    return (found[0], found[2].split(b"\n")) if found and found[1] == "blob" else None


def _check_path(form: Form, text: str) -> str:
    wrong = of_model(FileLocator, "path")(form, text)
    if wrong or clone_of(form) is None or not form.get("commit"):
        return wrong
    return "" if _content(form, text) else f"there is no file {text} at commit {form.get('commit')[:12]}"


def line_range(text: str) -> tuple[int, int] | None:
    """Return first and last line of `15-16`, `15,16` or `15`; None where it is no range."""
    first, _, last = text.replace(",", "-").partition("-")
    if not first.strip().isdecimal() or (last and not last.strip().isdecimal()):
        return None
    start, end = int(first), int(last or first)
    return (start, end) if 1 <= start <= end else None


def _check_lines(form: Form, text: str) -> str:
    span = line_range(text)
    if span is None:
        return f"{text!a} is no range of lines: write it like 15-16, counted from 1"
    content = _content(form, form.get("path"))
    if content and not digest(content[1], *span):
        count = len(content[1]) - (content[1][-1] == b"")
        return f"{form.get('path')} has {count} lines"
    return ""


def _check_sentence(form: Form, text: str) -> str:
    numbers = [sentence.number for sentence in form.kb.article.sentences] if form.kb.article else []
    known = text.isdecimal() and int(text) in numbers
    return "" if known else f"{text!a} is no sentence of the article; it has {max(numbers, default=0)}"


def _today(form: Form) -> str:
    return form.today


_DAY = "YYYY-MM-DD"
LOCATOR = (
    Question("at", "Where does it stand?", "sort of locator; follows from the options below", metavar="SORT",
             choices=_sort_choices, known=_meant, due=lambda form: bool(form.get("source"))),
    Question("repo", "Where is a clone of the repository on this machine?", "a local clone of the repository NAME",
             metavar="NAME=PATH", due=_is("lines", "commit"), check=_check_clone),
    Question("commit", "At which commit? A tag or branch will do; its full hash is written.",
             "the commit, by any name that git knows", metavar="COMMIT", due=_is("lines", "commit"),
             check=_check_commit, read=_full_hash),
    Question("path", "Which file, from the top of the repository?", "the file in the repository", metavar="PATH",
             due=_is("lines"), check=_check_path),
    Question("lines", "Which lines? Such as 15-16.", "first and last cited line; blob and digest are computed",
             metavar="FIRST-LAST", due=_is("lines"), check=_check_lines),
    Question("message-id", "Its Message-ID, with the angle brackets?", "Message-ID of a message on a mailing list",
             metavar="<ID>", due=_is("message"), check=of_model(MessageLocator, "message-id")),
    Question("list", "On which list?", "name of the list, such as qemu-devel", metavar="LIST", due=_is("message"),
             check=of_model(MessageLocator, "list")),
    Question("package", "Which package?", "name of a package", metavar="NAME", due=_is("package"),
             check=of_model(PackageLocator, "package")),
    Question("package-version", "Which version of it?", "version of the package", metavar="VERSION",
             due=_is("package"), check=of_model(PackageLocator, "version")),
    Question("suite", "In which distribution and suite? Such as debian/bookworm.", "distribution and suite",
             metavar="SUITE", due=_is("package"), check=of_model(PackageLocator, "suite")),
    Question("url", "Its address?", "address of a web page", metavar="URL", due=_is("web"),
             check=of_model(WebLocator, "url")),
    Question("section", "Under which heading, or in which paragraph?", "heading or paragraph of the page",
             due=_is("web"), check=of_model(WebLocator, "section")),
    Question("accessed", "On which day did you read it?", "day on which it was read", metavar=_DAY,
             due=_is("web", "package"), propose=_today, check=of_model(WebLocator, "accessed")),
    Question("sentence", "Which sentence of the article? A number of article.yml.", "number of an article's sentence",
             metavar="N", due=_is("sentence"), check=_check_sentence),
    Question("machine", "On what did it run? Hardware, system, versions.", "what the commands ran on", due=_is("run"),
             check=of_model(RunLocator, "machine")),
    Question("command", "Which commands, in order? One a line.", "a command of the run, in order", metavar="COMMAND",
             many=True, due=_is("run"), check=of_model(RunLocator, "commands", in_list)),
    Question("observed", "What came out?", "what came out of the commands", due=_is("run"),
             check=of_model(RunLocator, "observed")),
    Question("ran-on", "On which day did it run?", "day of the run", metavar=_DAY, due=_is("run"), propose=_today,
             check=of_model(RunLocator, "date")),
)  # fmt: skip
"""The questions about a locator; the source was chosen before."""


def locator(form: Form) -> dict[str, Any]:
    """Return the locator that the answers make, as a tree of the file."""
    match form.get("at"):
        case "lines":
            return _file(form)
        case "commit":
            clone, commit = clone_of(form), form.get("commit")
            subject = clone.commit_subject(commit) if clone else None
            return {"repo": _repository(form), "commit": commit, "subject": subject or ""}
        case "message":
            return {"message-id": form.get("message-id"), "list": form.get("list")}
        case "package":
            keys = ("package", "package-version", "suite", "accessed")
            return {key.removeprefix("package-"): form.get(key) for key in keys}
        case "web":
            return {key: form.get(key) for key in ("url", "section", "accessed")}
        case "sentence":
            return {"sentence": int(form.get("sentence"))}
        case _:
            commands = list(form.all("command"))
            run = {"machine": form.get("machine"), "date": form.get("ran-on"), "commands": commands}
            return {**run, "observed": form.get("observed")}


def _file(form: Form) -> dict[str, Any]:
    path, span = form.get("path"), line_range(form.get("lines"))
    content = _content(form, path)
    if content is None or span is None:  # both were checked when they were taken
        return {}
    blob, lines = content
    place = {"repo": _repository(form), "commit": form.get("commit"), "path": path, "lines": list(span)}
    return {**place, "blob": blob, "digest": digest(lines, *span)}


def cited_lines(form: Form) -> tuple[str, ...]:
    """Return the cited lines with their numbers, so that the author sees what he cites; empty for other sorts."""
    span = line_range(form.get("lines"))
    content = _content(form, form.get("path")) if form.get("at") == "lines" else None
    if content is None or span is None:
        return ()
    shown = content[1][span[0] - 1 : span[1]]
    return tuple(f"{number:6}  {row.decode('utf-8', 'replace')}" for number, row in enumerate(shown, start=span[0]))
