"""Tests: the page on which a story comes in, as a new document or as a new version of one that is here."""

from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from claims.models import Document, Quotation, Snapshot
from claims.records.provenance import DatePrecision, Knowledge
from claims.services import filestore
from claims.tests.conftest import Ledger, seen
from claims.tests.factories import make_claim, make_document

pytestmark = pytest.mark.django_db

SEED = settings.BASE_DIR / "seeds" / "000_5b480d06e382cc43.txt"
AFP = "Talks failed.\r\n\r\n“We go on,” Jabbawi told AFP. 🔥 «انتهت»\r\n"
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def as_rosa(client: Client, rosa: User, noise: None) -> Client:
    """The reporter at her browser."""
    client.force_login(rosa)
    return client


def send(browser: Client, **typed: object) -> Any:
    """Send the form of the import page."""
    return browser.post(reverse("import"), typed)


def page(answer: Any) -> str:
    """A page as text."""
    text: str = answer.content.decode()
    return text


def file(content: bytes, name: str = "story.txt") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="text/plain")


def newest() -> Snapshot:
    """The version that came in last."""
    return Snapshot.objects.select_related("document").order_by("-pk")[0]


def test_a_pasted_story_is_kept_whole_and_leads_to_its_page(as_rosa: Client, ledger: Ledger) -> None:
    answer = as_rosa.post(reverse("import"), {"text": SEED.read_text(encoding="utf-8")}, follow=True)
    document = newest().document
    claims = Quotation.objects.filter(snapshot__document=document).count()

    assert answer.redirect_chain == [(reverse("document", args=[document.pk]), 302)]
    assert f"The story is here: {claims} quoted claims proposed. Read as English" in page(answer)
    acts = [act for act, _pk in ledger.acts()]
    assert acts[0] == "document.import"
    assert acts[1:] == ["claim.propose"] * claims


def test_a_text_too_long_to_be_searched_whole_says_how_far_it_was(as_rosa: Client) -> None:
    answer = as_rosa.post(reverse("import"), {"text": "Nothing was said at the harbour. " * 16_000}, follow=True)
    assert "Only the first 500,000 characters were searched for quotations" in page(answer)


def test_white_space_stays_and_line_ends_become_plain_before_hashing(as_rosa: Client) -> None:
    send(as_rosa, text=f"  \r\n{AFP}  ")
    plain = f"  \n{AFP}  ".replace("\r\n", "\n")

    assert newest().text == plain
    assert newest().text_sha256 == sha256(plain.encode()).hexdigest()


def test_a_file_is_kept_with_the_very_bytes_that_came(as_rosa: Client) -> None:
    raw = AFP.encode("utf-16")
    send(as_rosa, file=file(raw, "wire.txt"))

    assert (newest().name, newest().text) == ("wire.txt", AFP.replace("\r\n", "\n"))
    assert filestore.read(newest().raw_sha256) == raw


def test_facts_come_in_with_the_story_and_each_may_stay_unknown(as_rosa: Client) -> None:
    send(
        as_rosa,
        text=AFP,
        our_title="Talks fail",
        agency="AFP",
        publisher_is="absent",
        headline_is="unreadable",
        published="2018-07",
        address="https://example.org/talks",
    )
    document = newest().document

    assert document.our_title == "Talks fail"
    assert str(document.agency) == "AFP"
    assert document.publisher_knowledge == Knowledge.ABSENT
    assert document.headline_knowledge == Knowledge.UNREADABLE
    assert document.language_knowledge == Knowledge.UNKNOWN
    assert document.published_precision == DatePrecision.MONTH


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"text": " \r\n "}, "text", "There are no words in it."),
        ({}, "text", "There are no words in it."),
        ({"text": "a\0b"}, "text", "There are NUL characters in it, the first at character 2."),
        ({"text": AFP, "published": "last Wensday"}, "published", "“last Wensday” is not a date"),
        ({"text": AFP, "address": "javascript:alert(1)"}, "address", "is not an address that begins with http"),
        ({"text": AFP, "agency": "AFP", "agency_is": "absent"}, "agency", "Take one of the two away."),
        ({"text": AFP, "our_title": "t" * 301}, "our_title", "at most 300 characters"),
        ({"text": AFP, "of": "999999"}, "of", "There is no document with this number."),
        ({"text": AFP, "of": "the other one"}, "of", "Give the number of a document"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_everything_typed_is_kept(
    as_rosa: Client, ledger: Ledger, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = send(as_rosa, encoding="windows-1256", **typed)
    shown = page(answer)

    assert answer.status_code == 422
    assert f'<a href="#id_{field}">' in shown
    assert f'id="id_{field}_error"' in shown
    assert sentence in shown.replace("&quot;", '"')
    assert 'value="windows-1256"' in shown
    assert typed.get("text") != AFP or "“We go on,” Jabbawi told AFP." in shown
    assert ledger.acts() == []


@pytest.mark.parametrize(
    ("content", "name", "field", "sentence"),
    [
        (b"", "empty.txt", "file", "There are no words in it."),
        (b"%PDF-1.7 ...", "story.pdf", "file", "“story.pdf” is a PDF"),
        (b"a\0b and more words", "nul.txt", "file", "There are NUL characters in it"),
    ],
)
def test_a_file_that_cannot_be_read_has_to_be_chosen_again(
    as_rosa: Client, content: bytes, name: str, field: str, sentence: str
) -> None:
    answer = send(as_rosa, file=file(content, name))
    shown = page(answer)

    assert answer.status_code == 422
    assert sentence in shown
    assert f"choose “{name}” again" in shown
    assert Document.objects.filter(our_title=name).count() == 0


def test_an_encoding_that_cannot_be_told_can_be_said(as_rosa: Client) -> None:
    raw = "„Wir gehen nicht“, sagte Frau Müller.".encode("cp1252")
    answer = send(as_rosa, file=file(raw), encoding="no-such-encoding")
    assert answer.status_code == 422
    assert '<a href="#id_encoding">Its encoding could not be told.' in page(answer)

    send(as_rosa, file=file(raw), encoding="windows-1252")
    assert (newest().encoding, newest().encoding_basis) == ("cp1252", "declared")


def test_the_text_of_a_file_is_not_lost_when_something_else_is_wrong(as_rosa: Client) -> None:
    answer = send(as_rosa, file=file(AFP.encode(), "wire.txt"), published="last Wensday")
    shown = page(answer)

    assert "“wire.txt” has to be chosen again" in shown
    assert "“We go on,” Jabbawi told AFP. 🔥 «انتهت»" in shown
    assert 'name="kept_from" value="wire.txt"' in shown


def test_a_file_chosen_again_counts_and_not_the_text_that_was_kept_of_it(as_rosa: Client) -> None:
    send(as_rosa, file=file(AFP.encode(), "wire.txt"), text="kept of it", kept_from="wire.txt")

    assert newest().name == "wire.txt"


def test_a_text_and_a_file_at_once_are_refused(as_rosa: Client, ledger: Ledger) -> None:
    answer = send(as_rosa, file=file(b"Some other words."), text="These words.")

    assert answer.status_code == 422
    assert "There is a text in the box as well." in page(answer)
    assert "These words.</textarea>" in page(answer)
    assert ledger.acts() == []


@override_settings(IMPORT_MAX_BYTES=100)
@pytest.mark.parametrize("how", ["text", "file"])
def test_what_is_too_large_is_said_with_its_size(as_rosa: Client, how: str) -> None:
    words = "word " * 30
    answer = send(as_rosa, **{how: words if how == "text" else file(words.encode())})

    assert answer.status_code == 422
    assert "It has 150 bytes; at most 100 are taken." in page(answer)


def test_the_same_text_again_leads_to_the_document_that_is_here(as_rosa: Client, ledger: Ledger) -> None:
    send(as_rosa, text=AFP)
    document = newest().document
    ledger.new()
    answer = send(as_rosa, file=file(AFP.replace("\r\n", "\n").encode()), our_title="Another title")

    assert answer.status_code == 422
    assert f"This text is here already: “{document.our_title}”." in page(answer)
    assert f'<a href="/documents/{document.pk}/"' in page(answer)
    assert 'value="Another title"' in page(answer)
    assert ledger.acts() == []


def test_a_hostile_story_is_kept_and_shown_as_words(as_rosa: Client) -> None:
    send(as_rosa, text=f"{HOSTILE} “Over,” {HOSTILE} said.", our_title=HOSTILE, publisher=HOSTILE)
    shown = page(as_rosa.get(reverse("document", args=[newest().document_id])))

    assert HOSTILE in newest().text
    assert HOSTILE not in shown
    refused = page(send(as_rosa, text=HOSTILE, our_title=HOSTILE, published=HOSTILE, address=HOSTILE))
    assert HOSTILE not in refused


# --- New versions --------------------------------------------------------------------------------------------------


def test_a_new_version_says_what_became_of_its_quotations(as_rosa: Client, ledger: Ledger) -> None:
    document = make_document("“We go on,” he said. “It is over,” she said.")
    claim = make_claim(words="“We go on,”", document=document)
    address = reverse("document-version", args=[document.pk])
    answer = as_rosa.post(address, {"text": "Correction. “We go on,” he said.", "version": 1}, follow=True)

    assert answer.redirect_chain == [(reverse("document", args=[document.pk]), 302)]
    assert "Version 2 is here: 1 quotation followed" in page(answer)
    acts = ledger.acts()
    assert ("claim.follow", claim.pk) in acts
    assert acts.count(("document.version", document.pk)) == 1


def test_a_new_version_can_be_named_on_the_import_page_by_number_or_address(as_rosa: Client) -> None:
    document = make_document("Old words, he said.")
    for number, of in enumerate([str(document.pk), f"https://desk.example/documents/{document.pk}/"]):
        asked = send(as_rosa, text=f"New words {number}, he said.", of=of)
        assert f"This is “{document.our_title}”. Send it once more" in asked.content.decode()
        assert f'name="shown" value="{document.pk}"' in asked.content.decode()
        send(as_rosa, text=f"New words {number}, he said.", of=of, shown=document.pk, **seen(document))

    assert document.snapshots.count() == 3


def test_a_new_version_brings_no_facts(as_rosa: Client) -> None:
    document = make_document()
    answer = send(as_rosa, text="New words, he said.", of=str(document.pk), agency="AFP")

    assert answer.status_code == 422
    assert "A new version keeps the facts of its document." in page(answer)
    assert document.snapshots.count() == 1


def test_the_same_words_are_no_new_version(as_rosa: Client) -> None:
    document = make_document("Old words, he said.")
    answer = as_rosa.post(reverse("document-version", args=[document.pk]), {"text": "Old words, he said."})

    assert answer.status_code == 422
    assert "This is the text that document has already." in page(answer)
    assert "Old words, he said.</textarea>" in page(answer)


def test_a_version_on_top_of_one_that_somebody_changed_meanwhile_is_refused(as_rosa: Client) -> None:
    document = make_document(version=4)
    answer = as_rosa.post(reverse("document-version", args=[document.pk]), {"text": "New words.", "version": 3})

    assert answer.status_code == 409
    assert "New words.</textarea>" in page(answer)


def test_a_viewer_does_not_import(client: Client, vera: User, ledger: Ledger) -> None:
    client.force_login(vera)

    assert client.get(reverse("import")).status_code == 403
    assert send(client, text=AFP).status_code == 403
    assert client.get(reverse("document-version", args=[make_document().pk])).status_code == 403
    assert ledger.acts() == []


def test_the_page_can_be_sent_without_scripts_and_names_its_fields(as_rosa: Client) -> None:
    shown = page(as_rosa.get(reverse("import")))

    assert 'enctype="multipart/form-data"' in shown
    assert 'name="text"' in shown
    for fact in ("headline", "publisher", "agency", "published", "address", "language"):
        assert f'<label for="id_{fact}">' in shown
        assert f'name="{fact}_is"' in shown
    assert "at most 4.8" in shown


def test_names_are_offered_to_whoever_types_a_publisher(as_rosa: Client) -> None:
    send(as_rosa, text=AFP, publisher="Daily Planet")

    assert 'value="Daily Planet"' in page(as_rosa.get(reverse("source-names"), {"q": "dail"}))
