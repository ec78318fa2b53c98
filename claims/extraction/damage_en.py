"""Extraction: the English language pack, words that tell damage.

Every list is our own compilation from general knowledge of news English, of the links and buttons of news pages and of
well-known mishaps of word filters; none was taken over from a published resource.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction.damage import DamageWords
from claims.extraction.filtering import Filtered
from claims.extraction.lexicon_en import words_in

# What a filter puts in the place of a word, and the longer words that hold the filtered one.
FILTERED: Final = (
    Filtered(
        "ass",
        ("bad", "butt"),
        words_in(
            "assassi assail assault assay assembl assent assert assess asset assid assign assimil assist associ assort "
            "assuag assum assur pass class glass grass brass mass embass ambass harass embarrass crass carcass hassle "
            "massag vassal tassel cassett jurassic potass"
        ),
    ),
    Filtered(
        "tit",
        ("breast", "boob"),
        words_in(
            "constitut institut restitut substitut prostitut destitut title titan petiti competit repetit appetit "
            "entit identit quantit altitud attitud latitud gratitud multitud fortitud aptitud stitch partit nutrit"
        ),
    ),
    Filtered("hell", ("heck",), words_in("hello shell michell rochell hellenic")),
    Filtered("sex", ("gender",), words_in("sexual essex sussex middlesex sexton unisex")),
    Filtered("cum", (), words_in("document circum cumulat cumber succumb vacuum incumb")),
    Filtered("cock", (), words_in("cockpit cocktail peacock hancock hitchcock woodcock")),
    Filtered("anal", (), words_in("analy canal banal analog")),
    Filtered("cunt", (), words_in("scunthorpe")),
)

# Phrases of the page around a story: they are a line of their own, or lead one, with a colon or without.
FURNITURE: Final = (
    "read more",
    "read also",
    "also read",
    "see also",
    "related",
    "related story",
    "related stories",
    "related articles",
    "more on this story",
    "watch",
    "watch below",
    "listen",
    "video",
    "story continues below",
    "story continues below advertisement",
    "article continues below",
    "article continued below",
    "article continues after ad",
    "continue reading",
    "continue reading the main story",
    "continue reading below",
    "advertisement",
    "source link",
    "click here",
    "share this",
    "share this article",
    "share this story",
    "share on facebook",
    "share on twitter",
    "tweet this",
    "follow us on twitter",
    "follow us on facebook",
    "open this photo in gallery",
    "skip to content",
    "skip to main content",
    "print this page",
    "load more",
    "load comments",
    "view comments",
    "comments are closed",
    "sign up for our newsletter",
    "subscribe to our newsletter",
    "subscribe now",
    "accept cookies",
    "accept all cookies",
    "this site uses cookies",
    "this website uses cookies",
    "we use cookies",
    "by continuing to use this site",
    "we are sorry, this video is restricted",
)

# Whole words of three letters: another one at the end of a quotation is taken for the rest of a word.
SHORT_WORDS: Final = words_in(
    "act add age ago aid aim air all and any arm art ask ate bad bag ban bar bay bed bee beg bet bid big bit box "
    "boy bug bus but buy cab can cap car cat cow cry cup cut dad day die dig dim dog dot dry due ear eat egg ego "
    "end era eve eye fan far fat fed fee few fit fix flu fly fog for fox fun gap gas get gig god got gun gut guy "
    "gym had has hat her hey him hip his hit hot how hub hug hum ice ill ink inn its jam jar jaw jet job jog joy "
    "key kid kin kit lab lag lap law lay leg let lid lie lip log lot low mad man map mat may men met mix mob mom "
    "mop mud mum nap net new nod nor not now nut oak odd off oil old one opt ore our out owe own pad pan pat pay "
    "pen per pet pie pig pin pit ply pop pot pro pub put ran rat raw ray red rep rib rid rig rim rip rob rod row "
    "rub rug run sad say sea see set sew sex she shy sin sip sir sit six ski sky son spy sue sum sun tab tag tap "
    "tax tea ten the tie tin tip toe ton too top toy try two use van via vow wag war was wax way web wed wet who "
    "why wig win won wow yes yet you zoo ads app apt pal vet rut lad yen aye bow bye con cop cue dub elf fin fir "
    "fur gem gum hay hen hid hog hop hut ivy jab jug led lit lob lug mic mug nay nil nun oar orb ounce owl pea pew "
    "pod pup rag ram rev rum rye sag sap sat saw shed sob sod sub tan tar tow tub tug urn wee wit woe wry yam zip "
    "ups gas ish bio duo trio emo etc pic pix rap ref rom spa tad tee tie vis"
)
NEVER_LAST: Final = words_in("the a an of and or but because their his our my your its with from than into very")

DAMAGE_WORDS: Final = DamageWords(
    abbreviations=lexicon.ABBREVIATIONS | words_in("a.m p.m am pm e.g i.e approx viz cf"),
    furniture=FURNITURE,
    filtered=FILTERED,
    short_words=SHORT_WORDS,
    never_last=NEVER_LAST,
    translated=r" ['’]s\b(?<=\w ['’]s)|\b[Aa] (?:[aeio](?!n[ec]e?\b|nce|ne-|w|u)[a-z]{4,})\b",
)
