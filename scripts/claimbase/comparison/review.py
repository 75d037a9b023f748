"""A comparison as a text for whoever reviews the change: what moves first, then what is new, then the rest."""

from collections.abc import Iterator, Sequence

from claimbase.errors import Problem, stopping
from claimbase.model import Source
from claimbase.outline import Block, Bullet, Bullets, Heading, Line, Paragraph, code, line, quiet, strong

from .review_claims import added, changed, moved, retired
from .values import ClaimChange, Comparison, OwnCase, SourceChange

MOST_CITED = 40
"""Citations that are listed; more are counted."""
_COMPARED = (
    "Compared are, for each new or rewritten item: the origin and the interest of its source with those of the sources "
    "that make the claim, and the names and mail domains of the commits with the authors, publisher and address of the "
    "source. That something is the same is no reproach; the reviewer should know it."
)


def review(comparison: Comparison, title: str) -> tuple[Block, ...]:
    """Return the text; `title` says what was compared."""
    return (
        Heading(line(title), 1),
        Paragraph(_summary(comparison)),
        *_mended_first(comparison),
        *_claims(comparison.claims),
        *_cited(comparison),
        *_section("Sources", [_source(change) for change in comparison.sources]),
        *_own_cases(comparison.own_cases),
        *_section("What else differs", [Bullet(line(each)) for each in comparison.others]),
        *_rest(comparison),
    )


def _summary(comparison: Comparison) -> Line:
    if comparison.empty:
        return line("Nothing differs.")
    changes = comparison.claims
    counts = (
        (sum(change.moved for change in changes), "verdict moves", "verdicts move"),
        (sum(change.surer_or_less for change in changes), "certainty moves", "certainties move"),
        (sum(change.before is None for change in changes), "claim is new", "claims are new"),
        (sum(_only_rewritten(change) for change in changes), "claim changes otherwise", "claims change otherwise"),
        (sum(change.after is None for change in changes), "claim is gone", "claims are gone"),
        (sum(change.before is None for change in comparison.sources), "source is new", "sources are new"),
    )
    told = [f"{number} {one if number == 1 else many}" for number, one, many in counts if number]
    claims = f"{comparison.claims_before} claims before, {comparison.claims_after} after"
    no_move = "" if any(change.moved for change in changes) else "No verdict moves. "
    return line(no_move, strong("; ".join(told)) if told else "", f" ({claims})." if told else f"{claims}.")


def _only_rewritten(change: ClaimChange) -> bool:
    there = change.before is not None and change.after is not None
    return there and not change.moved and not change.surer_or_less


def _mended_first(comparison: Comparison) -> Iterator[Block]:
    """Yield what keeps the change from being merged."""
    errors = [*comparison.breaches, *stopping(comparison.new_problems)]
    entries = [_problem(problem) for problem in dict.fromkeys(errors)]
    entries += [Bullet(line(code(name), " cannot be read; nothing is said of it here.")) for name in comparison.unread]
    yield from _section("To be mended first", entries)


def _claims(changes: Sequence[ClaimChange]) -> Iterator[Block]:
    groups = (
        ("Verdicts that move", [change for change in changes if change.moved], moved),
        ("Certainty that moves", [change for change in changes if change.surer_or_less], moved),
        ("New claims", [change for change in changes if change.before is None], added),
        ("Retired claims", [change for change in changes if change.after is None], retired),
        ("Other changed claims", [change for change in changes if _only_rewritten(change)], changed),
    )
    for title, chosen, told in groups:
        if chosen:
            yield Heading(line(title), 2)
        for change in chosen:
            yield Heading(line(change.title, " ", code(change.id)), 3)
            yield Bullets(tuple(told(change)))


def _cited(comparison: Comparison) -> Iterator[Block]:
    tokens = [Bullet(line(code(each.token), f": {each.what}")) for each in comparison.citations[:MOST_CITED]]
    left = len(comparison.citations) - MOST_CITED
    if left > 0:
        tokens.append(Bullet(line(f"and {left} more")))
    yield from _section("Citations that change", tokens)
    rules = [
        Bullet(
            line(f"{each.decision}: the rule ", code(each.rule), f" ({each.effect}) looks at {', '.join(each.claims)}")
        )
        for each in comparison.memo_rules
    ]
    yield from _section("Memos that may come out otherwise", rules)


def _source(change: SourceChange) -> Bullet:
    source = change.after or change.before
    if source is None or change.after is None:
        return Bullet(line(code(change.id), " is gone."))
    if change.before is None:
        return Bullet(line(strong("New: "), source.title, " ", code(change.id)), tuple(_standing(change, source)))
    said = f" says something else of: {', '.join(change.parts)}."
    relevant = {"interest", "origin"}.intersection(change.parts)
    below = tuple(_standing(change, source)) if relevant else ()
    return Bullet(line(source.title, " ", code(change.id), said), below)


def _standing(change: SourceChange, source: Source) -> Iterator[Bullet]:
    """Yield origin and interest."""
    shared = f", which is also that of {', '.join(change.same_origin)}" if change.same_origin else ", a new one"
    if change.before is not None and change.before.origin != source.origin:
        yield Bullet(line("Origin: ", code(change.before.origin), " → ", code(source.origin), shared, "."))
    elif change.before is None:
        yield Bullet(line("Origin: ", code(source.origin), shared, "."))
    if source.interest:
        yield Bullet(line("Interest: it gains from ", strong(source.interest.favours), ". ", source.interest.why))
    elif change.before is not None and change.before.interest:
        yield Bullet(line("Interest: none is declared any more; before: ", change.before.interest.favours, "."))
    else:
        yield Bullet(line("Interest: none is declared."))


def _own_cases(cases: Sequence[OwnCase]) -> Iterator[Block]:
    entries = [
        Bullet(line(code(case.claim), ", ", code(case.item), ": the source ", code(case.source), f" {case.what}."))
        for case in cases
    ]
    yield from _section("Who speaks for himself", entries)
    if entries:
        yield Paragraph(line(quiet(_COMPARED)))


def _rest(comparison: Comparison) -> Iterator[Block]:
    warnings = [problem for problem in comparison.new_problems if problem not in stopping(comparison.new_problems)]
    yield from _section("New warnings", [_problem(problem) for problem in warnings])
    yield from _section("Mended", [_problem(problem, gone=True) for problem in comparison.mended])


def _problem(problem: Problem, *, gone: bool = False) -> Bullet:
    place = f"{problem.path}:{problem.line}:{problem.column}"
    mend = "" if gone else f" — {problem.fix}"
    return Bullet(line(code(problem.path if gone else place), " ", code(problem.code), f" {problem.message}{mend}"))


def _section(title: str, entries: Sequence[Bullet]) -> Iterator[Block]:
    if entries:
        yield Heading(line(title), 2)
        yield Bullets(tuple(entries))
