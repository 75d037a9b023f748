"""The site's generated files: one pure function from knowledge base and assessments to pages and data."""

from . import words
from .asset_files import ASSETS
from .crossrefs import in_order
from .extracts import Kind, extract_of, page_extract
from .files import PAGE_FOLDERS, SiteFile, SiteSettings
from .glossary import GlossaryTerm, terms_of
from .job import Job
from .pages import prepare, short_hashes
from .problem_page import problem_banner, problem_page
from .prose import plain
from .renderer import Renderer, iter_files, iter_jobs, with_data
from .table import row_order

__all__ = [
    "ASSETS",
    "PAGE_FOLDERS",
    "GlossaryTerm",
    "Job",
    "Kind",
    "Renderer",
    "SiteFile",
    "SiteSettings",
    "extract_of",
    "in_order",
    "iter_files",
    "iter_jobs",
    "page_extract",
    "plain",
    "prepare",
    "problem_banner",
    "problem_page",
    "row_order",
    "short_hashes",
    "terms_of",
    "with_data",
    "words",
]
