"""Tests: the page of a document, what is done on it, and the list of documents."""

import re
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.importers import pasted
from claims.models import Claim, Document, Note, Quotation, Relay, Snapshot
from claims.records.acts import command
from claims.records.checking import Attribution
from claims.records.provenance import Knowledge, Place, SourceKind, SpeakerBasis, Translation
from claims.records.quotations import QuotationKind
from claims.services import importing, reading
from claims.tests.conftest import Ledger, acting, seen
from claims.tests.factories import make_claim, make_document, make_snapshot, make_source
from claims.tests.stories import HARBOUR, bring_in
from claims.workflow import Status

pytestmark = pytest.mark.django_db

SEED = settings.BASE_DIR / "seeds" / "000_5b480d06e382cc43.txt"
HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
VOID = {"img", "input", "meta", "link", "br", "hr"}
# Who asks: three. The document, its versions, one text, its quotations with their spans and chains, what waits, notes:
# eight. And whether to read it again, what happened to it, and what evidence is given on it.
QUERIES = 14


class Story(HTMLParser):
    """What a page holds in [data-story], without anything of ours, and whether its tags are balanced."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__(convert_charrefs=True)
        self.text, self.open, self.ours, self.faults = "", list[str](), 0, list[str]()
        self.feed(page[page.index('<article class="story"') : page.index("</article>") + len("</article>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go in."""
        if tag not in VOID:
            self.open.append(tag)
            self.ours += bool(self.ours) or "data-not-text" in dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        """Come out."""
        if self.open.pop() != tag:
            self.faults.append(tag)
        self.ours -= bool(self.ours)

    def handle_data(self, data: str) -> None:
        """Keep the words that are not ours."""
        if not self.ours:
            self.text += data


def page(answer: Any) -> str:
    """A page as text."""
    text: str = answer.content.decode()
    return text


def come_in(text: str, **facts: object) -> Document:
    """A story that came in through the real import."""
    return importing.import_text(pasted(text, limit=5_000_000), by=command("tests")).document


@pytest.fixture
def seed(noise: None) -> Document:
    """The seed story, with what extraction finds in it."""
    return come_in(SEED.read_text(encoding="utf-8"))


@pytest.fixture
def as_rosa(client: Client, rosa: User) -> Client:
    """The reporter at her browser."""
    client.force_login(rosa)
    return client


@pytest.fixture
def as_clara(clara: User) -> Client:
    """The chief at hers."""
    browser = Client()
    browser.force_login(clara)
    return browser


@pytest.fixture
def as_vera(vera: User) -> Client:
    """The viewer at hers."""
    browser = Client()
    browser.force_login(vera)
    return browser


def act(browser: Client, document: Document, name: str, **typed: object) -> Any:
    """Do one act on the page of a document."""
    return browser.post(reverse("document-act", args=[document.pk, name]), {**seen(document), **typed})


def as_read(document: Document, **read: object) -> None:
    """The document, with this read out of its text; what is not named is usual."""
    usual = {"extractor": reading.FOUND_BY, "language": "en", "language_basis": "recognised", "read_whole": True}
    Snapshot.objects.filter(document=document).update(**usual | read)


def mark(browser: Client, document: Document, exact: str, **typed: object) -> Any:
    """Make a claim of words."""
    snapshot = document.snapshots.order_by("-number")[0].pk
    address = reverse("document-mark", args=[document.pk])
    return browser.post(address, {"snapshot": snapshot, "exact": exact, **typed})


# --- What the page shows -------------------------------------------------------------------------------------------


def test_the_words_of_the_story_are_exactly_those_that_came(as_rosa: Client, seed: Document) -> None:
    story = Story(page(as_rosa.get(reverse("document", args=[seed.pk]))))

    assert story.text == SEED.read_text(encoding="utf-8")
    assert story.faults == []
    assert story.open == []


@pytest.mark.parametrize(
    "text",
    [
        "\n\n  Leading lines, “quoted”, he said.  \n\n",
        "👩🏽‍🚒 “Fire 🔥 & <b>smoke</b>,” the chief said.\u2028Next.\tTab",
        "قالت الوزيرة: «انتهت الجلسة» ثم \u202bغادرت\u202c.",
        "&amp; &lt; \u00a0 “It's over,” she said.\n<!-- no comment --> </article>",
        "A form feed \x0c and an escape \x1b[1m: “Done,” he said.",
    ],
)
def test_nothing_is_added_to_any_text_and_nothing_is_taken_away(as_rosa: Client, text: str) -> None:
    document = come_in(text)
    make_claim(words=text.split()[0], document=document)

    shown = page(as_rosa.get(reverse("document", args=[document.pk])))
    shown = shown.replace("&lt;/article&gt;", "&lt;/ARTICLE&gt;")
    assert Story(shown).text == text.replace("</article>", "</ARTICLE>")


def test_every_quotation_is_marked_in_its_status_and_has_a_card_in_reading_order(
    as_rosa: Client, seed: Document
) -> None:
    shown = page(as_rosa.get(reverse("document", args=[seed.pk])))
    quotations = list(Quotation.objects.filter(snapshot__document=seed).in_reading_order())

    assert len(quotations) >= 15
    places = [shown.index(f'id="c{number}"') for number in range(1, len(quotations) + 1)]
    assert places == sorted(places)
    for number, quotation in enumerate(quotations, start=1):
        assert f'<mark class="q q-{quotation.kind}" data-tone="new" data-of="{number}" id="q{number}">' in shown
        assert f'<a href="#c{number}" data-tone="new" aria-label="Claim {number}: Proposed">' in shown


def test_speaker_cue_and_damage_stand_in_the_text(as_rosa: Client, seed: Document) -> None:
    shown = page(as_rosa.get(reverse("document", args=[seed.pk])))

    assert '<span class="speaker" data-of="3">Ibrahim Jabbawi</span>' in shown
    assert '<sup class="damage" data-not-text tabindex="0" id="d1">' in shown
    assert '<span class="damaged" title="The end seems cut off">' in shown
    assert "The end seems cut off" in shown
    assert "Machine translation suspected" in shown


def test_a_damaged_copy_says_so_and_leads_from_place_to_place(as_rosa: Client, seed: Document) -> None:
    shown = page(as_rosa.get(reverse("document", args=[seed.pk])))
    places = shown.count('<sup class="damage" data-not-text tabindex="0" id="d')

    assert "This copy looks badly damaged" in shown
    assert f"Show the {places} places, one by one" in shown
    assert f'<a href="#d{places}" data-next-flaw>Next place</a>' in shown
    assert f'href="#d{places + 1}"' not in shown
    assert Story(shown).text == seed.snapshots.get().text


def test_what_is_damaged_between_quotations_is_marked_too(as_rosa: Client) -> None:
    text = "The ferry pbadage was closed. Nobody said why. " * 3
    document = make_document(text)
    as_read(document, damage=[["word_filter", 10, 17]], damage_score=0.1, damage_reasons=["word_filter"])
    shown = page(as_rosa.get(reverse("document", args=[document.pk])))

    assert '<span class="damaged" title="A word filter seems to have changed this word">pbadage</span>' in shown
    assert "This copy looks" not in shown
    assert "1 place " in shown
    assert Story(shown).text == text


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (("en", "recognised", True), "Read as English, recognised in the text."),
        (("fr", "given", True), "Read as French, given with the document: direct quotations only."),
        (("qaa", "given", False), "Read as qaa, given with the document: direct quotations only."),
        (("", "recognised", False), "The language could not be told: only direct quotations are proposed."),
    ],
)
def test_the_language_a_copy_was_read_in_is_said(as_rosa: Client, read: tuple[str, str, bool], sentence: str) -> None:
    document = make_document()
    as_read(document, **dict(zip(("language", "language_basis", "read_whole"), read, strict=True)))
    shown = page(as_rosa.get(reverse("document", args=[document.pk])))

    assert sentence in shown
    assert (f'Say the language on <a href="{reverse("document-facts", args=[document.pk])}">' in shown) is (not read[0])


def test_a_copy_is_read_again_and_the_page_says_what_became_of_it(
    as_rosa: Client, as_vera: Client, seed: Document, ledger: Ledger
) -> None:
    here = reverse("document", args=[seed.pk])
    assert "Read again" not in page(as_rosa.get(here))
    assert "The text is read again" not in page(act(as_rosa, seed, "read-again", version=1))
    as_read(seed, extractor="earlier 1")
    assert "Read again" in page(as_rosa.get(here))
    assert "Read again" not in page(as_vera.get(here))

    assert act(as_vera, seed, "read-again", version=1).status_code == 403
    assert act(as_rosa, seed, "read-again", version=7).status_code == 409
    assert ledger.acts() == []
    answer = page(as_rosa.post(reverse("document-act", args=[seed.pk, "read-again"]), {"version": 1}, follow=True))
    kept = Claim.objects.filter(quotations__snapshot__document=seed).count()
    assert (
        f"The text is read again: 0 claims proposed, 0 proposals gave way, {kept} claims kept as they were." in answer
    )
    assert [act for act, _subject in ledger.acts()] == ["document.read_again"]
    assert "Read again" not in page(as_rosa.get(here))


def test_a_text_that_was_read_already_is_not_read_again(as_rosa: Client, seed: Document, ledger: Ledger) -> None:
    answer = act(as_rosa, seed, "read-again", version=1)
    assert answer.status_code == 422
    assert "It would find the same again." in page(answer)
    assert ledger.acts() == []


LONDON = "LONDON (AFP) - “We stay,” said Ada Okafor. Radio Tolvik was there."


@pytest.fixture
def credited() -> Document:
    """A copy with two credit lines: of an agency, and of an outlet that is here."""
    make_source("Agence France-Presse", aliases=["AFP"], kind=SourceKind.AGENCY)
    make_source("Radio Tolvik", kind=SourceKind.OUTLET)
    document = make_document(LONDON, headline="As it came", headline_knowledge=Knowledge.KNOWN)
    tolvik = LONDON.index("Radio")
    as_read(document, credits=[[8, 11, 0, 14], [tolvik, tolvik + 12, tolvik, tolvik + 22]])
    return document


def test_the_agency_of_a_credit_line_is_taken_over_into_the_facts(
    as_rosa: Client, credited: Document, ledger: Ledger
) -> None:
    here = reverse("document", args=[credited.pk])
    shown = page(as_rosa.get(here))
    assert "Take AFP over as the credited agency" in shown
    assert "“LONDON (AFP) -”" in shown
    assert "Take Radio Tolvik over" not in shown

    assert act(as_rosa, credited, "credit", version=1, agency="AFP").status_code == 302
    credited.refresh_from_db()
    assert str(credited.agency) == "Agence France-Presse"
    assert credited.headline == "As it came"
    (event,) = ledger.new()
    assert (event.act, event.subject_id) == ("document.edit", credited.pk)
    assert event.reason == "The copy credits it: “LONDON (AFP) -”"
    assert "Take AFP over" not in page(as_rosa.get(here))


def test_only_whom_a_line_credits_can_be_taken_over(
    as_rosa: Client, as_vera: Client, credited: Document, ledger: Ledger
) -> None:
    assert "Take AFP over" not in page(as_vera.get(reverse("document", args=[credited.pk])))
    assert act(as_vera, credited, "credit", version=1, agency="AFP").status_code == 403
    assert act(as_rosa, credited, "credit", version=1, agency="Reuters").status_code == 404
    assert act(as_rosa, credited, "credit", version=9, agency="AFP").status_code == 409
    assert ledger.acts() == []


def test_unknown_absent_and_unreadable_are_said_apart(as_rosa: Client) -> None:
    document = make_document(
        headline_knowledge=Knowledge.ABSENT, language_knowledge=Knowledge.UNREADABLE, our_title="Facts"
    )
    shown = page(as_rosa.get(reverse("document", args=[document.pk])))

    assert '<dt>Headline as received</dt>\n        <dd class="nothing">absent' in shown
    assert '<dt>Language</dt>\n        <dd class="nothing">unreadable' in shown
    assert '<dt>Publisher</dt>\n        <dd class="nothing">unknown' in shown
    assert "No document date" in shown


def test_hostile_words_are_shown_and_never_run(as_rosa: Client) -> None:
    villain = make_source(HOSTILE[:190])
    document = make_document(
        f"{HOSTILE} “{HOSTILE}” said {HOSTILE}",
        our_title=HOSTILE,
        headline=HOSTILE,
        headline_knowledge=Knowledge.KNOWN,
        publisher=villain,
        publisher_knowledge=Knowledge.KNOWN,
        address='https://example.org/?"><script>alert(1)</script>',
        address_knowledge=Knowledge.KNOWN,
        language='en"><script>alert(1)</script>',
        language_knowledge=Knowledge.KNOWN,
    )
    make_claim(HOSTILE, words=HOSTILE, document=document, speaker=villain, speaker_printed=HOSTILE)

    for address in (
        reverse("document", args=[document.pk]),
        reverse("documents"),
        reverse("document-facts", args=[document.pk]),
    ):
        shown = page(as_rosa.get(address))
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert" in shown


def test_the_page_costs_the_same_queries_for_any_number_of_quotations(
    as_rosa: Client, seed: Document, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(QUERIES):
        as_rosa.get(reverse("document", args=[seed.pk]))
    for number in range(20):
        make_claim(words="talks", document=seed, speaker=make_source(f"Speaker {number}"))
    with django_assert_num_queries(QUERIES):
        as_rosa.get(reverse("document", args=[seed.pk]))


def test_a_claim_set_aside_is_folded_and_can_be_brought_back(as_rosa: Client) -> None:
    document = make_document("“Not wanted,” he said.")
    make_claim("Nobody wants it", words="“Not wanted,”", document=document, status=Status.SET_ASIDE)
    shown = page(as_rosa.get(reverse("document", args=[document.pk])))

    assert '<details class="more"><summary dir="auto">Nobody wants it</summary>' in shown
    assert "/restore/" in shown
    assert "/accept/" not in shown


def test_accepting_on_a_card_leads_to_the_next_proposal(as_rosa: Client, seed: Document, ledger: Ledger) -> None:
    claim = Quotation.objects.filter(snapshot__document=seed).in_reading_order()[0].claim
    here = reverse("document", args=[seed.pk])
    shown = page(as_rosa.get(here))
    assert f'<input type="hidden" name="next" value="{here}#c2">' in shown

    answer = as_rosa.post(
        reverse("claim-act", args=[claim.pk, "accept"]), {"version": claim.version, "next": f"{here}#c2"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{here}#c2")
    assert ("claim.accept", claim.pk) in ledger.acts()


def test_a_viewer_reads_and_is_offered_nothing_but_a_note(as_vera: Client, seed: Document) -> None:
    shown = page(as_vera.get(reverse("document", args=[seed.pk])))

    for act_name in ("finish", "withdraw", "accept", "set-aside", "facts", "version", "mark"):
        assert f"/{act_name}/" not in shown
    assert "/note/" in shown


@pytest.mark.parametrize("name", ["finish", "withdraw", "place", "gone"])
def test_what_is_not_offered_is_not_allowed_either(as_vera: Client, seed: Document, ledger: Ledger, name: str) -> None:
    quotation = Quotation.objects.filter(snapshot__document=seed)[0]
    answer = act(as_vera, seed, name, because="I say so", quotation=quotation.pk, start=0)

    assert answer.status_code == 403
    assert ledger.acts() == []


def test_a_stranger_reads_no_document(client: Client, stranger: User, seed: Document) -> None:
    assert client.get(reverse("document", args=[seed.pk])).status_code == 302
    client.force_login(stranger)
    assert client.get(reverse("document", args=[seed.pk])).status_code == 403


@pytest.mark.parametrize("address", ["/documents/999999/", "/documents/999999/facts/", "/documents/999999/raw/1/"])
def test_a_document_that_is_not_there_is_not_found(as_rosa: Client, address: str) -> None:
    assert as_rosa.get(address).status_code == 404


# --- Facts ---------------------------------------------------------------------------------------------------------


def test_facts_are_changed_with_one_event_and_a_reason(as_rosa: Client, ledger: Ledger) -> None:
    document = make_document()
    typed = {
        "version": document.version,
        "our_title": "Talks collapse",
        "agency": "AFP",
        "published": "2018-07-05",
        "headline_is": "unreadable",
        "translation": "machine_suspected",
        "because": "Read off the page",
    }
    answer = as_rosa.post(reverse("document-facts", args=[document.pk]), typed)
    document.refresh_from_db()

    assert answer.status_code == 302
    assert document.our_title == "Talks collapse"
    assert document.agency is not None
    assert document.headline_knowledge == Knowledge.UNREADABLE
    assert document.translation == Translation.MACHINE_SUSPECTED
    assert [act_name for act_name, _pk in ledger.acts()] == ["source.make", "document.edit"]


def test_facts_read_back_as_they_were_written(as_rosa: Client) -> None:
    document = make_document()
    address = reverse("document-facts", args=[document.pk])
    as_rosa.post(
        address, {**seen(document), "our_title": "Talks", "published": "2018-07-05 14:30 +02:00", "language": "en"}
    )
    shown = page(as_rosa.get(address))

    assert 'value="2018-07-05 14:30 +02:00"' in shown
    assert "5 July 2018, 14:30 +02:00" in page(as_rosa.get(reverse("document", args=[document.pk])))
    again = as_rosa.post(
        address, {**seen(document), "our_title": "Talks", "published": "2018-07-05 14:30 +02:00", "language": "en"}
    )
    assert again.status_code == 422
    assert "Nothing was changed" in page(again)


def test_a_date_that_cannot_be_read_is_said_beside_its_field_and_all_is_kept(as_rosa: Client, ledger: Ledger) -> None:
    document = make_document()
    answer = as_rosa.post(
        reverse("document-facts", args=[document.pk]), {"our_title": "Kept as typed", "published": "last Wensday"}
    )
    shown = page(answer)

    assert answer.status_code == 422
    assert '<a href="#id_published">“last Wensday” is not a date' in shown
    assert 'value="Kept as typed"' in shown
    assert ledger.acts() == []


def test_facts_that_somebody_changed_meanwhile_are_not_overwritten(as_rosa: Client, ledger: Ledger) -> None:
    document = make_document(version=3)
    answer = as_rosa.post(reverse("document-facts", args=[document.pk]), {"version": 2, "our_title": "Mine"})

    assert answer.status_code == 409
    assert 'value="Mine"' in page(answer)
    assert ledger.acts() == []


# --- Done with it, withdrawn, notes --------------------------------------------------------------------------------


def test_being_done_sets_proposals_aside_and_can_be_undone(as_rosa: Client, ledger: Ledger) -> None:
    document = make_document("“One,” he said. “Two,” she said.")
    claims = [make_claim(words=words, document=document) for words in ("“One,”", "“Two,”")]
    answer = as_rosa.post(reverse("document-act", args=[document.pk, "finish"]), {"version": 1}, follow=True)

    assert sorted(ledger.acts()) == sorted(
        [("document.finish", document.pk), *(("claim.set_aside", claim.pk) for claim in claims)]
    )
    assert f'action="/documents/{document.pk}/unfinish/"' in page(answer)
    act(as_rosa, document, "unfinish")
    assert set(Claim.objects.filter(pk__in=[claim.pk for claim in claims]).values_list("status", flat=True)) == {
        Status.PROPOSED
    }


def test_being_done_twice_is_refused_with_a_sentence(as_rosa: Client) -> None:
    document = make_document()
    act(as_rosa, document, "finish", version=1)
    answer = act(as_rosa, document, "finish", version=2)

    assert answer.status_code == 422
    assert "Nothing was changed" in page(answer)


def test_withdrawing_needs_a_reason_and_keeps_what_was_typed(as_clara: Client, ledger: Ledger) -> None:
    document = make_document()
    answer = act(as_clara, document, "withdraw", version=1, because="  ")

    assert answer.status_code == 422
    assert '<a href="#id_withdraw_because">Give a reason' in page(answer)
    assert ledger.acts() == []


def test_a_withdrawn_document_says_so_and_comes_back(as_clara: Client, as_rosa: Client) -> None:
    document = make_document(our_title="Came in by mistake")
    act(as_clara, document, "withdraw", version=1, because="Sent to us by mistake")

    shown = page(as_rosa.get(reverse("document", args=[document.pk])))
    assert "This document is withdrawn:" in shown
    assert "Sent to us by mistake" in shown
    assert "Bring it back" not in shown
    assert "Came in by mistake" not in page(as_rosa.get(reverse("documents")))
    assert "Came in by mistake" in page(as_rosa.get(reverse("documents") + "?show=withdrawn"))

    act(as_clara, document, "reinstate", version=2)
    assert "Came in by mistake" in page(as_rosa.get(reverse("documents")))


def test_a_note_is_written_by_anybody_who_reads(as_vera: Client, ledger: Ledger) -> None:
    document = make_document()
    act(as_vera, document, "note", body=f"Ask Beirut. {HOSTILE}")
    shown = page(as_vera.get(reverse("document", args=[document.pk])))

    note = Note.objects.get(document=document)
    assert ledger.acts() == [("note.add", note.pk)]
    assert "Ask Beirut." in shown
    assert "<script>alert" not in shown


def test_an_empty_note_is_refused_beside_its_field(as_vera: Client) -> None:
    answer = act(as_vera, make_document(), "note", body=" ")

    assert answer.status_code == 422
    assert 'id="id_note_body_error"' in page(answer)


def test_an_act_that_is_none_is_not_found(as_rosa: Client) -> None:
    assert act(as_rosa, make_document(), "explode").status_code == 404


# --- A claim by hand -----------------------------------------------------------------------------------------------


def test_words_selected_in_a_browser_become_a_claim_at_their_place(as_rosa: Client, ledger: Ledger) -> None:
    document = make_document("🔥🔥 The session\nis over, she said. The session\nis over.")
    exact, start16 = "The session\r\nis over", len("🔥🔥 ") + 2
    answer = mark(as_rosa, document, exact, start16=start16, end16=start16 + len("The session\nis over"))

    quotation = Quotation.objects.get(snapshot__document=document)
    assert (quotation.start, quotation.words) == (3, "The session\nis over")
    assert answer.headers["Location"] == f"/documents/{document.pk}/#c1"
    assert ledger.acts() == [("claim.mark", quotation.claim_id)]


def test_pasted_words_are_found_where_they_stand_once(as_rosa: Client) -> None:
    document = make_document("«انتهت الجلسة» قالت. End.")
    make_claim(words="قالت", document=document)
    answer = mark(as_rosa, document, "  «انتهت الجلسة» ", kind="direct")

    quotation = Quotation.objects.get(snapshot__document=document, start=0)
    assert quotation.kind == QuotationKind.DIRECT
    assert answer.headers["Location"].endswith("#c1")


def test_words_that_stand_in_several_places_are_offered_to_choose_from(as_rosa: Client) -> None:
    document = make_document("First: over. Second: over. Third: over.")
    answer = mark(as_rosa, document, "over")
    shown = page(answer)

    assert answer.status_code == 422
    assert "These words stand in 3 places" in shown
    assert shown.count('name="start" value="') == 3
    assert "\nover</textarea>" in shown

    mark(as_rosa, document, "over", start=21)
    assert Quotation.objects.get(snapshot__document=document).start == 21


def test_several_pieces_selected_in_a_browser_become_one_quotation(as_rosa: Client) -> None:
    document = make_document("“Over,” she said. “For now.”")
    mark(as_rosa, document, "“Over,” [...] “For now.”", start16="0,18", end16="7,28")

    assert [span.exact for span in Quotation.objects.get(snapshot__document=document).spans.all()] == [
        "“Over,”",
        "“For now.”",
    ]


def test_places_that_are_no_numbers_are_refused(as_rosa: Client) -> None:
    answer = mark(as_rosa, make_document("Over."), "Over.", start16="0,x", end16="5")
    assert answer.status_code == 422


def test_whoever_marked_words_comes_back_to_where_they_were_with_the_claim_in_the_address(as_rosa: Client) -> None:
    document = make_document("“Over,” the board wrote.")
    answer = mark(as_rosa, document, "Over", next="/review/5/?claim={claim}", is_copy_itself="on")

    claim = Claim.objects.get(quotations__snapshot__document=document)
    assert answer.headers["Location"] == f"/review/5/?claim={claim.pk}"
    assert claim.speaker_basis == SpeakerBasis.COPY


def test_words_that_do_not_stand_there_are_refused_and_kept(as_rosa: Client, ledger: Ledger) -> None:
    answer = mark(as_rosa, make_document(), "nobody said this")

    assert answer.status_code == 422
    assert "These words do not stand in this text" in page(answer)
    assert "nobody said this</textarea>" in page(answer)
    assert ledger.acts() == []


def test_marking_in_a_version_that_is_not_the_newest_is_refused(as_rosa: Client) -> None:
    document = make_document("Old words, he said.")
    old = document.snapshots.get()
    make_snapshot(document, "New words, he said.", number=2)
    answer = as_rosa.post(reverse("document-mark", args=[document.pk]), {"snapshot": old.pk, "exact": "Old words"})

    assert answer.status_code == 409
    assert "Old words</textarea>" in page(answer)


def test_a_viewer_may_not_mark(as_vera: Client) -> None:
    assert mark(as_vera, make_document(), "Story").status_code == 403


# --- Versions ------------------------------------------------------------------------------------------------------


@pytest.fixture
def moved(rosa: User) -> Document:
    """A story whose second version says one thing twice and another in other words."""
    document = make_document("“The talks failed,” he said. “We go on,” she said.")
    for words in ("“The talks failed,”", "“We go on,”"):
        make_claim(
            words=words,
            document=document,
            status=Status.ATTRIBUTED,
            attribution=Attribution.RELAYED,
            speaker=make_source(),
        )
    new = "“The talks failed,” he said. Again: “The talks failed,” he said. “We will go on,” she said."
    importing.import_version(document.pk, pasted(new, limit=5_000_000), by=acting(rosa))
    return document


def test_quotations_that_did_not_follow_wait_with_the_places_found(as_rosa: Client, moved: Document) -> None:
    shown = page(as_rosa.get(reverse("document", args=[moved.pk])))

    assert "2 quotations wait for you" in shown
    assert "These words stand in 2 places" in shown
    assert "These words do not stand in this version as they were" in shown


def test_a_quotation_gets_the_place_that_was_chosen(as_rosa: Client, moved: Document, ledger: Ledger) -> None:
    waiting = Quotation.objects.get(snapshot__document=moved, place=Place.WAITING, words="“The talks failed,”")
    answer = act(as_rosa, moved, "place", quotation=waiting.pk, version=waiting.claim.version, start=36)

    assert answer.status_code == 302
    assert Quotation.objects.get(follows=waiting).start == 36
    assert ledger.acts() == [("claim.place", waiting.claim_id)]


def test_a_quotation_gets_other_words(as_rosa: Client, moved: Document) -> None:
    waiting = Quotation.objects.get(snapshot__document=moved, place=Place.WAITING, words="“We go on,”")
    typed = {"quotation": waiting.pk, "version": waiting.claim.version}
    missing = act(as_rosa, moved, "place", **typed, exact="We never go on")
    act(as_rosa, moved, "place", **typed, exact="“We will go on,”", because="Reworded")

    assert missing.status_code == 422
    assert '<a href="#id_place_exact">These words do not stand in this text' in page(missing)
    assert "We never go on</textarea>" in page(missing)
    assert Quotation.objects.get(follows=waiting).words == "“We will go on,”"


def test_other_words_in_several_places_are_offered_to_choose_from(as_rosa: Client, moved: Document) -> None:
    waiting = Quotation.objects.get(snapshot__document=moved, place=Place.WAITING, words="“We go on,”")
    typed = {"quotation": waiting.pk, "version": waiting.claim.version, "exact": "talks"}
    answer = act(as_rosa, moved, "place", **typed)

    assert answer.status_code == 422
    assert "These words stand in 2 places. Choose one" in page(answer)
    act(as_rosa, moved, "place", **typed, start=41)
    assert Quotation.objects.get(follows=waiting).start == 41


def test_words_that_are_gone_wait_no_longer(as_rosa: Client, moved: Document, ledger: Ledger) -> None:
    waiting = Quotation.objects.filter(snapshot__document=moved, place=Place.WAITING)[0]
    act(as_rosa, moved, "gone", quotation=waiting.pk, version=waiting.claim.version)

    waiting.refresh_from_db()
    assert waiting.place == Place.GONE
    assert ledger.acts() == [("claim.words_gone", waiting.claim_id)]


def test_a_quotation_of_another_document_is_not_found_here(as_rosa: Client, moved: Document) -> None:
    waiting = Quotation.objects.filter(snapshot__document=moved, place=Place.WAITING)[0]

    assert act(as_rosa, make_document(), "gone", quotation=waiting.pk).status_code == 404


def test_an_older_version_can_be_read_and_not_worked_on(as_clara: Client, moved: Document) -> None:
    shown = page(as_clara.get(reverse("document", args=[moved.pk]) + "?version=1"))

    assert Story(shown).text == "“The talks failed,” he said. “We go on,” she said."
    assert 'id="q2"' in shown
    assert "This is version 1, as it stood" in shown
    for name in ("finish", "withdraw", "mark", "place", "facts"):
        assert f"/{moved.pk}/{name}/" not in shown
    assert as_clara.get(reverse("document", args=[moved.pk]) + "?version=3").status_code == 404


def test_the_bytes_are_saved_as_they_came(as_vera: Client) -> None:
    document = come_in("“Over,”\r\nshe said.")
    snapshot = document.snapshots.get()
    answer = as_vera.get(reverse("snapshot-raw", args=[document.pk, 1]))

    assert answer.content == "“Over,”\r\nshe said.".encode()
    assert sha256(answer.content).hexdigest() == snapshot.raw_sha256
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert snapshot.raw_sha256 in page(as_vera.get(reverse("document", args=[document.pk])))


def test_bytes_that_are_gone_are_said_to_be_gone(as_vera: Client) -> None:
    document = make_document()
    answer = as_vera.get(reverse("snapshot-raw", args=[document.pk, 1]))

    assert answer.status_code == 422
    assert "could not be read" in page(answer)


# --- The list ------------------------------------------------------------------------------------------------------


def test_documents_are_listed_newest_first_in_pages_that_neither_skip_nor_repeat(as_rosa: Client) -> None:
    made = [make_document(our_title=f"Story number {number:03}") for number in range(65)]
    seen, address = list[str](), reverse("documents")
    pages = 0
    while address:
        shown = page(as_rosa.get(address))
        seen += [part.split("<")[0] for part in shown.split('dir="auto">Story number ')[1:]]
        pages += 1
        address = (
            reverse("documents") + shown.split('rel="next" href="')[1].split('"')[0] if 'rel="next"' in shown else ""
        )

    assert seen == [document.our_title.removeprefix("Story number ") for document in reversed(made)]
    assert pages == 3
    back = page(as_rosa.get(f"{reverse('documents')}?before={made[30].pk}"))
    assert "Story number 031" in back
    assert "Story number 060" in back
    assert "Story number 030" not in back


def test_the_list_says_where_the_claims_of_a_document_stand(as_rosa: Client) -> None:
    document = make_document("“One,” he said. “Two,” she said.")
    make_claim(words="“One,”", document=document)
    make_claim(words="“Two,”", document=document, status=Status.UNVERIFIED)
    shown = page(as_rosa.get(reverse("documents")))

    assert 'aria-label="1 Proposed"' in shown
    assert 'aria-label="1 Unverified"' in shown


def test_documents_are_found_by_words_of_their_title(as_rosa: Client) -> None:
    make_document(our_title="Talks on southern Syria collapse")
    make_document(our_title="Harvest begins")

    shown = page(as_rosa.get(reverse("documents") + "?q=syria+TALKS"))
    assert "southern Syria" in shown
    assert "Harvest" not in shown
    assert "No document fits" in page(as_rosa.get(reverse("documents") + "?q=nothing+like+it"))


def test_done_and_undone_documents_are_told_apart(as_rosa: Client) -> None:
    done, fresh = make_document(our_title="Read already"), make_document(our_title="Still to read")
    act(as_rosa, done, "finish", version=1)

    assert fresh.our_title in page(as_rosa.get(reverse("documents") + "?show=unread"))
    assert done.our_title not in page(as_rosa.get(reverse("documents") + "?show=unread"))
    assert done.our_title in page(as_rosa.get(reverse("documents") + "?show=read"))


def test_copies_that_look_damaged_carry_a_sign_and_can_be_listed_alone(as_rosa: Client) -> None:
    damaged, whole = make_document(our_title="Torn story"), make_document(our_title="Clean story")
    as_read(damaged, damage_score=0.45)
    as_read(whole, damage_score=0.29)
    mended = make_document(our_title="Mended story")
    as_read(mended, damage_score=0.9)
    make_snapshot(mended, "Mended now.", number=2)

    assert page(as_rosa.get(reverse("documents"))).count("This copy looks damaged") == 1
    shown = page(as_rosa.get(reverse("documents") + "?show=damaged"))
    assert "Torn story" in shown
    assert "Clean story" not in shown
    assert "Mended story" not in shown


def test_an_empty_list_says_what_to_do_next(as_rosa: Client) -> None:
    assert "No story has come in yet" in page(as_rosa.get(reverse("documents")))


@pytest.mark.parametrize("query", ["?after=x", "?before=-1", "?after=9999999999999999999", "?show=nonsense", "?q=%00"])
def test_an_address_that_makes_no_sense_shows_the_list(as_rosa: Client, query: str) -> None:
    assert as_rosa.get(reverse("documents") + query).status_code == 200


def test_the_list_costs_the_same_queries_for_any_number_of_documents(
    as_rosa: Client, django_assert_num_queries: Any
) -> None:
    for _number in range(2):
        make_claim()
    with django_assert_num_queries(6):
        as_rosa.get(reverse("documents"))
    for _number in range(20):
        make_claim()
    with django_assert_num_queries(6):
        as_rosa.get(reverse("documents"))


def test_a_card_draws_the_way_of_its_words_in_one_line_and_says_it(as_rosa: Client, seed: Document) -> None:
    page = as_rosa.get(reverse("document", args=[seed.pk])).content.decode()
    first = re.search(r'<svg class="chain-small".*?</svg>', page, re.DOTALL)

    assert first
    assert page.count('<svg class="chain-small"') > 5
    assert 'role="img"' in first[0]
    assert "said it." in first[0]
    assert "Then " in first[0]
    ids = re.findall(r'<title id="(way-\d+)">', page)
    assert len(ids) == len(set(ids))


def test_a_chain_of_hostile_names_is_drawn_and_never_run(as_rosa: Client) -> None:
    claim = make_claim()
    for position in (0, 1):
        Relay.objects.create(
            quotation=claim.quotations.get(),
            position=position,
            knowledge=Knowledge.KNOWN,
            name="<script>alert(1)</script>",
            roles=["relayer"],
            basis="printed",
        )
    document = claim.quotations.get().snapshot.document
    page = as_rosa.get(reverse("document", args=[document.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_disguise_is_told_at_the_top_and_shown_in_its_place_however_sound_the_copy_looks(
    as_rosa: Client, rosa: User
) -> None:
    story = bring_in(HARBOUR.replace("Marta", "M\u0430rta").replace("closed", "clo\u200bsed", 1), by=acting(rosa))

    shown = page(as_rosa.get(reverse("document", args=[story.document.pk])))

    assert "Something in this copy is not what it seems" in shown
    assert "This word mixes letters of several alphabets that look alike (1)" in shown
    assert "Letters that nobody sees stand here (1)" in shown
    assert story.snapshot.text.count("M\u0430rta") == 1
