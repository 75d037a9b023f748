import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "scripts" / "claimbase" / "render" / "assets"


@pytest.mark.needs("node", "node_modules")
def test_the_sites_script_has_no_type_errors():
    if not list(ASSETS.glob("**/*.js")):
        return  # nothing to check yet, and tsc calls that an error
    result = subprocess.run(
        ["node_modules/.bin/tsc", "--project", "tsconfig.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
