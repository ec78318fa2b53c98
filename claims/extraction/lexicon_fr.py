"""Extraction: the French language pack, word lists as data.

Every list here is our own compilation, put together from general knowledge of French news copy; none was taken over
from a published resource. The words are the field's, as in ``lexicon_en``.
"""

import re
from typing import Final

from claims.extraction.lexicon_en import words_in

# Verbs of saying in -er, whose forms follow the rule.
REGULAR: Final = words_in(
    "accuser admonester affirmer ajouter alerter analyser annoncer argumenter assumer assurer attester "
    "avancer blaguer calculer certifier clamer commenter compléter concéder confesser confier confirmer "
    "considérer constater contester crier critiquer demander dénoncer déplorer détailler déclarer décréter "
    "dicter développer énoncer énumérer enchaîner espérer estimer évoquer expliquer exiger expliciter exposer glisser "
    "grommeler imaginer implorer indiquer insister interroger ironiser jubiler juger jurer justifier lâcher lancer "
    "marmonner maugréer menacer mentionner minimiser murmurer noter objecter observer ordonner pester plaider "
    "plaisanter pointer préciser préconiser proclamer pronostiquer proposer protester questionner raconter rapporter "
    "rassurer réaffirmer réclamer recommander réfuter regretter réitérer relater relativiser relever remarquer "
    "répéter répliquer rétorquer révéler résumer ricaner riposter signaler signifier souffler souhaiter souligner "
    "soupirer suggérer supplier témoigner tempérer tonner trancher tweeter"
)
# Verbs that say something only with "se": "s'est-elle réjouie".
REFLEXIVE: Final = words_in(
    "agacer alarmer amuser désoler étonner emporter enthousiasmer exclamer féliciter inquiéter indigner insurger "
    "interroger justifier lamenter offusquer"
)
# Infinitive: third persons of present, imperfect and simple past, then the participle.
IRREGULAR: Final[dict[str, str]] = {
    "dire": "dit disent disait disaient dirent dit",
    "redire": "redit redisent redisait redisaient redit",
    "prédire": "prédit prédisent prédisait prédit",
    "répondre": "répond répondent répondait répondaient répondit répondirent répondu",
    "écrire": "écrit écrivent écrivait écrivaient écrivit écrit",
    "avertir": "avertit avertissent avertissait avertissaient averti",
    "démentir": "dément démentent démentait démentaient démentit démenti",
    "prévenir": "prévient préviennent prévenait prévenaient prévint prévenu",
    "soutenir": "soutient soutiennent soutenait soutenaient soutint soutenu",
    "maintenir": "maintient maintiennent maintenait maintint maintenu",
    "reconnaître": "reconnaît reconnait reconnaissent reconnaissait reconnaissaient reconnut reconnu",
    "admettre": "admet admettent admettait admettaient admit admis",
    "promettre": "promet promettent promettait promettaient promit promis",
    "poursuivre": "poursuit poursuivent poursuivait poursuivaient poursuivit poursuivi",
    "reprendre": "reprend reprennent reprenait reprit repris",
    "conclure": "conclut concluent concluait concluaient conclu",
    "rappeler": "rappelle rappellent rappelait rappelaient rappela rappelé",
    "marteler": "martèle martèlent martelait martela martelé",
    "appuyer": "appuie appuient appuyait appuya appuyé",
    "renchérir": "renchérit renchérissent renchérissait renchéri",
    "rugir": "rugit rugissent rugissait rugi",
    "prétendre": "prétend prétendent prétendait prétendit prétendu",
    "convenir": "convient conviennent convenait convint convenu",
    "faire savoir": "",
    "faire valoir": "",
    "faire remarquer": "",
    "faire observer": "",
}
IRREGULAR_REFLEXIVE: Final[dict[str, str]] = {
    "réjouir": "réjouit réjouissent réjouissait réjouissaient réjoui",
    "défendre": "défend défendent défendait défendaient défendit défendu",
    "souvenir": "souvient souviennent souvenait souvint souvenu",
    "plaindre": "plaint plaignent plaignait plaignit plaint",
    "émouvoir": "émeut émeuvent ému",
}
PLAIN_CUES: Final = words_in("dire déclarer affirmer expliquer ajouter indiquer préciser assurer confier raconter")
FIRST_OF_TWO: Final = words_in("fait font faisait faisaient fit")
SECOND_OF_TWO: Final = words_in("savoir valoir remarquer observer")
AUXILIARIES: Final = words_in("a ont avait avaient aurait est sont était étaient")
REFLEXIVE_AUXILIARIES: Final = words_in("est sont était étaient")
REFLEXIVE_CLITICS: Final = words_in("s' se")
CLITICS: Final = words_in("lui leur nous l' y m' en") | REFLEXIVE_CLITICS
SUBJECT_PRONOUNS: Final = words_in("il elle ils elles on")
NEGATIONS: Final = words_in("ne n'")

_LAST_ACUTE: Final = re.compile(r"é(?=[^aeiouyéèêâîôû]+$)")


def _forms(verb: str) -> tuple[tuple[str, ...], str]:
    """The finite forms of a verb in -er, and its participle: confie, confient, confiait, confia, confié."""
    stem = verb[:-2]
    present = _LAST_ACUTE.sub("è", stem)
    soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
    finite = (present + "e", present + "ent", soft + "ait", soft + "aient", soft + "a", stem + "èrent")
    return finite, stem + "é"


def _tables(regular: frozenset[str], irregular: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Finite form to infinitive, and participle to infinitive."""
    finite: dict[str, str] = {}
    participles: dict[str, str] = {}
    for verb in sorted(regular):
        third_persons, participle = _forms(verb)
        finite |= dict.fromkeys(third_persons, verb)
        participles[participle] = verb
    for verb, listed in irregular.items():
        forms = tuple(listed.split())
        finite |= dict.fromkeys(forms[:-1], verb)
        participles |= dict.fromkeys(forms[-1:], verb)
    return finite, participles


FINITE_CUES, PARTICIPLES = _tables(REGULAR, IRREGULAR)
REFLEXIVE_FINITE, _reflexive = _tables(REFLEXIVE, IRREGULAR_REFLEXIVE)
REFLEXIVE_PARTICIPLES: Final = {
    form + ending: verb for form, verb in _reflexive.items() for ending in ("", "e", "s", "es")
}
INFINITIVES: Final = REGULAR | frozenset(IRREGULAR)
GERUNDS: Final = {
    (verb[:-2] + ("eant" if verb.endswith("ger") else "ant")).replace("cant", "çant"): verb for verb in REGULAR
} | {"disant": "dire", "répondant": "répondre", "rappelant": "rappeler", "soutenant": "soutenir"}

ARTICLES: Final = words_in("le la les l' un une")
DETERMINERS: Final = ARTICLES | words_in(
    "ce cet cette ces son sa ses leur leurs notre nos mon ma mes plusieurs certains certaines quelques deux trois "
    "quatre cinq chaque"
)
OF: Final = words_in("de du des d'")
TO: Final = words_in("à au aux")
PREPOSITIONS: Final = (
    OF
    | TO
    | words_in(
        "en dans sur sous lors pour par avec sans chez vers contre entre pendant depuis après avant devant derrière "
        "auprès via selon malgré face suite parmi jusqu' jusque dès durant outre hors"
    )
)
# What ends a noun phrase, beside prepositions other than "de".
CLAUSE_WORDS: Final = words_in(
    "que qu' qui dont où quand lorsque lorsqu' alors tandis si comme car mais ou donc or ni puis parce puisque ayant "
    "étant tout toutefois cependant néanmoins pourtant ainsi aussi également encore ensuite enfin déjà notamment hier "
    "aujourd'hui demain avant-hier"
)
CONJUNCTIONS: Final = words_in("et mais puis or car donc ou ni")
ADVERBS: Final = words_in(
    "également aussi ensuite encore toutefois déjà enfin notamment ainsi alors pourtant cependant néanmoins même "
    "toujours bien tout d'abord juste simplement depuis aussitôt souvent plus tard dernièrement jamais hier"
)
WEEKDAYS: Final = words_in("lundi mardi mercredi jeudi vendredi samedi dimanche")
MONTHS: Final = words_in("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
DAY_WORDS: Final = words_in("hier aujourd'hui avant-hier")
DAY_PARTS: Final = words_in("matin midi après-midi soir soirée matinée nuit dernier dernière passé")
TIME_NOUNS: Final = words_in("semaine semaines mois année matinée soirée nuit journée week-end après-midi matin soir")
MEDIA: Final = words_in(
    "communiqué entretien interview tribune conférence message lettre courrier courriel mail post tweet vidéo rapport "
    "discours allocution billet déclaration podcast émission texte télévision radio plateau ondes antenne twitter "
    "facebook instagram telegram youtube x site note"
)
ABBREVIATIONS: Final = words_in("m mm dr pr st ste cf etc av bd art env p")
SENTENCE_STARTERS: Final = words_in(
    "le la les l' un une des de du d' il elle ils elles on nous je ce cet cette ces c' son sa ses leur leurs mais et "
    "ou or car donc puis dans en au aux à sur sous pour par avec sans chez depuis après avant pendant selon lors "
    "quand lorsque lorsqu' alors si comme plus moins tout toute tous toutes certains certaines plusieurs quelques "
    "deux trois quatre beaucoup pourtant cependant toutefois enfin ensuite ainsi aussi également même déjà hier "
    "aujourd'hui demain interrogé interrogée contacté contactée invité invitée présent présente j' qu' que qui s' n' "
    "y ici là très peu autre autres face malgré faute quant côté aucun aucune personne rien non oui merci "
    "après-demain vers"
)
JOINED: Final = re.compile(
    r"((?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu)['’])(?=\w)|([^-]+)(?:-t)?-(?=(?:ils?|elles?|on|je|nous)$)",
    re.IGNORECASE,
)
