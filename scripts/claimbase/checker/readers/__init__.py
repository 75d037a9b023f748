"""Readers of documents: each yields text with its places, whatever the file is called, or says why it cannot."""

from .kinds import parts_of

__all__ = ["parts_of"]
