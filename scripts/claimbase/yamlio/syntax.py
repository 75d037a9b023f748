"""Syntax errors in plain words: what the parser says, where the mistake most likely is, and the likely mend."""

import re
from collections.abc import Callable
from typing import NamedTuple

import yaml

from ..errors import Problem
from .scalar import shorten

_GLUED = re.compile(r" *(?:- +)*([A-Za-z][\w-]*):(?!//)[^ \n]")
"""A key whose colon no space follows."""


class _Error(NamedTuple):
    """A parser's error; libyaml and PyYAML name the same contexts and problems in slightly different words."""

    path: str
    text: str
    context: str
    problem: str
    place: yaml.Mark
    start: yaml.Mark

    def line(self, mark: yaml.Mark) -> str:
        """Return the line of the mark."""
        lines = self.text.split("\n", mark.line + 1)
        return lines[mark.line].rstrip("\r") if mark.line < len(lines) else ""

    @property
    def before(self) -> str:
        """What stands in the line before the place."""
        return self.line(self.place)[: self.place.column].rstrip()

    @property
    def rest(self) -> str:
        """What stands in the line from the place on."""
        return self.line(self.place)[self.place.column :].lstrip()

    def at(self, mark: yaml.Mark, code: str, message: str, fix: str) -> Problem:
        """Return a problem at the mark."""
        return Problem(self.path, mark.line + 1, mark.column + 1, code, message, fix)

    def here(self, code: str, message: str, fix: str) -> Problem:
        """Return a problem at the place."""
        return self.at(self.place, code, message, fix)


def syntax_problem(error: yaml.YAMLError, path: str, text: str) -> Problem:
    """Return the problem that a parser's error stands for; libyaml's and PyYAML's own wording give the same."""
    place = getattr(error, "problem_mark", None)
    if place is None:
        return Problem(path, 1, 1, "Y125", "the file is not YAML", "compare it with another file of its sort")
    context = str(getattr(error, "context", None) or "")
    problem = str(getattr(error, "problem", None) or "")
    known = _Error(path, text, context, problem, place, getattr(error, "context_mark", None) or place)
    return next(explain(known) for applies, explain in _EXPLANATIONS if applies(known))


def _unclosed_quote(error: _Error) -> Problem:
    return error.at(error.start, "Y127", "the quote that opens here is never closed", "close the quote")


def _escape(error: _Error) -> Problem:
    # The parsers differ in whether they point at the backslash or behind it: the quote is the same to both.
    message = "an escape in this quoted text is unknown"
    return error.at(error.start, "Y132", message, "use single quotes, or write \\\\ for a backslash")


def _colon(error: _Error) -> Problem:
    before = error.line(error.place)[: error.place.column]
    indented = len(before) - len(before.lstrip(" "))
    if ": " in before or before.lstrip(" ").startswith("- "):
        name = shorten(before.rsplit(": ", 1)[-1].strip())[-40:]
        message = f"the colon after {name} makes a second key in one line"
        return error.here("Y126", message, "put the whole text after the first colon in quotes")
    message = f"{shorten(before.strip())} is a key where the text above it goes on"
    fix = f"indent the line like its neighbours, not by {indented}, or quote the text above if the colon belongs to it"
    return error.here("Y129", message, fix)


def _reserved(error: _Error) -> Problem:
    sign = error.line(error.start)[error.start.column :][:1]
    return error.at(error.start, "Y130", f"a text may not begin with {sign}", "put the text in quotes")


def _no_colon(error: _Error) -> Problem:
    glued = _GLUED.match(error.line(error.start))
    if glued:
        message = f"no space stands between the colon of {glued[1]} and what follows"
        # A no-break space, as word processors and web pages have, looks like the space that is meant.
        return error.at(error.start, "Y133", message, f"write `{glued[1]}: ` with an ordinary space")
    message = f"{shorten(error.line(error.start))} is not a key with a colon"
    fix = "indent the line if it continues a text, or write `key: value`"
    return error.at(error.start, "Y133", message, fix)


def _document(error: _Error) -> Problem:
    text = error.text
    if text.startswith("%") or "\n%" in text:
        line = 1 if text.startswith("%") else text.count("\n", 0, text.index("\n%")) + 2
        message = "a directive (a line that begins with %) is not allowed"
        return Problem(error.path, line, 1, "Y112", message, "delete the line")
    fix = "put it in a file of its own, or delete the line ... or ---"
    return error.at(error.start, "Y111", "a second document begins here", fix)


def _bracket(error: _Error) -> Problem:
    sign = error.line(error.start)[error.start.column : error.start.column + 1]
    closing = {"[": "]", "{": "}"}.get(sign, "a bracket")
    if error.place.line == error.start.line and error.rest.startswith(":"):
        message = f"a second colon stands in one entry of {sign}…{closing}"
        return error.here("Y126", message, "put the text that holds the colon in quotes")
    message = f"the bracket {sign} is not closed by {closing} where it should be"
    fix = f"write {closing}, or quote a text that holds brackets, quotes, commas or colons"
    return error.at(error.start, "Y128", message, fix)


def _open_at_end(error: _Error) -> Problem:
    at = max(error.text.rfind("["), error.text.rfind("{"))
    line, column = error.text.count("\n", 0, at) + 1, at - error.text.rfind("\n", 0, at)
    message = f"the bracket {error.text[at]} is not closed before the end of the file"
    return Problem(error.path, line, column, "Y128", message, "close the bracket")


def _after_quote(error: _Error) -> Problem:
    fix = "use the other kind of quotes around the whole, or double the single quote inside"
    return error.here("Y131", f"text follows after a closing quote: {shorten(error.rest, 30)}", fix)


def _data_cell(error: _Error) -> Problem:
    return error.here("Y134", "a text that begins with {{ is read as a mapping", "put the whole text in quotes")


def _beside_block(error: _Error) -> Problem:
    message = f"text stands on the line of | or >: {shorten(error.rest, 30)}"
    return error.here("Y129", message, "begin the text on the next line, indented")


def _extra_bracket(error: _Error) -> Problem:
    return error.here("Y128", f"the bracket {error.rest[0]} closes nothing", "delete it, or put the text in quotes")


def _separator(error: _Error) -> Problem:
    return error.here("Y130", f"a text may not begin with {error.rest[0]}", "put the text in quotes")


def _no_key(error: _Error) -> Problem:
    return error.here("Y117", "there is a colon without a key", "write the key in front of the colon")


def _indentation(error: _Error) -> Problem:
    message = f"the indentation of {shorten(error.rest, 30)} fits nothing above it"
    return error.here("Y129", message, "indent the line exactly like its neighbours")


def _list_in_line(error: _Error) -> Problem:
    fix = "begin the list on the next line, or put the text in quotes"
    return error.here("Y130", f"a text may not begin with {error.rest[0]} and a space here", fix)


def _other(error: _Error) -> Problem:
    message = f"{shorten(error.rest, 30) or 'the end of the line'} does not fit here"
    return error.here("Y125", message, "put the text in quotes")


# The first that applies explains the error; the order goes from what the parser says to what the line suggests.
_EXPLANATIONS: tuple[tuple[Callable[[_Error], bool], Callable[[_Error], Problem]], ...] = (
    (lambda e: "quoted scalar" in e.context and "end of stream" in e.problem, _unclosed_quote),
    (lambda e: "quoted scalar" in e.context or "double-quoted" in e.context, _escape),
    (lambda e: "mapping values" in e.problem, _colon),
    (lambda e: "cannot start any token" in e.problem, _reserved),
    (lambda e: any(word in e.context for word in ("anchor", "alias", "tag")), _reserved),
    (lambda e: "simple key" in e.context, _no_colon),
    (lambda e: "directive" in e.context or "document start" in e.problem, _document),
    (lambda e: "flow mapping" in e.context or "flow sequence" in e.context, _bracket),
    (lambda e: "flow node" in e.context and not e.text[e.place.index :].strip(), _open_at_end),
    (lambda e: e.before.endswith(('"', "'")) and bool(e.rest), _after_quote),
    (lambda e: "{{" in e.before and e.before.endswith("}}"), _data_cell),
    (lambda e: "scalar" in e.context, _beside_block),
    (lambda e: e.rest.startswith(("]", "}")) and bool(e.before), _extra_bracket),
    (lambda e: e.rest.startswith((",", "]", "}")), _separator),
    (lambda e: e.rest.startswith(":"), _no_key),
    (lambda e: not e.before, _indentation),
    (lambda e: e.rest.startswith(("-", "?")) and e.before.endswith(":"), _list_in_line),
    (lambda _: True, _other),
)
