"""Validation of a tree by a model; what the model refuses comes back as faults, each worded for who wrote the file."""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .errors import Path
from .wording import MODEL_CODES, Fault, meant_key, reword, reword_union, value_at, wrong_sort
from .yamlio import Tree

M = TypeVar("M", bound=BaseModel)

__all__ = ["MODEL_CODES", "Fault", "validate"]


class _Located(NamedTuple):
    """One error of the model with its place in the file."""

    at: Path
    """The path without the tags of unions."""
    tags: tuple[tuple[Path, str], ...]
    """Each union that the path runs through, and which of its branches."""
    is_key: bool
    """Whether a key is meant, not its value."""
    error: ErrorDetails


def validate(model: type[M], tree: Tree) -> tuple[M | None, tuple[Fault, ...]]:
    """Return the model's value, or None and every fault that keeps the tree from being one."""
    try:
        return model.model_validate(tree), ()
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    located = [_locate(detail, tree) for detail in details]
    kept, faults = _choose_branches(_without_followers(located, tree), tree)
    misspelt = {
        (item.at[:-1], meant_key(item.at, model, tree)) for item in kept if item.error["type"] == "extra_forbidden"
    }
    # A misspelt key is one mistake, although the right one is missing as well.
    kept = [item for item in kept if item.error["type"] != "missing" or (item.at[:-1], item.at[-1]) not in misspelt]
    faults += [reword(item.error, item.at, item.is_key, model, tree) for item in kept]
    return None, tuple(dict.fromkeys(faults))


def _locate(error: ErrorDetails, tree: Tree) -> _Located:
    """Take the tags of unions out of the error's location by walking the tree along it."""
    node: Any = tree
    at: list[str | int] = []
    tags: list[tuple[Path, str]] = []
    loc = error["loc"]
    for index, step in enumerate(loc):
        last = index == len(loc) - 1
        if step == "[key]" and last:
            return _Located(tuple(at), tuple(tags), True, error)
        # Tags of locators are words that are keys of locators too: what follows `locator` is always a tag.
        tag_due = bool(at) and at[-1] == "locator" and (not tags or tags[-1][0] != tuple(at))
        if not tag_due and value_at(node, (step,)) is not None:
            node = node[step]
        elif not (last and error["type"] == "missing"):
            tags.append((tuple(at), str(step)))
            continue
        at.append(step)
    return _Located(tuple(at), tuple(tags), error["type"] == "extra_forbidden", error)


def _without_followers(located: Sequence[_Located], tree: Tree) -> list[_Located]:
    """Leave out what only follows from another error: lists that seem short, keys of an item of unknown kind."""
    unknown = {
        item.at[:-1]
        for item in located
        if item.at[:1] == ("evidence",) and item.at[2:] == ("kind",) and item.error["type"] != "extra_forbidden"
    }

    def follows(item: _Located) -> bool:
        sort = item.error["type"]
        if sort == "too_short":
            found = value_at(tree, item.at)
            return isinstance(found, list) and len(found) >= item.error["ctx"]["min_length"]
        return sort in ("missing", "extra_forbidden") and item.at[:-1] in unknown and item.at[-1] != "kind"

    return [item for item in located if not follows(item)]


def _choose_branches(located: list[_Located], tree: Tree) -> tuple[list[_Located], list[Fault]]:
    """Keep, of each union, the errors of the branch that was most likely meant; or say what the union may be."""
    branches: dict[Path, dict[str, list[_Located]]] = {}
    for item in located:
        for at, tag in item.tags:
            branches.setdefault(at, {}).setdefault(tag, []).append(item)
    faults: list[Fault] = []
    lost: set[tuple[Path, str]] = set()
    for at, by_tag in branches.items():
        if len(by_tag) < 2:
            continue
        likely = {
            tag: items
            for tag, items in by_tag.items()
            if not any(item.at == at and wrong_sort(item.error) for item in items)
        }
        best = min(likely, key=lambda tag: len(likely[tag]), default=None)
        if best is None:
            errors = [item.error for items in by_tag.values() for item in items if item.at == at]
            faults.append(reword_union(errors, at, tree))
        lost |= {(at, tag) for tag in by_tag if tag != best}
    return [item for item in located if not lost.intersection(item.tags)], faults
