"""What a list of claims can be asked, and what it answers when it does not understand."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from django.http import QueryDict
from django.test import RequestFactory, override_settings

from claims.filters import ClaimFilter
from claims.models import Claim
from claims.records.checking import Attribution, Verdict
from claims.records.provenance import SourceKind
from claims.records.quotations import QuotationKind
from claims.selectors.claim_places import Sort
from claims.tests.factories import make_claim, make_document, make_quotation, make_source
from claims.workflow import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(rosa: User, noise: None) -> dict[str, Claim]:
    """The seed story in short: five claims that differ in everything that can be asked; and noise."""
    make_claim(source=make_source("Seven Stars Radio"))
    afp = make_source("Agence France-Presse", aliases=["AFP"], kind=SourceKind.AGENCY)
    sana = make_source("SANA", kind=SourceKind.AGENCY)
    jabbawi = make_source("Ibrahim Jabbawi", aliases=["Abu Jassem"])
    talks, strikes = make_document(our_title="Talks collapse"), make_document(our_title="Air strikes resume")
    return {
        "talks": make_claim(
            "The talks brought no results",
            speaker=jabbawi,
            speaker_printed="Jabbawi",
            source=afp,
            document=talks,
            kind=QuotationKind.MIXED,
            read_at=datetime(2026, 7, 6, tzinfo=UTC),
            read_by=rosa,
            created=datetime(2026, 7, 5, 8, tzinfo=UTC),
        ),
        "weapons": make_claim(
            "Weapons are handed over in phases",
            speaker_printed="the source",
            source=afp,
            document=talks,
            kind=QuotationKind.INDIRECT,
            status=Status.IN_REVIEW,
            assigned_to=rosa,
            created=datetime(2026, 7, 5, 23, 30, tzinfo=UTC),
        ),
        "strikes": make_claim(
            "The strikes stopped",
            source=sana,
            document=strikes,
            status=Status.VERIFIED,
            attribution=Attribution.CONFIRMED,
            verdict=Verdict.TRUE,
            created=datetime(2026, 7, 6, 12, tzinfo=UTC),
        ),
        "families": make_claim(
            "Eleven of one family were killed",
            source=sana,
            document=strikes,
            status=Status.VERIFIED,
            attribution=Attribution.RELAYED,
            verdict=Verdict.TRUE,
            stale_since=datetime(2026, 7, 8, tzinfo=UTC),
            created=datetime(2026, 7, 7, tzinfo=UTC),
        ),
        "army": make_claim(
            "The army returns",
            source=sana,
            document=strikes,
            status=Status.REFUTED,
            attribution=Attribution.IN_SUBSTANCE,
            verdict=Verdict.FALSE,
            assigned_to=rosa,  # who had it in hand until it was decided
            single_read_at=datetime(2026, 7, 8, tzinfo=UTC),
            single_read_by=rosa,
            single_read_because="The paper closes at eleven.",
            created=datetime(2026, 7, 7, 23, 59, tzinfo=UTC),
        ),
    }


def found(desk: dict[str, Claim], query: str, *, by: User | None = None) -> list[str]:
    """The names of the claims that a query leaves, without the noise; "noise" once if there is any."""
    request = RequestFactory().get(f"/?{query}")
    request.user = by  # type: ignore[assignment]  # as the middleware does
    names = {claim.pk: name for name, claim in desk.items()}
    left = [names.get(pk, "noise") for pk in ClaimFilter(request.GET, request=request).qs.values_list("pk", flat=True)]
    return sorted(set(left))


CASES = [
    ("status=verified", "families strikes"),
    ("status=verified&status=refuted", "army families strikes"),
    ("attribution=confirmed", "strikes"),
    ("verdict=true", "families strikes"),
    ("verdict=false&status=verified", ""),
    ("how_to_use=quote", "strikes"),
    ("how_to_use=quote&how_to_use=do_not_use", "army strikes"),
    ("how_to_use=quote&how_to_use=do_not_use&show=all", "army noise strikes"),
    ("status=set_aside", "noise"),
    ("show=all&status=verified", "families strikes"),
    ("q=talks", "talks weapons"),
    ('q="no+results"', "talks"),
    ("q=talks&status=in_review", "weapons"),
    ("speaker=jabbawi", "talks"),
    ("speaker=Ibrahim+Jabbawi", "talks"),
    ("speaker=jassem", "talks"),
    ("speaker=the+source", "weapons"),
    ("speaker=talks", ""),
    ("source=AFP", "talks weapons"),
    ("source=afp", "talks weapons"),
    ("source=Agence+France-Presse", "talks weapons"),
    ("source=agence", "talks weapons"),
    ("source=s", "army families noise strikes"),
    ("source=sana", "army families strikes"),
    ("source=Petra", ""),
    ("source=%3F%3F%3F", ""),
    ("document=talks", "talks weapons"),
    ("document=STRIKES", "army families strikes"),
    ("document=nowhere", ""),
    ("kind=mixed", "talks"),
    ("kind=indirect", "weapons"),
    ("assigned_to=rosa", "weapons"),
    ("assigned_to=ROSA", "weapons"),
    ("assigned_to=me", "weapons"),
    ("assigned_to=nobody", "army families noise strikes talks"),
    ("stale=yes", "families"),
    ("single_read=yes", "army"),
    ("single_read=no&q=army", ""),
    ("read=yes", "talks"),
    ("read=no&source=AFP", "weapons"),
    ("stale=no&status=verified", "strikes"),
    ("created_from=2026-07-06&created_to=2026-07-06", "strikes"),
    ("created_from=2026-07-05&created_to=2026-07-05", "talks weapons"),
    ("created_from=2026-07-07&created_to=2026-07-07", "army families"),
    ("created_to=2026-07-05", "talks weapons"),
    ("sort=status&kind=mixed", "talks"),
    ("", "army families noise strikes talks weapons"),
    ("unheard_of=1", "army families noise strikes talks weapons"),
]


@pytest.mark.parametrize(("query", "expected"), CASES, ids=[query for query, _expected in CASES])
def test_a_filter_leaves_exactly_the_claims_that_fit(
    desk: dict[str, Claim], rosa: User, query: str, expected: str
) -> None:
    assert found(desk, query, by=rosa) == expected.split()


def test_a_document_is_found_by_its_number(desk: dict[str, Claim]) -> None:
    quotation = desk["talks"].quotations.get()
    assert found(desk, f"document={quotation.snapshot.document_id}") == ["talks", "weapons"]


def test_a_further_copy_of_the_words_counts_as_being_in_the_document(desk: dict[str, Claim]) -> None:
    copy = make_document(our_title="A copy elsewhere")
    make_quotation(desk["army"], copy, "the army returns")
    assert found(desk, "document=elsewhere") == ["army"]
    assert found(desk, "document=strikes") == ["army", "families", "strikes"]


def test_the_kind_is_that_of_the_primary_quotation(desk: dict[str, Claim]) -> None:
    make_quotation(desk["army"], make_document(), "the army returns", kind=QuotationKind.MIXED)
    assert found(desk, "kind=mixed") == ["talks"]


def test_a_day_is_a_day_at_the_desk(desk: dict[str, Claim]) -> None:
    with override_settings(TIME_ZONE="Asia/Damascus"):
        assert found(desk, "created_from=2026-07-06&created_to=2026-07-06") == ["strikes", "weapons"]


BAD = [
    ("status=nope", "status", "nope"),
    ("attribution=nope", "attribution", "nope"),
    ("q=%3F%21", "q", "no word"),
    ("speaker=%E2%80%A6", "speaker", "no word"),
    ("q=" + "x" * 501, "q", "500"),
    ("source=" + "x" * 201, "source", "200"),
    ("assigned_to=ghost", "assigned_to", "ghost"),
    ("created_from=yesterday", "created_from", "not a day"),
    ("created_from=2026-02-30", "created_from", "not a day"),
    ("created_to=0001-01-01", "created_to", "not a day"),
    ("created_to=9999-12-31", "created_to", "not a day"),
    ("created_from=2026-07-09&created_to=2026-07-01", "created_to", "before the first"),
    ("sort=loudness", "sort", "loudness"),
    ("stale=perhaps", "stale", "perhaps"),
    ("show=some", "show", "some"),
    ("confidence=50", "confidence", "50"),
]


@pytest.mark.parametrize(("query", "field", "words"), BAD, ids=[query[:40] for query, _field, _words in BAD])
def test_what_is_not_understood_is_said_beside_its_field_and_the_rest_applies(
    desk: dict[str, Claim], query: str, field: str, words: str
) -> None:
    asked = ClaimFilter(QueryDict(f"{query}&kind=mixed"))
    assert words in asked.errors[field][0]
    assert list(asked.errors) == [field]
    if not query.startswith("created_from=2026-07-09"):
        assert list(asked.qs) == [desk["talks"]]
    assert dict(asked.form.data.items())["kind"] == "mixed"
    for typed in query.split("&"):
        name, _, value = typed.partition("=")
        assert QueryDict(asked.query())[name] == QueryDict(f"v={value}")["v"]


def test_signs_that_no_database_keeps_are_taken_for_spaces(desk: dict[str, Claim]) -> None:
    assert found(desk, "q=no%00results") == ["talks"]
    assert found(desk, "source=agence%00france-presse") == ["talks", "weapons"]
    assert found(desk, "document=x%00y&assigned_to=%00&created_from=%00&kind=%00") == []


def test_confidence_is_asked_in_bands_and_what_was_found_by_hand_is_one_of_them(desk: dict[str, Claim]) -> None:
    bands = {"talks": 0.95, "weapons": 0.9, "strikes": 0.89, "families": 0.69, "army": None}
    for name, sure in bands.items():
        Claim.objects.filter(pk=desk[name].pk).update(confidence=sure, version=F("version") + 1)
    for band, names in (
        ("90_and_over", "talks weapons"),
        ("70_to_90", "strikes"),
        ("under_70", "families"),
        ("by_hand", "army"),
    ):
        assert [name for name in found(desk, f"confidence={band}") if name != "noise"] == names.split()
    assert found(desk, "confidence=under_70&confidence=by_hand") == ["army", "families"]
    every = "&".join(f"confidence={band}" for band in ("90_and_over", "70_to_90", "under_70", "by_hand"))
    assert len(found(desk, every)) == 6
    assert [chip.value for chip in ClaimFilter(QueryDict("confidence=under_70&confidence=by_hand")).described()] == [
        "Under 70%, By hand"
    ]


def test_too_many_sources_or_documents_are_not_guessed_at(desk: dict[str, Claim]) -> None:
    for number in range(51):
        make_source(f"Radio {number}")
        make_document(our_title=f"Morning news {number}")
    asked = ClaimFilter(QueryDict("source=radio&document=morning&kind=mixed"))
    assert list(asked.qs) == [desk["talks"]]
    assert list(asked.errors) == ["source", "document"]
    assert found(desk, "source=radio+7&kind=mixed") == []


def test_a_name_that_nobody_has_finds_nothing_and_says_so(desk: dict[str, Claim]) -> None:
    asked = ClaimFilter(QueryDict("source=Petra&document=nowhere"))
    assert not asked.qs.exists()
    assert asked.remarks == [
        "No source has a name that begins with “Petra”.",
        "No document has “nowhere” in its title.",
    ]


def test_nobody_is_me_without_somebody_signed_in(desk: dict[str, Claim]) -> None:
    assert "assigned_to" in ClaimFilter({"assigned_to": "me"}).errors


def test_a_filter_can_be_given_as_a_dictionary(desk: dict[str, Claim]) -> None:
    asked = ClaimFilter({"status": ["verified", "refuted"], "q": "strikes", "stale": "no"})
    assert set(asked.qs) == {desk["strikes"], desk["army"]}
    assert asked.query() == "q=strikes&status=verified&status=refuted&stale=no"


@pytest.mark.parametrize("asked", [None, {}, {"sort": "status"}])
def test_no_filter_at_all_is_every_claim_but_those_set_aside_or_withdrawn(
    desk: dict[str, Claim], asked: dict[str, str] | None
) -> None:
    away = make_claim(status=Status.WITHDRAWN, attribution=Attribution.RELAYED)
    left = ClaimFilter(asked)
    assert left.leaves_away_out
    assert set(left.qs) == set(Claim.objects.exclude(pk=away.pk).exclude(status=Status.SET_ASIDE))


def test_what_is_set_aside_or_withdrawn_is_there_when_it_is_asked_for(desk: dict[str, Claim]) -> None:
    make_claim(status=Status.WITHDRAWN, attribution=Attribution.RELAYED)
    asked = ClaimFilter(QueryDict("show=all"))
    assert asked.qs.count() == Claim.objects.count()
    assert [(chip.label, chip.value) for chip in asked.described()] == [("Which", "Also set aside or withdrawn")]
    assert {claim.status for claim in ClaimFilter(QueryDict("status=withdrawn")).qs} == {"withdrawn"}
    for query in ("show=all", "status=withdrawn"):
        assert not ClaimFilter(QueryDict(query)).leaves_away_out
    assert ClaimFilter(QueryDict("status=nope&show=nope")).leaves_away_out


def test_a_list_without_filters_says_nothing_of_them_and_begins_with_the_newest(desk: dict[str, Claim]) -> None:
    assert ClaimFilter().described() == []
    assert ClaimFilter().order is Sort.NEWEST


def test_filters_in_use_are_described_each_with_the_list_without_it(desk: dict[str, Claim]) -> None:
    asked = ClaimFilter(
        QueryDict(
            "status=verified&status=refuted&q=talks&attribution=in_substance&created_from=2026-07-05"
            "&sort=-updated&assigned_to=ghost&after=2026-07-05T08:00:00~1"
        )
    )
    assert [(chip.name, chip.label, chip.value) for chip in asked.described()] == [
        ("q", "Words", "talks"),
        ("status", "Status", "Verified, False"),
        ("attribution", "Did they say it?", "In substance"),
        ("created_from", "Found from", "5 Jul 2026"),
    ]
    without_words = asked.described()[0].without
    assert without_words == (
        "status=verified&status=refuted&attribution=in_substance&assigned_to=ghost&created_from=2026-07-05&sort=-updated"
    )


def test_the_order_is_no_filter(desk: dict[str, Claim]) -> None:
    asked = ClaimFilter(QueryDict("sort=status"))
    assert asked.order is Sort.STATUS
    assert not asked.is_active
    assert ClaimFilter(QueryDict("status=nope")).is_active


def test_all_values_together_are_no_filter(desk: dict[str, Claim]) -> None:
    query = "&".join(f"status={status}" for status in Status)
    asked = ClaimFilter(QueryDict(query))
    assert asked.split is None
    assert asked.qs.count() == Claim.objects.count()


def test_several_values_of_one_index_are_told_to_whoever_reads_pages(desk: dict[str, Claim]) -> None:
    asked = ClaimFilter(QueryDict("status=verified&status=refuted&source=s"))
    split = asked.split
    assert split is not None
    assert (split.field, list(split.values)) == ("status", ["verified", "refuted"])
    assert ClaimFilter(QueryDict("status=verified")).split is None
