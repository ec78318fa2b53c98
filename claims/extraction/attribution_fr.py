"""Extraction: the French language pack, who says what stands between marks.

« ... », a déclaré Jeanne Roux. Jeanne Roux a déclaré : « ... ». Selon Jeanne Roux, « ... ». Only words between marks
are read: reported speech without them is not.
"""

from typing import Final

from claims.extraction import lexicon_fr as lexicon
from claims.extraction.contents import Content
from claims.extraction.cues import Cue, CueForm
from claims.extraction.modifiers import Modifiers
from claims.extraction.noun_phrases import SpeakerPhrase
from claims.extraction.phrases_fr import end_of_phrase, read_modifiers, subject_after, subject_before
from claims.extraction.sentences import Sentence, Word
from claims.extraction.verbs_fr import Verb, after_adverbs, after_aside, going_on_at, verb_at
from claims.records.quotations import QuotationKind

FEW_WORDS: Final = 3
FURTHEST: Final = 40
DASHES: Final = frozenset("—–-")
Words = tuple[Word, ...]


def attribute(sentence: Sentence) -> tuple[Content, ...]:
    """The quotations of a sentence whose speaker it names, left to right."""
    words = sentence.words
    found: list[Content] = []
    floor = 0
    for place, word in enumerate(words):
        if not word.is_quotation or place < floor:
            continue
        content = (
            _said_after(words, place) or _said_before(words, floor, place, found) or _according(words, floor, place)
        )
        if content is not None:
            found.append(content)
            floor = max(content.stretches[-1][1], content.speaker.stop if content.speaker.first > place else 0)
        else:
            floor = place + 1
    return tuple(found)


def tag_at(words: Words, place: int) -> tuple[Verb, SpeakerPhrase, Modifiers] | None:
    """A verb with its subject behind it: "a déclaré mardi à l'AFP Jeanne Roux, la maire, lors d'une visite"."""
    verb = verb_at(words, place) if place < len(words) else None
    if verb is None:
        return None
    before = read_modifiers(words, after_adverbs(words, verb.last))
    if verb.pronoun is not None:
        speaker = SpeakerPhrase(verb.pronoun, verb.pronoun + 1, verb.pronoun, verb.last)
        return verb, speaker, before
    start = after_aside(words, before.end)
    if start == before.end and start < len(words) and before.when and words[start].text == ",":
        start += 1
    named = subject_after(words, start)
    if named is None:
        return None
    after = read_modifiers(words, named.stop)
    told_to, when, medium = before.told_to or after.told_to, before.when or after.when, before.medium or after.medium
    return verb, named, Modifiers(after.end, told_to, when, medium)


def _said_after(words: Words, place: int) -> Content | None:
    """« ... », a déclaré Jeanne Roux; what goes on in the same sentence belongs to it."""
    start = place + 1
    if start < len(words) and words[start].text[0] in ",—–-" and not words[start].is_quotation:
        start += 1
    tag = tag_at(words, start)
    if tag is None:
        return None
    verb, speaker, modifiers = tag
    stretches: tuple[tuple[int, int], ...] = ((place, place + 1),)
    rest = modifiers.end
    if rest < len(words) and words[rest].text[0] in ",:;—–-":
        rest += 1
    if rest < len(words) and words[rest].is_quotation:
        stretches = (*stretches, (rest, rest + 1))
    return _content(stretches, verb, speaker, modifiers)


def _said_before(words: Words, floor: int, place: int, found: list[Content]) -> Content | None:
    """Jeanne Roux a déclaré : « ... »; also "... que le port « ... »" when it is more than a word or two."""
    verb = _last_verb(words, max(floor, place - FURTHEST), place)
    if verb is None or not _leads_to(words, verb, place):
        return None
    speaker: SpeakerPhrase | None = None
    if verb.pronoun is not None:
        speaker = SpeakerPhrase(verb.pronoun, verb.pronoun + 1, verb.pronoun, verb.last)
    elif verb.is_finite:
        speaker = subject_before(words, floor, verb.first)
    is_inherited = speaker is None
    if speaker is None:
        speaker = _subject_of_main_clause(words, verb, found)
    if speaker is None:
        return None
    modifiers = read_modifiers(words, verb.last)
    return _content(((place, place + 1),), verb, speaker, modifiers, is_inherited=is_inherited)


def _last_verb(words: Words, floor: int, place: int) -> Verb | None:
    """The last verb of saying between two places."""
    for first in range(place - 1, floor - 1, -1):
        verb = verb_at(words, first) or going_on_at(words, first)
        if verb is not None and verb.last <= place:
            while first > floor and words[first - 1].low in lexicon.CLITICS | lexicon.AUXILIARIES:
                first -= 1
                longer = verb_at(words, first)
                verb = longer if longer is not None and longer.last == verb.last else verb
            return verb
    return None


def _leads_to(words: Words, verb: Verb, place: int) -> bool:
    """Whether a verb leads to the quotation here: by a colon, by "que", or by standing right before it."""
    before = words[place - 1]
    if before.text == ":":
        return True
    between = [word.low for word in words[verb.last : place]]
    is_long = len(words[place].text.strip(' \u00a0\u202f«»"“”').split()) > FEW_WORDS
    if "que" in between or "qu'" in between:
        return is_long
    reached = read_modifiers(words, verb.last).end
    is_beside = reached == place or (reached == place - 1 and before.text == ",")
    return is_beside and (is_long or verb.is_compound)


def _subject_of_main_clause(words: Words, verb: Verb, found: list[Content]) -> SpeakerPhrase | None:
    """Who goes on in "... et a ajouté" and "avant d'ajouter": whoever spoke before, or the subject of the sentence."""
    before = words[verb.first - 1].low if verb.first else ""
    if verb.is_finite and before not in ("et", "puis", "mais"):
        return None
    if found:
        return found[-1].speaker
    for first in range(verb.first):
        end = end_of_phrase(words, first)
        if end > first:
            return subject_after(words, first)
        if words[first].low in lexicon.SUBJECT_PRONOUNS:
            return SpeakerPhrase(first, first + 1, first, first + 1)
    return None


def _according(words: Words, floor: int, place: int) -> Content | None:
    """Selon Jeanne Roux, « ... » and « ... », selon Jeanne Roux."""
    after = place + 1 + (place + 1 < len(words) and words[place + 1].text == ",")
    for start in (after, *range(floor, place)):
        width = _width_of_according(words, start)
        if not width:
            continue
        speaker = subject_after(words, start + width) or _pronoun(words, start + width)
        if speaker is None or (start < place and not _is_reached(words, speaker.stop, place)):
            continue
        cue = Cue(start, start + width, "selon", "q", CueForm.ACCORDING)
        return Content(((place, place + 1),), QuotationKind.DIRECT, cue, speaker, Modifiers(speaker.stop))
    return None


def _width_of_according(words: Words, start: int) -> int:
    """The number of words of "selon", "d'après" and, at the start of a sentence, "pour"; 0 for others."""
    if start >= len(words):
        return 0
    low = words[start].low
    if low == "selon" or (low == "pour" and start == 0):
        return 1
    return 2 if low == "d'" and start + 1 < len(words) and words[start + 1].low == "après" else 0


def _pronoun(words: Words, place: int) -> SpeakerPhrase | None:
    is_pronoun = place < len(words) and words[place].low in ("lui", "elle", "eux", "elles")
    return SpeakerPhrase(place, place + 1, place, place + 1) if is_pronoun else None


def _is_reached(words: Words, stop: int, place: int) -> bool:
    """Whether a quotation follows "selon Jeanne Roux," at once; a long one may also stand in its clause."""
    if stop >= place or words[stop].text != ",":
        return False
    is_long = len(words[place].text.split()) > FEW_WORDS + 2
    return stop + 1 == place or is_long


def _content(
    stretches: tuple[tuple[int, int], ...],
    verb: Verb,
    speaker: SpeakerPhrase,
    modifiers: Modifiers,
    *,
    is_inherited: bool = False,
) -> Content:
    form = CueForm.FINITE if verb.is_finite else CueForm.PARTICIPLE
    cue = Cue(verb.first, verb.last, verb.infinitive, "q", form)
    return Content(stretches, QuotationKind.DIRECT, cue, speaker, modifiers, is_inherited)
