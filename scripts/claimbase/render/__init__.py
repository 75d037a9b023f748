"""The site's generated files: one pure function from knowledge base and assessments to pages and data."""

from .files import PAGE_FOLDERS, SiteFile, SiteSettings
from .glossary import GlossaryTerm, terms_of
from .pages import prepare
from .problem_page import problem_banner, problem_page
from .renderer import ASSETS, Job, Renderer, iter_files, iter_jobs

__all__ = [
    "ASSETS",
    "PAGE_FOLDERS",
    "GlossaryTerm",
    "Job",
    "Renderer",
    "SiteFile",
    "SiteSettings",
    "iter_files",
    "iter_jobs",
    "prepare",
    "problem_banner",
    "problem_page",
    "terms_of",
]
