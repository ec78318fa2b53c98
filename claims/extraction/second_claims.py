"""Extraction: second claims, cues inside what an earlier cue took.

In "Poe said A, adding B" and "Poe says A, but Lind says B" the first claim ends where the second begins; in "Poe said
that Lind had said A" there is but one.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction.cues import Cue, CueForm
from claims.extraction.noun_phrases import SpeakerPhrase
from claims.extraction.sentences import Word
from claims.extraction.speakers import subject_before

SECOND_VERBS: Final = frozenset({"add", "say", "tell", "urge", "warn"})
TURNS: Final = frozenset({"but", "while", "though", "although"})
OPENERS: Final = frozenset({"while", "although", "though", "whereas", "if", "when", "as"})
REPORTS: Final = frozenset({"report", "reveal", "announce", "confirm"})
LAST: Final = lexicon.TIME_NOUNS | lexicon.TIME_LEADS | lexicon.MONTHS
LAST_WORDS: Final = 4
Words = tuple[Word, ...]


def goes_on(words: Words, cue: Cue, earlier: Cue) -> bool:
    """Whether this cue, inside what the earlier one took, starts a claim of its own."""
    if cue.form is CueForm.ACCORDING:
        return words[cue.first - 1].text == ","
    place = cue.first - 1
    while place > 0 and (words[place].low in lexicon.ADVERBS | lexicon.AUXILIARIES or words[place].low.endswith("ly")):
        place -= 1
    if words[place].text == "," or words[place].is_quotation:
        return cue.form is CueForm.PARTICIPLE
    if words[place].low in ("and", "but"):
        return _is_second_verb(words, cue, earlier)
    return _starts_new_clause(words, cue)


def _is_second_verb(words: Words, cue: Cue, earlier: Cue) -> bool:
    """Whether "and says", "but added that" or, after "saying", "and adding" stands here."""
    if cue.form is CueForm.PARTICIPLE:
        return earlier.form is CueForm.PARTICIPLE
    follows = words[cue.last].low if cue.last < len(words) else "."
    return follows == "that" or cue.verb in SECOND_VERBS


def _starts_new_clause(words: Words, cue: Cue) -> bool:
    """Whether the speaker of this cue starts a clause of the reporter's own: "A says this, but B says that"."""
    speaker = subject_before(words, cue)
    if speaker is None or speaker.reach < 2:
        return False
    place = speaker.reach - 1
    if words[place].low in lexicon.ADVERBS:
        place -= 1
    before, opener = words[place], words[speaker.reach - 2]
    if before.text[0] in ";—–" and not before.is_quotation:
        return True
    if before.low in TURNS and opener.text[0] in ",;—–":
        return True
    if before.low == "and" and (opener.text == "," or opener.is_quotation):
        return "b" in cue.frames
    return before.text == "," and (words[0].low in OPENERS or closes_sentence(words, cue, speaker))


def closes_sentence(words: Words, cue: Cue, speaker: SpeakerPhrase) -> bool:
    """Whether the sentence ends with this tag, "..., the Daily Gull reported on Monday": it carries all of it."""
    if words[speaker.reach - 1].text != "," or ("b" not in cue.frames and cue.verb not in REPORTS):
        return False
    ahead = [word for word in words[cue.last :] if word.is_word or word.is_quotation]
    return len(ahead) <= LAST_WORDS and all(word.low in LAST for word in ahead)


def start_of_claim(words: Words, first: int) -> int:
    """Where the words that lead over to a second claim start: "..., but also"."""
    while first > 0 and (
        words[first - 1].low in ("and", "but", ",", "while", "though", "—", "–", ";")
        or words[first - 1].low in lexicon.ADVERBS
    ):
        first -= 1
    return first
