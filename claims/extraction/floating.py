"""Extraction: floating quotations, those whose speaker stands in another sentence or that no verb of saying takes.

A sentence that is nothing but a quotation goes on from whoever spoke before it. A few words between marks in the
reporter's own sentence are mostly no quotation of anybody: they are a title, a nickname or distance. A long stretch of
plain words is somebody's even there ("a company aiming to “help people live longer lives”").
"""

from typing import Final, NamedTuple

from claims.extraction.contents import Content
from claims.extraction.sentences import Sentence, Word

MARKS: Final = " \u00a0\u202f\"“”„‟«»'’‘`"
DASHES: Final = frozenset("—–―-")
SHORTEST_NAME: Final = 2
LONGEST_NAME: Final = 5
LONGEST_SIGNATURE: Final = 14
FEWEST_WORDS: Final = 2
FEW_WORDS: Final = 3
SOME_WORDS: Final = 5
MANY_WORDS: Final = 8
SHORT_WORD: Final = 3
CLOSED: Final = frozenset(".!?,…")
BROKEN_OFF: Final = frozenset("—–-'’")


class Evidence(NamedTuple):
    """What speaks for and against words between marks being somebody's.

    ``is_signed`` when a name is set under them, ``is_closed`` when they end with a mark of punctuation,
    ``is_broken_off`` when they end with a dash or an inner mark, ``is_title`` when every longer word has a capital;
    ``stands_alone`` when no other word is in the sentence, ``follows_words`` when a word stands right before,
    ``is_value`` when an equals sign does; ``is_paired`` when both marks are there.
    """

    length: int
    starts_with_capital: bool
    is_closed: bool
    is_broken_off: bool
    is_title: bool
    stands_alone: bool
    starts_sentence: bool
    follows_words: bool
    follows_colon: bool
    is_value: bool
    is_paired: bool
    is_signed: bool


class Floating(NamedTuple):
    """A quotation without a cue: word ``place`` of sentence ``sentence``; announced when words lead to it.

    ``signature`` is where the name starts that is set under it like a signature ("— Ann Poe, a nurse").
    """

    sentence: int
    place: int
    is_announced: bool
    evidence: Evidence
    signature: int | None = None


def find_floating(sentences: tuple[Sentence, ...], contents: tuple[tuple[Content, ...], ...]) -> tuple[Floating, ...]:
    """The quotations that no cue has taken and that stand for themselves."""
    return tuple(one for one in candidates(sentences, contents) if is_utterance(one.evidence))


def candidates(sentences: tuple[Sentence, ...], contents: tuple[tuple[Content, ...], ...]) -> list[Floating]:
    """Everything between marks that no cue has taken, quotation or not."""
    found: list[Floating] = []
    for number, sentence in enumerate(sentences):
        places = [place for place, word in enumerate(sentence.words) if word.quoted >= 0]
        if not places:
            continue
        taken = {place for content in contents[number] for stretch in content.stretches for place in range(*stretch)}
        stands_alone = not any(word.is_word for word in sentence.words)
        for place in places:
            if place not in taken:
                signature = _signature(sentences, number, place)
                evidence = _evidence(sentence.words, place, stands_alone=stands_alone, is_signed=signature is not None)
                is_led_to = evidence.follows_colon or (evidence.follows_words and evidence.length >= MANY_WORDS)
                found.append(Floating(number, place, is_led_to, evidence, signature))
    return found


def is_utterance(evidence: Evidence) -> bool:
    """Whether words between marks are more likely somebody's than a title, a nickname or distance."""
    if evidence.length < FEWEST_WORDS and not (evidence.stands_alone and evidence.starts_sentence):
        return False
    if evidence.is_signed and evidence.is_closed:
        return True
    if evidence.stands_alone:
        return evidence.is_closed or evidence.is_broken_off or evidence.length > FEW_WORDS
    if evidence.follows_colon and evidence.starts_with_capital:
        return True
    if evidence.is_value or evidence.is_title:
        return False
    if evidence.length >= MANY_WORDS and evidence.is_paired:
        return True
    is_long = evidence.length > SOME_WORDS
    return is_long and evidence.is_closed and evidence.starts_with_capital and not evidence.follows_words


def _signature(sentences: tuple[Sentence, ...], number: int, place: int) -> int | None:
    """Where "Ann Poe, a nurse" starts, set after a quotation or, with a dash, under it; None when there is none."""
    tail = sentences[number].words[place + 1 :]
    if not tail and number + 1 < len(sentences):
        is_under = sentences[number + 1].line != sentences[number].line
        tail = sentences[number + 1].words
        if is_under and tail[0].text[0] not in DASHES:
            return None
    has_dash = bool(tail) and tail[0].text[0] in DASHES
    tail = tail[has_dash:]
    name = next((end for end, word in enumerate(tail) if not (word.is_capital and word.is_word)), len(tail))
    if not SHORTEST_NAME <= name <= LONGEST_NAME or len(tail) > LONGEST_SIGNATURE:
        return None
    is_sentence = not has_dash and tail[-1].text[0] in CLOSED
    is_name = name == len(tail) or tail[name].text in (",", "(", ".")
    return tail[0].start if is_name and not is_sentence and not any(word.is_quotation for word in tail) else None


def _evidence(words: tuple[Word, ...], place: int, *, stands_alone: bool, is_signed: bool) -> Evidence:
    inside = words[place].text.strip(MARKS)
    parts = inside.split()
    before = words[place - 1] if place else None
    return Evidence(
        length=len(parts),
        starts_with_capital=inside[:1].isupper(),
        is_closed=inside[-1:] in CLOSED,
        is_broken_off=words[place].text.rstrip()[-2:-1] in BROKEN_OFF,
        is_title=_is_title(parts),
        stands_alone=stands_alone,
        starts_sentence=place == 0,
        follows_words=before is not None and before.is_word,
        follows_colon=before is not None and before.text[0] == ":",
        is_value=before is not None and before.text[0] == "=",
        is_signed=is_signed,
        is_paired=words[place].text[0] in MARKS and words[place].text[-1] in MARKS,
    )


def _is_title(parts: list[str]) -> bool:
    if len(parts) < FEWEST_WORDS:
        return False
    longer = [part for part in parts if len(part) > SHORT_WORD and part[0].isalpha()]
    return len(longer) > 1 and all(part[0].isupper() for part in longer)
