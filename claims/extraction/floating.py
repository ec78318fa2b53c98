"""Extraction: floating quotations, those whose speaker stands in another sentence.

A sentence that is nothing but a quotation goes on from whoever spoke before it. Marks around a few words in the
reporter's own sentence are no quotation of anybody: they are a title, a nickname or distance.
"""

from typing import NamedTuple

from claims.extraction.contents import Content
from claims.extraction.sentences import Sentence, Word

FEWEST_WORDS = 2


class Floating(NamedTuple):
    """A quotation without a cue: word ``place`` of sentence ``sentence``; announced when a colon stands before it."""

    sentence: int
    place: int
    is_announced: bool = False


def find_floating(sentences: tuple[Sentence, ...], contents: tuple[tuple[Content, ...], ...]) -> tuple[Floating, ...]:
    """The quotations that no cue has taken and that stand for themselves."""
    found: list[Floating] = []
    for number, sentence in enumerate(sentences):
        for place, word in enumerate(sentence.words):
            if word.is_quotation and not _is_taken(contents[number], place) and _stands_alone(sentence, place):
                is_announced = place > 0 and sentence.words[place - 1].text == ":"
                found.append(Floating(number, place, is_announced))
    return tuple(found)


def _is_taken(contents: tuple[Content, ...], place: int) -> bool:
    return any(first <= place < last for content in contents for first, last in content.stretches)


def _stands_alone(sentence: Sentence, place: int) -> bool:
    words = sentence.words
    inside = words[place].text.strip(" \"“”„‟«»'’‘")
    if len(inside.split()) < FEWEST_WORDS and len(words) > 2:
        return False
    if _is_whole_sentence(words):
        return words[place].text.rstrip()[-2:-1] in (*".?!…,'’", "-", "—") or len(inside.split()) > 3
    before = words[place - 1] if place else None
    is_closed = words[place].text.rstrip(' "“”»')[-1:] in ".?!…,"
    starts = inside[:1].isupper()
    if before is not None and before.text[0] == ":" and starts:
        return True
    return is_closed and starts and len(inside.split()) > 5 and (before is None or not before.is_word)


def _is_whole_sentence(words: tuple[Word, ...]) -> bool:
    return not any(word.is_word for word in words)
