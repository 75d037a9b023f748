"""XML that a stranger wrote: no entities, no document type, no network, and no tree that could outgrow the memory."""

from collections.abc import Iterable
from typing import Any, Protocol

from lxml import etree

from claimbase.checker.documents import UnreadableError


class Target(Protocol):
    """What is told of each tag and text, in order."""

    def start(self, tag: str, attributes: Any) -> None:
        """Take note of an opening tag."""

    def end(self, tag: str) -> None:
        """Take note of a closing tag."""

    def data(self, text: str) -> None:
        """Take note of text."""


class _Guarded:
    """Passes on what it is told, and refuses a document type, in which entities are declared."""

    def __init__(self, target: Target) -> None:
        self.start, self.end, self.data = target.start, target.end, target.data

    def doctype(self, *_: Any) -> None:
        """Refuse; raises UnreadableError."""
        raise UnreadableError("K205", "its XML declares a document type, which no office program writes")

    def close(self) -> None:
        """End."""


def parse(chunks: Iterable[bytes], target: Target) -> None:
    """Tell the target of every tag and text; raises UnreadableError where the XML is broken or declares a type."""
    parser = etree.XMLParser(
        target=_Guarded(target),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise UnreadableError("K204", f"its XML is broken: {error.msg}") from None


def local(tag: str) -> str:
    """Return the name of a tag without its namespace."""
    return tag.rpartition("}")[2]


def attribute(attributes: Any, name: str) -> str:
    """Return the attribute of a name in whatever namespace; empty where there is none."""
    return next((str(value) for key, value in attributes.items() if local(key) == name), "")
