"""Gives `mkdocs build` and `mkdocs serve` the generated files; `claimbase build` does not need it."""

import sys
from pathlib import Path

SCRIPTS = str(Path(__file__).parent)
if SCRIPTS not in sys.path:
    sys.path.insert(0, SCRIPTS)

from claimbase.adapters.mkdocs import HOOK  # noqa: E402 - found only by the path above

on_startup = HOOK.on_startup
on_files = HOOK.on_files
on_page_markdown = HOOK.on_page_markdown
on_page_content = HOOK.on_page_content
on_post_page = HOOK.on_post_page
on_post_template = HOOK.on_post_template
on_serve = HOOK.on_serve
