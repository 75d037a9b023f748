"""What documents of the interface have in common."""

from typing import Annotated, Literal

from pydantic import Field

from ..base import Day, Model
from ..edition import Digest

LICENCE: Literal["CC-BY-4.0"] = "CC-BY-4.0"
"""Under which all data may be used."""
API_FORMAT: Literal[1] = 1
"""Number of the format of documents; it rises when a key changes its meaning or goes."""

Address = Annotated[str, Field(min_length=1, max_length=500)]
"""An address relative to the document that holds it."""


class Document(Model):
    """What every document has."""

    format: Literal[1] = API_FORMAT
    """Number of this format."""
    licence: Literal["CC-BY-4.0"] = LICENCE
    """The licence of the data."""


class Generated(Document):
    """A document about the base as a whole."""

    generated: Day
    """The latest day that the base knows of: the state that the document shows. No clock is read."""


class InEdition(Model):
    """What an edition holds of something."""

    sha256: Digest
    """SHA-256 of the frozen JSON."""
    token: str
    """The token by which it is cited."""
    page: Address
    """The page with the frozen text."""
