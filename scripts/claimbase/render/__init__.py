"""The site's generated files: one pure function from knowledge base and assessments to pages and data."""

from .files import PAGE_FOLDERS, SiteFile, SiteSettings
from .problem_page import problem_banner, problem_page
from .renderer import ASSETS, Renderer, iter_files

__all__ = [
    "ASSETS",
    "PAGE_FOLDERS",
    "Renderer",
    "SiteFile",
    "SiteSettings",
    "iter_files",
    "problem_banner",
    "problem_page",
]
