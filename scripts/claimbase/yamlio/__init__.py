"""The strict YAML subset of `claims/`: one pass over libyaml's events in, positions on demand, a canonical writer."""

from .codes import YAML_CODES
from .marks import Marks
from .reader import MAX_BYTES, MAX_COMPUTED_BYTES, MAX_DEPTH, Tree, Value, parse, read, too_large
from .writer import append, dump

__all__ = [
    "MAX_BYTES",
    "MAX_COMPUTED_BYTES",
    "MAX_DEPTH",
    "YAML_CODES",
    "Marks",
    "Tree",
    "Value",
    "append",
    "dump",
    "parse",
    "read",
    "too_large",
]
