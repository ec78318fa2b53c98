"""Lineage: words compared across copies of a text. Plain Python, no Django."""
