"""Making editions: everything that the base says on a day, frozen so that it can be cited for ever."""

from .freeze import Made, edition_path, freeze, refusal
from .written import EDITION_FOLDER, INDEX_PATH, edition_files, whole_edition

__all__ = [
    "EDITION_FOLDER",
    "INDEX_PATH",
    "Made",
    "edition_files",
    "edition_path",
    "freeze",
    "refusal",
    "whole_edition",
]
