"""The citations of one document, found in this process."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from pathlib import Path

from .addresses import addresses, target
from .documents import Passage, UnreadableError
from .finding import Found, Known, tokens
from .folding import Folded, fold
from .places import CONTEXT, Citation, Flaw, Place, ReadDocument
from .readers import parts_of

MOST_CITATIONS = 10_000
"""The most citations of one document that are looked at."""
_BESIDE = 300
"""Characters within which a link and a token that cite the same are taken for one citation."""


def scan(path: str, known: Known) -> ReadDocument:
    """Return the citations of the document at a path, and why it, or a part of it, could not be read."""
    citations: list[Citation] = []
    flaws: list[Flaw] = []
    try:
        for found in _found(Path(path), known, flaws):
            if len(citations) == MOST_CITATIONS:
                flaws.append(Flaw("K209", f"it has more than {MOST_CITATIONS} citations"))
                break
            citations.append(found)
    except UnreadableError as error:
        flaws.append(error.flaw)
    except OSError as error:
        flaws.append(Flaw("K201", f"the file cannot be read: {error.strerror or error}"))
    except MemoryError:
        flaws.append(Flaw("K207", "it takes too much memory"))
    except Exception as error:
        # A document that no reader is prepared for must not keep the other files from being checked.
        flaws.append(Flaw("K204", f"it cannot be taken apart ({type(error).__name__})"))
    return ReadDocument(path, tuple(sorted(citations, key=lambda citation: citation.place)), tuple(flaws))


def _found(path: Path, known: Known, flaws: list[Flaw]) -> Iterator[Citation]:
    told: set[tuple[Place, str, str]] = set()
    for part in parts_of(path):
        if isinstance(part, Flaw):
            flaws.append(part)
        elif isinstance(part, Passage):
            for citation in _in_text(part, known):
                told.add((citation.place, citation.id, citation.edition))
                yield citation
        elif (found := target(part.address, known)) and (part.place, found.id, found.edition) not in told:
            # A link adds nothing where its own text, or another link in the same place, cites the same.
            told.add((part.place, found.id, found.edition))
            yield Citation(part.place, found.id, found.edition, found.digest, found.written, link=True)


def _in_text(passage: Passage, known: Known) -> Iterator[Citation]:
    folded = fold(passage.text, passage.flavour)
    cited: dict[tuple[str, str], list[int]] = {}
    for found in tokens(folded.text, known):
        start, end = folded.origin(found.start), folded.origin(found.end - 1) + 1
        insort(cited.setdefault((found.id, found.edition), []), start)
        yield _citation(passage, start, end, found, _context(folded.text, found))
    for start, end, found in _links(folded, known):
        places = cited.setdefault((found.id, found.edition), [])
        at = bisect_left(places, start)
        if any(abs(place - start) < _BESIDE for place in places[max(0, at - 1) : at + 1]):
            continue
        insort(places, start)
        yield _citation(passage, start, end, found, "", link=True)


def _links(folded: Folded, known: Known) -> Iterator[tuple[int, int, Found]]:
    """Yield first and last place in the original, and what is cited, of the links in markup and those in the text."""
    for address, start, end in folded.links:
        if found := target(address, known):
            yield start, end, found
    for found in addresses(folded.text, known):
        yield folded.origin(found.start), folded.origin(found.end - 1) + 1, found


def _citation(passage: Passage, start: int, end: int, found: Found, context: str, *, link: bool = False) -> Citation:
    place = passage.place(start, end)
    shown = "" if place.line else context
    return Citation(place, found.id, found.edition, found.digest, found.written, link, shown)


def _context(text: str, found: Found) -> str:
    """Return the text around a citation in one line, cut at its ends."""
    start, end = max(0, found.start - CONTEXT), found.end + CONTEXT
    shown = " ".join(text[start:end].split())
    return ("…" if start else "") + shown + ("…" if end < len(text) else "")
