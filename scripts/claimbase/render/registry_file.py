"""The registry as a file of the site, with which anyone checks citations without the base."""

from collections.abc import Iterator, Mapping

from claimbase.assessment import Assessment
from claimbase.evaluation import Evaluations
from claimbase.registry import dump_registry
from claimbase.registry.making import registry_of
from claimbase.repository import KnowledgeBase

from .files import SiteFile

REGISTRY_URI = "api/v1/registry.json"
"""Its address inside the site."""


def registry_file(
    kb: KnowledgeBase,
    assessments: Mapping[str, Assessment],
    evaluations: Mapping[str, Evaluations],
    day: str,
    site_url: str,
) -> Iterator[SiteFile]:
    """Yield the registry of a base whose data cells are filled, as of a day."""
    registry = registry_of(kb, assessments, evaluations, day, site_url)
    yield SiteFile(REGISTRY_URI, "", dump_registry(registry))
