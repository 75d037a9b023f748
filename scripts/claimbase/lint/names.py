"""Ids and names: topics, dimensions, schema lines."""

from collections.abc import Iterable, Iterator, Mapping

from ..layout import Part
from ..model import Benchmark, Claim, Level, Verdict
from .rule import Context, Found, rule

VERDICT_WORDS = frozenset(
    [
        *(word for verdict in Verdict for word in [str(verdict)] if "-" not in word),
        *("true", "false", "right", "wrong", "correct", "incorrect", "proven", "disproven", "confirmed"),
        *("debunked", "myth", "misleading"),
    ]
)
"""Words that give an answer away."""
_SCHEMA_LINE = "# yaml-language-server: $schema="
SCHEMA_LINES: Mapping[Part, str] = {
    Part.FORMAT: _SCHEMA_LINE + "schema/format.schema.json",
    Part.TOPICS: _SCHEMA_LINE + "schema/topics.schema.json",
    Part.FACETS: _SCHEMA_LINE + "schema/facets.schema.json",
    Part.ARTICLE: _SCHEMA_LINE + "schema/article.schema.json",
    Part.FINDINGS: _SCHEMA_LINE + "schema/findings.schema.json",
    Part.RECOMMENDATIONS: _SCHEMA_LINE + "schema/recommendations.schema.json",
    Part.PRESETS: _SCHEMA_LINE + "schema/presets.schema.json",
    Part.LOCK: _SCHEMA_LINE + "schema/lock.schema.json",
    Part.CHANGES: _SCHEMA_LINE + "schema/verdict-changes.schema.json",
    Part.EDITIONS: _SCHEMA_LINE + "../schema/editions.schema.json",
    Part.CLAIM: _SCHEMA_LINE + "../schema/claim.schema.json",
    Part.SOURCE: _SCHEMA_LINE + "../schema/source.schema.json",
    Part.BENCHMARK: _SCHEMA_LINE + "../../schema/benchmark.schema.json",
}
"""The first line of each sort of file; JSON has no place for such a line."""


@rule(
    "I307",
    "schema line missing or wrong",
    why="Editors find the schema by the first line, and complete and check while one writes.",
    bad="title: …",
    good=_SCHEMA_LINE + "../schema/claim.schema.json",
    fix="put the schema line first",
    subject="base",
)
def schema_line(context: Context) -> Iterator[Found]:
    """Yield each file whose first line does not point at the schema of its sort."""
    for file in context.kb.parsed.values():
        wanted = SCHEMA_LINES.get(file.entry.part)
        if wanted and file.value is not None and file.first_line != wanted:
            message = "the first line does not point editors at the schema"
            yield Found((), message, f"begin the file with {wanted}", file=file.entry.id)


@rule(
    "I308",
    "verdict word in an id",
    why="An id never changes, a verdict may; an id names the subject, never the answer.",
    bad="cpr-exec-saving-refuted.yml",
    good="cpr-exec-saving.yml",
    fix="name the subject only",
    level=Level.WARNING,
)
def verdict_word(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield the claim if its id gives the answer away."""
    words = VERDICT_WORDS.intersection(claim.id.split("-"))
    if words:
        yield Found((), f"the id holds the verdict word {', '.join(sorted(words))}", "name the subject, not the answer")


@rule(
    "I311",
    "folder is no topic",
    why="A claim's folder is its topic; topics.yml lists them.",
    bad="claims/eficiency/x.yml",
    good="claims/efficiency/x.yml",
    fix="move the claim to the folder of a topic, or add the topic to topics.yml",
)
def topic_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield the claim if its folder is not in topics.yml."""
    if claim.topic not in {topic.id for topic in context.kb.topics}:
        known = ", ".join(topic.id for topic in context.kb.topics)
        yield Found((), f"the folder {claim.topic} is no topic", f"move the file; the topics are {known}")


@rule(
    "I312",
    "topic listed twice",
    why="Two topics would share a page.",
    bad="two entries with id: efficiency",
    good="one entry with id: efficiency",
    fix="delete one of the two",
    subject="base",
)
def topics_unique(context: Context) -> Iterator[Found]:
    """Yield each topic whose id a topic before it has."""
    topics = context.kb.parsed[context.kb.files["topics"]].value
    for index in _repeated(topic.id for topic in getattr(topics, "topics", ())):
        yield Found(("topics", index, "id"), "this topic id is listed twice", "", file="topics")


@rule(
    "I313",
    "dimension listed twice",
    why="A key of a scope must mean one dimension.",
    bad="two dimensions with id: kernel",
    good="one dimension with id: kernel",
    fix="delete one of the two",
    subject="base",
)
def dimensions_unique(context: Context) -> Iterator[Found]:
    """Yield each dimension whose id a dimension before it has."""
    for index in _repeated(dimension.id for dimension in context.kb.facets.dimensions):
        yield Found(("dimensions", index, "id"), "this dimension id is listed twice", "", file="facets")


@rule(
    "I314",
    "value listed twice",
    why="A value of a scope must mean one answer.",
    bad="values: [{id: kvm, …}, {id: kvm, …}]",
    good="values: [{id: tcg, …}, {id: kvm, …}]",
    fix="delete one of the two",
    subject="base",
)
def values_unique(context: Context) -> Iterator[Found]:
    """Yield each value whose id a value of the same dimension has."""
    for number, dimension in enumerate(context.kb.facets.dimensions):
        for index in _repeated(value.id for value in dimension.values):
            at = ("dimensions", number, "values", index, "id")
            yield Found(at, f"this value of {dimension.id} is listed twice", "", file="facets")


@rule(
    "I315",
    "no dimension qemu",
    why="Every scope names release series of QEMU.",
    bad="facets.yml without id: qemu",
    good="- id: qemu",
    fix="add the dimension qemu with the release series as values",
    subject="base",
)
def qemu_dimension(context: Context) -> Iterator[Found]:
    """Yield facets.yml if it has no dimension `qemu`."""
    if "qemu" not in context.dimensions:
        yield Found(("dimensions",), "there is no dimension qemu", "", key=True, file="facets")


@rule(
    "I316",
    "metric listed twice",
    why="An assertion must mean one metric.",
    bad="two metrics with id: gap-ms",
    good="one metric with id: gap-ms",
    fix="delete one of the two",
    subject="benchmark",
)
def metrics_unique(_context: Context, benchmark: Benchmark) -> Iterator[Found]:
    """Yield each metric whose id a metric of the same benchmark has."""
    for index in _repeated(metric.id for metric in benchmark.metrics):
        yield Found(("metrics", index, "id"), "this metric id is listed twice", "")


def _repeated(values: Iterable[str]) -> Iterator[int]:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield index
        seen.add(value)
