"""The preview: a folder that follows the base while it is edited, with the problems shown instead of a crash."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from claimbase.citing import KeptTexts
from claimbase.errors import Problem, stopping
from claimbase.model import Level
from claimbase.pipeline import Examination, examine
from claimbase.render import Renderer, SiteFile, extract_of, in_order, problem_banner, problem_page, with_data
from claimbase.repository import KnowledgeBase

from . import search
from .build import SiteWriter, cache_of, check_chrome, hand_written, write_chrome
from .chrome import Chrome, chrome_of, sources
from .links import LinkChecker, PageLinks

_KEPT = "Texts are searched as they were when this preview was started."


class Preview:
    """A site in a folder of its own; only files that changed are written again."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._examination: Examination | None = None
        self._chrome: Chrome | None = None
        self._renderer: Renderer | None = None
        self._texts = KeptTexts(cache_of(root))
        self._written: dict[str, SiteFile] = {}
        self._links: dict[str, PageLinks] = {}
        self._index: search.Index | None = None
        self._indexed: dict[str, str] = {}
        self.problems: tuple[Problem, ...] = ()

    def rebuild(self) -> tuple[Problem, ...]:
        """Follow the base; with errors the last good pages stay. Returns the problems."""
        try:
            self.problems = self._rebuild()
        except OSError as error:
            message = f"the site cannot be written: {error.strerror or error}"
            name = str(error.filename or self._folder)
            self.problems = (Problem(name, 1, 1, "B107", message, "see that the file can be read and written"),)
        return self.problems

    def _rebuild(self) -> tuple[Problem, ...]:
        chrome, found = chrome_of(self._root, cache_of(self._root), lambda: None)
        # Kept even with problems, so that files that did not change are not read again.
        self._examination = examined = examine(self._root, self._examination)
        problems = [*examined.problems, *found]
        if chrome is not None and (self._chrome is None or chrome.folder != self._chrome.folder):
            self._start(chrome)
        if self._chrome is not None and self._renderer is not None:
            if examined.sound is not None:
                files = list(self._renderer.files(examined.sound, examined.assessments, examined.evaluations))
                self._texts.save()
                problems += self._follow(files)
                base = with_data(examined.sound, examined.evaluations)
                problems += self._find(files, base, self._chrome)
            elif not self._written:
                self._follow([problem_page(uri, "QEMU 10.2, examined") for uri in self._chrome.placeholders])
                self._written = {}
        return tuple(sorted({*problems}))

    def banner(self) -> str:
        """Return the problems that stop a build as HTML; empty without one."""
        return str(problem_banner(stopping(self.problems)))

    def _start(self, chrome: Chrome) -> None:
        """Begin anew with another chrome: every page has to be put into it."""
        self._chrome = chrome
        # The downloads would have to follow each keystroke.
        self._renderer = Renderer(chrome.settings, self._texts, exports=False)
        self._written = {}
        write_chrome(SiteWriter(self._folder, chrome))

    def _follow(self, files: list[SiteFile]) -> tuple[Problem, ...]:
        """Write the files that are not as they were, remove those that are gone, and check all links."""
        if self._chrome is None:
            return ()
        writer, checker = SiteWriter(self._folder, self._chrome), LinkChecker(self._chrome.settings.site_url)
        check_chrome(self._chrome, checker)
        links: dict[str, PageLinks] = {}
        for file in files:
            checker.add_file(file.uri)
            same = self._written.get(file.uri) is file
            if not same:
                writer.write(file)
            if isinstance(file.body, str):
                links[file.uri] = self._links[file.uri] if same else checker.links_of(file.uri, file.body)
                checker.add_links(file.uri, links[file.uri], file.edit_path)
        now = {file.uri: file for file in files}
        for gone in self._written.keys() - now.keys():
            (self._folder / gone).unlink(missing_ok=True)
        self._written, self._links = now, links
        return checker.problems()

    def _find(self, files: list[SiteFile], kb: KnowledgeBase, chrome: Chrome) -> tuple[Problem, ...]:
        """Make the index of full-text search at the first call; later ones only say that it is as of then."""
        known = hand_written(chrome)
        for file in files:
            if made := extract_of(file):
                known.titles[file.uri], known.extracts[file.uri] = file.title, made
        if self._index is None:
            try:
                self._index = search.index_of(cache_of(self._root), known.extracts, lambda: None)
            except search.IndexingError as error:
                return (replace(search.failed(error), level=Level.WARNING),)
            self._indexed = known.extracts
        if self._index is None:
            return (search.missing(),)
        note = "" if known.extracts == self._indexed else _KEPT
        search.place(self._index, self._folder, [claim.id for claim in in_order(kb)], known.titles, note)
        return ()


def serve_preview(root: Path, address: tuple[str, int], tell: Callable[[tuple[Problem, ...]], None]) -> None:
    """Serve a preview of the base below `root` on a host and port, until interrupted.

    `tell` is called with the problems after each build, the first before the server listens.
    Raises OSError where the address cannot be had.
    """
    from claimbase.adapters.mkdocs import serve

    with tempfile.TemporaryDirectory(prefix="claimbase-") as name:
        preview = Preview(root, Path(name))

        def rebuild() -> None:
            tell(preview.rebuild())

        rebuild()
        templates = Path(__file__).parents[1] / "render"
        watched = [root / "claims", templates, *sources(root)]
        serve(Path(name), address, rebuild, preview.banner, [path for path in watched if path.exists()])
