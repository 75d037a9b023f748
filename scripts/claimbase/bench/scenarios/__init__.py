"""The scenarios, one module each; a scenario is found by the id of its benchmark."""

from importlib import import_module

from claimbase.bench.errors import BenchError
from claimbase.bench.scenario import Scenario

MODULES = (
    "in_place_update",
    "memory_fate",
    "hand_over",
    "main_loop",
    "start_up",
    "interface_counts",
    "command_lines",
    "source_counts",
)
"""The modules, each with one `SCENARIO`; the id is the name with hyphens."""


def ids() -> tuple[str, ...]:
    """Return the ids of all scenarios."""
    return tuple(name.replace("_", "-") for name in MODULES)


def scenario(identifier: str) -> Scenario:
    """Return a scenario by its id; raises BenchError where there is none."""
    if identifier not in ids():
        raise BenchError(f"there is no scenario {identifier}", f"take one of: {', '.join(ids())}")
    module = import_module(f".{identifier.replace('-', '_')}", __name__)
    found: Scenario = module.SCENARIO
    return found
