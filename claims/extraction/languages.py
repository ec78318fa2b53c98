"""Extraction: languages, in which one a text is read and with which pack."""

import functools
import re
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from claims.extraction.english import ENGLISH
from claims.extraction.french import FRENCH
from claims.extraction.lexicon_en import words_in
from claims.extraction.packs import Pack
from claims.extraction.risks import risks_of
from claims.records.extractions import LanguageBasis, ReadAs
from claims.records.quotations import Risks

PACKS: Final = {pack.code: pack for pack in (ENGLISH, FRENCH)}
GIVEN: Final = re.compile(r"\s*([a-z]{2,3})(?![a-z])", re.IGNORECASE)
THREE_LETTERS: Final = {"eng": "en", "fra": "fr", "fre": "fr"}
SEVERAL_OR_NONE: Final = frozenset({"und", "mul", "zxx", "mis"})
STRETCHES: Final = 3
STRETCH: Final = 200
PLAIN_WORDS: Final = 30
PLAIN_SHARE: Final = 0.15
# English words that hardly any other language spells alike; a seventh of any English story is made of them.
PLAIN_ENGLISH: Final = words_in(
    "the of and to that with for by from this have has had are not were they their which will would who been she said "
    "when there what about after could should than them"
)
FAR_LESS_LIKELY: Final = 1 / 200
LIKELY: Final = 0.5


def pack_for(text: str, language: str = "") -> tuple[Pack | None, ReadAs]:
    """The pack for a text, None where there is none, and the language it is read in.

    A language that somebody gave wins ("fr-CA" is read as "fr"); otherwise it is recognised.
    """
    code, basis = code_of(language), LanguageBasis.GIVEN
    if not code:
        code, basis = recognise(text)
    pack = PACKS.get(code)
    return pack, ReadAs(code, basis, is_whole=pack is not None)


def risks_in(words: str, language: str) -> Risks:
    """What words tell of deaths and accusations, in a language by its code; unknown where it has no words for them."""
    pack = PACKS.get(language)
    return Risks() if pack is None or pack.risk_words is None else risks_of(words, pack.risk_words)


def code_of(language: str) -> str:
    """The code of a language that somebody gave, without its region; "" where that does not tell one."""
    given = GIVEN.match(language)
    code = THREE_LETTERS.get(given[1].lower(), given[1].lower()) if given else ""
    return "" if code in SEVERAL_OR_NONE else code


def recognise(text: str) -> tuple[str, LanguageBasis]:
    """The language that most of a text is in; English, and said to be assumed, where nothing speaks against it.

    Names and a few words look like many languages, so another one must be far likelier than English. "" means that it
    is not English, and that several others are as likely.
    """
    sample = _sample(text)
    if _is_plain_english(sample):
        return "en", LanguageBasis.RECOGNISED
    ranked = _model().rank(sample)
    (best, likelihood), english = ranked[0], dict(ranked)["en"]
    if best in SEVERAL_OR_NONE or english > likelihood * FAR_LESS_LIKELY:
        is_clear = best == "en" and likelihood >= LIKELY
        return "en", LanguageBasis.RECOGNISED if is_clear else LanguageBasis.ASSUMED
    return (best if likelihood >= LIKELY or best in PACKS else ""), LanguageBasis.RECOGNISED


def _is_plain_english(sample: str) -> bool:
    """Whether nobody need ask the model: it takes time and memory, and most stories are plainly English."""
    words = sample.lower().split()
    return len(words) >= PLAIN_WORDS and sum(word in PLAIN_ENGLISH for word in words) >= PLAIN_SHARE * len(words)


def _sample(text: str) -> str:
    """A few stretches from all over a text, so that the time does not grow with it and a foreign head does not lead."""
    if len(text) <= STRETCHES * STRETCH:
        return text
    step = (len(text) - STRETCH) // (STRETCHES - 1)
    return "\n".join(text[start : start + STRETCH] for start in range(0, len(text), step)[:STRETCHES])


@functools.cache
def _model() -> LanguageIdentifier:
    """Read once, at the first text that is not plainly English and whose language nobody gave: 0.6 s and 80 MB.

    It is never changed after that.
    """
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
