"""Tests: what a claim says, who says it, and what is written beside it."""

import pytest
from django.contrib.auth.models import User

from claims.errors import Refusal, Refused
from claims.lineage import spelling
from claims.models import Claim
from claims.records.checking import Credibility, EvidenceKind, Relation, Stance
from claims.records.provenance import SourceKind, SpeakerBasis
from claims.services import evidence, filestore, notes, wording
from claims.services.evidence import Given
from claims.services.speaking import SpeakerChoice
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_document, make_source
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]


@pytest.mark.parametrize(
    ("old", "new", "is_mend"),
    [
        ("The brigde is closed.", "The bridge is closed.", True),
        ("the Bridge is closed", "The bridge is closed.", True),
        ("Minster Novak resigned", "Minister Novak resigned", True),
        ("It is not closed.", "It is now closed.", False),
        ("It killed 12 people.", "It killed 13 people.", False),
        ("It killed people.", "It killed people there.", False),
        ("Russia threatened Syria.", "Syria threatened Russia.", False),
        ("He is a doctor.", "He is a lawyer.", False),
        ("They agreed.", "They disagreed.", False),
    ],
)
def test_mending_spelling_changes_letters_and_never_the_sense(old: str, new: str, is_mend: bool) -> None:
    assert spelling.is_mend(old, new) is is_mend


def test_a_statement_is_approved_by_sending_it_as_it_stands(rosa: User, ledger: Ledger) -> None:
    claim = make_claim("Nothing was signed.")
    approved = wording.change_statement(claim.pk, "Nothing was signed.", by=acting(rosa), version=1)
    assert approved.statement_by == rosa
    assert ledger.acts() == [("claim.statement", claim.pk)]
    with pytest.raises(Refused) as refused:
        wording.change_statement(claim.pk, "Nothing was signed.", by=acting(rosa))
    assert refused.value.code is Refusal.NOTHING_CHANGED


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (" \n ", Refusal.STATEMENT_MISSING),
        ("x" * 2001, Refusal.TOO_LONG),
        ("a\x00b", Refusal.TEXT_HAS_NUL),
    ],
)
def test_a_statement_that_cannot_be_kept_is_refused(rosa: User, statement: str, code: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        wording.change_statement(make_claim().pk, statement, by=acting(rosa))
    assert refused.value.code is code


def test_a_claim_is_found_by_the_words_of_its_new_statement(rosa: User) -> None:
    claim = make_claim("Old words.")
    wording.change_statement(claim.pk, "The ferry sank [near Brodno].", by=acting(rosa))
    claim.search_words.refresh_from_db()
    assert "the ferry sank near brodno" in claim.search_words.words


def test_a_claim_entered_by_hand_has_no_quotation(rosa: User, ledger: Ledger) -> None:
    claim = wording.enter_by_hand(
        by=acting(rosa), statement="Nobody came.", speaker=SpeakerChoice(new_name="Olga Brandt")
    )
    assert (claim.status, claim.speaker_basis, claim.quotations.count()) == ("unverified", SpeakerBasis.EDITOR, 0)
    assert claim.speaker is not None
    assert [act for act, _subject in ledger.acts()] == ["source.make", "claim.enter"]


def test_the_statement_of_a_claim_entered_by_hand_is_read_for_deaths(rosa: User) -> None:
    grave = wording.enter_by_hand(
        by=acting(rosa), statement="Nine people died.", speaker=SpeakerChoice(is_copy_itself=True)
    )
    assert (grave.tells_of_death, grave.accuses) == (True, False)


def test_the_source_follows_from_the_chain_until_an_editor_chooses_one(rosa: User) -> None:
    agency, other = make_source("Agencja Testowa", kind=SourceKind.AGENCY), make_source("Daily Test")
    document = make_document(agency=agency, agency_knowledge="known")
    claim = make_claim(document=document)
    chosen = wording.choose_source(claim.pk, "daily test", by=acting(rosa))
    assert (chosen.source, chosen.source_is_chosen) == (other, True)
    left = wording.choose_source(claim.pk, "", by=acting(rosa))
    assert (left.source, left.source_is_chosen) == (agency, False)


def test_a_source_that_nobody_knows_is_not_chosen(rosa: User) -> None:
    with pytest.raises(Refused) as refused:
        wording.choose_source(make_claim().pk, "Nobody's Gazette", by=acting(rosa))
    assert (refused.value.code, refused.value.facts) == (Refusal.SOURCE_UNKNOWN, {"name": "Nobody's Gazette"})


def test_rating_credibility_leaves_one_event_and_no_change_of_substance(rosa: User, ledger: Ledger) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    rated = wording.rate_credibility(claim.pk, Credibility.PROBABLE, by=acting(rosa))
    assert (rated.credibility, rated.changed_by) == ("2", None)
    assert ledger.acts() == [("claim.credibility", claim.pk)]


@pytest.mark.parametrize(
    "given",
    [
        Given(EvidenceKind.LINK, Stance.SUPPORTS, address="https://example.org/a"),
        Given(EvidenceKind.FILE, Stance.CONTRADICTS, file_name="record.pdf", content=b"%PDF-1.7"),
        Given(EvidenceKind.NOTE, Stance.CONTEXT, text="The port closes at six."),
        Given(EvidenceKind.ASKED, Stance.SUPPORTS, asked_whom="the port office", asked_how="by telephone"),
    ],
)
def test_evidence_of_every_kind_is_added_with_one_event(rosa: User, ledger: Ledger, given: Given) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    added = evidence.add(claim.pk, given, by=acting(rosa), version=1)
    assert (added.kind, added.stance, added.relation) == (given.kind, given.stance, Relation.UNSTATED)
    assert ledger.acts() == [("claim.evidence", claim.pk)]


def test_a_file_given_as_evidence_is_kept_under_its_hash(rosa: User) -> None:
    given = Given(EvidenceKind.FILE, Stance.SUPPORTS, file_name="record.pdf", content=b"the bytes")
    added = evidence.add(make_claim().pk, given, by=acting(rosa))
    assert filestore.read(added.file_sha256) == b"the bytes"


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        (Given(EvidenceKind.LINK, Stance.SUPPORTS), "address", Refusal.EVIDENCE_EMPTY),
        (
            Given(EvidenceKind.LINK, Stance.SUPPORTS, address="javascript:alert(1)"),
            "address",
            Refusal.ADDRESS_UNREADABLE,
        ),
        (Given(EvidenceKind.LINK, Stance.SUPPORTS, address="http://[::1"), "address", Refusal.ADDRESS_UNREADABLE),
        (Given(EvidenceKind.LINK, Stance.SUPPORTS, address="example.org"), "address", Refusal.ADDRESS_UNREADABLE),
        (Given(EvidenceKind.FILE, Stance.SUPPORTS), "file", Refusal.EVIDENCE_EMPTY),
        (Given(EvidenceKind.NOTE, Stance.SUPPORTS, text="  "), "text", Refusal.EVIDENCE_EMPTY),
        (Given(EvidenceKind.ASKED, Stance.SUPPORTS, text="Yes."), "asked_whom", Refusal.EVIDENCE_EMPTY),
        (Given(EvidenceKind.NOTE, Stance.SUPPORTS, text="x" * 20_001), "text", Refusal.TOO_LONG),
    ],
)
def test_evidence_that_holds_nothing_is_refused_beside_its_field(
    rosa: User, given: Given, field: str, code: Refusal
) -> None:
    with pytest.raises(Refused) as refused:
        evidence.add(make_claim().pk, given, by=acting(rosa))
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_note_is_a_subject_of_its_own_and_leaves_the_claim_as_it_is(vera: User, ledger: Ledger) -> None:
    claim = make_claim()
    note = notes.add_to_claim(claim.pk, " Ask the harbour master. ", by=acting(vera))
    assert note.body == "Ask the harbour master."
    assert ledger.acts() == [("note.add", note.pk)]
    assert Claim.objects.get(pk=claim.pk).version == 1


def test_a_note_without_words_is_refused(vera: User) -> None:
    with pytest.raises(Refused) as refused:
        notes.add_to_document(make_document().pk, " ", by=acting(vera))
    assert refused.value.code is Refusal.NOTE_EMPTY
