"""What the strict reader finds wrong in one file; each finding is placed by the mark of its event."""

import re
from typing import Any

from yaml.events import ScalarEvent

from ..errors import Problem
from .characters import refused
from .scalar import Scalar, Surprise, quote, resolve, shorten

_MEANINGS = ("Y118", "Y120", "Y121", "Y122", "Y123", "Y124", "Y136")
_SIGNS = ("&", "!", "\\")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
# A number sign after space, with something else than space on both sides: the sign of an issue, not of a comment.
_CUT = re.compile(r"[^\s#] +(#[^\s#].*)")


class Findings:
    """The problems of one file, collected while its events pass; `event` is always a PyYAML event."""

    def __init__(self, path: str, text: str) -> None:
        """Begin to collect for the file with this path and text."""
        self.problems: list[Problem] = []
        self._may_be_cut = _may_be_cut(text)
        self.watchful = self._may_be_cut or any(sign in text for sign in _SIGNS)
        """Whether events may have anchors, tags, escapes or comments that cut a text; most files have none."""
        self._path = path
        self._text = text

    def add(self, event: Any, code: str, message: str, fix: str) -> None:
        """Report a problem at the start of the event."""
        mark = event.start_mark
        self.problems.append(Problem(self._path, mark.line + 1, mark.column + 1, code, message, fix))

    def value(self, event: Any, key: Any) -> Scalar:
        """Return what a suspect plain scalar means, its text where it is refused; `key` is its key's event, if any."""
        meaning = resolve(event.value)
        if not isinstance(meaning, Surprise):
            return meaning
        if meaning.code != "Y118":
            self.add(event, *meaning)
        elif key is None:
            self.add(event, "Y118", "the list item has no value", "give it a value or delete it")
        else:
            self._no_value(event, key)
        return str(event.value)

    def key(self, event: Any) -> str:
        """Return the text of a suspect plain key, which is refused where it means anything but text."""
        meaning = resolve(event.value)
        text = str(event.value)
        if isinstance(meaning, Surprise):
            if meaning.code == "Y118":
                self.add(event, "Y117", "there is a colon without a key", "write the key in front of the colon")
            else:
                self.add(event, *meaning)
        elif not isinstance(meaning, str):
            sort = "truth value" if isinstance(meaning, bool) else "number"
            self.add(event, "Y117", f"the key {text} is read as a {sort}", f"write {quote(text)}")
        return text

    def duplicate(self, event: Any) -> None:
        """Report a key that its mapping has already."""
        self.add(event, "Y113", f"the key {shorten(event.value)} is given twice in this mapping", "keep one of the two")

    def unusual(self, event: Any) -> None:
        """Report an anchor, a tag, an escape that stands for what does not show, and a text that a comment cuts."""
        if event.anchor is not None:
            fix = f'write the text out where it is used; quote a text that begins with &, as in "&{event.anchor}"'
            self.add(event, "Y114", f"the anchor &{shorten(event.anchor)} is not allowed", fix)
        if event.tag is not None:
            fix = "delete it; quote a text that begins with !"
            self.add(event, "Y116", f"the tag {shorten(event.tag)} is not allowed", fix)
        style = event.style if isinstance(event, ScalarEvent) else "collection"
        if style == '"':
            self._visible(event)
        elif not style and self._may_be_cut and event.value:
            self._not_cut(event)

    def alias(self, event: Any) -> None:
        """Report an alias."""
        name = shorten(event.anchor)
        fix = f'write the text out; quote a text that begins with *, as in "*{name}"'
        self.add(event, "Y114", f"the alias *{name} is not allowed", fix)

    def complex_key(self, event: Any) -> None:
        """Report a key that is a list, a mapping or an alias."""
        at = event.start_mark.index
        if self._text[at : at + 1] == "{" and "{" in (self._text[at - 1 : at], self._text[at + 1 : at + 2]):
            self.add(event, "Y134", "a text that begins with {{ is read as a mapping", "put the whole text in quotes")
        else:
            self.add(event, "Y117", "a key must be text, not a list, mapping or alias", "write the key as plain text")

    def stumbled(self, problem: Problem) -> None:
        """Report a syntax error; with what else was found in its line, only one of the two is told.

        What a plain text means is moot where the parser ends it by mistake, as in `title: No: thanks`; an anchor, alias
        or tag is what the parser stumbled over.
        """
        self.problems = [found for found in self.problems if found.line != problem.line or found.code not in _MEANINGS]
        if problem.line not in {found.line for found in self.problems}:
            self.problems.append(problem)

    def too_deep(self, event: Any) -> None:
        """Report nesting over the limit."""
        self.add(event, "Y107", "lists and mappings are nested more than 20 levels deep", "flatten the structure")

    def too_many(self) -> None:
        """Report a file with more values than its size limit allows for."""
        self._whole("Y108", "the file has more values than a file of its sort needs", "split the file, or cut it down")

    def empty(self) -> None:
        """Report a file that holds no document."""
        self._whole("Y109", "the file holds nothing but comments or space", "write the document or delete the file")

    def directive(self, event: Any) -> None:
        """Report a directive in front of the document; PyYAML's own parser passes over those that it does not know."""
        found = _DIRECTIVE.search(self._text, 0, event.end_mark.index)
        if found:
            line = self._text.count("\n", 0, found.start()) + 1
            message = "a directive (a line that begins with %) is not allowed"
            self.problems.append(Problem(self._path, line, 1, "Y112", message, "delete the line"))

    def not_a_mapping(self, event: Any) -> None:
        """Report a file whose top is no mapping."""
        sort = "a text" if hasattr(event, "value") else "an alias" if not hasattr(event, "tag") else "a list"
        spaced = sort == "a text" and ":" in event.value
        fix = "put a space after the colon" if spaced else "begin with a key and a colon: `title: …`"
        self.add(event, "Y110", f"the file holds {sort} instead of keys and values", fix)

    def second_document(self, event: Any) -> None:
        """Report a second document."""
        self.add(event, "Y111", "a second document begins here", "put it in a file of its own, or delete the line ---")

    def _visible(self, event: Any) -> None:
        name = refused(event.value)
        if name is not None:
            self.add(event, "Y105", f"an escape stands for {name}, which does not show", "delete the escape")

    def _not_cut(self, event: Any) -> None:
        cut = _CUT.match(self._text, event.end_mark.index - 1)
        if cut:
            message = f"the text ends at {shorten(event.value)[-30:]}: {shorten(cut.group(1), 30)} is read as a comment"
            self.add(event, "Y136", message, "put the whole text in quotes, or a space after # for a comment")

    def _no_value(self, event: Any, key: Any) -> None:
        name = shorten(key.value)
        end = key.end_mark.index
        after = self._text[end : end + 200].lstrip(" ")
        explicit = self._text[: key.start_mark.index].rstrip(" ").endswith("?")
        if event.value or explicit or after.startswith(":"):
            fix = f"give {name} a value or leave the key out"
            self.add(key, "Y118", f"the key {name} has no value", fix)
        elif ":" in key.value:
            before, _, rest = key.value.partition(":")
            self.add(
                key, "Y119", f"{name} is read as a key without value", f"put a space after the colon: {before}: {rest}"
            )
        else:
            message = f"{name} has no value: inside {{…}} a comma ended the text before it"
            self.add(key, "Y119", message, "put the whole text, comma included, in quotes")

    def _whole(self, code: str, message: str, fix: str) -> None:
        self.problems.append(Problem(self._path, 1, 1, code, message, fix))


def _may_be_cut(text: str) -> bool:
    """Whether a number sign stands after text and a space; found by plain search, a pattern would cost far more."""
    at = text.find(" #")
    while at >= 0:
        line = text[text.rfind("\n", 0, at) + 1 : at].strip(" ")
        if line and not line.startswith("#") and text[at + 2 : at + 3] not in ("", " ", "\n", "\r", "#"):
            return True
        at = text.find(" #", at + 1)
    return False
