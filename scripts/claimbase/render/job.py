"""A part of the site's making, so that it can be done for itself, or left out where its inputs are as before."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .files import SiteFile


@dataclass(frozen=True, slots=True)
class Job:
    """Some files of the site, still to be made: the same inputs make the same files."""

    key: str
    """Address of the first file."""
    make: Callable[..., Iterable[SiteFile]]
    """The pure function that makes them."""
    inputs: tuple[Any, ...]
    """Its arguments."""
    costly: bool = False
    """Whether to make them takes so long that they are kept on disk; the arguments' `repr` says all that matters."""
