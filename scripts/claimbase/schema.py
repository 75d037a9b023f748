"""JSON Schema made from the models, so that editors complete and check while a contributor writes."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .model import (
    Article,
    BenchmarkDocument,
    ClaimDocument,
    EditionIndex,
    Facets,
    Findings,
    Format,
    Lock,
    Presets,
    Recommendations,
    SourceDocument,
    Term,
    TombstoneDocument,
    Topics,
    VerdictChanges,
)

FOLDER = "claims/schema"
"""Where the schemas are kept, from the root."""

_DOCUMENTS: dict[str, tuple[Any, str]] = {
    "article": (Article, "The examined article"),
    "benchmark": (BenchmarkDocument, "A benchmark definition"),
    "claim": (ClaimDocument | TombstoneDocument, "A claim, or the tombstone of a retired one"),
    "editions": (EditionIndex, "The list of editions"),
    "facets": (Facets, "The dimensions of the reader's environment"),
    "findings": (Findings, "The claims that decide an upgrade"),
    "format": (Format, "The format of the base"),
    "lock": (Lock, "The computed verdicts as committed"),
    "presets": (Presets, "Kinds of hosts with which a reader can begin"),
    "recommendations": (Recommendations, "The rules of the decision memo"),
    "source": (SourceDocument, "A source"),
    "topics": (Topics, "The controlled list of topics"),
    "verdict-changes": (VerdictChanges, "Every move of a verdict"),
}


class DescribedWords(GenerateJsonSchema):
    """Describes each word of the vocabulary by its own sentence."""

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        """Return one described constant for each member."""
        return {"type": "string", "oneOf": [_word(member) for member in schema["members"]]}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        """Return one described constant for each word of the vocabulary; other literals as they are."""
        words = [word for word in schema["expected"] if isinstance(word, Term)]
        if len(words) != len(schema["expected"]):
            return super().literal_schema(schema)
        return {"type": "string", "oneOf": [_word(word) for word in words]}


def schema_files() -> dict[str, bytes]:
    """Return the content of each schema file by name; the same models always give the same bytes."""
    return {f"{name}.schema.json": _schema(name, *document) for name, document in _DOCUMENTS.items()}


def stale(root: Path) -> tuple[str, ...]:
    """Return the paths, from the root, of schema files that are missing, out of date or no longer made."""
    wanted = schema_files()
    folder = root / FOLDER
    present = {path.name: path.read_bytes() for path in folder.glob("*") if path.is_file()}
    names = sorted(wanted.keys() | present.keys())
    return tuple(f"{FOLDER}/{name}" for name in names if wanted.get(name) != present.get(name))


def document_schema(identifier: str, document: Any, title: str) -> dict[str, Any]:
    """Return the schema of a model, or of several of which a document is one."""
    schema = TypeAdapter(document).json_schema(schema_generator=DescribedWords, ref_template="#/$defs/{model}")
    return {"$schema": DescribedWords.schema_dialect, "$id": identifier, **closed(schema), "title": title}


def _schema(name: str, document: Any, title: str) -> bytes:
    whole = document_schema(f"{name}.schema.json", document, title)
    return (json.dumps(whole, indent=2, ensure_ascii=False, sort_keys=False) + "\n").encode()


def closed(schema: Any) -> Any:
    """Return a schema with mappings closed to keys that are no ids, which pydantic leaves open."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {key: closed(value) for key, value in schema.items()}
    return {**shut, "additionalProperties": False} if "patternProperties" in shut else shut


def _word(member: Any) -> dict[str, str]:
    return {"const": str(member), "description": member.doc} if isinstance(member, Term) else {"const": str(member)}
