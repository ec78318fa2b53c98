"""Extraction: the English language pack; its word lists are in ``lexicon_en`` and ``naming_en``."""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction import naming_en as naming
from claims.extraction.contents import Content, contents_of
from claims.extraction.cues import find_cues
from claims.extraction.damage_en import DAMAGE_WORDS
from claims.extraction.floating import find_floating
from claims.extraction.marks import Marks, read_marks
from claims.extraction.packs import Pack
from claims.extraction.relaying import with_circumstances
from claims.extraction.risks_en import RISK_WORDS
from claims.extraction.sentences import Sentence, SentenceWords
from claims.extraction.tags_beside import TagWords

TAG_WORDS: Final = TagWords(
    verbs=lexicon.TAG_VERBS,
    verbs_first=frozenset(
        form
        for form, verb in lexicon.CUE_FORMS.items()
        if "q" in lexicon.CUE_FRAMES[verb] and form != verb and not form.endswith("ing")
    ),
    own=lexicon.words_in(
        "i we you my our your me us i'm i've i'd i'll we're we've we'd we'll you're you've you'd you'll myself "
        "ourselves yourself mine ours yours let's"
    ),
    personal=lexicon.PERSONAL | {"it"},
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


def marks_of(text: str) -> Marks:
    """The marks of an English text."""
    return read_marks(text, TAG_WORDS)


def attribute(sentence: Sentence) -> tuple[Content, ...]:
    """What the cues of an English sentence govern, each with when and by which way it was said."""
    return tuple(with_circumstances(content, sentence.words) for content in contents_of(sentence, find_cues(sentence)))


ENGLISH: Final = Pack(
    code="en",
    read_marks=marks_of,
    sentence_words=SENTENCE_WORDS,
    naming=naming.NAMING,
    attribute=attribute,
    find_floating=find_floating,
    plain_cues=frozenset({"say", "tell", "add"}),
    damage_words=DAMAGE_WORDS,
    risk_words=RISK_WORDS,
)
