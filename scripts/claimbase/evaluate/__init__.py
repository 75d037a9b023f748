"""Evaluate every assertion about benchmark data, once; pure, from raw samples and recorded outcomes to sides."""

from collections.abc import Mapping
from types import MappingProxyType

from claimbase.evaluation import NOT_EVALUATED, Evaluation, Evaluations
from claimbase.model import Bound, BoundTestRun, Claim, Measurement
from claimbase.repository import KnowledgeBase

from .cells import CELL, fields_of, filled
from .measured import evaluate_measurement
from .outcomes import evaluate_test_run
from .runs import Data, data_of, settings_of

__all__ = ["CELL", "Data", "data_of", "evaluate", "evaluate_item", "fields_of", "filled", "settings_of"]


def evaluate(
    kb: KnowledgeBase, before: KnowledgeBase | None = None, known: Mapping[str, Evaluations] = MappingProxyType({})
) -> dict[str, Evaluations]:
    """Return the evaluations of every claim that has items bound to benchmark data, by claim id.

    What is `known` from the base as it was `before` is kept where claim, definition, machines and results are the same.
    """
    data: dict[str, Data] = {}
    found: dict[str, Evaluations] = {}
    for name, claim in kb.claims.items():
        items = [item for item in claim.evidence if isinstance(item, Measurement | BoundTestRun)]
        if not items:
            continue
        benchmarks = {item.benchmark for item in items}
        if before is not None and name in known and _same(kb, before, claim, benchmarks):
            found[name] = known[name]
            continue
        for benchmark in benchmarks - data.keys():
            if benchmark in kb.benchmarks:
                data[benchmark] = data_of(kb, benchmark)
        found[name] = MappingProxyType({item.id: evaluate_item(item, data.get(item.benchmark)) for item in items})
    return found


def evaluate_item(item: Bound, data: Data | None) -> Evaluation:
    """Return what the data of its benchmark say about one item."""
    if data is None:
        return NOT_EVALUATED
    return evaluate_measurement(item, data) if isinstance(item, Measurement) else evaluate_test_run(item, data)


def _same(kb: KnowledgeBase, before: KnowledgeBase, claim: Claim, benchmarks: set[str]) -> bool:
    """Whether everything on which the evaluations of a claim rest is as it was."""
    return (
        before.claims.get(claim.id) is claim
        and before.machines == kb.machines
        and all(before.benchmarks.get(each) == kb.benchmarks.get(each) for each in benchmarks)
        and all(before.results.get(each) == kb.results.get(each) for each in benchmarks)
    )
