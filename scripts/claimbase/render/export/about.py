"""What a download says of itself."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class About:
    """Where a download comes from and what may be done with it."""

    name: str
    """Name of the site."""
    site: str
    """Public address of the site; empty where it is not known."""
    generated: str
    """The latest day that the base knows of."""
    as_of: str
    """The day as of which claims were assessed."""
    licence: str
    """The licence of the data."""
    format: str = "1"
    """Number of the format of tables; it rises when a column changes its meaning or goes."""

    def entries(self) -> dict[str, str]:
        """Return all of it by name."""
        return asdict(self)
