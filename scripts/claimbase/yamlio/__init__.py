"""The strict YAML subset of `claims/`: one pass over libyaml's events in, positions on demand, a canonical writer."""

from .characters import refused
from .codes import YAML_CODES
from .marks import Marks
from .reader import MAX_BYTES, MAX_COMPUTED_BYTES, MAX_DEPTH, Tree, Value, parse, read, too_large
from .writer import append, block, dump, flow

__all__ = [
    "MAX_BYTES",
    "MAX_COMPUTED_BYTES",
    "MAX_DEPTH",
    "YAML_CODES",
    "Marks",
    "Tree",
    "Value",
    "append",
    "block",
    "dump",
    "flow",
    "parse",
    "read",
    "refused",
    "too_large",
]
