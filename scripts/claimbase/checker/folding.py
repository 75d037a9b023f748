r"""Text as a reader sees it: escapes, entities, ligatures and invisible characters undone, each place remembered.

In folded text `\n` is the end of a line, two of them the end of a paragraph, and SEAM a place where markup begins
or ends, which a reader does not see.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

SEAM = "\x1f"
"""Stands for markup within a line: it belongs to no word and ends none."""
PARAGRAPH = "\n\n"


class Flavour(Enum):
    """How a text is written."""

    PLAIN = "plain text"
    MARKDOWN = "Markdown"
    REST = "reStructuredText"
    HTML = "HTML"
    LATEX = "LaTeX"


@dataclass(slots=True)
class Folded:
    """Folded text, which knows where in the original each of its characters stands."""

    text: str = ""
    """The text."""
    links: list[tuple[str, int, int]] = field(default_factory=list)
    """Addresses in the markup, with their first and last place in the original."""
    _starts: list[int] = field(default_factory=list)
    _origins: list[tuple[int, bool]] = field(default_factory=list)

    def origin(self, place: int) -> int:
        """Return the place in the original of a character of the text."""
        run = bisect_right(self._starts, place) - 1
        if run < 0:
            return place
        start, as_written = self._origins[run]
        return start + (place - self._starts[run] if as_written else 0)


_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_WIDE = {"\uff20": "@", "\uff03": "#", "\uff0f": "/"}
_CHARACTERS = {
    **_LIGATURES,
    **_WIDE,
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff", ""),
    **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x1f", ""),
    **dict.fromkeys("\u2029\x0c", PARAGRAPH),
}
_PERCENT = {"%23": "#", "%40": "@", "%2f": "/", "%2d": "-"}

# What stands before the text of a line: quotation marks of mail and Markdown, the marks of comments, line blocks.
_LEADERS = r"(?:(?:>|\||#{1,3}(?=[ \t])|//+|\*(?=[ \t])|;+|%+(?=[ \t])|--(?=[ \t]))[ \t]{0,8}){0,6}"
# A bare line feed stays as it is.
_NEWLINE = rf"(?P<newline>(?:\n(?=[ \t>|\#/*;%-])|\\\n|\\?(?:\r\n?|[\v\x85\u2028]))[ \t]{{0,200}}{_LEADERS})"
_CHARACTER = f"(?P<character>[{re.escape(''.join(_CHARACTERS))}])"
_ENCODED = r"(?P<percent>%(?:23|40|2[fFdD]))"
_ENTITY = r"(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
_ESCAPE = r"(?P<escape>\\[!-/:-@\[-`{-~ ])"
# Atomic, and ended by the end of the text as well: each is read once, however broken it is.
_HIDDEN = (
    r"(?P<hidden><!--(?>(?:[^-]|-(?!->))*)(?:-->|\Z)"
    r"|<(?P<raw>script|style|template)\b(?>(?:[^<]|<(?!/(?P=raw)))*)(?:</(?P=raw)[^>]{0,100}>?|\Z))"
)
_TAG = r"""(?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9:-]{0,40})(?>(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?)/?>|<[!?][^<>]*>)"""
_LATEX = (
    r"(?P<latex>\\(?:discretionary(?:\{[^{}]{0,20}\}){3}|(?:hspace\*?|hskip|penalty)[ ]?\{?-?[0-9.]+(?:pt|em)?\}?"
    r"|(?:allowbreak|linebreak|nolinebreak|nobreakdash|relax|protect|mbox|hbox|path|url|nolinkurl|href|texttt|textsf"
    r"|textrm|textbf|textit|textsc|text|emph|ttfamily|sffamily|small|footnotesize|scriptsize|seqsplit|detokenize"
    r"|lstinline|code|xspace|sloppy|break)(?![A-Za-z])(?:\[[0-9]\])?[ ]?"
    r"|[-/])|[{}])"
)
_LATEX_SIGN = r"(?P<sign>\\(?:[#_%&$@]|slash(?![A-Za-z])[ ]?|textunderscore(?![A-Za-z])[ ]?|\\(?:\[[^\]]{0,9}\])?))"
# A per cent sign within a word that two hexadecimal digits follow belongs to an address.
_LATEX_REMARK = r"(?P<remark>(?<!\\)%(?!(?<=\S%)[0-9A-Fa-f]{2})[^\n]*(?:\n[ \t]*)?)"


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join((*parts, _NEWLINE, _CHARACTER, _ENCODED)), re.IGNORECASE)


_PATTERNS = {
    Flavour.PLAIN: _pattern(),
    Flavour.MARKDOWN: _pattern(_HIDDEN, _TAG, _ENTITY, _ESCAPE),
    Flavour.REST: _pattern(_ESCAPE),
    Flavour.HTML: _pattern(_HIDDEN, _TAG, _ENTITY),
    Flavour.LATEX: _pattern(_LATEX_SIGN, _LATEX, _LATEX_REMARK),
}


def fold(text: str, flavour: Flavour) -> Folded:
    """Return the text as its reader sees it; takes time in proportion to its length."""
    folded = Folded()
    parts: list[str] = []
    size = end = 0

    def put(part: str, origin: int, as_written: bool) -> None:
        nonlocal size
        if part:
            folded._starts.append(size)
            folded._origins.append((origin, as_written))
            parts.append(part)
            size += len(part)

    for match in _PATTERNS[flavour].finditer(text):
        put(text[end : match.start()], end, True)
        kind = match.lastgroup or ""
        put(_REPLACE[kind](match), match.start(), False)
        if kind == "tag":
            _note_link(match, folded)
        end = match.end()
    put(text[end:], end, True)
    put("", len(text), True)
    folded.text = "".join(parts)
    return folded


_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)


def _note_link(match: re.Match[str], folded: Folded) -> None:
    if (match["name"] or "").lower() in {"a", "area"} and (found := _HREF.search(match.group())):
        group = found.lastindex or 1
        start = match.start() + found.start(group)
        folded.links.append((html.unescape(found[group]), start, match.start() + found.end(group)))


_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark"),
    *("nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr"),
}


def _tag(match: re.Match[str]) -> str:
    name = (match["name"] or "").lower()
    if name in _INLINE:
        return SEAM
    return "\n" if name == "br" else PARAGRAPH


def _entity(match: re.Match[str]) -> str:
    return "".join(_CHARACTERS.get(each, each) for each in html.unescape(match.group()))


def _sign(match: re.Match[str]) -> str:
    text = match.group()[1:].strip()
    if text.startswith("\\"):
        return "\n"
    return {"slash": "/", "textunderscore": "_"}.get(text, text)


def _escape(match: re.Match[str]) -> str:
    # In reStructuredText an escaped space is nothing, and in Markdown there is no such escape.
    return match.group()[1:].strip()


_REPLACE: dict[str, Callable[[re.Match[str]], str]] = {
    "newline": lambda _: "\n",
    "character": lambda match: _CHARACTERS.get(match.group(), match.group()),
    "percent": lambda match: _PERCENT[match.group().lower()],
    "entity": _entity,
    "escape": _escape,
    "hidden": lambda _: SEAM,
    "tag": _tag,
    "latex": lambda _: SEAM,
    "sign": _sign,
    "remark": lambda _: "",
}
