"""Positions of keys and values, composed only when a problem must be placed."""

from typing import Any

import yaml

from ..errors import Path

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Marks:
    """The positions of everything in one YAML text."""

    def __init__(self, text: str) -> None:
        """Compose the text; a text that cannot be composed has every position at its beginning."""
        try:
            self._root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
        except (yaml.YAMLError, RecursionError):
            self._root = None

    def position(self, at: Path, *, key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of the value at the path, or of its key; of the nearest parent if none."""
        node = self._root
        if node is None:
            return 1, 1
        mark = node.start_mark
        for step in at:
            below = _child(node, step)
            if below is None:
                break
            name, node = below
            mark = node.start_mark
        else:
            if key and at and name is not None:
                mark = name.start_mark
        return mark.line + 1, mark.column + 1


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        # The last of equal keys wins, as in the tree that the reader builds.
        for name, value in reversed(node.value):
            if name.value == step:
                return name, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return None, node.value[step]
    return None
