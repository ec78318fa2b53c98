"""Exports: the guard that keeps a spreadsheet from running what somebody else wrote.

A spreadsheet takes a cell that begins with ``= + - @`` for a formula, and some take the full-width forms of these
signs for one too, or drop the blanks and control signs before them. Such a cell gets one ``'`` in front. So does one
that begins with ``'`` already: whoever reads the file takes one off, and has the words back as they were.
"""

import unicodedata
from string import ascii_letters, digits
from typing import Final

MARK: Final = "'"
# What most texts begin with, or have nothing of: no text that begins so is ever in danger.
HARMLESS: Final = frozenset({"", *ascii_letters, *digits})
_BEGINS_A_FORMULA: Final = frozenset(f"=+-@{MARK}")
_CONTROLS: Final = frozenset("\t\r\n")
# Blanks and signs without width, which a spreadsheet may pass over to what stands behind them.
_PASSED_OVER: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def put_on(text: str) -> str:
    """The text as it may stand in a cell."""
    return MARK + text if _is_dangerous(text) else text


def undo(cell: str) -> str:
    """The text as it was before it was put into a cell."""
    return cell.removeprefix(MARK)


def _is_dangerous(text: str) -> bool:
    first = text[:1]
    if first.isalnum() or not first:
        return False
    if first in _CONTROLS:
        return True
    seen = next((sign for sign in text if unicodedata.category(sign) not in _PASSED_OVER), "")
    # Normal form KC makes the plain sign of its full-width and small forms.
    return unicodedata.normalize("NFKC", seen)[:1] in _BEGINS_A_FORMULA if seen else False
