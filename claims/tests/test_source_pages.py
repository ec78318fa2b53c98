"""Tests: people and sources. The list, the page of one, and the acts on it."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import Source
from claims.records.provenance import Knowledge, SourceKind
from claims.records.quotations import Identification
from claims.tests.conftest import Ledger, seen
from claims.tests.factories import make_claim, make_document, make_source
from claims.workflow import Status

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert('x')</script>"


def signed_in(user: User) -> Client:
    """Somebody at a browser of their own."""
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def as_vera(vera: User, noise: None) -> Client:
    """The viewer."""
    return signed_in(vera)


@pytest.fixture
def as_edith(edith: User, noise: None) -> Client:
    """The editor."""
    return signed_in(edith)


@pytest.fixture
def as_clara(clara: User, noise: None) -> Client:
    """The chief."""
    return signed_in(clara)


def page(answer: Any) -> str:
    """A page as text."""
    text: str = answer.content.decode()
    return text


def show(browser: Client, source: Source) -> str:
    """The page of a source."""
    return page(browser.get(reverse("source", args=[source.pk])))


NEW = {"name": "Ayman Safadi", "aliases": "Safadi of Jordan\r\n\r\n", "kind": "person", "role": "foreign minister"}


# --- The list ------------------------------------------------------------------------------------------------------


def test_sources_stand_in_the_order_of_the_alphabet_whatever_their_capitals(as_vera: Client) -> None:
    for name in ("zeta agency", "Alpha News", "émile", "Beta TV"):
        make_source(name)
    shown = page(as_vera.get(reverse("sources")))

    places = [shown.index(f">{name}<") for name in ("Alpha News", "Beta TV", "émile", "zeta agency")]
    assert places == sorted(places)


def test_pages_neither_skip_nor_repeat_also_among_namesakes(as_vera: Client) -> None:
    for number in range(120):
        make_source(f"Person {number // 4:03}")
    seen, address = list[str](), reverse("sources") + "?q=person"
    while address:
        shown = page(as_vera.get(address))
        seen += [part.split("/")[0] for part in shown.split('row-link statement" href="/sources/')[1:]]
        found = shown.split('rel="next" href="')[1:]
        address = reverse("sources") + found[0].split('"')[0].replace("&amp;", "&") if found else ""

    assert len(seen) == len(set(seen)) == 120
    last = page(as_vera.get(f"{reverse('sources')}?q=person&before={seen[100]}"))
    assert [part.split("/")[0] for part in last.split('row-link statement" href="/sources/')[1:]] == seen[50:100]


def test_a_source_is_found_by_words_of_its_name_or_of_another_name_and_by_kind(as_vera: Client) -> None:
    make_source("Agence France-Presse", aliases=["AFP"], kind=SourceKind.AGENCY)
    make_source("Ibrahim Jabbawi")

    assert "Agence France-Presse" in page(as_vera.get(reverse("sources") + "?q=presse+FRANCE"))
    assert "Agence France-Presse" in page(as_vera.get(reverse("sources") + "?q=afp"))
    by_kind = page(as_vera.get(reverse("sources") + "?kind=agency"))
    assert "Agence France-Presse" in by_kind
    assert "Jabbawi" not in by_kind
    assert "Nobody fits" in page(as_vera.get(reverse("sources") + "?q=presse+jabbawi"))


def test_somebody_described_is_shown_as_described_in_their_document(as_vera: Client) -> None:
    document = make_document(our_title="Talks on southern Syria")
    make_source("a source close to the talks", identification=Identification.DESCRIBED, document=document)
    shown = page(as_vera.get(reverse("sources")))

    assert "described, not named" in shown
    assert f'described in <a href="/documents/{document.pk}/"' in shown


def test_an_empty_desk_says_where_sources_come_from(client: Client, vera: User) -> None:
    assert "Sources come with the claims" in page(signed_in(vera).get(reverse("sources")))


@pytest.mark.parametrize("query", ["?after=x", "?before=999999", "?kind=nonsense", "?q=%00", "?q=%22%27%3B--"])
def test_an_address_that_makes_no_sense_is_answered(as_vera: Client, query: str) -> None:
    assert as_vera.get(reverse("sources") + query).status_code == 200


def test_the_list_costs_the_same_queries_for_any_number_of_sources(
    as_vera: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(6):
        as_vera.get(reverse("sources"))
    for number in range(20):
        make_claim(speaker=make_source(f"Name {number}", aliases=[f"Alias {number}"]))
    with django_assert_num_queries(6):
        as_vera.get(reverse("sources"))


# --- One source ----------------------------------------------------------------------------------------------------


def test_a_source_shows_what_they_said_how_it_held_up_and_what_came_through_them(as_vera: Client) -> None:
    observatory = make_source("Syrian Observatory", aliases=["SOHR"], kind=SourceKind.ORGANISATION)
    make_claim("Air strikes stopped", words="the air strikes had stopped", speaker=observatory)
    make_claim("Strikes resumed", speaker=observatory, status=Status.UNVERIFIED)
    make_claim("Eleven were killed", source=observatory)
    make_document(our_title="A report of theirs", publisher=observatory, publisher_knowledge=Knowledge.KNOWN)
    shown = show(as_vera, observatory)

    for words in ("Air strikes stopped", "the air strikes had stopped", "Strikes resumed", "Eleven were killed"):
        assert words in shown
    assert "A report of theirs" in shown
    assert "SOHR" in shown
    assert "2 claims" in shown
    assert "Proposed 1" in shown
    assert "Unverified 1" in shown


def test_what_was_set_aside_is_counted_and_not_listed(as_vera: Client) -> None:
    source = make_source("Marta Solheim")
    make_claim("No longer wanted", speaker=source, source=source, status=Status.SET_ASIDE)
    shown = show(as_vera, source)

    assert "No longer wanted" not in shown
    assert "No claim in use has them as its speaker." in shown
    assert "Set aside" in shown


def test_what_somebody_has_in_hand_says_so_beside_the_speakers_claims(as_vera: Client, edith: User) -> None:
    speaker = make_source()
    make_claim(speaker=speaker, status=Status.IN_REVIEW, assigned_to=edith)
    assert "taken by Edith Marlow" in as_vera.get(reverse("source", args=[speaker.pk])).text


def test_a_source_that_said_much_leads_to_the_list_of_claims(as_vera: Client) -> None:
    speaker = make_source("O'Neill & Söhne")
    for _number in range(51):
        make_claim(speaker=speaker)
    shown = show(as_vera, speaker)

    assert 'href="/claims/?speaker=O%27Neill%20%26%20S%C3%B6hne"' in shown


def test_the_page_costs_the_same_queries_however_much_somebody_said(
    as_vera: Client, django_assert_num_queries: Any
) -> None:
    speaker = make_source("Jabbawi", aliases=["the spokesman"])
    make_claim(speaker=speaker)
    make_claim(source=speaker)
    with django_assert_num_queries(15):
        show(as_vera, speaker)
    for _number in range(20):
        make_claim(speaker=speaker, source=speaker)
    with django_assert_num_queries(15):
        show(as_vera, speaker)


def test_a_viewer_is_offered_no_act(as_vera: Client) -> None:
    shown = show(as_vera, make_source("Jabbawi"))

    for name in ("edit", "rate", "vouch"):
        assert f"/{name}/" not in shown


def test_an_editor_edits_and_does_not_rate(as_edith: Client, ledger: Ledger) -> None:
    source = make_source("Jabbawi")
    shown = show(as_edith, source)

    assert "/edit/" in shown
    assert "/rate/" not in shown
    answer = as_edith.post(
        reverse("source-rate", args=[source.pk]), {"version": 1, "reliability": "B", "rationale": "x"}
    )
    assert answer.status_code == 403
    assert ledger.acts() == []


def test_hostile_names_are_shown_and_never_run(as_clara: Client) -> None:
    source = make_source(HOSTILE, aliases=[f"{HOSTILE} 2"])
    Source.objects.filter(pk=source.pk).update(role=HOSTILE, reliability_rationale=HOSTILE)
    make_claim(HOSTILE, words=HOSTILE, speaker=source, source=source)

    for address in (reverse("source", args=[source.pk]), reverse("source-edit", args=[source.pk]), reverse("sources")):
        shown = page(as_clara.get(address))
        assert HOSTILE not in shown
        assert "&lt;script&gt;alert" in shown


# --- Acts ----------------------------------------------------------------------------------------------------------


def test_a_source_is_added_with_its_names(as_edith: Client, ledger: Ledger) -> None:
    answer = as_edith.post(reverse("source-new"), NEW)
    source = Source.objects.get(name="Ayman Safadi")

    assert answer.headers["Location"] == f"/sources/{source.pk}/"
    assert list(source.aliases.values_list("name", flat=True)) == ["Safadi of Jordan"]
    assert ledger.acts() == [("source.make", source.pk)]


def test_a_name_that_is_taken_needs_a_word_that_another_is_meant(as_edith: Client, ledger: Ledger) -> None:
    make_source("Ayman Safadi")
    assert "another of the same name" not in page(as_edith.get(reverse("source-new")))
    answer = as_edith.post(reverse("source-new"), NEW)
    shown = page(answer)

    assert answer.status_code == 422
    assert '<a href="#id_name">“Ayman Safadi” is here already' in shown
    assert "This is another of the same name" in shown
    assert 'value="foreign minister"' in shown
    assert ledger.acts() == []

    assert as_edith.post(reverse("source-new"), {**NEW, "may_share_a_name": "on"}).status_code == 302
    assert Source.objects.filter(name="Ayman Safadi").count() == 2


def test_a_source_is_changed_and_its_page_tells_that_names_changed(as_edith: Client, ledger: Ledger) -> None:
    source = make_source("Safadi")
    answer = as_edith.post(reverse("source-edit", args=[source.pk]), {**NEW, "version": 1, "is_monitor": "on"})
    source.refresh_from_db()

    assert answer.status_code == 302
    assert (source.name, source.is_monitor) == ("Ayman Safadi", True)
    assert ledger.acts() == [("source.edit", source.pk)]
    assert "Its names changed." in show(as_edith, source)


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"name": "  "}, 422, "Give a name."),
        ({"name": "n" * 201}, 422, "at most 200 characters"),
        ({"version": 7}, 409, "Somebody changed this while you were working."),
        ({"kind": "dragon"}, 422, "dragon"),
    ],
)
def test_a_change_that_is_refused_says_why_and_keeps_what_was_typed(
    as_edith: Client, ledger: Ledger, typed: dict[str, object], status: int, sentence: str
) -> None:
    source = make_source("Safadi")
    answer = as_edith.post(reverse("source-edit", args=[source.pk]), {**NEW, "version": 1, **typed})

    assert answer.status_code == status
    assert sentence in page(answer)
    assert 'value="foreign minister"' in page(answer)
    assert ledger.acts() == []


def test_a_chief_rates_with_a_reason_and_the_history_stays(as_clara: Client, ledger: Ledger) -> None:
    source = make_source("Syrian Observatory", kind=SourceKind.ORGANISATION)
    address = reverse("source-rate", args=[source.pk])
    as_clara.post(address, {"version": 1, "reliability": "C", "rationale": "Numbers hold, causes less."})
    as_clara.post(address, {"version": 2, "reliability": "B", "rationale": "Held up all year."})
    shown = show(as_clara, source)

    assert ledger.acts() == [("source.rate", source.pk)] * 2
    assert "B: usually reliable" in shown
    assert "C: fairly reliable" in shown
    assert "Numbers hold, causes less." in shown
    assert "2 ratings so far" in shown


def test_rating_without_a_reason_is_refused_beside_its_field(as_clara: Client, ledger: Ledger) -> None:
    source = make_source("Syrian Observatory")
    answer = as_clara.post(
        reverse("source-rate", args=[source.pk]), {"version": 1, "reliability": "A", "rationale": " "}
    )
    shown = page(answer)

    assert answer.status_code == 422
    assert '<a href="#id_rate_rationale">Give a reason' in shown
    assert '<input type="radio" name="reliability" value="A"' in shown
    assert re.search(r'value="A"[^>]* checked', shown)
    assert ledger.acts() == []


def test_a_chief_vouches_for_an_anonymous_source_only(as_clara: Client, ledger: Ledger) -> None:
    anonymous = make_source("a source close to the talks", identification=Identification.DESCRIBED)
    named = make_source("Ibrahim Jabbawi")
    typed = {"version": 1, "is_known": "yes", "because": "Clara met them"}

    assert "/vouch/" not in show(as_clara, named)
    assert as_clara.post(reverse("source-vouch", args=[named.pk]), typed).status_code == 422
    assert as_clara.post(reverse("source-vouch", args=[anonymous.pk]), typed).status_code == 302
    assert "The house knows who it is." in show(as_clara, anonymous)
    assert ledger.acts() == [("source.vouch", anonymous.pk)]


def test_a_source_that_is_not_there_is_not_found(as_clara: Client) -> None:
    for name in ("source", "source-edit"):
        assert as_clara.get(reverse(name, args=[999_999])).status_code == 404
    for name in ("source-rate", "source-vouch"):
        assert as_clara.post(reverse(name, args=[999_999]), {}).status_code == 404


# --- Merging -------------------------------------------------------------------------------------------------------


def merge_address(source: Source) -> str:
    """The page on which a source is merged with another."""
    return reverse("source-merge", args=[source.pk])


def test_two_are_compared_before_they_are_merged(as_edith: Client) -> None:
    this, other = make_source("Ilse Marten"), make_source("I. Marten", aliases=["Marten of the port"])
    make_claim(speaker=other)
    assert "The two beside each other" not in page(as_edith.get(merge_address(this)))
    shown = page(as_edith.get(merge_address(this), {"other": "marten of the port"}))

    assert "The two beside each other" in shown
    assert "Marten of the port" in shown
    assert f'name="other" value="{other.pk}"' in shown


def test_a_merge_by_form_leads_to_the_survivor_and_can_be_undone(as_edith: Client, ledger: Ledger) -> None:
    this, other = make_source("Ilse Marten"), make_source("I. Marten")
    claim = make_claim(speaker=this)
    sent = {"other": other.pk, "version": 1, "other_version": 1, "keep": "other", "because": "One woman."}
    answer = as_edith.post(merge_address(this), sent)

    assert answer.headers["Location"] == f"/sources/{other.pk}/"
    shown = show(as_edith, other)
    assert f'action="/sources/{this.pk}/unmerge/"' in shown
    assert "are one source now" in shown
    assert "Merged into it" in shown
    claim.refresh_from_db()
    assert claim.speaker == other

    assert as_edith.get(f"/sources/{this.pk}/").headers["Location"] == f"/sources/{other.pk}/"
    assert f"/sources/{this.pk}/" not in page(as_edith.get(reverse("sources"), {"q": "marten"}))
    assert (
        as_edith.post(reverse("source-unmerge", args=[this.pk]), seen(this)).headers["Location"]
        == f"/sources/{this.pk}/"
    )
    assert "stands by itself again" in show(as_edith, this)
    assert ("source.unmerge", this.pk) in ledger.acts()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nobody of that name", "Nobody here is called"),
        ("Port office", "of the kind"),
        ("Twin", "Write its number: Twin"),
    ],
)
def test_a_comparison_that_makes_no_sense_says_why(as_edith: Client, typed: str, sentence: str) -> None:
    this = make_source("Ilse Marten")
    make_source("Port office", kind=SourceKind.ORGANISATION)
    make_source("Twin")
    make_source("Twin")
    answer = as_edith.get(merge_address(this), {"other": typed})

    assert answer.status_code == 422
    assert sentence in page(answer)
    assert f'value="{typed}"' in page(answer)


def test_a_merge_that_is_refused_keeps_what_was_typed(as_edith: Client, ledger: Ledger) -> None:
    this, other = make_source("Ilse Marten"), make_source("I. Marten")
    sent = {"other": other.pk, "version": 1, "other_version": 9, "keep": "this", "because": "One woman."}
    answer = as_edith.post(merge_address(this), sent)

    assert answer.status_code == 409
    assert 'value="One woman."' in page(answer)
    assert ledger.acts() == []


@pytest.mark.parametrize("sent", [{}, {"other": "x"}, {"other": 10**15}, {"other": 1, "keep": "neither"}])
def test_a_merge_that_was_sent_wrongly_is_answered(as_edith: Client, sent: dict[str, object]) -> None:
    assert as_edith.post(merge_address(make_source()), sent).status_code in (404, 422)


def test_undoing_what_is_not_merged_says_so(as_edith: Client) -> None:
    source = make_source("Ilse Marten")
    as_edith.post(reverse("source-unmerge", args=[source.pk]), seen(source))
    assert "there is nothing to undo" in show(as_edith, source)
    assert as_edith.post(reverse("source-unmerge", args=[10**9])).status_code == 404


def test_a_viewer_neither_merges_nor_is_offered_to(as_vera: Client) -> None:
    source = make_source()
    assert "/merge/" not in show(as_vera, source)
    assert as_vera.get(merge_address(source)).status_code == 403


def test_a_speaker_added_in_place_has_a_kind_and_a_role_as_known(as_edith: Client) -> None:
    sent = {"statement": "The port closes at dusk.", "speaker": "new", "name": "Ilse Marten", "kind": "person"}
    as_edith.post(reverse("claim-enter"), {**sent, "role": "harbour master of Tolvik"})
    made = Source.objects.get(name="Ilse Marten")
    assert (made.kind, made.role) == (SourceKind.PERSON, "harbour master of Tolvik")
