"""A long list is handed over while it is made: nobody has a whole list without a line, and half a list has one too."""

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest
from django.contrib.auth.models import User
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from claims.errors import Refusal, Refused
from claims.exports import FORMATS
from claims.models import Claim, Export
from claims.records.checking import Attribution, Verdict
from claims.services import exporting, handing_over
from claims.tests.conftest import Ledger, acting
from claims.tests.test_exporting import listed, make_verified
from claims.tests.test_one_moment import meanwhile
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

IN_PIECES = [key for key, known in FORMATS.items() if known.pieces]


def handed_over(by: User, *, format: str = "csv") -> Iterator[bytes]:
    """A list in pieces of a hundred bytes, and as slow as can be."""
    return handing_over.hand_over(listed(), format=format, by=acting(by), piece=100, ahead=0)


@pytest.mark.parametrize("format", IN_PIECES)
def test_what_is_handed_over_is_the_file_that_would_be_written_and_its_hash_is_in_the_ledger(
    format: str, edith: User, ledger: Ledger
) -> None:
    for _number in range(3):
        make_verified()
    with exporting.export(listed(), format=format, by=acting(edith)).file as file:
        written = file.read()
    ledger.new()
    assert b"".join(handed_over(edith, format=format)) == written
    [event], kept = ledger.new(), Export.objects.latest("pk")
    assert (event.act, event.subject_id, kept.rows, kept.sha256) == (
        "export.make",
        kept.pk,
        3,
        sha256(written).hexdigest(),
    )
    assert json.loads(event.body)["after"]["sha256"] == kept.sha256


def test_nobody_has_a_whole_list_before_its_line_stands(edith: User) -> None:
    for _number in range(3):
        make_verified()
    pieces, had = handed_over(edith), {False: 0, True: 0}
    for piece in pieces:
        had[Export.objects.exists()] += len(piece)
    assert had[False], "it begins before it is made"
    assert had[True], "and ends after its line"


def test_who_hangs_up_leaves_a_line_that_says_so_and_how_much_can_have_left(edith: User, ledger: Ledger) -> None:
    for _number in range(3):
        make_verified()
    pieces = handed_over(edith)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]  # as a server does when the connection is gone
    [event], [kept] = ledger.new(), Export.objects.all()
    assert (event.act, kept.sha256) == ("export.break_off", "")
    assert json.loads(event.body)["after"]["sha256"] is None
    assert kept.rows < 3


def test_a_list_that_nobody_began_to_fetch_leaves_no_line(edith: User, ledger: Ledger) -> None:
    handed_over(edith).close()  # type: ignore[attr-defined]
    assert not ledger.new()


def test_a_reporter_is_handed_nothing(rosa: User, ledger: Ledger) -> None:
    with pytest.raises(Refused) as refused:
        handed_over(rosa)
    assert refused.value.code is Refusal.NOT_ALLOWED
    assert not ledger.new()


@pytest.mark.parametrize(
    ("protocol", "server", "is_at_once"),
    [("HTTP/1.1", "gunicorn/23", True), ("HTTP/1.0", "gunicorn/23", False), ("HTTP/1.1", "WSGIServer/0.2", False)],
)
def test_the_page_hands_a_long_list_over_while_it_is_made_where_its_end_can_be_seen(
    client: Client, edith: User, protocol: str, server: str, *, is_at_once: bool
) -> None:
    verified = {"status": Status.VERIFIED, "attribution": Attribution.CONFIRMED, "verdict": Verdict.TRUE}
    Claim.objects.bulk_create(Claim(statement=f"Boat {number}.", **verified) for number in range(10_001))
    client.force_login(edith)
    asked = {"what": "listed", "format": "jsonl"}
    answer = client.post(reverse("export"), asked, SERVER_PROTOCOL=protocol, SERVER_SOFTWARE=server)
    assert isinstance(answer, StreamingHttpResponse)
    assert Export.objects.exists() is not is_at_once
    assert ("X-SHA256" in answer, "Content-Length" in answer) == (not is_at_once, not is_at_once)
    body = b"".join(answer)
    assert (body.count(b"\n"), sha256(body).hexdigest()) == (10_001, Export.objects.get().sha256)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hangs_up", [False, True])
def test_others_write_while_a_list_is_handed_over_and_it_shows_one_moment(edith: User, *, hangs_up: bool) -> None:
    for _number in range(3):
        make_verified()
    pieces = handed_over(edith, format="jsonl")
    body = next(pieces)
    meanwhile(make_verified)
    if hangs_up:
        pieces.close()  # type: ignore[attr-defined]
    body += b"".join(pieces)
    kept = Export.objects.get()
    assert (kept.sha256 == "") is hangs_up
    assert hangs_up or body.count(b"\n") == kept.rows == 3
