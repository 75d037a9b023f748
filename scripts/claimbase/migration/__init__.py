"""Taking a base from an older format to the newest, one scripted step a format."""

from .steps import STEPS, Files, Step
from .walk import Migration, MigrationError, migrated

__all__ = ["STEPS", "Files", "Migration", "MigrationError", "Step", "migrated"]
