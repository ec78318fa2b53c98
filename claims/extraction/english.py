"""Extraction: the words of English that each step of the reading is given."""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction import naming_en as naming
from claims.extraction.marks import TagWords
from claims.extraction.sentences import SentenceWords

TAG_WORDS: Final = TagWords(
    verbs=lexicon.TAG_VERBS,
    personal=lexicon.PERSONAL,
    determiners=lexicon.DETERMINERS,
    not_spoken_of=frozenset({"I", "We", "You"}),
)
SENTENCE_WORDS: Final = SentenceWords(
    abbreviations=lexicon.ABBREVIATIONS,
    titles=naming.TITLES,
    starters=lexicon.SENTENCE_STARTERS,
    subject_pronouns=lexicon.SUBJECT_PRONOUNS,
    articles=frozenset({"a", "an", "the"}),
    cue_forms=frozenset(lexicon.CUE_FORMS),
    plain_cues=frozenset({"said", "says"}),
    labels=frozenset({"watch", "related"}),
    link_leads=frozenset({"read more", "also read", "see also"}),
)
