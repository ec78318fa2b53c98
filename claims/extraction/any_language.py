"""Extraction: direct quotations in a language that has no pack. Who speaks stays open."""

from typing import Final

from claims.extraction.marks import Marks, Quoted
from claims.records.quotations import Span

INSIDE: Final = ' \t\u00a0\u202f"“”„«»‹›‚‘’「」『』'
ENDS: Final = frozenset(".,!?…;。！？、،؟।")
FEWEST_WORDS: Final = 4
FEWEST_CLOSED_WORDS: Final = 3
# Scripts that part no words: a character of theirs says about as much as half a word.
WITHOUT_SPACES: Final = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\u0e00", "\u0eff"), ("\u1000", "\u109f"))
CHARACTERS_OF_A_WORD: Final = 2


def find_quoted(text: str, marks: Marks) -> tuple[Span, ...]:
    """Everything between marks that is longer than a title, a nickname or a word held at a distance."""
    return tuple(Span(quoted.start, quoted.end) for quoted in marks.quoted if _is_utterance(text, quoted))


def _is_utterance(text: str, quoted: Quoted) -> bool:
    inside = text[quoted.start : quoted.end].strip(INSIDE)
    if not inside:
        return False
    is_closed = inside[-1] in ENDS or text[quoted.end : quoted.end + 1] in ENDS
    return _length(inside) >= (FEWEST_CLOSED_WORDS if is_closed else FEWEST_WORDS)


def _length(words: str) -> int:
    """The number of words, or what comes to as much where none are parted."""
    packed = sum(any(first <= character <= last for first, last in WITHOUT_SPACES) for character in words)
    return len(words.split()) + packed // CHARACTERS_OF_A_WORD
