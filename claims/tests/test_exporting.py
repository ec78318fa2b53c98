"""Lists are taken out as files: what they hold, what they leave out, and the line each leaves in the ledger."""

import json
import re
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from pytest_django import Settings

from claims.errors import Refusal, Refused
from claims.exports import FORMATS
from claims.exports.rows import ExportRow
from claims.filters import ClaimFilter
from claims.models import Claim, Evidence, Export, Finding, Quotation, Relay
from claims.querysets import ClaimQuerySet
from claims.records.acts import SubjectKind
from claims.records.checking import Attribution, FindingState, Verdict
from claims.records.provenance import Basis, Knowledge, Place, RelayRole, SpeakerBasis
from claims.selectors import export_rows, export_sheet
from claims.services import exporting
from claims.services.exporting import Asked, Selection
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_document, make_quotation, make_source
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

YESTERDAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
EVERY_FORMAT = pytest.mark.parametrize("format", list(FORMATS))


def show(asked: Asked) -> ClaimQuerySet:
    """What the filters of the list show."""
    claims: ClaimQuerySet = ClaimFilter(MultiValueDict(asked), Claim.objects.all()).qs
    return claims


def listed(**asked: list[str]) -> Selection:
    """The list of what is asked."""
    return exporting.listed(asked, show=show)


def everything(**asked: list[str]) -> Selection:
    """All that is asked, whatever its status."""
    return exporting.everything(asked, show=show)


def rows_of(selection: Selection) -> list[ExportRow]:
    """The rows of a list."""
    return list(export_rows.rows(selection.claims))


def cells_of(row: ExportRow) -> dict[str, object]:
    """The cells of a row, by the keys of their columns."""
    return dict(zip(export_sheet.COLUMNS, export_sheet.sheet().cells(row), strict=True))


def make_verified(statement: str = "", **values: object) -> Claim:
    """A claim that is verified."""
    return make_claim(
        statement,
        status=Status.VERIFIED,
        attribution=Attribution.CONFIRMED,
        verdict=Verdict.TRUE,
        **values,  # type: ignore[arg-type]  # the factory's own
    )


def add_step(quotation: Quotation, position: int, name: str = "", **values: object) -> None:
    """One step of a chain."""
    usual = {
        "knowledge": Knowledge.KNOWN if name else Knowledge.UNKNOWN,
        "roles": [RelayRole.SPEAKER],
        "basis": Basis.PRINTED,
    }
    Relay.objects.create(quotation=quotation, position=position, name=name, **usual | values)


# --- Which claims --------------------------------------------------------------------------------------------------


def test_a_list_that_names_no_status_holds_what_is_verified_and_not_stale() -> None:
    verified = make_verified()
    make_verified(stale_since=YESTERDAY)
    assert [row.claim_id for row in rows_of(listed())] == [verified.pk]


def test_a_status_that_the_filter_names_decides() -> None:
    make_verified()
    assert {row.status for row in rows_of(listed(status=["proposed"]))} == {"proposed"}


def test_a_stale_claim_leaves_every_list_of_what_was_decided_unless_it_is_asked_for() -> None:
    stale = make_verified(stale_since=YESTERDAY)
    assert rows_of(listed(status=["verified", "proposed"]))[0].status == "proposed"
    assert [row.claim_id for row in rows_of(listed(stale=["yes"]))] == [stale.pk]


def test_everything_holds_every_status_and_the_stale_ones() -> None:
    make_verified(stale_since=YESTERDAY)
    assert {row.status for row in rows_of(everything())} == {"verified", "proposed", "unverified", "set_aside"}


def test_the_other_filters_hold_too() -> None:
    one = make_verified("The ferries sail again.")
    make_verified("The harbour is closed.")
    assert [row.claim_id for row in rows_of(listed(q=["ferries"]))] == [one.pk]


def test_what_is_left_out_is_said_by_status() -> None:
    make_verified(stale_since=YESTERDAY)
    said = exporting.sentence(exporting.left_out(listed()))
    assert said == "Left out: 1 proposed, 1 unverified, 1 set aside, 1 stale."
    assert exporting.sentence(exporting.left_out(everything())) == "Nothing is left out."


def test_what_a_format_has_no_place_for_is_left_out_and_said(edith: User) -> None:
    verified = make_verified()
    make_verified(stale_since=YESTERDAY)
    make_claim(status=Status.ATTRIBUTED, attribution=Attribution.RELAYED)
    exported = exporting.export(everything(), format="claimreview", by=acting(edith))
    with exported.file as file:
        assert [review["version"] for review in FORMATS["claimreview"].read(file)] == [verified.version]  # type: ignore[index]  # plain JSON
    said = exporting.sentence(exported.left_out)
    assert said == "Left out: 1 proposed, 1 unverified, 1 attributed, 1 set aside, 1 stale."
    assert exported.rows == 1


def test_a_list_that_a_format_has_no_place_for_at_all_is_empty(edith: User) -> None:
    exported = exporting.export(listed(status=["proposed"]), format="claimreview", by=acting(edith))
    with exported.file as file:
        assert (list(FORMATS["claimreview"].read(file)), exported.rows) == ([], 0)


# --- Which rows ----------------------------------------------------------------------------------------------------


def test_a_claim_with_two_quotations_is_two_rows_the_primary_one_first() -> None:
    claim = make_verified(words="sail again")
    make_quotation(claim, make_document("They “sail once more”."), "sail once more")
    assert [(row.words, row.is_primary) for row in rows_of(listed())] == [
        ("sail again", True),
        ("sail once more", False),
    ]
    assert exporting.preview(listed()).rows.number == 2


def test_a_claim_entered_by_hand_is_one_row_without_words() -> None:
    claim = Claim.objects.create(statement="Entered by hand.")
    [row] = [row for row in rows_of(listed(status=["proposed"])) if row.claim_id == claim.pk]
    assert (row.words, row.quotation_id, row.chain) == (None, None, ())
    assert cells_of(row)["copy"] == "entered without a quotation"
    assert exporting.preview(listed(status=["proposed"])).rows.number == 2


def test_words_that_were_followed_and_copies_that_were_withdrawn_are_no_rows() -> None:
    claim = make_verified(words="sail again")
    make_quotation(claim, make_document("They “sail”."), "sail", place=Place.FOLLOWED)
    make_quotation(claim, make_document("“Sail!”", withdrawn_at=YESTERDAY), "Sail!")
    assert [row.words for row in rows_of(listed())] == ["sail again"]
    assert exporting.preview(listed()).rows.number == 1


def test_an_editors_reading_says_so_where_the_speaker_stands() -> None:
    make_verified(speaker=make_source("Marta Solheim"))
    Claim.objects.filter(status="verified").update(speaker_basis=SpeakerBasis.EDITOR, version=2)
    assert cells_of(rows_of(listed())[0])["speaker"] == "[Marta Solheim] (editor's reading, not printed)"


def test_the_chain_says_what_is_inferred_what_an_editor_reads_and_what_is_unknown() -> None:
    quotation = make_verified().quotations.get()
    add_step(quotation, 0, "Marta Solheim", basis=Basis.EDITOR)
    add_step(quotation, 1, roles=[RelayRole.AGENCY])
    add_step(quotation, 2, "The Gazette", roles=[RelayRole.OUTLET], basis=Basis.INFERRED, inferred_from="the address")
    [row] = rows_of(listed())
    assert cells_of(row)["chain"] == "Marta Solheim (editor's reading) > agency: unknown > The Gazette (inferred)"


def test_a_row_says_who_checked_it_when_why_and_on_what(edith: User, emil: User) -> None:
    claim = make_verified()
    Finding.objects.create(
        claim=claim,
        number=1,
        state=FindingState.AGREED,
        attribution=Attribution.CONFIRMED,
        verdict=Verdict.TRUE,
        reason="Heard on tape.",
        made_by=edith,
        made_at=YESTERDAY,
        second_by=emil,
        second_at=YESTERDAY,
    )
    Evidence.objects.create(
        claim=claim, kind="link", stance="supports", address="https://example.org/tape", added_by=edith
    )
    cells = cells_of(rows_of(listed())[0])
    assert cells["checked_by"] == "Edith Marlow, agreed by Emil Okafor"
    assert str(cells["when"]) == timezone.localtime(YESTERDAY).isoformat(timespec="seconds")
    assert cells["why"] == "Heard on tape."
    assert "https://example.org/tape" in str(cells["evidence"])


@pytest.mark.parametrize("zone", ["UTC", "Europe/Vienna", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"])
def test_a_moment_stands_in_the_desks_zone_also_when_its_clocks_change(
    zone: str, edith: User, settings: Settings
) -> None:
    settings.TIME_ZONE = zone
    changes = datetime(2026, 3, 29, 0, 25, 59, 999_999, tzinfo=UTC)
    moments = [changes + number * timedelta(minutes=17) for number in range(5)]
    moments += [datetime(2026, month, day, 15, 7, 8, tzinfo=UTC) for month, day in ((4, 4), (10, 3), (12, 31))]
    answers = {"attribution": Attribution.CONFIRMED, "verdict": Verdict.TRUE, "reason": "Heard.", "made_by": edith}
    for moment in moments:
        Finding.objects.create(claim=make_verified(), number=1, made_at=moment, **answers)
    read = {row.checked_at for row in rows_of(listed())}
    assert read == {moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds") for moment in moments}


def test_a_chunk_costs_seven_queries_however_many_claims_it_has() -> None:
    for _number in range(7):
        make_verified()
    for chunk, queries in ((7, 2 + 7), (3, 2 + 7 * 3)):  # and one for the claims, one for the people
        with CaptureQueriesContext(connection) as seen:
            assert len(list(export_rows.rows(listed().claims, chunk=chunk))) == 7
        assert len(seen) == queries


def test_what_is_read_stands_in_the_order_of_the_fields_of_a_row() -> None:
    names = [field.name for field in fields(ExportRow)]
    read = [*export_rows.OF_CLAIM, *export_rows.OF_WORDS]
    assert names[: len(read)] == read


# --- The file and its line in the ledger ---------------------------------------------------------------------------


@EVERY_FORMAT
def test_an_export_leaves_one_event_and_one_row_with_its_filter_rows_and_hash(
    format: str, edith: User, ledger: Ledger
) -> None:
    make_verified()
    with exporting.export(listed(q=["statement"]), format=format, by=acting(edith)).file as file:
        digest = sha256(file.read()).hexdigest()
    [event], [kept] = ledger.new(), Export.objects.all()
    asked = {"q": ["statement"], "stale": ["no"], "status": ["verified"]}
    assert (event.act, event.subject_kind, event.subject_id) == ("export.make", SubjectKind.EXPORT, kept.pk)
    assert event.actor_id == kept.made_by_id == edith.pk
    facts = {"filter": asked | {"q": True}, "format": format, "rows": 1, "sha256": digest}
    told = json.loads(event.body)["after"]
    assert told == facts | {"filter_sha256": sha256(kept.filter.encode()).hexdigest()}
    assert (json.loads(kept.filter), kept.format, kept.rows, kept.sha256) == (asked, format, 1, digest)


def test_no_name_that_was_asked_for_stands_in_the_ledger(edith: User, ledger: Ledger) -> None:
    agency, document = make_source("Fjordpress", aliases=["FJP"]), make_document(our_title="Marta Solheim resigns")
    asked = {"q": ["solheim"], "speaker": ["Marta Solheim"], "source": ["fjp"], "document": ["Solheim resigns"]}
    exporting.export(listed(**asked), format="csv", by=acting(edith)).file.close()
    [event], [kept] = ledger.new(), Export.objects.all()
    told = json.loads(event.body)["after"]["filter"]
    assert (told["source"], told["document"]) == ([agency.pk], [document.pk])
    assert (told["q"], told["speaker"]) == (True, True)
    assert "solheim" not in event.body.casefold()
    assert "fjp" not in event.body.casefold()
    assert json.loads(kept.filter)["speaker"] == ["Marta Solheim"]


@EVERY_FORMAT
def test_what_is_exported_is_read_back_equal(format: str, edith: User) -> None:
    claim = make_verified("=1+1", words="@said\r\n“so” 🕊️")
    add_step(claim.quotations.get(), 0, "'Abdallah")
    known, sheet = FORMATS[format], export_sheet.sheet()
    expected = list(known.kept(rows_of(everything()), sheet))
    with exporting.export(everything(), format=format, by=acting(edith)).file as file:
        assert list(known.read(file)) == expected


def test_the_columns_stand_in_the_order_of_a_desk() -> None:
    desk = ["how_to_use", "statement", "speaker", "role", "via", "words", "status", "why", "evidence", "checked_by"]
    desk += ["when", "address"]
    then = ["attribution", "verdict", "chain", "kind", "spans", "document", "snapshot_sha256", "claim_id"]
    columns = list(export_sheet.COLUMNS)
    assert columns[:12] == desk
    assert [key for key in columns if key in then] == then


def test_a_reporter_may_not_export_and_leaves_no_trace(rosa: User, ledger: Ledger) -> None:
    with pytest.raises(Refused) as refused:
        exporting.export(listed(), format="csv", by=acting(rosa))
    assert refused.value.code is Refusal.NOT_ALLOWED
    assert not ledger.new()
    assert not Export.objects.exists()


def test_the_document_on_exports_explains_every_column_in_its_order_and_every_field() -> None:
    text = (settings.BASE_DIR / "docs" / "exports.md").read_text(encoding="utf-8")
    table = text.partition("## CSV")[2].partition("## JSON Lines")[0]
    headings = re.findall(r"^\| (.+?) \|", table, re.MULTILINE)
    assert headings[1:] == list(export_sheet.sheet().headings)
    assert {field.name for field in fields(ExportRow)} <= set(re.findall(r"`(\w+)`", text))


def test_what_was_released_on_one_reader_says_so_in_every_list(rosa: User, clara: User) -> None:
    claim = make_verified(single_read_at=YESTERDAY, single_read_by=clara, single_read_because="The paper closes.")
    Finding.objects.create(
        claim=claim, number=1, attribution=Attribution.CONFIRMED, verdict=Verdict.TRUE, reason="Heard.", made_by=rosa
    )
    (row,) = rows_of(listed())
    assert (row.second_check, row.made_by, row.agreed_by) == ("single_read", "Rosa Lindqvist", None)
    assert cells_of(row)["status"] == "Verified, single-read"
    assert cells_of(row)["checked_by"] == "Rosa Lindqvist, single-read: released before the second check"
