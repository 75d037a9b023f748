"""Freeze the base as a citable edition: the same as `claimbase edition`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from claimbase.cli import main

if __name__ == "__main__":
    sys.exit(main(["edition", *sys.argv[1:]]))
