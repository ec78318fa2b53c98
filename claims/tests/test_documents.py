"""Tests: the facts of documents, withdrawing them, being done with them, and the way back from each."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from claims.errors import Refusal, Refused
from claims.importers import parse_date, pasted
from claims.models import Claim, Document, Event, Quotation
from claims.records.documents import DocumentFacts, Fact, PrintedDate
from claims.records.provenance import Knowledge, Place, RelayRole, Transform, Translation
from claims.services import documents, findings, importing, review
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_source
from claims.tests.stories import ASKED, CLOSED, CORRECTED, EMPTY, LIMIT, MIXED, bring_in, claim_of, put
from claims.workflow import Status, Use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]


@pytest.fixture
def document(rosa: User) -> Document:
    """A story with three proposals, of which nothing else is known."""
    return bring_in(by=acting(rosa)).document


def in_document(document: Document) -> dict[str, str]:
    """The status of each claim of a document, by its words."""
    claims = Claim.objects.in_document(document).filter(quotations__is_primary=True)
    return dict(claims.values_list("quotations__words", "status"))


def status_of(claim: Claim) -> tuple[str, bool]:
    claim.refresh_from_db()
    return claim.status, claim.is_stale


# --- Facts ---


def facts(**given: object) -> DocumentFacts:
    """Facts of the story under its usual title."""
    return DocumentFacts(**{"our_title": "Harbour talks"} | given)  # type: ignore[arg-type]  # each test says which


def test_facts_can_be_changed_with_one_event(document: Document, rosa: User, ledger: Ledger) -> None:
    with one_event_for_each_change():
        changed = documents.edit_facts(
            document.pk, facts(headline=Fact("Talks collapse")), by=acting(rosa), because="As on the wire."
        )
    changed.refresh_from_db()
    assert (changed.headline, changed.headline_knowledge) == ("Talks collapse", Knowledge.KNOWN)
    assert changed.our_title == "Harbour talks"
    (event,) = [event for event in ledger.new() if event.act == "document.edit"]
    assert (event.reason, event.subject_version) == ("As on the wire.", 2)


def test_a_fact_can_become_absent_again(document: Document, rosa: User) -> None:
    documents.edit_facts(document.pk, facts(headline=Fact("Talks")), by=acting(rosa))
    changed = documents.edit_facts(document.pk, facts(headline=Fact(knowledge=Knowledge.ABSENT)), by=acting(rosa))
    assert (changed.headline, changed.headline_knowledge) == ("", Knowledge.ABSENT)


def test_a_title_taken_away_is_the_headline_or_stays(document: Document, rosa: User) -> None:
    changed = documents.edit_facts(document.pk, DocumentFacts(language=Fact("en")), by=acting(rosa))
    assert changed.our_title == "Harbour talks break off in Tolvik"
    changed = documents.edit_facts(document.pk, DocumentFacts(headline=Fact("Talks")), by=acting(rosa))
    assert changed.our_title == "Talks"


def test_a_new_title_is_found_by_search(document: Document, rosa: User) -> None:
    documents.edit_facts(document.pk, facts(our_title="Fährhafen"), by=acting(rosa))
    assert "fahrhafen" in claim_of(CLOSED).search_words.words


def test_facts_that_are_the_same_are_no_change(document: Document, rosa: User) -> None:
    documents.edit_facts(document.pk, facts(published=parse_date("2026-11-23", "UTC")), by=acting(rosa))
    with nothing_changes(), pytest.raises(Refused) as refused:
        documents.edit_facts(document.pk, facts(published=parse_date("2026-11-23", "UTC")), by=acting(rosa))
    assert refused.value.code is Refusal.NOTHING_CHANGED


def test_facts_sent_from_an_old_page_are_refused(document: Document, rosa: User) -> None:
    documents.edit_facts(document.pk, facts(), by=acting(rosa), version=1)
    with nothing_changes(), pytest.raises(Refused) as refused:
        documents.edit_facts(document.pk, facts(language=Fact("en")), by=acting(rosa), version=1)
    assert refused.value.code is Refusal.CHANGED_MEANWHILE


def test_a_publisher_that_shares_its_name_stays_who_it_is(document: Document, rosa: User) -> None:
    changed = documents.edit_facts(document.pk, facts(publisher=Fact("Courier")), by=acting(rosa))
    make_source("Courier")
    with one_event_for_each_change():
        again = documents.edit_facts(
            document.pk, facts(publisher=Fact("Courier"), headline=Fact("Talks")), by=acting(rosa)
        )
    assert again.publisher == changed.publisher


def test_one_of_several_with_the_same_name_is_chosen_by_number(document: Document, rosa: User) -> None:
    make_source("Courier")
    other = make_source("Courier")
    with nothing_changes(), pytest.raises(Refused) as refused:
        documents.edit_facts(document.pk, facts(publisher=Fact("Courier")), by=acting(rosa))
    assert (refused.value.code, refused.value.field) == (Refusal.SEVERAL_HAVE_THE_NAME, "publisher")
    changed = documents.edit_facts(document.pk, facts(publisher=Fact(f"#{other.pk}")), by=acting(rosa))
    assert changed.publisher == other


MONDAY, TUESDAY = parse_date("2026-11-23", "UTC"), parse_date("2026-11-24", "UTC")


# A fact before and after, and whether decided claims that rest on the document go stale.
CHANGES = [
    ("a date becomes known", {}, {"published": MONDAY}, False),
    ("another date", {"published": MONDAY}, {"published": TUESDAY}, True),
    ("a date that turns out unknown", {"published": MONDAY}, {}, True),
    ("a date less exact", {"published": MONDAY}, {"published": parse_date("2026", "UTC")}, True),
    ("an agency becomes known", {}, {"agency": Fact("AFP")}, False),
    ("another agency", {"agency": Fact("AFP")}, {"agency": Fact("Reuters")}, True),
    ("the same agency", {"agency": Fact("AFP")}, {"agency": Fact("afp"), "language": Fact("en")}, False),
    ("another publisher", {"publisher": Fact("Courier")}, {"publisher": Fact("Herald")}, True),
    ("from unreadable to known", {"publisher": Fact("", Knowledge.UNREADABLE)}, {"publisher": Fact("Herald")}, False),
    ("another headline", {"headline": Fact("Talks")}, {"headline": Fact("No talks")}, False),
    ("a translation after all", {}, {"translation": Translation.MACHINE}, False),
]


@pytest.mark.parametrize(("case", "before", "after", "goes_stale"), CHANGES, ids=[row[0] for row in CHANGES])
def test_decided_claims_go_stale_when_a_date_or_house_they_rest_on_changes(
    case: str,
    before: dict[str, Fact | PrintedDate],
    after: dict[str, Fact | PrintedDate],
    goes_stale: bool,
    document: Document,
    rosa: User,
) -> None:
    documents.edit_facts(document.pk, facts(**before), by=acting(rosa))
    verified = put(claim_of(CLOSED), Status.VERIFIED)
    with one_event_for_each_change():
        documents.edit_facts(document.pk, facts(our_title="Harbour", **after), by=acting(rosa))
    assert status_of(verified) == (Status.VERIFIED, goes_stale)
    assert status_of(claim_of(ASKED)) == (Status.PROPOSED, False)
    if goes_stale:
        assert verified.how_to_use == Use.HOLD
        assert "Harbour" in verified.stale_because


def test_chains_and_sources_follow_the_facts(document: Document, rosa: User) -> None:
    chosen = claim_of(EMPTY)
    assert chosen.source is None
    with one_event_for_each_change():
        changed = documents.edit_facts(
            document.pk, facts(publisher=Fact("Courier"), translation=Translation.HUMAN), by=acting(rosa)
        )
    chosen.refresh_from_db()
    assert chosen.source == changed.publisher
    last = chosen.quotations.get().relays.last()
    assert last is not None
    assert (last.source, last.knowledge, last.roles) == (changed.publisher, Knowledge.KNOWN, [RelayRole.REPUBLISHER])
    assert last.transform == Transform.HUMAN_TRANSLATION


def test_a_source_an_editor_chose_stays(document: Document, rosa: User) -> None:
    chosen = put(claim_of(EMPTY), Status.UNVERIFIED, source_is_chosen=True)
    documents.edit_facts(document.pk, facts(publisher=Fact("Courier")), by=acting(rosa))
    chosen.refresh_from_db()
    assert chosen.source is None


def test_a_chain_an_editor_worked_on_stays(document: Document, rosa: User) -> None:
    quotation = claim_of(EMPTY).quotations.get()
    quotation.relays.filter(position=0).update(basis="editor")
    before = list(quotation.relays.values())
    with one_event_for_each_change():
        changed = documents.edit_facts(document.pk, facts(publisher=Fact("Courier")), by=acting(rosa))
    assert list(quotation.relays.values()) == before
    assert claim_of(EMPTY).source == changed.publisher


def test_an_over_long_fact_is_refused_above_the_database(document: Document, rosa: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        documents.edit_facts(document.pk, facts(headline=Fact("x" * 501)), by=acting(rosa))
    assert (refused.value.code, refused.value.facts) == (Refusal.TOO_LONG, {"limit": 500})


def test_a_viewer_may_not_change_facts(document: Document, vera: User) -> None:
    with nothing_changes(), pytest.raises(Refused):
        documents.edit_facts(document.pk, facts(), by=acting(vera))


# --- Withdrawing ---


@pytest.fixture
def elsewhere(document: Document, rosa: User) -> Claim:
    """An open claim whose words stand in another document as well."""
    other = bring_in(MIXED, by=acting(rosa)).document
    claim = put(claim_of(ASKED, quotations__snapshot__document=document), Status.UNVERIFIED)
    Quotation.objects.filter(snapshot__document=other, words=ASKED).update(claim=claim, is_primary=False)
    return claim


def test_withdrawing_sets_aside_what_rests_on_the_document_alone(
    document: Document, elsewhere: Claim, rosa: User, clara: User, ledger: Ledger
) -> None:
    verified = put(claim_of(CLOSED, quotations__snapshot__document=document), Status.VERIFIED)
    in_review = put(claim_of(EMPTY), Status.IN_REVIEW, assigned_to=rosa)
    ledger.new()
    with one_event_for_each_change():
        withdrawn = documents.withdraw(document.pk, because="A hoax.", by=acting(clara))
    assert (withdrawn.is_withdrawn, withdrawn.withdrawn_because) == (True, "A hoax.")
    assert document not in Document.objects.in_use()
    assert status_of(verified) == (Status.VERIFIED, True)
    assert status_of(elsewhere) == (Status.UNVERIFIED, False)
    assert (*status_of(in_review), in_review.status_before) == (Status.SET_ASIDE, False, Status.IN_REVIEW)
    events = ledger.new()
    assert {event.reason for event in events} == {"A hoax."}
    assert [(event.act, event.is_bulk) for event in events] == [
        ("document.withdraw", False),
        ("claim.set_aside", True),
        ("claim.stale", True),
    ]


def test_what_rests_on_two_documents_is_set_aside_with_the_second(
    document: Document, elsewhere: Claim, clara: User
) -> None:
    documents.withdraw(document.pk, because="A hoax.", by=acting(clara))
    other = Document.objects.get(snapshots__text=MIXED)
    documents.withdraw(other.pk, because="The same hoax.", by=acting(clara))
    assert status_of(elsewhere) == (Status.SET_ASIDE, False)


def test_bringing_a_document_back_restores_just_what_it_took_away(document: Document, rosa: User, clara: User) -> None:
    unwanted = claim_of(EMPTY)
    review.set_aside(unwanted.pk, by=acting(rosa))
    verified = put(claim_of(CLOSED), Status.VERIFIED)
    documents.withdraw(document.pk, because="A hoax.", by=acting(clara))
    with one_event_for_each_change():
        back = documents.reinstate(document.pk, by=acting(clara), because="It was none.")
    assert (back.is_withdrawn, back.withdrawn_because) == (False, "")
    assert status_of(unwanted) == (Status.SET_ASIDE, False)
    assert status_of(claim_of(ASKED)) == (Status.PROPOSED, False)
    assert status_of(verified) == (Status.VERIFIED, False)
    assert verified in Claim.objects.verified()


def test_what_somebody_moved_since_the_withdrawal_stays_where_they_put_it(
    document: Document, rosa: User, clara: User
) -> None:
    held = put(claim_of(CLOSED), Status.VERIFIED)
    moved, aside_again = claim_of(ASKED), claim_of(EMPTY)
    documents.withdraw(document.pk, because="A hoax.", by=acting(clara))
    findings.still_holds(held.pk, because="Two other copies.", by=acting(clara))
    review.restore(moved.pk, by=acting(rosa))
    review.accept(moved.pk, by=acting(rosa))
    review.restore(aside_again.pk, by=acting(rosa))
    review.set_aside(aside_again.pk, by=acting(rosa), because="Not a claim.")
    with one_event_for_each_change():
        documents.reinstate(document.pk, by=acting(clara))
    assert status_of(held) == (Status.VERIFIED, False)
    assert status_of(moved) == (Status.UNVERIFIED, False)
    assert status_of(aside_again) == (Status.SET_ASIDE, False)


def test_a_claim_that_was_stale_before_a_withdrawal_is_stale_after_its_undoing(
    document: Document, rosa: User, clara: User
) -> None:
    documents.edit_facts(document.pk, facts(publisher=Fact("Courier")), by=acting(rosa))
    verified = put(claim_of(CLOSED), Status.VERIFIED)
    documents.edit_facts(document.pk, facts(publisher=Fact("Herald")), by=acting(rosa))
    verified.refresh_from_db()
    because, since = verified.stale_because, verified.stale_since
    documents.withdraw(document.pk, because="A hoax.", by=acting(clara))
    verified.refresh_from_db()
    assert verified.stale_because.splitlines()[0] == because
    assert (len(verified.stale_because.splitlines()), verified.stale_since) == (2, since)
    documents.reinstate(document.pk, by=acting(clara))
    verified.refresh_from_db()
    assert (verified.stale_because, verified.stale_since) == (because, since)


def test_a_claim_that_went_stale_again_after_a_withdrawal_stays_stale(
    document: Document, rosa: User, clara: User
) -> None:
    verified = put(claim_of(CLOSED), Status.VERIFIED)
    other = bring_in(MIXED, by=acting(rosa)).document
    Quotation.objects.filter(snapshot__document=other, words=CLOSED).update(claim=verified, is_primary=False)
    documents.withdraw(document.pk, because="A hoax.", by=acting(clara))
    documents.withdraw(other.pk, because="The same hoax.", by=acting(clara))
    documents.reinstate(document.pk, by=acting(clara))
    assert status_of(verified) == (Status.VERIFIED, True)


def test_withdrawing_twice_undoes_twice(document: Document, clara: User) -> None:
    for because in ("A hoax.", "A hoax after all."):
        documents.withdraw(document.pk, because=because, by=acting(clara))
        assert set(in_document(document).values()) == {Status.SET_ASIDE}
        documents.reinstate(document.pk, by=acting(clara))
        assert set(in_document(document).values()) == {Status.PROPOSED}


def test_withdrawing_needs_a_reason_and_a_chief(document: Document, edith: User, clara: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        documents.withdraw(document.pk, because="  ", by=acting(clara))
    assert (refused.value.code, refused.value.field) == (Refusal.REASON_MISSING, "because")
    with nothing_changes(), pytest.raises(Refused) as refused:
        documents.withdraw(document.pk, because="A hoax.", by=acting(edith))
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_a_withdrawn_document_has_only_one_way_to_go(document: Document, rosa: User, clara: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        documents.reinstate(document.pk, by=acting(clara))
    assert refused.value.code is Refusal.NOT_WITHDRAWN
    documents.withdraw(document.pk, because="A hoax.", by=acting(clara))
    attempts: list[Callable[[], Document]] = [
        lambda: documents.withdraw(document.pk, because="A hoax.", by=acting(clara)),
        lambda: documents.finish(document.pk, by=acting(rosa)),
        lambda: documents.edit_facts(document.pk, facts(), by=acting(rosa)),
    ]
    for attempt in attempts:
        with nothing_changes(), pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code is Refusal.DOCUMENT_WITHDRAWN


def test_words_that_are_gone_from_a_document_do_not_rest_on_it(document: Document, clara: User) -> None:
    verified = put(claim_of(CLOSED), Status.VERIFIED)
    verified.quotations.update(place=Place.GONE)
    documents.withdraw(document.pk, because="A hoax.", by=acting(clara))
    assert status_of(verified) == (Status.VERIFIED, False)


# --- Done with a story ---


def test_being_done_with_a_story_sets_its_proposals_aside_and_nothing_else(
    document: Document, rosa: User, ledger: Ledger
) -> None:
    review.accept(claim_of(CLOSED).pk, by=acting(rosa))
    ledger.new()
    with one_event_for_each_change():
        done = documents.finish(document.pk, by=acting(rosa))
    assert (done.read_at is not None, done.read_by) == (True, rosa)
    assert in_document(document) == {
        CLOSED: Status.UNVERIFIED,
        ASKED: Status.SET_ASIDE,
        EMPTY: Status.SET_ASIDE,
    }
    assert [(event.act, event.is_bulk) for event in ledger.new()] == [
        ("document.finish", False),
        ("claim.set_aside", True),
        ("claim.set_aside", True),
    ]


def test_being_done_can_be_undone(document: Document, rosa: User) -> None:
    review.set_aside(claim_of(EMPTY).pk, by=acting(rosa))
    documents.finish(document.pk, by=acting(rosa))
    with one_event_for_each_change():
        again = documents.unfinish(document.pk, by=acting(rosa))
    assert (again.read_at, again.read_by) == (None, None)
    assert in_document(document) == {CLOSED: Status.PROPOSED, ASKED: Status.PROPOSED, EMPTY: Status.SET_ASIDE}


def test_one_can_be_done_only_once(document: Document, rosa: User, vera: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        documents.unfinish(document.pk, by=acting(rosa))
    assert refused.value.code is Refusal.NOTHING_CHANGED
    documents.finish(document.pk, by=acting(rosa))
    with nothing_changes(), pytest.raises(Refused) as refused:
        documents.finish(document.pk, by=acting(rosa))
    assert refused.value.code is Refusal.NOTHING_CHANGED
    with nothing_changes(), pytest.raises(Refused) as refused:
        documents.unfinish(document.pk, by=acting(vera))
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_proposals_come_back_also_after_they_followed_into_a_new_version(document: Document, rosa: User) -> None:
    documents.finish(document.pk, by=acting(rosa))
    importing.import_version(document.pk, pasted(CORRECTED, limit=LIMIT), by=acting(rosa))
    documents.unfinish(document.pk, by=acting(rosa))
    assert set(in_document(document).values()) == {Status.PROPOSED}


def test_other_stories_are_left_alone(document: Document, rosa: User, clara: User) -> None:
    other = bring_in(MIXED, by=acting(rosa)).document
    documents.finish(document.pk, by=acting(rosa))
    documents.unfinish(document.pk, by=acting(rosa))
    documents.withdraw(document.pk, because="A hoax.", by=acting(clara))
    assert set(in_document(other).values()) == {Status.PROPOSED}
    assert not Event.objects.about("document", other.pk).exclude(act="document.import").exists()
