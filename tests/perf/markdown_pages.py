"""Our pages as Markdown, for the peers: the same headings, tables, lists, links and text."""

import posixpath
import re
from html.parser import HTMLParser

_SKIPPED = {"nav"}
_INLINE = {"span", "abbr", "strong", "em", "code", "a"}
_HEADINGS = {"h1", "h2", "h3", "h4"}
_BLOCKS = {"p", "dt", "caption", "section", "div", "blockquote", "dl", "table", "pre"}
_MARKS = {"strong": "**", "em": "*", "code": "`"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def markdown_of(body: str, uri: str, extension: str) -> str:
    """Return the body of the page at `uri` as Markdown; links inside the site end in `extension`."""
    reader = _Reader(uri, extension)
    reader.feed(body)
    reader.close()
    return reader.text()


def _listed(line: str) -> bool:
    return line.lstrip().startswith(("- ", "1. "))


class _Reader(HTMLParser):
    """Turns the HTML that our templates make into Markdown; a block is a paragraph, heading, list item or row."""

    def __init__(self, uri: str, extension: str) -> None:
        super().__init__(convert_charrefs=True)
        self._folder, self._extension = posixpath.dirname(uri), extension
        self._blocks: list[str] = []
        self._inline: list[str] = []
        self._lists: list[str] = []
        self._prefix = ""
        self._row: list[str] = []
        self._links: list[str] = []
        self._skipped = 0
        self._quoted = self._in_code = self._header = False

    def text(self) -> str:
        """Return the Markdown."""
        self._end_block()
        return "\n".join(self._blocks).strip() + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block or put down an opening mark."""
        self._skipped += tag in _SKIPPED
        if tag == "a":
            self._links.append(self._target(dict(attrs).get("href") or ""))
            self._inline.append("[")
        elif tag in _MARKS and not self._in_code:
            self._inline.append(_MARKS[tag])
            self._in_code = tag == "code"
        elif tag not in _INLINE:
            self._open_block(tag)

    def _open_block(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._begin_block("#" * int(tag[1]) + " ")
        elif tag in {"ul", "ol"}:
            self._end_block()
            self._lists.append("- " if tag == "ul" else "1. ")
        elif tag in {"li", "dd"}:
            self._begin_block("    " * max(0, len(self._lists) - 1) + (self._lists[-1] if self._lists else "- "))
        elif tag == "tr":
            self._end_block()
            self._row, self._header = [], False
        elif tag in {"td", "th"}:
            self._inline, self._header = [], tag == "th" and (self._header or not self._row)
        elif tag in _BLOCKS and not self._lists:
            self._begin_block("> " if tag == "blockquote" or self._quoted else "")
            self._quoted = tag == "blockquote"
            if tag == "dt":
                self._inline.append("**")
        else:
            self._inline.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close a block or put down a closing mark."""
        self._skipped -= tag in _SKIPPED
        if tag in {"td", "th"}:
            self._row.append(" ".join("".join(self._inline).split()))
            self._inline = []
        elif tag == "tr":
            self._end_row()
        elif tag == "a" and self._links:
            self._inline.append(f"]({self._links.pop()})")
        elif tag in _MARKS and (not self._in_code or tag == "code"):
            self._inline.append(_MARKS[tag])
            self._in_code = False
        elif tag in {"ul", "ol"}:
            self._end_block()
            self._lists = self._lists[:-1]
            self._blocks.append("")
        elif tag == "dt":
            self._inline.append("**")
            self._end_block()
        elif tag in _HEADINGS or tag in {"p", "li", "dd", "blockquote", "table", "caption"}:
            self._end_block()

    def handle_data(self, data: str) -> None:
        """Add text, with the characters escaped that Markdown would read."""
        if not self._skipped:
            self._inline.append(data if self._in_code else _SPECIAL.sub(r"\\\1", data))

    def _target(self, href: str) -> str:
        path, _, _fragment = href.partition("#")
        if not path or "://" in path:
            return href
        return path.removesuffix(".html") + self._extension if path.endswith(".html") else href

    def _begin_block(self, prefix: str) -> None:
        self._end_block()
        self._prefix = prefix

    def _end_block(self) -> None:
        words = " ".join("".join(self._inline).split())
        if words:
            listed = _listed(self._prefix)
            before = self._blocks[-1] if self._blocks else ""
            if before and not (listed and _listed(before)):
                self._blocks.append("")
            self._blocks.append(self._prefix + words)
            if not listed:
                self._blocks.append("")
        self._inline, self._prefix = [], ""

    def _end_row(self) -> None:
        if self._blocks and not self._blocks[-1].startswith("|") and not self._header:
            # A table of Markdown needs a header.
            self._blocks += ["", "|" + " |" * len(self._row), "|" + " --- |" * len(self._row)]
        self._blocks.append("| " + " | ".join(self._row) + " |")
        if self._header:
            self._blocks.append("|" + " --- |" * len(self._row))
