"""Dimensions and values of environments in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass

from claimbase.model import Facets, Selection


@dataclass(frozen=True, slots=True)
class Labels:
    """Titles of dimensions and of their values."""

    dimensions: Mapping[str, str]
    """Title of each dimension by id."""
    values: Mapping[str, Mapping[str, str]]
    """Title of each value by dimension and value id."""

    def dimension(self, name: str) -> str:
        """Return the title of a dimension; the id where it is unknown."""
        return self.dimensions.get(name, name)

    def value(self, dimension: str, value: str) -> str:
        """Return the title of a value; the id where it is unknown."""
        return self.values.get(dimension, {}).get(value, value)

    def selection(self, dimension: str, selected: Selection | str, joint: str = " and ") -> str:
        """Return a choice of values in words, joined by `joint`; `all` where all are meant."""
        if isinstance(selected, str):
            return "all" if selected == "all" else self.value(dimension, selected)
        return joint.join(self.value(dimension, value) for value in selected)


def labels_of(facets: Facets) -> Labels:
    """Return the titles that `facets.yml` gives."""
    return Labels(
        {dimension.id: dimension.title for dimension in facets.dimensions},
        {dimension.id: {value.id: value.title for value in dimension.values} for dimension in facets.dimensions},
    )
