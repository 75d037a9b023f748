"""What Lighthouse says of a page, with the system's Chromium and nothing of the network."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from machine import chromium

ROOT = Path(__file__).resolve().parent.parent
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"


def lighthouse(address: str, *categories: str) -> dict[str, Any]:
    """The report of one run with the phone that Lighthouse takes by default; raises where it did not run."""
    command = [
        str(ROOT / "node_modules/.bin/lighthouse"),
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags={FLAGS}",
        "--no-enable-error-reporting",
    ]
    environment = {**os.environ, "CHROME_PATH": chromium() or "chromium"}
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def scores(report: dict[str, Any]) -> dict[str, int]:
    """The score of each category, 0 to 100."""
    return {name: round(100 * (found["score"] or 0)) for name, found in report["categories"].items()}


def shortcomings(report: dict[str, Any]) -> list[str]:
    """Each audit with weight that a page did not pass in full."""
    audits = report["audits"]
    weighty = [ref["id"] for found in report["categories"].values() for ref in found["auditRefs"] if ref["weight"]]
    poor = [name for name in weighty if (audits[name]["score"] or 0) < 1 and audits[name]["score"] is not None]
    return [f"{name}: {audits[name]['title']} {json.dumps(audits[name].get('details', {}))[:600]}" for name in poor]
