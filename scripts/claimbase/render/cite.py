"""How a claim is cited today: one sentence in words, with its token."""

from claimbase.assessment import Assessment
from claimbase.model import Claim
from claimbase.tokens import token

from . import words
from .files import SiteSettings
from .prose import plain

AUTHOR = "Contributors"
"""No publisher is known, and none is invented."""


def changed_on(claim: Claim, moved: str = "") -> str:
    """Return the day of the last change of a claim; `moved` is the day on which its verdict last moved."""
    return max([*(entry.date for entry in claim.history), moved])


def citation(claim: Claim, assessment: Assessment, settings: SiteSettings, moved: str = "") -> str:
    """Return one plain citation in words; it holds an address only where the site's own is known."""
    where = f" {settings.site_url.rstrip('/')}/claims/{claim.id}.html." if settings.site_url else ""
    title = plain(claim.title)
    return (
        f"{AUTHOR}: “{title}”. Claim {token(claim.id)} in {settings.name}, "
        f"state of {changed_on(claim, moved)}. Verdict: {words.summary(assessment)}.{where}"
    )
