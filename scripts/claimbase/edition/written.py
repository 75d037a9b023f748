"""The files of an edition: its own, the list of editions, and the whole of it in one file for an archive."""

from collections.abc import Mapping

from claimbase.editionfile import Edition, edition_bytes, head_digest
from claimbase.repository import KnowledgeBase
from claimbase.yamlio import append

from .freeze import Made, edition_path

EDITION_FOLDER = "claims/editions"
"""Where editions are kept, from the root."""
INDEX_PATH = f"{EDITION_FOLDER}/index.yml"
"""The list of editions, from the root."""
_HEADER = "yaml-language-server: $schema=../schema/editions.schema.json"


def edition_files(made: Made, listed: str) -> Mapping[str, bytes]:
    """Return path and content of the files that an edition consists of, in the order in which they are to be written.

    `listed` is the text of the list of editions, empty where there is none.
    """
    line = {"name": made.head.name, "date": made.head.date, "sha256": head_digest(made.head)}
    return {
        edition_path(made.head.name): edition_bytes(made.head, made.held),
        INDEX_PATH: append(listed, "editions", [line], header=_HEADER).encode(),
    }


def whole_edition(kb: KnowledgeBase, edition: Edition) -> bytes:
    """Return an edition with all its entries in one file, those included that earlier editions hold."""
    editions = {each.name: each for each in kb.editions}
    held = {name: editions[entry.held_in].held(name) for name, entry in edition.head.entries.items()}
    return edition_bytes(edition.head, held)
