"""The pages on which the quality of the site is measured: one of every type, most of them of the real base.

What the real base happens to lack, a retired claim say, is taken from the small base.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import site_base
import yaml
from claimbase.model import Verdict
from edition_history import FIRST, change, make

ROOT = Path(__file__).resolve().parent.parent
REAL, SMALL = "real", "small"


@dataclass(frozen=True)
class Sites:
    """The built sites of both bases, each served for itself."""

    folders: dict[str, Path]
    origins: dict[str, str]

    def file(self, name: str) -> Path:
        """The file of the page of a type."""
        base, uri = page_types()[name]
        return self.folders[base] / uri.partition("?")[0]

    def address(self, name: str) -> str:
        """Where the page of a type is served."""
        base, uri = page_types()[name]
        return f"{self.origins[base]}/{uri}"

    def origin(self, name: str) -> str:
        """The origin of the page of a type."""
        return self.origins[page_types()[name][0]]


def real_claims() -> dict[str, Path]:
    """The file of each claim of the real base that is not retired, by id."""
    locked = yaml.safe_load((ROOT / "claims/verdicts.lock.yml").read_text(encoding="utf-8"))["claims"]
    return {path.stem: path for path in sorted((ROOT / "claims").glob("*/*.yml")) if path.stem in locked}


@cache
def longest_claims() -> dict[str, str]:
    """For each verdict of the real base the claim with the longest file; so, too, the longest with a measurement."""
    locked = yaml.safe_load((ROOT / "claims/verdicts.lock.yml").read_text(encoding="utf-8"))["claims"]
    found = {}
    for name, path in sorted(real_claims().items(), key=lambda item: item[1].stat().st_size):
        found[locked[name]["verdict"]] = name
        if "kind: measurement" in path.read_text(encoding="utf-8"):
            found["measured"] = name
    return found


@cache
def page_types() -> dict[str, tuple[str, str]]:
    """The page of each type: its base and its address in the site."""
    longest = longest_claims()
    claims = {
        f"claim, {verdict}": (REAL, f"claims/{longest[verdict]}.html")
        if verdict in longest
        else (SMALL, f"claims/{SMALL_CLAIMS[verdict]}.html")
        for verdict in [*map(str, Verdict), "measured"]
    }
    return {
        "home": (REAL, "index.html"),
        "claims browser": (REAL, "claims/index.html"),
        **claims,
        "claim, retired": (SMALL, "claims/old-option.html"),
        "topics": (REAL, "topics/index.html"),
        "topic": (REAL, "topics/live-update.html"),
        "verdict": (REAL, "verdicts/refuted.html"),
        "sources": (REAL, "sources/index.html"),
        "source": (REAL, "sources/qemu-source.html"),
        "article": (REAL, "article.html"),
        "environment": (REAL, "environment.html"),
        "recommendations": (REAL, "recommendations.html"),
        "method": (REAL, "method.html"),
        "changes": (REAL, "changes.html"),
        "editions": (SMALL, "editions/index.html"),
        "edition": (SMALL, f"editions/{FIRST}/index.html"),
        "frozen claim": (SMALL, f"editions/{FIRST}/option-half.html"),
        "frozen source": (SMALL, f"editions/{FIRST}/code.html"),
        "downloads": (REAL, "downloads/index.html"),
        "glossary": (REAL, "glossary.html"),
        "about": (REAL, "about.html"),
        "benchmarks": (REAL, "benchmarks/index.html"),
        "benchmark": (REAL, "benchmarks/source-counts.html"),
        "benchmark, charts": (SMALL, "benchmarks/option-cost.html"),
        "comparison": (REAL, "compare.html"),
        "comparison, filled": (REAL, f"compare.html?claims={longest['refuted']},{longest['supported']}"),
        "missing": (REAL, "404.html"),
    }


SMALL_CLAIMS = {
    "measured": "option-start-time",
    Verdict.SUPPORTED_WITH_LIMITS: "option-x",
    Verdict.NOT_ASSESSED: "praise",
    Verdict.REFUTED: "option-opposed",
    Verdict.UNSUPPORTED: "option-sought",
    Verdict.CONTESTED: "option-disputed",
    Verdict.OVERSTATED: "option-half",
    Verdict.SUPPORTED: "option-everywhere",
}
"""For each verdict a claim of the small base that has it."""


def write_small_base(root: Path) -> Path:
    """The small base with a claim of each verdict, and an edition from which one differs; returns its folder."""
    site_base.write_base(root)
    plain = site_base.claim_text()
    opposite = plain.replace("direction: supports", "direction: contradicts")
    both = plain.partition("  - id: e2")
    second = both[0].partition("  - id: e1")[2].replace("direction: supports", "direction: contradicts")
    second = "  - id: e4" + second
    texts = {
        "praise": PRAISE,
        "option-opposed": opposite,
        "option-sought": both[0].partition("  - id: e1")[0] + "  - id: e3" + plain.partition("  - id: e3")[2],
        "option-disputed": both[0] + second + both[1] + both[2],
        "option-half": both[0] + second.replace("[tcg]", "[kvm]") + both[1] + both[2],
        "option-everywhere": plain.replace("accelerator: [tcg]", "accelerator: all"),
    }
    for name, text in texts.items():
        (root / f"claims/options/{name}.yml").write_text(text, encoding="utf-8")
    make(root, FIRST)
    change(root, "option-half", "There is an option x.", "There is half an option x.")
    change(root, "option-half", "The article doubts it.", "The article doubts half of it.")
    return root


PRAISE = """\
# yaml-language-server: $schema=../schema/claim.schema.json
title: Praise of the option
statement: The option is the best of all.
type: promotion
asserted_by:
  - {source: article-source, locator: {sentence: 3}}
scope: {qemu: ["10.2"]}
test: None; it names no observation.
not_assessed: It advertises.
advice: [{do: Ask for a number.}]
review_when: ["qemu>=11.2"]
history:
  - {date: "2026-11-22", change: First version.}
"""
