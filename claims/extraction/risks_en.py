"""Extraction: the English words that tell deaths and accuse.

Every list is our own compilation from general knowledge of news English. A word belongs in it when most of its uses in
the news do what the list says; rather too short than too long, as a list that flags everything flags nothing.
"""

from typing import Final

from claims.extraction.lexicon_en import SENTENCE_STARTERS, words_in
from claims.extraction.risks import RiskWords

# Deaths, also those that threaten; not "victims" and "casualties", who may be wounded.
DEATHS: Final = words_in(
    "dead death deaths die dies died dying kill kills killed killing killings killer killers slain slaughter "
    "slaughtered murder murders murdered murdering murderer murderers massacre massacres massacred "
    "assassinated assassination assassinations executions beheaded hanged drowned lynched suicide suicides "
    "homicide homicides manslaughter fatal fatally fatality fatalities deadly deadliest perished corpse "
    "corpses deceased genocide"
)
# Phrases with such a word that tell of nobody's death.
NOT_DEATHS: Final = (
    "dead end",
    "dead ends",
    "dead heat",
    "dead sea",
    "dead wrong",
    "dead letter",
    "dead weight",
    "death penalty",
    "death row",
    "death spiral",
    "sudden death",
    "fatal blow",
    "fatal flaw",
    "fatal mistake",
    "matter of life and death",
    "life and death",
    "dying to",
    "die hard",
    "died down",
    "dies down",
    "die down",
    "dying down",
    "kill the bill",
    "killed the bill",
    "kill the deal",
    "killed the deal",
    "killing time",
    "kill time",
    "deadly serious",
    "deadly sins",
)
# Done to somebody, and never well meant.
DEEDS: Final = words_in(
    "killed murdered massacred slaughtered assassinated executed beheaded attacked bombed bombarded shelled "
    "gassed invaded tortured raped abducted kidnapped poisoned shot stabbed looted robbed bribed hacked rigged "
    "lied violated persecuted"
)
DOING: Final = words_in(
    "killing murdering massacring slaughtering attacking bombing bombarding shelling gassing invading "
    "torturing raping abducting kidnapping poisoning shooting looting robbing bribing hacking rigging lying "
    "violating persecuting"
)
# "is responsible for", with its verb, as the verb tells who is meant: the name before it.
_BLAMES: Final = (
    "responsible for",
    "to blame",
    "guilty of",
    "behind the attack",
    "behind the attacks",
    "behind the killing",
    "behind the killings",
    "complicit in",
    "a murderer",
    "a war criminal",
    "a terrorist",
    "terrorists",
)
_IS: Final = ("is", "are", "was", "were", "be", "been")
_BEARS: Final = ("bears", "bear", "bore")
BLAMES: Final = (
    *(f"{verb} {adverb}{blame}" for verb in _IS for adverb in ("", "not ", "directly ", "also ") for blame in _BLAMES),
    *(f"{verb} {adverb}responsibility for" for verb in _BEARS for adverb in ("", "full ", "sole ")),
)
# Only the gravest: the mere word beside a name accuses.
CRIMES: Final = (
    "war crime",
    "war crimes",
    "war criminal",
    "war criminals",
    "crimes against humanity",
    "crime against humanity",
    "genocide",
    "ethnic cleansing",
)
# Doers who are written with a capital only because a sentence begins with them; days and months.
NOT_NAMES: Final = SENTENCE_STARTERS | words_in(
    "i us them him me her gunmen gunman rebels fighters militants militiamen police officers soldiers troops "
    "forces protesters attackers assailants terrorists insurgents jihadists men women people children "
    "civilians residents villagers unknown masked armed government regime opposition authorities officials "
    "enemy nobody somebody someone everyone everybody anyone hundreds dozens thousands several eleven six "
    "seven eight nine ten today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december god yes no never "
    "airstrikes air planes warplanes jets drones whoever mr mrs ms dr killed dead killing bombing torture "
    "genocide ethnic crimes"
)

RISK_WORDS: Final = RiskWords(
    deaths=DEATHS,
    not_deaths=NOT_DEATHS,
    accusing=words_in("accuse accuses accused accusing blame blames blamed blaming"),
    ends=words_in("of for that over because ,"),
    deeds=DEEDS,
    doing=DOING,
    helping=words_in("has have had having"),
    being=words_in("is are was were be been being am isn aren wasn weren get gets got"),
    suffering=words_in("in on at when while during near after before and or last this ,"),
    by=words_in("by"),
    itself=words_in("himself herself themselves itself"),
    blames=BLAMES,
    crimes=CRIMES,
    not_names=NOT_NAMES,
    linking=words_in(
        ", and or but that who which whom he she it they we i you in on at by from to of with for after before "
        "when while if as because not never people civilians children women men"
    ),
    needs_being=True,
)
