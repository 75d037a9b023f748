"""Profiles as YAML text in the one form that program and page write."""

from typing import Any

from claimbase.model import Profile
from claimbase.yamlio import dump


def profile_text(profile: Profile) -> str:
    """Return the profile as YAML: format, name, answers, one line each; the same profile always gives the same text."""
    answers = {
        dimension: values[0] if len(values) == 1 else list(values) for dimension, values in profile.answers.items()
    }
    tree: dict[str, Any] = {"format": profile.format}
    if profile.name:
        tree["name"] = profile.name
    return dump({**tree, "answers": answers})
