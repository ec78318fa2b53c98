"""Exports: lists as files. Plain Python; the words for people are given to a format, never kept in it.

A new format is a file of its own and its name in ``FORMATS``; ``contract`` says what it must do.
"""

from collections.abc import Mapping
from typing import Final

from claims.exports.claimreview_file import CLAIMREVIEW
from claims.exports.contract import Format
from claims.exports.csv_file import CSV
from claims.exports.jsonl_file import JSONL
from claims.exports.markdown_file import MARKDOWN
from claims.exports.prov_file import PROV
from claims.exports.webannotation_file import WEBANNOTATION
from claims.exports.xlsx_file import XLSX

FORMATS: Final[Mapping[str, Format]] = {
    known.key: known for known in (CSV, XLSX, JSONL, CLAIMREVIEW, WEBANNOTATION, PROV, MARKDOWN)
}
