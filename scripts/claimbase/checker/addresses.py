"""Links to the pages of claims, sources and editions: in folded text, where a line end may break them, and alone."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from .finding import EDITION, ID, Candidate, Found, Known, best
from .folding import SEAM
from .readings import GAP, Reading, broken, readings

_FOLDERS = ("claims", "editions", "sources")
_START = re.compile(rf"(?<![A-Za-z0-9_-])(?P<folder>{'|'.join(map(broken, _FOLDERS))}){GAP}(?=/)")
_PAGE = rf"(?P<id>{ID})(?P<suffix>\.html|\.json|/(?:index\.html)?(?![A-Za-z0-9]))?"
_REST = {
    "claims": re.compile(f"/{_PAGE}"),
    "sources": re.compile(f"/{_PAGE}"),
    "editions": re.compile(
        rf"/(?P<edition>{EDITION}|[0-9][0-9A-Za-z._-]*?)(?:/(?:claims/|sources/)?{_PAGE}|(?P<whole>/(?:index\.html)?))"
    ),
}
_GOES_ON = re.compile(r"[A-Za-z0-9_]|[./-][A-Za-z0-9]")
_BEFORE = 300
"""Characters in front of a folder's name in which the address of a site is looked for."""
_RUN_BACK = re.compile(rf"[^\s<>\"'(){{}}\[\]|`,;={SEAM}]*")
_BREAKS = re.compile(rf"[ \t]{{0,8}}\n(?!\n)|{SEAM}")
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:\.{1,2}/)*|/")
_NO_IDS = {"index"}


def site(address: str) -> str:
    """Return the address of a site as addresses are compared: without scheme, host in lower case, closing slash."""
    host, slash, path = _SCHEME.sub("", address.strip()).partition("/")
    return f"{host.lower()}{slash}{path}".rstrip("/") + "/"


def addresses(text: str, known: Known) -> Iterator[Found]:
    """Yield each link to a page of the site in a folded text, in order.

    Where the site's address is not known, and for relative links, those are taken that end in a known id.
    """
    end = 0
    for match in _START.finditer(text):
        if match.start() < end:
            continue
        folder = re.sub(r"[^a-z]", "", match["folder"])
        front = _front(text, match.start())
        ways = readings(text, match.end())
        found = best(_candidates(match.start() - len(front[0]), folder, front, ways, known), known)
        if found:
            end = found.end
            yield found


def target(address: str, known: Known) -> Found | None:
    """Return what a link's address leads to; None where that is no page of a claim, source or edition."""
    path = unquote(address.strip()[:2000]).partition("#")[0].partition("?")[0]
    found = next(addresses(path, known), None)
    return found._replace(written=address.strip()[:300]) if found and found.end == len(path) else None


def _front(text: str, start: int) -> tuple[str, str]:
    """Return what stands before a place up to the next space, and the same across the ends of lines."""
    before = text[max(0, start - _BEFORE) : start]
    near = _last_run(before)
    broken_up = "\n" in before or SEAM in before
    return near, _last_run(_BREAKS.sub("", before)) if broken_up else near


def _last_run(text: str) -> str:
    match = _RUN_BACK.match(text[::-1])
    return match.group()[::-1] if match else ""


def _candidates(
    start: int, folder: str, front: tuple[str, str], ways: Iterator[Reading], known: Known
) -> Iterator[Candidate]:
    for way in ways:
        match = _REST[folder].match(way.text)
        if not match or match.end() <= max(0, way.last_piece) or _GOES_ON.match(way.text, match.end()):
            continue
        parts = match.groupdict()
        name, edition = parts["id"] or "", parts.get("edition") or ""
        certain = name in known.ids and parts["suffix"] == ".html"
        if name in _NO_IDS or not _ours(front, known.sites, certain=certain):
            continue
        written = f"{front[0]}{folder}{match.group()}"
        yield Candidate(Found(start, way.place(match.end()), name, edition, "", written), way)


def _ours(front: tuple[str, str], sites: tuple[str, ...], *, certain: bool) -> bool:
    """Whether what stands before the folder is the site's address; `certain` where the page is one that it has."""
    near, across = front
    if any(site(near) == each or across.lower().endswith(each.lower()) for each in sites if near or across):
        return True
    if _RELATIVE.fullmatch(near):
        return certain
    return certain and not sites and _SCHEME.match(near) is not None
