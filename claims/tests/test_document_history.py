"""Tests: what happened to a document, told on its page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.importers import parse_date, pasted
from claims.models import Document
from claims.records.checking import EvidenceKind, Stance
from claims.records.documents import DocumentFacts, Fact
from claims.records.provenance import Knowledge
from claims.selectors import document_history
from claims.selectors.history import Line
from claims.services import documents, evidence, importing
from claims.services.evidence import Given
from claims.tests.conftest import acting
from claims.tests.stories import CORRECTED, LIMIT, bring_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]


def told(document: Document) -> list[Line]:
    """The history of a document, oldest first."""
    return document_history.of_document(document)[::-1]


def test_the_life_of_a_document_is_told_newest_first_with_who_and_why(rosa: User, clara: User) -> None:
    document = bring_in(by=acting(rosa)).document
    documents.finish(document.pk, by=acting(rosa))
    documents.unfinish(document.pk, by=acting(rosa))
    importing.import_version(document.pk, pasted(CORRECTED, limit=LIMIT), by=acting(rosa), because="A correction.")
    documents.withdraw(document.pk, by=acting(clara), because="Under embargo.")
    documents.reinstate(document.pk, by=acting(clara))
    lines = told(document)
    assert [(line.who, line.did) for line in lines] == [
        ("Rosa Lindqvist", "brought it in"),
        ("Rosa Lindqvist", "was done with the story"),
        ("Rosa Lindqvist", "put it back to be read"),
        ("Rosa Lindqvist", "brought in a new version of the text"),
        ("Clara Benedek", "withdrew it"),
        ("Clara Benedek", "brought it back"),
    ]
    assert (lines[3].details, lines[3].reason, lines[4].reason) == (["Version 2"], "A correction.", "Under embargo.")


def test_a_changed_fact_is_told_as_it_was_given_then(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    facts = DocumentFacts(
        our_title="Harbour talks", publisher=Fact("The Tolvik Courier"), published=parse_date("2026", "Europe/Oslo")
    )
    documents.edit_facts(document.pk, facts, by=acting(rosa))
    documents.edit_facts(
        document.pk,
        DocumentFacts(
            our_title="Harbour talks", headline=Fact("", Knowledge.ABSENT), published=parse_date("2026-11-23", "UTC")
        ),
        by=acting(rosa),
    )
    assert told(document)[1].details == [
        "Our title: Harbour talks",
        "Publisher: The Tolvik Courier",
        "Published: 2026",
    ]
    assert told(document)[2].details == [
        "Headline as received: absent",
        "Publisher: unknown",
        "Published: 23 November 2026",
    ]


def test_evidence_given_on_a_document_is_told(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    given = Given(EvidenceKind.LINK, Stance.SUPPORTS, address="https://a.example/original")
    evidence.add_to_document(document.pk, given, by=acting(rosa))
    assert told(document)[-1].did == "added evidence to it"
    assert "https://a.example/original" in told(document)[-1].details[0]


def test_every_act_on_a_document_has_its_sentence() -> None:
    services = Path(settings.BASE_DIR, "claims", "services").glob("*.py")
    acts = {act for service in services for act in re.findall(r'"(document\.[a-z_]+)"', service.read_text())}
    assert acts == set(document_history.DEEDS)


def test_the_page_of_a_document_tells_its_history(client: Client, rosa: User) -> None:
    client.force_login(rosa)
    document = bring_in(by=acting(rosa)).document
    shown = client.get(reverse("document", args=[document.pk])).content.decode()
    assert "What happened to it" in shown
    assert "<b>Rosa Lindqvist</b> brought it in" in shown
