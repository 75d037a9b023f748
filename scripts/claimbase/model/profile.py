"""What a reader says of an environment."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from .base import FacetValue, Id, Integer, Line, Model

PROFILE_FORMAT = 1
"""The number of the format that is written, and the highest that is understood."""


class Profile(Model):
    """The answers of one reader; a dimension that is not named is not known."""

    format: Annotated[Integer, Field(ge=1)] = PROFILE_FORMAT
    """Number of the format."""
    name: Line | None = None
    """What the reader calls the environment."""
    answers: Mapping[Id, Annotated[tuple[FacetValue, ...], Field(min_length=1)]] = Field(default_factory=dict)
    """The values that may be true, by dimension; where there are several, it is one of them and not known which."""
