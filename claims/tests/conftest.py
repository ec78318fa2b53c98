"""Tests: the people at the desk, the same in every test, and some noise in the database."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.contrib.auth.models import User

from claims import permissions
from claims.models import Claim, Document, Event, Note, SavedView, Source, Webhook
from claims.records.acts import Actor, Role
from claims.services import keys
from claims.tests.factories import make_claim, make_person, make_source
from claims.tests.tampering import drop_triggers
from claims.workflow import Status


@pytest.fixture(scope="session", autouse=True)
def keys_of_the_desk() -> None:
    """The keys that every desk has."""
    keys.make_missing()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, among the tests that commit and among the others, which come before them.

    Run by several workers, the last of them would else wait for one long test that began late.
    """
    items.sort(key=lambda item: (_commits(item), item.get_closest_marker("slow") is None))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asks = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asks or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(autouse=True)
def the_ledger_may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits, every table is emptied; the triggers that refuse it are made anew right after."""
    if _commits(request.node):
        request.getfixturevalue("transactional_db")
        yield
        drop_triggers()
    else:
        yield


@pytest.fixture
def rosa(db: None) -> User:
    """A reporter."""
    return make_person(Role.REPORTER, "rosa", name="Rosa Lindqvist")


@pytest.fixture
def edith(db: None) -> User:
    """An editor."""
    return make_person(Role.EDITOR, "edith", name="Edith Marlow")


@pytest.fixture
def emil(db: None) -> User:
    """The other editor."""
    return make_person(Role.EDITOR, "emil", name="Emil Okafor")


@pytest.fixture
def clara(db: None) -> User:
    """The chief."""
    return make_person(Role.CHIEF, "clara", name="Clara Benedek")


@pytest.fixture
def vera(db: None) -> User:
    """A viewer."""
    return make_person(Role.VIEWER, "vera", name="Vera Holm")


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody with an account and no role."""
    return make_person(None, "stranger")


@pytest.fixture
def noise(db: None) -> None:
    """Other claims, so that a forgotten filter shows."""
    make_claim(status=Status.PROPOSED)
    make_claim(status=Status.UNVERIFIED, speaker=make_source())
    make_claim(status=Status.SET_ASIDE)


class Ledger:
    """The events written since it was looked at last."""

    def __init__(self) -> None:
        """Begin after what is there."""
        self.seen = Event.objects.count()

    def new(self) -> list[Event]:
        """The events written since the last look, in order."""
        events = list(Event.objects.order_by("sequence")[self.seen :])
        self.seen += len(events)
        return events

    def acts(self) -> list[tuple[str, int]]:
        """Act and subject of each new event."""
        return [(event.act, event.subject_id) for event in self.new()]


@pytest.fixture
def ledger(db: None) -> Ledger:
    """The ledger, from here on."""
    return Ledger()


def acting(user: User) -> Actor:
    """Somebody as the one who acts."""
    return permissions.actor(user)


def seen(row: Claim | Document | Note | Source | SavedView | Webhook) -> dict[str, int]:
    """The version of a row as a page that is opened now shows it, for a form to send along."""
    version: int = type(row)._default_manager.values_list("version", flat=True).get(pk=row.pk)
    return {"version": version}


def way_back(page: str) -> tuple[str, dict[str, str]]:
    """Where the undo on a page is sent to, and what with it."""
    form = re.search(r'<form method="post" action="([^"]+)">((?:<input[^>]+>)*)<button[^>]*data-key="u"', page)
    assert form, "there is no way back on the page"
    return unescape(form[1]), dict(re.findall(r'name="(version)" value="([^"]+)"', form[2]))
