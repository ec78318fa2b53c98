"""Importers: a file or a paste becomes a received text. Plain Python, works in a notebook.

A new format is one file that makes an ``Importer``, and one row in ``registry``.
"""

from claims.importers.dates import parse_date
from claims.importers.decoding import decode
from claims.importers.pasting import pasted
from claims.importers.registry import IMPORTERS, importer_for, is_readme, read

__all__ = ["IMPORTERS", "decode", "importer_for", "is_readme", "parse_date", "pasted", "read"]
