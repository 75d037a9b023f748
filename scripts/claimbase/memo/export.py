"""The sheet, the template and the words as JSON: all that the page needs to make the same memos."""

from dataclasses import asdict
from typing import Any

from .sheet import Sheet
from .template import TEMPLATE, WORDS, Piece
from .vocabulary import vocabulary


def exported(sheet: Sheet) -> dict[str, Any]:
    """Return everything that memos are made from, as a value for JSON."""
    held = asdict(sheet)
    # The page knows the definitions of terms no base speaks of; they are not sent.
    spoken = {number for _, numbers in sheet.spoken for number in numbers}
    held["terms"] = [each if number in spoken else None for number, each in enumerate(held["terms"])]
    return {**held, "vocabulary": vocabulary(), "words": WORDS, "template": [_piece(piece) for piece in TEMPLATE]}


def _piece(piece: Piece) -> dict[str, Any]:
    """Return a piece without what is empty."""
    held = {name: value for name, value in asdict(piece).items() if value and name != "pieces"}
    return {**held, "pieces": [_piece(each) for each in piece.pieces]} if piece.pieces else held
