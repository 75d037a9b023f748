"""The JSON Schemas: valid, up to date, and of one mind with the models."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from claimbase.lint.names import SCHEMA_LINES
from claimbase.model import ClaimType
from claimbase.schema import FOLDER, schema_files, stale
from edited_base import BASE, copy_base
from test_repository import EDITS

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = {name: json.loads(content) for name, content in schema_files().items()}


def schema_of(path):
    """The validator that the first line of a file names."""
    name = path.read_text().splitlines()[0].rpartition("/")[2]
    return jsonschema.Draft202012Validator(SCHEMAS[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_valid_schema(name):
    schema = SCHEMAS[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == name
    assert schema["title"]
    assert "://" not in schema["$id"]


def test_each_sort_of_file_has_one():
    assert {line.rpartition("/")[2] for line in SCHEMA_LINES.values()} == set(SCHEMAS)


def test_words_of_the_vocabulary_are_described():
    words = SCHEMAS["claim.schema.json"]["$defs"]["ClaimType"]["oneOf"]
    assert [(word["const"], word["description"]) for word in words] == [(str(kind), kind.doc) for kind in ClaimType]


@pytest.mark.parametrize("path", sorted((BASE / "claims").rglob("*.yml")), ids=lambda path: path.stem)
def test_fixture_files_fit(path):
    assert list(schema_of(path).iter_errors(yaml.safe_load(path.read_text()))) == []


BROKEN = [row for row in EDITS if all(" M2" in problem and "M211" not in problem for problem in row[3])]


@pytest.mark.parametrize(("file", "old", "new", "_"), BROKEN)
def test_what_the_models_refuse_the_schemas_refuse(file, old, new, _):
    path = BASE / "claims" / file
    tree = yaml.safe_load(path.read_text().replace(old, new, 1))
    assert list(schema_of(path).iter_errors(tree))


def test_committed_schemas_are_up_to_date():
    assert stale(ROOT) == ()


def test_stale_names_what_differs(tmp_path):
    root = copy_base(tmp_path)
    folder = root / FOLDER
    folder.mkdir()
    for name, content in schema_files().items():
        (folder / name).write_bytes(content)
    assert stale(root) == ()
    (folder / "claim.schema.json").write_text("{}")
    (folder / "lock.schema.json").unlink()
    (folder / "old.schema.json").write_text("{}")
    assert stale(root) == tuple(f"{FOLDER}/{name}.schema.json" for name in ("claim", "lock", "old"))
