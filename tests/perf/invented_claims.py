"""Invented claims: of realistic size and shape, with evidence that comes to a verdict chosen beforehand.

Claim number i depends on the seed and on i alone: a base of 100 claims is the beginning of a base of 1,000.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import prod
from random import Random

from perf.invented_evidence import Facing, Item, Region, context, deciding, search, weightless
from perf.invented_sources import ARTICLE, CLAIMS_PER_SOURCE, InventedSource, source
from perf.invented_text import folded, paragraph, phrase, scalar, sentence, slug, title

AS_OF = "2026-11-23"
"""The day as of which the invented base is written."""
SENTENCES = 31
"""Sentences of the examined article."""
ANSWERING = 60
"""Claims that answer sentences of the article: the first ones."""
MAX_CELLS = 12
"""Cells of the largest scope."""
_DECK = (
    ["supported"] * 5 + ["supported-with-limits"] * 4 + ["overstated"] * 3 + ["refuted"] * 3
    + ["contested"] * 2 + ["unsupported"] + ["not-assessed"] * 2
)  # fmt: skip
_ANSWERED = ("fact", "comparison", "causal", "question")
_WAIVED = ("prediction", "advice", "opinion", "promotion")


@dataclass(frozen=True)
class Vocabulary:
    """What a claim chooses from, read from the real base."""

    topics: tuple[str, ...]
    """Ids of the topics."""
    dimensions: Mapping[str, tuple[str, ...]]
    """Values of each dimension, `qemu` among them."""

    @property
    def scopes(self) -> list[tuple[str, ...]]:
        """Every choice of at most two dimensions that spans no more cells than the largest scope."""
        names = [name for name in self.dimensions if name != "qemu"]
        choices = [*combinations(names, 1), *combinations(names, 2)]
        return [chosen for chosen in choices if prod(len(self.dimensions[n]) for n in chosen) <= MAX_CELLS]


@dataclass(frozen=True)
class InventedClaim:
    """A claim as a file."""

    id: str
    """Identifier."""
    topic: str
    """Topic, and so the folder."""
    text: str
    """The YAML text."""


@lru_cache(maxsize=4096)
def verdict_of(index: int, seed: int) -> str:
    """Return the verdict that claim number `index` comes to; each twenty in a row hold all verdicts."""
    block, place = divmod(index, len(_DECK))
    deck = list(_DECK)
    Random(f"{seed}/verdicts/{block}").shuffle(deck)
    return deck[place]


def identifier(index: int, seed: int) -> str:
    """Return the id of claim number `index`."""
    return slug(title(index, seed)[0])


def sentence_of(index: int) -> int | None:
    """Return the number of the sentence that claim number `index` answers, if any."""
    return index % SENTENCES + 1 if index < ANSWERING else None


def claim(index: int, seed: int, vocabulary: Vocabulary) -> InventedClaim:
    """Return claim number `index`."""
    chance = Random(f"{seed}/claim/{index}")
    verdict = verdict_of(index, seed)
    scope, partial = _scope(chance, verdict, vocabulary)
    known = source(index // CLAIMS_PER_SOURCE, seed)
    items = _items(chance, verdict, scope, known)
    lines = [
        "# yaml-language-server: $schema=../schema/claim.schema.json",
        *_head(index, seed, chance, verdict),
        *_asserted_by(index, known),
        "scope:",
        *_scope_lines(chance, scope, partial),
        "test: >-",
        folded(paragraph(chance, 200) + " This supports, its absence refutes.", "  "),
        "evidence:",
        *[line for number, item in enumerate(items, start=1) for line in item.lines(f"e{number}")],
        *_tail(index, seed, chance, scope),
    ]
    text = "\n".join(lines) + "\n"
    return InventedClaim(identifier(index, seed), chance.choice(vocabulary.topics), text)


def _head(index: int, seed: int, chance: Random, verdict: str) -> Iterator[str]:
    named, subject = title(index, seed)
    kind = chance.choice(_WAIVED if verdict == "not-assessed" else _ANSWERED)
    yield f"title: {named}"
    yield f"statement: {scalar(f'In QEMU 10.2, {subject} differs from 10.1: {phrase(chance, 1)}.')}"
    yield f"type: {kind}"
    if kind == "prediction":
        yield 'due: "2028-06-30"'
    elif kind in _WAIVED:
        yield f"not_assessed: {scalar(sentence(chance, 90))}"


def _asserted_by(index: int, known: InventedSource) -> Iterator[str]:
    yield "asserted_by:"
    number = sentence_of(index)
    if number is not None:
        yield f"  - {{source: {ARTICLE}, locator: {{sentence: {number}}}}}"
    if number is None or index % 4 == 0:
        yield f"  - {{source: {known.id}, locator: {known.asserting}}}"


def _scope(chance: Random, verdict: str, vocabulary: Vocabulary) -> tuple[dict[str, tuple[str, ...]], str]:
    """Return the values of each dimension, and the dimension of which some are left out, if any."""
    scope: dict[str, tuple[str, ...]] = {"qemu": ("10.2",)}
    split = verdict in {"supported-with-limits", "overstated"}
    if split or chance.random() < 0.6:
        for name in chance.choice(vocabulary.scopes):
            scope[name] = vocabulary.dimensions[name]
    partial = ""
    largest = max(scope, key=lambda name: len(scope[name]))
    if len(scope[largest]) > 2 and chance.random() < 0.2:
        scope[largest], partial = scope[largest][:-1], largest
    return scope, partial


def _scope_lines(chance: Random, scope: Mapping[str, Sequence[str]], partial: str) -> Iterator[str]:
    for name, values in scope.items():
        listed = ", ".join(scalar(value, in_flow=True) for value in values)
        if name == partial:
            why = scalar(phrase(chance, 70), in_flow=True)
            yield f"  {name}: {{values: [{listed}], why: {why}}}"
        else:
            yield f"  {name}: [{listed}]"


def _items(chance: Random, verdict: str, scope: Mapping[str, tuple[str, ...]], known: InventedSource) -> list[Item]:
    """Return four to eight items: those that decide, then those that change nothing."""
    everywhere: Region = dict.fromkeys(scope, "all")
    some, others = _halves(chance, scope)
    items = list(_deciding(chance, verdict, everywhere, some, others))
    others_of_its_kind = [item for item in items if item.facing is not Facing.CONTEXT]
    items.append(context(chance, known))
    count = chance.randint(max(4, len(items)), 8)
    while len(items) < count:
        choice = chance.random()
        if choice < 0.3 and verdict in {"supported", "supported-with-limits", "refuted", "overstated"}:
            like = chance.choice(others_of_its_kind)
            items.append(deciding(chance, like.facing, like.where))
        elif choice < 0.5:
            items.append(weightless(chance, everywhere, known))
        elif choice < 0.65 and verdict != "not-assessed":
            items.append(search(chance, AS_OF))
        else:
            items.append(context(chance, known))
    return items


def _halves(chance: Random, scope: Mapping[str, tuple[str, ...]]) -> tuple[Region, Region]:
    """Return two regions without a cell in common; both are everything where there is one cell."""
    some: Region = dict.fromkeys(scope, "all")
    others: Region = dict(some)
    wide = [name for name, values in scope.items() if len(values) > 1]
    if wide:
        name = chance.choice(wide)
        at = chance.randint(1, len(scope[name]) - 1)
        some[name], others[name] = scope[name][:at], scope[name][at:]
    return some, others


def _deciding(chance: Random, verdict: str, everywhere: Region, some: Region, others: Region) -> Iterator[Item]:
    match verdict:
        case "supported":
            yield deciding(chance, Facing.SUPPORTS, everywhere)
        case "supported-with-limits":
            yield deciding(chance, Facing.SUPPORTS, some)
        case "overstated":
            yield deciding(chance, Facing.SUPPORTS, some)
            yield deciding(chance, Facing.CONTRADICTS, others)
        case "contested":
            level = chance.randint(2, 4)
            yield deciding(chance, Facing.SUPPORTS, some, level)
            yield deciding(chance, Facing.CONTRADICTS, some, level)
        case "refuted":
            yield deciding(chance, Facing.CONTRADICTS, chance.choice([everywhere, some]))
        case "unsupported":
            yield search(chance, AS_OF)


def _tail(index: int, seed: int, chance: Random, scope: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    yield "objection:"
    yield f"  text: {scalar(paragraph(chance, 220))}"
    yield f"  answer: {scalar(paragraph(chance, 220))}"
    yield f"assumptions: [{scalar(sentence(chance, 110), in_flow=True)}]"
    yield from _relations(index, seed, chance)
    yield "advice:"
    wide = [name for name, values in scope.items() if len(values) > 1]
    for name in wide[:1]:
        for value in scope[name][:2]:
            when = f"{name}: {scalar(value, in_flow=True)}"
            yield f"  - {{when: {{{when}}}, do: {scalar(sentence(chance, 100), in_flow=True)}}}"
    yield f"  - {{do: {scalar(sentence(chance, 100), in_flow=True)}}}"
    yield f'review_when: ["qemu>=11.2", {scalar(phrase(chance, 60), in_flow=True)}]'
    yield "history:"
    yield f'  - {{date: "{AS_OF}", change: First version.}}'


def _relations(index: int, seed: int, chance: Random) -> Iterator[str]:
    """Yield relations to earlier claims: one that many name, and some nearby."""
    earlier = {chance.randrange(min(index, 20))} if index else set()
    earlier |= {index - step for step in chance.sample(range(1, 40), 3) if step <= index}
    chosen = sorted(earlier)[: chance.randint(0, 3)]
    if chosen:
        yield "relations:"
    for other in chosen:
        stands = verdict_of(other, seed) == "supported" and chance.random() < 0.5
        kind = "depends-on" if stands else "refines"
        yield f"  - {{kind: {kind}, claim: {identifier(other, seed)}}}"
