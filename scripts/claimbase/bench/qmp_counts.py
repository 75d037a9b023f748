"""How much a QEMU binary offers, counted in its own answers over QMP and in its help; pure functions."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Answer = list[dict[str, Any]]
"""What a QMP query returned."""

_DEVICE = re.compile(r'^name "([^"]+)"', re.MULTILINE)
_OPTION = re.compile(r"^(--?[a-zA-Z][\w-]*)", re.MULTILINE)


def machine_types(machines: Answer) -> dict[str, int]:
    """Return how many machine types `query-machines` names, and how many of them are deprecated.

    Aliases such as pc for the newest pc-i440fx are not machine types of their own.
    """
    deprecated = sum(bool(each.get("deprecated")) for each in machines)
    return {"machine-types": len(machines), "machine-types-deprecated": deprecated}


def schema(entries: Answer) -> dict[str, int]:
    """Return what `query-qmp-schema` defines.

    A member is one of an object type, the arguments of commands and the data of events among them; inherited
    members count where the schema repeats them. A feature counts wherever it stands.
    """
    kinds = [str(entry["meta-type"]) for entry in entries]
    features = list(_features(entries))
    return {
        "qmp-commands": kinds.count("command"),
        "qmp-events": kinds.count("event"),
        "qmp-members": sum(len(entry["members"]) for entry in entries if entry["meta-type"] == "object"),
        "qmp-enum-values": sum(len(_values(entry)) for entry in entries if entry["meta-type"] == "enum"),
        "qmp-deprecated": features.count("deprecated"),
        "qmp-unstable": features.count("unstable"),
        **_migration(entries),
    }


def _values(enum: Mapping[str, Any]) -> list[str]:
    # `values` repeats `members`, which came with 6.2, and is deprecated.
    return [each["name"] for each in enum["members"]] if "members" in enum else list(enum.get("values", ()))


def _features(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _features(each)
    elif isinstance(value, dict):
        for name, held in value.items():
            if name == "features":
                yield from map(str, held)
            else:
                yield from _features(held)


def _migration(entries: Answer) -> dict[str, int]:
    """Return the migration parameters, capabilities and modes, by the arguments of the commands that set them."""
    by_name = {str(entry["name"]): entry for entry in entries}
    parameters = _arguments(by_name, "migrate-set-parameters")
    capability = _arguments(by_name, "migrate-set-capabilities").get("capabilities")
    element = by_name[by_name[capability]["element-type"]] if capability else {"members": ()}
    words = {member["name"]: member["type"] for member in element["members"]}
    found = {
        "migration-parameters": len(parameters),
        "migration-capabilities": len(_values(by_name[words["capability"]])) if "capability" in words else 0,
        "migration-modes": len(_values(by_name[parameters["mode"]])) if "mode" in parameters else 0,
    }
    return {**found, "migration-settings": sum(found.values())}


def _arguments(by_name: Mapping[str, dict[str, Any]], command: str) -> dict[str, str]:
    """Return name and type of each argument of a command; nothing for one that there is not."""
    if command not in by_name:
        return {}
    return {member["name"]: member["type"] for member in by_name[by_name[command]["arg-type"]]["members"]}


def option_groups(groups: Answer) -> dict[str, int]:
    """Return how many options take keys, by `query-command-line-options`, and how many keys they have."""
    return {"option-groups": len(groups), "option-group-keys": sum(len(each["parameters"]) for each in groups)}


def help_options(text: str) -> int:
    """Return the distinct options that begin a line of `-help`."""
    return len(set(_OPTION.findall(text)))


def devices(text: str) -> tuple[str, ...]:
    """Return the devices that `-device help` lists, processors left out, sorted."""
    return tuple(sorted(name for name in set(_DEVICE.findall(text)) if not name.endswith("-cpu")))
