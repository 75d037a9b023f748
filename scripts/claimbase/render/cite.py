"""How a page tells its readers, and their programs, how to cite what it is about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from claimbase.citing import PLAIN, Citable, Format, Texts, cited, coins, highwire, script
from claimbase.model import Term

from .files import SiteFile

TextsOf = Callable[[Citable], Texts]
"""Returns the citations of an item in each style of plain text, or none where they are left out."""

_META = Markup('\n<meta name="{}" content="{}">')
_JSON_LD = Markup('\n<script type="application/ld+json">{}</script>')
_FILES = ((Format.BIBTEX, "bib"), (Format.RIS, "ris"), (Format.CSL_JSON, "csl.json"))
"""The formats that lie beside a page as files, and how their names end."""


_RECORD = "The token names what is recorded here of the source; the citations are of the source itself."


class Standing(Term):
    """How what a page shows stands to the newest edition."""

    NONE = "none", "No edition has been made yet, so the token names none; the citation gives the day instead."
    NEW = "new", "No edition holds it yet, so the token names none; the citation gives the day instead."
    SAME = "same", "The edition holds it as it is shown here, and will hold it unchanged."
    CHANGED = (
        "changed",
        "It has changed since the edition, so the token names none; the citation gives the day.",
    )
    FROZEN = "frozen", "This is the text of the edition; it never changes."


@dataclass(frozen=True, slots=True)
class Cited:
    """Something that a page tells how to cite."""

    item: Citable
    """What is cited."""
    texts: Texts
    """Its citation in each style of plain text, in their order; empty where these are left out."""
    sources: tuple[Citable, ...] = ()
    """What it rests on, which can be cited together with it."""
    standing: Standing = Standing.NONE
    """How it stands to the newest edition."""
    edition: str = ""
    """Name of that edition; empty where there is none."""


@dataclass(frozen=True, slots=True)
class CiteBox:
    """What the box on a page shows."""

    token: str
    """The token."""
    remark: str
    """What the token says of an edition, in words."""
    frozen_uri: str
    """Where the frozen text lies, relative to the site's root; empty where the token names none."""
    edition: str
    """Name of the newest edition; empty where there is none."""
    addressed: bool
    """Whether the address of the page is part of the citations."""
    first: tuple[str, str]
    """Name and text of the citation that is seen at once."""
    others: tuple[tuple[str, str], ...]
    """Names and texts of those that are folded away."""
    files: tuple[tuple[str, str], ...]
    """Names and addresses of the files beside the page, but the one that holds the texts."""
    with_sources: tuple[tuple[str, str], ...]
    """Names and addresses of those that hold its sources as well."""
    context: str
    """The context object for programs that collect references."""


def cite_box(about: Cited, stem: str) -> CiteBox:
    """Return the box of a page; `stem` is the page's file name without its ending."""
    item, texts = about.item, _texts(about)
    held = item.ours and about.standing in (Standing.SAME, Standing.CHANGED)
    return CiteBox(
        token=item.token,
        remark=about.standing.doc if item.ours else _RECORD,
        frozen_uri=f"editions/{about.edition}/{stem}.html" if held else "",
        edition=about.edition,
        addressed=bool(item.url) or not item.ours,
        first=texts[0],
        others=texts[1:],
        files=tuple((form.label, f"{stem}.{end}") for form, end in _FILES) if about.texts else (),
        with_sources=tuple((form.label, f"{stem}.with-sources.{end}") for form, end in _FILES)
        if about.texts and about.sources
        else (),
        context=coins(item),
    )


def _texts(about: Cited) -> tuple[tuple[str, str], ...]:
    """Return name and text of each citation that people read."""
    names = [form.label for form in PLAIN]
    footnote = (Format.FOOTNOTE.label, cited([about.item], Format.FOOTNOTE).strip())
    return (*zip(names, about.texts, strict=False), footnote)


def citation_files(about: Cited, stem: str) -> Iterator[SiteFile]:
    """Yield the files with the citations of a page; `stem` is the page's address without its ending.

    Where plain texts are left out, so are the files.
    """
    if not about.texts:
        return
    for form, end in _FILES:
        yield SiteFile(f"{stem}.{end}", "", cited([about.item], form).encode())
        if about.sources:
            together = cited([about.item, *about.sources], form)
            yield SiteFile(f"{stem}.with-sources.{end}", "", together.encode())
    texts = (*_texts(about), (Format.TOKEN.label, about.item.token))
    yield SiteFile(f"{stem}.txt", "", "\n".join([f"{name}:\n{text}\n" for name, text in texts]).encode())


def head(item: Citable, json_ld: dict[str, object]) -> str:
    """Return what the head of a page that is the item itself says to programs."""
    tags = [_META.format(name, content) for name, content in highwire(item)]
    return str(Markup().join(tags)) + json_ld_head(json_ld)


def json_ld_head(json_ld: dict[str, object]) -> str:
    """Return JSON-LD for the head of a page."""
    return str(_JSON_LD.format(Markup(script(json_ld))))  # noqa: S704 - what could end the element is escaped in it
