"""A registry from its file, or what is wrong with it."""

import json
from pathlib import Path

from claimbase.citation_codes import code_of
from claimbase.errors import Problem
from claimbase.model.api import API_FORMAT, Registry
from claimbase.registry import MAX_REGISTRY_BYTES, ValidationError, parse_registry


def read_registry(path: Path) -> tuple[Registry | None, Problem | None]:
    """Return the registry that a file holds, or the problem that keeps it from being used."""
    try:
        if path.stat().st_size > MAX_REGISTRY_BYTES:
            return None, _problem(path, "K101", "the registry is too large to be one")
        data = path.read_bytes()
    except OSError as error:
        return None, _problem(path, "K101", f"the registry cannot be read: {error.strerror}")
    if newer := _other_format(data):
        return None, _problem(path, "K102", newer)
    try:
        return parse_registry(data), None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))[:100]
        what = f"{where}: {first['msg'].lower()}" if where else first["msg"].lower()
        return None, _problem(path, "K101", f"this is no registry: {what}")


def _other_format(data: bytes) -> str:
    """Return what is told of a registry of another format; empty where it says no other."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    number = value.get("format") if isinstance(value, dict) else None
    if not isinstance(number, int) or number == API_FORMAT:
        return ""
    return f"the registry has format {number}, this version of claimbase reads format {API_FORMAT}"


def _problem(path: Path, code: str, message: str) -> Problem:
    return Problem(str(path), 1, 1, code, message, code_of(code).fix)
