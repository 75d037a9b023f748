"""Scope and facets: the cells of a claim are well defined, and every item says which of them it speaks of."""

from collections.abc import Iterable, Iterator, Mapping
from math import prod

from ..errors import Path
from ..model import Claim, Counted, Direction, PartialFacet, ScopeFacet
from .rule import Context, Found, rule

MAX_CELLS = 4096
"""The largest number of cells that a claim may have."""


@rule(
    "S501",
    "scope without qemu",
    why="Every claim is asserted for release series.",
    bad="scope: {accelerator: [tcg, kvm]}",
    good='scope: {qemu: ["10.2"], accelerator: [tcg, kvm]}',
    fix='add qemu: ["10.2"], with the series that the claim is about',
)
def names_qemu(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield the claim if its scope has no `qemu`."""
    if "qemu" not in claim.scope:
        yield Found(("scope",), "the scope does not say which release series it is about", "", key=True)


@rule(
    "S502",
    "unknown dimension",
    why="Dimensions are listed in facets.yml; the reader's profile has no others.",
    bad="scope: {acelerator: [tcg, kvm]}",
    good="scope: {accelerator: [tcg, kvm]}",
    fix="correct the name, or add the dimension to facets.yml",
)
def dimension_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each key of scope and advice that is no dimension."""
    for at, dimension, _ in _chosen(claim):
        # That `qemu` itself is missing has a rule of its own.
        if dimension not in context.dimensions and dimension != "qemu":
            known = ", ".join(context.dimensions)
            yield Found(at, f"there is no dimension {dimension}", f"the dimensions are {known}", key=True)


@rule(
    "S503",
    "unknown value",
    why="Values are listed in facets.yml; the reader's profile has no others.",
    bad="accelerator: [tgc, kvm]",
    good="accelerator: [tcg, kvm]",
    fix="correct the value, or add it to facets.yml",
)
def value_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each value of scope and advice that its dimension does not have."""
    for at, dimension, values in _chosen(claim):
        known = context.dimensions.get(dimension, values)
        for index, value in enumerate(values):
            if value not in known:
                message = f"{dimension} has no value {value}"
                yield Found((*_values_at(claim, at), index), message, f"its values are {', '.join(known)}")


@rule(
    "S504",
    "facet leaves values out without a reason",
    why="Whoever leaves out environments could leave out those in which the claim fails.",
    bad="accelerator: [tcg]",
    good="accelerator: {values: [tcg], why: …}",
    fix="list all values of the dimension, or write {values: […], why: …}",
)
def values_complete(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each facet other than `qemu` that neither lists all values nor says why not."""
    for dimension, facet in claim.scope.items():
        missing = _missing(context, dimension, facet)
        if missing and dimension != "qemu" and not isinstance(facet, PartialFacet):
            message = f"{dimension} leaves out {', '.join(missing)} and does not say why"
            yield Found(("scope", dimension), message, "", key=True)


@rule(
    "S505",
    "reason for leaving values out, but none is left out",
    why="The reason would be shown on the page, and be wrong.",
    bad="accelerator: {values: [tcg, kvm], why: …}",
    good="accelerator: [tcg, kvm]",
    fix="write the plain list",
)
def reason_needed(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each facet that says why values are left out and lists all of them."""
    for dimension, facet in claim.scope.items():
        known = dimension in context.dimensions
        if isinstance(facet, PartialFacet) and known and not _missing(context, dimension, facet):
            yield Found(("scope", dimension), f"{dimension} lists all its values and still says why not", "", key=True)


@rule(
    "S506",
    "value given twice",
    why="A second mention changes nothing and hides what was meant.",
    bad="accelerator: [tcg, tcg]",
    good="accelerator: [tcg, kvm]",
    fix="delete one of the two",
)
def values_once(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each value that stands twice in one list of scope, advice or applies_to."""
    for at, dimension, values in [*_chosen(claim), *_applied(claim)]:
        for index, value in enumerate(values):
            if value in values[:index]:
                yield Found((*_values_at(claim, at), index), f"{value} is given twice for {dimension}", "")


@rule(
    "S507",
    "too many cells",
    why="The outcome of every cell is computed and sent to the browser.",
    bad="seven facets with four values each",
    good="the two facets by which the evidence differs",
    fix="drop facets by which the evidence does not differ",
)
def cells_bounded(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield the claim if its scope spans more than 4,096 cells."""
    cells = prod(len(_values(facet)) for facet in claim.scope.values())
    if cells > MAX_CELLS:
        yield Found(("scope",), f"the scope spans {cells:,} cells, at most {MAX_CELLS:,} are allowed", "", key=True)


@rule(
    "S508",
    "item does not say where it applies",
    why="Evidence counts only in the cells that it speaks of, and nothing is carried over in silence.",
    bad="direction: supports, without applies_to",
    good='applies_to: {qemu: ["10.2"], accelerator: all}',
    fix="add applies_to with every facet of the scope",
)
def applies_somewhere(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each item that takes a side and has no `applies_to`."""
    for index, item in _sided(claim):
        if not item.applies_to and claim.scope:
            yield Found(("evidence", index), f"{item.id} takes a side but has no applies_to", "")


@rule(
    "S509",
    "facet missing in applies_to",
    why="An item that holds for every value says so with `all`.",
    bad='applies_to: {qemu: ["10.2"]}, the scope having accelerator',
    good='applies_to: {qemu: ["10.2"], accelerator: all}',
    fix="name the facet with its values, or `all`",
)
def applies_to_each_facet(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each `applies_to` of an item that takes a side and leaves out a facet of the scope."""
    for index, item in _sided(claim):
        missing = [name for name in claim.scope if name in context.dimensions and name not in item.applies_to]
        if missing and item.applies_to:
            message = f"applies_to of {item.id} does not name {', '.join(missing)}"
            yield Found(("evidence", index, "applies_to"), message, "", key=True)


@rule(
    "S510",
    "facet in applies_to that the scope lacks",
    why="The item would speak of environments of which the claim does not.",
    bad="applies_to: {io-uring: [blocked]}, the scope having no io-uring",
    good="io-uring in the scope as well",
    fix="add the facet to the scope, or drop it here",
)
def applies_to_known_facets(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each key of an `applies_to` that is no facet of the scope."""
    for at, dimension, _ in _applied(claim):
        if dimension not in claim.scope:
            yield Found(at, f"the scope has no {dimension}", f"its facets are {', '.join(claim.scope)}", key=True)


@rule(
    "S511",
    "value outside the scope",
    why="Evidence from elsewhere does not decide the claim.",
    bad='applies_to: {qemu: ["11.1"]}, the scope being ["10.2"]',
    good='applies_to: {qemu: ["10.2"]} with an indirectness limit',
    fix="use values of the scope; evidence from another version needs an indirectness limit",
)
def applies_inside_scope(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each value of an `applies_to` that the scope does not have."""
    for at, dimension, values in _applied(claim):
        inside = _values(claim.scope[dimension]) if dimension in claim.scope else values
        for index, value in enumerate(values):
            if value not in inside:
                message = f"{value} is outside the scope of {dimension}"
                yield Found((*at, index), message, f"the scope has {', '.join(inside)}")


@rule(
    "S512",
    "unknown release series in findings",
    why="The starting version is looked up in the dimension qemu.",
    bad='starting_from: [{qemu: "10.9", …}]',
    good='starting_from: [{qemu: "10.1", …}]',
    fix="use a release series of facets.yml, each once",
    subject="base",
)
def starting_series(context: Context) -> Iterator[Found]:
    """Yield each starting point whose release series is unknown or given twice."""
    known = context.dimensions.get("qemu")
    seen: set[str] = set()
    for index, start in enumerate(context.kb.findings.starting_from if context.kb.findings else ()):
        at: Path = ("starting_from", index, "qemu")
        if known is not None and start.qemu not in known:
            yield Found(at, f"qemu has no value {start.qemu}", f"its values are {', '.join(known)}", file="findings")
        elif start.qemu in seen:
            yield Found(at, f"{start.qemu} is given twice", "keep one of the two", file="findings")
        seen.add(start.qemu)


def _values(facet: ScopeFacet) -> tuple[str, ...]:
    return facet.values if isinstance(facet, PartialFacet) else facet


def _missing(context: Context, dimension: str, facet: ScopeFacet) -> list[str]:
    return [value for value in context.dimensions.get(dimension, ()) if value not in _values(facet)]


def _sided(claim: Claim) -> Iterator[tuple[int, Counted]]:
    for index, item in enumerate(claim.evidence):
        if isinstance(item, Counted) and getattr(item, "direction", None) is not Direction.CONTEXT:
            yield index, item


def _chosen(claim: Claim) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Yield place, dimension and values of every facet of the scope and of every condition of the advice."""
    for dimension, facet in claim.scope.items():
        yield ("scope", dimension), dimension, _values(facet)
    for index, advice in enumerate(claim.advice):
        for dimension, chosen in advice.when.items():
            yield ("advice", index, "when", dimension), dimension, _listed(chosen)


def _applied(claim: Claim) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Yield place, dimension and values of every `applies_to`; `all` has no values of its own."""
    for index, item in enumerate(claim.evidence):
        applies: Mapping[str, str | Iterable[str]] = getattr(item, "applies_to", {})
        for dimension, chosen in applies.items():
            yield ("evidence", index, "applies_to", dimension), dimension, () if chosen == "all" else _listed(chosen)


def _listed(chosen: str | Iterable[str]) -> tuple[str, ...]:
    return (chosen,) if isinstance(chosen, str) else tuple(chosen)


def _values_at(claim: Claim, at: Path) -> Path:
    """Return where the values of a facet stand, which is one level deeper where a reason is given."""
    if at[0] == "scope" and isinstance(claim.scope[str(at[1])], PartialFacet):
        return (*at, "values")
    return at
