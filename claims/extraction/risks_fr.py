"""Extraction: the French words that tell deaths and accuse. Our own compilation, under the rules of ``risks_en``."""

from typing import Final

from claims.extraction.lexicon_en import words_in
from claims.extraction.lexicon_fr import SENTENCE_STARTERS
from claims.extraction.risks import RiskWords

DEATHS: Final = words_in(
    "mort morts morte mortes mourir meurt meurent mourra tuer tue tuent tué tuée tués tuées tuerie tueries "
    "décès décédé décédée décédés décédées meurtre meurtres assassiné assassinée assassinés assassinées "
    "assassinat assassinats massacre massacres massacré massacrée massacrés massacrées cadavre cadavres noyé "
    "noyée noyés noyées mortel mortelle mortels mortelles meurtrier meurtrière meurtriers meurtrières péri "
    "égorgé égorgés décapité décapités suicide suicides génocide"
)
NOT_DEATHS: Final = (
    "peine de mort",
    "point mort",
    "lettre morte",
    "mer morte",
    "nature morte",
    "temps mort",
    "temps morts",
    "angle mort",
    "saison morte",
    "se tue à",
    "question de vie ou de mort",
)
DEEDS: Final = words_in(
    "tué tuée tués tuées assassiné assassinée assassinés assassinées massacré massacrée massacrés massacrées "
    "attaqué attaquée attaqués attaquées bombardé bombardée bombardés bombardées envahi torturé torturée "
    "torturés torturées violé violée violés violées enlevé enlevée enlevés enlevées empoisonné empoisonnée "
    "exécuté exécutée exécutés exécutées abattu abattue abattus abattues pillé volé menti corrompu menacé "
    "persécuté gazé gazés"
)
_BLAMES: Final = ("responsable de", "responsables de", "responsable des", "responsables des", "responsable du")
_GUILTY: Final = ("coupable de", "coupables de", "complice de", "complices de", "un assassin", "un terroriste")
_IS: Final = ("est", "sont", "était", "étaient", "serait", "seraient", "fut", "furent")
BLAMES: Final = tuple(
    f"{verb} {adverb}{blame}" for verb in _IS for adverb in ("", "directement ", "pas ") for blame in _BLAMES + _GUILTY
)
CRIMES: Final = (
    "crime de guerre",
    "crimes de guerre",
    "criminel de guerre",
    "criminels de guerre",
    "crime contre l humanité",
    "crimes contre l humanité",
    "génocide",
    "nettoyage ethnique",
)
# An elided article is a word of its own here: "l'armée" is read as "l armée".
NOT_NAMES: Final = frozenset(word.rstrip("'") for word in SENTENCE_STARTERS) | words_in(
    "l d j s c n m t qu rebelles combattants soldats policiers police armée forces hommes femmes enfants "
    "civils habitants manifestants assaillants terroristes gouvernement régime opposition autorités ennemi "
    "personne quelqu lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin "
    "juillet août septembre octobre novembre décembre dieu vous tu moi eux monsieur madame onze six sept huit "
    "neuf dix"
)

RISK_WORDS: Final = RiskWords(
    deaths=DEATHS,
    not_deaths=NOT_DEATHS,
    accusing=words_in("accuse accusent accusé accusée accusés accusées accusait accusaient accusant accuser"),
    ends=words_in("de d du des que qu ,"),
    deeds=DEEDS,
    doing=words_in("tuent bombarde bombardent massacre massacrent torture torturent ment mentent"),
    helping=words_in("a ont avait avaient aurait auraient ayant"),
    being=words_in("est sont était étaient fut furent été être serait seraient sera seront"),
    suffering=words_in("dans en lors à quand pendant depuis et ou ,"),
    by=words_in("par"),
    itself=frozenset(),
    blames=BLAMES,
    crimes=CRIMES,
    not_names=NOT_NAMES,
    linking=words_in(
        ", et ou mais que qu qui dont il elle ils elles on nous vous je dans en par pour avec sans avant après "
        "quand si comme ne n jamais la une le"
    ),
    needs_help=True,
)
