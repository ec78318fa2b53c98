"""The list of claims: its pages, its order, its price, and how it looks without scripts and with them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.choices.confidence import sentence
from claims.filters import ClaimFilter
from claims.models import Claim, Source
from claims.records.checking import Attribution, Verdict
from claims.records.provenance import SpeakerBasis
from claims.selectors import claim_list
from claims.selectors.claim_list import ClaimPage
from claims.selectors.claim_places import Direction, Place, Position, Sort, Split
from claims.tables import ClaimTable
from claims.tests.factories import make_claim, make_document, make_person, make_source
from claims.workflow import Status

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 7, 5, 12, tzinfo=UTC)


def make_many(number: int, **values: object) -> list[Claim]:
    """Claims without anything that hangs on them, several of them found in the same moment."""
    return Claim.objects.bulk_create(
        Claim(
            statement=f"Statement {at}",
            confidence=None if at % 7 == 0 else (at % 11 + 1) / 13,
            needed_by=NOON + timedelta(minutes=at % 4) if at % 3 == 0 else None,
            status=Status.UNVERIFIED if at % 3 else Status.PROPOSED,
            created=NOON + timedelta(seconds=at // 4),
            updated=NOON - timedelta(seconds=at // 5),
            **values,
        )
        for at in range(number)
    )


def walk(
    sort: Sort, direction: Direction = Direction.AFTER, start: Place | None = None, **filters: object
) -> Iterator[ClaimPage]:
    """One page after the other, as somebody turns them."""
    claims, place = Claim.objects.filter(**filters), start
    split = Split("status", filters["status__in"]) if "status__in" in filters else None  # type: ignore[arg-type]
    while True:
        position = Position(direction, place) if place else None
        page = claim_list.page(claims, sort=sort, position=position, split=split)
        yield page
        place = page.next if direction is Direction.AFTER else page.previous
        if place is None:
            return


def ids(*pages: ClaimPage) -> list[int]:
    """The ids on these pages."""
    return [row.pk for page in pages for row in page.rows]


def in_order(sort: Sort) -> list[int]:
    """The ids of all claims in the order that the list promises, by another way."""
    claims = sorted(Claim.objects.all(), key=lambda claim: (getattr(claim, sort.moment), claim.pk))
    if sort.is_by_confidence:
        claims.sort(key=lambda claim: claim.confidence or 0)
    if sort.is_falling:
        claims.reverse()
    if sort.is_by_confidence:
        claims.sort(key=lambda claim: claim.confidence is None)
    if sort is Sort.NEEDED:
        claims.sort(key=lambda claim: (claim.needed_by is None, claim.needed_by or NOON))
    if sort is Sort.STATUS:
        claims.sort(key=lambda claim: list(Status).index(Status(claim.status)))
    return [claim.pk for claim in claims]


@pytest.mark.parametrize("sort", Sort)
def test_turning_the_pages_shows_every_claim_once_in_order(sort: Sort) -> None:
    make_many(173)
    pages = list(walk(sort))
    assert [len(page.rows) for page in pages] == [50, 50, 50, 23]
    assert ids(*pages) == in_order(sort)


@pytest.mark.parametrize("sort", Sort)
def test_turning_the_pages_back_shows_the_same_pages(sort: Sort) -> None:
    make_many(173)
    pages = list(walk(sort))
    back = list(walk(sort, Direction.BEFORE, pages[-1].previous))
    assert [ids(page) for page in back] == [ids(page) for page in pages[-2::-1]]


@pytest.mark.parametrize("sort", Sort)
def test_several_statuses_are_merged_in_the_same_order(sort: Sort) -> None:
    make_many(120)
    make_many(3, waiting_for="an answer")  # so that another status would show
    Claim.objects.filter(waiting_for="an answer").update(status=Status.WAITING, version=2)
    chosen = [Status.PROPOSED, Status.UNVERIFIED]
    pages = walk(sort, status__in=chosen)
    others = set(Claim.objects.filter(status=Status.WAITING).values_list("pk", flat=True))
    assert len(others) == 3
    assert ids(*pages) == [pk for pk in in_order(sort) if pk not in others]


def test_moments_that_databases_write_differently_lose_no_claim_between_pages() -> None:
    """SQLite keeps text: its own clock writes .123, Python .123000, and neither writes .000000."""
    with_clock = [make_claim() for _ in range(3)]
    make_many(60)
    Claim.objects.filter(pk__in=[claim.pk for claim in with_clock]).update(version=2)
    for sort in Sort:
        assert sorted(ids(*walk(sort))) == sorted(Claim.objects.values_list("pk", flat=True)), sort


def test_a_page_goes_on_where_it_was_when_its_last_claim_changed_meanwhile() -> None:
    make_many(110)
    first = claim_list.page(Claim.objects.all(), sort=Sort.CHANGED_LAST)
    assert first.next is not None
    Claim.objects.filter(pk=first.next.pk).update(updated=NOON + timedelta(days=1), version=2)
    second = claim_list.page(
        Claim.objects.all(), sort=Sort.CHANGED_LAST, position=Position(Direction.AFTER, first.next)
    )
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert len(second.rows) == 50


def test_exactly_one_page_has_no_next_one() -> None:
    make_many(50)
    page = claim_list.page(Claim.objects.all())
    assert (len(page.rows), page.previous, page.next) == (50, None, None)


def test_counting_stops_at_ten_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    make_many(30)
    assert str(claim_list.count(Claim.objects.all())) == "30"
    monkeypatch.setattr(claim_list, "COUNTED", 29)
    assert str(claim_list.count(Claim.objects.all())) == "29+"
    assert str(claim_list.Count(10_000, is_more=True)) == "10,000+"
    assert str(claim_list.Count(1_234)) == "1,234"


def test_nothing_to_show_is_a_page_too() -> None:
    page = claim_list.page(Claim.objects.none(), sort=Sort.STATUS)
    assert (list(page.rows), page.previous, page.next, page.count.number) == ([], None, None, 0)


PLACES = [
    ("2026-07-05T12:00:00~7", Sort.NEWEST, Place("2026-07-05T12:00:00", 7)),
    ("2026-07-05T12:00:00.123~7", Sort.CHANGED_LAST, Place("2026-07-05T12:00:00.123", 7)),
    ("verified~2026-07-05T12:00:00~7", Sort.STATUS, Place("2026-07-05T12:00:00", 7, Status.VERIFIED)),
    ("verified~2026-07-05T12:00:00~7", Sort.NEWEST, None),
    ("0.83~2026-07-05T12:00:00~7", Sort.SUREST, Place("2026-07-05T12:00:00", 7, "0.83")),
    ("by_hand~2026-07-05T12:00:00~7", Sort.LEAST_SURE, Place("2026-07-05T12:00:00", 7, "by_hand")),
    ("0.83~2026-07-05T12:00:00~7", Sort.STATUS, None),
    ("needed~2026-07-05T12:00:00~7", Sort.NEEDED, Place("2026-07-05T12:00:00", 7, "needed")),
    ("later~2026-07-05T12:00:00~7", Sort.NEEDED, Place("2026-07-05T12:00:00", 7, "later")),
    ("verified~2026-07-05T12:00:00~7", Sort.NEEDED, None),
    ("2026-07-05T12:00:00~7", Sort.NEEDED, None),
    ("0.83~2026-07-05T12:00:00~7", Sort.NEWEST, None),
    ("verified~2026-07-05T12:00:00~7", Sort.SUREST, None),
    ("2026-07-05T12:00:00~7", Sort.SUREST, None),
    ("2026-07-05T12:00:00~7", Sort.STATUS, None),
    ("nope~2026-07-05T12:00:00~7", Sort.STATUS, None),
    ("2026-13-45T12:00:00~7", Sort.NEWEST, None),
    ("2026-07-05T12:00:00~seven", Sort.NEWEST, None),
    ("2026-07-05T12:00:00~" + "9" * 30, Sort.NEWEST, None),
    ("٢٠٢٦-07-05T12:00:00~7", Sort.NEWEST, None),
    ("2026-07-05T12:00:00~7\x00", Sort.NEWEST, None),
    ("'; DROP TABLE claims_claim; --", Sort.NEWEST, None),
    ("", Sort.NEWEST, None),
]


@pytest.mark.parametrize(("written", "sort", "place"), PLACES)
def test_a_place_is_read_from_the_address_or_is_none(written: str, sort: Sort, place: Place | None) -> None:
    assert Place.read(written, sort) == place
    if place is not None:
        assert str(place) == written


# --- Rows ----------------------------------------------------------------------------------------------------------


def only_row() -> claim_list.ClaimRow:
    """The row of the newest claim."""
    return claim_list.page(Claim.objects.all()).rows[0]


def test_a_row_says_all_that_a_desk_reads(edith: User) -> None:
    afp, jabbawi = make_source("AFP"), make_source("Ibrahim Jabbawi")
    story = make_document(our_title="Talks collapse")
    claim = make_claim(
        "The talks brought no results",
        words="the talks had given “no results”",
        speaker=jabbawi,
        speaker_printed="Jabbawi",
        source=afp,
        document=story,
        status=Status.VERIFIED,
        attribution=Attribution.CONFIRMED,
        verdict=Verdict.TRUE,
        stale_since=NOON,
        assigned_to=edith,
        created=NOON,
        needed_by=NOON,
        needed_for="Foreign desk",
    )
    row = only_row()
    assert (row.pk, row.statement, row.words) == (
        claim.pk,
        "The talks brought no results",
        "the talks had given “no results”",
    )
    assert (row.status.label, row.is_stale, row.use) == ("Verified", True, "hold")
    assert (row.speaker.name, row.speaker.pk, row.speaker.note) == ("Ibrahim Jabbawi", jabbawi.pk, "printed “Jabbawi”")
    assert (row.source, row.source_id, row.document, row.document_id) == ("AFP", afp.pk, "Talks collapse", story.pk)
    assert (row.assigned_to, row.need, row.created) == ("", None, NOON)


def test_a_row_says_that_it_is_single_read_or_read(clara: User, edith: User) -> None:
    make_claim(
        status=Status.VERIFIED,
        attribution=Attribution.CONFIRMED,
        verdict=Verdict.TRUE,
        single_read_at=NOON,
        single_read_by=clara,
        single_read_because="The paper closes at eleven.",
        read_at=NOON,
        read_by=edith,
    )
    row = only_row()
    assert (row.is_single_read, row.is_read) == (True, True)


def test_a_row_names_whoever_has_an_open_claim_in_hand(edith: User) -> None:
    make_claim(status=Status.IN_REVIEW, assigned_to=edith)
    assert only_row().assigned_to == "Edith Marlow"


def test_a_row_says_by_when_an_open_claim_is_needed_and_whether_that_has_passed(reader: Client) -> None:
    make_claim(needed_by=NOON, needed_for="Foreign desk")
    need = only_row().need
    assert need == claim_list.Need(NOON, "Foreign desk", is_late=True)
    listed = text_of(reader.get(reverse("claims")).content.decode())
    assert re.search(r"Late: needed by 5 Jul( 2026)? 12:00 , Foreign desk", listed)
    Claim.objects.update(needed_by=timezone.now() + timedelta(days=2), version=F("version") + 1)
    assert "Late:" not in reader.get(reverse("claims"), {"sort": "needed"}).content.decode()


def test_a_speaker_that_is_only_printed_says_so() -> None:
    make_claim(speaker_printed="the source")
    assert only_row().speaker == claim_list.Speaker("the source", note="as printed")


def test_a_speaker_resolved_in_the_story_but_not_linked_shows_both() -> None:
    claim = make_claim(speaker_printed="He")
    claim.quotations.update(speaker_resolved="Ibrahim Jabbawi")
    assert only_row().speaker == claim_list.Speaker("Ibrahim Jabbawi", note="printed “He”, not linked")


def test_an_editors_reading_stands_in_brackets_and_says_so() -> None:
    russia = make_source("Russia")
    claim = make_claim(speaker=russia, speaker_printed="He")
    Claim.objects.filter(pk=claim.pk).update(speaker_basis=SpeakerBasis.EDITOR, version=2)
    assert only_row().speaker == claim_list.Speaker("[Russia]", russia.pk, "editor's reading, printed “He”")


def test_nobody_is_unknown_and_the_copy_itself_is_somebody() -> None:
    claim = make_claim()
    assert only_row().speaker == claim_list.Speaker("")
    Claim.objects.filter(pk=claim.pk).update(speaker_basis=SpeakerBasis.COPY, version=2)
    assert only_row().speaker == claim_list.Speaker("stated by the copy itself")


def test_a_claim_entered_by_hand_has_neither_words_nor_document() -> None:
    Claim.objects.create(statement="Heard at the market", status=Status.UNVERIFIED)
    row = only_row()
    assert (row.words, row.document, row.document_id, row.speaker.name) == ("", "", None, "")


def test_very_long_words_are_cut_and_say_so() -> None:
    make_claim("word " * 200, words="said " * 400)
    row = only_row()
    assert row.statement.endswith("word …")
    assert row.words.endswith("said …")
    assert len(row.words) < 610


# --- The price -----------------------------------------------------------------------------------------------------

# Which claims, their rows, how many. SQLite also asks how many a search finds.
QUERIES_OF_A_PAGE = 3
QUERIES_OF_A_SEARCH = QUERIES_OF_A_PAGE + (1 if connection.vendor == "sqlite" else 0)
# And for a whole page: session, person, groups, whom claims can be assigned to, the saved views.
QUERIES_OF_A_VISIT = QUERIES_OF_A_PAGE + 5
QUERIES_OF_A_PART = QUERIES_OF_A_PAGE + 3


@pytest.mark.parametrize("number", [2, 49, 120])
@pytest.mark.parametrize("sort", Sort)
def test_a_page_of_claims_costs_a_known_number_of_queries(number: int, sort: Sort) -> None:
    for claim in make_many(number)[:3]:
        claim.delete()
    make_claim(speaker=make_source(), source=make_source(), speaker_printed="Somebody")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        claim_list.page(Claim.objects.all(), sort=sort)
    assert len(queries) == QUERIES_OF_A_PAGE


def test_a_search_costs_a_known_number_of_queries() -> None:
    make_claim("The talks brought no results")
    with CaptureQueriesContext(connection) as queries:
        claim_list.page(ClaimFilter({"q": "talks"}).qs)
    assert len(queries) == QUERIES_OF_A_SEARCH


def test_a_visit_costs_a_known_number_of_queries(client: Client, edith: User) -> None:
    for number in range(70):
        make_claim(speaker=make_source(), source=make_source(), speaker_printed=f"Speaker {number}")
    client.force_login(edith)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("claims"))
    assert len(queries) == QUERIES_OF_A_VISIT
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("claims"), headers={"HX-Request": "true"})
    assert len(queries) == QUERIES_OF_A_PART


# --- The page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def reader(client: Client, vera: User) -> Client:
    """A viewer, signed in."""
    client.force_login(vera)
    return client


def text_of(html: str) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def address(html: str, rel: str) -> str:
    """Where the link of this relation leads."""
    link = next(tag for tag in re.findall(r"<a [^>]*>", html) if f'rel="{rel}"' in tag)
    return unescape(link.partition('href="')[2].partition('"')[0])


def test_a_stranger_reads_why_the_list_is_closed(client: Client, stranger: User) -> None:
    client.force_login(stranger)
    response = client.get(reverse("claims"))
    assert response.status_code == 403
    assert "role" in text_of(response.content.decode())


def test_whoever_is_not_signed_in_is_sent_to_the_door(client: Client) -> None:
    response = client.get(reverse("claims"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("sign-in"))


def test_the_list_shows_claims_and_leads_to_them(reader: Client) -> None:
    claim = make_claim("Talks <collapsed>", words="talks had “collapsed”", speaker_printed="the source")
    html = reader.get(reverse("claims")).content.decode()
    assert "Talks &lt;collapsed&gt;" in html
    assert reverse("claim", args=[claim.pk]) in html
    assert "talks had “collapsed”" in html
    assert "the source as printed" in text_of(html)
    assert "1 of 1 claim" in text_of(html)


def test_whoever_has_a_claim_in_hand_is_named(reader: Client, edith: User) -> None:
    make_claim(status=Status.IN_REVIEW, assigned_to=edith)
    assert "In review Taken by Edith Marlow" in text_of(reader.get(reverse("claims")).content.decode())


def test_only_what_somebody_may_do_is_offered(client: Client, vera: User, edith: User) -> None:
    make_claim()
    for person, is_offered in ((vera, False), (edith, True)):
        client.force_login(person)
        html = client.get(reverse("claims"), {"q": "statement"}).content.decode()
        assert (f"{reverse('export')}?q=statement" in html) is is_offered
        assert ("Import a story" in html) is is_offered


def test_pages_are_turned_by_links_that_keep_what_was_asked(reader: Client) -> None:
    make_many(120)
    base = reverse("claims")
    first = reader.get(f"{base}?status=unverified&sort=created").content.decode()
    second = reader.get(base + address(first, "next")).content.decode()
    assert "status=unverified&sort=created&after=" in address(first, "next")
    assert "Statement 1<" in first
    assert "Statement 1<" not in second
    assert address(second, "prev").startswith("?status=unverified&sort=created&before=")
    again = reader.get(base + address(second, "prev")).content.decode()
    assert re.findall(r"Statement \d+", again) == re.findall(r"Statement \d+", first)
    assert 'rel="prev"' not in again


def test_a_place_that_is_none_shows_the_beginning_and_says_so(reader: Client) -> None:
    make_many(3)
    for place in ("nonsense", "2026-07-05T12:00:00~", "\x00"):
        text = text_of(reader.get(reverse("claims"), {"after": place}).content.decode())
        assert "This is the beginning of the list" in text
        assert "3 of 3 claims" in text


def test_a_side_without_claims_leads_back_to_the_beginning(reader: Client) -> None:
    make_many(3)
    html = reader.get(reverse("claims"), {"sort": "created", "after": "2030-01-01T00:00:00~1"}).content.decode()
    assert "There are no more claims on this side" in html
    assert 'href="?sort=created"' in html


def test_an_empty_desk_says_what_to_do_next(client: Client, rosa: User) -> None:
    client.force_login(rosa)
    html = client.get(reverse("claims")).content.decode()
    assert "There are no claims yet" in html
    assert html.count(f'class="button primary" href="{reverse("import")}"') == 1


def test_a_filter_that_fits_nothing_says_so_and_leads_out(reader: Client) -> None:
    make_claim()
    html = reader.get(reverse("claims"), {"q": "unheard", "source": "Petra"}).content.decode()
    assert "No claim fits these filters" in html
    assert "No source has a name that begins with “Petra”." in unescape(html)


def test_the_list_says_what_it_leaves_out_and_leads_to_it(reader: Client) -> None:
    make_claim("Still wanted")
    make_claim("No longer wanted", status=Status.SET_ASIDE)
    html = reader.get(reverse("claims"), {"kind": "direct"}).content.decode()
    assert "Still wanted" in html
    assert "No longer wanted" not in html
    assert "without what is set aside or withdrawn: show that too" in text_of(html)
    assert f'href="{reverse("claims")}?kind=direct&amp;show=all"' in html
    everything = reader.get(reverse("claims"), {"show": "all", "kind": "direct"}).content.decode()
    assert "No longer wanted" in everything
    assert "show that too" not in everything
    assert f'href="{reverse("claims")}?kind=direct" aria-label="Take away: Which"' in everything


def test_a_list_of_nothing_but_what_is_set_aside_leads_to_it(reader: Client) -> None:
    make_claim(status=Status.SET_ASIDE)
    html = reader.get(reverse("claims")).content.decode()
    assert "Nothing is left to look at" in html
    assert f'href="{reverse("claims")}?show=all"' in html
    assert "There are no claims yet" not in html


def test_what_was_typed_wrong_is_kept_and_explained(reader: Client) -> None:
    make_claim("Still shown")
    html = reader.get(reverse("claims"), {"created_from": "yesterday", "speaker": "?!"}).content.decode()
    assert 'value="yesterday"' in html
    assert 'value="?!"' in html
    assert "This is not a day; it was left out." in text_of(html)
    assert 'href="#id_created_from"' in html
    assert "Still shown" in html


def test_filters_in_use_stand_above_the_list_and_can_be_taken_away(reader: Client) -> None:
    make_claim("Still shown", speaker_printed="Jabbawi")
    html = reader.get(reverse("claims"), {"speaker": "jabbawi", "status": "proposed"}).content.decode()
    assert f'href="{reverse("claims")}?status=proposed" aria-label="Take away: Speaker"' in html
    assert f'href="{reverse("claims")}?speaker=jabbawi" aria-label="Take away: Status"' in html


def test_confidence_has_a_column_where_somebody_asks_for_it(reader: Client) -> None:
    make_claim("Found by the machine", confidence=0.87)
    by_hand = make_claim("Found by hand", confidence=None)
    by_hand.quotations.all().delete()
    assert "87%" not in reader.get(reverse("claims")).content.decode()
    html = reader.get(reverse("claims"), {"sort": "confidence"}).content.decode()
    assert 'title="about 9 in 10 proposals like this one are right">87%' in html
    assert text_of(html).index("87%") < text_of(html).rindex("by hand")
    assert '<th scope="col" aria-sort="ascending"><a href="?sort=-confidence"' in html
    sure = text_of(reader.get(reverse("claims"), {"confidence": "70_to_90"}).content.decode())
    assert "1 of 1 claim" in sure
    assert "87%" in sure


@pytest.mark.parametrize(
    ("confidence", "share"),
    [
        (0.99, "about 99 in 100"),
        (1.0, "about 99 in 100"),
        (0.95, "about 95 in 100"),
        (0.94, "about 9 in 10"),
        (0.52, "about 5 in 10"),
        (0.06, "about 1 in 10"),
        (0.01, "fewer than 1 in 10"),
    ],
)
def test_a_confidence_is_said_as_how_many_are_right(confidence: float, share: str) -> None:
    assert sentence(confidence) == f"{share} proposals like this one are right"


def test_heads_of_columns_sort_and_say_how(reader: Client) -> None:
    make_claim()
    html = reader.get(reverse("claims"), {"kind": "direct"}).content.decode()
    assert '<th scope="col" aria-sort="descending"><a href="?kind=direct&amp;sort=created"' in html
    assert '<th scope="col" aria-sort="none"><a href="?kind=direct&amp;sort=status"' in html


@pytest.mark.parametrize("sort", Sort)
def test_the_column_that_orders_the_list_is_there_and_says_so(sort: Sort) -> None:
    table = ClaimTable(order=sort, query=ClaimFilter({}).query)
    assert [header.sorted for header in table.headers if header.sorted not in ("", "none")] == [
        "descending" if sort.startswith("-") else "ascending"
    ]
    assert table.shows_confidence is sort.is_by_confidence
    moments = [header.name for header in table.headers if header.name in ("created", "updated")]
    assert moments == [sort.moment]


def test_htmx_gets_the_same_part_that_the_page_includes(reader: Client) -> None:
    make_many(60)
    page = reader.get(reverse("claims"))
    part = reader.get(reverse("claims"), headers={"HX-Request": "true"})
    restored = reader.get(reverse("claims"), headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    bare = part.content.decode().replace(" autofocus", "").strip()
    assert bare.startswith('<div class="section" id="claim-list"')
    assert bare in page.content.decode()
    assert restored.content.decode().count("<html") == 1
    for response in (page, part, restored):
        assert "HX-Request" in response["Vary"]


def offered(reader: Client, typed: str, **asked: str) -> list[str]:
    """What the list of names would put into the field, in its order."""
    html = reader.get(reverse("source-names"), {"q": typed, **asked}).content.decode()
    return re.findall(r'data-value="([^"]*)"', html)


def test_names_of_sources_are_offered_by_their_beginning_and_by_later_words(reader: Client) -> None:
    make_source("Agence France-Presse", aliases=["AFP", "Ägence"])
    make_source("Zentrale Agentur")
    make_source("Petra")
    assert offered(reader, "AG") == ["Agence France-Presse", "Zentrale Agentur"]
    assert offered(reader, "afp") == ["Agence France-Presse"]
    assert offered(reader, "presse") == ["Agence France-Presse"]
    assert offered(reader, "") == offered(reader, "ence") == []
    assert "option" not in reader.get(reverse("source-names")).content.decode()


def test_an_offer_says_what_tells_it_from_others_and_namesakes_are_chosen_by_number(reader: Client) -> None:
    first, second = make_source("Ilse Marten", aliases=["Marten of the port"]), make_source("Ilse Marten")
    Source.objects.filter(pk=first.pk).update(role="harbour master of Tolvik")
    make_claim("The port closes at dusk", speaker=first)
    html = reader.get(reverse("source-names"), {"q": "marten"}).content.decode()

    assert offered(reader, "marten") == [f"#{first.pk}", f"#{second.pk}"]
    for words in ("person", "harbour master of Tolvik", "Marten of the port", "Claims: 1"):
        assert words in html
    for number, is_shown in ((first.pk, True), (second.pk, False)):
        shown = reader.get(reverse("claims"), {"speaker": f"#{number}"}).content.decode()
        assert ("The port closes at dusk" in shown) is is_shown


def test_a_new_name_is_offered_to_be_added_where_that_can_be_done(reader: Client) -> None:
    assert offered(reader, "Nobody Yet", new="1") == ["Nobody Yet"]
    assert offered(reader, "Nobody Yet") == []


def test_offering_names_costs_the_same_queries_for_any_number(reader: Client, django_assert_num_queries: Any) -> None:
    make_claim(speaker=make_source("Ilse Marten", aliases=["The port"]))
    with django_assert_num_queries(11):
        reader.get(reverse("source-names"), {"q": "marten"})
    for number in range(10):
        make_claim(speaker=make_source(f"Ilse Marten {number}", aliases=[f"Marten {number}"]))
    with django_assert_num_queries(11):
        reader.get(reverse("source-names"), {"q": "marten"})


def test_somebody_described_in_one_story_is_not_offered(reader: Client) -> None:
    make_person()
    make_source("a source close to the talks", identification="described")  # type: ignore[arg-type]  # as stored
    assert "option" not in reader.get(reverse("source-names"), {"q": "a source"}).content.decode()
