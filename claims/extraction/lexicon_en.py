"""Extraction: the English language pack, word lists as data.

Every list here is our own compilation, put together from general knowledge of news English; none was taken over from
a published resource. The words are the field's: *cue* (verb that introduces words), *frame* (what the verb takes),
*addressee* (whom they were told), *role noun* (what somebody is), *medium* (how the words went out).
"""

from typing import Final


def words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A verb belongs here when a reporter can put it between a speaker and what she said: beside marks, or before "that".
# Verbs of thinking, finding and showing do not. A tag right beside an utterance needs no list at all (see ``tags``).
# Frames: b bare clause, t that-clause, q quotation, a addressee first, i infinitive, n "called X ..." with marks.
CUE_FRAMES: Final[dict[str, str]] = {
    verb: frames
    for frames, verbs in {
        "btq": """say claim add explain argue insist suggest warn admit allege contend stress assert maintain note
            acknowledge concede predict estimate""",
        "tq": """state announce confirm declare testify caution complain conclude reiterate repeat remark
            emphasize emphasise mention observe reveal report recall reply respond counter boast quip joke lament
            write tweet post recount opine swear comment affirm retort interject chime posit theorize
            stipulate proclaim volunteer hint vow clarify speculate assure""",
        "btqa": "tell",
        "ta": "inform remind notify",
        "q": """ask continue begin laugh shout yell cry sigh whisper mutter exclaim answer muse offer demand
            chuckle shrug read chant plead confess praise marvel gush gripe grumble wonder echo
            summarize elaborate scream recite enthuse crow fume thunder text email remember scoff boom
            bellow sniff snap deadpan""",
        "tqi": "promise pledge advise propose recommend",
        "tai": "urge",
        "t": "deny agree charge disclose signal indicate imply",
        "n": """call describe label dub brand express denounce slam blast decry dismiss criticize criticise condemn hail
            deride characterize characterise""",
    }.items()
    for verb in verbs.split()
}

# Forms that are not made by adding -s, -ed or -ing.
IRREGULAR: Final[dict[str, str]] = {
    "said": "say",
    "told": "tell",
    "wrote": "write",
    "written": "write",
    "began": "begin",
    "begun": "begin",
    "swore": "swear",
    "sworn": "swear",
    "read": "read",
    "quipped": "quip",
    "quipping": "quip",
    "admitted": "admit",
    "admitting": "admit",
}
# Forms that are as often nouns: "the report", "50 states", "his remarks". Whatever form of a cue has a plural or an
# article of its own belongs here.
NOUNS_TOO: Final = words_in(
    "report reports state states note notes claim claims estimate estimates comment comments post posts remark "
    "remarks tweet tweets answer answers charge charges signal signals text texts email emails demand demands reply "
    "replies quip quips joke jokes boast boasts volunteer volunteers offer offers promise promises pledge pledges "
    "label labels brand brands urge urges call calls laugh laughs shout shouts cry cries sigh sighs whisper "
    "whispers begin dub dubs praise echo echoes wonder wonders hint hints"
)

# Two-word cues: the verb and the particle that makes it one.
PARTICLES: Final[dict[tuple[str, str], str]] = {
    ("point", "out"): "tq",
    ("call", "for"): "f",
    ("chime", "in"): "q",
    ("go", "on"): "q",
    ("put", "it"): "q",
}
POINT_FORMS: Final[dict[str, str]] = {
    "pointed": "point",
    "points": "point",
    "point": "point",
    "pointing": "point",
    "called": "call",
    "calls": "call",
    "calling": "call",
    "went": "go",
    "goes": "go",
    "put": "put",
    "puts": "put",
}

# The closed classes of English grammar, whole or nearly so.
AUXILIARIES: Final = words_in("has have had is was are were be been being do does did 's 've 'd")
NEGATIONS: Final = words_in(
    "not n't never didn't doesn't don't wouldn't won't couldn't can't cannot hasn't haven't hadn't nobody neither "
    "nor none"
)
MODALS: Final = words_in("would could can may might must should shall will 'll")
# What can be nothing but a finite verb: helpers, their short forms, and common verbs whose form is no noun in the news.
FINITE: Final = (
    AUXILIARIES
    | MODALS
    | NEGATIONS
    | words_in(
        "isn't wasn't aren't weren't it's he's she's they're we're there's that's i'm you're they've we've i've need "
        "needs want wants seems appears remains remain became becomes went came made took got gave found left lost won "
        "knew felt thought saw began grew kept held stood led met ran sent spent told said says put set plans makes "
        "takes gets gives goes comes knows feels thinks looks works helps means shows include includes doesn't don't "
        "didn't won't wouldn't couldn't can't hasn't haven't hadn't shouldn't"
    )
    | words_in(  # the irregular past tenses that are no nouns and no participles
        "sought brought bought fought caught taught spoke broke chose drew drove fell flew forgot froze hid paid rode "
        "sold shook sang sat slept stole struck swept threw woke wore built meant dealt heard swam flung clung blew "
        "forbade forgave withdrew undertook understood overcame ate drank sank shrank sprang rang wrote withstood"
    )
)
SUBJECT_PRONOUNS: Final = words_in("he she they i we it you who")
OBJECT_PRONOUNS: Final = words_in("me us him her them")
PERSONAL: Final = words_in("he she they")
# Words that open a subordinate clause.
SUBORDINATORS: Final = words_in(
    "that because when while as if although though after before since where whether unless until once so than "
    "whereas which how what why whom whose whenever wherever"
)
COORDINATORS: Final = words_in("and but or yet nor")
DETERMINERS: Final = words_in(
    "the a an his her their its our my your this that these those some many several most other another one two "
    "three four five both each every all any no few more"
)
PREPOSITIONS: Final = words_in(
    "of for from in at with to on near by about against among around behind between close during inside into "
    "outside over through under within without across along beside despite like off onto per toward towards upon "
    "via following regarding including"
)
# Prepositions and conjunctions that open what stands before a main clause.
INTRODUCERS: Final = words_in(
    "in on at during after before with for from by amid despite following since under when while as"
)
# Adverbs that may stand between a subject and its cue; those in -ly need no list.
ADVERBS: Final = words_in(
    "also then later now still back just even never always often once again too first finally however instead "
    "earlier soon already repeatedly publicly meanwhile simply merely famously recently ever today yesterday "
    "tonight tomorrow only both all afterward afterwards thereby since so reportedly thus yet"
)
WEEKDAYS: Final = words_in("monday tuesday wednesday thursday friday saturday sunday")
MONTHS: Final = words_in(
    "january february march april may june july august september october november december jan. feb. mar. apr. jun. "
    "jul. aug. sep. sept. oct. nov. dec. jan feb aug sept oct nov dec"
)
DAY_WORDS: Final = words_in("today yesterday tonight")
DAY_PARTS: Final = words_in("morning afternoon evening night")
TIME_NOUNS: Final = (
    WEEKDAYS | DAY_WORDS | DAY_PARTS | words_in("week month year day days weeks months years weekend time hours")
)
COUNTS: Final = words_in("a an one two three four five six seven eight nine ten several")
# What may stand before a time noun.
TIME_LEADS: Final = words_in("earlier late early last this next later before after on in over during since the past")

# How words go out: whatever can follow "said in a".
MEDIA: Final = words_in(
    "release statement interview tweet email e-mail letter report post speech video message memo briefing "
    "conference call tweets blog column podcast address testimony affidavit filing article op-ed essay brief "
    "broadcast book note text phone press-release communique advisory bulletin submission ruling decision "
    "announcement episode twitter facebook instagram telegram youtube television radio tv remarks comments "
    "presentation study documentary"
)
# What words stand on that are held up.
SIGNS: Final = words_in("sign signs banner banners placard placards poster posters")
# Where words go out, when "on" or "via" stands before it.
PLATFORMS: Final = words_in(
    "twitter facebook instagram telegram youtube x tiktok whatsapp linkedin threads snapchat reddit weibo mastodon "
    "bluesky social media television tv radio website blog livestream air"
)
# What somebody found out, as it is cited: "according to an analysis by the guild".
FINDINGS: Final = words_in(
    "analysis calculations estimates data figures findings research survey surveys records tally"
)

# Abbreviations of news style (titles, months, states and provinces, companies) whose stop ends no sentence.
ABBREVIATIONS: Final = words_in(
    "mr mrs ms dr prof sen rep gov gen col lt sgt const cpl insp supt capt rev hon det coun st jr sr vs etc inc ltd "
    "corp co no lbs lb oz jan feb mar apr jun jul aug sept sep oct nov dec fla calif ont que alta sask mass conn "
    "tex ariz colo wash ore okla tenn ind ill wis minn mich penn pa va ga md u.s dept est approx ave blvd mt ft maj "
    "cmdr adm pte"
)
# Words that, with a capital after an abbreviation, show that a sentence starts.
SENTENCE_STARTERS: Final = words_in(
    "the a an he she it they we i in on at but and this that these those his her their its there when while if as "
    "for after before since what who how why now then so yet one some many most no not with from by to meanwhile "
    "however according more all both each our my you your also still just even here despite under until although "
    "because during other another such two three four five was were is are has have had do does did can could will "
    "would may might should must let lets story watch read photo last next earlier later asked instead among"
)


def _forms(verb: str) -> tuple[str, ...]:
    """The forms of a regular verb: claims, claimed, claiming."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return verb, plural, verb + "ed", verb + "ing"


CUE_FORMS: Final[dict[str, str]] = {
    form: verb
    for verb in CUE_FRAMES
    for number, form in enumerate(_forms(verb))
    if number != 2 or verb not in IRREGULAR.values()
} | IRREGULAR

# Past tenses without -ed that tag an utterance. Only beside one in marks: a shot is no cue.
IRREGULAR_TAGS: Final = words_in("spat sang")

# The verbs of a tag beside a quotation: "she said", "notes Poe".
TAG_VERBS: Final = frozenset(
    form
    for form, verb in CUE_FORMS.items()
    if "q" in CUE_FRAMES[verb] and form != verb and not form.endswith("ing") and form not in NOUNS_TOO
)
