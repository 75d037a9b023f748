"""The interface for programs: documents fit their schemas, addresses lead somewhere, and nothing reads a clock."""

import json
import posixpath
import re
from pathlib import Path

import jsonschema
import pytest
from claimbase.model.api import DOCUMENTS
from claimbase.pipeline import examine
from claimbase.render import SiteSettings, iter_files
from edition_history import EDITIONS, GONE, KEPT, history
from openapi_spec_validator import OpenAPIV31SpecValidator

ROOT = Path(__file__).resolve().parents[1]
API = "api/v1/"


def files_of(root: Path, settings: SiteSettings | None = None) -> dict[str, bytes | str]:
    examined = examine(root)
    assert examined.sound, examined.problems
    made = iter_files(examined.sound, examined.assessments, settings or SiteSettings("A site"), examined.evaluations)
    return {file.uri: file.body for file in made}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small base with three editions."""
    return history(tmp_path_factory)


@pytest.fixture(scope="module")
def site(small: Path) -> dict[str, bytes | str]:
    """The files of its site."""
    return files_of(small)


@pytest.fixture(scope="module")
def real() -> dict[str, bytes | str]:
    """The files of the site of the real base."""
    return files_of(ROOT)


def document(site, uri: str):
    return json.loads(site[API + uri])


def sort_of(uri: str, value) -> str:
    """Which sort of document has an address."""
    if uri.startswith("claims/"):
        return "retired" if "retired" in value else "claim"
    return next(
        name for name, (_, form) in DOCUMENTS.items() if re.fullmatch(re.sub(r"\{\w+\}", r"[\\w.-]+", form), uri)
    )


def documents(site) -> dict[str, dict]:
    """Every document of the interface by its address below the interface's folder."""
    named = {uri.removeprefix(API): body for uri, body in site.items() if uri.startswith(API)}
    return {uri: json.loads(b) for uri, b in named.items() if not uri.startswith(("schema/", "openapi", "export"))}


@pytest.mark.parametrize("which", ["site", "real"])
def test_every_document_fits_the_schema_of_its_sort(which, request):
    site = request.getfixturevalue(which)
    schemas = {name: document(site, f"schema/{name}.schema.json") for name in DOCUMENTS}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    validators = {name: jsonschema.Draft202012Validator(schema) for name, schema in schemas.items()}
    seen = set()
    for uri, value in documents(site).items():
        sort = sort_of(uri, value)
        seen.add(sort)
        errors = [f"{error.json_path}: {error.message[:200]}" for error in validators[sort].iter_errors(value)]
        assert errors == [], uri
        assert list(validators["facets"].iter_errors({**value, "format": 2}))
    assert seen == set(DOCUMENTS) or which == "real"


@pytest.mark.parametrize("settings", [SiteSettings("A site"), SiteSettings("A", site_url="https://example.org/q/")])
def test_the_openapi_description_is_valid_and_names_every_document(small, settings):
    site = files_of(small, settings)
    spec = document(site, "openapi.json")
    OpenAPIV31SpecValidator(spec).validate()
    forms = {uri.removeprefix("/") for uri in spec["paths"]}
    assert forms == {uri for _, uri in DOCUMENTS.values()}
    for uri in documents(site):
        assert any(re.fullmatch(re.sub(r"\{\w+\}", r"[\\w.-]+", form), uri) for form in forms), uri
    assert spec["servers"] == [{"url": f"{settings.site_url}api/v1/" if settings.site_url else "./"}]


def test_the_openapi_validator_would_object(site):
    spec = document(site, "openapi.json")
    del spec["info"]["title"]
    assert list(OpenAPIV31SpecValidator(spec).iter_errors())


ADDRESSES = {"document", "page", "file", "openapi"}


def addresses(value, key: str = ""):
    """Every address that a document holds."""
    if isinstance(value, dict):
        for name, held in value.items():
            if name in ("documents", "schemas", "downloads", "feeds", "samples") and isinstance(held, dict):
                yield from (each for each in held.values() if "/" in each or "." in each)
            elif name == "sources" and isinstance(held, dict):
                yield from held.values()
            elif name in ADDRESSES and isinstance(held, str) and not held.startswith("claims/benchmarks"):
                yield held
            elif name not in ("claim", "retired", "source", "benchmark"):
                yield from addresses(held)
    elif isinstance(value, list):
        for held in value:
            yield from addresses(held)


@pytest.mark.parametrize("which", ["site", "real"])
def test_every_address_in_a_document_leads_to_a_file_of_the_site(which, request):
    site = request.getfixturevalue(which)
    number = 0
    for uri, value in documents(site).items():
        for address in addresses(value):
            number += 1
            assert posixpath.normpath(posixpath.join(API + uri, "..", address)) in site, (uri, address)
    assert number > 50


def test_the_lists_have_every_claim_source_benchmark_and_edition(site, small):
    kb = examine(small).kb
    assert kb
    assert {row["id"] for row in document(site, "claims.json")["claims"]} == set(kb.claims)
    assert {row["id"] for row in document(site, "claims.json")["retired"]} == set(kb.tombstones)
    assert {row["id"] for row in document(site, "sources.json")["sources"]} == set(kb.sources)
    assert {row["id"] for row in document(site, "benchmarks.json")["benchmarks"]} == set(kb.benchmarks)
    assert [row["name"] for row in document(site, "editions.json")["editions"]] == list(EDITIONS)
    assert document(site, "index.json")["counts"]["claims"] == len(kb.claims)


def test_the_document_of_a_claim_is_the_file_beside_its_page_with_addresses_from_elsewhere(site):
    beside, served = json.loads(site[f"claims/{KEPT}.json"]), document(site, f"claims/{KEPT}.json")
    relative = {"page", "sources", "editions"}
    assert {key: held for key, held in beside.items() if key not in relative} == {
        key: held for key, held in served.items() if key not in relative
    }
    assert served["page"] == f"../../../claims/{KEPT}.html"
    assert beside["page"] == f"{KEPT}.html"


def test_a_retired_claim_keeps_its_address_and_says_what_became_of_it(site):
    assert document(site, f"claims/{GONE}.json")["retired"]["retired"]["how"] == "withdrawn"


def test_a_document_says_by_which_token_its_edition_is_cited(site):
    held = document(site, f"claims/{KEPT}.json")["editions"]
    assert list(held) == list(EDITIONS)
    for name, each in held.items():
        assert each["token"] == f"qemu-10-2/{KEPT}@{name}#{each['sha256'][:8]}"
        assert document(site, f"editions/{name}.json")["entries"][KEPT]["frozen"] == each["sha256"]


def test_the_same_base_makes_the_same_documents_whatever_the_day(site, small, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4000000000")
    again = files_of(small)
    assert {uri: body for uri, body in again.items() if uri.startswith(API)} == {
        uri: body for uri, body in site.items() if uri.startswith(API)
    }
    assert document(site, "index.json")["generated"] == "2026-12-20"
