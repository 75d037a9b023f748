"""`claimbase check-citations`, runnable where the dependencies are installed and the package is not."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from claimbase.cli import main

if __name__ == "__main__":
    sys.exit(main(["check-citations", *sys.argv[1:]]))
