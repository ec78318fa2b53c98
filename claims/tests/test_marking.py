"""Tests: words that somebody marks become a claim by hand, at exactly the place that was marked."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from claims.errors import Refusal, Refused
from claims.importers import pasted
from claims.lineage.offsets import codepoints_to_utf16
from claims.models import Claim, Snapshot
from claims.records.provenance import SpeakerBasis
from claims.records.quotations import Marked, QuotationKind
from claims.services import documents, importing, marking
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_document
from claims.tests.stories import CORRECTED, HARBOUR, LIMIT, MIXED, bring_in
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

DIRECTOR = "the port director.\n\n“Nobody asked the fishermen"
ARABIC = "نفى مدير الميناء ذلك \u200fيوم الاثنين\u200e"
FIREFIGHTER = "👩‍🚒 break off in Tolvi\u0301k"


@pytest.fixture
def snapshot(rosa: User) -> Snapshot:
    """A story with all that a browser counts otherwise than we do."""
    return bring_in(MIXED, by=acting(rosa)).snapshot


def select(snapshot: Snapshot, words: str, by: User, *, sent_as: str | None = None) -> Claim:
    """Words selected in a browser, which counts in UTF-16 and sends the line ends of forms."""
    start = snapshot.text.index(words)
    marked = Marked(
        words.replace("\n", "\r\n") if sent_as is None else sent_as,
        starts16=(codepoints_to_utf16(snapshot.text, start),),
        ends16=(codepoints_to_utf16(snapshot.text, start + len(words)),),
    )
    return marking.mark(snapshot.pk, marked, by=acting(by))


@pytest.mark.parametrize("words", [DIRECTOR, ARABIC, FIREFIGHTER, "🙂", "🚢 Harbour talks", MIXED])
def test_a_selection_holds_whatever_stands_before_and_in_it(words: str, snapshot: Snapshot, rosa: User) -> None:
    with one_event_for_each_change():
        claim = select(snapshot, words, rosa)
    quotation = claim.quotations.get()
    (span,) = quotation.spans.all()
    assert MIXED[span.start : span.end] == span.exact == quotation.words == words
    assert (span.start, quotation.start) == (MIXED.index(words),) * 2


def test_what_somebody_marks_is_a_claim_and_no_proposal(snapshot: Snapshot, rosa: User, ledger: Ledger) -> None:
    claim = select(snapshot, ARABIC, rosa)
    assert (claim.status, claim.speaker_basis) == (Status.UNVERIFIED, SpeakerBasis.OPEN)
    quotation = claim.quotations.get()
    assert (quotation.found_by, quotation.extractor, quotation.is_primary) == (rosa, "", True)
    assert ledger.acts() == [("claim.mark", claim.pk)]


def test_what_somebody_marks_is_read_for_deaths_and_accusations(rosa: User) -> None:
    story = "The harbour closed.\n\nNine sailors were killed. Ada Okafor accused Jonas Brekke of negligence."
    snapshot = bring_in(story, by=acting(rosa)).snapshot
    killed = select(snapshot, "Nine sailors were killed.", rosa)
    accused = select(snapshot, "Ada Okafor accused Jonas Brekke of negligence.", rosa)
    assert (killed.tells_of_death, killed.accuses) == (True, False)
    assert (accused.tells_of_death, accused.accuses) == (False, True)


def test_words_that_are_not_the_words_at_that_place_are_refused(snapshot: Snapshot, rosa: User) -> None:
    for sent in ("Another story", ARABIC[:-1], ARABIC + " ", ""):
        with nothing_changes(), pytest.raises(Refused) as refused:
            select(snapshot, ARABIC, rosa, sent_as=sent)
        assert refused.value.code is Refusal.WORDS_DIFFER


@pytest.mark.parametrize(
    ("start16", "end16", "code"),
    [
        (-1, 5, Refusal.SPAN_OUTSIDE),
        (1, 5, Refusal.SPAN_OUTSIDE),
        (0, 10**9, Refusal.SPAN_OUTSIDE),
        (5, 3, Refusal.WORDS_DIFFER),
        (10, 10, Refusal.WORDS_DIFFER),
    ],
    ids=["before the text", "inside a character", "after the text", "backwards", "nothing"],
)
def test_a_selection_outside_the_text_or_of_nothing_is_refused(
    start16: int, end16: int, code: Refusal, snapshot: Snapshot, rosa: User
) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        marking.mark(snapshot.pk, Marked("", (start16,), (end16,)), by=acting(rosa))
    assert refused.value.code is code


def test_without_a_browser_the_words_alone_are_enough_where_they_stand_once(snapshot: Snapshot, rosa: User) -> None:
    with one_event_for_each_change():
        claim = marking.mark(snapshot.pk, Marked(DIRECTOR.replace("\n", "\r\n") + "\r\n "), by=acting(rosa))
    assert claim.quotations.get().words == DIRECTOR


def test_words_in_several_places_are_offered_for_choice(snapshot: Snapshot, rosa: User) -> None:
    places = [place for place in range(len(MIXED)) if MIXED.startswith("the", place)]
    with nothing_changes(), pytest.raises(Refused) as refused:
        marking.mark(snapshot.pk, Marked("the"), by=acting(rosa))
    assert refused.value.code is Refusal.WORDS_IN_SEVERAL_PLACES
    assert refused.value.facts == {"count": len(places), "places": places}
    claim = marking.mark(snapshot.pk, Marked("the", start=places[1]), by=acting(rosa))
    assert claim.quotations.get().start == places[1]


def test_words_that_do_not_stand_there_are_refused(snapshot: Snapshot, rosa: User) -> None:
    for words in ("The ferries sail", " \r\n", ""):
        with nothing_changes(), pytest.raises(Refused) as refused:
            marking.mark(snapshot.pk, Marked(words), by=acting(rosa))
        assert refused.value.code is Refusal.WORDS_NOT_FOUND
    with nothing_changes(), pytest.raises(Refused) as refused:
        marking.mark(snapshot.pk, Marked("the", start=-1), by=acting(rosa))
    assert refused.value.code is Refusal.WORDS_DIFFER


def pieces(snapshot: Snapshot, *words: str) -> Marked:
    """Several pieces as a browser sends them."""
    starts = [snapshot.text.index(piece) for piece in words]
    return Marked(
        " [...] ".join(words),
        starts16=tuple(codepoints_to_utf16(snapshot.text, start) for start in starts),
        ends16=tuple(
            codepoints_to_utf16(snapshot.text, start + len(piece)) for start, piece in zip(starts, words, strict=True)
        ),
    )


def test_a_split_quotation_keeps_its_pieces_in_reading_order_each_with_its_anchor(
    snapshot: Snapshot, rosa: User
) -> None:
    asked, closed = "“Nobody asked the fishermen,”", "“The harbour stays closed until Friday,”"
    with one_event_for_each_change():
        claim = marking.mark(snapshot.pk, pieces(snapshot, asked, closed), by=acting(rosa))
    quotation = claim.quotations.get()
    assert [span.exact for span in quotation.spans.all()] == [closed, asked]
    assert quotation.words == f"{closed} [...] {asked}"
    for span in quotation.spans.all():
        assert snapshot.text[span.start : span.end] == span.exact
        assert snapshot.text[: span.start].endswith(span.prefix)
        assert snapshot.text[span.end :].startswith(span.suffix)


def test_pieces_that_touch_or_overlap_become_one(snapshot: Snapshot, rosa: User) -> None:
    claim = marking.mark(snapshot.pk, pieces(snapshot, "Nobody asked", "asked the", " fishermen"), by=acting(rosa))
    assert [span.exact for span in claim.quotations.get().spans.all()] == ["Nobody asked the fishermen"]


def test_a_piece_that_is_not_at_its_place_is_refused(snapshot: Snapshot, rosa: User) -> None:
    marked = pieces(snapshot, "Nobody asked", "the fishermen")
    for bad in (
        replace(marked, exact="Nobody asked [...] the fisherman"),
        replace(marked, exact="Nobody asked"),
        replace(marked, ends16=marked.ends16[:1]),
    ):
        with nothing_changes(), pytest.raises(Refused) as refused:
            marking.mark(snapshot.pk, bad, by=acting(rosa))
        assert refused.value.code in (Refusal.WORDS_DIFFER, Refusal.SPAN_OUTSIDE)


@pytest.mark.parametrize("between", [" [...] ", "\r\n[…]\r\n", "[...]"])
def test_pasted_pieces_stand_apart_by_dots_in_brackets(between: str, snapshot: Snapshot, rosa: User) -> None:
    claim = marking.mark(snapshot.pk, Marked(f"Nobody asked{between}told AFP"), by=acting(rosa))
    assert [span.exact for span in claim.quotations.get().spans.all()] == ["Nobody asked", "told AFP"]


def test_dots_in_brackets_that_are_printed_there_part_nothing(rosa: User) -> None:
    snapshot = make_document("“We will [...] sail,” she said.").snapshots.get()
    claim = marking.mark(snapshot.pk, Marked("We will [...] sail"), by=acting(rosa))
    assert [span.exact for span in claim.quotations.get().spans.all()] == ["We will [...] sail"]


def test_quotations_may_overlap(snapshot: Snapshot, rosa: User) -> None:
    marking.mark(snapshot.pk, Marked("Nobody asked the"), by=acting(rosa))
    with one_event_for_each_change():
        claim = marking.mark(snapshot.pk, Marked("asked the fishermen"), by=acting(rosa))
    assert claim.quotations.get().words == "asked the fishermen"


def test_words_may_be_stated_by_the_copy_itself(snapshot: Snapshot, rosa: User) -> None:
    with one_event_for_each_change():
        claim = marking.mark(snapshot.pk, Marked("Harbour talks"), by=acting(rosa), is_copy_itself=True)
    assert (claim.speaker, claim.speaker_basis) == (None, SpeakerBasis.COPY)


KINDS = [
    ("“Nobody asked the fishermen,”", QuotationKind.DIRECT),
    ("Nobody asked the fishermen,", QuotationKind.DIRECT),
    ("closed until Friday,” said Marta Solheim", QuotationKind.MIXED),
    ("Jonas Brekke told AFP on Tuesday", QuotationKind.INDIRECT),
]


@pytest.mark.parametrize(("words", "kind"), KINDS)
def test_the_kind_is_read_off_the_quotation_marks_unless_it_is_given(
    words: str, kind: QuotationKind, snapshot: Snapshot, rosa: User
) -> None:
    assert select(snapshot, words, rosa).quotations.get().kind == kind
    given = marking.mark(snapshot.pk, Marked(words), by=acting(rosa), kind=QuotationKind.INDIRECT)
    assert given.quotations.get().kind == QuotationKind.INDIRECT


def test_only_the_newest_version_can_be_marked(rosa: User) -> None:
    done = bring_in(HARBOUR, by=acting(rosa))
    importing.import_version(done.document.pk, pasted(CORRECTED, limit=LIMIT), by=acting(rosa))
    with nothing_changes(), pytest.raises(Refused) as refused:
        marking.mark(done.snapshot.pk, Marked("Ferries"), by=acting(rosa))
    assert refused.value.code is Refusal.CHANGED_MEANWHILE


def test_a_withdrawn_document_can_not_be_marked(snapshot: Snapshot, rosa: User, clara: User) -> None:
    documents.withdraw(snapshot.document_id, because="A hoax.", by=acting(clara))
    with nothing_changes(), pytest.raises(Refused) as refused:
        marking.mark(snapshot.pk, Marked(ARABIC), by=acting(rosa))
    assert refused.value.code is Refusal.DOCUMENT_WITHDRAWN


def test_a_viewer_may_not_mark(snapshot: Snapshot, vera: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        marking.mark(snapshot.pk, Marked(ARABIC), by=acting(vera))
    assert refused.value.code is Refusal.NOT_ALLOWED
