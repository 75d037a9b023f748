"""Problems of a broken base as HTML, for the preview in a browser."""

from collections.abc import Sequence

from markupsafe import Markup

from claimbase.errors import Problem

from .files import SiteFile
from .pages import environment, page


def problem_banner(problems: Sequence[Problem]) -> Markup:
    """Return a banner that lists every problem; empty without problems."""
    if not problems:
        return Markup()
    html = environment().get_template("problems.html").render(problems=problems)
    return Markup(html)  # noqa: S704 - made by an autoescaping template


def problem_page(uri: str, title: str) -> SiteFile:
    """Return the page that stands in for one that cannot be made yet, because the base has never been whole."""
    return page("broken.html", uri, title, values={})
