"""The citations of one document, found in this process."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from pathlib import Path

from .addresses import addresses, target
from .documents import Passage, UnreadableError
from .finding import Found, Known, tokens
from .folding import fold
from .places import CONTEXT, Citation, Flaw, Place, ReadDocument
from .readers import parts_of

MOST_CITATIONS = 10_000
"""The most citations of one document that are looked at."""
_AFTER_TEXT = 8
"""Characters between the text of a link and its address, as in `[text](address)`."""
_BEFORE_TEXT = 150
"""Characters between the address of a link and its text, as in `<a href="address" …>text`."""

_Spans = dict[tuple[str, str], list[tuple[int, int]]]
"""First and last place of each citation by id and edition, sorted."""


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
    cited: _Spans = {}
    for found in tokens(folded.text, known):
        start, end = folded.origin(found.start), folded.origin(found.end - 1) + 1
        insort(cited.setdefault((found.id, found.edition), []), (start, end))
        yield _citation(passage, start, end, found, _context(folded.text, found))
    # A link adds nothing to the token that is its text, nor an address to the link that it is the text of.
    hrefs: _Spans = {}
    for address, start, end in folded.links:
        found_there = target(address, known)
        if found_there:
            insort(hrefs.setdefault((found_there.id, found_there.edition), []), (start, end))
            if not _near(cited, found_there, start, end, _AFTER_TEXT, _BEFORE_TEXT):
                yield _citation(passage, start, end, found_there, "", link=True)
    for found in addresses(folded.text, known):
        start, end = folded.origin(found.start), folded.origin(found.end - 1) + 1
        if not (_near(cited, found, start, end, _AFTER_TEXT, 0) or _near(hrefs, found, start, end, _BEFORE_TEXT, 0)):
            yield _citation(passage, start, end, found, "", link=True)


def _near(spans: _Spans, found: Found, start: int, end: int, before: int, after: int) -> bool:
    """Whether the same is cited at most so many characters before or after a place."""
    places = spans.get((found.id, found.edition), [])
    at = bisect_left(places, (start, end))
    return any(0 <= start - each[1] <= before for each in places[max(0, at - 1) : at]) or any(
        0 <= each[0] - end <= after for each in places[at : at + 1]
    )


def _citation(passage: Passage, start: int, end: int, found: Found, context: str, *, link: bool = False) -> Citation:
    place = passage.place(start, end)
    shown = "" if place.line else context
    return Citation(place, found.id, found.edition, found.digest, found.written, link, shown)


def _context(text: str, found: Found) -> str:
    """Return the text around a citation in one line, cut at its ends."""
    start, end = max(0, found.start - CONTEXT), found.end + CONTEXT
    shown = " ".join(text[start:end].split())
    return ("…" if start else "") + shown + ("…" if end < len(text) else "")
