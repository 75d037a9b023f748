"""The reference of the format, made from the schemas, which are made from the models: no key can be missing here."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimbase.patterns import has_words, pattern_words
from claimbase.schema import schema_files

from .files import SiteFile
from .pages import page

_TITLES = {
    "claim": "claims/<topic>/<id>.yml",
    "source": "claims/sources/<id>.yml",
    "benchmark": "claims/benchmarks/<id>/benchmark.yml",
    "lock": "claims/verdicts.lock.yml",
}
"""Where documents lie that are not called like their schema."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping."""

    name: str
    """The key as written."""
    required: bool
    """Whether it must be there."""
    holds: str
    """What sort of value it has, in words."""
    parts: tuple[str, ...]
    """Names of the mappings that may stand in it; each has a section of its own."""
    doc: str
    """What it means."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping with its keys, or a vocabulary with its words."""

    name: str
    """Its name, which is its anchor."""
    doc: str
    """What it is."""
    keys: tuple[Key, ...]
    """Its keys, in the order of the model."""
    words: tuple[tuple[str, str], ...]
    """Its words, with what each means."""


@dataclass(frozen=True, slots=True)
class Document:
    """One sort of file."""

    title: str
    """What it is."""
    path: str
    """Where such files lie."""
    tops: tuple[Mapped, ...]
    """What may stand at the top."""


def reference_page() -> Iterator[SiteFile]:
    """Yield the page with every key of every sort of file."""
    documents: list[Document] = []
    parts: dict[str, Mapped] = {}
    for name, content in schema_files().items():
        schema = json.loads(content)
        defined = schema.get("$defs", {})
        tops = [defined[_named(option)] for option in schema["anyOf"]] if "anyOf" in schema else [schema]
        names = [_named(option) for option in schema["anyOf"]] if "anyOf" in schema else [schema["title"]]
        stem = name.removesuffix(".schema.json")
        path = _TITLES.get(stem, f"claims/{stem}.yml")
        documents.append(Document(schema["title"], path, tuple(_mapped(*top) for top in zip(names, tops, strict=True))))
        parts |= {key: _mapped(key, each) for key, each in defined.items() if key not in names}
    values = {"documents": documents, "parts": [parts[name] for name in sorted(parts)]}
    description = "Every key of every sort of file: what it holds, whether it must be there, what it means."
    yield page("reference.html", "reference.html", "The format, key by key", description=description, values=values)


def _mapped(name: str, schema: Mapping[str, Any]) -> Mapped:
    required = set(schema.get("required", ()))
    keys = tuple(
        Key(key, key in required, _holds(value), tuple(dict.fromkeys(_parts(value))), value.get("description", ""))
        for key, value in schema.get("properties", {}).items()
    )
    return Mapped(name, schema.get("description", ""), keys, _words(schema))


def _words(schema: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    options = schema.get("oneOf", ())
    return tuple((str(option["const"]), option.get("description", "")) for option in options if "const" in option)


def _named(schema: Mapping[str, Any]) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _parts(schema: Any) -> Iterator[str]:
    """Yield the names of the definitions that a value may be or hold."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield _named(schema)
        for key, value in schema.items():
            if key not in ("description", "default", "discriminator"):
                yield from _parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _parts(value)


def _holds(schema: Mapping[str, Any]) -> str:
    """Return what sort of value a schema asks for, in words."""
    if "$ref" in schema:
        return "see"  # the names of the parts follow
    if words := _words(schema):
        return f"one of {', '.join(word for word, _ in words)}"
    options = [
        option for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ())) if option.get("type") != "null"
    ]
    if options:
        return " or ".join(dict.fromkeys(map(_holds, options)))
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    return _sort(schema)


def _sort(schema: Mapping[str, Any]) -> str:
    match schema.get("type"):
        case "array":
            held = _holds(schema["items"]) if schema.get("items") else "values"
            least = f" of at least {schema['minItems']}" if schema.get("minItems") else ""
            return f"list{least}" if held == "see" else f"list{least}: {held}"
        case "object":
            return "mapping"
        case "string":
            pattern = schema.get("pattern", "")
            longest = f", at most {schema['maxLength']} characters" if "maxLength" in schema else ""
            return (pattern_words(pattern)[0] if has_words(pattern) else "text") + longest
        case "integer":
            return "whole number"
        case "number":
            return "number"
        case "boolean":
            return "true or false"
    return "value"
