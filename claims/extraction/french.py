"""Extraction: the French language pack: direct quotations with their speakers."""

from typing import Final

from claims.extraction import lexicon_fr as lexicon
from claims.extraction import marks_fr
from claims.extraction import naming_fr as naming
from claims.extraction.attribution_fr import attribute
from claims.extraction.floating import find_floating
from claims.extraction.marks import Marks
from claims.extraction.packs import Pack
from claims.extraction.risks_fr import RISK_WORDS
from claims.extraction.sentences import SentenceWords

SENTENCE_WORDS: Final = SentenceWords(
    abbreviations=lexicon.ABBREVIATIONS,
    titles=naming.COURTESY,
    starters=lexicon.SENTENCE_STARTERS,
    subject_pronouns=lexicon.SUBJECT_PRONOUNS,
    articles=lexicon.ARTICLES,
    cue_forms=frozenset(),
    plain_cues=frozenset(),
    labels=frozenset({"vidéo", "photo"}),
    link_leads=frozenset({"lire aussi", "à lire", "voir aussi"}),
    joined=lexicon.JOINED,
)


def marks_of(text: str) -> Marks:
    """The marks of a French text."""
    return marks_fr.read_marks(text, SENTENCE_WORDS)


FRENCH: Final = Pack(
    code="fr",
    read_marks=marks_of,
    sentence_words=SENTENCE_WORDS,
    naming=naming.NAMING,
    attribute=attribute,
    find_floating=find_floating,
    plain_cues=lexicon.PLAIN_CUES,
    risk_words=RISK_WORDS,
)
