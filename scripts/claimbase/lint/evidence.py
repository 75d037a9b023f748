"""Evidence: ids, directness, interest, limits, and the locator that a kind needs."""

from collections.abc import Iterator

from ..model import (
    BoundTestRun,
    Claim,
    CommitLocator,
    Counted,
    Direction,
    Evidence,
    EvidenceKind,
    FileLocator,
    Level,
    LimitDomain,
    LocatedEvidence,
    Locator,
    Measurement,
    PackageLocator,
    RunLocator,
)
from .rule import Context, Found, rule

_LOCATORS: dict[EvidenceKind, tuple[tuple[type[Locator], ...], str]] = {
    EvidenceKind.PACKAGE_RECORD: ((PackageLocator,), "package, version, suite and accessed"),
    EvidenceKind.TEST_RUN: ((RunLocator,), "machine, date, commands and observed"),
    EvidenceKind.SOURCE_CODE: ((FileLocator,), "repo, commit, path, lines, blob and digest"),
    EvidenceKind.CHANGE_RECORD: ((CommitLocator, FileLocator), "repo, commit and subject"),
}


@rule(
    "E601",
    "neither direct nor limited by indirectness",
    why="An item that is not the observation that `test` names counts for less.",
    bad="direction: supports, without `direct` and without an indirectness limit",
    good="limits: [{domain: indirectness, steps: 1, why: …}]",
    fix="say in `direct` how it is the observation of the test, or add an indirectness limit",
)
def directness_given(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each item that takes a side and is neither called direct nor limited by indirectness."""
    for index, item in _sided(claim):
        if item.direct is None and LimitDomain.INDIRECTNESS not in _domains(item):
            yield Found(("evidence", index), f"{item.id} is neither direct nor limited by indirectness", "")


@rule(
    "E602",
    "both direct and limited by indirectness",
    why="An item is the observation of the test or it is not.",
    bad="direct: … with limits: [{domain: indirectness, …}]",
    good="direct: …",
    fix="drop `direct` or the indirectness limit",
)
def directness_once(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each item that is both called direct and limited by indirectness."""
    for index, item in _counted(claim):
        if item.direct is not None and LimitDomain.INDIRECTNESS in _domains(item):
            message = f"{item.id} is called direct and limited by indirectness"
            yield Found(("evidence", index, "direct"), message, "", key=True)


@rule(
    "E603",
    "interest without a limit",
    why="Who gains from being believed counts for less, unless the interest lies on the other side.",
    bad="a vendor's praise of its product without risk-of-bias limit",
    good="limits: [{domain: risk-of-bias, steps: 1, why: …}]",
    fix="add a risk-of-bias limit, or say in `disinterested` why the interest does not lie on this side",
)
def interest_weighed(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each interested item that takes a side and has neither a risk-of-bias limit nor `disinterested`."""
    for index, item in _sided(claim):
        biased = LimitDomain.RISK_OF_BIAS in _domains(item)
        if _interested(context, item) and not biased and item.disinterested is None:
            yield Found(("evidence", index), f"{item.id} has a declared interest and no risk-of-bias limit", "")


@rule(
    "E604",
    "both disinterested and limited by risk of bias",
    why="The interest lies on this side or it does not.",
    bad="disinterested: … with limits: [{domain: risk-of-bias, …}]",
    good="disinterested: …",
    fix="drop `disinterested` or the risk-of-bias limit",
)
def interest_once(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each item that is both called disinterested and limited by risk of bias."""
    for index, item in _counted(claim):
        if item.disinterested is not None and LimitDomain.RISK_OF_BIAS in _domains(item):
            message = f"{item.id} is called disinterested and limited by risk of bias"
            yield Found(("evidence", index, "disinterested"), message, "", key=True)


@rule(
    "E605",
    "disinterested without an interest",
    why="It answers an interest that source or item declares; without one it only advertises.",
    bad="disinterested: … where the source has no interest",
    good="(nothing)",
    fix="delete it, or declare the interest",
)
def interest_declared(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each `disinterested` of an item whose source declares no interest, nor the item."""
    for index, item in _counted(claim):
        source = getattr(item, "source", "")
        known = source in context.kb.sources or isinstance(item, Measurement | BoundTestRun)
        if item.disinterested is not None and known and not _interested(context, item):
            message = f"neither {item.id} nor its source declares an interest"
            yield Found(("evidence", index, "disinterested"), message, "", key=True)


@rule(
    "E606",
    "domain of a limit twice",
    why="A domain costs at most two levels.",
    bad="two limits of domain imprecision",
    good="one limit of domain imprecision, steps: 2",
    fix="make one limit of the two",
)
def domains_once(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each limit whose domain a limit of the same item has."""
    for index, item in _counted(claim):
        domains = _domains(item)
        for number, domain in enumerate(domains):
            if domain in domains[:number]:
                at = ("evidence", index, "limits", number, "domain")
                yield Found(at, f"{item.id} has two limits of {domain}", "")


@rule(
    "E607",
    "context with limits",
    why="Context has no level from which a limit could take.",
    bad="direction: context with limits: […]",
    good="direction: context",
    fix="delete the limits, or give the item a side",
    level=Level.WARNING,
)
def context_unlimited(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each item of context that has limits."""
    for index, item in enumerate(claim.evidence):
        if isinstance(item, LocatedEvidence) and item.direction is Direction.CONTEXT and item.limits:
            yield Found(("evidence", index, "limits"), f"{item.id} is context: its limits mean nothing", "", key=True)


@rule(
    "E608",
    "locator does not fit the kind",
    why="The kind gives the level; it must be what the locator leads to.",
    bad="kind: package-record with locator: {url: …}",
    good="kind: package-record with locator: {package: …, version: …, suite: …, accessed: …}",
    fix="change the kind, or use the locator that it needs",
)
def locator_fits(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each item whose locator is of another sort than its kind needs."""
    for index, item in enumerate(claim.evidence):
        if isinstance(item, LocatedEvidence) and item.kind in _LOCATORS:
            sorts, keys = _LOCATORS[item.kind]
            if not isinstance(item.locator, sorts):
                fix = f"change the kind, or use a locator with {keys}"
                yield Found(("evidence", index, "kind"), f"{item.kind} does not go with this locator", fix)


@rule(
    "E609",
    "evidence id twice",
    why="The id is the anchor on the page and the name in the change log.",
    bad="two items with id: e1",
    good="id: e1 and id: e2",
    fix="give the newer one the next free number",
)
def ids_once(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each item whose id an item before it has."""
    ids = [item.id for item in claim.evidence]
    for index, identifier in enumerate(ids):
        if identifier in ids[:index]:
            free = max(int(used[1:]) for used in ids) + 1
            yield Found(("evidence", index, "id"), f"{identifier} is used already", f"write e{free}")


@rule(
    "E610",
    "introducing commit without git evidence",
    why="Only git evidence can name the commit that brought a fact in.",
    bad="introduced_by: … with locator: {url: …}",
    good="introduced_by: … with locator: {repo: …, commit: …, path: …}",
    fix="delete introduced_by",
)
def introduced_in_git(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each `introduced_by` of an item without a git locator."""
    for index, item in enumerate(claim.evidence):
        if not isinstance(item, LocatedEvidence) or item.introduced_by is None:
            continue
        if not isinstance(item.locator, FileLocator | CommitLocator):
            message = f"{item.id} names a commit but has no git locator"
            yield Found(("evidence", index, "introduced_by"), message, "", key=True)


def _counted(claim: Claim) -> Iterator[tuple[int, Counted]]:
    for index, item in enumerate(claim.evidence):
        if isinstance(item, Counted):
            yield index, item


def _sided(claim: Claim) -> Iterator[tuple[int, Counted]]:
    for index, item in _counted(claim):
        if getattr(item, "direction", None) is not Direction.CONTEXT:
            yield index, item


def _domains(item: Counted) -> list[LimitDomain]:
    return [limit.domain for limit in item.limits]


def _interested(context: Context, item: Counted | Evidence) -> bool:
    source = context.kb.sources.get(getattr(item, "source", ""))
    return getattr(item, "interest", None) is not None or (source is not None and source.interest is not None)
