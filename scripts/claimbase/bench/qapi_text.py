"""What a QAPI schema of the QEMU sources defines, read from its text without running anything of QEMU."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# docs/devel/qapi-code-gen.rst of QEMU, "Schema syntax": JSON with strings in single quotes and comments to the end
# of the line. No string holds a quote; a `#` inside a string is no comment.
_TOKEN = re.compile(r"(?:\s|#[^\n]*)*(?:(?P<mark>[{}\[\]:,])|'(?P<text>[^']*)'|(?P<word>true|false))")
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")

_KINDS = ("command", "event", "struct", "union", "alternate", "enum")
_MIGRATION = {
    "MigrationParameters": "migration-parameters",
    "MigrationCapability": "migration-capabilities",
    "MigMode": "migration-modes",
}


class QapiTextError(Exception):
    """A text that does not keep the syntax of QAPI schemas."""


@dataclass(frozen=True)
class _Tokens:
    """The tokens of a text, taken one after the other."""

    items: Iterator[tuple[str, str]]

    def take(self) -> tuple[str, str]:
        """Return kind and text of the next token; raises QapiTextError at the end."""
        try:
            return next(self.items)
        except StopIteration:
            raise QapiTextError("the text ends inside an expression") from None


def expressions(text: str) -> Iterator[dict[str, Any]]:
    """Yield the top-level expressions of a schema file; raises QapiTextError where it is none."""
    scanned = _scan(text)
    tokens = _Tokens(scanned)
    for token in scanned:
        value = _value(token, tokens)
        if not isinstance(value, dict):
            raise QapiTextError(f"{token[1]!r} stands where an expression begins")
        yield value


def _scan(text: str) -> Iterator[tuple[str, str]]:
    place, end = 0, len(text)
    while (blank := _BLANK.match(text, place)) and blank.end() < end:
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            line = text.count("\n", 0, blank.end()) + 1
            raise QapiTextError(f"line {line} is not in the syntax of QAPI")
        yield match.lastgroup, match[match.lastgroup]
        place = match.end()


def _value(token: tuple[str, str], tokens: _Tokens) -> Any:
    kind, text = token
    if kind == "text":
        return text
    if kind == "word":
        return text == "true"
    if text == "{":
        return dict(_members(tokens))
    if text == "[":
        return list(_elements(tokens))
    raise QapiTextError(f"{text!r} stands where a value begins")


def _members(tokens: _Tokens) -> Iterator[tuple[str, Any]]:
    while (token := tokens.take()) != ("mark", "}"):
        if token == ("mark", ","):
            continue
        if token[0] != "text" or tokens.take() != ("mark", ":"):
            raise QapiTextError(f"{token[1]!r} stands where the name of a member begins")
        yield token[1], _value(tokens.take(), tokens)


def _elements(tokens: _Tokens) -> Iterator[Any]:
    while (token := tokens.take()) != ("mark", "]"):
        if token != ("mark", ","):
            yield _value(token, tokens)


# Counting


def counts(texts: Iterable[str]) -> dict[str, int]:
    """Return what the files of one schema define, by metric.

    A member is a name in the `data` of a struct or in the inline `data` of a command or event, or one in the inline
    `base` of a union; inherited members and the branches of unions and alternates are not counted again. A feature
    is counted wherever it stands: at a definition, a member or a value.
    """
    found = dict.fromkeys(_METRICS, 0)
    for text in texts:
        for expression in expressions(text):
            kind = next((kind for kind in _KINDS if kind in expression), None)
            if kind is not None:
                _count(found, kind, expression)
    return found


_METRICS = (
    "qapi-commands",
    "qapi-events",
    "qapi-members",
    "qapi-enum-values",
    "qapi-deprecated",
    "qapi-unstable",
    *_MIGRATION.values(),
)


def _count(found: dict[str, int], kind: str, expression: Mapping[str, Any]) -> None:
    data = expression.get("data", {})
    if kind in {"command", "event"}:
        found[f"qapi-{kind}s"] += 1
    if kind == "enum":
        found["qapi-enum-values"] += len(data)
    elif kind in {"command", "event", "struct"} and isinstance(data, dict):
        found["qapi-members"] += len(data)
    elif kind == "union" and isinstance(expression.get("base"), dict):
        found["qapi-members"] += len(expression["base"])
    metric = _MIGRATION.get(str(expression[kind]))
    if metric is not None:
        found[metric] += len(data)
    for feature in _features(expression):
        if feature in {"deprecated", "unstable"}:
            found[f"qapi-{feature}"] += 1


def _features(value: Any) -> Iterator[str]:
    """Yield the name of every feature in an expression."""
    if isinstance(value, list):
        for each in value:
            yield from _features(each)
    elif isinstance(value, dict):
        for name, held in value.items():
            if name == "features" and isinstance(held, list):
                yield from (each if isinstance(each, str) else str(each.get("name")) for each in held)
            else:
                yield from _features(held)
