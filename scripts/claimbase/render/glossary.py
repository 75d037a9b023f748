"""Terms of the glossary, linked where a page first uses them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from .prose import prose

EVERYDAY = "Claims and verdicts"
"""The section whose terms are everyday words as well: pages link them by hand, where they are meant as terms."""

_HEADING = re.compile(r"^(##|###) (.+?)\s*$(?:\n+(?!#)(.+))?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term that the glossary defines."""

    word: str
    """The term as the glossary writes it."""
    anchor: str
    """Its anchor on the glossary page."""
    meaning: str = ""
    """What it means: the first paragraph below its heading, as prose."""


def terms_of(markdown: str) -> tuple[GlossaryTerm, ...]:
    """Return the terms that a glossary in Markdown defines, one a level-3 heading, without the everyday ones."""
    section, found = "", []
    for level, text, meaning in _HEADING.findall(markdown):
        if level == "##":
            section = text
        elif section != EVERYDAY:
            found.append(GlossaryTerm(text, _anchor(text), meaning.strip()))
    return tuple(found)


def _anchor(text: str) -> str:
    """Return the anchor that Python-Markdown gives a heading of one line."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


@lru_cache(maxsize=8)
def _compiled(terms: tuple[GlossaryTerm, ...]) -> tuple[re.Pattern[str], dict[str, GlossaryTerm]]:
    """Return one expression for all terms, longest first, and the term of each spelling."""
    spellings: dict[str, GlossaryTerm] = {}
    for term in terms:
        for word in (term.word, term.word[0].upper() + term.word[1:]):
            spellings[word] = term
    words = "|".join(re.escape(word) for word in sorted(spellings, key=len, reverse=True))
    # Words inside options and paths are no terms.
    return re.compile(rf"<(a|code)\b.*?</\1>|(?<![\w./=-])({words})(?=s?(?:[^\w./=-]|[.-]\W|[.-]?$))"), spellings


def teller(terms: tuple[GlossaryTerm, ...], up: str, told: frozenset[str] = frozenset()) -> Callable[[str], Markup]:
    """Return a function that renders prose fields of one page and links each term where it first occurs.

    `up` leads from the page to the site's root; terms whose anchors are in `told` are not linked.
    """
    if not terms:
        return lambda text: prose(text, up)
    pattern, spellings = _compiled(terms)
    seen = set(told)
    # To look for a word costs a hundredth of what the expression costs, and most texts hold no new term.
    new = {word: term.anchor for word, term in spellings.items() if term.anchor not in seen}

    def link(match: re.Match[str]) -> str:
        word = match[2]
        term = spellings[word] if word else None
        if term is None or term.anchor in seen:
            return match[0]
        seen.add(term.anchor)
        for spelling in [word for word, anchor in new.items() if anchor == term.anchor]:
            del new[spelling]
        return f'<a class="cb-term" href="{up}glossary.html#{term.anchor}">{word}</a>'

    def tell(text: str) -> Markup:
        html = prose(text, up)
        for word in new:
            if word in html:
                return Markup(pattern.sub(link, html))  # noqa: S704 - safe HTML, and links to anchors of our own
        return html

    return tell
