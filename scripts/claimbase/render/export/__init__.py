"""The whole base as tables, for people with tools of their own: JSON, CSV, SQLite and Parquet."""

from .about import About
from .jobs import DOWNLOADS, export_jobs
from .table import TABLES, Column, Table

__all__ = ["DOWNLOADS", "TABLES", "About", "Column", "Table", "export_jobs"]
