"""References: everything that names something else names something that exists."""

import re
from collections.abc import Iterator, Sequence

from ..errors import Path
from ..model import (
    Bound,
    BoundTestRun,
    Claim,
    CommitLocator,
    FileLocator,
    LocatedEvidence,
    Locator,
    Measurement,
    Retirement,
    SentenceLocator,
    Tombstone,
)
from ..model.base import ID_PATTERN
from .rule import Context, Found, rule

_ID = re.compile(ID_PATTERN)


@rule(
    "R401",
    "unknown source",
    why="A reader must be able to look the source up.",
    bad="source: qemu-sorce",
    good="source: qemu-source",
    fix="correct the id, or add the source under claims/sources/",
)
def source_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each source of the claim that does not exist."""
    for at, source, _ in _located(claim):
        if context.unknown(source, context.kb.sources):
            yield Found((*at, "source"), f"there is no source {source}", "")


@rule(
    "R402",
    "unknown benchmark",
    why="A measurement or bound test-run is evaluated from the data of a benchmark.",
    bad="benchmark: in-place-updat",
    good="benchmark: in-place-update",
    fix="correct the id, or add the benchmark under claims/benchmarks/",
)
def benchmark_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each benchmark of the claim that does not exist."""
    for at, item in _bound(claim):
        if context.unknown(item.benchmark, context.kb.benchmarks):
            yield Found((*at, "benchmark"), f"there is no benchmark {item.benchmark}", "")


@rule(
    "R403",
    "unknown metric",
    why="An assertion speaks of a metric of its benchmark.",
    bad="metric: guest-gap",
    good="metric: guest-gap-ms",
    fix="use a metric of the benchmark",
)
def metric_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each asserted metric that its benchmark does not have."""
    for at, item in _bound(claim):
        benchmark = context.kb.benchmarks.get(item.benchmark)
        metrics = [metric.id for metric in benchmark.metrics] if benchmark else []
        if metrics and isinstance(item, Measurement) and item.assertion.metric not in metrics:
            message = f"the benchmark {item.benchmark} has no metric {item.assertion.metric}"
            yield Found((*at, "assertion", "metric"), message, f"its metrics are {', '.join(metrics)}")


@rule(
    "R404",
    "unknown claim",
    why="A reader must be able to follow the reference.",
    bad="relations: [{kind: refines, claim: no-such-claim}]",
    good="relations: [{kind: refines, claim: live-update-while-running}]",
    fix="correct the id, or write the claim first",
    subject="base",
)
def claim_known(context: Context) -> Iterator[Found]:
    """Yield each reference to a claim that neither exists nor is retired."""
    kb = context.kb
    for file, at, identifier in _claim_references(context):
        if context.unknown(identifier, kb.claims) and identifier not in kb.tombstones:
            yield Found(at, f"there is no claim {identifier}", "", file=file)


@rule(
    "R405",
    "assumption looks like an unknown claim",
    why="An assumption that is one id links to that claim.",
    bad="assumptions: [no-such-claim]",
    good="assumptions: [The guest has a timer interrupt.]",
    fix="correct the id, or write a sentence",
)
def assumption_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each assumption that has the form of an id and is not the id of a claim."""
    for index, text in enumerate(claim.assumptions):
        if _ID.search(text) and context.unknown(text, context.kb.claims) and text not in context.kb.tombstones:
            yield Found(("assumptions", index), f"there is no claim {text}", "")


@rule(
    "R406",
    "relation to itself",
    why="A claim cannot depend on or contradict itself.",
    bad="in x.yml: relations: [{kind: refines, claim: x}]",
    good="relations: [{kind: refines, claim: y}]",
    fix="name the other claim",
)
def not_itself(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each relation and assumption that names the claim in which it stands."""
    for index, relation in enumerate(claim.relations):
        if relation.claim == claim.id:
            yield Found(("relations", index, "claim"), "the claim is related to itself", "")
    for index, text in enumerate(claim.assumptions):
        if text == claim.id:
            yield Found(("assumptions", index), "the claim assumes itself", "")


@rule(
    "R407",
    "reference to a retired claim",
    why="The page of a retired claim only says where its content went.",
    bad="claim: retired-claim",
    good="claim: the-claim-that-took-its-place",
    fix="name the claim that took its place, or leave the reference out",
    subject="base",
)
def not_retired(context: Context) -> Iterator[Found]:
    """Yield each reference to a tombstone."""
    for file, at, identifier in [*_claim_references(context), *_assumed(context)]:
        tombstone = context.kb.tombstones.get(identifier)
        if tombstone:
            successors = ", ".join(tombstone.retired.to)
            yield Found(at, f"{identifier} is retired", f"name {successors} instead" if successors else "", file=file)


@rule(
    "R408",
    "tombstone does not say what follows",
    why="A reader who followed an old link must find what took the claim's place.",
    bad="retired: {how: split, to: [only-one], …}",
    good="retired: {how: split, to: [one, another], …}",
    fix="moved names one claim, split at least two, withdrawn none",
    subject="tombstone",
)
def successors_fit(_context: Context, tombstone: Tombstone) -> Iterator[Found]:
    """Yield the tombstone if the number of its successors does not fit how the claim was retired."""
    count = len(tombstone.retired.to)
    fits = {Retirement.MOVED: count == 1, Retirement.SPLIT: count >= 2, Retirement.WITHDRAWN: count == 0}
    if not fits[tombstone.retired.how]:
        yield Found(("retired", "how"), f"{tombstone.retired.how} with {count} claims in its place", "")


@rule(
    "R409",
    "repository of another source",
    why="The link to the cited lines is made from the repository of the source.",
    bad="source: qemu-website with locator: {repo: qemu, …}",
    good="source: qemu-source with locator: {repo: qemu, …}",
    fix="name the source whose repository it is",
)
def repository_fits(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each git locator whose repository is not the one that its source declares."""
    for at, identifier, locator in _located(claim):
        source = context.kb.sources.get(identifier)
        if source and isinstance(locator, FileLocator | CommitLocator):
            if source.repository is None:
                message = f"the source {identifier} declares no git repository"
                yield Found((*at, "locator", "repo"), message, "add `repository` to the source, or name another source")
            elif source.repository.name != locator.repo:
                message = f"the repository of {identifier} is {source.repository.name}, not {locator.repo}"
                yield Found((*at, "locator", "repo"), message, "")


@rule(
    "R410",
    "sentence of another source than the article",
    why="Sentence numbers are those of article.yml.",
    bad="source: qemu-source with locator: {sentence: 5}",
    good="source: <the article's source> with locator: {sentence: 5}",
    fix="name the source of article.yml, or use another locator",
)
def sentence_source(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each sentence locator whose source is not the examined article."""
    article = context.kb.article
    if "article" in context.kb.failed or (article and article.source not in context.kb.sources):
        return
    for at, source, locator in _located(claim):
        if isinstance(locator, SentenceLocator):
            if article is None:
                yield Found((*at, "locator"), "there is no article.yml whose sentence this could be", "add article.yml")
            elif source != article.source and not context.unknown(source, context.kb.sources):
                yield Found((*at, "locator"), f"sentences are those of {article.source}, not of {source}", "")


@rule(
    "R411",
    "unknown sentence",
    why="The annotated article links sentence and claim.",
    bad="locator: {sentence: 99}",
    good="locator: {sentence: 5}",
    fix="use a number of article.yml",
)
def sentence_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each sentence locator whose number article.yml does not have."""
    article = context.kb.article
    for at, source, locator in _located(claim):
        if not isinstance(locator, SentenceLocator) or article is None or source != article.source:
            continue
        if locator.sentence not in context.sentences:
            message = f"the article has no sentence {locator.sentence}"
            yield Found((*at, "locator", "sentence"), message, f"its sentences are 1 to {len(context.sentences)}")


@rule(
    "R412",
    "path leaves the repository",
    why="A cited path is read inside its repository.",
    bad="path: ../secret",
    good="path: docs/devel/migration/CPR.rst",
    fix="write the path from the top of the repository",
)
def path_inside(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each file locator whose path has a part `.` or `..`, or an empty one."""
    for at, _, locator in _located(claim):
        if isinstance(locator, FileLocator) and {"", ".", ".."}.intersection(locator.path.split("/")):
            yield Found((*at, "locator", "path"), "the path is not a plain path inside the repository", "")


def _located(claim: Claim) -> Iterator[tuple[Path, str, Locator]]:
    """Yield place, source and locator of everything in the claim that has them."""
    for index, asserter in enumerate(claim.asserted_by):
        yield ("asserted_by", index), asserter.source, asserter.locator
    for index, item in enumerate(claim.evidence):
        if isinstance(item, LocatedEvidence):
            yield ("evidence", index), item.source, item.locator


def _bound(claim: Claim) -> Iterator[tuple[Path, Bound]]:
    for index, item in enumerate(claim.evidence):
        if isinstance(item, Measurement | BoundTestRun):
            yield ("evidence", index), item


def _claim_references(context: Context) -> Iterator[tuple[str, Path, str]]:
    """Yield file, place and id of every reference to a claim, assumptions excepted."""
    kb = context.kb
    for claim in kb.claims.values():
        for index, relation in enumerate(claim.relations):
            yield claim.id, ("relations", index, "claim"), relation.claim
    for tombstone in kb.tombstones.values():
        yield from _listed(tombstone.id, ("retired", "to"), tombstone.retired.to)
    for index, sentence in enumerate(kb.article.sentences if kb.article else ()):
        yield from _listed("article", ("sentences", index, "claims"), sentence.claims)
    if kb.findings:
        for index, finding in enumerate(kb.findings.findings):
            yield "findings", ("findings", index, "claim"), finding.claim
        for index, start in enumerate(kb.findings.starting_from):
            yield from _listed("findings", ("starting_from", index, "claims"), start.claims)
    yield from _recommended(context)


def _recommended(context: Context) -> Iterator[tuple[str, Path, str]]:
    recommendations = context.kb.recommendations
    for number, decision in enumerate(recommendations.decisions if recommendations else ()):
        for index, each in enumerate(decision.rules):
            for place, looked in enumerate(each.looks_at):
                at: Path = ("decisions", number, "rules", index, "looks_at", place, "claim")
                yield "recommendations", at, looked.claim


def _assumed(context: Context) -> Iterator[tuple[str, Path, str]]:
    for claim in context.kb.claims.values():
        yield from _listed(claim.id, ("assumptions",), claim.assumptions)


def _listed(file: str, at: Path, identifiers: Sequence[str]) -> Iterator[tuple[str, Path, str]]:
    for index, identifier in enumerate(identifiers):
        yield file, (*at, index), identifier
