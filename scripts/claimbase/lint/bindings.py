"""Benchmark definitions, and what claims assert about their data: names, sides, thresholds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..errors import Path
from ..evaluate import settings_of
from ..model import GIVEN_PARAMETERS, Assertion, Benchmark, Bound, BoundTestRun, Claim, Level, Measurement, Setting
from .rule import Context, Found, rule

Chosen = Setting | tuple[Setting, ...]


@rule(
    "D101",
    "unknown parameter",
    why="An assertion chooses runs by the parameters of its benchmark.",
    bad="where: {ram: 1024}",
    good="where: {guest-ram-mib: 1024}",
    fix="use a parameter of the benchmark, or version, series or machine",
)
def parameter_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each key of `where` and `compare` that is no parameter of the benchmark."""
    for at, item, benchmark in _bound(context, claim):
        known = (*(parameter.id for parameter in benchmark.parameters), *GIVEN_PARAMETERS)
        for place, choice in _choices(item):
            for name in choice:
                if name not in known:
                    message = f"the benchmark {item.benchmark} has no parameter {name}"
                    yield Found((*at, *place, name), message, f"its parameters are {', '.join(known)}", key=True)


@rule(
    "D102",
    "value that no run has",
    why="Without such a run nothing can be said about it.",
    bad="where: {version: 10.2}",
    good='where: {version: "10.2.2"}',
    fix="correct the value, or contribute runs that have it",
    level=Level.WARNING,
)
def value_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each chosen value that no run of the benchmark has."""
    for at, item, benchmark in _bound(context, claim):
        known = _values(context, item.benchmark)
        names = {*(parameter.id for parameter in benchmark.parameters), *GIVEN_PARAMETERS}
        for place, choice in _choices(item):
            for name, chosen in choice.items():
                for value in chosen if isinstance(chosen, tuple) else (chosen,):
                    if name in names and (type(value) is bool, value) not in known.get(name, ()):
                        yield Found((*at, *place, name), f"no run has {name} {value}", _quoted(name, value))


def _quoted(name: str, value: Setting) -> str:
    return f'versions are text: write "{value}"' if name in GIVEN_PARAMETERS and not isinstance(value, str) else ""


def _values(context: Context, benchmark: str) -> Mapping[str, set[tuple[bool, Setting]]]:
    known: dict[str, set[tuple[bool, Setting]]] = {}
    for _, result in context.kb.results.get(benchmark, ()):
        for run in result.runs:
            for name, value in settings_of(result, run).items():
                known.setdefault(name, set()).add((type(value) is bool, value))
    return known


@rule(
    "D103",
    "sides that cannot be compared",
    why="The two sides differ in the value of the same parameters, or nothing is compared.",
    bad="compare: {a: {mode: live}, b: {mode: live}}",
    good="compare: {a: {mode: cpr-exec}, b: {mode: live}}",
    fix="name the same parameters on both sides, with at least one other value",
)
def sides_differ(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each comparison whose sides are equal or name different parameters."""
    for at, asserted in _assertions(claim):
        a, b = asserted.compare.a, asserted.compare.b
        if b is not None and a.keys() != b.keys():
            message = "the sides name different parameters"
            yield Found((*at, "compare", "b"), message, "")
        elif b is not None and a == b:
            yield Found((*at, "compare", "b"), "both sides are the same", "")


@rule(
    "D104",
    "number of sides does not fit the statistic",
    why="A ratio or difference needs two sides; the median is of one.",
    bad="statistic: median with compare: {a: …, b: …}",
    good="statistic: median with compare: {a: …}",
    fix="give side b for a ratio or difference, leave it out for a median",
)
def sides_fit(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each assertion that lacks side b, or has it although its statistic is the median of one."""
    for at, asserted in _assertions(claim):
        if asserted.statistic == "median" and asserted.compare.b is not None:
            yield Found((*at, "compare", "b"), "a median has no side b", "delete b, or compare the medians", key=True)
        elif asserted.statistic != "median" and asserted.compare.b is None:
            yield Found((*at, "compare"), f"a {asserted.statistic} needs side b", "add b")


@rule(
    "D105",
    "threshold or smallest effect makes no sense",
    why="A ratio is above 0, and an effect as large as the threshold of a ratio is not the smallest of interest.",
    bad='statistic: ratio-of-medians with holds_if: "< 0"',
    good='statistic: ratio-of-medians with holds_if: "< 0.9", smallest_effect: 0.1',
    fix="give a threshold above 0 and a smaller effect of interest",
)
def threshold_sensible(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each threshold of a ratio that is not above 0, and each smallest effect that is not below it."""
    for at, asserted in _assertions(claim):
        if asserted.statistic == "ratio-of-medians":
            if asserted.threshold <= 0:
                yield Found((*at, "holds_if"), "a ratio is always above 0", "")
            elif asserted.smallest_effect >= asserted.threshold:
                yield Found((*at, "smallest_effect"), "the smallest effect is as large as the threshold", "")


@rule(
    "D106",
    "benchmark of the other sort",
    why="A measurement needs samples of a metric, a bound test-run needs outcomes.",
    bad="kind: measurement with a benchmark that has only outcomes",
    good="kind: test-run with a benchmark that has only outcomes",
    fix="bind the item to a benchmark that has what it asserts",
)
def sort_fits(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each measurement of a benchmark without metrics, and each test-run of one without outcomes."""
    for at, item, benchmark in _bound(context, claim):
        lacking = "metrics" if isinstance(item, Measurement) else "outcomes"
        if not getattr(benchmark, lacking):
            yield Found((*at, "benchmark"), f"the benchmark {item.benchmark} has no {lacking}", "")


@rule(
    "D107",
    "unknown outcome",
    why="A test-run ends in one of the outcomes that its benchmark names.",
    bad="outcome: keeps",
    good="outcome: kept",
    fix="use an outcome of the benchmark",
)
def outcome_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each asserted outcome that the benchmark does not have."""
    for at, item, benchmark in _bound(context, claim):
        outcomes = [outcome.id for outcome in benchmark.outcomes]
        if isinstance(item, BoundTestRun) and outcomes and item.assertion.outcome not in outcomes:
            message = f"the benchmark {item.benchmark} has no outcome {item.assertion.outcome}"
            yield Found((*at, "assertion", "outcome"), message, f"its outcomes are {', '.join(outcomes)}")


@rule(
    "D108",
    "parameter both shared and compared",
    why="A parameter has one value on both sides or one on each.",
    bad="compare: {a: {mode: x}, b: {mode: y}} with where: {mode: x}",
    good="compare: {a: {mode: x}, b: {mode: y}}",
    fix="delete it from where",
)
def chosen_once(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each key of `where` that the sides of the comparison have as well."""
    for at, asserted in _assertions(claim):
        for name in asserted.where:
            if name in asserted.compare.a:
                yield Found((*at, "where", name), f"{name} is compared already", "", key=True)


@rule(
    "D109",
    "parameter or outcome listed twice",
    why="An assertion must mean one parameter and one outcome.",
    bad="two parameters with id: mode",
    good="one parameter with id: mode",
    fix="delete one of the two",
    subject="benchmark",
)
def parts_unique(_context: Context, benchmark: Benchmark) -> Iterator[Found]:
    """Yield each parameter and outcome whose id one before it has."""
    for part, ids in (
        ("parameters", [parameter.id for parameter in benchmark.parameters]),
        ("outcomes", [outcome.id for outcome in benchmark.outcomes]),
    ):
        for index in _repeated(ids):
            yield Found((part, index, "id"), f"this {part[:-1]} id is listed twice", "")


@rule(
    "D110",
    "parameter that every run has already",
    why="Version, series and machine come with every run and are not declared.",
    bad="parameters: [{id: version, …}]",
    good="parameters: [{id: mode, …}]",
    fix="delete the parameter",
    subject="benchmark",
)
def parameters_own(_context: Context, benchmark: Benchmark) -> Iterator[Found]:
    """Yield each parameter that has the name of what comes with every run."""
    for index, parameter in enumerate(benchmark.parameters):
        if parameter.id in GIVEN_PARAMETERS:
            yield Found(("parameters", index, "id"), f"{parameter.id} comes with every run", "")


def _bound(context: Context, claim: Claim) -> Iterator[tuple[Path, Bound, Benchmark]]:
    """Yield place, item and benchmark of everything in the claim that is bound to a benchmark of the base."""
    for index, item in enumerate(claim.evidence):
        if isinstance(item, Measurement | BoundTestRun) and item.benchmark in context.kb.benchmarks:
            yield ("evidence", index), item, context.kb.benchmarks[item.benchmark]


def _assertions(claim: Claim) -> Iterator[tuple[Path, Assertion]]:
    for index, item in enumerate(claim.evidence):
        if isinstance(item, Measurement):
            yield ("evidence", index, "assertion"), item.assertion


def _choices(item: Bound) -> Iterator[tuple[Path, Mapping[str, Chosen]]]:
    """Yield place, from the item, and content of every choice of runs."""
    yield ("assertion", "where"), item.assertion.where
    if isinstance(item, Measurement):
        yield ("assertion", "compare", "a"), item.assertion.compare.a
        if item.assertion.compare.b is not None:
            yield ("assertion", "compare", "b"), item.assertion.compare.b


def _repeated(ids: Sequence[str]) -> Iterable[int]:
    return [index for index, identifier in enumerate(ids) if identifier in ids[:index]]
