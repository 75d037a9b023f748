"""`python -m claimbase`, where the package is on the path but not installed."""

from claimbase.cli import run

if __name__ == "__main__":
    run()
