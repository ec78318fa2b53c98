"""Extraction: the English language pack, word lists as data.

Every list here is our own compilation, put together from general knowledge of news English; none was taken over from
a published resource. The words are the field's: *cue* (verb that introduces words), *frame* (what the verb takes),
*addressee* (whom they were told), *role noun* (what somebody is), *medium* (how the words went out).
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
        "t": "deny agree charge disclose signal",
        "n": "call describe label dub brand express",
    }.items()
    for verb in verbs.split()
}

# Verbs that say, and whose plain past is not made with -ed.
IRREGULAR: Final[dict[str, str]] = {
    "said": "say",
    "says": "say",
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
    "posted": "post",
    "saying": "say",
    "telling": "tell",
    "conceded": "concede",
    "stipulated": "stipulate",
}
# Forms that are as often nouns: "the report", "50 states", "his remarks".
NOUNS_TOO: Final = _words(
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
REPORTING_NOUN_PHRASES: Final = _words("according per")

AUXILIARIES: Final = _words("has have had is was are were be been being do does did 's 've 'd")
NEGATIONS: Final = _words(
    "not n't never didn't doesn't don't wouldn't won't couldn't can't cannot hasn't haven't hadn't nobody neither "
    "nor none"
)
MODALS: Final = _words("would could can may might must should shall will 'll")
FINITE: Final = (
    AUXILIARIES
    | MODALS
    | NEGATIONS
    | _words(
        "isn't wasn't aren't weren't it's he's she's they're we're there's that's i'm you're they've we've i've need "
        "needs want wants seems appears remains remain became becomes went came made took got gave found left lost won "
        "knew felt thought saw began grew kept held stood led met ran sent spent told said says put set plans makes "
        "takes gets gives goes comes knows feels thinks looks works helps means shows include includes doesn't don't "
        "didn't won't wouldn't couldn't can't hasn't haven't hadn't shouldn't"
    )
)
SUBJECT_PRONOUNS: Final = _words("he she they i we it you who")
PLURAL_PRONOUNS: Final = _words("some many others most both all another several everyone critics")
PERSONAL: Final = _words("he she they")
FIRST_PERSON: Final = _words("i we you")
MALE: Final = _words("he him his himself")
FEMALE: Final = _words("she her hers herself")
SUBORDINATORS: Final = _words(
    "that because when while as if although though after before since where whether unless until once so than "
    "whereas which how what why whom whose whenever wherever"
)
COORDINATORS: Final = _words("and but or yet nor")
DETERMINERS: Final = _words(
    "the a an his her their its our my your this that these those some many several most other another one two "
    "three four five both each every all any no few more"
)
PREPOSITIONS: Final = _words(
    "of for from in at with to on near by about against among around behind between close during inside into "
    "outside over through under within without across along beside despite like off onto per toward towards upon "
    "via following regarding including"
)
INTRODUCERS: Final = _words(
    "in on at during after before with for from by amid despite following since under when while as"
)
ADVERBS: Final = _words(
    "also then later now still back just even never always often once again too first finally however instead "
    "earlier soon already repeatedly publicly meanwhile simply merely famously recently ever today yesterday "
    "tonight tomorrow only both all afterward afterwards thereby since so reportedly thus yet"
)
WEEKDAYS: Final = _words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS: Final = _words(
    "january february march april may june july august september october november december jan. feb. mar. apr. jun. "
    "jul. aug. sep. sept. oct. nov. dec. jan feb aug sept oct nov dec"
)
DAY_WORDS: Final = _words("today yesterday tonight")
DAY_PARTS: Final = _words("morning afternoon evening night")
TIME_NOUNS: Final = (
    WEEKDAYS | DAY_WORDS | DAY_PARTS | _words("week month year day days weeks months years weekend time hours")
)
TIME_LEADS: Final = _words("earlier late early last this next later before after on in during since the past")

MEDIA: Final = _words(
    "release statement interview tweet email e-mail letter report post speech video message memo briefing "
    "conference call tweets blog column podcast address testimony affidavit filing article op-ed essay brief "
    "broadcast book note text phone press-release communique advisory bulletin submission ruling decision "
    "announcement episode twitter facebook instagram telegram youtube television radio tv remarks comments "
    "presentation study documentary"
)
AUDIENCES: Final = _words("reporters journalists media press audience crowd court jury committee supporters lawmakers")
OUTLETS: Final = _words(
    "afp ap reuters dpa xinhua upi ansa efe tass interfax bloomberg bbc cnn nbc cbs abc cbc ctv npr pbs msnbc cnbc "
    "politico axios breitbart guardian newsweek vox buzzfeed aljazeera globalnews euronews"
)
OUTLET_WORDS: Final = _words(
    "news times post press journal radio tv television magazine daily herald tribune gazette telegraph globe mail "
    "star sun channel network broadcasting agency review weekly chronicle observer standard examiner inquirer "
    "courier"
)

ROLE_NOUNS: Final = _words(
    "spokesman spokeswoman spokesperson president minister premier mayor chief director chair chairman chairwoman "
    "chairperson secretary leader senator governor officer manager professor coach captain judge lawyer attorney "
    "activist analyst economist researcher scientist author owner founder co-founder ceo executive editor reporter "
    "candidate critic commissioner councillor councilor councilman councilwoman ambassador general colonel sergeant "
    "constable detective sheriff superintendent inspector principal teacher student doctor nurse farmer driver "
    "resident witness neighbour neighbor coordinator organizer organiser administrator adviser advisor strategist "
    "pollster historian expert specialist engineer deputy representative congressman congresswoman lawmaker mp mpp "
    "mla official diplomat monitor head member player defenceman defenseman forward goalie goaltender quarterback "
    "actor actress singer artist writer musician producer host prosecutor investigator counsel king queen prince "
    "princess sultan pope bishop archbishop pastor imam rabbi chef pilot veteran survivor victim mother father "
    "brother sister son daughter wife husband partner friend uncle aunt cousin man woman boy girl worker trainer "
    "vice-president chancellor dean provost treasurer trustee commander lieutenant major admiral fellow scholar "
    "psychologist psychiatrist physician surgeon pharmacist biologist ecologist geographer meteorologist forecaster "
    "planner businessman businesswoman entrepreneur developer investor broker dealer consultant lobbyist campaigner "
    "advocate skipper golfer driver rookie veteran curator librarian conservationist ranger politician incumbent "
    "nominee interior cfo coo"
)
TITLES: Final = _words(
    "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sir dame lord lady sen sen. senator rep rep. gov gov. gen gen. "
    "col col. lt lt. sgt sgt. const. cpl. insp. supt. capt. rev rev. father sister brother president premier "
    "minister mayor chief judge justice king queen prince princess pope sultan sheikh imam rabbi captain coach "
    "general professor doctor chancellor ambassador congressman congresswoman councillor coun. deputy speaker hon. "
    "staff det. officer conservative liberal ndp democratic republican green independent leader secretary former "
    "then ex head ceo chairman chairwoman chair director commissioner attorney vice"
)
COURTESY_MALE: Final = _words("mr mr. sir lord king prince father brother chairman congressman spokesman")
COURTESY_FEMALE: Final = _words(
    "mrs mrs. ms ms. miss dame lady queen princess sister chairwoman congresswoman spokeswoman"
)
COURTESY: Final = _words("mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sir sen. gov. gen. rep.")
GENDERED_MALE: Final = COURTESY_MALE | _words("man husband son boy businessman actor pope councilman uncle")
GENDERED_FEMALE: Final = COURTESY_FEMALE | _words(
    "woman wife mother daughter girl businesswoman actress aunt councilwoman"
)

ORGANISATION_WORDS: Final = _words(
    "university college school institute council committee commission ministry department agency bureau office "
    "party union association federation foundation society corporation company group inc inc. ltd ltd. corp corp. "
    "co co. llc bank court police force forces army navy guard service services authority board observatory centre "
    "center hospital network club league team organization organisation nations government administration "
    "parliament senate congress house assembly coalition alliance movement campaign press news times post journal "
    "airlines airways industries holdings partners systems technologies international trust fund church museum "
    "museum laboratory lab labs project program programme command cross crescent rights watch street"
)
PLACES: Final = _words(
    "canada ontario toronto ottawa quebec montreal vancouver alberta calgary edmonton manitoba saskatchewan america "
    "american washington russia moscow china beijing britain london france paris germany berlin europe iran iraq "
    "israel syria jordan amman damascus turkey ankara egypt cairo japan tokyo india delhi kenya nairobi mexico "
    "ukraine kyiv tehran beirut lebanon baghdad yemen kuwait qatar gaza africa asia australia brazil spain italy "
    "rome u.s. u.k. eu un"
)
PLACE_NOUNS: Final = _words(
    "bay beach river lake county north south east west island islands valley mount park road avenue boulevard hill "
    "hills creek city town village harbour harbor coast strait bridge square square airport station day week"
)
STATES: Final = _words(
    "russia moscow washington iran tehran china beijing ukraine kyiv israel turkey ankara ottawa syria damascus "
    "britain france germany canada jordan egypt japan india pakistan"
)
COLLECTIVES: Final = _words(
    "police officials rebels sources activists residents witnesses observers experts critics authorities "
    "investigators researchers scientists analysts supporters protesters organizers organisers lawyers prosecutors "
    "doctors command fighters militants troops soldiers lawmakers diplomats economists advocates opponents people "
    "voters parents teachers workers staff firefighters paramedics neighbours neighbors friends relatives family "
    "team members leaders employees executives aides advisers groups medics rescuers farmers students conservatives "
    "liberals democrats republicans government opposition military army"
)
ANONYMOUS_HEADS: Final = _words(
    "source sources official officials insider insiders person people aide aides diplomat diplomats man woman "
    "witness witnesses resident residents spokesperson"
)
COMMON_SPEAKERS: Final = COLLECTIVES | ANONYMOUS_HEADS | ROLE_NOUNS | PLURAL_PRONOUNS
DOCUMENT_HEADS: Final = _words(
    "statement report memo letter release study document documents poll survey email post tweet article notice "
    "website filing suit lawsuit complaint affidavit ruling sign headline"
)
SPEECHLESS: Final = _words(
    "this that there which everything nothing something anything thing things what data evidence documents history "
    "experience book law rule rules bible poll polls numbers figures"
)
PARTICLES_OF_NAMES: Final = _words("de van von bin al el la le der du da di del den ter ten dos das ibn abu st. al- st")
NAME_JOINERS: Final = _words("of for the and")
ABBREVIATIONS: Final = _words(
    "mr mrs ms dr prof sen rep gov gen col lt sgt const cpl insp supt capt rev hon det coun st jr sr vs etc inc ltd "
    "corp co no lbs lb oz jan feb mar apr jun jul aug sept sep oct nov dec fla calif ont que alta sask mass conn "
    "tex ariz colo wash ore okla tenn ind ill wis minn mich penn pa va ga md u.s dept est approx ave blvd mt ft maj "
    "cmdr adm pte"
)
SENTENCE_STARTERS: Final = _words(
    "the a an he she it they we i in on at but and this that these those his her their its there when while if as "
    "for after before since what who how why now then so yet one some many most no not with from by to meanwhile "
    "however according more all both each our my you your also still just even here despite under until although "
    "because during other another such two three four five was were is are has have had do does did can could will "
    "would may might should must let lets story watch read photo last next earlier later asked instead among"
)
GIVEN_MALE: Final = _words(
    "james john robert michael william david richard joseph thomas charles chris christopher daniel matthew anthony "
    "mark donald steven stephen paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey "
    "jeff ryan jacob gary nicholas eric jonathan larry justin scott brandon frank benjamin ben gregory greg samuel "
    "sam raymond patrick alexander jack dennis jerry tyler aaron jose henry adam douglas doug nathan peter zachary "
    "kyle walter harold jeremy ethan carl keith roger gerald christian terry sean arthur austin noah lawrence jesse "
    "joe bryan billy jordan albert dylan bruce willie gabriel alan juan logan wayne ralph roy eugene randy vincent "
    "russell louis philip phil bobby johnny bradley brad mike tom jim bob bill dave dan steve tim tony matt nick "
    "rob ron ken don rick ted ahmed mohamed mohammed muhammad ali hassan hussein ibrahim omar khalid youssef "
    "abdullah sergei vladimir dmitry ivan igor boris pierre jean jacques francois luc marc andre michel claude yves "
    "philippe hans klaus jurgen stefan carlos luis miguel jorge pedro antonio francisco javier diego marco giovanni "
    "paolo bernie barack hamish jagmeet maxime derek ian neil craig stuart graham duncan angus hugh colin trevor "
    "cameron connor jared evan seth cory brent brett todd troy darren darryl glenn grant leon martin max oscar otto "
    "rafael raj rahul sanjay wei ming hiroshi kenji emmanuel recep bashar uhuru xi kim rodrigo francois-philippe "
    "jean-yves jerome marcel rene gilles mitch marco ted"
)
GIVEN_FEMALE: Final = _words(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra "
    "ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura "
    "cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine catherine "
    "christine debra rachel carolyn janet ruth maria heather diane virginia julie joyce victoria olivia kelly "
    "christina lauren joan evelyn judith megan cheryl andrea hannah jacqueline martha gloria teresa ann anne sara "
    "madison frances kathryn janice jean alice abigail julia judy sophia grace denise amber doris marilyn danielle "
    "beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori cindy kate katie liz sue "
    "jane jill wendy tracy tina erin allison alison claire hillary chrystia jody kellyanne ivanka melania stacy "
    "stacey valerie vanessa monica veronica fatima aisha leila layla zahra noor amal rania olga natasha svetlana "
    "irina elena anastasia sophie isabelle chantal nathalie genevieve mélanie ingrid astrid greta ursula angela "
    "carmen rosa lucia ana gabriela paola francesca bianca priya anjali mei yuki keiko naomi rachel leah miriam "
    "esther tamara holly hailey paige brooke jasmine crystal dawn robin gail joanne"
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

# The verbs of a tag beside a quotation: "she said", "notes Poe".
TAG_VERBS: Final = _words(
    "said says told tells added adds wrote writes asked asks noted notes explained explains continued recalled "
    "recalls admitted argued insisted replied responded joked tweeted stated concluded warned repeated testified "
    "concedes conceded"
)

# Words a machine translation or a word filter leaves behind: the broken letters and what stood there before.
FILTERED: Final[dict[str, str]] = {
    "badbad": "assass",
    "pbadage": "passage",
    "pbaded": "passed",
    "pbad": "pass",
    "mbadacre": "massacre",
    "mbadive": "massive",
    "clbad": "class",
    "embbady": "embassy",
    "ambbadador": "ambassador",
    "badembl": "assembl",
    "badociat": "associat",
    "badist": "assist",
    "badess": "assess",
    "badault": "assault",
    "badured": "assured",
    "badigned": "assigned",
    "badet": "asset",
    "badume": "assume",
    "consbreastution": "constitution",
    "buttbuttin": "assassin",
}

# Whole words of three letters: another one at the end of a quotation is taken for the rest of a word.
SHORT_WORDS: Final = _words(
    "act add age ago aid aim air all and any arm art ask ate bad bag ban bar bay bed bee beg bet bid big bit box "
    "boy bug bus but buy cab can cap car cat cow cry cup cut dad day die dig dim dog dot dry due ear eat egg ego "
    "end era eve eye fan far fat fed fee few fit fix flu fly fog for fox fun gap gas get gig god got gun gut guy "
    "gym had has hat her hey him hip his hit hot how hub hug hum ice ill ink inn its jam jar jaw jet job jog joy "
    "key kid kin kit lab lag lap law lay leg let lid lie lip log lot low mad man map mat may men met mix mob mom "
    "mop mud mum nap net new nod nor not now nut oak odd off oil old one opt ore our out owe own pad pan pat pay "
    "pen per pet pie pig pin pit ply pop pot pro pub put ran rat raw ray red rep rib rid rig rim rip rob rod row "
    "rub rug run sad say sea see set sew sex she shy sin sip sir sit six ski sky son spy sue sum sun tab tag tap "
    "tax tea ten the tie tin tip toe ton too top toy try two use van via vow wag war was wax way web wed wet who "
    "why wig win won wow yes yet you zoo ads app apt bug pal vet rut lad yen"
)
NEVER_LAST: Final = _words("the a an of and or but because their his our my your its with from than into very")
