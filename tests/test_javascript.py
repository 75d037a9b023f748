"""The site's own scripts: each is looked at by the type checker, and has no error of type."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "scripts" / "claimbase" / "render" / "assets"


@pytest.mark.needs("node", "node_modules")
def test_every_script_is_checked_and_has_no_type_errors():
    """A declaration file of the same name would hide a script from the checker without a word."""
    result = subprocess.run(
        ["node_modules/.bin/tsc", "--project", "tsconfig.json", "--listFiles"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    looked_at = {Path(line).resolve() for line in result.stdout.splitlines() if line.endswith(".js")}
    assert {path.resolve() for path in ASSETS.glob("**/*.js")} <= looked_at
