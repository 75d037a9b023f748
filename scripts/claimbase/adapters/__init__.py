"""Adapters that put generated files into pages; `mkdocs` is the only importer of the generator."""
