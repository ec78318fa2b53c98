"""Tests: names that are not what they seem are told where they are typed and where they are shown."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.choices import disguises
from claims.errors import Refusal, Refused
from claims.models import Source
from claims.records.provenance import SourceKind
from claims.selectors import lookalikes
from claims.services import sources
from claims.tests.conftest import acting
from claims.tests.factories import make_source

pytestmark = pytest.mark.django_db

CYRILLIC_A = "\u0430"
DISGUISED = f"M{CYRILLIC_A}rta Solheim"


@pytest.fixture
def as_edith(client: Client, edith: User, noise: None) -> Client:
    """The editor at her browser."""
    client.force_login(edith)
    return client


def page(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_a_sentence_says_which_letter_is_of_which_alphabet() -> None:
    said = disguises.of_name(DISGUISED)
    assert said == f"“M{CYRILLIC_A}rta” mixes Latin and Cyrillic letters that look alike: {CYRILLIC_A} is Cyrillic."
    assert "U+200B" in disguises.of_name("Sol\u200bheim")


@pytest.mark.parametrize("name", ["Marta Solheim", "Åsa Øst", "Марта Сольхейм", "Радио NRJ", "مارتا", "索尔海姆"])
def test_nothing_is_said_of_a_name_that_is_what_it_seems(name: str) -> None:
    assert disguises.of_name(name) == ""


@pytest.mark.parametrize("name", [DISGUISED, "Mar\u200bta Solheim", "\u202eMarta Solheim"])
def test_sources_that_look_alike_find_each_other(name: str) -> None:
    plain = make_source("Ada Okafor", aliases=["Marta Solheim"])
    disguised = make_source(name)
    assert lookalikes.of([name], but=disguised.pk) == [plain]


def test_a_plain_name_costs_no_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert lookalikes.of(["Marta Solheim", "Åsa Øst", "مارتا"]) == []


def test_a_name_that_looks_like_another_is_taken_only_when_somebody_else_is_meant(edith: User) -> None:
    make_source("Marta Solheim")
    with pytest.raises(Refused) as refused:
        sources.create(by=acting(edith), name=DISGUISED, kind=SourceKind.PERSON)
    assert refused.value.code is Refusal.NAME_LOOKS_LIKE
    made = sources.create(by=acting(edith), name=DISGUISED, kind=SourceKind.PERSON, may_share_a_name=True)
    assert made.name == DISGUISED


def test_the_form_tells_it_beside_the_field_and_keeps_what_was_typed(as_edith: Client) -> None:
    make_source("Marta Solheim")
    shown = page(as_edith.post(reverse("source-new"), {"name": DISGUISED, "kind": "person", "aliases": "a\u200bb"}))
    assert f'value="{DISGUISED}"' in shown
    assert f"{CYRILLIC_A} is Cyrillic" in shown
    assert "U+200B" in shown
    assert "This is another of the same name" in shown
    assert not Source.objects.filter(name=DISGUISED).exists()


def test_the_page_of_a_source_tells_it_and_leads_to_the_one_it_looks_like(as_edith: Client) -> None:
    plain, disguised = make_source("Marta Solheim"), make_source(DISGUISED)
    shown = page(as_edith.get(reverse("source", args=[disguised.pk])))
    assert f"{CYRILLIC_A} is Cyrillic" in shown
    assert f'href="{reverse("source", args=[plain.pk])}"' in shown
    assert "Not what it seems" not in page(as_edith.get(reverse("source", args=[plain.pk])))
