"""MkDocs: generated files as its own, placeholder pages for the shell, and the preview server.

Nothing else imports MkDocs.
"""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from claimbase.errors import Problem, stopping
from claimbase.pipeline import Examination, examine
from claimbase.render import (
    PAGE_FOLDERS,
    Renderer,
    SiteFile,
    SiteSettings,
    problem_banner,
    problem_page,
    terms_of,
)

from . import shell
from .banner import with_banner

NAME = "QEMU 10.2, examined"
"""The name of the base where no settings give one."""
_IDS = re.compile(r'\sid="([^"]+)"')
_UNUSED = re.compile(r"^assets/javascripts/|^assets/images/favicon|\.map$")
"""Files of the theme that no page loads."""
_SEARCH_TOGGLE = re.compile(r'<input [^>]*id="__search"[^>]*>\s*')
_BREAKS = re.compile(r"\s*\n\s*")
"""Blank lines and indentation of the theme's templates: a twentieth of what a claim page weighs on its way."""
_MD_LINK = re.compile(r'(href="(?![a-z]+:|/|#)[^"#]+)\.md(?=[#"])')


def site_settings(config: MkDocsConfig) -> SiteSettings:
    """Return what pages say about the site, as far as `mkdocs.yml` tells."""
    edit_url = ""
    if config.repo_url and config.edit_uri:
        docs = urljoin(config.repo_url.rstrip("/") + "/", config.edit_uri)
        up = os.path.relpath(_root(config), config.docs_dir).replace(os.sep, "/")
        edit_url = urljoin(docs, f"{up}/") + "{path}"
    glossary = Path(config.docs_dir) / "glossary.md"
    return SiteSettings(
        config.site_name,
        edit_url,
        config.site_url or "",
        str(config.extra.get("report_url") or ""),
        terms_of(glossary.read_text(encoding="utf-8")) if glossary.exists() else (),
    )


def settings_of(root: Path) -> SiteSettings:
    """Return what pages of the site below a folder say about it; a base without a site of its own has only its name."""
    file = root / "mkdocs.yml"
    if not file.is_file():
        return SiteSettings(NAME)
    return site_settings(load_config(str(file), hooks=[], strict=False))


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


class GeneratedFiles:
    """Gives MkDocs the generated files; a page goes through the whole theme with its body as it is."""

    def __init__(self, produce: Callable[[MkDocsConfig], Iterable[SiteFile]]) -> None:
        self._produce = produce
        self._pages: dict[str, SiteFile] = {}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every generated file, and leave out what no page loads."""
        for file in list(files):
            if _UNUSED.search(file.src_uri):
                files.remove(file)
        self._pages = {}
        for made in self._produce(config):
            if made.is_page:
                source = made.uri.removesuffix(".html") + ".md"
                self._pages[source] = made
                files.append(File.generated(config, source, content=""))
            else:
                files.append(File.generated(config, made.uri, content=made.body))
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        """Give a generated page its title, description and head; the theme's templates do not escape them."""
        made = self._pages.get(page.file.src_uri)
        if made:
            texts = {"title": escape(made.title), "description": escape(made.description)}
            page.meta = {**texts, "head": made.head}
        return markdown

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        """Give a generated page its body and table of contents."""
        made = self._pages.get(page.file.src_uri)
        if not made or not isinstance(made.body, str):
            return html
        start = AnchorLink(escape(made.title), shell.START, 1)
        start.children = [AnchorLink(escape(text), anchor, 2) for anchor, text in made.toc]
        page.toc = TableOfContents([start])
        page.present_anchor_ids = set(_IDS.findall(made.body))
        return made.body

    def on_post_page(self, html: str, *, page: Page, **_: Any) -> str:
        """Take from a finished page what the theme puts there in vain; the body of a generated one stays as it is."""
        made = self._pages.get(page.file.src_uri)
        if not made or not isinstance(made.body, str):
            return _tidied(html)
        before, body, after = _tidied(html).partition(made.body)
        return _BREAKS.sub("\n", before) + body + _BREAKS.sub("\n", after)

    def on_post_template(self, html: str, *, template_name: str, **_: Any) -> str:
        """Take the same from the pages that are templates, such as that for a missing page."""
        return _tidied(html) if template_name.endswith(".html") else html


def _tidied(html: str) -> str:
    """Return a page without the theme's invalid or idle parts: its search is off, and a label needs its control."""
    html = _SEARCH_TOGGLE.sub("", html).replace(' id="__drawer" autocomplete="off"', ' id="__drawer"')
    return html if 'id="__toc"' in html else html.replace(' for="__toc"', "")


def _nav_sources(nav: object) -> Iterator[str]:
    """Yield the Markdown sources that the navigation names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for entry in nav.values():
            yield from _nav_sources(entry)
    elif isinstance(nav, list):
        for entry in nav:
            yield from _nav_sources(entry)


def generated_in_nav(config: MkDocsConfig) -> tuple[str, ...]:
    """Return the addresses of the pages in the navigation that are not hand-written."""
    docs = Path(config.docs_dir)
    sources = (source for source in _nav_sources(config.nav) if source.endswith(".md"))
    return tuple(s.removesuffix(".md") + ".html" for s in sources if not (docs / s).exists())


def _placeholder(uri: str) -> SiteFile:
    return SiteFile(uri, shell.TITLE, shell.BODY, shell.TOC, "", shell.DESCRIPTION, shell.HEAD)


class _Warnings(logging.Handler):
    """Collects what MkDocs warns about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(" ".join(record.getMessage().split()))


def render_chrome(config_file: Path, folder: Path) -> tuple[SiteSettings, tuple[str, ...], tuple[Problem, ...]]:
    """Render hand-written pages, theme files and placeholder pages into a folder.

    Returns the settings, the addresses of the placeholders and the problems of the hand-written pages.
    """
    warnings = _Warnings()
    log = logging.getLogger("mkdocs")
    log.addHandler(warnings)
    try:
        # The hook would load the knowledge base; here only placeholders are wanted.
        config = load_config(str(config_file), site_dir=str(folder), hooks=[], strict=False)
        uris = (*generated_in_nav(config), *map(shell.placeholder_uri, PAGE_FOLDERS))
        generated = GeneratedFiles(lambda _: map(_placeholder, uris))
        config.plugins["claimbase"] = generated  # type: ignore[assignment] # it takes any object with events
        config.not_in_nav = None
        config.validation.nav.omitted_files = logging.DEBUG
        # Links to generated pages cannot be known here; the build checks the links of every finished page.
        config.validation.links.not_found = config.validation.links.anchors = logging.DEBUG
        build(config)
    except Exception as error:
        # The generator and its Markdown extensions raise errors of any type; most are in the log already.
        warnings.messages.append(f"the hand-written pages cannot be rendered: {error}")
        return SiteSettings(""), (), _problems(warnings, config_file)
    finally:
        log.removeHandler(warnings)
    _link_to_html(folder, set(uris))
    return site_settings(config), uris, _problems(warnings, config_file)


def _problems(warnings: _Warnings, config_file: Path) -> tuple[Problem, ...]:
    fix = "mend the page or setting that the message names"
    return tuple(Problem(config_file.name, 1, 1, "B101", message, fix) for message in warnings.messages)


def _link_to_html(folder: Path, placeholders: set[str]) -> None:
    """Turn links of hand-written pages to sources that MkDocs did not know into links to their pages."""
    for path in sorted(folder.rglob("*.html")):
        if path.relative_to(folder).as_posix() in placeholders:
            continue
        html = path.read_text(encoding="utf-8")
        linked = _MD_LINK.sub(r"\1.html", html)
        if linked != html:
            path.write_text(linked, encoding="utf-8")


class SiteHook(GeneratedFiles):
    """What `mkdocs build` and `mkdocs serve` need: builds end with all problems, previews show them."""

    def __init__(self) -> None:
        super().__init__(self._follow)
        self._serving = False
        self._examination: Examination | None = None
        self._renderer: Renderer | None = None
        self._files: list[SiteFile] = []
        self._problems: tuple[Problem, ...] = ()

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - MkDocs names its arguments
        """Remember whether this is a preview."""
        self._serving = command == "serve"

    def _follow(self, config: MkDocsConfig) -> Iterable[SiteFile]:
        """Return the generated files; with errors a preview keeps the last good ones, a build ends."""
        self._examination = examined = examine(_root(config), self._examination)
        self._problems = stopping(examined.problems)
        if examined.sound is not None:
            settings = site_settings(config)
            if self._renderer is None or self._renderer.settings != settings:
                self._renderer = Renderer(settings, exports=not self._serving)
            self._files = list(self._renderer.files(examined.sound, examined.assessments, examined.evaluations))
        elif not self._serving:
            raise PluginError("\n".join(["the claims have problems:", *map(str, examined.problems)]))
        elif not self._files:
            return [problem_page(uri, config.site_name) for uri in generated_in_nav(config)]
        return self._files

    def on_serve(self, server: LiveReloadServer, **_: Any) -> LiveReloadServer:
        """Show problems above every page."""
        server.set_app(with_banner(server.serve_request, lambda: str(problem_banner(self._problems))))
        return server


HOOK = SiteHook()
"""The one hook of the process: MkDocs reads the hook file again at every rebuild, and this keeps what was made."""


def serve(
    folder: Path,
    address: tuple[str, int],
    rebuild: Callable[[], None],
    banner: Callable[[], str],
    watched: Sequence[Path],
) -> None:
    """Serve a folder until interrupted; rebuild when something below a watched path changes."""
    server = LiveReloadServer(builder=rebuild, host=address[0], port=address[1], root=str(folder))
    server.set_app(with_banner(server.serve_request, banner))
    for path in watched:
        server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
