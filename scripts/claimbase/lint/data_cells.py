"""Data cells: what they name exists, and numbers in the finding of a bound item come from them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import Path
from ..evaluate import CELL, fields_of
from ..model import Bound, BoundTestRun, Claim, Measurement, Model
from .rule import Context, Found, rule

_CODE = re.compile(r"`[^`]*`")
_OPENED = re.compile(r"\{\{|\}\}")

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    rf"\b[0-9]{{4}}-[0-9]{{2}}(-[0-9]{{2}})?\b|\b([0-9]{{1,2}} )?({_MONTHS}) [0-9]{{4}}\b|\b(19|20)[0-9]{{2}}\b"
)
_CONFIDENCE = re.compile(r"\b95 % (confidence )?interval\b")
_VERSION = re.compile(r"v?[0-9]+(\.[0-9]+){2,}(-rc[0-9]+)?")
_AMOUNT = re.compile(
    r"[^\w]*[0-9][0-9.,]*(k|x|×|%|‰|ns|[uµμ]s|ms|s|min|h|d|[kKMGT]i?B|B|[kMG]?Hz|[kKMGT]i?B/s|IOPS|MHz)?"
)


@rule(
    "D301",
    "unknown item or field of a data cell",
    why="A cell stands for a figure of one of the claim's own bound items.",
    bad='finding: "{{ e9.effect }}"',
    good='finding: "{{ e3.effect }}"',
    fix="name a measurement or bound test-run of this claim, and one of its fields",
)
def cell_known(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each data cell whose item is not bound to data, or has no such field."""
    items = {item.id: item for item in claim.evidence if isinstance(item, Measurement | BoundTestRun)}
    for at, text in _texts(claim):
        for match in CELL.finditer(text):
            name, field = match.groups()
            if name not in items:
                yield Found(at, f"{name} is no measurement or bound test-run of this claim", "")
            elif field not in (known := _fields(context, items[name])):
                yield Found(at, f"{name} has no field {field}", f"its fields are {', '.join(known)}")


@rule(
    "D302",
    "data cell that is none",
    why="Readers would see the braces instead of a figure.",
    bad='finding: "{{ e3 effect }}"',
    good='finding: "{{ e3.effect }}"',
    fix="write {{ e3.effect }}; put braces that are meant as such in a code span",
)
def cell_formed(_context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each text with double braces, code spans apart, that do not make a data cell."""
    for at, text in _texts(claim):
        found = _OPENED.search(CELL.sub("", _CODE.sub("", text)))
        if found:
            yield Found(at, f"{found.group()} does not belong to a data cell", "")


@rule(
    "D303",
    "figure typed into the finding of a bound item",
    why="Text and data would part when a sample changes.",
    bad="finding: The pause is 7 times as long.",
    good='finding: "The pause is {{ e3.effect }} times as long."',
    fix="use a data cell; names with letters, versions, dates and code spans may have digits",
)
def figures_from_data(context: Context, claim: Claim) -> Iterator[Found]:
    """Yield each finding of a bound item that has a figure outside of data cells.

    Free are: code spans; dates and years; words with letters (`virtio-9p`), unless they are a number with its unit;
    versions with two points or more; values of dimensions, such as `10.2`; and the words "95 % interval".
    """
    values = {value for known in context.dimensions.values() for value in known}
    for index, item in enumerate(claim.evidence):
        if isinstance(item, Measurement | BoundTestRun):
            figures = [word for word in _figures(item.finding) if word not in values]
            if figures:
                message = f"{item.id} has the figure {figures[0]} that no data cell gives"
                yield Found(("evidence", index, "finding"), message, "")


def _figures(text: str) -> Iterator[str]:
    for pattern in (CELL, _CODE, _CONFIDENCE, _DATE):
        text = pattern.sub(" ", text)
    for raw in re.split(r"[\s/–]+", text):
        word = raw.strip(".,;:!?()[]\"'“”")
        if any(character.isdigit() for character in word) and not _VERSION.fullmatch(word):
            lettered = any(character.isalpha() for character in word)
            if not lettered or _AMOUNT.fullmatch(word):
                yield word


def _fields(context: Context, item: Bound) -> tuple[str, ...]:
    return fields_of(item, context.kb.benchmarks.get(item.benchmark))


def _texts(claim: Claim) -> Iterator[tuple[Path, str]]:
    """Yield place and content of every text with double braces; locators and what was searched for are no prose.

    Of a claim without bound items only opening braces are looked for, which JSON never has two of outside its texts.
    """
    bound = any(isinstance(item, Measurement | BoundTestRun) for item in claim.evidence)
    if not bound and "{{" not in claim.model_dump_json():
        return
    for name in type(claim).model_fields:
        yield from _below((name,), getattr(claim, name))


def _below(at: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        if "{{" in value or "}}" in value:
            yield at, value
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            if name not in ("locator", "query"):
                yield from _below((*at, name), getattr(value, name))
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _below((*at, index), entry)
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _below((*at, name), entry)
