"""Measure with real QEMU binaries: the same as `claimbase bench`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from claimbase.cli import main

if __name__ == "__main__":
    sys.exit(main(["bench", *sys.argv[1:]]))
