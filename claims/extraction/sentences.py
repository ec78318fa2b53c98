"""Extraction: the sentences of a text, with everything between marks folded into one word.

A full stop inside marks ends no sentence of the reporter's, and a full stop before a small letter ends none at all:
in damaged copy it is the stop that is wrong. A quotation folded into one word keeps "..., she said" short to read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from claims.extraction.marks import Marks, Quoted

WORD: Final = re.compile(
    r"(?>[^\W\d_][^\W_]*(?:['’\-–&/][^\W_]+)*(?:(?<=s)['’](?=\s))?)(?!\.[^\W_])"
    r"|(?:[^\W\d_]\.){2,}|[^\W_]+(?:\.[^\W_]+){0,3}\.(?:com|org|net|gov|ca|uk|edu)\b|\d+(?:[.,:]\d+)*\w*(?:-[^\W_]+)*|[^\W_]+(?:['’\-–&/][^\W_]+)*(?:(?<=s)['’](?=\s))?|([^\w\s\u200b-\u200f\u2060\ufeff\u00ad])\1*|_+"
)
MAY_END: Final = frozenset(".!?…]")
LONGEST_SENTENCE: Final = 160
FOLDED: Final = "\x00q"
SPEAKS_SOON: Final = 9


class Word(NamedTuple):
    """A word, a run of one punctuation mark, or a whole quotation (``quoted`` is then its number)."""

    start: int
    end: int
    text: str
    low: str
    quoted: int = -1

    @property
    def is_quotation(self) -> bool:
        """Whether this stands for everything between two marks."""
        return self.quoted >= 0

    @property
    def is_capital(self) -> bool:
        """Whether it is a word that starts with a capital."""
        return self.text[0].isupper()

    @property
    def is_word(self) -> bool:
        """Whether it is a word, not punctuation and not a quotation."""
        return self.quoted < 0 and self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """The words of a language by which its sentences are parted.

    ``joined`` matches a word at the start of what is written as one ("l'agence", "dit-il"), its group the word itself;
    None where no words are joined. ``plain_cues`` are the verbs of the shortest tag ("Poe said."); ``labels`` before a
    colon and ``link_leads`` open lines that are no part of the story.
    """

    abbreviations: frozenset[str]
    titles: frozenset[str]
    starters: frozenset[str]
    subject_pronouns: frozenset[str]
    articles: frozenset[str]
    cue_forms: frozenset[str]
    plain_cues: frozenset[str]
    labels: frozenset[str]
    link_leads: frozenset[str]
    joined: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the reporter's. Lines are paragraphs, empty ones not counted; furniture is a caption or a link."""

    start: int
    end: int
    line: int
    words: tuple[Word, ...]
    is_furniture: bool = False


def split(text: str, marks: Marks, language: SentenceWords) -> tuple[Sentence, ...]:
    """All sentences of a text in reading order."""
    sentences: list[Sentence] = []
    for number, words in enumerate(filter(None, _lines(text, marks.quoted, language))):
        sentences.extend(_sentences(number, words, language))
    return tuple(sentences)


def spelled(words: Iterable[Word]) -> str:
    """Words as one reads them: a space between two, none where they are printed as one ("l'avocate")."""
    parts: list[str] = []
    end = -1
    for word in words:
        parts += [word.text] if word.start == end or not parts else [" ", word.text]
        end = word.end
    return "".join(parts)


def words_of(text: str, start: int, end: int, language: SentenceWords) -> list[Word]:
    """The words of a stretch without marks."""
    words: list[Word] = []
    joined = language.joined
    for match in WORD.finditer(text, start, end):
        first, last = match.span()
        word = match[0]
        if joined is None and word[0].isalpha():
            low = word.lower()
            words.append(Word(first, last, word, low.replace("’", "'") if "’" in low else low))
        elif word == "." and words and words[-1].end == first and _is_abbreviation(words[-1], language):
            before = words[-1]
            words[-1] = Word(before.start, last, before.text + ".", before.low + ".")
        else:
            if joined is not None:
                first += _part_joined(words, first, word, joined)
            words.append(_word(first, text[first:last]))
    return words


def _word(start: int, text: str) -> Word:
    return Word(start, start + len(text), text, text.lower().replace("’", "'"))


def _part_joined(words: list[Word], start: int, word: str, joined: re.Pattern[str]) -> int:
    """Add the words that are joined to the front of the last one of a run; the place in it where that one starts."""
    place = 0
    while (match := joined.match(word, place)) is not None and match.lastindex is not None:
        first, last = match.span(match.lastindex)
        words.append(_word(start + first, word[first:last]))
        place = match.end()
    return place


def _is_abbreviation(word: Word, language: SentenceWords) -> bool:
    return word.low in language.abbreviations or (len(word.text) == 1 and word.text.isupper())


def _lines(text: str, quoted: tuple[Quoted, ...], language: SentenceWords) -> Iterator[list[Word]]:
    """The words of each line; a quotation that runs over several lines keeps them together."""
    words: list[Word] = []
    place = 0
    for number, pair in enumerate(quoted):
        for line, ends in _plain(text, place, pair.start, language):
            words += line
            if ends:
                yield words
                words = []
        words.append(Word(pair.start, pair.end, text[pair.start : pair.end], FOLDED, number))
        place = pair.end
    for line, ends in _plain(text, place, len(text), language):
        words += line
        if ends:
            yield words
            words = []
    yield words


def _plain(text: str, start: int, end: int, language: SentenceWords) -> Iterator[tuple[list[Word], bool]]:
    """Stretches between two quotations, each with whether its line ends there."""
    while start <= end:
        cut = text.find("\n", start, end)
        stop = end if cut < 0 else cut
        yield (words_of(text, start, stop, language) if stop > start else []), cut >= 0
        if cut < 0:
            return
        start = cut + 1


def _sentences(line: int, words: list[Word], language: SentenceWords) -> Iterator[Sentence]:
    first = 0
    is_furniture = _is_furniture(words, language)
    for place, word in enumerate(words):
        may_end = word.quoted >= 0 or word.text[-1] in MAY_END
        is_end = place + 1 == len(words) or place - first + 1 >= LONGEST_SENTENCE
        if is_end or (may_end and _ends_sentence(words, place, language)):
            ended = words[first : place + 1]
            yield Sentence(ended[0].start, ended[-1].end, line, tuple(ended), is_furniture)
            first = place + 1


def _is_furniture(words: list[Word], language: SentenceWords) -> bool:
    """A caption that ends with its credit, "(Ann Poe/Daily Star)", or a link to another story, "READ MORE:"."""
    lead = " ".join(word.low for word in words[:2])
    if words[0].low.rstrip(":") in language.labels and len(words) > 1 and words[1].text == ":":
        return True
    if lead in language.link_leads:
        return True
    if words[-1].text != ")":
        return False
    credit = [word.text for word in words[-12:]]
    inside = credit[len(credit) - credit[::-1].index("(") :] if "(" in credit else []
    return any("/" in word for word in inside) and not any(word.isdigit() for word in inside)


def _ends_sentence(words: list[Word], place: int, language: SentenceWords) -> bool:
    word = words[place]
    following = words[place + 1]
    if word.is_quotation:
        return _quotation_ends_sentence(words, place, language)
    if word.text[0] in ".!?…" and following.start > word.end:
        if following.is_quotation or following.is_capital or following.text[0].isdigit() or following.text[0] in "‘'(":
            return True
        return word.text == "." and _starts_without_capital(words[place + 1], language)
    if word.text.endswith(".") and len(word.text) > 2 and word.low not in language.titles:
        starts = following.low in language.starters and following.is_capital
        return starts or _is_utterance(following)
    return word.text == "]" and place > 0 and words[place - 1].text.isdigit() and following.is_capital


def _starts_without_capital(word: Word, language: SentenceWords) -> bool:
    """A stop before "they have" is right and the capital was lost; before "did not" the stop is wrong."""
    return word.low in language.subject_pronouns or word.low in language.articles


def _is_utterance(word: Word) -> bool:
    inside = word.text.lstrip(" \"“”„‟«»'’‘")
    return word.is_quotation and inside[:1].isupper() and " " in inside


def _quotation_ends_sentence(words: list[Word], place: int, language: SentenceWords) -> bool:
    """After "...!" or "...." the next capital starts a sentence, unless it is the name of who says it."""
    inside = words[place].text.rstrip(" \"“”„‟«»'’‘")
    following = words[place + 1]
    if not inside or inside[-1] not in ".!?…":
        return False
    if following.is_quotation or not following.is_capital:
        return False
    if inside[-1] == "." and not inside.endswith("..."):
        return not _speaks_at_once(words, place + 1, language)
    return not _speaks_soon(words, place + 1, language)


def _speaks_at_once(words: list[Word], place: int, language: SentenceWords) -> bool:
    """Whether "Name said." follows with nothing after it."""
    ahead = words[place : place + 5]
    for step, word in enumerate(ahead):
        if word.low in language.plain_cues:
            return step + 1 >= len(ahead) or not ahead[step + 1].is_word
        if not word.is_capital and word.low not in language.subject_pronouns:
            return False
    return False


def _speaks_soon(words: list[Word], place: int, language: SentenceWords) -> bool:
    for number, word in enumerate(words[place : place + SPEAKS_SOON], place):
        if word.is_quotation or word.text[0] in ",.:;":
            return False
        if word.low in language.cue_forms:
            return True
        if word.low.endswith("ed") and not word.is_capital and _closes_tag(words, number + 1):
            return True
    return False


def _closes_tag(words: list[Word], place: int) -> bool:
    """Whether nothing but a stop follows ``"...!" Poe barked``, whatever the verb."""
    return place >= len(words) or words[place].text[0] in ".,"
