"""Tests: the way words took, as the text prints it: told to whom, carried by whom, credited to which agency."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import Claim, Document, Snapshot, Source
from claims.records.documents import DocumentFacts, Fact
from claims.records.provenance import Basis, Knowledge, SourceKind
from claims.records.quotations import Identification, Phrase, Proposal, QuotationKind, Span, ToldToKind
from claims.services import documents, proposing, recording
from claims.tests.books import one_event_for_each_change
from claims.tests.conftest import acting
from claims.tests.factories import make_document, make_source
from claims.tests.stories import put
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

WORDS = "“The harbour stays closed,”"
STORY = (
    f"TOLVIK (Fjordpress) -\n\n{WORDS} Marta Solheim told AFP in remarks carried by Tolvik Radio.\n\n(Nordwire, AFP)\n"
)
NOTHING: Mapping[str, Any] = {}


@pytest.fixture
def houses() -> dict[str, Source]:
    """The houses that the story names, and how they are known."""
    kinds = {"Fjordpress": SourceKind.AGENCY, "AFP": SourceKind.AGENCY, "Tolvik Radio": SourceKind.OUTLET}
    return {name: make_source(name, kind=kind) for name, kind in kinds.items()}


def phrase(words: str) -> Phrase:
    start = STORY.index(words)
    return Phrase(start, start + len(words), words)


def proposed(
    by: User, *, credited: tuple[tuple[str, str], ...] = (), facts: Mapping[str, Any] = NOTHING, **printed: Any
) -> Claim:
    """A claim proposed in the story, with what is printed of its way; ``credited`` names, each with its line."""
    document = make_document(STORY, **facts)
    Snapshot.objects.filter(document=document).update(credits=[credit(name, line) for name, line in credited])
    proposal = Proposal(
        spans=(Span(phrase(WORDS).start, phrase(WORDS).end),),
        kind=QuotationKind.DIRECT,
        speaker=phrase("Marta Solheim"),
        identification=Identification.NAMED,
        resolved="Marta Solheim",
        cue=phrase("told"),
    )
    with recording.act(acting(by)) as recorder:
        (claim,) = proposing.propose(recorder, document.snapshots.get(), [replace(proposal, **printed)])
    return claim


def credit(name: str, line: str) -> list[int]:
    start = STORY.index(line)
    place = start + line.index(name)
    return [place, place + len(name), start, start + len(line)]


def way(claim: Claim) -> list[tuple[str, list[str], str, str]]:
    """The steps between the speaker and the copy: who, in which roles, by which words, and how we know."""
    _speaker, *between, _copy = claim.quotations.get().relays.select_related("source")
    return [(step.name, step.roles, step.words, step.basis) for step in between]


TOLD_AFP: Mapping[str, Any] = {"told_to": phrase("AFP"), "told_to_kind": ToldToKind.OUTLET}
ON_THE_RADIO = phrase("Tolvik Radio")
FJORDPRESS = ("Fjordpress", "TOLVIK (Fjordpress) -")
NORDWIRE = ("Nordwire", "(Nordwire, AFP)")
AFP = ("AFP", "(Nordwire, AFP)")


def test_a_credit_line_names_the_agency_when_nobody_has_said_which(rosa: User, houses: dict[str, Source]) -> None:
    claim = proposed(rosa, credited=(FJORDPRESS, AFP))
    assert way(claim) == [("Fjordpress", ["agency"], "TOLVIK (Fjordpress) -", Basis.PRINTED)]
    assert claim.source == houses["Fjordpress"]


def test_an_agency_that_somebody_has_said_comes_before_the_credit_line(rosa: User, houses: dict[str, Source]) -> None:
    facts = {"agency": houses["AFP"], "agency_knowledge": Knowledge.KNOWN}
    assert [step[0] for step in way(proposed(rosa, credited=(FJORDPRESS,), facts=facts))] == ["AFP"]


def test_whoever_says_that_there_is_no_agency_overrules_the_credit_line(rosa: User, houses: dict[str, Source]) -> None:
    facts = {"agency_knowledge": Knowledge.ABSENT}
    assert way(proposed(rosa, credited=(FJORDPRESS,), facts=facts)) == []


def test_words_told_to_an_outlet_came_by_that_outlet_whatever_the_credit_line_says(
    rosa: User, houses: dict[str, Source]
) -> None:
    assert way(proposed(rosa, credited=(FJORDPRESS,), **TOLD_AFP)) == [("AFP", ["agency"], "told", Basis.PRINTED)]


def test_a_credited_outlet_is_no_agency_and_a_name_nobody_knows_may_be_one(
    rosa: User, houses: dict[str, Source]
) -> None:
    claim = proposed(rosa, credited=(("Tolvik Radio", "Tolvik Radio."), NORDWIRE, AFP))
    assert [(name, basis) for name, _roles, _words, basis in way(claim)] == [("Nordwire", Basis.PRINTED)]
    assert claim.source is None


def test_who_carried_the_words_is_a_step_with_the_words_that_say_so(rosa: User, houses: dict[str, Source]) -> None:
    claim = proposed(rosa, carried_by=ON_THE_RADIO)
    assert way(claim) == [("Tolvik Radio", ["outlet"], "carried by", Basis.PRINTED)]
    assert claim.source == houses["Tolvik Radio"]
    assert claim.quotations.get().carried_by == "Tolvik Radio"


def test_who_carried_the_words_comes_after_whom_they_were_told(rosa: User, houses: dict[str, Source]) -> None:
    assert [step[0] for step in way(proposed(rosa, carried_by=ON_THE_RADIO, **TOLD_AFP))] == ["AFP", "Tolvik Radio"]


def test_one_who_is_told_and_credited_stands_in_the_chain_once(rosa: User, houses: dict[str, Source]) -> None:
    claim = proposed(rosa, carried_by=phrase("Fjordpress"), credited=(FJORDPRESS,))
    assert [step[0] for step in way(claim)] == ["Fjordpress"]


def test_who_carries_words_and_is_known_to_monitor_is_a_monitor(rosa: User, houses: dict[str, Source]) -> None:
    Source.objects.filter(name="Tolvik Radio").update(is_monitor=True)
    assert [step[1] for step in way(proposed(rosa, carried_by=ON_THE_RADIO))] == [["monitor"]]


def test_a_speaker_described_as_a_monitor_has_that_role(rosa: User, houses: dict[str, Source]) -> None:
    speaker = make_source("Marta Solheim")
    claim = proposed(rosa, speaker_monitors=True, credited=(FJORDPRESS,))
    assert claim.quotations.get().relays.get(position=0).roles == ["speaker", "monitor"]
    assert claim.source == speaker


def test_a_chain_made_anew_when_the_facts_change_says_the_same_of_what_is_printed(
    rosa: User, houses: dict[str, Source]
) -> None:
    claim = proposed(rosa, carried_by=ON_THE_RADIO, credited=(FJORDPRESS,))
    before = way(claim)
    document = Document.objects.get(snapshots__quotations__claim=claim)
    with one_event_for_each_change():
        documents.edit_facts(document.pk, DocumentFacts(publisher=Fact("Courier")), by=acting(rosa))
    assert (
        way(claim)
        == before
        == [
            ("Tolvik Radio", ["outlet"], "carried by", Basis.PRINTED),
            ("Fjordpress", ["agency"], "TOLVIK (Fjordpress) -", Basis.PRINTED),
        ]
    )


def test_saying_that_there_is_no_agency_takes_the_credited_one_out_of_the_chains(
    rosa: User, houses: dict[str, Source]
) -> None:
    claim = put(proposed(rosa, credited=(FJORDPRESS,)), Status.VERIFIED)
    document = Document.objects.get(snapshots__quotations__claim=claim)
    with one_event_for_each_change():
        documents.edit_facts(document.pk, DocumentFacts(agency=Fact(knowledge=Knowledge.ABSENT)), by=acting(rosa))
    claim.refresh_from_db()
    assert (way(claim), claim.source) == ([], None)
