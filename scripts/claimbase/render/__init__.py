"""The site's generated files: one pure function from knowledge base and assessments to pages and data."""

from . import words
from .asset_files import ASSETS
from .chosen import UnknownError, chosen
from .citables import Citing, citing_of
from .crossrefs import in_order
from .extracts import Kind, extract_of, page_extract
from .files import PAGE_FOLDERS, SiteFile, SiteSettings, folder_of
from .frozen_text import FrozenInputs, claim_text, retired_text, source_text
from .glossary import GlossaryTerm, terms_of
from .job import Job
from .labels import Labels, labels_of
from .memo_files import frozen_of
from .pages import prepare, short_hashes
from .problem_page import problem_banner, problem_page
from .prose import plain
from .renderer import Renderer, iter_files, iter_jobs, with_data
from .table import row_order

__all__ = [
    "ASSETS",
    "PAGE_FOLDERS",
    "Citing",
    "FrozenInputs",
    "GlossaryTerm",
    "Job",
    "Kind",
    "Labels",
    "Renderer",
    "SiteFile",
    "SiteSettings",
    "UnknownError",
    "chosen",
    "citing_of",
    "claim_text",
    "extract_of",
    "folder_of",
    "frozen_of",
    "in_order",
    "iter_files",
    "iter_jobs",
    "labels_of",
    "page_extract",
    "plain",
    "prepare",
    "problem_banner",
    "problem_page",
    "retired_text",
    "row_order",
    "short_hashes",
    "source_text",
    "terms_of",
    "with_data",
    "words",
]
