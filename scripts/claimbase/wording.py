"""What the models' errors are called in plain words, with the mend; also the documentation of their codes."""

import difflib
import json
import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from .codes import Code
from .errors import Path
from .model import EvidenceKind
from .patterns import pattern_words
from .yamlio.scalar import shorten


class Fault(NamedTuple):
    """Something that is wrong at a place of one file."""

    at: Path
    """Keys and indexes that lead to it."""
    is_key: bool
    """Whether the key is meant, not its value."""
    code: str
    message: str
    fix: str


MODEL_CODES = (
    Code("M201", "unknown key", "A misspelt key would silently do nothing.",
         "titel: x", "title: x", "correct the key or delete it"),
    Code("M202", "missing key", "The format asks for it.",
         "{source: s}", "{source: s, locator: {sentence: 5}}", "add the key"),
    Code("M203", "wrong sort of value", "The format asks for another sort here, such as a list where a text stands.",
         "assumptions: x", "assumptions: [x]", "write what the message asks for"),
    Code("M204", "number or truth value where text is wanted", "Unquoted digits are a number: 10.10 would become 10.1.",
         "qemu: [10.2]", 'qemu: ["10.2"]', "put the text in quotes"),
    Code("M205", "unknown word", "The vocabulary here is fixed.",
         "type: factual", "type: fact", "choose one of the words"),
    Code("M206", "text not in the form that is asked for", "Ids, days, addresses and hashes have one form each.",
         'date: "23 Nov 2026"', 'date: "2026-11-23"', "write it in the form that the message describes"),
    Code("M207", "text too long or too short", "Lists and pages are laid out for it.",
         "a title of 120 characters", "a title of 60 characters", "shorten or lengthen the text"),
    Code("M208", "number out of range", "The scale ends there.", "steps: 3", "steps: 2", "write a number in the range"),
    Code("M209", "too few or too many entries", "The format asks for another number of entries.",
         "lines: [15]", "lines: [15, 16]", "add or remove entries"),
    Code("M210", "locator of no known sort", "Its keys say what sort of locator it is.",
         "locator: {page: 3}", "locator: {sentence: 3}", "use the keys of one sort of locator"),
    Code("M211", "values do not fit together", "Each is well-formed, but not the one with the other.",
         "lines: [16, 15]", "lines: [15, 16]", "see the message"),
    Code("M212", "id given inside the file", "The file's name and folder are its id and topic; twice could disagree.",
         "id: my-claim", "(nothing)", "delete the key"),
)  # fmt: skip
"""One code for each way in which a well-formed file can miss the format."""

_SORTS = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
}


def value_at(tree: Any, at: Path) -> Any:
    """Return what stands at the path, None where there is nothing."""
    for step in at:
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def wrong_sort(error: ErrorDetails) -> bool:
    """Whether the error says that the value is of another sort than the branch of a union takes."""
    return error["type"] in _SORTS or error["type"] == "literal_error"


def reword_union(errors: Iterable[ErrorDetails], at: Path, tree: Any) -> Fault:
    """Return the one fault that stands for a value that fits no branch of a union."""
    found = value_at(tree, at)
    wanted = []
    for error in errors:
        wanted += _words(error) if error["type"] == "literal_error" else [_SORTS.get(error["type"], "another value")]
    return _sort_fault(at, found, list(dict.fromkeys(wanted)))


class _Case(NamedTuple):
    """One error of a model with its place in the file."""

    error: ErrorDetails
    at: Path
    is_key: bool
    model: type[BaseModel]
    tree: Any

    @property
    def found(self) -> Any:
        """What stands in the file: the key where a key is meant, else the value."""
        return self.at[-1] if self.is_key and self.at else value_at(self.tree, self.at)

    @property
    def context(self) -> Mapping[str, Any]:
        """What the error says of limits and patterns."""
        return self.error.get("ctx") or {}


def meant_key(at: Path, model: type[BaseModel], tree: Any) -> str | None:
    """Return the known key that the unknown key at the path most likely is a misspelling of."""
    known = {key.replace("_", "-"): key for key in _fields(model, at[:-1], tree)}
    close = difflib.get_close_matches(str(at[-1]).lower().replace("_", "-"), list(known), 1, 0.6)
    return known[close[0]] if close else None


def reword(error: ErrorDetails, at: Path, is_key: bool, model: type[BaseModel], tree: Any) -> Fault:
    """Return the fault that one error of the model stands for."""
    return _REWORDED.get(error["type"], _other)(_Case(error, at, is_key, model, tree))


def _pattern(case: _Case) -> Fault:
    words, example = pattern_words(case.context["pattern"])
    return Fault(case.at, case.is_key, "M206", f"{_show(case.found)} is not {words}", f"write it like {example}")


def _range(case: _Case) -> Fault:
    out = f"{_show(case.found)} is out of range for {_name(case.at)}"
    return Fault(case.at, False, "M208", out, f"write a number {_bounds(case.context)}")


def _locator(case: _Case) -> Fault:
    return Fault(case.at, False, "M210", case.error["msg"], "see the locators in CONTRIBUTING.md")


def _other(case: _Case) -> Fault:
    message = case.error["msg"].removeprefix("Value error, ").rstrip(".")
    place = (*case.at, "lines") if isinstance(case.found, dict) and "lines" in case.found else case.at
    return Fault(place, False, "M211", message, "correct the values")


def _sort_of_value(case: _Case) -> Fault:
    return _sort_fault(case.at, case.found, [_SORTS[case.error["type"]]])


def _missing(case: _Case) -> Fault:
    at, key = case.at, str(case.at[-1])
    field = _fields(case.model, at[:-1], case.tree).get(key)
    meaning = f": {field}" if field else ""
    return Fault(at[:-1], False, "M202", f"the key {key} is missing{_in(at[:-1])}", f"add {key}{meaning.rstrip('.')}")


def _unknown_key(case: _Case) -> Fault:
    at, key = case.at, str(case.at[-1])
    known = _fields(case.model, at[:-1], case.tree)
    meant = meant_key(at, case.model, case.tree)
    fix = f"did you mean {meant}?" if meant else f"delete it; known keys are {', '.join(known)}"
    return Fault(at, True, "M201", f"the key {shorten(key)} is unknown{_in(at[:-1])}", fix)


def _sort_fault(at: Path, found: Any, wanted: list[str]) -> Fault:
    if isinstance(found, int | float) and "text" in wanted:
        text = json.dumps(found)
        sort = "truth value" if isinstance(found, bool) else "number"
        message = f"{text} without quotes looks like the {sort} {text}; {_name(at)} is text"
        return Fault(at, False, "M204", message, f'write "{text}"')
    fix = f"write {_either(wanted)}"
    if isinstance(found, str) and wanted == ["a list"]:
        fix = f"write [{_show(found)}]" if len(found) < 40 else "put it in a list: [ … ]"
    elif isinstance(found, str) and wanted[0].endswith("number") and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", found):
        fix = f"write {found} without quotes"
    return Fault(at, False, "M203", f"{_name(at)} is {_sort(found)}, not {_either(wanted)}", fix)


def _unknown_word(case: _Case) -> Fault:
    at, found, words = case.at, case.found, _words(case.error)
    if at[-1:] == ("kind",) and "source-code" in words:
        words = [str(kind) for kind in EvidenceKind]
    if not isinstance(found, str):
        return Fault(at, False, "M205", f"{_show(found)} is not a word for {_name(at)}", f"write {_either(words)}")
    close = difflib.get_close_matches(found.lower(), words, 1, 0.6)
    fix = (f"did you mean {close[0]}? " if close else "") + f"the words are {', '.join(words)}"
    return Fault(at, False, "M205", f"{_show(found)} is not a word for {_name(at)}", fix)


def _length(case: _Case) -> Fault:
    at, found, context = case.at, case.found, case.context
    length = len(found) if isinstance(found, str) else 0
    if not length:
        fix = "write the text, or leave the key out if it is optional"
        return Fault(at, False, "M207", f"{_name(at)} is empty", fix)
    limit = f"at most {context['max_length']}" if "max_length" in context else f"at least {context['min_length']}"
    return Fault(
        at, False, "M207", f"{_name(at)} has {length:,} character{'' if length == 1 else 's'}", f"write {limit}"
    )


def _count(case: _Case) -> Fault:
    at, found, context = case.at, case.found, case.context
    count = len(found) if isinstance(found, list) else 0
    limit = f"at most {context['max_length']}" if "max_length" in context else f"at least {context['min_length']}"
    entries = "1 entry" if count == 1 else f"{count} entries"
    return Fault(at, False, "M209", f"{_name(at)} has {entries}", f"give {limit}")


_REWORDED: Mapping[str, Callable[[_Case], Fault]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    **dict.fromkeys(_SORTS, _sort_of_value),
    **dict.fromkeys(["enum", "literal_error"], _unknown_word),
    "string_pattern_mismatch": _pattern,
    **dict.fromkeys(["string_too_long", "string_too_short"], _length),
    **dict.fromkeys(["greater_than", "greater_than_equal", "less_than", "less_than_equal"], _range),
    **dict.fromkeys(["too_short", "too_long"], _count),
    "locator_kind": _locator,
}


def _words(error: ErrorDetails) -> list[str]:
    """Return the allowed words; pydantic names them as `'a', 'b' or 'c'`, or as the members of an enum."""
    return re.findall(r"'([^']+)'", error["ctx"]["expected"])


def _bounds(context: Mapping[str, Any]) -> str:
    names = {"ge": "of at least", "gt": "above", "le": "of at most", "lt": "below"}
    return " and ".join(f"{names[key]} {value:g}" for key, value in context.items() if key in names)


def _fields(model: type[BaseModel], at: Path, tree: Any) -> dict[str, str]:
    """Return the keys, with what each means, of the model that the mapping at the path most likely is."""
    annotations: list[Any] = [model]
    for step in at:
        annotations = [below for annotation in annotations for below in _below(annotation, step)]
    models = [leaf for annotation in annotations for leaf in _leaves(annotation) if _is_model(leaf)]
    found = value_at(tree, at)
    keys = set(found) if isinstance(found, dict) else set()
    by_model = [
        {field.alias or name: field.description or "" for name, field in model.model_fields.items()} for model in models
    ]
    return max(by_model, key=lambda fields: len(keys & set(fields)), default={})


def _below(annotation: Any, step: str | int) -> Iterator[Any]:
    for leaf in _leaves(annotation):
        if _is_model(leaf):
            yield from (f.annotation for name, f in leaf.model_fields.items() if step == (f.alias or name))
        elif get_origin(leaf) is tuple and isinstance(step, int):
            yield get_args(leaf)[0]
        elif len(get_args(leaf)) == 2:
            yield get_args(leaf)[1]


def _leaves(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from _leaves(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, types.UnionType):
        for branch in get_args(annotation):
            yield from _leaves(branch)
    else:
        yield annotation


def _is_model(leaf: Any) -> bool:
    return isinstance(leaf, type) and issubclass(leaf, BaseModel)


def _name(at: Path) -> str:
    """Return the last key of the path; an entry of a list is called after the list."""
    keys = [step for step in at if isinstance(step, str)]
    if not keys:
        return "the file"
    return shorten(keys[-1]) if isinstance(at[-1], str) else f"an entry of {shorten(keys[-1])}"


def _in(at: Path) -> str:
    return f" in {_name(at)}" if at else ""


def _sort(found: Any) -> str:
    if found is None:
        return "nothing"
    if isinstance(found, bool):
        return "a truth value"
    names = {dict: "a mapping", list: "a list", str: "text", int: "a number", float: "a number"}
    return names.get(type(found), "something else")


def _show(found: Any) -> str:
    if isinstance(found, dict | list):
        return _sort(found)
    return shorten(json.dumps(found, ensure_ascii=False))


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
