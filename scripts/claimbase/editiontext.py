"""Frozen text: the few elements and attributes that it may consist of.

What an edition holds goes into pages as it is, for ever; so it is looked at, and never cleaned. The grammar is
narrower than HTML and needs no library whose next version might judge otherwise.
"""

import re

VOID = {"br"}
"""Elements without an end."""
ELEMENTS = {
    *("a", "blockquote", "br", "caption", "code", "dd", "details", "div", "dl", "dt", "em", "h2", "h3", "li", "ol"),
    *("p", "pre", "section", "small", "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
"""The elements of a frozen text."""
ATTRIBUTES = {"class", "id", "href", "rel", "scope", "aria-hidden", "aria-label", "role", "tabindex"}
"""Their attributes."""

_PLACE = r"https?://[^\s\"<>]+|#?[A-Za-z0-9][A-Za-z0-9.-]*(?:#[A-Za-z0-9.-]+)?"
"""What may be linked: the web, and pages of the same edition and their parts."""
_ADDRESS = re.compile(_PLACE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z-]+=\"[^\"<>]*\")*)>")
_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")
_ANY_ELEMENT, _PLAIN = "|".join(sorted(ELEMENTS)), "|".join(sorted(ATTRIBUTES - {"href"}))
# The same as a whole, for the many texts that are as they should be: nothing in it is tried twice.
_WHOLE = re.compile(
    rf'(?:[^<>]++|<(?:/(?:{_ANY_ELEMENT})|(?:{_ANY_ELEMENT})(?: (?:{_PLAIN})="[^"<>]*+"| href="(?:{_PLACE})")*+)>)*+'
)
_NAMES = re.compile(r"<(/?[a-z][a-z0-9]*)")


def unsafe(text: str) -> str:
    """Return what in a text is none of what frozen text consists of, in a few words; empty if there is nothing."""
    return "" if _WHOLE.fullmatch(text) and _nested(text) else explained(text)


def _nested(text: str) -> bool:
    """Whether every element of a text that has no other fault ends where it should."""
    waiting: list[str] = []
    for name in _NAMES.findall(text):
        if name[0] != "/":
            if name not in VOID:
                waiting.append(name)
        elif not waiting or waiting.pop() != name[1:]:
            return False
    return not waiting


def explained(text: str) -> str:
    """Return the same as `unsafe`, found tag by tag, which takes ten times as long."""
    open_elements: list[str] = []
    place = 0
    while (start := text.find("<", place)) >= 0:
        if ">" in text[place:start]:
            return "a > outside of a tag"
        match = _TAG.match(text, start)
        if match is None:
            return f"the markup {text[start : start + 20]!r}"
        if found := _element(match, open_elements):
            return found
        place = match.end()
    if open_elements:
        return f"an element {open_elements[-1]} without end"
    return "a > outside of a tag" if ">" in text[place:] else ""


def _element(match: re.Match[str], open_elements: list[str]) -> str:
    closing, element, attributes = match.groups()
    if element not in ELEMENTS:
        return f"the element {element}"
    if closing:
        if attributes or not open_elements or open_elements.pop() != element:
            return f"an end of {element} where none is due"
        return ""
    if element not in VOID:
        open_elements.append(element)
    for name, value in _ATTRIBUTE.findall(attributes):
        if name not in ATTRIBUTES:
            return f"the attribute {name}"
        if name == "href" and not _ADDRESS.fullmatch(value):
            return f"the address {value[:60]!r}"
    return ""
