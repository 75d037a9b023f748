"""Citations in other people's documents: found, compared with what the base says today, and told."""

from .checking import ENDINGS, CheckedDocument, Report, check, documents_of
from .judging import Judge, Judgement
from .places import Citation, Place
from .reading import SECONDS
from .report import as_json, as_problems, line, summary
from .sarif import as_sarif
from .standing import FAILING, Standing
from .stored import read_registry

__all__ = [
    "ENDINGS",
    "FAILING",
    "SECONDS",
    "CheckedDocument",
    "Citation",
    "Judge",
    "Judgement",
    "Place",
    "Report",
    "Standing",
    "as_json",
    "as_problems",
    "as_sarif",
    "check",
    "documents_of",
    "line",
    "read_registry",
    "summary",
]
