"""How fast pages of the real base are on the phone that Lighthouse simulates, and what their largest paint waits for.

    .venv/bin/python tests/perf/phone.py [--runs 3]

The exit code is 1 where the best score of a page is below 95, or its largest paint waits for a script.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from claimbase.site import build_site  # noqa: E402  the path comes first
from lighthouse import lighthouse, scores  # noqa: E402
from served import served  # noqa: E402
from site_pages import longest_claims  # noqa: E402

AT_LEAST = 95


def measured(address: str, runs: int) -> tuple[int, float, list[str]]:
    """The best score of some runs, the largest paint of that run in ms, and scripts that hold the first paint up."""
    best = max(
        (lighthouse(address, "performance") for _ in range(runs)), key=lambda report: scores(report)["performance"]
    )
    audits = best["audits"]
    blocking = audits["render-blocking-resources"]["details"].get("items", [])
    scripts = [item["url"] for item in blocking if ".js" in item["url"]]
    return scores(best)["performance"], audits["largest-contentful-paint"]["numericValue"], scripts


def say(line: str) -> None:
    """Writes a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Prints a line for each page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="the best of so many runs counts")
    runs = parser.parse_args().runs
    poor = 0
    say(f"load average at the start: {os.getloadavg()[0]:.2f}; best of {runs}")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        if not build_site(ROOT, site, lambda *_: None).built:
            say("the base has problems: claimbase validate")
            return 1
        with served(site) as origin:
            for uri in (
                "index.html",
                "claims/index.html",
                f"claims/{longest_claims()['refuted']}.html",
                "article.html",
            ):
                score, paint, scripts = measured(f"{origin}/{uri}", runs)
                poor += score < AT_LEAST or bool(scripts)
                waits = f"  waits for {' '.join(scripts)}" if scripts else ""
                say(f"{score:4d}  largest paint {paint:5.0f} ms  {uri}{waits}")
    return 1 if poor else 0


if __name__ == "__main__":
    sys.exit(main())
