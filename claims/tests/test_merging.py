"""Tests: two sources that are one, made one, and taken apart again."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.errors import Refusal, Refused
from claims.models import Alias, Claim, Event, Relay, Source
from claims.records.checking import Attribution, Verdict
from claims.records.provenance import Basis, Knowledge, RelayRole, SourceKind
from claims.records.quotations import Identification
from claims.services import merging, sources, wording
from claims.services.speaking import SpeakerChoice
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_document, make_source
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

# Two entries that an archive of a port town could have of one harbour master.
KEPT, DROPPED = "Ilse Marten", "I. Marten"


@pytest.fixture
def keep() -> Source:
    """Who stays."""
    return make_source(KEPT)


@pytest.fixture
def drop() -> Source:
    """The same woman, entered twice."""
    return make_source(DROPPED, aliases=["Marten of the harbour office"])


def step(claim: Claim, source: Source, position: int = 0) -> Relay:
    """A step of the claim's chain."""
    return Relay.objects.create(
        quotation=claim.quotations.get(),
        position=position,
        source=source,
        knowledge=Knowledge.KNOWN,
        name=source.name,
        roles=[RelayRole.SPEAKER],
        basis=Basis.PRINTED,
    )


def merged(keep: Source, drop: Source, by: User, **how: Any) -> Source:
    """The survivor of a merge."""
    return merging.merge(keep.pk, drop.pk, by=acting(by), **how).kept


def refusal(keep: Source, drop: Source, by: User, **how: Any) -> Refusal:
    """Why a merge is refused; nothing may have changed."""
    with nothing_changes(), pytest.raises(Refused) as refused:
        merged(keep, drop, by, **how)
    return refused.value.code


def test_what_named_the_one_names_the_other(keep: Source, drop: Source, edith: User) -> None:
    said, relayed = make_claim(speaker=drop), make_claim(source=drop)
    in_chain = make_claim()
    relay = step(in_chain, drop)
    published = make_document(publisher=drop, publisher_knowledge=Knowledge.KNOWN)
    credited = make_document(agency=drop, agency_knowledge=Knowledge.KNOWN)
    with one_event_for_each_change():
        merged(keep, drop, edith)
    for row in (said, relayed, relay, published, credited, drop):
        row.refresh_from_db()

    assert (said.speaker, relayed.source, relay.source) == (keep, keep, keep)
    assert (published.publisher, credited.agency, drop.merged_into) == (keep, keep, keep)


def test_the_old_names_become_other_names_of_the_survivor_and_link_to_it(
    keep: Source, drop: Source, edith: User
) -> None:
    merged(keep, drop, edith)
    assert sources.named("I Marten") == keep
    assert sources.named("Marten of the Harbour Office") == keep
    assert sources.called(f"#{drop.pk}", field="name") == keep


def test_one_name_of_two_entries_links_by_itself_again_after_the_merge(edith: User) -> None:
    first, second = make_source("Tomas Reyer"), make_source("Tomas Reyer")
    assert sources.named("Tomas Reyer") is None
    merged(first, second, edith)
    assert sources.named("Tomas Reyer") == first
    assert not first.aliases.exists()


def test_a_merge_makes_nothing_stale_and_begins_no_check_anew(
    keep: Source, drop: Source, edith: User, rosa: User
) -> None:
    decided = make_claim(
        speaker=drop, status=Status.VERIFIED, attribution=Attribution.RELAYED, verdict=Verdict.TRUE, changed_by=rosa
    )
    checked = make_claim(speaker=drop, status=Status.SECOND_CHECK, submitted_by=rosa, changed_by=rosa)
    merged(keep, drop, edith)
    decided.refresh_from_db()
    checked.refresh_from_db()

    assert (decided.status, decided.stale_since, decided.changed_by) == (Status.VERIFIED, None, rosa)
    assert (checked.status, checked.changed_by) == (Status.SECOND_CHECK, rosa)


def test_a_claim_is_found_by_the_names_of_the_survivor(keep: Source, drop: Source, edith: User) -> None:
    claim = make_claim(speaker=drop)
    merged(keep, drop, edith)
    claim.refresh_from_db()
    assert "ilse" in claim.search_words.speaker
    assert "harbour" in claim.search_words.speaker


def test_the_ledger_holds_no_name(keep: Source, drop: Source, edith: User, ledger: Ledger) -> None:
    make_claim(speaker=drop, source=drop)
    merged(keep, drop, edith)
    merging.unmerge(drop.pk, by=acting(edith))
    assert not [event for event in ledger.new() if "marten" in event.body.casefold()]


def test_a_merge_of_many_costs_as_many_queries_as_one_of_few(edith: User) -> None:
    by = acting(edith)

    def cost(number: int) -> int:
        keep, drop = make_source(), make_source()
        for _claim in range(number):
            step(make_claim(speaker=drop, source=drop), drop)
            make_document(publisher=drop, publisher_knowledge=Knowledge.KNOWN)
        with CaptureQueriesContext(connection) as queries:
            merging.merge(keep.pk, drop.pk, by=by)
            merging.unmerge(drop.pk, by=by)
        return len(queries)

    assert cost(2) == cost(25)


# --- Refusals ------------------------------------------------------------------------------------------------------


def test_a_source_is_not_merged_with_itself(keep: Source, edith: User) -> None:
    assert refusal(keep, keep, edith) is Refusal.MERGE_WITH_ITSELF


def test_different_kinds_are_not_merged(keep: Source, edith: User) -> None:
    office = make_source("Harbour office", kind=SourceKind.ORGANISATION)
    assert refusal(keep, office, edith) is Refusal.MERGE_OF_KINDS


def test_somebody_described_is_merged_with_nobody_named_nor_with_one_of_another_story(
    keep: Source, edith: User
) -> None:
    described = make_source("a clerk at the port", identification=Identification.DESCRIBED)
    elsewhere = make_source("a clerk at the port", identification=Identification.DESCRIBED)
    assert refusal(keep, described, edith) is Refusal.MERGE_OF_DESCRIBED
    assert refusal(described, keep, edith) is Refusal.MERGE_OF_DESCRIBED
    assert refusal(described, elsewhere, edith) is Refusal.MERGE_OF_DESCRIBED


def test_two_descriptions_in_one_story_can_be_one_source(edith: User) -> None:
    document = make_document()
    first = make_source("a clerk at the port", identification=Identification.DESCRIBED, document=document)
    second = make_source("the clerk", identification=Identification.BARE, document=document)
    merged(first, second, edith)
    assert sources.described("the clerk", document) == first
    assert sources.named("the clerk") is None


def test_whom_the_house_knows_is_not_merged_with_one_it_does_not_know(edith: User) -> None:
    document = make_document()
    known = make_source("a clerk", identification=Identification.DESCRIBED, document=document)
    other = make_source("a pilot", identification=Identification.DESCRIBED, document=document)
    Source.objects.filter(pk=known.pk).update(known_to_the_house=True)
    assert refusal(known, other, edith) is Refusal.MERGE_OF_KNOWN


def test_what_is_merged_is_neither_merged_again_nor_merged_into_nor_changed(
    keep: Source, drop: Source, edith: User, clara: User
) -> None:
    merged(keep, drop, edith)
    third = make_source("Ilse M.")
    assert refusal(third, drop, edith) is Refusal.MERGED_ALREADY
    assert refusal(drop, third, edith) is Refusal.MERGED_ALREADY
    with pytest.raises(Refused) as refused:
        sources.rate(drop.pk, by=acting(clara), version=2, reliability=None, rationale="x")
    assert refused.value.code is Refusal.MERGED_ALREADY


def test_a_reporter_may_not_merge(keep: Source, drop: Source, rosa: User) -> None:
    assert refusal(keep, drop, rosa) is Refusal.NOT_ALLOWED


@pytest.mark.parametrize("side", ["keep_version", "drop_version"])
def test_a_merge_of_what_somebody_changed_meanwhile_is_refused(
    keep: Source, drop: Source, edith: User, side: str
) -> None:
    assert refusal(keep, drop, edith, **{side: 7}) is Refusal.CHANGED_MEANWHILE


# --- Undone --------------------------------------------------------------------------------------------------------


def test_undoing_a_merge_gives_everything_back(keep: Source, drop: Source, edith: User) -> None:
    said, relayed, own = make_claim(speaker=drop), make_claim(source=drop), make_claim(speaker=keep)
    relay = step(said, drop)
    published = make_document(publisher=drop, publisher_knowledge=Knowledge.KNOWN)
    merged(keep, drop, edith)
    with one_event_for_each_change():
        undone = merging.unmerge(drop.pk, by=acting(edith))
    for row in (said, relayed, own, relay, published, drop):
        row.refresh_from_db()

    assert (said.speaker, relayed.source, relay.source, published.publisher) == (drop, drop, drop, drop)
    assert (own.speaker, drop.merged_into) == (keep, None)
    assert (undone.back, undone.left) == (3, 0)
    assert (sources.named(DROPPED), sources.named(KEPT)) == (drop, keep)
    assert not Alias.objects.filter(source=keep).exists()
    assert "ilse" not in Claim.objects.get(pk=said.pk).search_words.speaker


def test_what_somebody_changed_since_stays_with_the_survivor(keep: Source, drop: Source, edith: User) -> None:
    untouched, touched = make_claim(speaker=drop), make_claim(speaker=drop, status=Status.UNVERIFIED)
    relay, other = step(touched, drop), make_source("Somebody else")
    moved_on = make_claim(speaker=drop, status=Status.UNVERIFIED)
    merged(keep, drop, edith)
    wording.change_statement(touched.pk, "The port closes at dusk.", by=acting(edith))
    wording.change_speaker(moved_on.pk, SpeakerChoice(source=other.pk), by=acting(edith))
    undone = merging.unmerge(drop.pk, by=acting(edith))
    for row in (untouched, touched, moved_on, relay):
        row.refresh_from_db()

    assert (untouched.speaker, touched.speaker, relay.source, moved_on.speaker) == (drop, keep, keep, other)
    assert (undone.back, undone.left) == (1, 2)


def test_a_name_that_the_survivor_had_before_stays_its_name(drop: Source, edith: User) -> None:
    keep = make_source(KEPT, aliases=[DROPPED])
    merged(keep, drop, edith)
    merging.unmerge(drop.pk, by=acting(edith))
    assert [*keep.aliases.values_list("name", flat=True)] == [DROPPED]


def test_merges_are_undone_in_turn_and_each_gives_back_its_own(keep: Source, drop: Source, edith: User) -> None:
    third, claim = make_source("Ilse M."), make_claim(speaker=drop)
    merged(keep, drop, edith)
    merged(third, keep, edith)
    assert sources.called(f"#{drop.pk}", field="name") == third
    with nothing_changes(), pytest.raises(Refused) as refused:
        merging.unmerge(drop.pk, by=acting(edith))
    assert refused.value.code is Refusal.MERGED_FURTHER
    merging.unmerge(keep.pk, by=acting(edith))
    merging.unmerge(drop.pk, by=acting(edith))
    claim.refresh_from_db()
    assert claim.speaker == drop


def test_a_merge_that_was_undone_and_done_again_is_undone_by_its_own_record(
    keep: Source, drop: Source, edith: User
) -> None:
    claim = make_claim(speaker=drop)
    merged(keep, drop, edith)
    merging.unmerge(drop.pk, by=acting(edith))
    later = make_claim(speaker=drop)
    merged(keep, drop, edith)
    assert merging.unmerge(drop.pk, by=acting(edith)).back == 2
    for row in (claim, later):
        row.refresh_from_db()
        assert row.speaker == drop


def test_what_is_not_merged_cannot_be_taken_apart(keep: Source, edith: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        merging.unmerge(keep.pk, by=acting(edith))
    assert refused.value.code is Refusal.NOT_MERGED


def test_what_a_merge_did_says_that_it_was_bulk(keep: Source, drop: Source, edith: User) -> None:
    before = timezone.now()
    claim = make_claim(speaker=drop)
    merged(keep, drop, edith, because="One woman, two entries.")
    event = Event.objects.get(subject_kind="claim", subject_id=claim.pk, at__gte=before)
    assert (event.act, event.is_bulk, event.reason) == ("claim.merge_source", True, "One woman, two entries.")
