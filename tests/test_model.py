"""The models: strict about scalars, closed, frozen, and the same from JSON as from plain values."""

import copy
import json

import pytest
from claimbase import model
from claimbase.model import Article, ClaimDocument, Facets, Findings, Limit, SourceDocument, Topics
from claimbase.patterns import has_words
from claimbase.schema import schema_files
from claimbase.validation import validate
from claimbase.yamlio import read
from edited_base import BASE
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

DOCUMENTS = {
    "topics.yml": Topics,
    "facets.yml": Facets,
    "article.yml": Article,
    "findings.yml": Findings,
    "sources/qemu-source.yml": SourceDocument,
    "live-update/live-update-guest-pause.yml": ClaimDocument,
    "live-update/live-update-while-running.yml": ClaimDocument,
    "live-update/memory-backend-shared-requirement.yml": ClaimDocument,
}
TREES = [
    (kind, read((BASE / "claims" / name).read_bytes(), name)[0]) for name, kind in DOCUMENTS.items()
]  # fmt: skip
MODELS = [value for value in vars(model).values() if isinstance(value, type) and issubclass(value, BaseModel)]


@pytest.mark.parametrize("kind", MODELS)
def test_models_are_closed_frozen_and_documented(kind):
    assert kind.model_config["frozen"]
    assert kind.model_config["extra"] == "forbid"
    assert kind.__doc__
    assert all(field.description for field in kind.model_fields.values())


@pytest.mark.parametrize(
    ("steps", "fits"), [(1, True), (2, True), (True, False), (1.0, False), ("1", False), (3, False)]
)
def test_numbers_are_strict(steps, fits):
    try:
        Limit.model_validate({"domain": "imprecision", "steps": steps, "why": "x"})
    except ValidationError:
        assert not fits
    else:
        assert fits


def test_text_is_strict():
    with pytest.raises(ValidationError):
        Limit.model_validate({"domain": "imprecision", "steps": 1, "why": 10.2})


@pytest.mark.parametrize(("kind", "tree"), TREES)
def test_plain_values_and_json_give_the_same(kind, tree):
    value = kind.model_validate(tree)
    assert repr(value) == repr(kind.model_validate_json(json.dumps(tree)))
    assert hash(value.model_dump_json()) == hash(kind.model_validate_json(json.dumps(tree)).model_dump_json())


def places(tree, at=()):
    """The path of every value below the top."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, below in items:
        yield (*at, step)
        yield from places(below, (*at, step))


JUNK = st.sampled_from(
    ["", "x", "all", 0, 1, -1, 10.2, True, [], {}, ["x"], [1], {"x": 1}, {"values": ["x"]}, "a\nb", "10.2"]
)


@given(st.sampled_from(TREES), st.data())
def test_any_value_replaced_is_accepted_or_faulted_at_a_place_that_exists(document, data):
    kind, tree = document
    tree = copy.deepcopy(tree)
    at = data.draw(st.sampled_from(list(places(tree))))
    parent = tree
    for step in at[:-1]:
        parent = parent[step]
    action = data.draw(st.sampled_from(["replace", "delete", "rename"]))
    if action == "replace":
        parent[at[-1]] = data.draw(JUNK)
    elif action == "delete" or isinstance(parent, list):
        del parent[at[-1]]
    else:
        parent[data.draw(st.sampled_from(["commit", "PersonName", "located", "tpye", "locator"]))] = parent.pop(at[-1])
    value, faults = validate(kind, tree)
    assert (value is None) == bool(faults)
    strict = True
    try:
        kind.model_validate_json(json.dumps(tree))
    except ValidationError:
        strict = False
    assert strict == (value is not None)
    existing = {(), *places(tree)}
    for fault in faults:
        assert fault.at in existing, fault
        assert fault.code.startswith("M2")
        assert fault.message
        assert fault.fix


def patterns(schema):
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        yield from schema.get("patternProperties", ())
    for below in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from patterns(below)


def test_every_pattern_is_put_into_words():
    found = {pattern for content in schema_files().values() for pattern in patterns(json.loads(content))}
    assert found
    assert [pattern for pattern in sorted(found) if not has_words(pattern)] == []
