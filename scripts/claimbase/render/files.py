"""What a render yields, and what it has to know of the site besides the knowledge base."""

from dataclasses import dataclass

from .glossary import GlossaryTerm

PAGE_FOLDERS = (
    "",
    "benchmarks",
    "claims",
    "downloads",
    "editions",
    "editions/edition",
    "environments",
    "rules",
    "sources",
    "topics",
    "verdicts",
)
"""The folders in which generated pages lie; links of the navigation differ from folder to folder.

One stands for the folders of all editions, whose names no configuration knows: see `folder_of`.
"""


def folder_of(uri: str) -> str:
    """Return which of the folders stands for that of a page."""
    folder = uri.rpartition("/")[0]
    return "editions/edition" if folder.startswith("editions/") else folder


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One generated file of the site."""

    uri: str
    """Address inside the site, with forward slashes, such as `claims/cpr-exec-peak-memory.html`."""
    title: str
    """Title as plain text; empty for a file that is not a page."""
    body: str | bytes
    """HTML of the page's content, its level-1 heading included; or the bytes of another file."""
    toc: tuple[tuple[str, str], ...] = ()
    """Table of contents: anchor id and plain text of each section; a page has at least one."""
    edit_path: str = ""
    """The file to edit, relative to the repository's root; empty if there is none."""
    description: str = ""
    """One plain sentence for search engines."""
    head: str = ""
    """HTML for the head of the page: what programs that collect references read; links in it are not checked."""
    extract: str = ""
    """What the site's own search knows of the page, as a small page of HTML; empty if it is not to be found."""

    @property
    def is_page(self) -> bool:
        """Whether the file is put into the site's chrome."""
        return isinstance(self.body, str)


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What pages say about the site itself; empty where nothing is known."""

    name: str
    """Name of the site."""
    edit_url: str = ""
    """Address at which a file is edited, with {path} to fill in."""
    site_url: str = ""
    """Public address of the site, with a closing slash."""
    report_url: str = ""
    """Address at which a problem is reported, with {id} to fill in."""
    terms: tuple[GlossaryTerm, ...] = ()
    """The terms of the glossary that pages link."""
