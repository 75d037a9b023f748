"""Build: load, assess, check, render, write; the site is replaced whole or left as it was."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from claimbase.citing import Citable, KeptTexts, Texts
from claimbase.errors import Problem, stopping
from claimbase.garbage import collection_spared
from claimbase.pipeline import Examination, examine
from claimbase.render import Job, SiteFile, citing_of, extract_of, in_order, iter_jobs, page_extract, prepare, with_data

from . import search
from .chrome import Chrome, chrome_of
from .kept import made
from .links import LinkChecker, PageLinks
from .staging import alone, ended_gently, replacing
from .workers import spread

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is (0 where that is not known)."""

_SIGN = "data/verdict-table.json"
"""A file that every site of ours has: a folder without it is somebody's own and is not replaced."""
_STEP = 250


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What came of a build."""

    problems: tuple[Problem, ...]
    """Errors and warnings, sorted; with an error the site was left as it was."""
    pages: int
    """Pages written."""
    files: int
    """Files written, pages included."""

    @property
    def built(self) -> bool:
        """Whether the site was replaced."""
        return not stopping(self.problems)


class _RefusedError(Exception):
    """Ends a build so that the site stays as it was."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


def cache_of(root: Path) -> Path:
    """Return the folder for what can be made again."""
    return root / ".cache" / "claimbase"


@dataclass(frozen=True, slots=True)
class _Extras:
    """What a site has besides its pages."""

    full_text: bool
    exports: bool
    citations: bool


def build_site(  # noqa: PLR0913 - whatever may be left out has its name here
    root: Path,
    out: Path,
    progress: Progress,
    as_of: str | None = None,
    *,
    full_text: bool = True,
    exports: bool = True,
    citations: bool = True,
) -> BuildReport:
    """Build the site of the base below `root` into the folder `out`.

    Full-text search, downloads, and citations in the styles of journals have costs of their own; each may be left out.

    Whatever goes wrong, `out` stays as it was; an interrupt is passed on after cleaning up.
    Raises OSError where files cannot be written.
    """
    lock = cache_of(root) / "build.lock"
    try:
        _refuse_foreign(out)
        with ended_gently(), alone(lock, lambda: progress("waiting for another build", 0, 0)):
            return _build(root, out, progress, as_of, _Extras(full_text, exports, citations))
    except _RefusedError as refused:
        return BuildReport(tuple(sorted(set(refused.problems))), 0, 0)


def _build(root: Path, out: Path, progress: Progress, as_of: str | None, extras: _Extras) -> BuildReport:
    progress("reading claims", 0, 0)
    examination = examine(root, as_of=as_of)
    kb = examination.sound
    chrome, found = chrome_of(root, cache_of(root), lambda: progress("rendering hand-written pages", 0, 0))
    problems = tuple(sorted({*examination.problems, *found}))
    if kb is None or chrome is None:
        raise _RefusedError(problems)
    prepare()
    texts = _texts(root, examination, chrome, progress) if extras.citations else _no_texts
    found_of = (examination.assessments, chrome.settings, examination.evaluations)
    jobs = tuple(iter_jobs(kb, *found_of, texts, exports=extras.exports))
    with collection_spared(), replacing(out) as folder:
        known = hand_written(chrome)
        pages, files = _write(folder, chrome, jobs, cache_of(root), progress, known)
        if extras.full_text:
            claims = [claim.id for claim in in_order(with_data(kb, examination.evaluations))]
            missing = _index(folder, cache_of(root), known, claims, lambda: progress("indexing text", 0, 0))
            problems = tuple(sorted({*problems, *missing}))
            files += sum(path.is_file() for path in (folder / search.FOLDER).rglob("*"))
    return BuildReport(problems, pages, files)


def _no_texts(_item: Citable) -> Texts:
    return ()


def _texts(root: Path, examination: Examination, chrome: Chrome, progress: Progress) -> KeptTexts:
    """Return the citations of everything as plain text, from the cache as far as nothing has changed."""
    texts = KeptTexts(cache_of(root))
    kb = examination.kb
    if kb is not None:
        full = with_data(kb, examination.evaluations)
        items = citing_of(full, examination.assessments, chrome.settings, examination.evaluations).items
        texts.make(items, lambda tasks, work: _told(spread(tasks, work), len(tasks), progress))
        texts.save()
    return texts


def _told(results: Iterator[Texts], total: int, progress: Progress) -> Iterator[Texts]:
    for number, result in enumerate(results):
        if number % _STEP == 0:
            progress("writing citations", number, total)
        yield result


def _index(
    folder: Path, cache: Path, known: "Findable", claims: Sequence[str], started: Callable[[], None]
) -> tuple[Problem, ...]:
    """Put the index of full-text search into the site; return a warning where there is no program for it."""
    try:
        index = search.index_of(cache, known.extracts, started)
    except search.IndexingError as error:
        raise _RefusedError([search.failed(error)]) from None
    if index is None:
        return (search.missing(),)
    search.place(index, folder, claims, known.titles)
    return ()


@dataclass(frozen=True, slots=True)
class Findable:
    """The pages that search is to find."""

    extracts: dict[str, str]
    """What search knows of each page, by address."""
    titles: dict[str, str]
    """Title of each page, by address."""


def hand_written(chrome: Chrome) -> Findable:
    """Return what search knows of the hand-written pages."""
    found = Findable({}, {})
    for uri in chrome.files:
        made = page_extract((chrome.folder / uri).read_text(encoding="utf-8")) if uri.endswith(".html") else None
        if made and uri != "404.html":
            found.titles[uri], found.extracts[uri] = made
    return found


def _refuse_foreign(out: Path) -> None:
    if out.exists() and not (out / _SIGN).exists() and (not out.is_dir() or any(out.iterdir())):
        message = "the output folder holds something other than a site made here"
        raise _RefusedError([Problem(str(out), 1, 1, "B105", message, "empty the folder or name another one")])


@dataclass(frozen=True, slots=True)
class _Written:
    """A generated file that was written, as far as the rest of the build has to know it."""

    uri: str
    edit_path: str
    links: PageLinks | None
    """What a page links to; None for a file that is no page."""
    title: str
    extract: str
    """What search is to know of it; empty where it is not to be found."""


def _write(
    folder: Path, chrome: Chrome, jobs: Sequence[Job], cache: Path, progress: Progress, known: Findable
) -> tuple[int, int]:
    checker = LinkChecker(chrome.settings.site_url)
    writer = SiteWriter(folder, chrome)
    write_chrome(writer)
    check_chrome(chrome, checker)
    pages = len(checker.pages)
    doubles: list[Problem] = []

    def write(job: Job) -> Iterator[_Written]:
        for file in made(job, cache):
            writer.write(file)
            # The shell's own links were checked once with the placeholder.
            links = checker.links_of(file.uri, file.body) if isinstance(file.body, str) else None
            yield _Written(file.uri, file.edit_path, links, file.title, extract_of(file))

    number = 0
    with closing(spread(jobs, write)) as written:
        for number, file in enumerate(written, 1):
            if number % _STEP == 1:
                progress("writing pages", number - 1, max(len(jobs), number - 1))
            if not checker.add_file(file.uri):
                message = f"two files of the site have the address {file.uri}"
                doubles.append(Problem(file.edit_path or file.uri, 1, 1, "B106", message, "give one another id"))
            if file.links is not None:
                checker.add_links(file.uri, file.links, file.edit_path)
                pages += 1
            if file.extract:
                known.titles[file.uri], known.extracts[file.uri] = file.title, file.extract
    files = number + len(chrome.files)
    if chrome.settings.site_url:
        writer.write_bytes("sitemap.xml", site_map(chrome.settings.site_url, checker.pages))
        writer.write_bytes("robots.txt", robots(chrome.settings.site_url))
        files += 2
    progress("checking links", 0, 0)
    problems = (*doubles, *checker.problems())
    if problems:
        raise _RefusedError(problems)
    return pages, files


def site_map(site_url: str, pages: Iterable[str]) -> bytes:
    """Return the list of all pages for search engines; without days, so that it changes with the pages alone."""
    base = site_url.rstrip("/") + "/"
    lines = (f"<url><loc>{escape(base + quote(uri))}</loc></url>\n" for uri in sorted(pages) if _listed(uri))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(lines)}</urlset>\n".encode()


def robots(site_url: str) -> bytes:
    """Return what search engines may read, which is everything, and where the list of pages is."""
    return f"User-agent: *\nAllow: /\nSitemap: {site_url.rstrip('/')}/sitemap.xml\n".encode()


def _listed(uri: str) -> bool:
    """Whether search engines are to know a page: not what was frozen, which the present state stands beside."""
    return uri != "404.html" and not (uri.startswith("editions/") and uri.count("/") > 1)


class SiteWriter:
    """Writes files of the site below a folder."""

    def __init__(self, folder: Path, chrome: Chrome) -> None:
        self._folder = folder
        self.chrome = chrome
        self._known: set[str] = set()

    def write(self, file: SiteFile) -> None:
        """Write a generated file, a page with its chrome."""
        if isinstance(file.body, bytes):
            self.write_bytes(file.uri, file.body)
        else:
            self.write_bytes(file.uri, self.chrome.shells.fill(file).encode())

    def write_bytes(self, uri: str, content: bytes) -> None:
        """Write bytes to the address of a file."""
        parent, _, name = uri.rpartition("/")
        if parent not in self._known:
            (self._folder / parent).mkdir(parents=True, exist_ok=True)
            self._known.add(parent)
        with open(f"{self._folder}/{parent}/{name}", "wb") as stream:  # noqa: PTH123 - Path costs as much as the write
            stream.write(content)


def write_chrome(writer: SiteWriter) -> None:
    """Write hand-written pages and theme files."""
    for uri in writer.chrome.files:
        writer.write_bytes(uri, (writer.chrome.folder / uri).read_bytes())


def check_chrome(chrome: Chrome, checker: LinkChecker) -> None:
    """Have the hand-written pages checked, and the shells, whose links are the same on every page."""
    for uri in chrome.files:
        checker.add_file(uri)
        if uri.endswith(".html"):
            checker.add_page(uri, (chrome.folder / uri).read_text(encoding="utf-8"))
    for uri in chrome.placeholders:
        # Filled with nothing, a placeholder has the links of the chrome alone.
        empty = SiteFile(uri, "", '<h1 id="page"></h1>', (("page", ""),))
        checker.add_page(uri, chrome.shells.by_uri[uri].fill(empty))
