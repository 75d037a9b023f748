"""Data cells: `{{ e3.effect }}` in the prose of a claim stands for what the data of its item e3 say.

Numbers come without unit and with three significant digits; counts that come out the same each time with all of
theirs. What has no value yet reads "not measured".
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from claimbase.evaluation import Evaluation, Evaluations, SideSamples
from claimbase.model import Benchmark, Bound, Claim, Measurement, Model

CELL = re.compile(r"\{\{ *(e[1-9][0-9]{0,2})\.([a-z][a-z0-9.+-]*) *\}\}")
"""A data cell: an evidence id and a field."""

NO_VALUE = "not measured"
"""What a cell reads whose item has no data."""

_OBSERVED = "observed."
_MINUS = {ord("-"): "\N{MINUS SIGN}"}


def _of_side(name: str, read: Callable[[SideSamples, Evaluation], str]) -> Callable[[Evaluation], str]:
    def field(found: Evaluation) -> str:
        side: SideSamples | None = getattr(found, name)
        return NO_VALUE if side is None else read(side, found)

    return field


def _interval(found: Evaluation) -> str:
    if found.interval is None:
        return NO_VALUE
    low, high = (number(end, exact=found.exact) for end in found.interval)
    return low if low == high else f"{low} to {high}"


_SHARED: Mapping[str, Callable[[Evaluation], str]] = {
    "n": lambda found: number(found.n, exact=True),
    "outcome": lambda found: str(found.outcome),
    "machines": lambda found: ", ".join(found.machines) or NO_VALUE,
}
_MEASURED: Mapping[str, Callable[[Evaluation], str]] = {
    **_SHARED,
    "effect": lambda found: NO_VALUE if found.effect is None else number(found.effect, exact=found.exact),
    "interval": _interval,
    "threshold": lambda found: NO_VALUE if found.threshold is None else f"{found.threshold:g}".translate(_MINUS),
    "unit": lambda found: found.unit or NO_VALUE,
    **{
        f"{name}.{field}": _of_side(name, read)
        for name in ("a", "b")
        for field, read in (
            ("median", lambda side, found: number(side.median, exact=found.exact)),
            ("n", lambda side, _: number(len(side.values), exact=True)),
            ("label", lambda side, _: side.label),
        )
    },
}
_RUN: Mapping[str, Callable[[Evaluation], str]] = {**_SHARED, "runs": _SHARED["n"]}


def number(value: float, *, exact: bool = False) -> str:
    """Return a number as prose has it: three significant digits, or all of an exact one; commas between thousands.

    A quotient of counts has digits without end; it is rounded like what was measured.
    """
    if value == 0 or (exact and float(value).is_integer()):
        return f"{value:,.0f}".translate(_MINUS)
    if exact and value == round(value, 2):
        return f"{value:,}".translate(_MINUS)
    rounded = float(f"{value:.2e}")
    digits = max(0, 2 - int(f"{rounded:.2e}".partition("e")[2]))
    return f"{rounded:,.{digits}f}".translate(_MINUS)


def fields_of(item: Bound, benchmark: Benchmark | None) -> tuple[str, ...]:
    """Return the fields that data cells may name for an item."""
    if isinstance(item, Measurement):
        one_sided = item.assertion.compare.b is None
        return tuple(name for name in _MEASURED if not (one_sided and name.startswith("b.")))
    outcomes = benchmark.outcomes if benchmark else ()
    return (*_RUN, *(f"{_OBSERVED}{outcome.id}" for outcome in outcomes))


def filled(claim: Claim, evaluations: Evaluations) -> Claim:
    """Return the claim with every data cell of its text replaced by what it stands for.

    A claim without bound items is returned as it is; a cell that means nothing stays as it was written.
    """
    if not evaluations:
        return claim

    def value(match: re.Match[str]) -> str:
        item, field = match.groups()
        return match.group() if item not in evaluations else cell(evaluations[item], field) or match.group()

    full: Claim = _filled(claim, lambda text: CELL.sub(value, text) if "{{" in text else text)
    return full


def cell(found: Evaluation, field: str) -> str:
    """Return what a field of an evaluation reads; empty where there is no such field."""
    if field.startswith(_OBSERVED):
        return number(found.observed.get(field.removeprefix(_OBSERVED), 0), exact=True)
    read = _MEASURED.get(field) or _RUN.get(field)
    return read(found) if read else ""


def _filled(value: Any, fill: Callable[[str], str]) -> Any:
    """Return a value with the texts in it filled; the value itself where none changed."""
    changed: Any = value
    if type(value) is str:
        changed = fill(value)
    elif isinstance(value, Model):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        made = {name: filled for name, held in fields.items() if (filled := _filled(held, fill)) is not held}
        changed = value.model_copy(update=made) if made else value
    elif isinstance(value, tuple):
        entries = tuple(_filled(entry, fill) for entry in value)
        changed = entries if any(new is not old for new, old in zip(entries, value, strict=True)) else value
    elif isinstance(value, Mapping):
        items = {name: _filled(held, fill) for name, held in value.items()}
        changed = items if any(items[name] is not held for name, held in value.items()) else value
    return changed
