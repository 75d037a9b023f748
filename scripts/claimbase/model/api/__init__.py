"""The documents of the interface for programs, `/api/v1/`; schemas and OpenAPI description come from these models."""

from collections.abc import Mapping

from .claims import ApiClaim, ApiRetired, Assessed, ClaimRow, Claims, RetiredRow
from .index import ApiChanges, ApiFacets, Counts, Index
from .items import (
    ApiBenchmark,
    ApiEdition,
    ApiSource,
    BenchmarkRow,
    Benchmarks,
    EditionRow,
    Editions,
    FrozenRow,
    ResultRow,
    SourceRow,
    Sources,
    Use,
)
from .registry import PROJECT, RegisteredEdition, RegisteredId, Registry, State
from .shared import API_FORMAT, LICENCE, Address, Document, Generated, InEdition

__all__ = [
    "API_FORMAT",
    "DOCUMENTS",
    "LICENCE",
    "PROJECT",
    "Address",
    "ApiBenchmark",
    "ApiChanges",
    "ApiClaim",
    "ApiEdition",
    "ApiFacets",
    "ApiRetired",
    "ApiSource",
    "Assessed",
    "BenchmarkRow",
    "Benchmarks",
    "ClaimRow",
    "Claims",
    "Counts",
    "Document",
    "EditionRow",
    "Editions",
    "FrozenRow",
    "Generated",
    "InEdition",
    "Index",
    "RegisteredEdition",
    "RegisteredId",
    "Registry",
    "ResultRow",
    "RetiredRow",
    "SourceRow",
    "Sources",
    "State",
    "Use",
]

DOCUMENTS: Mapping[str, tuple[type[Document], str]] = {
    "index": (Index, "index.json"),
    "claims": (Claims, "claims.json"),
    "claim": (ApiClaim, "claims/{id}.json"),
    "retired": (ApiRetired, "claims/{id}.json"),
    "sources": (Sources, "sources.json"),
    "source": (ApiSource, "sources/{id}.json"),
    "benchmarks": (Benchmarks, "benchmarks.json"),
    "benchmark": (ApiBenchmark, "benchmarks/{id}.json"),
    "editions": (Editions, "editions.json"),
    "edition": (ApiEdition, "editions/{name}.json"),
    "facets": (ApiFacets, "facets.json"),
    "changes": (ApiChanges, "changes.json"),
    "registry": (Registry, "registry.json"),
}
"""Every sort of document: its model, and its address below `api/v1/`."""
