"""The page of the export: what a list will hold, what it leaves out, and the file itself."""

import io
import re
from hashlib import sha256
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.choices import formats
from claims.exports import FORMATS
from claims.models import Event, Export
from claims.tests.factories import make_document, make_source
from claims.tests.test_exporting import EVERY_FORMAT, make_verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

PAGE = reverse("export")


def text_of(html: bytes) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html.decode())).split())


@pytest.fixture
def editor(client: Client, edith: User) -> Client:
    """An editor, signed in."""
    client.force_login(edith)
    return client


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_reporter_reads_why_the_export_is_closed(client: Client, rosa: User, method: str) -> None:
    client.force_login(rosa)
    response = getattr(client, method)(PAGE)
    assert response.status_code == 403
    assert "Your role does not include this. Ask an editor or a chief." in text_of(response.content)
    assert not Event.objects.filter(act="export.make").exists()


def test_the_page_says_how_many_rows_what_is_left_out_and_what_decides(editor: Client) -> None:
    make_verified(words="sail again")
    said = text_of(editor.get(PAGE).content)
    assert "1 claim 1 row" in said
    assert "The filter names no status: this is what is verified." in said
    assert "Left out: 1 proposed, 1 unverified, 1 set aside." in said
    assert all(f"Download {known.name}" in said for known in FORMATS.values())
    assert "Everything shown" in said


def test_the_page_says_what_each_format_is_for(editor: Client) -> None:
    assert set(formats.MEANINGS) == set(FORMATS)
    said = text_of(editor.get(PAGE).content)
    assert all(f"{FORMATS[key].name} {meaning}" in said for key, meaning in formats.MEANINGS.items())


def test_a_filter_of_open_statuses_has_one_list_to_offer(editor: Client) -> None:
    said = text_of(editor.get(PAGE, {"status": "proposed"}).content)
    assert "The filter names the status, and that decides." in said
    assert "Everything shown" not in said


def test_the_list_leads_to_the_export_of_exactly_its_filter(editor: Client) -> None:
    html = editor.get(reverse("claims"), {"status": "proposed", "q": "statement"}).content.decode()
    assert f'href="{PAGE}?q=statement&amp;status=proposed"' in html


@EVERY_FORMAT
def test_a_button_hands_over_the_file_that_the_ledger_has_the_hash_of(editor: Client, format: str) -> None:
    make_verified()
    response = editor.post(f"{PAGE}?q=statement", {"what": "listed", "format": format})
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a file comes in pieces
    kept = Export.objects.get()
    assert sha256(body).hexdigest() == kept.sha256 == response["X-SHA256"]
    assert (
        f'filename="claimtrail-verified-{timezone.localdate()}{FORMATS[format].suffix}"'
        in response["Content-Disposition"]
    )
    assert len(list(FORMATS[format].read(io.BytesIO(body)))) == kept.rows == 1


@pytest.mark.parametrize(("query", "rows"), [("", 2), ("?show=all", 3), ("?status=set_aside", 1)])
def test_everything_shown_is_just_what_the_list_shows(editor: Client, query: str, rows: int) -> None:
    response = editor.post(PAGE + query, {"what": "all", "format": "csv"})
    what = "set-aside" if "set_aside" in query else "claims"
    assert f"claimtrail-{what}-" in response["Content-Disposition"]
    assert Export.objects.get().rows == rows
    listed = editor.get(reverse("claims") + query)
    assert f"{rows} of {rows} claim" in text_of(listed.content)


def test_what_the_list_does_not_show_is_said_to_be_left_out(editor: Client) -> None:
    assert "1 set aside" in text_of(editor.get(PAGE).content)


@pytest.mark.parametrize("sent", [{}, {"what": "listed", "format": "docx"}, {"what": "some", "format": "csv"}])
def test_a_list_or_format_that_there_is_not_is_refused(editor: Client, sent: dict[str, str]) -> None:
    assert editor.post(PAGE, sent).status_code == 400
    assert not Export.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_filter_that_is_not_understood_exports_nothing(editor: Client, method: str) -> None:
    response = getattr(editor, method)(f"{PAGE}?verdict=perhaps", {"what": "listed", "format": "csv"})
    if method == "get":
        response = editor.get(f"{PAGE}?verdict=perhaps")
    assert response.status_code == 422
    assert "Nothing can be exported yet" in text_of(response.content)
    assert not Export.objects.exists()


def test_the_filters_of_the_list_hold_for_the_file_too(editor: Client) -> None:
    agency, solheim = make_source("Agence Tolvik"), make_source("Marta Solheim")
    story = make_document("Nobody is to sail.", our_title="Harbour talks")
    one = make_verified(speaker=solheim, source=agency, document=story)
    make_verified()
    today = str(timezone.localdate(one.created))
    for name, value in (
        ("source", "Agence Tolvik"),
        ("speaker", "Marta Solheim"),
        ("document", "Harbour talks"),
    ):
        body = b"".join(
            editor.post(  # type: ignore[attr-defined]  # a file comes in pieces
                f"{PAGE}?{name}={value}&created_from={today}", {"what": "listed", "format": "jsonl"}
            ).streaming_content
        )
        assert [row.claim_id for row in FORMATS["jsonl"].read(io.BytesIO(body))] == [one.pk]  # type: ignore[attr-defined]
