"""The finished site: built in one piece or not at all, checked link by link, and previewed while writing."""

from .build import BuildReport, build_site
from .preview import Preview, serve_preview

__all__ = ["BuildReport", "Preview", "build_site", "serve_preview"]
