"""Entries for BibTeX and biblatex: what LaTeX would take for its own is escaped, names keep their case."""

import re
from collections.abc import Iterator

from claimbase.model import LiteralName

from .case import Shield
from .citable import Author, Citable

_KINDS = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "manuscript": "unpublished",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
"""The entry types that BibTeX itself knows; all else is `misc`."""
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
"""What an entry type calls the thing that it is part of."""
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$%&#_"},
}
_ESCAPED = re.compile("|".join(map(re.escape, _SPECIAL)))
_BARE = re.compile(r"[^A-Za-z0-9._:+/-]")


def bibtex(item: Citable) -> str:
    """Return an item as one entry, with a line end."""
    kind = _KINDS.get(item.type, "misc")
    lines = [f"  {name:<12} = {value}" for name, value in _fields(item, kind)]
    return "".join([f"@{kind}{{{_BARE.sub('-', item.key)},\n", ",\n".join(lines), "\n}\n"])


def _fields(item: Citable, kind: str) -> Iterator[tuple[str, str]]:
    note = ". ".join(filter(None, [item.mark, item.note.rstrip(".")]))
    fields = (
        ("author", f"{{{' and '.join(map(_author, item.authors))}}}"),
        ("title", f"{{{_title(item)}}}"),
        (_CONTAINERS.get(kind, "howpublished"), _text(item.container)),
        (_PUBLISHERS.get(kind, "publisher"), _text(item.publisher)),
        ("version", _text(item.version)),
        *_date(item.issued),
        ("url", f"{{{_address(item.url)}}}"),
        ("urldate", f"{{{item.accessed}}}"),
        ("language", _text(item.language)),
        ("note", _text(note)),
    )
    yield from ((name, value) for name, value in fields if value != "{}")


def _date(day: str) -> Iterator[tuple[str, str]]:
    year, _, rest = day.partition("-")
    yield "year", f"{{{year}}}"
    if rest:
        # A name of BibTeX's own, which each style writes in its way.
        yield "month", _MONTHS[int(rest[:2]) - 1]


def _address(url: str) -> str:
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _text(text: str) -> str:
    return f"{{{_escaped(text)}}}"


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: _SPECIAL[match[0]], " ".join(text.split()))


def _author(author: Author) -> str:
    # Braces of its own keep a body's name in one piece.
    if isinstance(author, LiteralName):
        return _text(author.literal)
    family = _escaped(author.family)
    # Another comma or the word that joins names would be taken for more than it is.
    family = f"{{{family}}}" if re.search(r",|\band\b", author.family) else family
    return f"{family}, {_escaped(author.given)}" if author.given else f"{{{family}}}"


def _title(item: Citable) -> str:
    """Return the title with braces around every word whose letters no style may change."""
    shield = Shield()
    words = item.title.split()
    return " ".join([_word(word, shield.words(word) != word or _cased(word, i == 0)) for i, word in enumerate(words)])


def _word(word: str, kept: bool) -> str:
    return _text(word) if kept else _escaped(word)


def _cased(word: str, first: bool) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return any(letter.isupper() for letter in (letters[1:] if first else letters))
