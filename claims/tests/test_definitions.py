"""Tests: the written definitions of the scales, at hand wherever something is rated."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from claims.choices.definitions import DEFINITIONS
from claims.records.checking import Credibility, Reliability
from claims.tests.factories import make_claim, make_source
from claims.workflow import Status

pytestmark = pytest.mark.django_db


def test_every_letter_and_number_is_defined() -> None:
    assert set(DEFINITIONS) == {*Reliability, *Credibility}


def test_the_definitions_stand_beside_what_is_rated(client: Client, clara: User) -> None:
    client.force_login(clara)
    claim = make_claim(status=Status.UNVERIFIED)
    for address, scale in (
        (reverse("claim", args=[claim.pk]), Credibility),
        (reverse("source", args=[make_source().pk]), Reliability),
        (reverse("admin:claims_source_rate", args=[make_source().pk]), Reliability),
    ):
        shown = client.get(address).content.decode()
        assert all(escape(str(DEFINITIONS[value])) in shown for value in scale)
