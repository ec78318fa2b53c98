"""Tests: what the extractor found becomes proposed claims, with speakers, chains and sources. On the seed story."""

import pytest
from django.conf import settings

from claims.importers import decode, pasted
from claims.models import Claim, Document, Quotation, Source
from claims.records.acts import command
from claims.records.documents import DocumentFacts, Fact
from claims.records.provenance import Basis, Knowledge, RelayRole, SpeakerBasis
from claims.records.quotations import QuotationKind
from claims.services import importing, installing, proposing, review
from claims.tests.conftest import Ledger
from claims.tests.factories import make_source
from claims.tests.stories import LIMIT

pytestmark = pytest.mark.django_db

BY = command("test")
UNSAID = Fact()
(SEED,) = installing.WELL_KNOWN.parent.glob("*.txt")


@pytest.fixture
def story() -> Document:
    """The seed story, imported at a desk that knows the well-known sources."""
    installing.well_known_sources(installing.WELL_KNOWN, by=BY)
    return import_seed(DocumentFacts(our_title="Seed"))


def import_seed(facts: DocumentFacts) -> Document:
    """The seed story with these facts."""
    received = decode(SEED.read_bytes(), name=SEED.name, limit=settings.IMPORT_MAX_BYTES)
    return importing.import_text(received, facts=facts, by=BY).document


def quotation(words: str) -> Quotation:
    """The primary quotation that begins so."""
    return Quotation.objects.primary().get(words__startswith=words)


def chain(of: Quotation) -> list[tuple[str, list[str], str]]:
    """The steps of a chain: who, in which roles, and where the step comes from."""
    return [
        (relay.source.name if relay.source else relay.knowledge, relay.roles, relay.basis)
        for relay in of.relays.select_related("source")
    ]


def test_every_quotation_of_the_story_is_proposed_as_a_claim_nobody_has_looked_at(story: Document) -> None:
    claims = Claim.objects.all()
    assert {claim.status for claim in claims} == {"proposed"}
    assert len(claims) == story.snapshots.get().quotations.count() >= 15
    assert all(claim.statement_by is None for claim in claims)


def test_a_claim_is_as_sure_as_its_primary_quotation(story: Document) -> None:
    assert not Claim.objects.filter(confidence=None).exists()
    assert {claim.confidence == claim.quotations.get().confidence for claim in Claim.objects.all()} == {True}


def test_the_words_of_every_span_stand_in_the_text_where_it_says(story: Document) -> None:
    text = story.snapshots.get().text
    for found in Quotation.objects.all():
        for span in found.spans.all():
            assert text[span.start : span.end] == span.exact
            assert text[: span.start].endswith(span.prefix)
            assert text[span.end :].startswith(span.suffix)


def test_what_was_told_an_agency_came_to_us_through_it(story: Document) -> None:
    session = quotation('"The session')
    assert session.told_to == "AFP"
    assert chain(session) == [
        ("known", ["speaker"], Basis.PRINTED),
        ("Agence France-Presse", ["agency"], Basis.PRINTED),
        ("unknown", ["republisher"], session.relays.last().basis),  # type: ignore[union-attr]  # a chain has steps
    ]
    assert session.claim.source == Source.objects.get(name="Agence France-Presse")


def test_a_monitor_is_linked_and_the_agency_after_it_inferred_from_the_same_story(story: Document) -> None:
    air_strikes = quotation("the air strikes")
    first, second, _copy = chain(air_strikes)
    assert first == ("Syrian Observatory for Human Rights", ["speaker", "monitor"], Basis.PRINTED)
    assert second == ("Agence France-Presse", ["agency"], Basis.INFERRED)
    assert air_strikes.relays.get(position=1).inferred_from == "told AFP"
    assert air_strikes.claim.source == Source.objects.get(name="Syrian Observatory for Human Rights")


def test_the_last_step_is_the_copy_we_hold_and_the_only_one_we_read(story: Document) -> None:
    for found in Quotation.objects.all():
        *before, last = found.relays.all()
        assert last.is_read_by_us
        assert not any(relay.is_read_by_us for relay in before)
        assert (last.knowledge, last.roles) == (Knowledge.UNKNOWN, [RelayRole.REPUBLISHER])


def test_a_pronoun_nobody_can_resolve_keeps_its_candidates(story: Document) -> None:
    transfers = quotation("that population transfers")
    assert (transfers.speaker_printed, transfers.speaker_resolved) == ("He", "")
    assert "Ibrahim Jabbawi" in [name for name, _reason in transfers.candidates]
    assert transfers.claim.speaker_basis == SpeakerBasis.OPEN


def test_a_proposal_makes_no_source_and_accepting_does(story: Document) -> None:
    assert not Source.objects.filter(name="Ibrahim Jabbawi").exists()
    accepted = review.accept(quotation('"The session').claim_id, by=BY)
    assert accepted.speaker is not None
    assert accepted.speaker.name == "Ibrahim Jabbawi"
    assert quotation('"The session').relays.get(position=0).source == accepted.speaker
    assert accepted.source == Source.objects.get(name="Agence France-Presse")


def test_the_source_later_in_the_story_is_the_source_described_before(story: Document) -> None:
    first = review.accept(quotation("the rebels would be ready").claim_id, by=BY)
    later = review.accept(quotation("that the rebels had to give").claim_id, by=BY)
    assert first.speaker == later.speaker
    assert first.speaker is not None
    assert (first.speaker.name, first.speaker.document) == ("a source close to the talks", story)


def test_an_agency_credited_for_the_document_is_a_step_of_every_chain() -> None:
    make_source("Agencja Testowa")
    import_seed(DocumentFacts(our_title="Seed", agency=Fact("Agencja Testowa", Knowledge.KNOWN)))
    assert chain(quotation("the air strikes"))[1][0] == "Agencja Testowa"


def test_one_event_for_the_document_and_one_for_each_claim_share_a_batch(ledger: Ledger) -> None:
    import_seed(DocumentFacts(our_title="Seed"))
    events = ledger.new()
    assert [event.act for event in events] == ["document.import"] + ["claim.propose"] * Claim.objects.count()
    assert len({event.batch for event in events}) == 1


@pytest.mark.parametrize(
    ("words", "kind", "statement"),
    [
        ("“We  will\nreturn,”", QuotationKind.DIRECT, "We will return"),
        ("that nobody was hurt", QuotationKind.INDIRECT, "Nobody was hurt"),
        ("that", QuotationKind.INDIRECT, "That"),
        ("the talks gave “no results”", QuotationKind.MIXED, "The talks gave “no results”"),
        ("“”", QuotationKind.DIRECT, "“”"),
        ("“It is over. [...] “We go,”", QuotationKind.DIRECT, "It is over. [...] We go"),
    ],
)
def test_a_statement_begins_as_the_words_without_their_outer_marks(
    words: str, kind: QuotationKind, statement: str
) -> None:
    assert proposing.statement_from(words, kind) == statement


def brought_in(story: str, *, language: Fact = UNSAID) -> list[tuple[bool | None, bool | None]]:
    """What the claims of a story say of deaths and accusations, in reading order."""
    facts = DocumentFacts(our_title="Story", language=language)
    importing.import_text(pasted(story, limit=LIMIT), facts=facts, by=BY)
    return list(Claim.objects.order_by("quotations__start").values_list("tells_of_death", "accuses"))


def test_a_proposal_says_whether_its_words_tell_of_deaths_or_accuse() -> None:
    story = "“Nine people died,” said Ada Okafor. “Norland bombed the pier,” she said. “We wait for news,” she said."
    assert brought_in(story) == [(True, False), (False, True), (False, False)]


def test_in_a_language_without_words_for_it_a_claim_says_that_nobody_knows() -> None:
    story = "Er sagte: „Neun Menschen sind gestern im Hafen gestorben.“"
    assert brought_in(story, language=Fact("de", Knowledge.KNOWN)) == [(None, None)]
