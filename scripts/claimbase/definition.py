"""The hash of a benchmark definition: results carry it, and those of another definition are not mixed with them."""

import hashlib

import rfc8785

from .model import BenchmarkDocument


def definition_hash(benchmark: BenchmarkDocument) -> str:
    """Return `sha256:` and the hash of all that makes results comparable, as canonical JSON (RFC 8785).

    Titles, question, command and what the runs cannot show may be reworded; metrics, outcomes, parameters,
    procedure and materials may not.
    """
    held = benchmark.model_dump(
        mode="json",
        include={
            "metrics": {"__all__": {"id", "unit", "better", "exact"}},
            "outcomes": {"__all__": {"id"}},
            "parameters": {"__all__": {"id", "unit"}},
            "procedure": True,
            "materials": True,
        },
    )
    return "sha256:" + hashlib.sha256(rfc8785.dumps(held)).hexdigest()
