"""Inline Markdown of prose fields: emphasis, code and links; raw HTML is shown as text."""

import re
from functools import lru_cache

import comrak
import nh3
from markupsafe import Markup, escape

_SPECIAL = re.compile(r"[`*_\[\]<&\\!]|\s\s|\n")
"""Without one of these characters a text is the same as Markdown and as plain text."""

_RELATIVE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._/-]*(#[A-Za-z0-9._-]+)?$|^#[A-Za-z0-9._-]+$")
"""A link inside the site, written from its root; no scheme, no host, no step upwards."""

_GUARD = "x "
"""Put before the text, so that no beginning of it is a heading, list, quote, table or fence."""

_OPTIONS = comrak.RenderOptions()
_OPTIONS.escape = True


def _cleaner(up: str) -> nh3.Cleaner:
    def inside(url: str) -> str | None:
        if not _RELATIVE.match(url) or ".." in url:
            return None
        return url if url.startswith("#") else up + url

    return nh3.Cleaner(
        tags={"a", "code", "em", "strong"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        url_relative=inside,
        link_rel="noopener",
    )


_CLEANERS = {up: _cleaner(up) for up in ("", "../", "../../")}


def prose(text: str, up: str = "") -> Markup:
    """Return one paragraph of inline Markdown as safe HTML, without the paragraph's own element.

    `up` leads from the page to the site's root; links inside the site are written from the root.
    """
    if not _SPECIAL.search(text):
        return escape(text)
    return _rendered(text, up)


@lru_cache(maxsize=1 << 14)
def _rendered(text: str, up: str) -> Markup:
    html = comrak.render_markdown(_GUARD + " ".join(text.split()), render_options=_OPTIONS)
    inner = html.removeprefix(f"<p>{_GUARD}").removesuffix("</p>\n")
    # The engine escapes already; the allow-list holds even if it is replaced or has a defect.
    if "<" in inner:
        inner = _CLEANERS[up].clean(inner)
    return Markup(inner)  # noqa: S704 - escaped by the engine, cleaned by the allow-list


def plain(text: str) -> str:
    """Return prose without its Markdown marks, for titles, descriptions and attributes."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(text.split())).replace("`", "").replace("*", "")
