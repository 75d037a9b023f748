"""One line of the memo's own Markdown: text, `code`, **strong** and [links](https://…); all else is escaped.

Prose of claims is brought into this form once, in Python. `assets/memo.js` knows two of the functions below by
other means: `escaped`, for the name that a reader gives, and `runs`, to show a line.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Literal, NamedTuple

import comrak

_GUARD = "x "
"""Put before the text, so that no beginning of it is a heading, list, quote, table or fence."""
_OPTIONS = comrak.RenderOptions()
_OPTIONS.escape = True

_MARKS = re.compile(r"[\\`*\[\]<>|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=[A-Za-z#])")
_START = re.compile(r"^([0-9]{1,9})([.)])(?=\s|$)")
_START_MARK = re.compile(r"^[-+#=]")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][^\s<>()\"'`\\|\[\]*]*)?")

_PIECE = re.compile(
    r"\\(?P<escaped>.)"
    r"|`(?P<code>[^`]+)`"
    r"|\*\*(?P<strong>(?:\\.|[^\\*])+)\*\*"
    r"|\[(?P<text>(?:\\.|[^\\\]])*)\]\((?P<url>https?://[^\s)]+)\)"
)


class Run(NamedTuple):
    """A stretch of a line in one style."""

    style: Literal["text", "code", "strong", "link"]
    """How it is shown."""
    text: str
    """The plain text."""
    url: str = ""
    """Where a link leads."""


def escaped(text: str) -> str:
    """Return plain text, in one line, so that it stands for itself anywhere in a line of the memo."""
    line = _MARKS.sub(lambda mark: "\\" + mark[0], " ".join(text.split()))
    return _START_MARK.sub(lambda mark: "\\" + mark[0], _START.sub(r"\1\\\2", line))


def line_of(prose: str) -> str:
    """Return a prose field of the base as one line of the memo.

    Emphasis becomes plain text, and so do links inside the site, which lead nowhere from a memo; raw HTML is text.
    """
    writer = _Writer()
    writer.feed(comrak.render_markdown(_GUARD + " ".join(prose.split()), render_options=_OPTIONS))
    writer.close()
    line = " ".join("".join(writer.parts).split()).removeprefix(_GUARD.strip()).strip()
    return _START_MARK.sub(lambda mark: "\\" + mark[0], _START.sub(r"\1\\\2", line))


def runs(line: str) -> Iterator[Run]:
    """Yield the stretches of a line of the memo, in order; neighbours of one style are one."""
    text, end = "", 0
    for piece in _PIECE.finditer(line):
        text += line[end : piece.start()]
        end = piece.end()
        if piece["escaped"] is not None:
            text += piece["escaped"]
            continue
        if text:
            yield Run("text", text)
        text = ""
        if piece["code"] is not None:
            yield Run("code", piece["code"])
        elif piece["strong"] is not None:
            yield Run("strong", plain(piece["strong"]))
        else:
            yield Run("link", plain(piece["text"]), piece["url"])
    text += line[end:]
    if text:
        yield Run("text", text)


def plain(line: str) -> str:
    """Return a line without its marks."""
    return "".join(run.text for run in runs(line))


class _Writer(HTMLParser):
    """Writes what the engine has rendered as a line of the memo."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._code: list[str] | None = None
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a code span or a link that leads out of the site."""
        if tag == "code":
            self._code = []
        elif tag == "a":
            url = dict(attrs).get("href") or ""
            self._link = url if _ADDRESS.fullmatch(url) else ""
            self.parts.append("[" if self._link else "")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag == "code" and self._code is not None:
            code = " ".join("".join(self._code).split())
            # Inside a link a code span could hold the link's end.
            whole = code and "`" not in code and not self._link
            self.parts.append(f"`{code}`" if whole else _MARKS.sub(lambda mark: "\\" + mark[0], code))
            self._code = None
        elif tag == "a" and self._link:
            self.parts.append(f"]({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._code is not None:
            self._code.append(data)
        else:
            self.parts.append(_MARKS.sub(lambda mark: "\\" + mark[0], data))
