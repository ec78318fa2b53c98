"""Tests: the frame that every page stands in, and what must be so of every page and template."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults

from claims.records.acts import Role
from claims.tests.factories import make_claim, make_person, make_source

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

LISTS = ("claims", "documents", "sources", "import")

# What a strict policy for scripts and styles refuses: anything inline.
INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)


def page(answer: "Answer") -> str:
    return answer.content.decode()


@pytest.fixture
def edith_here(client: Client, edith: User) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(edith)
    return client


@pytest.mark.parametrize("name", LISTS)
def test_every_list_stands_in_the_frame(edith_here: Client, noise: None, name: str) -> None:
    shown = page(edith_here.get(reverse(name)))

    assert '<a class="skip" href="#main">' in shown
    assert "Edith Marlow" in shown
    assert "Editor" in shown
    assert f'<a href="{reverse(name)}" aria-current="page"' in shown
    assert shown.count('aria-current="page"') == 1
    assert shown.count("<h1") == 1
    assert shown.count("<main") == 1
    assert re.search(r"<title>\S.* – Claimtrail</title>", shown)


@pytest.mark.parametrize("name", LISTS)
def test_no_page_holds_anything_inline(edith_here: Client, noise: None, name: str) -> None:
    answer = edith_here.get(reverse(name))

    assert not INLINE.findall(page(answer))
    assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_a_page_within_a_list_is_shown_as_within_it(edith_here: Client) -> None:
    shown = page(edith_here.get(reverse("claim", args=[make_claim().pk])))

    assert f'<a href="{reverse("claims")}" aria-current="true"' in shown


def test_home_leads_to_the_desk(edith_here: Client) -> None:
    assert edith_here.get(reverse("home"))["Location"] == reverse("desk")


def test_the_search_of_the_bar_asks_the_list_of_claims(edith_here: Client) -> None:
    shown = page(edith_here.get(reverse("sources")))

    assert re.search(rf'<form role="search" action="{reverse("claims")}">.*?name="q"', shown, re.DOTALL)


def test_only_those_who_may_see_the_back_office_are_led_there(client: Client) -> None:
    for role in Role:
        person = make_person(role)
        person.is_staff = role in (Role.EDITOR, Role.CHIEF)
        person.save()
        client.force_login(person)
        assert (reverse("admin:index") in page(client.get(reverse("sources")))) is person.is_staff


def test_htmx_sends_the_token_and_keeps_no_page_in_the_browser(edith_here: Client) -> None:
    shown = page(edith_here.get(reverse("sources")))

    assert re.search(r"""<body hx-headers='{"X-CSRFToken": "\w{64}"}'>""", shown)
    for setting in ('"includeIndicatorStyles": false', '"allowEval": false', '"historyCacheSize": 0'):
        assert setting in shown


def test_every_form_that_changes_something_carries_the_token(edith_here: Client) -> None:
    shown = page(edith_here.get(reverse("claim", args=[make_claim().pk])))
    forms = re.findall(r'<form[^>]*method="post".*?</form>', shown, re.DOTALL)

    assert len(forms) > 5
    assert all("csrfmiddlewaretoken" in form for form in forms)


def test_a_form_without_the_token_is_refused_in_words(edith: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(edith)

    answer = strict.post(reverse("claim-act", args=[make_claim().pk, "accept"]))

    assert answer.status_code == 403
    assert "Nothing was changed" in page(answer)


def test_an_address_with_nothing_at_it_says_so_in_the_frame(edith_here: Client) -> None:
    answer = edith_here.get("/nowhere/")

    assert answer.status_code == 404
    assert "There is nothing at this address" in page(answer)
    assert "Edith Marlow" in page(answer)


def test_a_page_that_is_not_for_ones_role_says_whom_to_ask(client: Client, vera: User) -> None:
    client.force_login(vera)

    answer = client.get(reverse("claim-enter"))

    assert answer.status_code == 403
    assert "Your role does not include this. Ask an editor or a chief." in page(answer)


def test_the_page_of_a_fault_needs_neither_request_nor_database() -> None:
    answer = defaults.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()


def test_what_could_not_be_read_gets_a_page_too() -> None:
    answer = defaults.bad_request(RequestFactory().get("/"), Exception())

    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()


def test_a_hostile_name_stays_text_in_the_frame(client: Client) -> None:
    client.force_login(make_person(Role.REPORTER, name="<script>alert(1)</script> \"'><b>"))

    shown = page(client.get(reverse("sources")))

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_hostile_name_of_a_source_stays_text(edith_here: Client) -> None:
    source = make_source('"><img src=x onerror=alert(1)>')
    claim = make_claim(speaker=source)

    for address in (reverse("claims"), reverse("claim", args=[claim.pk]), reverse("source", args=[source.pk])):
        shown = page(edith_here.get(address))
        assert "<img" not in shown
        assert "&lt;img src=x onerror=alert(1)&gt;" in shown


def test_what_happened_is_said_once_with_its_way_back() -> None:
    class Message:
        level_tag, extra_tags = "success", "/claims/7/restore/"

        def __str__(self) -> str:
            return "The claim is set aside."

    shown = render_to_string("claims/parts/messages.html", {"messages": [Message()], "csrf_token": "t" * 64})

    assert 'role="status"' in shown
    assert 'data-level="done"' in shown
    assert re.search(r'<form method="post" action="/claims/7/restore/">.*Undo', shown, re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.name))
def test_every_template_says_first_what_it_shows(template: Path) -> None:
    text = re.sub(r"^{% extends [^%]+%}\s*", "", template.read_text())

    assert text.startswith(("{% comment %}", "{# "))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.name))
def test_no_template_holds_anything_inline_or_trusts_a_text(template: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", template.read_text(), flags=re.DOTALL)

    assert not INLINE.findall(text)
    assert not re.search(r"\|\s*safe\b|{% autoescape off", text)
