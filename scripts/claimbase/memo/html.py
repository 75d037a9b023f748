"""A document of blocks as one page of HTML that needs nothing else: no script, no request, and a style for print."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from .blocks import Block
from .inline import plain, runs

_STYLE = Markup("""\
:root { color-scheme: light dark; }
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.25; break-after: avoid; }
table { width: 100%; border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .3rem .5rem; border: 1px solid; text-align: left; vertical-align: top; overflow-wrap: break-word; }
tr, li { break-inside: avoid; }
li { margin: .3rem 0; }
code, pre { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
pre { padding: .5rem; border: 1px solid; white-space: pre-wrap; }
.checks { list-style: none; padding-left: 0; }
.checks li { padding-left: 1.8rem; text-indent: -1.8rem; }
@media print {
  body { max-width: none; margin: 0; font-size: 10pt; }
  a { color: inherit; }
}
@page { margin: 18mm 15mm; }""")

_POLICY = Markup("default-src 'none'; style-src 'unsafe-inline'")


def html_page(blocks: Iterable[Block]) -> str:
    """Return the document as a page of HTML; its title is the first heading."""
    blocks = tuple(blocks)
    title = next((plain(block.text) for block in blocks if block.kind == "heading"), "")
    body = Markup("\n").join(map(_block, blocks))
    page = Markup(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        "<title>{title}</title>\n<style>\n{style}\n</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return str(page.format(policy=_POLICY, title=title, style=_STYLE, body=body))


def _block(block: Block) -> Markup:
    if block.kind == "heading":
        return Markup("<h{0}>{1}</h{0}>").format(block.level, _line(block.text))
    if block.kind == "text":
        return Markup("<p>{}</p>").format(_line(block.text))
    if block.kind == "code":
        return Markup("<pre><code>{}</code></pre>").format("\n".join(block.items))
    if block.kind == "table":
        return _table(block)
    box = Markup("☐ ") if block.kind == "checks" else Markup("")
    items = Markup("\n").join(Markup("<li>{}{}</li>").format(box, _line(item)) for item in block.items)
    opening = {"numbered": Markup("<ol>"), "checks": Markup('<ul class="checks">')}.get(block.kind, Markup("<ul>"))
    closing = Markup("</ol>") if block.kind == "numbered" else Markup("</ul>")
    return Markup("{}\n{}\n{}").format(opening, items, closing)


def _table(block: Block) -> Markup:
    """Return a table; one without headings names its rows in the first column."""
    headed = any(block.head)
    head = _row(Markup('<th scope="col">{}</th>').format(_line(cell)) for cell in block.head) if headed else Markup("")
    rows = Markup("\n").join(_row(_cells(row, named=not headed)) for row in block.rows)
    top = Markup("<thead>\n{}\n</thead>\n").format(head) if headed else Markup("")
    return Markup("<table>\n{}<tbody>\n{}\n</tbody>\n</table>").format(top, rows)


def _row(cells: Iterable[Markup]) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _cells(row: tuple[str, ...], *, named: bool) -> Iterable[Markup]:
    for number, cell in enumerate(row):
        tag = Markup('<th scope="row">{}</th>') if named and not number else Markup("<td>{}</td>")
        yield tag.format(_line(cell))


def _line(line: str) -> Markup:
    made = Markup("")
    for run in runs(line):
        if run.style == "code":
            made += Markup("<code>{}</code>").format(run.text)
        elif run.style == "strong":
            made += Markup("<strong>{}</strong>").format(run.text)
        elif run.style == "link":
            made += Markup('<a href="{}">{}</a>').format(run.url, run.text)
        else:
            made += escape(run.text)
    return made
