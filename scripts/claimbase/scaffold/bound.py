"""What an item asserts of benchmark data: asked for by the names that the benchmark and its runs have."""

from collections.abc import Sequence
from typing import Any, get_args

from claimbase.evaluate import settings_of
from claimbase.model import GIVEN_PARAMETERS, Assertion, Benchmark, EvidenceKind, Setting

from .form import Choice, Form, Question, of_model

STATISTICS = get_args(Assertion.model_fields["statistic"].annotation)
"""The statistics that there are."""


def is_bound(form: Form) -> bool:
    """Whether the item is bound to a benchmark."""
    return form.get("kind") == EvidenceKind.MEASUREMENT or bool(form.get("benchmark"))


def _measured(form: Form) -> bool:
    return form.get("kind") == EvidenceKind.MEASUREMENT


def _run(form: Form) -> bool:
    return form.get("kind") == EvidenceKind.TEST_RUN and bool(form.get("benchmark"))


def _benchmark(form: Form) -> Benchmark | None:
    return form.kb.benchmarks.get(form.get("benchmark"))


def _benchmarks(form: Form) -> Sequence[Choice]:
    runs = form.get("kind") == EvidenceKind.TEST_RUN
    fitting = (each for each in form.kb.benchmarks.values() if (each.outcomes if runs else each.metrics))
    return [Choice(each.id, each.title) for each in fitting]


def _metrics(form: Form) -> Sequence[Choice]:
    benchmark = _benchmark(form)
    return [Choice(each.id, f"{each.title}, {each.unit}") for each in benchmark.metrics] if benchmark else []


def _outcomes(form: Form) -> Sequence[Choice]:
    benchmark = _benchmark(form)
    return [Choice(each.id, each.title) for each in benchmark.outcomes] if benchmark else []


def _known(form: Form) -> dict[str, list[Setting]]:
    """Return the values that runs have, by parameter."""
    known: dict[str, list[Setting]] = {}
    for _, result in form.kb.results.get(form.get("benchmark"), ()):
        for run in result.runs:
            for name, value in settings_of(result, run).items():
                if value not in known.setdefault(name, []):
                    known[name].append(value)
    return known


def _parameters(form: Form) -> list[str]:
    benchmark = _benchmark(form)
    return [*([each.id for each in benchmark.parameters] if benchmark else ()), *GIVEN_PARAMETERS]


def _check_choice(form: Form, text: str) -> str:
    name, equals, chosen = text.partition("=")
    if not (name and equals and chosen):
        return f"{text!a} is not PARAMETER=VALUE"
    if name not in _parameters(form):
        return f"the benchmark has no parameter {name!a}; it has {', '.join(_parameters(form))}"
    known = [str(value) for value in _known(form).get(name, ())]
    unknown = [value for value in chosen.split(",") if value not in known]
    return f"no run has {name} {unknown[0]!a}; there are {', '.join(known) or 'no runs yet'}" if unknown else ""


def _check_effect(_form: Form, text: str) -> str:
    return "" if _number(text) else f"{text!a} is no number above 0"


def _number(text: str) -> int | float:
    try:
        value = float(text)
    except ValueError:
        return 0
    if not 0 < value < 1e15:
        return 0
    return int(value) if value == int(value) else value


BOUND = (
    Question("benchmark", "Which benchmark? For a test-run that is recorded with this item, none.",
             "the benchmark whose data decide", metavar="BENCHMARK", choices=_benchmarks,
             due=lambda form: form.get("kind") in (EvidenceKind.MEASUREMENT, EvidenceKind.TEST_RUN), optional=True),
    Question("metric", "Which metric?", "the metric that is asserted", metavar="METRIC", choices=_metrics,
             due=_measured),
    Question("statistic", "Compared how?", "how the two sides are compared", metavar="STATISTIC",
             choices=lambda _form: [Choice(each) for each in STATISTICS], due=_measured),
    Question("a", "Side a, of which the claim speaks? PARAMETER=VALUE, one a line.", "a condition of side a",
             metavar="PARAMETER=VALUE", many=True, due=_measured, check=_check_choice),
    Question("b", "Side b, with which it is compared? The same parameters.", "the same condition of side b",
             metavar="PARAMETER=VALUE", many=True, check=_check_choice,
             due=lambda form: _measured(form) and form.get("statistic") != "median"),
    Question("where", "Which runs are meant? PARAMETER=VALUE, one a line; for a test-run several values with commas.",
             "a condition that all runs share", metavar="PARAMETER=VALUE", many=True, optional=True, due=is_bound,
             check=_check_choice),
    Question("holds-if", "On which side of which number does the statement hold? Such as < 0.9.",
             "what the claim predicts, such as '< 0.9'", metavar="'< N'", due=_measured,
             check=of_model(Assertion, "holds_if")),
    Question("smallest-effect", "What is the smallest effect of interest, in the unit of the statistic?",
             "the smallest effect of interest", metavar="N", due=_measured, check=_check_effect),
    Question("outcome", "Which outcome does the claim predict for all these runs?",
             "the outcome that the claim predicts", metavar="OUTCOME", choices=_outcomes, due=_run),
)  # fmt: skip
"""The questions about a bound item."""


def assertion(form: Form) -> dict[str, Any]:
    """Return what the answers assert, as a tree of the file."""
    if _run(form):
        where = _chosen(form, "where", several=True)
        return {**({"where": where} if where else {}), "outcome": form.get("outcome")}
    compare = {"a": _chosen(form, "a"), **({"b": _chosen(form, "b")} if form.all("b") else {})}
    where = _chosen(form, "where")
    return {
        "metric": form.get("metric"),
        "compare": compare,
        **({"where": where} if where else {}),
        "statistic": form.get("statistic"),
        "holds_if": form.get("holds-if"),
        "smallest_effect": _number(form.get("smallest-effect")),
    }


def _chosen(form: Form, question: str, *, several: bool = False) -> dict[str, Any]:
    """Return the chosen values as the runs have them: text stays text, a number a number."""
    known = _known(form)
    chosen: dict[str, Any] = {}
    for text in form.all(question):
        name, _, listed = text.partition("=")
        values = [next(v for v in known[name] if str(v) == value) for value in listed.split(",")]
        chosen[name] = values if several and len(values) > 1 else values[0]
    return chosen
