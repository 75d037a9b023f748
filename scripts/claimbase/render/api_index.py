"""What describes the interface for programs: its addresses, JSON Schemas and OpenAPI description."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from claimbase.model import Model
from claimbase.model.api import DOCUMENTS, LICENCE, ApiClaim, ApiRetired
from claimbase.schema import DescribedWords, closed, document_schema

from .export import DOWNLOADS
from .files import SiteFile

API = "api/v1"
"""Folder of the interface."""
VERSION = "1.0.0"
"""Version of the interface: the first number rises, with the folder, when something is taken away or means another
thing; the second when something is added. docs/api.md has the changes."""

_ROOT = "../../"


def json_file(uri: str, document: Model) -> SiteFile:
    """Return a document as compact JSON; what does not apply is left out."""
    text = document.model_dump_json(by_alias=True, exclude_none=True)
    return SiteFile(uri, "", f"{text}\n".encode())


def index_links(*, exports: bool) -> dict[str, Any]:
    """Return where everything is, relative to the index."""
    return {
        "documents": {name: uri for name, (_, uri) in DOCUMENTS.items() if "{" not in uri and name != "index"},
        "items": {name: uri for name, (_, uri) in DOCUMENTS.items() if "{" in uri and name != "retired"},
        "schemas": {name: f"schema/{name}.schema.json" for name in DOCUMENTS},
        "openapi": "openapi.json",
        "downloads": {form: f"{_ROOT}{uri}" for form, uri in DOWNLOADS.items()} if exports else {},
        "feeds": {kind: f"{_ROOT}feeds/verdict-changes.{kind}" for kind in ("atom", "json")},
    }


def description_files(name: str, site_url: str) -> Iterator[SiteFile]:
    """Yield the OpenAPI description and the JSON Schema of each sort of document."""
    yield SiteFile(f"{API}/openapi.json", "", _written(openapi(name, site_url)))
    for sort, (model, _) in DOCUMENTS.items():
        schema = document_schema(f"{sort}.schema.json", model, (model.__doc__ or "").rstrip("."))
        yield SiteFile(f"{API}/schema/{sort}.schema.json", "", _written(schema))


def openapi(name: str, site_url: str) -> dict[str, Any]:
    """Return the description of the interface (OpenAPI 3.1)."""
    models = [(model, "validation") for model, _ in DOCUMENTS.values()]
    refs, schemas = models_json_schema(
        models,  # type: ignore[arg-type] # the mode is a literal
        schema_generator=DescribedWords,
        ref_template="#/components/schemas/{model}",
    )
    by_address: dict[str, list[dict[str, str]]] = {}
    for model, uri in DOCUMENTS.values():
        by_address.setdefault(uri, []).append(refs[model, "validation"])
    base = f"{site_url.rstrip('/')}/{API}/" if site_url else "./"
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{name}: data",
            "version": VERSION,
            "description": "Claims about QEMU 10.2, their verdicts and evidence, as static JSON documents.",
            "license": {"name": "CC BY 4.0", "identifier": LICENCE},
        },
        "servers": [{"url": base}],
        "paths": {f"/{uri}": _path(uri, answers) for uri, answers in by_address.items()},
        "components": {"schemas": closed(schemas["$defs"])},
    }


_OPERATIONS: Mapping[str, str] = {uri: name for name, (_, uri) in reversed(list(DOCUMENTS.items()))}


def _path(uri: str, answers: list[dict[str, str]]) -> dict[str, Any]:
    name = _OPERATIONS[uri]
    model = DOCUMENTS[name][0]
    summary = "A claim, or the notice of a retired one." if model in (ApiClaim, ApiRetired) else model.__doc__
    schema = answers[0] if len(answers) == 1 else {"oneOf": answers}
    parameter = uri[uri.index("{") + 1 : uri.index("}")] if "{" in uri else ""
    get: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": "The document.", "content": {"application/json": {"schema": schema}}},
            **({"404": {"description": "There is none of this name."}} if parameter else {}),
        },
    }
    if parameter:
        text = {"type": "string"}
        get["parameters"] = [{"name": parameter, "in": "path", "required": True, "schema": text}]
    return {"get": get}


def _written(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()
