"""What the collector found: facts of a host or VM, and answers to the questions of `facets.yml`, with their origin."""

from dataclasses import dataclass

from claimbase.model import Term


class Sureness(Term):
    """How an answer was come by."""

    OBSERVED = "observed", "It was read as such."
    DERIVED = "derived", "It follows from what was read, as the line beside it says; look whether that is so."


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that was read, in words for people; no verdict is looked up by it."""

    name: str
    """What it is, such as `kernel`."""
    value: str
    """What was read, or that nothing could be, and why."""
    origin: str
    """Where it was read: a file, a command, a question of QMP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a dimension."""

    dimension: str
    """The id of the dimension."""
    values: tuple[str, ...]
    """Its ids of values; more than one: one of these."""
    origin: str
    """Where it comes from."""
    sureness: Sureness = Sureness.OBSERVED
    """How it was come by."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A dimension for which nothing was found."""

    dimension: str
    """The id of the dimension."""
    why: str
    """Why, without a full stop."""
