"""Tests: the pages of sealed sources. What each role is offered and refused, and that nothing typed is lost."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import IdentityRequest, Seal, Source
from claims.records.acts import Role
from claims.records.sealing import GrantedFor
from claims.services import identity_requests, sealing
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_person, make_source

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

NAME, LABEL = "Ottoline Querfurth", "Source K-7"


@pytest.fixture
def source(clara: User) -> Source:
    """A source under a seal."""
    made = make_source(NAME, aliases=["O. Querfurth-Zabel"])
    make_claim(speaker=made)
    because = "She would be in danger."
    return sealing.seal(made.pk, by=acting(clara), version=1, label=LABEL, contact="the lighthouse", because=because)


@pytest.fixture
def other_chief(db: None) -> User:
    """Another chief."""
    return make_person(Role.CHIEF, "carl", name="Carl Iversen")


def asked(source: Source, by: User, motive: str = "The court asks us.") -> IdentityRequest:
    return identity_requests.ask(source.pk, by=acting(by), motive=motive)


def granted(source: Source, to: User, by: User) -> IdentityRequest:
    return identity_requests.grant(asked(source, to).pk, by=acting(by), version=1, lasts=GrantedFor.HOUR)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(answer: "Answer") -> str:
    return answer.content.decode()


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def test_a_chief_seals_a_source_from_its_page(clara: User, ledger: Ledger) -> None:
    source, here = make_source(NAME), as_(clara)
    assert at("source-seal", source.pk) in page(here.get(at("source", source.pk)))
    form = page(here.get(at("source-seal", source.pk)))
    assert "It cannot hide:" in form
    typed = {"version": 1, "label": LABEL, "contact": "the lighthouse", "because": "She would be in danger."}
    answer = here.post(at("source-seal", source.pk), typed, follow=True)
    assert f"Everybody sees “{LABEL}” from now on." in page(answer)
    assert NAME not in page(answer).replace("Clara", "")
    assert ledger.acts() == [("source.seal", source.pk)]


def test_the_form_of_the_seal_says_where_the_name_stays(clara: User) -> None:
    source = make_source(NAME)
    make_claim(f"{NAME} was seen at the harbour.")
    shown = page(as_(clara).get(at("source-seal", source.pk)))
    assert "<li>statements of claims: 1</li>" in shown


def test_a_refused_seal_keeps_what_was_typed(clara: User) -> None:
    source = make_source(NAME)
    typed = {"version": 1, "label": "Ottoline", "contact": "the lighthouse", "because": "She would be in danger."}
    answer = as_(clara).post(at("source-seal", source.pk), typed)
    assert answer.status_code == 422
    shown = page(answer)
    assert "The label has a word of the name in it." in shown
    assert "the lighthouse" in shown
    assert not Seal.objects.exists()


def test_a_form_of_an_older_version_is_refused(clara: User) -> None:
    source = make_source(NAME)
    Source.objects.filter(pk=source.pk).update(version=2)
    answer = as_(clara).post(at("source-seal", source.pk), {"version": 1, "because": "Danger."})
    assert answer.status_code == 409


@pytest.mark.parametrize(("who", "offers"), [("vera", False), ("rosa", True), ("edith", True), ("clara", True)])
def test_everybody_but_a_viewer_may_ask(source: Source, who: str, offers: bool, request: pytest.FixtureRequest) -> None:
    here = as_(request.getfixturevalue(who))
    shown = page(here.get(at("source", source.pk)))
    assert "Protected" in shown
    assert ("Ask to see who it is" in shown) is offers
    answer = here.post(at("source-ask", source.pk), {"motive": "The court asks us."})
    assert answer.status_code == (302 if offers else 403)
    assert IdentityRequest.objects.exists() is offers


def test_a_request_without_a_motive_is_refused_on_the_page(source: Source, rosa: User) -> None:
    answer = as_(rosa).post(at("source-ask", source.pk), {"motive": " "})
    assert answer.status_code == 422
    assert '<a href="#id_ask_motive">Give a reason' in page(answer)


def test_a_chief_finds_the_request_on_the_desk_and_grants_it(source: Source, rosa: User, clara: User) -> None:
    one = asked(source, rosa)
    here = as_(clara)
    assert "1 request to see who a source is waits for you" in page(here.get(at("desk")))
    assert "waits for you" not in page(as_(rosa).get(at("desk")))
    listed = page(here.get(at("identity-requests")))
    assert "The court asks us." in listed
    assert at("identity-grant", one.pk) in listed
    answer = here.post(at("identity-grant", one.pk), {"version": 1, "lasts": "15"}, follow=True)
    assert "It is granted." in page(answer)
    one.refresh_from_db()
    assert one.state == "granted"
    assert "See who it is" in page(as_(rosa).get(at("source", source.pk)))


def test_a_refusal_needs_a_reason_and_is_shown_to_whoever_asked(source: Source, rosa: User, clara: User) -> None:
    one = asked(source, rosa)
    here = as_(clara)
    answer = here.post(at("identity-refuse", one.pk), {"version": 1, "because": " "})
    assert answer.status_code == 422
    assert f'<a href="#id_refuse_{one.pk}_because">Give a reason' in page(answer)
    here.post(at("identity-refuse", one.pk), {"version": 1, "because": "Wondering is not enough."})
    assert "Wondering is not enough." in page(as_(rosa).get(at("identity-requests")))


def test_a_chief_is_not_offered_to_decide_on_their_own_request(source: Source, clara: User) -> None:
    one = asked(source, clara)
    assert at("identity-grant", one.pk) not in page(as_(clara).get(at("identity-requests")))
    answer = as_(clara).post(at("identity-grant", one.pk), {"version": 1, "lasts": "60"})
    assert answer.status_code == 422
    assert "This is your own request." in page(answer)


def test_the_page_of_the_identity_shows_nothing_before_it_is_asked_for(
    source: Source, rosa: User, clara: User, ledger: Ledger
) -> None:
    granted(source, rosa, clara)
    ledger.new()
    here = as_(rosa)
    before = here.get(at("source-identity", source.pk))
    assert NAME not in page(before)
    assert ledger.new() == []
    seen = here.post(at("source-identity", source.pk))
    assert seen.status_code == 200
    assert NAME in page(seen)
    assert "the lighthouse" in page(seen)
    assert "no-store" in seen["Cache-Control"]
    assert ledger.acts() == [("source.see_identity", source.pk)]
    title = page(seen).partition("<title>")[2].partition("</title>")[0]
    assert NAME not in title
    shown = page(as_(clara).get(at("source", source.pk)))
    assert "1 look<" in shown
    assert "saw who it is" in shown
    assert NAME not in shown


@pytest.mark.parametrize(("who", "gives"), [("vera", 403), ("edith", 422), ("clara", 422)])
def test_nobody_without_a_grant_is_shown_it(
    source: Source, rosa: User, clara: User, who: str, gives: int, request: pytest.FixtureRequest
) -> None:
    granted(source, rosa, clara)
    answer = as_(request.getfixturevalue(who)).post(at("source-identity", source.pk))
    assert answer.status_code == gives
    assert NAME not in page(answer)


def test_others_do_not_read_who_asked(source: Source, rosa: User, edith: User) -> None:
    asked(source, rosa)
    assert "The court asks us." not in page(as_(edith).get(at("identity-requests")))


def test_a_grant_is_ended_on_the_page_of_requests(source: Source, rosa: User, clara: User) -> None:
    one = granted(source, rosa, clara)
    answer = as_(rosa).post(at("identity-end", one.pk), {"version": one.version}, follow=True)
    assert "It is ended." in page(answer)
    assert NAME not in page(as_(rosa).post(at("source-identity", source.pk)))


def test_breaking_the_seal_is_offered_with_a_grant_only(source: Source, clara: User, other_chief: User) -> None:
    here = as_(clara)
    assert "Break the seal" not in page(here.get(at("source", source.pk)))
    granted(source, clara, other_chief)
    shown = page(here.get(at("source", source.pk)))
    assert "Break the seal" in shown
    source.refresh_from_db()
    answer = here.post(at("source-unseal", source.pk), {"version": source.version, "because": ""})
    assert answer.status_code == 422
    assert '<a href="#id_unseal_because">' in page(answer)
    typed = {"version": source.version, "because": "She speaks in the open now."}
    assert NAME in page(here.post(at("source-unseal", source.pk), typed, follow=True))


def test_a_redacted_source_says_so_with_date_and_motive(source: Source, clara: User, edith: User) -> None:
    typed = {"version": source.version, "because": "The police are at the door."}
    answer = as_(clara).post(at("source-redact", source.pk), typed, follow=True)
    assert "destroyed the key" in page(answer)
    shown = page(as_(edith).get(at("source", source.pk)))
    assert "Clara Benedek destroyed the key." in shown
    assert "The police are at the door." in shown
    assert "Ask to see who it is" not in shown


def test_a_sealed_source_is_marked_in_the_list_and_found_by_its_label(source: Source, edith: User) -> None:
    here = as_(edith)
    assert "Protected" in page(here.get(at("sources"), {"q": "K-7"}))
    assert LABEL not in page(here.get(at("sources"), {"q": "Querfurth"}))
    assert at("source-edit", source.pk) not in page(here.get(at("source", source.pk)))


def test_the_form_of_names_is_not_saved_for_a_sealed_source(source: Source, edith: User) -> None:
    typed = {"version": source.version, "name": "X", "kind": "person"}
    answer = as_(edith).post(at("source-edit", source.pk), typed)
    assert answer.status_code == 403
    source.refresh_from_db()
    assert source.name == LABEL


def test_the_back_office_only_shows_a_sealed_source(source: Source, clara: User) -> None:
    here = as_(clara)
    shown = here.get(at("admin:claims_source_change", source.pk))
    assert shown.status_code == 200
    assert LABEL in page(shown)
    assert "Querfurth" not in page(shown)
    assert 'name="_save"' not in page(shown)
    answer = here.post(at("admin:claims_source_change", source.pk), {"name": "X", "seen_version": source.version})
    assert answer.status_code == 403
