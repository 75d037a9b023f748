"""The base of every model, and the text and identifier types that models share."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Strict, StringConstraints


class Model(BaseModel):
    """A frozen, strict value; an unknown key or a value of another type is an error."""

    model_config = ConfigDict(
        frozen=True,
        # Not strict as a whole: a list of a YAML file is to become a tuple and a word an enum member. Text never
        # becomes a number all the same, nor a number text: the scalar types below are strict.
        extra="forbid",
        use_attribute_docstrings=True,
        # Validation errors must not echo a hostile input of megabytes.
        hide_input_in_errors=True,
    )


class Term(StrEnum):
    """A word of the controlled vocabulary: its value is what files hold, its docstring what pages show."""

    def __new__(cls, value: str, doc: str) -> Self:
        """Make the member `value`, documented by the sentence `doc`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.__doc__ = doc
        return member

    @property
    def doc(self) -> str:
        """The sentence that says what the word means."""
        return self.__doc__ or ""


Integer = Annotated[int, Strict()]
"""A whole number; neither text nor a truth value nor `2.0` stands for one."""

Number = Annotated[float, Strict()]
"""A number; neither text nor a truth value stands for one."""

Truth = Annotated[bool, Strict()]
"""True or false; neither text nor a number stands for one."""

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
ID_MAX_LENGTH = 60

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=ID_MAX_LENGTH)]
"""The identifier of a claim, source, topic, dimension or benchmark: lower-case words joined by hyphens."""

EDITION_PATTERN = r"^[0-9]{4}[.](0[1-9]|1[0-2])([.]([2-9]|[1-9][0-9]))?$"

EditionName = Annotated[str, StringConstraints(pattern=EDITION_PATTERN)]
"""The name of an edition: year and month, as `2026.12`; further ones of a month count on, `2026.12.2`."""

EvidenceId = Annotated[str, StringConstraints(pattern=r"^e[1-9][0-9]{0,2}$")]
"""The local identifier of an evidence item: `e1`, `e2`, … never renumbered."""

FacetValue = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.+-]*$", max_length=40)]
"""The identifier of a value of a dimension, such as `kvm` or `10.2`."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^\S[^\n]*$")]
"""One line of text of at most 300 characters."""

Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
"""Text of at most 4,000 characters; inline Markdown is rendered, raw HTML is not."""

Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
"""A day as `YYYY-MM-DD`, always quoted in YAML."""

Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"'`\\]+$", max_length=500)]
"""A public web address; no other scheme than http and https is accepted."""

GitHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]
"""A full git object hash: 40 lower-case hexadecimal digits."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
"""A SHA-256 digest: `sha256:` and 64 lower-case hexadecimal digits."""
