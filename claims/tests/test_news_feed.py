"""Tests: the feed of news: who gets it, what stands in it, that any reader can read it, what asking again costs."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim, Token
from claims.records.acts import Role
from claims.records.checking import Attribution, Verdict
from claims.records.tokens import TokenScope
from claims.services import findings, issuing, tokens, wording
from claims.services.findings import Answers
from claims.services.list_files import Order
from claims.tests import seed_list
from claims.tests.conftest import acting
from claims.tests.factories import make_claim, make_person, make_source
from claims.tests.headers import EVERYWHERE
from claims.workflow import Status

pytestmark = pytest.mark.django_db

RELAYED = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "The agency alone says so.")
ATOM = "{http://www.w3.org/2005/Atom}"
ODD = "“The harbour <b>stays</b> closed” & more ]]> مغلقا 🙂 \x0b\ufffe[in Tolvik]"

Read = Callable[..., Any]


def secret_of(person: User, *scopes: TokenScope) -> str:
    """A token of somebody, for the feed unless it is said for what else."""
    return tokens.make("Reader", scopes or [TokenScope.FEED], by=acting(person)).secret


@pytest.fixture
def read(vera: User) -> Read:
    """The feed as a viewer's reader gets it."""
    secret = secret_of(vera)

    def get(query: str = "", **headers: str) -> Any:
        return Client().get(f"{reverse('feed-news')}?token={secret}{query}", headers=headers or None)

    return get


def decided(rosa: User, edith: User, statement: str = "The harbour stays closed [in Tolvik].") -> Claim:
    """A claim that is decided, as it happens at the desk."""
    claim = make_claim(statement, status=Status.IN_REVIEW, assigned_to=rosa, speaker=make_source("Marta Solheim"))
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    return findings.agree(claim.pk, by=acting(edith))


# --- Who gets it ------------------------------------------------------------------------------------------------------


def test_a_reader_comes_in_by_a_token_in_the_address_or_in_a_header(vera: User) -> None:
    secret = secret_of(vera)
    here = Client()
    assert here.get(reverse("feed-news"), {"token": secret}).status_code == 200
    assert here.get(reverse("feed-news"), headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert here.head(reverse("feed-news"), {"token": secret}).status_code == 200


def test_without_a_good_token_for_the_feed_nobody_gets_it(vera: User, rosa: User) -> None:
    here, address = Client(), reverse("feed-news")
    here.force_login(vera)
    for query in ({}, {"token": ""}, {"token": "ct_" + "0" * 64}, {"token": "x" * 5000}):
        answer = here.get(address, query)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    other = here.get(address, {"token": secret_of(rosa, TokenScope.READ)})
    assert other.status_code == 403
    assert "feed" in other.content.decode()
    ended = tokens.make("Old", [TokenScope.FEED], by=acting(vera))
    tokens.end(ended.token.pk, by=acting(vera))
    assert here.get(address, {"token": ended.secret}).status_code == 401


def test_whoever_has_left_gets_it_no_more() -> None:
    person = make_person(Role.VIEWER)
    secret = secret_of(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert Client().get(reverse("feed-news"), {"token": secret}).status_code == 401


# --- What stands in it ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("noise")
def test_a_decision_stands_in_it_as_it_is_now(read: Read, rosa: User, edith: User) -> None:
    claim = decided(rosa, edith)
    parsed = feedparser.parse(read().content)
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    (entry,) = parsed.entries
    assert entry.title == "Claim decided (Attributed): The harbour stays closed [in Tolvik]."
    assert entry.link == f"http://127.0.0.1:8000/claims/{claim.pk}/"
    assert entry.id.startswith("urn:uuid:")
    assert [tag.term for tag in entry.tags] == ["claim.decided"]
    for said in ("Marta Solheim", "Attributed", "With attribution only"):
        assert said in entry.summary
    findings.recall(claim.pk, by=acting(make_person(Role.CHIEF)), because="It was another port.")
    newest, older = feedparser.parse(read().content).entries
    assert newest.title.startswith("Claim withdrawn: ")
    assert older.id == entry.id
    assert "Withdrawn" in older.summary


def test_it_has_what_the_standard_asks_for(read: Read, rosa: User, edith: User) -> None:
    decided(rosa, edith)
    decided(rosa, edith, "The ferries sail.")
    answer = read()
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - written by ourselves
    assert root.tag == f"{ATOM}feed"
    assert_complete(root)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        assert_complete(entry)
        assert entry.find(f"{ATOM}summary") is not None
    ids = [root.findtext(f"{ATOM}id"), *(entry.findtext(f"{ATOM}id") for entry in entries)]
    assert len(set(ids)) == 3
    assert root.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    # RFC 4287, 4.1.1: an author at the feed, or at each entry.
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    (own,) = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert "token" not in str(own.get("href"))


def assert_complete(element: ElementTree.Element) -> None:
    """An id, a title and a moment, one of each; the moment as RFC 3339 has it."""
    for name in ("id", "title", "updated"):
        assert [bool(found.text) for found in element.findall(f"{ATOM}{name}")] == [True], name
    assert str(element.findtext(f"{ATOM}updated"))[10] == "T"


def test_any_words_can_stand_in_it(read: Read, rosa: User, edith: User) -> None:
    decided(rosa, edith, ODD)
    root = ElementTree.fromstring(read().content)  # noqa: S314 - written by ourselves
    title = root.findtext(f"{ATOM}entry/{ATOM}title")
    assert title == "Claim decided (Attributed): " + ODD.replace("\x0b", "\ufffd").replace("\ufffe", "\ufffd")


def test_without_any_news_it_is_a_feed_all_the_same_and_always_the_same(read: Read) -> None:
    first = read()
    assert feedparser.parse(first.content).bozo is False
    assert read().content == first.content


@pytest.mark.usefixtures("noise")
def test_it_tells_some_kinds_alone_where_it_is_asked_to(read: Read, rosa: User, edith: User, clara: User) -> None:
    claim = decided(rosa, edith)
    findings.recall(claim.pk, by=acting(clara), because="It was another port.")
    for query, number in (("&kind=claim.withdrawn", 1), ("&kind=claim.withdrawn&kind=claim.decided", 2), ("", 2)):
        parsed = feedparser.parse(read(query).content)
        assert len(parsed.entries) == number
    refused = read("&kind=claim.decided&kind=weather")
    assert refused.status_code == 400
    assert "claim.stale" in refused.content.decode()


def test_a_list_that_left_the_house_stands_in_it_without_what_somebody_typed(read: Read, settings: Settings) -> None:
    seed_list.decide(settings)
    by = acting(User.objects.get(username="edith"))
    given = Order(title="The talks", for_whom="the evening desk", format="csv")
    issued = issuing.issue(given, issuing.prepare(seed_list.all_of_it(), format="csv"), by=by)
    answer = read("&kind=list.issued")
    (entry,) = feedparser.parse(answer.content).entries
    assert (entry.title, entry.link) == ("List issued: 1.1", f"http://127.0.0.1:8000/lists/{issued.pk}/")
    assert issued.sha256 in entry.summary
    assert "talks" not in answer.content.decode()


# --- Asked for again and again ----------------------------------------------------------------------------------------


def test_a_reader_that_asks_again_is_told_that_nothing_is_new(read: Read, rosa: User, edith: User) -> None:
    claim = decided(rosa, edith)
    first = read()
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = read("", **headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "private, no-cache"
    findings.reopen(claim.pk, by=acting(edith), because="The port answered.")
    assert read("", **{"If-None-Match": first["ETag"]}).status_code == 200


def test_a_claim_that_changed_since_it_was_told_is_something_new(read: Read, rosa: User, edith: User) -> None:
    claim = decided(rosa, edith)
    first = read()
    findings.reopen(claim.pk, by=acting(edith), because="The port answered.")
    second = read()
    wording.change_statement(claim.pk, "The port is shut.", by=acting(edith))
    assert len({first["ETag"], second["ETag"], read()["ETag"]}) == 3


def test_a_reader_may_keep_it_and_nothing_between_may(read: Read) -> None:
    answer = read()
    assert answer["Cache-Control"] == "private, no-cache"
    for name, values in EVERYWHERE.items():
        assert name == "Cache-Control" or answer[name] in values


def test_it_takes_the_same_queries_however_much_there_is(read: Read, rosa: User, edith: User) -> None:
    numbers = []
    read()
    for _number in range(2):
        decided(rosa, edith)
        decided(rosa, edith)
        with CaptureQueriesContext(connection) as asked:
            read()
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] <= 26


def test_a_token_is_noted_as_used_and_nothing_else_is_written(read: Read) -> None:
    Token.objects.update(used_at=None)
    read()
    token = Token.objects.get()
    assert token.used_at is not None
    assert token.used_at - token.made_at < timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_the_lines_by_which_a_program_reads_it_do_so(
    live_server: LiveServer, vera: User, rosa: User, edith: User, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = decided(rosa, edith)
    page = (Path(__file__).parents[2] / "docs" / "telling.md").read_text(encoding="utf-8")
    (lines,) = [code for code in re.findall(r"```python\n(.+?)```", page, re.DOTALL) if "feedparser" in code]
    example = "https://desk.example/feeds/news/?token=ct_..."
    assert example in lines
    exec(lines.replace(example, f"{live_server.url}/feeds/news/?token={secret_of(vera)}"))  # noqa: S102 - our own page
    first, status = capsys.readouterr().out.splitlines()
    assert first.endswith(f"{claim.statement} http://127.0.0.1:8000/claims/{claim.pk}/")
    assert status == "304"
