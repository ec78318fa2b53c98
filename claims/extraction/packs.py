"""Extraction: the language pack, everything about a language that the steps are given."""

from collections.abc import Callable
from dataclasses import dataclass

from claims.extraction.contents import Content
from claims.extraction.damage import DamageWords
from claims.extraction.floating import Floating
from claims.extraction.marks import Marks
from claims.extraction.naming import Naming
from claims.extraction.risks import RiskWords
from claims.extraction.sentences import Sentence, SentenceWords

Attributed = tuple[tuple[Content, ...], ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A language: its code, the words each shared step needs, and its own grammar of attribution.

    ``read_marks`` pairs the marks of a text in the manner of the language; ``attribute`` says what the cues of one
    sentence govern and who speaks; ``find_floating`` picks, of what no cue governs, the quotations. ``plain_cues`` are
    the verbs that say no more than that something was said. A language without ``damage_words`` has the damages that
    show in any; of one without ``risk_words`` nobody knows whether words tell of deaths or accuse.
    """

    code: str
    read_marks: Callable[[str], Marks]
    sentence_words: SentenceWords
    naming: Naming
    attribute: Callable[[Sentence], tuple[Content, ...]]
    find_floating: Callable[[tuple[Sentence, ...], Attributed], tuple[Floating, ...]]
    plain_cues: frozenset[str]
    damage_words: DamageWords | None = None
    risk_words: RiskWords | None = None
