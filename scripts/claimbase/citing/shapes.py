"""A style of the Citation Style Language, cut down to what it does with entries of one shape.

What a style asks of an entry (its type, which fields it has, which of them are numbers) is the same for all entries
of a shape, so that it is answered once. What is left is small, which makes it quick, and free of what citeproc-py
0.9 does otherwise than the language says: it forgets the delimiter of a group around a condition, takes the word
`match` to hold for all tests at once, and joins the last of several names without a delimiter of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_CSL = "{http://purl.org/net/xbiblio/csl}"
_NEVER = ("locator", "position", "is-uncertain-date", "disambiguate")
"""Tests that no entry of a list passes: they are about citations in running text, or about dates that we never have."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a style may ask of an entry."""

    type: str
    """Item type of the language."""
    fields: frozenset[str]
    """The fields that the entry has, by the language's names."""
    numeric: frozenset[str] = frozenset()
    """Those of them that hold a number."""


def specialised(style: bytes, shape: Shape) -> bytes:
    """Return a style as it is for the bibliography entries of a shape; the number of an entry is left to the list."""
    parser = etree.XMLParser(remove_comments=True, remove_blank_text=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(style, parser)
    for tag in ("citation", "bibliography/sort"):
        for element in _found(root, tag):
            _parent(element).remove(element)
    for choose in list(root.iter(f"{_CSL}choose")):
        # Branches that are not taken may hold conditions, too; those are then no longer part of the tree.
        if _attached(choose, root):
            _resolve(choose, shape)
    for text in _found(root, "bibliography//text[@variable='citation-number']"):
        _parent(text).remove(text)
    for name in root.iter(f"{_CSL}name"):
        name.set("delimiter", name.get("delimiter", ", "))
    _keep_macros(root)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _found(root: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at a path of names without their namespace, `a//b[…]` such as XPath has it."""
    steps = "/".join(f"cs:{step}" if step else "" for step in path.split("/"))
    return list(root.findall(steps, {"cs": _CSL.strip("{}")}))


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a style has no parent")
    return parent


def _attached(element: etree._Element, root: etree._Element) -> bool:
    return any(above is root for above in element.iterancestors())


def _resolve(choose: etree._Element, shape: Shape) -> None:
    """Put what the branch that fits holds in the place of a condition."""
    taken = next((branch for branch in choose if _fits(branch, shape)), None)
    parent = _parent(choose)
    at = parent.index(choose)
    parent[at : at + 1] = list(taken) if taken is not None else []


def _fits(branch: etree._Element, shape: Shape) -> bool:
    results = list(_results(branch, shape))
    match branch.get("match", "all"):
        case "any":
            return any(results)
        case "none":
            return not any(results)
        case _:
            return all(results)


def _results(branch: etree._Element, shape: Shape) -> Iterator[bool]:
    """Yield what comes out of each test of a branch; an `else` has none."""
    yield from (name == shape.type for name in branch.get("type", "").split())
    yield from (name in shape.fields for name in branch.get("variable", "").split())
    yield from (name in shape.numeric for name in branch.get("is-numeric", "").split())
    yield from (False for test in _NEVER for _ in branch.get(test, "").split())


def _keep_macros(root: etree._Element) -> None:
    """Take away the macros that nothing calls any more, and keep one of a name."""
    macros = {macro.get("name"): macro for macro in root.findall(f"{_CSL}macro")}
    needed: set[str | None] = set()
    ahead = list(root.findall(f"{_CSL}bibliography"))
    while ahead:
        called = {text.get("macro") for text in ahead.pop().iter(f"{_CSL}text")} - needed - {None}
        needed |= called
        ahead += [macros[name] for name in called if name in macros]
    for name, macro in macros.items():
        if name not in needed:
            root.remove(macro)
