"""Tests: the words of a claim get other ends, are joined, split, and freed of foreign matter; and given back."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from claims.errors import Refusal, Refused
from claims.importers import pasted
from claims.models import Claim, Event, Finding, Quotation, Snapshot
from claims.records.acts import Role, command
from claims.records.checking import Attribution, FindingState, Verdict
from claims.records.provenance import SpeakerBasis
from claims.records.quotations import DamageKind, Marked, QuotationKind
from claims.selectors import history, offers
from claims.selectors.offers import ClaimAct
from claims.services import documents, importing, spans, wording
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_document, make_person, make_quotation, make_source
from claims.tests.stories import LIMIT, put
from claims.tests.test_recording import in_threads
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

FIRST = "“The harbour stays closed until Friday,”"
SECOND = "“Nobody can say more [Read also: ten ferries] than that.”"
OTHER = "“Nobody asked the fishermen,”"
STORY = f"TOLVIK: {FIRST} said Marta Solheim. {SECOND}\n\n{OTHER} Jonas Brekke said.\n"


@pytest.fixture
def snapshot(db: None) -> Snapshot:
    """A story with two quotations of one speaker and one of another."""
    document = make_document(STORY)
    solheim, brekke = make_source("Marta Solheim"), make_source("Jonas Brekke")
    make_claim("The harbour stays closed until Friday", words=FIRST, speaker=solheim, document=document)
    make_claim(
        "Nobody can say more [Read also: ten ferries] than that.", words=SECOND, speaker=solheim, document=document
    )
    make_claim("Nobody asked the fishermen", words=OTHER, speaker=brekke, document=document)
    return document.snapshots.get()


def claim_of(words: str) -> Claim:
    """The claim that had these words at first."""
    return Claim.objects.get(quotations__words=words)


def exacts(claim: Claim) -> list[str]:
    """The words of a claim's spans, as the text has them now; their anchors are compared with it."""
    quotation = claim.quotations.select_related("snapshot").get()
    text, found = quotation.snapshot.text, list(quotation.spans.all())
    for span in found:
        assert text[span.start : span.end] == span.exact
        assert text[: span.start].endswith(span.prefix)
        assert text[span.end :].startswith(span.suffix)
    assert (quotation.start, quotation.end) == (found[0].start, found[-1].end)
    assert quotation.words == " [...] ".join(span.exact for span in found)
    return [span.exact for span in found]


def body_of(act: str) -> dict[str, dict[str, object]]:
    """What the one event of an act keeps."""
    body: dict[str, dict[str, object]] = json.loads(Event.objects.get(act=act).body)
    return body


# --- Other ends ----------------------------------------------------------------------------------------------------


def test_a_quotation_gets_other_ends_and_its_statement_follows(snapshot: Snapshot, rosa: User, ledger: Ledger) -> None:
    claim = claim_of(FIRST)
    with one_event_for_each_change():
        spans.change_spans(claim.pk, Marked("stays closed until Friday"), by=acting(rosa), version=claim.version)
    claim.refresh_from_db()
    assert exacts(claim) == ["stays closed until Friday"]
    assert (claim.statement, claim.changed_by, claim.status) == (
        "Stays closed until Friday",
        rosa,
        Status.PROPOSED,
    )
    assert ledger.acts() == [("claim.words", claim.pk)]
    words = body_of("claim.words")
    assert (words["before"]["words"]["printed"], words["after"]["words"]["printed"]) == (  # type: ignore[index]  # a part of the body
        FIRST,
        "stays closed until Friday",
    )


def test_other_words_are_read_for_deaths_and_accusations_and_their_return_too(rosa: User) -> None:
    story = "TOLVIK: “Nine people died,” said Ada Okafor, “and Norland bombed the pier.”\n"
    facts = importing.NO_FACTS
    snapshot = importing.import_text(pasted(story, limit=LIMIT), facts=facts, by=command("tests")).snapshot
    claim = Claim.objects.get(quotations__snapshot=snapshot)
    assert (claim.tells_of_death, claim.accuses) == (True, True)
    claim = spans.change_spans(claim.pk, Marked("“Nine people died,”"), by=acting(rosa))
    assert (claim.tells_of_death, claim.accuses) == (True, False)
    claim = spans.give_back(claim.pk, by=acting(rosa))
    assert (claim.tells_of_death, claim.accuses) == (True, True)
    first, second = spans.split(claim.pk, by=acting(rosa))
    assert (first.tells_of_death, first.accuses) == (True, False)
    assert (second.tells_of_death, second.accuses) == (False, True)


def test_a_quotation_gets_several_spans(snapshot: Snapshot, rosa: User) -> None:
    claim = claim_of(FIRST)
    with one_event_for_each_change():
        spans.change_spans(claim.pk, Marked(f"{FIRST} [...] {SECOND}"), by=acting(rosa))
    assert exacts(claim) == [FIRST, SECOND]


def test_words_that_stand_often_are_meant_where_the_quotation_stands(snapshot: Snapshot, rosa: User) -> None:
    claim = claim_of(OTHER)
    spans.change_spans(claim.pk, Marked("Nobody"), by=acting(rosa))
    assert claim.quotations.get().start == STORY.index("Nobody asked")


def test_only_the_kind_may_change(snapshot: Snapshot, rosa: User) -> None:
    claim = claim_of(FIRST)
    with one_event_for_each_change():
        spans.change_spans(claim.pk, Marked(FIRST), kind=QuotationKind.MIXED, by=acting(rosa))
    assert claim.quotations.get().kind == QuotationKind.MIXED
    assert "Mixed" in " ".join(history.of_claim(claim)[0].details)


@pytest.mark.parametrize("how", ["approved", "mended"])
def test_a_statement_that_somebody_wrote_stays(how: str, snapshot: Snapshot, rosa: User, emil: User) -> None:
    claim = claim_of(FIRST)
    if how == "approved":
        wording.change_statement(claim.pk, claim.statement, by=acting(rosa))
    else:
        put(claim, Status.PROPOSED, statement="The harbour stays closed until friday")
    before = Claim.objects.get(pk=claim.pk).statement
    spans.change_spans(claim.pk, Marked("stays closed"), by=acting(emil))
    assert Claim.objects.get(pk=claim.pk).statement == before


@pytest.mark.parametrize(
    ("marked", "code"),
    [
        (Marked(FIRST), Refusal.NOTHING_CHANGED),
        (Marked("The harbour reopens"), Refusal.WORDS_NOT_FOUND),
        (Marked("a"), Refusal.WORDS_IN_SEVERAL_PLACES),
        (Marked("The harbour", (3,), (14,)), Refusal.WORDS_DIFFER),
        (Marked("The harbour", (3,), (10_000,)), Refusal.SPAN_OUTSIDE),
    ],
)
def test_words_that_are_not_there_or_not_other_ones_are_refused(
    marked: Marked, code: Refusal, snapshot: Snapshot, rosa: User
) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        spans.change_spans(claim_of(FIRST).pk, marked, by=acting(rosa))
    assert refused.value.code is code


# --- Joining -------------------------------------------------------------------------------------------------------


def test_joining_keeps_the_words_of_both_and_sets_the_other_claim_aside_with_the_reason(
    snapshot: Snapshot, rosa: User, ledger: Ledger
) -> None:
    claim, other = claim_of(FIRST), claim_of(SECOND)
    with one_event_for_each_change():
        spans.join(claim.pk, by=acting(rosa), version=claim.version)
    assert exacts(claim) == [FIRST, SECOND]
    other.refresh_from_db()
    assert (other.status, other.status_before) == (Status.SET_ASIDE, Status.PROPOSED)
    joined, aside = ledger.new()
    assert [(joined.act, joined.subject_id), (aside.act, aside.subject_id)] == [
        ("claim.join", claim.pk),
        ("claim.set_aside", other.pk),
    ]
    assert aside.reason == f"Joined with claim {claim.pk}."


def test_where_the_next_is_of_somebody_else_the_one_before_is_joined(snapshot: Snapshot, rosa: User) -> None:
    claim, other = claim_of(SECOND), claim_of(FIRST)
    spans.join(claim.pk, by=acting(rosa))
    assert exacts(claim) == [FIRST, SECOND]
    other.refresh_from_db()
    assert other.status == Status.SET_ASIDE


def test_quotations_of_two_kinds_join_as_mixed_and_bring_their_damage(snapshot: Snapshot, rosa: User) -> None:
    claim, other = claim_of(FIRST), claim_of(SECOND)
    at = STORY.index("[Read")
    other.quotations.update(kind=QuotationKind.INDIRECT, damage=[[DamageKind.FOREIGN_MATTER, at, at + 24]])
    spans.join(claim.pk, by=acting(rosa))
    quotation = claim.quotations.get()
    assert (quotation.kind, quotation.damage) == (QuotationKind.MIXED, [["foreign_matter", at, at + 24]])


def test_quotations_that_overlap_join_into_one_span(snapshot: Snapshot, rosa: User) -> None:
    claim = claim_of(FIRST)
    make_claim(words="closed until Friday,” said", speaker=claim.speaker, document=snapshot.document)
    spans.join(claim.pk, by=acting(rosa))
    assert exacts(claim) == [f"{FIRST} said"]


def test_words_of_somebody_else_are_no_neighbour(snapshot: Snapshot, rosa: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        spans.join(claim_of(OTHER).pk, by=acting(rosa))
    assert refused.value.code is Refusal.NO_NEIGHBOUR


def test_words_of_which_nobody_has_said_who_says_them_join_with_those_beside_them(
    snapshot: Snapshot, rosa: User
) -> None:
    Claim.objects.filter(pk=claim_of(SECOND).pk).update(
        speaker=None, speaker_basis=SpeakerBasis.OPEN, version=claim_of(SECOND).version + 1
    )
    spans.join(claim_of(FIRST).pk, by=acting(rosa))
    assert exacts(claim_of(SECOND)) == [SECOND]


def test_what_the_copy_states_is_not_joined_with_what_somebody_said(snapshot: Snapshot, rosa: User) -> None:
    second = claim_of(SECOND)
    Claim.objects.filter(pk=second.pk).update(speaker=None, speaker_basis=SpeakerBasis.COPY, version=second.version + 1)
    with nothing_changes(), pytest.raises(Refused) as refused:
        spans.join(claim_of(FIRST).pk, by=acting(rosa))
    assert refused.value.code is Refusal.NO_NEIGHBOUR


def test_a_decided_neighbour_is_not_set_aside(snapshot: Snapshot, rosa: User) -> None:
    put(claim_of(SECOND), Status.VERIFIED)
    with nothing_changes(), pytest.raises(Refused) as refused:
        spans.join(claim_of(FIRST).pk, by=acting(rosa))
    assert refused.value.code is Refusal.NO_NEIGHBOUR


def test_with_two_neighbours_the_one_before_can_be_chosen(snapshot: Snapshot, rosa: User) -> None:
    second = claim_of(SECOND)
    make_claim(words="said Marta Solheim", speaker=second.speaker, document=snapshot.document)
    middle = claim_of("said Marta Solheim")
    assert {ClaimAct.JOIN, ClaimAct.JOIN_BEFORE} <= set(offers.offers(middle, acting(rosa)))
    spans.join(middle.pk, by=acting(rosa), is_with_the_one_before=True)
    assert exacts(middle)[0].startswith(FIRST)
    assert claim_of(SECOND).status != Status.SET_ASIDE
    with nothing_changes(), pytest.raises(Refused) as refused:
        spans.join(middle.pk, by=acting(rosa), is_with_the_one_before=True)
    assert refused.value.code is Refusal.NO_NEIGHBOUR


def test_the_kind_alone_is_changed_and_given_back(snapshot: Snapshot, rosa: User) -> None:
    claim = claim_of(FIRST)
    with one_event_for_each_change():
        spans.change_kind(claim.pk, QuotationKind.INDIRECT, by=acting(rosa))
    assert (claim.quotations.get().kind, exacts(claim)) == (QuotationKind.INDIRECT, [FIRST])
    with nothing_changes(), pytest.raises(Refused) as refused:
        spans.change_kind(claim.pk, QuotationKind.INDIRECT, by=acting(rosa))
    assert refused.value.code is Refusal.NOTHING_CHANGED
    spans.give_back(claim.pk, by=acting(rosa))
    assert claim.quotations.get().kind == QuotationKind.DIRECT


def test_one_that_was_set_aside_is_passed_over(snapshot: Snapshot, rosa: User) -> None:
    put(make_claim(words="said Marta Solheim", document=snapshot.document), Status.SET_ASIDE, status_before="proposed")
    spans.join(claim_of(FIRST).pk, by=acting(rosa))
    assert exacts(claim_of(f"{FIRST} [...] {SECOND}")) == [FIRST, SECOND]


# --- Splitting -----------------------------------------------------------------------------------------------------


def test_one_quotation_becomes_two_claims_of_one_speaker(snapshot: Snapshot, rosa: User, ledger: Ledger) -> None:
    claim = claim_of(FIRST)
    with one_event_for_each_change():
        claim, new = spans.split(claim.pk, at=Marked("until Friday"), by=acting(rosa), version=claim.version)
    assert (exacts(claim), exacts(new)) == (["“The harbour stays closed"], ["until Friday,”"])
    assert (new.speaker, new.speaker_basis, new.source) == (claim.speaker, claim.speaker_basis, claim.source)
    assert (new.status, new.statement) == (Status.PROPOSED, "Until Friday")
    assert new.quotations.get().found_by == rosa
    assert ledger.acts() == [("claim.split", claim.pk), ("claim.split_off", new.pk)]


def test_the_new_claim_takes_the_chain_with_it(rosa: User) -> None:
    document = importing.import_text(pasted(STORY, limit=LIMIT), by=command("tests")).document
    quotation = Quotation.objects.get(snapshot__document=document, words=OTHER)
    _claim, new = spans.split(quotation.claim_id, at=Marked("the fishermen"), by=acting(rosa))
    steps = [
        [(one.position, one.name, one.words) for one in quotation.relays.all()]
        for quotation in (quotation, new.quotations.get())
    ]
    assert steps[0] == steps[1] != []


def test_a_quotation_of_two_spans_parts_between_them(snapshot: Snapshot, rosa: User) -> None:
    claim = claim_of(FIRST)
    put(claim, Status.UNVERIFIED)
    spans.change_spans(claim.pk, Marked(f"{FIRST} [...] {SECOND}"), by=acting(rosa))
    claim, new = spans.split(claim.pk, by=acting(rosa))
    assert (exacts(claim), exacts(new), new.status) == ([FIRST], [SECOND], Status.UNVERIFIED)


@pytest.mark.parametrize("at", [None, Marked(" "), Marked("“The harbour"), Marked("said Marta")])
def test_a_split_that_leaves_nothing_on_one_side_is_refused(at: Marked | None, snapshot: Snapshot, rosa: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        spans.split(claim_of(FIRST).pk, at=at, by=acting(rosa))
    assert refused.value.code is Refusal.SPLIT_WHERE


# --- Cutting out ---------------------------------------------------------------------------------------------------


def test_foreign_matter_is_cut_out_and_kept_in_the_ledger(snapshot: Snapshot, rosa: User) -> None:
    claim, matter = claim_of(SECOND), "[Read also: ten ferries]"
    at = STORY.index(matter)
    claim.quotations.update(damage=[[DamageKind.FOREIGN_MATTER, at, at + len(matter)]])
    with one_event_for_each_change():
        spans.cut_out(claim.pk, Marked(matter), by=acting(rosa), version=claim.version)
    assert exacts(claim) == ["“Nobody can say more", "than that.”"]
    claim.refresh_from_db()
    assert claim.statement == "Nobody can say more [...] than that."
    assert claim.quotations.get().damage == []
    assert body_of("claim.cut_out")["after"]["cut_out"] == matter
    assert f"Cut out: “{matter}”" in history.of_claim(claim)[0].details


def test_damage_that_is_still_in_the_words_stays(snapshot: Snapshot, rosa: User) -> None:
    claim, at = claim_of(SECOND), STORY.index(SECOND)
    damage = [[DamageKind.UNBALANCED_MARK, at, at + 1], [DamageKind.CUT_END, at + len(SECOND), at + len(SECOND) + 1]]
    claim.quotations.update(damage=damage)
    spans.cut_out(claim.pk, Marked("[Read also: ten ferries]"), by=acting(rosa))
    assert claim.quotations.get().damage == [[str(kind), start, end] for kind, start, end in damage]


def test_words_at_an_edge_are_cut_off(snapshot: Snapshot, rosa: User) -> None:
    claim = claim_of(SECOND)
    spans.cut_out(claim.pk, Marked("[Read also: ten ferries] than that.”"), by=acting(rosa))
    assert exacts(claim) == ["“Nobody can say more"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("said Marta", Refusal.CUT_OUTSIDE),
        (SECOND, Refusal.NOTHING_LEFT),
        ("never printed", Refusal.WORDS_NOT_FOUND),
    ],
)
def test_only_words_of_the_quotation_are_cut_out_and_never_all_of_them(
    words: str, code: Refusal, snapshot: Snapshot, rosa: User
) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        spans.cut_out(claim_of(SECOND).pk, Marked(words), by=acting(rosa))
    assert refused.value.code is code


# --- Where a claim stands ------------------------------------------------------------------------------------------

ACTS: dict[str, Callable[..., object]] = {
    "change": lambda pk, by, **more: spans.change_spans(pk, Marked("stays closed"), by=by, **more),
    "join": lambda pk, by, **more: spans.join(pk, by=by, **more),
    "split": lambda pk, by, **more: spans.split(pk, at=Marked("until Friday"), by=by, **more),
    "cut": lambda pk, by, **more: spans.cut_out(pk, Marked("stays closed"), by=by, **more),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_decided_claim_goes_stale_and_fresh_again_when_its_words_come_back(
    act: str, snapshot: Snapshot, rosa: User
) -> None:
    claim = put(claim_of(FIRST), Status.VERIFIED)
    with one_event_for_each_change():
        ACTS[act](claim.pk, acting(rosa))
    claim.refresh_from_db()
    assert (claim.status, claim.is_stale, claim.how_to_use) == (Status.VERIFIED, True, "hold")
    with one_event_for_each_change():
        spans.give_back(claim.pk, by=acting(rosa))
    claim.refresh_from_db()
    assert (claim.is_stale, exacts(claim)) == (False, [FIRST])


@pytest.mark.parametrize("act", ACTS)
def test_a_second_check_under_way_goes_back_to_review(act: str, snapshot: Snapshot, rosa: User, edith: User) -> None:
    claim = put(claim_of(FIRST), Status.SECOND_CHECK, assigned_to=edith, submitted_by=edith)
    finding = Finding.objects.create(
        claim=claim,
        number=1,
        state=FindingState.SUBMITTED,
        attribution=Attribution.RELAYED,
        verdict=Verdict.UNCHECKED,
        reason="Only one says so.",
        made_by=edith,
        made_at=timezone.now(),
    )
    with one_event_for_each_change():
        ACTS[act](claim.pk, acting(rosa))
    claim.refresh_from_db()
    finding.refresh_from_db()
    assert (claim.status, claim.changed_by, finding.state) == (Status.IN_REVIEW, rosa, FindingState.TAKEN_BACK)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", [Status.SET_ASIDE, Status.WITHDRAWN])
def test_the_words_of_a_claim_that_is_off_the_desk_stay(
    status: Status, act: str, snapshot: Snapshot, rosa: User
) -> None:
    before = {"status_before": Status.PROPOSED} if status is Status.SET_ASIDE else {}
    claim = put(claim_of(FIRST), status, **before)
    with nothing_changes(), pytest.raises(Refused) as refused:
        ACTS[act](claim.pk, acting(rosa))
    assert refused.value.code is Refusal.REOPEN_FIRST


@pytest.mark.parametrize("act", ACTS)
def test_whoever_saw_another_version_is_told(act: str, snapshot: Snapshot, rosa: User) -> None:
    claim = claim_of(FIRST)
    with nothing_changes(), pytest.raises(Refused) as refused:
        ACTS[act](claim.pk, acting(rosa), version=claim.version + 1)
    assert refused.value.code is Refusal.CHANGED_MEANWHILE


@pytest.mark.parametrize("act", ACTS)
def test_a_viewer_may_not_touch_the_words(act: str, snapshot: Snapshot, vera: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        ACTS[act](claim_of(FIRST).pk, acting(vera))
    assert refused.value.code is Refusal.NOT_ALLOWED


@pytest.mark.parametrize("act", ACTS)
def test_words_of_a_withdrawn_document_stay(act: str, snapshot: Snapshot, rosa: User, clara: User) -> None:
    claim = claim_of(FIRST)
    make_quotation(claim, make_document(), "elsewhere")
    documents.withdraw(snapshot.document_id, because="A hoax.", by=acting(clara))
    with nothing_changes(), pytest.raises(Refused) as refused:
        ACTS[act](claim.pk, acting(rosa))
    assert refused.value.code in (Refusal.DOCUMENT_WITHDRAWN, Refusal.REOPEN_FIRST)


@pytest.mark.parametrize("act", ACTS)
def test_words_that_wait_for_a_place_and_claims_without_words_are_refused(
    act: str, snapshot: Snapshot, rosa: User
) -> None:
    waiting, bare = claim_of(FIRST), claim_of(SECOND)
    waiting.quotations.update(place="waiting")
    bare.quotations.all().delete()
    for claim in (waiting, bare):
        with nothing_changes(), pytest.raises(Refused) as refused:
            ACTS[act](claim.pk, acting(rosa))
        assert refused.value.code is Refusal.NOT_IN_THE_TEXT


# --- Undo ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ACTS)
def test_every_act_on_words_is_undone_with_all_that_it_did(
    act: str, snapshot: Snapshot, rosa: User, ledger: Ledger
) -> None:
    claim = claim_of(FIRST)
    before = Claim.objects.filter(pk=claim.pk).values("statement", "status", "changed_by_id").get()
    ACTS[act](claim.pk, acting(rosa))
    with one_event_for_each_change():
        spans.give_back(claim.pk, by=acting(rosa))
    assert Claim.objects.filter(pk=claim.pk).values("statement", "status", "changed_by_id").get() == before
    assert exacts(claim) == [FIRST]
    others = Claim.objects.filter(quotations__snapshot=snapshot).exclude(pk=claim.pk)
    assert [other.quotations.get().words for other in others.open().order_by("pk")] == [SECOND, OTHER]
    assert ledger.new()[-1].act in ("claim.words_back", "claim.restore", "claim.set_aside")


def test_what_was_changed_since_is_not_undone(snapshot: Snapshot, rosa: User) -> None:
    claim, other = claim_of(FIRST), claim_of(OTHER)
    spans.split(claim.pk, at=Marked("until Friday"), by=acting(rosa))
    new = Claim.objects.latest("pk")
    put(new, Status.UNVERIFIED)
    wording.change_statement(other.pk, "They were not asked.", by=acting(rosa))
    for one in (claim, other, claim_of(SECOND)):
        with nothing_changes(), pytest.raises(Refused) as refused:
            spans.give_back(one.pk, by=acting(rosa))
        assert refused.value.code is Refusal.NO_WORDS_TO_GIVE_BACK


# --- Many at once --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_many_who_join_two_quotations_from_both_sides_one_does() -> None:
    document, speaker = make_document(STORY), make_source("Marta Solheim")
    claims = [make_claim(words=words, speaker=speaker, document=document) for words in (FIRST, SECOND)]
    people = [acting(make_person(Role.EDITOR)) for _ in range(8)]
    refused: list[Refusal] = []

    def work(number: int) -> None:
        claim = claims[number % 2]
        try:
            spans.join(claim.pk, by=people[number], version=claim.version)
        except Refused as no:
            refused.append(no.code)

    in_threads(work, len(people))
    assert refused == [Refusal.CHANGED_MEANWHILE] * 7
    assert [event.act for event in Event.objects.all()] == ["claim.join", "claim.set_aside"]
    (kept,) = Claim.objects.filter(pk__in=[claim.pk for claim in claims]).open()
    assert exacts(kept) == [FIRST, SECOND]
