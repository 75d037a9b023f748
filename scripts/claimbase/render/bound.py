"""What the page of a claim says of an item that is bound to benchmark data."""

from collections.abc import Mapping

from claimbase.evaluation import NOT_EVALUATED, Evaluation
from claimbase.model import Bound, Measurement, Setting


def bound_facts(item: Bound, found: Evaluation | None) -> tuple[tuple[str, str], ...]:
    """Return name and text of each fact about an item: what is asserted, of which runs, and what the data say."""
    found = found or NOT_EVALUATED
    assertion = item.assertion
    facts = [("Benchmark", item.benchmark)]
    if isinstance(item, Measurement):
        measured, sides = item.assertion, item.assertion.compare
        facts += [
            ("Asserted", f"{measured.statistic} of {measured.metric} {measured.holds_if}"),
            ("Compared", _words(sides.a) + (f" with {_words(sides.b)}" if sides.b is not None else "")),
            ("Smallest effect of interest", f"{measured.smallest_effect:g}"),
        ]
    else:
        facts.append(("Asserted", f"every run ended as {item.assertion.outcome}"))
    if assertion.where:
        facts.append(("Where", _words(assertion.where)))
    facts.append(("Outcome", f"{found.outcome}: {found.reason}"))
    return tuple(facts)


def _words(choice: Mapping[str, Setting | tuple[Setting, ...]]) -> str:
    return ", ".join(
        f"{name} {' or '.join(map(str, value)) if isinstance(value, tuple) else value}"
        for name, value in choice.items()
    )
