"""Print a citation of claims and sources: the same as `claimbase cite`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from claimbase.cli import main

if __name__ == "__main__":
    sys.exit(main(["cite", *sys.argv[1:]]))
