"""Extraction: the English language pack, words for who somebody is: names, titles, roles, places, outlets.

Every list is our own compilation from general knowledge of news English; none was taken over from a published resource.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction.lexicon_en import words_in
from claims.extraction.naming import Naming

PLURAL_PRONOUNS: Final = words_in("some many others most both all another several everyone critics")
MALE: Final = words_in("he him his himself")
FEMALE: Final = words_in("she her hers herself")
GROUP_PRONOUNS: Final = words_in("they we i it who")
ARTICLES: Final = words_in("the a an")
DEFINITE: Final = words_in("the that this")
SINGLE: Final = words_in("a an one the")
PERSONS: Final = words_in("man woman people")
AFTER_HEADS: Final = words_in("who that familiar close with")
THEY: Final = words_in("they")
RELATIVES: Final = words_in("who whose whom")
TOPIC_LEADS: Final = words_in("for")
INSIDE: Final = words_in("in at near across throughout outside inside")
SUFFIXES: Final = words_in("jr sr ii iii iv")
FIRST_PERSON: Final = words_in("i i'm i've i'd i'll my me mine myself")
BODIES: Final = words_in(
    "agency airline alliance army association authority bank board body bureau business centre center charity church "
    "city club college commission committee company corporation council country court department firm foundation fund "
    "government group hospital institute institution journal league maker manufacturer ministry military museum "
    "network newspaper nonprofit office organisation organization outlet paper party regulator retailer school "
    "service startup state store studio team think-tank trust union university utility watchdog website"
)
PERSON_ENDINGS: Final = ("er", "or", "ist", "ian", "man", "woman", "ee", "person", "ant", "eer")
NEVER_PERSONS: Final = words_in(
    "newspaper letter paper order center number matter poster chapter register folder calendar error motor factor "
    "sector monitor mirror restaurant plant committee fee coffee tree water power weather winter summer november "
    "december september october river tower answer banner charter quarter counter cover header ruler pointer "
    "corner border dinner proper disorder tender transfer trailer thriller chamber barrier carrier container "
    "referendum"
)
AUDIENCES: Final = words_in(
    "reporters journalists media press audience crowd court jury committee supporters lawmakers"
)
OUTLETS: Final = words_in(
    "afp ap reuters dpa xinhua upi ansa efe tass interfax bloomberg bbc cnn nbc cbs abc cbc ctv npr pbs msnbc cnbc "
    "politico axios breitbart guardian newsweek vox buzzfeed aljazeera globalnews euronews"
)
OUTLET_WORDS: Final = words_in(
    "news times post press journal radio tv television magazine daily herald tribune gazette telegraph globe mail "
    "star sun channel network broadcasting agency review weekly chronicle observer standard examiner inquirer "
    "courier"
)
ROLE_NOUNS: Final = words_in(
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
TITLES: Final = words_in(
    "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sir dame lord lady sen sen. senator rep rep. gov gov. gen gen. "
    "col col. lt lt. sgt sgt. const. cpl. insp. supt. capt. rev rev. father sister brother president premier "
    "minister mayor chief judge justice king queen prince princess pope sultan sheikh imam rabbi captain coach "
    "general professor doctor chancellor ambassador congressman congresswoman councillor coun. deputy speaker hon. "
    "staff det. officer conservative liberal ndp democratic republican green independent leader secretary former "
    "then ex head ceo chairman chairwoman chair director commissioner attorney vice"
)
COURTESY_MALE: Final = words_in("mr mr. sir lord king prince father brother chairman congressman spokesman")
COURTESY_FEMALE: Final = words_in(
    "mrs mrs. ms ms. miss dame lady queen princess sister chairwoman congresswoman spokeswoman"
)
COURTESY: Final = words_in("mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sir sen. gov. gen. rep.")
GENDERED_MALE: Final = COURTESY_MALE | words_in("man husband son boy businessman actor pope councilman uncle")
GENDERED_FEMALE: Final = COURTESY_FEMALE | words_in(
    "woman wife mother daughter girl businesswoman actress aunt councilwoman"
)
ORGANISATION_WORDS: Final = words_in(
    "university college school institute council committee commission ministry department agency bureau office "
    "party union association federation foundation society corporation company group inc inc. ltd ltd. corp corp. "
    "co co. llc bank court police force forces army navy guard service services authority board observatory centre "
    "center hospital network club league team organization organisation nations government administration "
    "parliament senate congress house assembly coalition alliance movement campaign press news times post journal "
    "airlines airways industries holdings partners systems technologies international trust fund church museum "
    "museum laboratory lab labs project program programme command cross crescent rights watch street"
)
PLACES: Final = words_in(
    "canada ontario toronto ottawa quebec montreal vancouver alberta calgary edmonton manitoba saskatchewan america "
    "american washington russia moscow china beijing britain london france paris germany berlin europe iran iraq "
    "israel syria jordan amman damascus turkey ankara egypt cairo japan tokyo india delhi kenya nairobi mexico "
    "ukraine kyiv tehran beirut lebanon baghdad yemen kuwait qatar gaza africa asia australia brazil spain italy "
    "rome u.s. u.k. eu un"
)
PLACE_NOUNS: Final = words_in(
    "bay beach river lake county north south east west island islands valley mount park road avenue boulevard hill "
    "hills creek city town village harbour harbor coast strait bridge square square airport station day week"
)
STATES: Final = words_in(
    "russia moscow washington iran tehran china beijing ukraine kyiv israel turkey ankara ottawa syria damascus "
    "britain france germany canada jordan egypt japan india pakistan"
)
COLLECTIVES: Final = words_in(
    "police officials rebels sources activists residents witnesses observers experts critics authorities "
    "investigators researchers scientists analysts supporters protesters organizers organisers lawyers prosecutors "
    "doctors command fighters militants troops soldiers lawmakers diplomats economists advocates opponents people "
    "voters parents teachers workers staff firefighters paramedics neighbours neighbors friends relatives family "
    "team members leaders employees executives aides advisers groups medics rescuers farmers students conservatives "
    "liberals democrats republicans government opposition military army"
)
ANONYMOUS_HEADS: Final = words_in(
    "source sources official officials insider insiders person people aide aides diplomat diplomats man woman "
    "witness witnesses resident residents spokesperson"
)
GROUPS: Final = words_in("residents witnesses aides diplomats")
DOCUMENT_HEADS: Final = words_in(
    "statement report memo letter release study document documents poll survey email post tweet article notice "
    "website filing suit lawsuit complaint affidavit ruling sign headline"
)
SPEECHLESS: Final = words_in(
    "this that there which everything nothing something anything thing things what data evidence documents history "
    "experience book law rule rules bible poll polls numbers figures"
)
PARTICLES_OF_NAMES: Final = words_in(
    "de van von bin al el la le der du da di del den ter ten dos das ibn abu st. al- st"
)
NAME_JOINERS: Final = words_in("of for the and")
GIVEN_MALE: Final = words_in(
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
GIVEN_FEMALE: Final = words_in(
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
    "esther tamara holly hailey paige brooke jasmine crystal dawn gail joanne"
)

NAMING: Final = Naming(
    given_male=GIVEN_MALE,
    given_female=GIVEN_FEMALE,
    gendered_male=GENDERED_MALE,
    gendered_female=GENDERED_FEMALE,
    male=MALE,
    female=FEMALE,
    group_pronouns=GROUP_PRONOUNS,
    subject_pronouns=lexicon.SUBJECT_PRONOUNS,
    nameless=PLURAL_PRONOUNS,
    titles=TITLES,
    courtesy=COURTESY,
    role_nouns=ROLE_NOUNS,
    organisation_words=ORGANISATION_WORDS,
    places=PLACES,
    place_nouns=PLACE_NOUNS,
    states=STATES,
    collectives=COLLECTIVES,
    anonymous_heads=ANONYMOUS_HEADS,
    groups=GROUPS,
    document_heads=DOCUMENT_HEADS,
    particles=PARTICLES_OF_NAMES,
    joiners=NAME_JOINERS,
    articles=ARTICLES,
    persons=PERSONS,
    single=SINGLE,
    definite=DEFINITE,
    they=THEY,
    relatives=RELATIVES,
    topic_leads=TOPIC_LEADS,
    inside=INSIDE,
    suffixes=SUFFIXES,
    first_person=FIRST_PERSON,
    bodies=BODIES,
    person_endings=PERSON_ENDINGS,
    never_persons=NEVER_PERSONS,
    determiners=lexicon.DETERMINERS,
    prepositions=lexicon.PREPOSITIONS,
    after_heads=AFTER_HEADS,
    finite=lexicon.FINITE,
    cue_forms=frozenset(lexicon.CUE_FORMS),
    weekdays=lexicon.WEEKDAYS,
    months=lexicon.MONTHS,
    sentence_starters=lexicon.SENTENCE_STARTERS,
)
