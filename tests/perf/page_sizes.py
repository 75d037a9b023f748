"""How large the pages of a built site are, as files and over the wire."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

_LOADED = re.compile(r'<(?:link[^>]*rel="stylesheet"[^>]*href|script[^>]*src)="([^"#?]+)"')
_LEVEL = 6


@dataclass(frozen=True)
class Sizes:
    """Sizes in bytes."""

    pages: int
    """Pages of the site."""
    median_claim: int
    """Median claim page."""
    median_claim_gzip: int
    """The same over the wire."""
    largest: int
    """Largest page."""
    largest_gzip: int
    """The largest over the wire."""
    largest_name: str
    """Which it is."""
    first_view_gzip: int
    """A claim page with every style sheet and script that it loads, over the wire."""

    def as_json(self) -> dict[str, Any]:
        """Return the sizes by name."""
        return asdict(self)


def sizes_of(site: Path) -> Sizes:
    """Return the sizes of a built site."""
    found = {path: (path.stat().st_size, _wire(path)) for path in site.rglob("*.html")}
    claims = sorted(
        (wire, raw, path)
        for path, (raw, wire) in found.items()
        if path.parent.name == "claims" and not path.name.startswith("index")
    )
    middle = claims[len(claims) // 2]
    largest = max(found, key=lambda path: found[path][0])
    return Sizes(
        pages=len(found),
        median_claim=int(median(raw for _, raw, _ in claims)),
        median_claim_gzip=middle[0],
        largest=found[largest][0],
        largest_gzip=max(wire for _, wire in found.values()),
        largest_name=largest.relative_to(site).as_posix(),
        first_view_gzip=middle[0] + sum(_wire(path) for path in _loaded(middle[2])),
    )


def _wire(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), _LEVEL, mtime=0))


def _loaded(page: Path) -> Iterator[Path]:
    for address in dict.fromkeys(_LOADED.findall(page.read_text(encoding="utf-8"))):
        path = (page.parent / address).resolve()
        if path.is_file():
            yield path
