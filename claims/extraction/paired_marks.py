"""Extraction: marks that pair by their shape, as « » and „ “ and 「 」 do, in copy of any language.

One mark opens and another closes, and it shows which ones belong together; marks inside a quotation are its own. Only
straight ones look alike: there the spaces around them tell.
"""

import re
from typing import Final

from claims.extraction.marks import Mark, Marks, Quoted

# What closes each opening mark: “ closes in German and opens in English, » opens in Danish and closes in French.
CLOSED_BY: Final = {
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "„": '“”"',
    "‚": "‘’",
    "“": "”",
    "”": "”",
    "「": "」",
    "『": "』",
    '"': '"',
}
ALWAYS_OPENS: Final = frozenset("«‹„‚“「『")
MARK: Final = re.compile(r"[«»‹›„“”「」『』\"\n]|(?<!\w)‚(?=\w)|(?<=[\w.,!?…])[‘’](?!\w)")
BEFORE_OPENING: Final = frozenset("([{—–-/:")
SPACES: Final = " \t\u00a0\u202f"
LONGEST_QUOTATION: Final = 4000


def pair_marks(text: str) -> Marks:
    """Pair the marks of a text by their shape.

    What one paragraph leaves open may go on in the next; when that one opens its marks again, they end the first.
    """
    marks = [Mark(match.start(), match.end(), match[0] == "\n") for match in MARK.finditer(text)]
    quoted: list[Quoted] = []
    stray: list[Mark] = []
    opening: Mark | None = None
    depth = 0
    for place, mark in enumerate(marks):
        if opening is None:
            if _opens(text, mark):
                opening, depth = mark, 1
            elif not mark.is_break and text[mark.start] not in "‘’":
                stray.append(mark)
        elif mark.is_break:
            coming = next((one for one in marks[place + 1 : place + 4] if not one.is_break), None)
            if not _goes_on(text, opening, coming):
                quoted += _unclosed(text, opening, mark.start, coming)
                opening = None
        elif text[mark.start] in CLOSED_BY[text[opening.start]]:
            depth -= 1
            if depth == 0:
                quoted.append(Quoted(opening.start, mark.end, opening, mark))
                opening = None
        elif text[mark.start] == text[opening.start]:
            depth += 1
    if opening is not None:
        quoted += _unclosed(text, opening, len(text), None)
    return Marks(tuple(quoted), tuple(stray))


def _opens(text: str, mark: Mark) -> bool:
    """Whether a mark may open: by its shape, or because a word starts behind it and none ends before it."""
    character = text[mark.start]
    if character in ALWAYS_OPENS:
        return True
    if character not in CLOSED_BY:
        return False
    before = text[mark.start - 1] if mark.start else "\n"
    after = text[mark.end : mark.end + 1]
    return (before.isspace() or before in BEFORE_OPENING) and bool(after) and not after.isspace()


def _goes_on(text: str, opening: Mark, coming: Mark | None) -> bool:
    """Whether the quotation goes on after this line break: its closing mark is the next one, and not far away."""
    if coming is None or coming.start - opening.start > LONGEST_QUOTATION:
        return False
    closes = text[coming.start] in CLOSED_BY[text[opening.start]]
    return closes and text[coming.start - 1] != "\n"


def _unclosed(text: str, opening: Mark, end: int, coming: Mark | None) -> list[Quoted]:
    """Words that were opened and not closed: as far as their line goes."""
    end = min(end, opening.start + LONGEST_QUOTATION)
    while end > opening.end and text[end - 1].isspace():
        end -= 1
    if end == opening.end:
        return []
    is_reopened = coming is not None and text[coming.start] == text[opening.start] and text[coming.start - 1] == "\n"
    return [Quoted(opening.start, end, opening, coming if is_reopened else None)]
