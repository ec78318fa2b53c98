"""Choices: the word that people see for each value of each enum."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.records.acts import ActorKind, Role
from claims.records.checking import (
    Attribution,
    Credibility,
    EvidenceKind,
    FindingState,
    PhraseUse,
    Relation,
    Reliability,
    Stance,
    Verdict,
)
from claims.records.extractions import LanguageBasis
from claims.records.jobs import JobKind, JobState
from claims.records.news import DeliveryState, NewsKind, Problem, TurnedOff
from claims.records.provenance import (
    Basis,
    ChainEnd,
    DatePrecision,
    Knowledge,
    Place,
    RelayRole,
    SourceKind,
    SpeakerBasis,
    Transform,
    Translation,
)
from claims.records.quotations import DamageKind, Identification, QuotationKind, ResolvedBy, ToldToKind
from claims.records.sealing import GrantedFor, RequestState
from claims.records.times import TimeBasis
from claims.records.tokens import LastsFor, TokenScope

LABELS: Mapping[type[StrEnum], Mapping[StrEnum, str | Promise]] = {
    ActorKind: {
        ActorKind.PERSON: _("Person"),
        ActorKind.MACHINE: _("Machine"),
        ActorKind.COMMAND: _("Command"),
    },
    Role: {
        Role.VIEWER: _("Viewer"),
        Role.REPORTER: _("Reporter"),
        Role.EDITOR: _("Editor"),
        Role.CHIEF: _("Chief"),
    },
    NewsKind: {
        NewsKind.CLAIM_DECIDED: _("Claim decided"),
        NewsKind.CLAIM_STALE: _("Claim went stale"),
        NewsKind.CLAIM_HOLDS: _("Stale claim holds again"),
        NewsKind.CLAIM_REOPENED: _("Claim reopened"),
        NewsKind.CLAIM_WITHDRAWN: _("Claim withdrawn"),
        NewsKind.LIST_ISSUED: _("List issued"),
        NewsKind.LIST_CORRECTED: _("List corrected"),
        NewsKind.TEST: _("Test"),
    },
    DeliveryState: {
        DeliveryState.WAITING: _("Waiting"),
        DeliveryState.TOLD: _("Told"),
        DeliveryState.GIVEN_UP: _("Given up"),
    },
    Problem: {
        Problem.NOT_FOUND: _("No such host"),
        Problem.IN_THE_HOUSE: _("The address leads into the house"),
        Problem.UNREACHABLE: _("Not reachable"),
        Problem.CERTIFICATE: _("The certificate is not valid"),
        Problem.TOO_SLOW: _("No answer in time"),
        Problem.NO_ANSWER: _("What came back was no answer"),
        Problem.SECRET_MISSING: _("The secret is not on this server: make a new one"),
    },
    TurnedOff: {
        TurnedOff.BY_HAND: _("Turned off by hand"),
        TurnedOff.GONE: _("Turned off by itself: the receiver said that it is gone for good"),
        TurnedOff.FAILING: _("Turned off by itself: the receiver did not take anything for days"),
    },
    Attribution: {
        Attribution.UNCHECKED: _("Not answered"),
        Attribution.CONFIRMED: _("Confirmed: these words, primary record seen or heard"),
        Attribution.IN_SUBSTANCE: _("In substance: said, but not in these words"),
        Attribution.RELAYED: _("Relayed: only a relay says so"),
        Attribution.ALTERED: _("Altered: the sense was changed on the way"),
        Attribution.MISATTRIBUTED: _("Misattributed: somebody else said it"),
        Attribution.NOT_ESTABLISHED: _("Not established: looked for and not found, or nobody can tell who"),
    },
    Verdict: {
        Verdict.UNCHECKED: _("Not answered"),
        Verdict.TRUE: _("True"),
        Verdict.MISLEADING: _("Misleading"),
        Verdict.DISPUTED: _("Disputed"),
        Verdict.FALSE: _("False"),
        Verdict.UNVERIFIABLE: _("Unverifiable"),
        Verdict.NOT_CHECKABLE: _("Not checkable: an opinion, a threat, a demand, a prediction"),
    },
    FindingState: {
        FindingState.SUBMITTED: _("Submitted"),
        FindingState.AGREED: _("Agreed"),
        FindingState.SENT_BACK: _("Sent back"),
        FindingState.TAKEN_BACK: _("Submission withdrawn"),
        FindingState.COUNTER: _("The second reader's answers"),
        FindingState.SUPERSEDED: _("Superseded"),
    },
    EvidenceKind: {
        EvidenceKind.LINK: _("Link"),
        EvidenceKind.FILE: _("File"),
        EvidenceKind.NOTE: _("Note"),
        EvidenceKind.ASKED: _("Asked"),
    },
    Stance: {
        Stance.SUPPORTS: _("Supports"),
        Stance.CONTRADICTS: _("Contradicts"),
        Stance.CONTEXT: _("Context"),
    },
    Relation: {
        Relation.INDEPENDENT: _("Independent of the speaker and of this story"),
        Relation.SAME_STORY: _("A copy of this story, or what it was made from"),
        Relation.SPEAKER: _("The speaker's own words"),
        Relation.UNSTATED: _("Not stated"),
    },
    Reliability: {
        Reliability.A: _("A: completely reliable"),
        Reliability.B: _("B: usually reliable"),
        Reliability.C: _("C: fairly reliable"),
        Reliability.D: _("D: not usually reliable"),
        Reliability.E: _("E: unreliable"),
        Reliability.F: _("F: reliability cannot be judged"),
    },
    Credibility: {
        Credibility.CONFIRMED: _("1: confirmed by other sources"),
        Credibility.PROBABLE: _("2: probably true"),
        Credibility.POSSIBLE: _("3: possibly true"),
        Credibility.DOUBTFUL: _("4: doubtful"),
        Credibility.IMPROBABLE: _("5: improbable"),
        Credibility.CANNOT_BE_JUDGED: _("6: truth cannot be judged"),
    },
    Basis: {
        Basis.PRINTED: _("printed"),
        Basis.INFERRED: _("inferred"),
        Basis.EDITOR: _("editor's reading"),
    },
    ChainEnd: {
        ChainEnd.PRIMARY_RECORD: _("Primary record held"),
        ChainEnd.SOURCE_GIVES_NONE: _("The source gives none"),
        ChainEnd.SOURCE_ANONYMOUS: _("The source is anonymous"),
        ChainEnd.NOT_FOUND: _("Looked for, not found"),
        ChainEnd.NOT_LOOKED: _("Nobody has looked further"),
    },
    DatePrecision: {
        DatePrecision.YEAR: _("Year"),
        DatePrecision.MONTH: _("Month"),
        DatePrecision.DAY: _("Day"),
        DatePrecision.MINUTE: _("Minute"),
    },
    Knowledge: {
        Knowledge.KNOWN: _("Known"),
        Knowledge.UNKNOWN: _("Unknown"),
        Knowledge.ABSENT: _("Absent"),
        Knowledge.UNREADABLE: _("Unreadable"),
    },
    LanguageBasis: {
        LanguageBasis.GIVEN: _("given with the document"),
        LanguageBasis.RECOGNISED: _("recognised in the text"),
        LanguageBasis.ASSUMED: _("assumed: too little to tell by"),
    },
    Place: {
        Place.CURRENT: _("In the current version"),
        Place.FOLLOWED: _("Followed into a newer version"),
        Place.WAITING: _("Waiting for an editor: not found exactly once in the newer version"),
        Place.GONE: _("No longer in the text"),
    },
    RelayRole: {
        RelayRole.SPEAKER: _("speaker"),
        RelayRole.EYEWITNESS: _("eyewitness"),
        RelayRole.SPOKESPERSON: _("spokesperson"),
        RelayRole.MONITOR: _("monitor"),
        RelayRole.AGENCY: _("agency"),
        RelayRole.OUTLET: _("outlet"),
        RelayRole.RELAYER: _("relayer"),
        RelayRole.REPUBLISHER: _("republisher"),
        RelayRole.TRANSLATOR: _("translator"),
    },
    SourceKind: {
        SourceKind.PERSON: _("Person"),
        SourceKind.GROUP: _("Group"),
        SourceKind.ORGANISATION: _("Organisation"),
        SourceKind.STATE: _("State"),
        SourceKind.AGENCY: _("Agency"),
        SourceKind.OUTLET: _("Outlet"),
        SourceKind.DOCUMENT: _("Document"),
    },
    SpeakerBasis: {
        SpeakerBasis.OPEN: _("Not linked yet"),
        SpeakerBasis.PRINTED: _("Printed in the story"),
        SpeakerBasis.EDITOR: _("Editor's reading, not printed"),
        SpeakerBasis.COPY: _("Stated by the copy itself"),
    },
    Transform: {
        Transform.VERBATIM: _("verbatim"),
        Transform.CUT: _("cut"),
        Transform.PARAPHRASE: _("paraphrase"),
        Transform.HUMAN_TRANSLATION: _("translation by a person"),
        Transform.MACHINE_TRANSLATION: _("machine translation"),
        Transform.UNKNOWN: _("not known what it did to the words"),
    },
    Translation: {
        Translation.UNKNOWN: _("Unknown"),
        Translation.ORIGINAL: _("Original language"),
        Translation.HUMAN: _("Translated by a person"),
        Translation.MACHINE: _("Machine translation"),
        Translation.MACHINE_SUSPECTED: _("Machine translation suspected"),
    },
    QuotationKind: {
        QuotationKind.DIRECT: _("Direct"),
        QuotationKind.INDIRECT: _("Indirect"),
        QuotationKind.MIXED: _("Mixed"),
    },
    DamageKind: {
        DamageKind.UNBALANCED_MARK: _("A quotation mark has no partner"),
        DamageKind.CUT_START: _("The beginning seems cut off"),
        DamageKind.CUT_END: _("The end seems cut off"),
        DamageKind.FALSE_SENTENCE_END: _("A full stop stands inside the sentence"),
        DamageKind.FOREIGN_MATTER: _("Something stands here that does not belong"),
        DamageKind.ENCODING: _("Letters were broken by a wrong encoding"),
        DamageKind.MACHINE_TRANSLATION: _("Reads like machine translation"),
        DamageKind.WORD_FILTER: _("A word filter seems to have changed this word"),
        DamageKind.UNSEEN_LETTERS: _("Letters that nobody sees stand here"),
        DamageKind.TURNED_DIRECTION: _("The reading direction is turned here: what is shown may be in another order"),
        DamageKind.MIXED_ALPHABETS: _("This word mixes letters of several alphabets that look alike"),
    },
    Identification: {
        Identification.NAMED: _("named"),
        Identification.ORGANISATION_ONLY: _("organisation only"),
        Identification.TITLE_ONLY: _("title only"),
        Identification.DESCRIBED: _("described, not named"),
        Identification.BARE: _("bare: no description at all"),
        Identification.COLLECTIVE: _("collective"),
        Identification.UNATTRIBUTED: _("unattributed"),
    },
    ResolvedBy: {
        ResolvedBy.FULL_NAME: _("the full name is printed"),
        ResolvedBy.ROLE: _("the only one with this role in the story"),
        ResolvedBy.SHORT_FORM: _("short form of a name in the story"),
        ResolvedBy.SAME_DESCRIPTION: _("same description earlier in the story"),
        ResolvedBy.PRONOUN: _("what the pronoun seems to point to"),
        ResolvedBy.FLOATING: _("speaker of the words nearby"),
        ResolvedBy.NEAREST_NAME: _("nearest name before it"),
        ResolvedBy.NEAREST_SPEAKER: _("nearest speaker before it"),
    },
    PhraseUse: {
        PhraseUse.FINDING: _("Answers"),
        PhraseUse.SEND_BACK: _("Sending back"),
        PhraseUse.SET_ASIDE: _("Setting aside"),
        PhraseUse.HOLD: _("Holding"),
    },
    ToldToKind: {
        ToldToKind.OUTLET: _("outlet"),
        ToldToKind.AUDIENCE: _("audience"),
    },
    RequestState: {
        RequestState.OPEN: _("waits for a chief"),
        RequestState.GRANTED: _("granted"),
        RequestState.REFUSED: _("refused"),
        RequestState.ENDED: _("ended before its time"),
    },
    GrantedFor: {
        GrantedFor.QUARTER: _("15 minutes"),
        GrantedFor.HOUR: _("one hour"),
        GrantedFor.HALF_DAY: _("four hours"),
        GrantedFor.DAY: _("24 hours"),
    },
    JobKind: {
        JobKind.CHECK_LEDGER: _("Check of the whole ledger"),
        JobKind.ISSUE_LIST: _("Issue of a list"),
        JobKind.CORRECT_LIST: _("Correction of a list"),
    },
    JobState: {
        JobState.WAITING: _("waiting"),
        JobState.RUNNING: _("running"),
        JobState.DONE: _("done"),
        JobState.CANCELLED: _("cancelled"),
        JobState.FAILED: _("failed"),
    },
    TimeBasis: {
        TimeBasis.PRINTED: _("as printed"),
        TimeBasis.NEAREST_YEAR: _("the year taken from the document's date"),
        TimeBasis.COUNTED: _("counted from the document's date"),
    },
    TokenScope: {
        TokenScope.READ: _("Read: everything that the pages show"),
        TokenScope.ACT: _("Act: accept, take, answer, agree, set aside, write notes"),
        TokenScope.IMPORT: _("Import: bring stories in"),
        TokenScope.ISSUE: _("Issue: lists that leave the house"),
        TokenScope.FEED: _("Feed: follow what is decided, in a feed reader"),
    },
    LastsFor: {
        LastsFor.WEEK: _("a week"),
        LastsFor.MONTH: _("30 days"),
        LastsFor.QUARTER: _("90 days"),
        LastsFor.HALF_YEAR: _("180 days"),
        LastsFor.YEAR: _("a year"),
    },
}


def label(value: StrEnum) -> str | Promise:
    """The word that people see for a value."""
    return LABELS[type(value)][value]


def short_label(value: StrEnum) -> str:
    """The word alone, without the explanation that follows its colon."""
    return str(label(value)).partition(":")[0]


def pairs(kind: type[StrEnum]) -> list[tuple[str, str | Promise]]:
    """The values of an enum with their words."""
    return [(value.value, word) for value, word in LABELS[kind].items()]


def of(kind: type[StrEnum]) -> Callable[[], list[tuple[str, str | Promise]]]:
    """The values of an enum as choices of a field; a callable, so that a new value needs no migration."""
    return partial(pairs, kind)
