"""Citing: a claim, a source or an edition in every format that reports and their programs ask for."""

import json
from collections.abc import Sequence

from .bibtex import bibtex
from .citable import Citable, csl
from .footnote import authors, footnote
from .formats import PLAIN, Format
from .items import AUTHORS, Base, Frozen, changed_on, of_base, of_claim, of_frozen_claim, of_source, sources_of
from .json_ld import Reviewed, base_dataset, benchmark_dataset, claim_review, script
from .kept import KeptTexts, Texts
from .metadata import coins, highwire
from .plain_text import plain_text, plain_texts
from .ris import ris

__all__ = [
    "AUTHORS",
    "PLAIN",
    "Base",
    "Citable",
    "Format",
    "Frozen",
    "KeptTexts",
    "Reviewed",
    "Texts",
    "authors",
    "base_dataset",
    "benchmark_dataset",
    "changed_on",
    "cited",
    "claim_review",
    "coins",
    "csl",
    "highwire",
    "of_base",
    "of_claim",
    "of_frozen_claim",
    "of_source",
    "plain_text",
    "plain_texts",
    "script",
    "sources_of",
]


def cited(items: Sequence[Citable], form: Format) -> str:
    """Return items in a format, in their order, as a text that ends with a line end."""
    match form:
        case Format.BIBTEX:
            return "\n".join(map(bibtex, items))
        case Format.RIS:
            return "".join(map(ris, items))
        case Format.CSL_JSON:
            return json.dumps(list(map(csl, items)), ensure_ascii=False, indent=1) + "\n"
        case Format.TOKEN:
            return "".join(f"{item.token}\n" for item in items)
        case Format.FOOTNOTE:
            return "".join(f"{footnote(item)}\n" for item in items)
        case _:
            return "".join(f"{plain_text(item, form)}\n" for item in items)
