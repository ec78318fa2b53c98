"""Saved views: the address of the list under a name, for oneself or for everybody; changed, removed, brought back."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.errors import Refusal, Refused
from claims.filters import counts
from claims.models import Event, SavedView
from claims.records.acts import SubjectKind
from claims.selectors.queues import QUEUES
from claims.services import saved_views
from claims.tests.conftest import Ledger, acting, seen
from claims.tests.factories import make_claim
from claims.workflow import Status

pytestmark = pytest.mark.django_db

PROPOSALS = "status=proposed"


def kept(person: User, name: str = "Proposals", *, query: str = PROPOSALS, is_shared: bool = False) -> SavedView:
    return saved_views.keep(name, query, by=acting(person), is_shared=is_shared)


def names_for(person: User) -> list[str]:
    """The saved views that somebody sees."""
    return [str(link.label) for link in counts.links(person.pk) if link.pk]


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def last_event() -> Event:
    return Event.objects.latest("sequence")


def test_a_view_is_private_until_it_is_shared(edith: User, emil: User) -> None:
    view = kept(edith)
    assert (names_for(edith), names_for(emil)) == (["Proposals"], [])
    saved_views.change(view.pk, by=acting(edith), name="Proposals", is_shared=True)
    assert names_for(emil) == ["Proposals"]


def test_every_act_on_a_view_is_one_event_about_it(edith: User, ledger: Ledger) -> None:
    by = acting(edith)
    view = kept(edith)
    saved_views.change(view.pk, by=by, name="New ones", is_shared=True, version=1)
    saved_views.remove(view.pk, by=by, version=2)
    saved_views.restore(view.pk, by=by)
    events = ledger.new()
    assert [(event.act, event.subject_id, event.subject_version) for event in events] == [
        ("view.keep", view.pk, 1),
        ("view.change", view.pk, 2),
        ("view.remove", view.pk, 3),
        ("view.restore", view.pk, 4),
    ]
    assert {event.subject_kind for event in events} == {SubjectKind.VIEW}


def test_a_view_that_was_removed_is_gone_for_everybody_and_comes_back_as_it_was(edith: User, emil: User) -> None:
    view = kept(edith, is_shared=True)
    saved_views.remove(view.pk, by=acting(edith))
    assert (names_for(edith), names_for(emil)) == ([], [])
    saved_views.restore(view.pk, by=acting(edith))
    assert names_for(emil) == ["Proposals"]
    with pytest.raises(SavedView.DoesNotExist):
        saved_views.restore(view.pk, by=acting(edith))


def test_two_views_of_one_person_cannot_have_one_name(edith: User, emil: User) -> None:
    view = kept(edith)
    kept(emil)
    with pytest.raises(Refused) as refused:
        kept(edith, "  Proposals ")
    assert (refused.value.code, refused.value.field) == (Refusal.VIEW_NAME_TAKEN, "name")
    saved_views.remove(view.pk, by=acting(edith))
    kept(edith)
    with pytest.raises(Refused) as refused:
        saved_views.restore(view.pk, by=acting(edith))
    assert refused.value.code is Refusal.VIEW_NAME_TAKEN


@pytest.mark.parametrize(
    ("name", "query", "code"),
    [
        (" ", PROPOSALS, Refusal.NAME_MISSING),
        ("n" * 101, PROPOSALS, Refusal.TOO_LONG),
        ("Long", "q=" + "n" * 2000, Refusal.TOO_LONG),
        ("a\x00b", PROPOSALS, Refusal.TEXT_HAS_NUL),
    ],
)
def test_what_no_view_can_be_called_or_ask_is_refused(edith: User, name: str, query: str, code: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        kept(edith, name, query=query)
    assert refused.value.code is code
    assert not SavedView.objects.exists()


def test_nothing_different_is_refused(edith: User) -> None:
    view = kept(edith)
    with pytest.raises(Refused) as refused:
        saved_views.change(view.pk, by=acting(edith), name="Proposals", is_shared=False)
    assert refused.value.code is Refusal.NOTHING_CHANGED


def test_a_viewer_keeps_views_and_shares_none(vera: User) -> None:
    view = kept(vera)
    with pytest.raises(Refused) as refused:
        kept(vera, "Shared", is_shared=True)
    assert refused.value.code is Refusal.NOT_ALLOWED
    with pytest.raises(Refused) as refused:
        saved_views.change(view.pk, by=acting(vera), name="Shared", is_shared=True)
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_a_shared_view_is_changed_by_whose_it_is_or_by_a_chief(edith: User, emil: User, clara: User) -> None:
    view = kept(edith, is_shared=True)
    with pytest.raises(Refused) as refused:
        saved_views.remove(view.pk, by=acting(emil))
    assert refused.value.code is Refusal.NOT_ALLOWED
    saved_views.change(view.pk, by=acting(clara), name="All proposals", is_shared=True)
    assert last_event().actor_id == clara.pk


def test_a_private_view_is_not_there_for_anybody_else(client: Client, edith: User, clara: User) -> None:
    view = kept(edith)
    for act in (saved_views.remove, saved_views.restore):
        with pytest.raises(SavedView.DoesNotExist):
            act(view.pk, by=acting(clara))
    client.force_login(clara)
    assert client.get(reverse("view-change", args=[view.pk])).status_code == 404
    assert client.post(reverse("view-remove", args=[view.pk])).status_code == 404


# --- The pages -----------------------------------------------------------------------------------------------------


def test_the_address_of_the_list_is_kept_under_a_name_and_opened_again(client: Client, edith: User) -> None:
    make_claim("proposed")
    make_claim("accepted", status=Status.UNVERIFIED)
    client.force_login(edith)
    listed = client.get(reverse("claims") + "?status=proposed&sort=created&after=nonsense").content.decode()
    assert f'href="{reverse("view-keep")}?query=status%3Dproposed%26sort%3Dcreated"' in listed
    form = client.get(reverse("view-keep"), {"query": "status=proposed&sort=created"}).content.decode()
    assert 'value="status=proposed&amp;sort=created"' in form
    answer = client.post(
        reverse("view-keep"),
        {"name": "Oldest proposals", "query": "status=proposed&sort=created&after=x", "is_shared": "on"},
    )
    assert answer["Location"] == reverse("claims") + "?status=proposed&sort=created"
    opened = client.get(answer["Location"]).content.decode()
    assert "The view “Oldest proposals” is kept." in text_of(opened)
    assert re.search(r'\?status=proposed&amp;sort=created" aria-current="page"[^>]*>Oldest proposals<', opened)
    assert "accepted" not in opened


def test_a_refusal_keeps_what_was_typed(client: Client, edith: User) -> None:
    kept(edith)
    client.force_login(edith)
    answer = client.post(reverse("view-keep"), {"name": "Proposals", "query": "q=talks", "is_shared": "on"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "You have a view called “Proposals” already." in text_of(html)
    assert 'value="q=talks"' in html
    assert "checked" in html
    view = kept(edith, "Talks", query="q=talks")
    html = client.post(reverse("view-change", args=[view.pk]), {"name": "Proposals"}).content.decode()
    assert 'value="Proposals"' in html


def test_removing_leads_to_an_undo_that_brings_it_back(client: Client, edith: User) -> None:
    view = kept(edith)
    client.force_login(edith)
    page = client.post(reverse("view-remove", args=[view.pk]), {"version": 1}, follow=True).content.decode()
    assert f'action="{reverse("view-restore", args=[view.pk])}"' in page
    page = client.post(reverse("view-restore", args=[view.pk]), seen(view), follow=True).content.decode()
    assert "is back" in text_of(page)
    assert names_for(edith) == ["Proposals"]


def test_somebody_who_changed_it_meanwhile_is_not_overwritten(client: Client, edith: User) -> None:
    view = kept(edith)
    saved_views.change(view.pk, by=acting(edith), name="New name", is_shared=False)
    client.force_login(edith)
    page = client.post(reverse("view-remove", args=[view.pk]), {"version": 1}, follow=True).content.decode()
    assert "Somebody changed this while you were working" in text_of(page)
    assert names_for(edith) == ["New name"]


def test_renaming_shows_what_the_view_asks_and_offers_no_sharing_to_a_viewer(client: Client, vera: User) -> None:
    view = kept(vera)
    client.force_login(vera)
    html = client.get(reverse("view-change", args=[view.pk])).content.decode()
    assert 'value="Proposals"' in html
    assert "Status Proposed" in text_of(html)
    assert "For everybody" not in html
    answer = client.post(reverse("view-change", args=[view.pk]), {"name": "Renamed", "version": 1})
    assert answer["Location"] == reverse("views")
    assert names_for(vera) == ["Renamed"]


def test_views_are_listed_with_what_they_hold(client: Client, edith: User, emil: User) -> None:
    make_claim(accuses=True)
    make_claim(status=Status.UNVERIFIED)
    kept(edith)
    kept(emil, "Emil's", query="", is_shared=True)
    client.force_login(edith)
    text = text_of(client.get(reverse("views")).content.decode())
    assert re.search(r"Deaths and accusations .*?\. 1 ", text)
    assert "Proposals yours alone 1 Rename" in text
    assert "Emil's shared by Emil Okafor 2" in text
    assert text.count("Remove Proposals") == 1
    assert "Remove Emil's" not in text


def test_counts_come_after_the_list_and_cost_one_query_each(client: Client, edith: User) -> None:
    kept(edith)
    client.force_login(edith)
    listed = client.get(reverse("claims"), {"status": "proposed"}).content.decode()
    assert f'hx-get="{reverse("view-counts")}?here=status%3Dproposed"' in listed
    with CaptureQueriesContext(connection) as queries:
        part = client.get(reverse("view-counts"), {"here": PROPOSALS}).content.decode()
    assert 'aria-current="page"' in part
    assert "hx-get" not in part
    # Session, person, groups, the views; then one for each.
    assert len(queries) == 4 + len(QUEUES) + 1


def test_no_more_views_are_counted_than_a_page_shows(edith: User) -> None:
    SavedView.objects.bulk_create(SavedView(owner=edith, name=f"View {at:02}") for at in range(counts.SHOWN + 5))
    assert len(names_for(edith)) == counts.SHOWN
