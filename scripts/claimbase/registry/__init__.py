"""The registry, with which citations are checked without the base; `making` makes it from one."""

from .values import (
    MAX_REGISTRY_BYTES,
    Snapshot,
    ValidationError,
    dump_registry,
    make_registry,
    parse_registry,
)

__all__ = [
    "MAX_REGISTRY_BYTES",
    "Snapshot",
    "ValidationError",
    "dump_registry",
    "make_registry",
    "parse_registry",
]
