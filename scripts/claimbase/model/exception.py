"""An exception: why a warning does not apply to a file."""

from typing import Annotated

from pydantic import StringConstraints

from .base import Model, Prose


class RuleException(Model):
    """Why one warning does not apply to this file; it is refused as soon as nothing needs it."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{3}$")]
    """Code of the warning, such as W905."""
    reason: Prose
    """Why the file is right as it is."""
