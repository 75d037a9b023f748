"""A new evidence item: appended to its claim's list under the next local id; all else of the file stays as it is."""

from dataclasses import replace
from typing import Any

from claimbase.model import Claim, ClaimDocument, Direction, Evidence, LimitDomain
from claimbase.yamlio import block, flow

from .bound import assertion, is_bound
from .draft import Draft, ScaffoldError
from .edits import EditError, append_entry, insert_key, same_but
from .evidence import applies_to, claim_of, is_search, limit, takes_side
from .form import Form
from .locators import cited_lines, locator
from .similar import Similar, similar

_MOST_ITEMS = 999
_IN_LINE = frozenset(["locator", "applies_to", "limits", "assertion", "searched"])
_AFTER_EVIDENCE = tuple(ClaimDocument.model_fields)[tuple(ClaimDocument.model_fields).index("evidence") + 1 :]


def evidence_draft(form: Form) -> Draft:
    """Return the claim's file with the item appended; raises ScaffoldError where it cannot be."""
    claim = claim_of(form)
    if claim is None:
        raise ScaffoldError(f"there is no claim {form.get('claim')!a}")
    path = form.kb.files[claim.id]
    was = (form.kb.root / path).read_bytes()
    item = _item(form, _next_id(claim))
    entry = {"date": form.today, "change": form.get("change")} if form.get("change") else None
    try:
        text = _edited(was.decode("utf-8"), path, claim, item, entry)
    except (EditError, UnicodeDecodeError) as error:
        raise ScaffoldError(str(error)) from None
    return Draft(
        path=path,
        text=text,
        was=was,
        part=block(item, "  ", in_line=_IN_LINE),
        alike=_alike(item, claim),
        next=(
            f"claimbase explain {claim.id}    look how the verdict comes about now",
            *(() if entry else (f"{path}    add an entry to the history if the verdict moves",)),
            "claimbase lock    note the verdict; then commit the files together",
            "claimbase diff main..HEAD    read what your reviewers will read",
        ),
        look=cited_lines(form),
    )


def _next_id(claim: Claim) -> str:
    number = 1 + max((int(item.id[1:]) for item in claim.evidence), default=0)
    if number > _MOST_ITEMS:
        raise ScaffoldError(f"{claim.id} has evidence up to e{_MOST_ITEMS}: split the claim")
    return f"e{number}"


def _item(form: Form, name: str) -> dict[str, Any]:
    item: dict[str, Any] = {"id": name, "kind": form.get("kind")}
    if is_search(form):
        searched = zip(form.all("searched"), form.all("query"), form.all("hits"), strict=False)
        listed = [
            {"where": where, "query": query, "date": form.get("searched-on"), "hits": int(hits)}
            for where, query, hits in searched
        ]
        if not len(form.all("searched")) == len(form.all("query")) == len(form.all("hits")):
            raise ScaffoldError(
                "each place that was searched needs its own query and number of hits, in the same order"
            )
        return {**item, "direction": str(Direction.CONTEXT), "searched": listed, "finding": form.get("finding")}
    if is_bound(form):
        item |= {"benchmark": form.get("benchmark"), "assertion": assertion(form)}
    else:
        item |= {"direction": form.get("direction"), "source": form.get("source"), "locator": locator(form)}
    if form.get("introduced-by"):
        item["introduced_by"] = form.get("introduced-by")
    item["finding"] = form.get("finding")
    return {**item, **_weight(form)}


def _weight(form: Form) -> dict[str, Any]:
    """Return where the item applies and what it counts for."""
    weight: dict[str, Any] = {}
    selections = applies_to(form, form.get("applies-to")) if takes_side(form) else ""
    if not isinstance(selections, str):
        weight["applies_to"] = selections
    weight |= {key: form.get(key) for key in ("direct", "interest", "disinterested", "origin") if form.get(key)}
    found = [
        limit(form.get("indirect"), str(LimitDomain.INDIRECTNESS)) if form.get("indirect") else "",
        limit(form.get("bias"), str(LimitDomain.RISK_OF_BIAS)) if form.get("bias") else "",
        *(limit(text) for text in form.all("limit")),
    ]
    limits = [each for each in found if not isinstance(each, str)]
    return {**weight, "limits": limits} if limits else weight


def _edited(text: str, path: str, claim: Claim, item: dict[str, Any], entry: dict[str, Any] | None) -> str:
    """Return the text of the claim's file with the item, and the entry of the history, appended."""
    made = block(item, "  ", in_line=_IN_LINE)
    rows = [row[2:] for row in made.splitlines()]
    if claim.evidence or "\nevidence:" in text:
        edited = append_entry(text, ("evidence",), rows)
    else:
        edited = insert_key(text, f"evidence:\n{made}", _AFTER_EVIDENCE)
    if entry:
        edited = append_entry(edited, ("history",), [f"- {flow(entry)}"])

    def expected(tree: Any) -> None:
        tree["evidence"] = [*tree.get("evidence", []), item]
        if entry:
            tree["history"] = [*tree["history"], entry]

    same_but(text, edited, path, expected)
    return edited


def _alike(item: dict[str, Any], claim: Claim) -> tuple[Similar, ...]:
    """Return the claim's items that cite the same, or say nearly the same; the likest first."""
    findings = {other.id: (other.finding,) for other in claim.evidence}
    # What two findings share in words is no proof; that they cite the same is.
    found = {
        each.id: replace(each, likeness=min(each.likeness, 0.99)) for each in similar((item["finding"],), findings)
    }
    for other in claim.evidence:
        place = _tree(other)
        if all(item.get(key) == place.get(key) for key in ("locator", "searched", "benchmark", "assertion")):
            found[other.id] = Similar(other.id, "cites the same", 1.0)
        elif _overlap(item.get("locator"), place.get("locator")):
            found[other.id] = Similar(other.id, "cites some of the same lines", 0.99)
    return tuple(sorted(found.values(), key=lambda each: (-each.likeness, each.id)))


def _overlap(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    """Whether two locators of files share lines."""
    if not one or not other or "lines" not in one or "lines" not in other:
        return False
    same_file = all(one[key] == other[key] for key in ("repo", "commit", "path"))
    return same_file and one["lines"][0] <= other["lines"][1] and other["lines"][0] <= one["lines"][1]


def _tree(item: Evidence) -> dict[str, Any]:
    return item.model_dump(mode="json", by_alias=True, exclude_defaults=True)
