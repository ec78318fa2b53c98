"""Extraction: the French language pack, marks.

The reporter may speak inside them: « Partons, a-t-elle dit, et vite. »
"""

from typing import Final

from claims.extraction.attribution_fr import tag_at
from claims.extraction.marks import Marks, Quoted
from claims.extraction.paired_marks import pair_marks
from claims.extraction.sentences import SentenceWords, Word, words_of

BEFORE_TAG: Final = frozenset(",?!…")
AFTER_TAG: Final = frozenset(",.;:…")


def read_marks(text: str, language: SentenceWords) -> Marks:
    """The marks of a text; a quotation in which the reporter says who speaks becomes two."""
    marks = pair_marks(text)
    quoted = [part for whole in marks.quoted for part in _parts(text, whole, language)]
    return Marks(tuple(quoted), marks.stray)


def _parts(text: str, whole: Quoted, language: SentenceWords) -> list[Quoted]:
    """What stands on both sides of "a-t-elle dit", each with the marks of the whole."""
    inside_start = whole.opening.end if whole.opening else whole.start
    inside_end = min(whole.closing.start, whole.end) if whole.closing else whole.end
    words = tuple(words_of(text, inside_start, inside_end, language))
    parts: list[Quoted] = []
    start, place = whole.start, 1
    while place < len(words):
        end = _end_of_tag(words, place)
        if end is None:
            place += 1
            continue
        parts.append(Quoted(start, words[place - 1].end, whole.opening, whole.closing))
        start = words[end].end if end < len(words) else inside_end
        place = end + 1
    while start < inside_end and text[start].isspace():
        start += 1
    if not parts or start < inside_end:
        parts.append(Quoted(start, whole.end, whole.opening, whole.closing))
    return parts


def _end_of_tag(words: tuple[Word, ...], place: int) -> int | None:
    """The mark of punctuation that ends the tag starting here, or the end of the words; None when no tag starts."""
    if words[place - 1].text[0] not in BEFORE_TAG:
        return None
    tag = tag_at(words, place)
    if tag is None:
        return None
    end = tag[2].end
    return end if end >= len(words) or words[end].text[0] in AFTER_TAG else None
